public import Documents
public import Policies

/// What the tests of a pack say of its mutants.
public struct MutationResult: Sendable {
    public enum Fate: Sendable {
        /// A case gave something else than it expects.
        case killed(by: String)
        /// The pack itself is refused.
        case invalid
        /// Listed as equivalent, with the reason.
        case equivalent(reason: String)
        /// No case notices it.
        case survived
    }

    public struct Entry: Sendable {
        public var mutant: Mutant
        public var fate: Fate
    }

    public var entries: [Entry]
    /// Entries of the list of equivalent mutants that no surviving mutant matches.
    public var stale: [Diagnostic]

    public var survivors: [Mutant] {
        entries.compactMap { entry in
            if case .survived = entry.fate { entry.mutant } else { nil }
        }
    }
}

extension PolicyTestSuite {
    /// Runs the cases of each rule against every mutant of it, up to the first case that notices.
    public func mutate() -> MutationResult {
        let runner = PolicyTestRunner(suite: self)
        // Compiled before a document of a resource seals the table of keys.
        for test in cases { _ = runner.policies(for: test, of: pack) }
        var unused = Set((file?.equivalents ?? []).indices)
        var entries: [MutationResult.Entry] = []
        for rule in pack.rules {
            let cases = cases.filter { $0.rule == rule.name }
            for mutant in pack.mutants(of: rule) {
                var fate = fate(of: mutant, cases, runner)
                if case .survived = fate, let index = equivalent(to: mutant) {
                    unused.remove(index)
                    fate = .equivalent(reason: file?.equivalents[index].reason ?? "")
                }
                entries.append(MutationResult.Entry(mutant: mutant, fate: fate))
            }
        }
        return MutationResult(entries: entries, stale: unused.sorted().compactMap(staleDiagnostic))
    }

    private func fate(
        of mutant: Mutant, _ cases: [PolicyTest], _ runner: PolicyTestRunner
    ) -> MutationResult.Fate {
        // Most cases take the parameters as they are and share one compiled rule.
        var shared: Result<PolicySet, Diagnostic>?
        for test in cases {
            let policies =
                test.parameters == nil
                ? shared ?? runner.policies(for: test, of: mutant.pack)
                : runner.policies(for: test, of: mutant.pack)
            if test.parameters == nil { shared = policies }
            guard case .success = policies else { return .invalid }
            if runner.failure(of: test, by: policies) != nil { return .killed(by: test.name) }
        }
        return .survived
    }

    private func equivalent(to mutant: Mutant) -> Int? {
        file?.equivalents.firstIndex { $0.rule == mutant.rule && $0.change == mutant.change }
    }

    private func staleDiagnostic(_ index: Int) -> Diagnostic? {
        guard let file else { return nil }
        let entry = file.equivalents[index]
        return Diagnostic(
            in: file.source, at: entry.node.range,
            "no surviving mutant of `\(entry.rule)` is `\(entry.change)`",
            help: "remove the entry: a case kills the mutant by now, or the rule was changed")
    }
}
