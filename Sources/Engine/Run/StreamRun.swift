public import Documents
import Policies
import Readers
import Resources

/// Judges resources that come one to a line, as long as they come: those of one account are known together, and nothing is
/// kept of an account that is done.
///
/// The lines of an account stand together. One that comes back is an error, since rules that look at several resources
/// would have seen a part of it only.
public struct StreamRun {
    /// What came of it.
    public struct Summary: Sendable {
        public var resources = 0
        public var accounts = 0
        public var verdicts: [Verdict: Int] = [:]
        /// Whether a finding makes the run fail.
        public var hasFindings = false
        public var isUndetermined = false
        /// What the resources of failures cost in a month, by currency: no resource is of two accounts.
        var costs: [String: Double] = [:]
        public var errors: [Diagnostic] = []
    }

    private let request: CheckRequest
    private let policies: PolicySet
    private let gate: Gate
    private let accept: (inout RunResult) -> Void
    /// Bytes of the accounts that are judged at once, on several threads.
    private static let batchBytes = 1 << 20

    /// - Parameter accept: what exceptions make of the findings of an account.
    init(_ request: CheckRequest, _ policies: PolicySet, gate: Gate, accept: @escaping (inout RunResult) -> Void) {
        self.request = request
        self.policies = policies
        self.gate = gate
        self.accept = accept
    }

    /// Reads to the end of standard input.
    /// - Parameters:
    ///   - write: takes the findings of one account, in the order of the lines; false ends the run.
    ///   - warn: takes what is doubtful in the lines of one account, before its findings.
    public func run(_ write: ([Finding]) -> Bool, warn: (Diagnostic) -> Void) -> Summary {
        var summary = Summary()
        do throws(Diagnostic) {
            let lines = LineReader(standardInputNamed: request.standardInputName, limit: request.limits.scalarLength)
            var accounts = AccountLines(lines, limit: request.limits.size, name: request.standardInputName)
            _ = SymbolTable(extending: policies.symbols)
            let worker = GroupJudge(request, policies)
            var batch: [AccountLines.Group] = []
            var size = 0
            while let group = try accounts.next(while: { request.stop?.number == nil }) {
                batch.append(group)
                size += group.text.count
                guard size >= Self.batchBytes else { continue }
                guard finish(batch, worker, &summary, write, warn) else { return summary }
                (batch, size) = ([], 0)
            }
            if finish(batch, worker, &summary, write, warn) {
                summary.hasFindings = summary.hasFindings || gate.isTooDear(summary.costs)
            }
        } catch {
            if request.stop?.number == nil { summary.errors.append(error) }
        }
        return summary
    }

    /// Judges some accounts.
    /// - Returns: whether to go on: what is wrong with a line ends the run.
    private func finish(
        _ batch: [AccountLines.Group], _ worker: GroupJudge, _ summary: inout Summary, _ write: ([Finding]) -> Bool,
        _ warn: (Diagnostic) -> Void
    ) -> Bool {
        let threads = min(request.workers ?? WorkerPool.processorCount, batch.count)
        let (request, policies) = (request, policies)
        let results =
            threads > 1
            ? WorkerPool.map(threads: threads, count: batch.count) {
                let judge = GroupJudge(request, policies)
                return { judge.judge(batch[$0]) }
            } : batch.map { worker.judge($0) }
        for file in results {
            file.warnings.forEach(warn)
            var result = RunResult(
                findings: file.findings, errors: file.errors, warnings: [], skipped: [], fileCount: 1,
                resourceCount: file.resourceCount, rules: RuleSummaries(of: policies), verdicts: file.verdicts)
            accept(&result)
            gate.settle(&result.findings)
            summary.resources += result.resourceCount
            summary.accounts += 1
            summary.verdicts.merge(result.verdicts, uniquingKeysWith: +)
            summary.errors += result.errors
            summary.hasFindings = summary.hasFindings || result.findings.contains(where: gate.counts)
            summary.costs.merge(gate.costs(of: result.findings), uniquingKeysWith: +)
            summary.isUndetermined =
                summary.isUndetermined || result.findings.contains(where: \.isUndetermined)
            guard write(result.findings), result.errors.isEmpty else { return false }
        }
        return true
    }
}

/// Judges the lines of accounts, one account after another, on one thread.
private final class GroupJudge {
    private let judge: FileJudge
    private let name: String

    init(_ request: CheckRequest, _ policies: PolicySet) {
        judge = FileJudge(request: request, policies: policies)
        name = request.standardInputName
    }

    func judge(_ group: AccountLines.Group) -> FileResult {
        var result = judge.judge(judge.read(lines: SourceText(name: name, copying: group.text)))
        // What was refused is told once, where it stands.
        result.warnings.removeAll { warning in
            warning.severity != .warning || group.beginsWithEarlierHead && warning.region?.start.line == 1
        }
        for index in result.warnings.indices { result.warnings[index].move(by: group.firstLine - 1) }
        for index in result.findings.indices { result.findings[index].move(by: group.firstLine - 1) }
        for index in result.errors.indices { result.errors[index].move(by: group.firstLine - 1) }
        return result
    }
}

extension Finding {
    /// Counts lines from the beginning of the stream.
    fileprivate mutating func move(by lines: Int) {
        region = region.moved(by: lines)
        excerpt.line += lines
        use = use?.moved(by: lines)
    }
}

extension Diagnostic {
    fileprivate mutating func move(by lines: Int) {
        region = region?.moved(by: lines)
        excerpt?.line += lines
    }
}

extension SourceRegion {
    fileprivate func moved(by lines: Int) -> SourceRegion {
        var region = self
        region.start.line += lines
        region.end.line += lines
        return region
    }
}
