import Documents
public import Policies
import Readers
import Resources

/// Reads inputs, judges their resources by every rule that is about them, and collects what was found.
///
/// Files are judged one by one, each by one thread. Where rules look at more than the resource that they judge, all files
/// are read first, so that references between files are followed. The result is the same whatever the number of threads.
public struct CheckRun: Sendable {
    private let request: CheckRequest
    private let policies: PolicySet

    public static func run(_ request: CheckRequest, policies: PolicySet) -> RunResult {
        if request.parameterFiles.isEmpty, request.usageFile == nil, request.priceFile == nil {
            return CheckRun(request: request, policies: policies).run()
        }
        var request = request
        do throws(Diagnostic) {
            try request.readMoney(policies)
        } catch {
            return CheckRun(request: request, policies: policies).merge([], problems: [error])
        }
        let deployments = DeploymentFiles(request)
        request.deployments = deployments.settings
        let run = CheckRun(request: request, policies: policies)
        guard deployments.problems.isEmpty else { return run.merge([], problems: deployments.problems) }
        var result = run.run()
        result.warnings += deployments.unusedNames(declared: result.parameterNames)
        return result
    }

    /// Below this many files the time to start threads is longer than what they save.
    static let fewFiles = 4

    private func run() -> RunResult {
        if let problem = request.terraformProblem { return merge([], problems: [problem]) }
        let inputs = InputList(request)
        // The root table is sealed before threads share it.
        _ = SymbolTable(extending: policies.symbols)
        var (results, problems) = judge(inputs.files)
        var called = inputs.called
        while !called.isEmpty {
            // Of a module whose calls come to nothing, nothing was judged: it is judged by itself, as one without a call.
            let read = Set(results.flatMap(\.names).map(PathLookup.directory(of:)))
            var left = called.filter { !read.contains($0.path) }
            guard !left.isEmpty else { break }
            called = TerraformFolder.removeCalled(from: &left, request)
            let others = judge(left)
            results += others.results
            problems += others.problems
        }
        return merge(results, problems: inputs.problems + problems)
    }

    private func judge(_ files: [InputList.File]) -> (results: [FileResult], problems: [Diagnostic]) {
        let count = files.count < Self.fewFiles ? 1 : min(request.workers ?? WorkerPool.processorCount, files.count)
        if policies.followsReferences, files.count > 1 || !request.contextPaths.isEmpty {
            return JointRun(request: request, policies: policies, threads: count).judge(files)
        }
        let results = WorkerPool.map(threads: count, count: files.count) {
            let judge = FileJudge(request: request, policies: policies)
            return { judge.judge(files[$0]) }
        }
        return (results, [])
    }

    private func merge(_ all: [FileResult], problems: [Diagnostic]) -> RunResult {
        let nested = NestedResults.indices(of: all.map { ($0.names.first, $0.nested) }, request)
        let results = nested.isEmpty ? all : all.indices.filter { !nested.contains($0) }.map { all[$0] }
        let paths = request.repository ?? .current
        var shared: Set<String> = []
        var result = RunResult(
            findings: [], errors: problems, warnings: [], skipped: [], fileCount: 0, resourceCount: 0,
            rules: RuleSummaries(of: policies), verdicts: [:])
        result.bill = request.usage?.totals
        for file in results {
            result.bill = result.bill ?? file.bill
            result.findings += file.findings
            result.errors += file.errors
            result.warnings += file.warnings
            result.skipped += [file.skipped].compactMap(\.self)
            let isRead = file.skipped == nil && !(file.isUnfinished && file.resourceCount == 0)
            // A nested template counts once, however many others use it.
            let names = file.names + file.nested.filter { shared.insert($0).inserted }
            result.fileCount += isRead ? names.count : 0
            result.resourceCount += file.resourceCount
            result.changesNothing = result.changesNothing || file.changesNothing
            result.suppressions += file.suppressions
            result.resources += file.resources
            if file.skipped == nil {
                result.files += names
                if let root = file.root { result.alone.insert(paths.stableName(of: root)) }
            }
            result.parameterNames.formUnion(file.parameterNames)
            result.seenPlaces.formUnion(file.seenPlaces)
            result.settled.merge(file.settled)
            result.work += file.work
            result.verdicts.merge(file.verdicts, uniquingKeysWith: +)
        }
        result.errors += policies.issues
        limitFindings(of: &result)
        if let signal = request.stop?.number {
            result.interrupt(
                by: signal, unfinished: results.filter(\.isUnfinished).map { $0.names.first ?? "input" },
                of: results.count)
        }
        return result
    }

    private func limitFindings(of result: inout RunResult) {
        let limit = request.runLimits.findings
        guard result.findings.count > limit, let file = result.findings.last?.file else { return }
        result.findings.removeLast(result.findings.count - limit)
        result.errors.append(
            Diagnostic(
                file: result.findings.last?.file ?? file,
                message: "there are more than \(limit) findings: those behind this file's are left out",
                help: "judge fewer files or rules at once, or allow more with `--max-findings`"))
    }
}

extension CheckRequest {
    mutating func readMoney(_ policies: PolicySet) throws(Diagnostic) {
        prices = try priceFile.map { (path) throws(Diagnostic) in
            try PriceList(path, contents: contents, limits: limits)
        }
        guard let usageFile else { return }
        usage = try UsageIndex(
            usageFile, contents: contents, limits: limits, symbols: SymbolTable(extending: policies.symbols))
    }
}

/// What one file gave.
struct FileResult: Sendable {
    var findings: [Finding] = []
    var errors: [Diagnostic] = []
    var warnings: [Diagnostic] = []
    var skipped: SkippedFile?
    /// The file as it was named; those of a folder of Terraform files, which are judged as one.
    var names: [String] = []
    /// The path that was read: the file, or the folder of Terraform files.
    var root: String?
    /// The files that hold the templates of its nested stacks.
    var nested: [String] = []
    var suppressions: [InlineSuppression] = []
    var resources: [Resource] = []
    var resourceCount = 0
    /// Whether it is a plan after which everything is as before.
    var changesNothing = false
    var parameterNames: Set<String> = []
    /// What the bill says as a whole, where this file is one.
    var bill: BillTotals?
    var seenPlaces: Set<String> = []
    var settled = SettledVerdicts()
    var work = WorkCount()
    var verdicts: [Verdict: Int] = [:]
    /// Whether the run was interrupted before the file was judged to its end.
    var isUnfinished = false
}
