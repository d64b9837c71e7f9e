import Documents
import Engine
import Policies
import Testing

@Suite("Exceptions")
struct ExceptionTests {
    private func repository(_ entries: String, _ templates: [String: String]) throws -> Repository {
        try Repository(
            templates.merging(["proviso.yaml": "exceptions: exceptions.yaml", "exceptions.yaml": entries]) { $1 })
    }

    private func entry(
        rule: String = "tagging/*", resource: String = "Old*", more: String = "until: 2027-03-31"
    ) -> String {
        "exceptions:\n- rule: \(rule)\n  resource: \"\(resource)\"\n  owner: ml\n  reason: legacy\n  \(more)\n"
    }

    @Test("an exception silences what it names and nothing else")
    func silences() throws {
        let repository = try repository(entry(), ["a.yaml": untagged("Old1", "New")])
        let outcome = try repository.run()
        #expect(outcome.due == ["tagging/required-tags New"])
        #expect(outcome.result.verdicts.filter { $0.key != .pass } == [.fail: 1, .suppressed: 1])
        let suppression = outcome.result.findings.compactMap(\.suppression).first
        #expect(suppression?.origin == .exception && suppression?.until == "2027-03-31")
        #expect(suppression?.reason == "legacy (owner ml)")
    }

    @Test(
        "an exception may name tags, all of which the resource must have",
        arguments: [
            ("tags: { team: research }", 0), ("tags: { team: re* }", 0), ("tags: { team: other }", 1),
            ("tags: { team: research, stage: dev }", 1), ("tags: { Team: research }", 1),
        ])
    func tags(more: String, due: Int) throws {
        let template = """
            Resources:
              Old:
                Type: AWS::SageMaker::Model
                Properties:
                  ExecutionRoleArn: arn:aws:iam::123456789012:role/r
                  Tags: [{ Key: team, Value: research }]

            """
        #expect(try repository(entry(more: more), ["a.yaml": template]).run().due.count == due)
    }

    @Test(
        "tags that nobody can read for a value are an error",
        arguments: ["tags: [team]", "tags: {}", "tags: { a: [b] }"])
    func wrongTags(more: String) throws {
        let (judged, issues) = try repository(entry(more: more), ["a.yaml": untagged("Old")]).configured().judge()
        #expect(judged == nil && issues.contains { $0.severity == .error })
    }

    @Test("an exception names a resource of an account by its ARN, wherever the snapshot lies")
    func live() throws {
        for (resource, due) in [
            ("arn:aws:sagemaker:*:123456789012:*/explore", 0), ("arn:aws:sagemaker:*:999999999999:*", 1),
        ] {
            let repository = try repository(
                entry(resource: resource), ["deep/snapshot.jsonl": LiveAccount(notebooks: ["explore"]).text])
            #expect(try repository.run().due.filter { $0.hasPrefix("tagging/") }.count == due)
        }
    }

    @Test("an exception may name files, which count from the file that holds it")
    func files() throws {
        let repository = try repository(
            entry(more: "file: /old"), ["old/a.yaml": untagged("Old"), "new/a.yaml": untagged("Old")])
        #expect(
            try repository.run().result.findings.filter(\.isDue).map { String($0.file.suffix(10)) } == ["new/a.yaml"])
    }

    @Test(
        "one that no longer counts, matches nothing or ends soon is said",
        arguments: [
            ("until: 2026-09-20", "the exception expired on 2026-09-20 and no longer counts", 1),
            ("until: 2026-9-30", "`2026-9-30` is not a date as YYYY-MM-DD: the exception counts as expired", 1),
            ("until: 2026-09-30", "the exception ends in 9 days", 0),
            ("file: nowhere", "the exception matches no finding", 1),
        ])
    func warnings(more: String, message: String, due: Int) throws {
        let outcome = try repository(entry(more: more), ["a.yaml": untagged("Old")]).run()
        #expect(outcome.due.count == due)
        #expect(outcome.result.warnings.map(\.message) == [message])
        #expect(outcome.result.warnings.first?.region?.start.line == 2)
    }

    @Test("a run over a part does not say that an exception for another part matches nothing")
    func part() throws {
        let repository = try repository(entry(resource: "Elsewhere"), ["a/a.yaml": untagged("A")])
        #expect(try repository.run(["a/a.yaml"]).result.warnings.isEmpty)
        #expect(try repository.run(["a"]).result.warnings.isEmpty)
        #expect(try repository.run().result.warnings.count == 1)
    }

    @Test("a rule that does not exist is said, with the one that was perhaps meant")
    func unknownRule() throws {
        let outcome = try repository(entry(rule: "tagging/required-tag"), ["a.yaml": untagged("Old")]).run()
        #expect(outcome.result.warnings.map(\.help) == ["did you mean `tagging/required-tags`?"])
    }

    @Test("a rule that comments cannot silence may have an exception")
    func firm() throws {
        let pack = """
            pack: own
            title: Own
            rules:
              - id: firm
                title: Firm
                severity: high
                suppressible: false
                targets: [AWS::SageMaker::Model]
                check: { property: ModelName, exists: true }
            """
        let repository = try repository(entry(rule: "own/firm"), ["a.yaml": untagged("Old")])
        try repository.write(pack, to: "rules/own.yaml")
        try repository.write("{exceptions: exceptions.yaml, builtin: false, policies: rules}", to: "proviso.yaml")
        #expect(try repository.run().due.isEmpty)
    }

    @Test(
        "what is wrong in the file is an error, and nothing is judged",
        arguments: [
            ("exceptions:\n- {rule: a, resource: b, owner: c}", "an exception needs the key `reason`"),
            ("exceptions:\n- {rule: a, resource: b, owner: c, reason: ' '}", "`reason` says nothing"),
            ("exceptions:\n- {rule: [], resource: b, owner: c, reason: d}", "`rule` needs at least one glob"),
            ("exception: []", "unknown key `exception` in a file of exceptions"),
            (
                "exceptions:\n- {rule: a, resource: b, owner: c, reason: d}\n- {rule: a, resource: b, owner: e, reason: f}",
                "a second exception is about the same rules and resources"
            ),
            ("exceptions:\n- {rule: a, rule: b, resource: b, owner: c, reason: d}", "the key `rule` stands twice"),
        ])
    func mistakes(text: String, message: String) throws {
        let repository = try repository(text, ["a.yaml": untagged("Old")])
        let (outcome, issues) = try repository.configured().run()
        #expect(outcome == nil)
        #expect(
            issues.contains { $0.message == message || message.contains("twice") && $0.severity == .error },
            "\(issues.map(\.message))")
    }

    @Test("the report says what each does, those that need somebody first")
    func listing() throws {
        let more = "- {rule: tagging/*, resource: Gone, owner: ml, reason: gone, ticket: 7, until: 2026-01-01}\n"
        let repository = try repository(entry() + more, ["a.yaml": untagged("Old")])
        let configured = try repository.configured()
        let uses = try #require(configured.judge().judged).uses
        let text = ExceptionListing(uses, today: configured.today).text
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
        #expect(lines[0] == "expired: no longer counts")
        #expect(lines[1].hasSuffix("exceptions.yaml:7  tagging/* on Gone"))
        #expect(lines[2] == "0 findings, until 2026-01-01, owner ml, 7: gone")
        #expect(lines[3] == "in force")
        #expect(lines[5] == "1 finding, until 2027-03-31, owner ml: legacy")
    }
}
