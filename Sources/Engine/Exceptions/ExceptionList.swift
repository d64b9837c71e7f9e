public import Documents
public import Policies
public import Resources

/// One entry of a file of exceptions: findings that somebody answers for.
public struct PolicyException: Sendable {
    public var rules: [Glob]
    /// Over the name or the identity of a resource.
    public var resources: [Glob]
    /// Over the path of the file; any file when there is none.
    public var files: [PathPattern]
    /// Tags that the resource must have; none when there is none.
    public var tags: [Tag] = []
    public var owner: String
    public var reason: String
    public var ticket: String?
    /// The last day on which it counts, as written; nil when it does not expire.
    public var until: String?
    /// The entry in its file.
    public var node: NodeView

    /// A key with a glob over values.
    public struct Tag: Sendable {
        public var key: String
        public var value: Glob

        /// As reports have it.
        public var text: String { "\(key)=\(value.text)" }
    }

    /// What reports say of it.
    var sentence: String { "\(reason) (owner \(owner)\(ticket.map { ", \($0)" } ?? ""))" }

    func covers(_ finding: Finding, file: String) -> Bool {
        rules.contains { $0.matches(finding.rule) }
            && resources.contains { $0.matches(finding.resource.name) || $0.matches(finding.resource.id) }
            && (files.isEmpty || files.contains { $0.matches(file) })
            && tags.allSatisfy { tag in finding.tags[tag.key].map(tag.value.matches) ?? false }
    }

    /// An entry whose day cannot be read counts as expired.
    public func isInForce(on today: CalendarDate) -> Bool {
        guard let until else { return true }
        return CalendarDate(until).map { $0 >= today } ?? false
    }

    /// A message that points at the entry.
    func warning(_ message: String, help: String? = nil) -> Diagnostic {
        let range = node.range.lowerBound..<min(node.range.lowerBound + 1, node.range.upperBound)
        return Diagnostic(.warning, in: node.document.source, at: range, message, help: help)
    }
}

/// The exceptions of a run.
public struct ExceptionList: Sendable {
    public private(set) var entries: [PolicyException] = []

    public init() {}

    /// Whether any of them asks for tags.
    var readsTags: Bool { entries.contains { !$0.tags.isEmpty } }

    /// Reads files of exceptions.
    /// - Returns: nil if one of them is wrong, and everything that was found on the way.
    public static func load(
        _ files: [String], contents: FileContents = .disk, paths: RepositoryPaths = .current
    ) -> (list: ExceptionList?, issues: [Diagnostic]) {
        var list = ExceptionList()
        var issues: [Diagnostic] = []
        for file in files {
            do throws(Diagnostic) {
                let document = try PolicyFile.parse(try contents.read(file), symbols: SymbolTable())
                var decoder = ExceptionDecoder(document.source, file: file, paths: paths)
                list.entries += decoder.entries(of: document)
                issues += document.warnings + decoder.issues
            } catch {
                issues.append(error)
            }
        }
        return (issues.contains { $0.severity == .error } ? nil : list, issues)
    }

    /// What each entry did in a run.
    public struct Use: Sendable {
        public var entry: PolicyException
        /// The findings that it is about, also when it no longer counts.
        public var findings: Int
    }

    /// Silences findings.
    /// - Parameters:
    ///   - rules: the ids of all rules, also of those that did not run.
    ///   - reportsUnused: whether the run judged everything that an entry could be about.
    /// - Returns: what each entry did.
    @discardableResult
    public func apply(
        to result: inout RunResult, today: CalendarDate, paths: RepositoryPaths, rules: [String], reportsUnused: Bool
    ) -> [Use] {
        guard !entries.isEmpty else { return [] }
        var uses = [Int](repeating: 0, count: entries.count)
        let before = Suppressions.hidden(in: result.findings)
        var index = ExceptionIndex(entries)
        for position in result.findings.indices {
            let finding = result.findings[position]
            guard finding.verdict == .fail || finding.verdict == .unknown else { continue }
            let file = paths.stableName(of: finding.file)
            for number in index.candidates(for: finding) where entries[number].covers(finding, file: file) {
                let entry = entries[number]
                uses[number] += 1
                guard entry.isInForce(on: today), result.findings[position].verdict != .suppressed else { continue }
                result.findings[position].suppress(
                    Finding.Suppression(origin: .exception, reason: entry.sentence, until: entry.until))
            }
        }
        result.recount(hiddenBefore: before)
        for (entry, count) in zip(entries, uses) {
            result.warnings += warnings(about: entry, today: today)
            for glob in entry.rules where !rules.contains(where: glob.matches) {
                let near = Suggestion.nearest(to: glob.text, among: rules).first
                result.warnings.append(
                    entry.warning(
                        "no rule matches `\(Diagnostic.shown(glob.text))`", help: near.map { "did you mean `\($0)`?" }))
            }
            let hasRun = result.rules.ids.contains { id in entry.rules.contains { $0.matches(id) } }
            if count == 0, hasRun, reportsUnused {
                result.warnings.append(entry.warning("the exception matches no finding", help: "remove it"))
            }
        }
        return zip(entries, uses).map { Use(entry: $0, findings: $1) }
    }

    private func warnings(about entry: PolicyException, today: CalendarDate) -> [Diagnostic] {
        guard let until = entry.until else { return [] }
        guard let date = CalendarDate(until) else {
            let shown = Diagnostic.shown(until)
            return [entry.warning("`\(shown)` is not a date as YYYY-MM-DD: the exception counts as expired")]
        }
        return Suppressions.message(about: date, today: today, noun: "the exception").map { [entry.warning($0)] } ?? []
    }
}

extension RunResult {
    /// Moves verdicts that became hidden, or came to light, since some were counted.
    mutating func recount(hiddenBefore before: [Verdict: Int]) {
        let after = Suppressions.hidden(in: findings)
        for verdict in Set(before.keys).union(after.keys) {
            let added = after[verdict, default: 0] - before[verdict, default: 0]
            verdicts[verdict, default: 0] -= added
            verdicts[.suppressed, default: 0] += added
        }
        verdicts = verdicts.filter { $0.value != 0 }
    }
}
