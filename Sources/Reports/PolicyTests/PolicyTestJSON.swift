import Documents
import Engine
import Policies

/// The outcome of policy tests for programs.
struct PolicyTestJSON {
    func write(_ run: PolicyTestRun, to stream: ReportStream) {
        let json = JSONWriter(stream: stream)
        json.object {
            json.member("schema", "proviso-test-report/1")
            json.object("tool", layout: .inline) {
                json.member("name", "proviso")
                json.member("version", Version.current)
            }
            json.member("success", run.status == .clean)
            json.array("packs") { for pack in run.packs { write(pack, to: json) } }
            json.array("examples") { for example in run.examples { write(example, to: json) } }
            json.array("errors") { for problem in run.problems { write(problem, to: json) } }
        }
        json.finish()
    }

    private func write(_ pack: PolicyTestRun.Pack, to json: JSONWriter) {
        json.object {
            json.member("pack", pack.id)
            json.member("file", pack.file)
            json.member("tests", ifPresent: pack.tests)
            json.array("cases") { for outcome in pack.result.outcomes { write(outcome, pack.id, to: json) } }
            json.array("incomplete") { for rule in pack.result.incomplete { write(rule, to: json) } }
            json.array("coverage") { for rule in pack.result.coverage { write(rule, to: json) } }
            if let mutation = pack.mutation { write(mutation, pack.id, to: json) }
        }
    }

    private func write(_ outcome: PolicyTestOutcome, _ pack: String, to json: JSONWriter) {
        json.object {
            json.member("rule", "\(pack)/\(outcome.test.rule)")
            json.member("name", outcome.test.name)
            json.member("expect", outcome.test.expectation.rawValue)
            json.member("passed", outcome.failure == nil)
            json.member("message", ifPresent: outcome.failure?.message)
            json.member("help", ifPresent: outcome.failure?.help)
        }
    }

    private func write(_ rule: RuleCoverage, to json: JSONWriter) {
        json.object {
            json.member("rule", rule.rule)
            json.member("outcomes", rule.outcomeCount)
            json.member("taken", rule.takenCount)
            json.array("missing") {
                for branch in rule.branches {
                    guard let missing = branch.missing else { continue }
                    let lines = LineTable(branch.source)
                    json.object(layout: .inline) {
                        json.member("text", branch.text.onOneLine)
                        json.member("is", missing)
                        json.member("line", lines.region(of: branch.range).start.line)
                    }
                }
            }
        }
    }

    private func write(_ mutation: MutationResult, _ pack: String, to json: JSONWriter) {
        let count = MutationCount(mutation)
        json.object("mutants") {
            json.member("killed", count.killed)
            json.member("survived", count.survived)
            json.member("equivalent", count.equivalent)
            json.member("invalid", count.invalid)
            json.array("survivors") {
                for mutant in mutation.survivors {
                    json.object {
                        json.member("rule", "\(pack)/\(mutant.rule)")
                        json.member("operator", mutant.operator.rawValue)
                        json.member("change", mutant.change)
                        json.member("line", LineTable(mutant.pack.source).region(of: mutant.range).start.line)
                    }
                }
            }
            json.array("stale") { for entry in mutation.stale { write(entry, to: json) } }
        }
    }

    private func write(_ example: ExampleOutcome, to json: JSONWriter) {
        json.object {
            json.member("file", example.file)
            json.member("expected", example.expectedCount)
            json.array("failures") { for failure in example.failures { write(failure, to: json) } }
        }
    }

    private func write(_ diagnostic: Diagnostic, to json: JSONWriter) {
        json.object(layout: .inline) {
            json.member("file", diagnostic.file)
            if let region = diagnostic.region { json.member("line", region.start.line) }
            json.member("message", diagnostic.message)
            json.member("help", ifPresent: diagnostic.help)
        }
    }
}
