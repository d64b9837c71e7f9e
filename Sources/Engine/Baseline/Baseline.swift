public import Documents
import Resources

/// The findings that a repository had when the gate was put up. They do not fail a run; new ones do.
///
/// A line for each finding, sorted, so that a change of it reads well in a review. Fingerprints contain the path of the
/// file: an old finding in one file never hides a new one in another.
public struct Baseline: Sendable {
    /// The name under which one is made where the configuration gives none.
    public static let fileName = "proviso-baseline.txt"

    public struct Entry: Hashable, Sendable {
        public var fingerprint: String
        public var rule: String
        /// From the root of the repository; for a resource that was read from an account, its account, region and type.
        public var file: String
        /// The name of the resource, or its identity in an account; for readers.
        public var resource: String

        public init(fingerprint: String, rule: String, file: String, resource: String) {
            self.fingerprint = fingerprint
            self.rule = rule
            self.file = file
            self.resource = resource
        }
    }

    /// In the order of the file.
    public private(set) var entries: [Entry]

    public init(_ entries: some Sequence<Entry>) {
        // One finding is one line, whatever the entries came from.
        var seen: Set<String> = []
        self.entries = entries.filter { seen.insert($0.fingerprint).inserted }.sorted { $0.isBefore($1) }
    }

    /// The findings of a run that a baseline of it holds: failures, and what is unknown where that fails too.
    public init(_ result: RunResult, gate: Gate, paths: RepositoryPaths) {
        self.init(
            result.findings.filter { gate.isBaselined($0) }.map { finding in
                Entry(
                    fingerprint: finding.fingerprint, rule: finding.rule,
                    file: finding.livePlace?.text ?? paths.stableName(of: finding.judgedFile),
                    resource: finding.livePlace == nil ? finding.resource.name : finding.resource.id)
            })
    }

    public var fingerprints: Set<String> { Set(entries.map(\.fingerprint)) }

    /// Marks findings as known.
    /// - Returns: the entries of judged files whose finding is gone.
    public func apply(to result: inout RunResult, gate: Gate, paths: RepositoryPaths) -> [Entry] {
        let known = fingerprints
        for index in result.findings.indices
        where known.contains(result.findings[index].fingerprint) && gate.isBaselined(result.findings[index]) {
            result.findings[index].status = .known
        }
        let pruned = pruned(by: result, gate: gate, paths: paths) { _ in true }.fingerprints
        return entries.filter { !pruned.contains($0.fingerprint) }
    }

    /// The baseline without what is gone. It never grows.
    ///
    /// - Parameters:
    ///   - result: a run. What it did not judge, a file or a rule, stays as it is.
    ///   - exists: whether the file of an entry, from the root of the repository, is still there.
    public func pruned(
        by result: RunResult, gate: Gate, paths: RepositoryPaths, exists: (String) -> Bool
    ) -> Baseline {
        // What was read and turned out to be no input any more has no findings either.
        let judged = Set((result.files + result.skipped.map(\.file)).map { paths.stableName(of: $0) })
        let rules = Set(result.rules.ids)
        let found = Baseline(result, gate: gate, paths: paths).fingerprints
        let unsettled = Set(
            result.findings.filter(\.isUnsettled).compactMap { finding in
                finding.livePlace.map { [finding.rule, $0.text, finding.resource.id] }
            })
        return Baseline(
            entries.filter { entry in
                if found.contains(entry.fingerprint) { return true }
                // What of an account cannot be read today is not mended.
                if unsettled.contains([entry.rule, entry.file, entry.resource]) { return true }
                let isSeen = judged.contains(entry.file) || result.seenPlaces.contains(entry.file)
                // Nobody can see from here whether an account is still there.
                return !(isSeen && rules.contains(entry.rule)) && (entry.isLive || exists(entry.file))
            })
    }

    /// The entries that another baseline does not have.
    public func additions(to other: Baseline) -> [Entry] {
        let known = other.fingerprints
        return entries.filter { !known.contains($0.fingerprint) }
    }
}

extension RunResult {
    /// How many failures the baseline knows: rules on resources of which every finding is known.
    public var knownVerdictCount: Int {
        guard findings.indices.contains(where: { findings[$0].status == .known }) else { return 0 }
        var groups: [[String]: Bool] = [:]
        for finding in findings where finding.verdict == .fail {
            let file = finding.livePlace?.text ?? finding.judgedFile
            let key = [finding.rule, file, finding.resource.type, finding.resource.id]
            groups[key] = groups[key, default: true] && finding.status == .known
        }
        return groups.values.count { $0 }
    }
}

extension Baseline.Entry {
    fileprivate var isLive: Bool { file.hasPrefix(AccountPlace.prefix) }

    fileprivate func isBefore(_ other: Baseline.Entry) -> Bool {
        (file, rule, resource, fingerprint) < (other.file, other.rule, other.resource, other.fingerprint)
    }
}

extension Gate {
    fileprivate func isBaselined(_ finding: Finding) -> Bool {
        finding.verdict == .fail || failsOnUnknown && finding.verdict == .unknown
    }
}
