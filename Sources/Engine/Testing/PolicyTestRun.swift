public import Documents
import Policies

/// Tests packs and examples.
public struct PolicyTestRun: Sendable {
    public struct Pack: Sendable {
        public var file: String
        public var id: String
        public var tests: String?
        public var result: PolicyTestResult
        /// Nil unless mutants were asked for.
        public var mutation: MutationResult?
        /// What a form of input cannot say, in words with the number of cases; empty unless forms are compared.
        public var inexpressible: [String] = []
    }

    public private(set) var packs: [Pack] = []
    public private(set) var examples: [ExampleOutcome] = []
    /// What could not be tested.
    public private(set) var problems: [Diagnostic]

    /// - Parameters:
    ///   - mutates: whether every pack is run against its mutants as well.
    ///   - comparesForms: whether every case is judged in every form of input as well. A verdict that differs is a failure.
    public init(_ plan: PolicyTestPlan, mutates: Bool = false, comparesForms: Bool = false) {
        problems = plan.problems
        for pack in plan.packs { run(pack, mutates: mutates, comparesForms: comparesForms) }
        if !plan.examples.isEmpty { check(plan.examples, packs: plan.packs) }
        if problems.isEmpty, packs.isEmpty, examples.isEmpty {
            problems.append(
                Diagnostic(
                    file: "input", message: "there is nothing to test in what was given",
                    help: "give a pack that has cases in a `.test.yaml` file beside it, or a folder of packs"))
        }
    }

    private mutating func run(_ pack: PolicyTestPlan.Pack, mutates: Bool, comparesForms: Bool) {
        do throws(Diagnostic) {
            let suite = try PolicyTestSuite(pack)
            var result = suite.run()
            // A pack that fails its own cases kills every mutant.
            let mutation = mutates && result.isSuccess ? suite.mutate() : nil
            let forms = comparesForms ? suite.comparingForms() : []
            result.outcomes += forms.compactMap(\.failure)
            packs.append(
                Pack(
                    file: pack.file, id: suite.pack.id, tests: pack.tests, result: result, mutation: mutation,
                    inexpressible: forms.inexpressible))
        } catch {
            problems.append(error)
        }
    }

    private mutating func check(_ files: [String], packs: [PolicyTestPlan.Pack]) {
        var selection = PolicySelection()
        selection.paths = packs.map(\.file)
        let own = Set(self.packs.map(\.id))
        // In the program's own repository the packs are those inside the program.
        selection.includesBuiltin = own.isDisjoint(with: BuiltinPacks.ids)
        let (set, issues) = PolicySet.load(selection)
        guard let set else {
            problems += issues.filter { $0.severity == .error && !problems.contains($0) }
            return
        }
        let check = ExampleCheck(set, packs: own.isEmpty ? Set(set.packs.map(\.id)) : own)
        for file in files {
            do throws(Diagnostic) { examples.append(try check.outcome(of: file)) } catch { problems.append(error) }
        }
    }

    public var status: ExitStatus {
        if !problems.isEmpty { return .notJudged }
        let isClean =
            packs.allSatisfy { pack in
                pack.result.isSuccess && (pack.mutation.map { $0.survivors.isEmpty && $0.stale.isEmpty } ?? true)
            } && examples.allSatisfy { $0.failures.isEmpty }
        return isClean ? .clean : .findings
    }
}
