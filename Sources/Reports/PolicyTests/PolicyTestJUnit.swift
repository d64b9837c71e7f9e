import Documents
import Engine
import Policies

/// The outcome of policy tests for the test tabs of build systems: a suite for each pack and one for the examples.
struct PolicyTestJUnit {
    private struct Case {
        var group: String
        var name: String
        var file: String
        var line: Int?
        var failure: [Diagnostic] = []
        var isError = false
    }

    private let renderer = DiagnosticRenderer(color: .never)

    func write(_ run: PolicyTestRun, to stream: ReportStream) {
        var suites = run.packs.map { (name: $0.id, cases: cases(of: $0)) }
        if !run.examples.isEmpty { suites.append(("examples", run.examples.map(testCase))) }
        if !run.problems.isEmpty {
            let problems = run.problems.map {
                Case(group: "input", name: "can be tested", file: $0.file, failure: [$0], isError: true)
            }
            suites.append(("input", problems))
        }
        var xml = XMLWriter(stream: stream)
        xml.element("testsuites", attributes("proviso test", suites.flatMap(\.cases))) { xml in
            for suite in suites {
                xml.element("testsuite", attributes(suite.name, suite.cases)) { xml in
                    for testCase in suite.cases { write(testCase, to: &xml) }
                }
            }
        }
    }

    private func attributes(_ name: String, _ cases: [Case]) -> XMLWriter.Attributes {
        [
            "name": name, "tests": String(cases.count),
            "failures": String(cases.count { !$0.failure.isEmpty && !$0.isError }),
            "errors": String(cases.count { $0.isError }), "skipped": "0",
        ]
    }

    private func cases(of pack: PolicyTestRun.Pack) -> [Case] {
        let tests = pack.result.outcomes.map { outcome in
            Case(
                group: "\(pack.id).\(outcome.test.rule)", name: outcome.test.name, file: pack.tests ?? pack.file,
                line: LineTable(outcome.test.node.document.source).region(of: outcome.test.node.range).start.line,
                failure: [outcome.failure].compactMap(\.self))
        }
        let incomplete = pack.result.incomplete.map {
            Case(group: pack.id, name: "every rule has a passing and a failing case", file: pack.file, failure: [$0])
        }
        guard let mutation = pack.mutation else { return tests + incomplete }
        let mutants = mutation.survivors.map { mutant in
            Case(
                group: "\(pack.id).\(mutant.rule)", name: "notices \(mutant.change)", file: pack.file,
                failure: [mutant.survival(of: "\(pack.id)/\(mutant.rule)")])
        }
        let stale = mutation.stale.map {
            Case(group: pack.id, name: "equivalent mutants survive", file: $0.file, failure: [$0])
        }
        return tests + incomplete + mutants + stale
    }

    private func testCase(_ example: ExampleOutcome) -> Case {
        Case(
            group: "examples", name: "gives what its comments expect: \(example.file)", file: example.file,
            failure: example.failures)
    }

    private func write(_ testCase: Case, to xml: inout XMLWriter) {
        let attributes: XMLWriter.Attributes = [
            "classname": testCase.group, "name": testCase.name, "file": testCase.file,
            "line": (testCase.line ?? testCase.failure.first?.region?.start.line).map { String($0) },
        ]
        guard let first = testCase.failure.first else { return xml.element("testcase", attributes) }
        let lines = testCase.failure.flatMap { renderer.lines(of: $0) }
        xml.element("testcase", attributes) { xml in
            xml.element(
                testCase.isError ? "error" : "failure", ["message": first.message, "type": testCase.group],
                lines: lines)
        }
    }
}
