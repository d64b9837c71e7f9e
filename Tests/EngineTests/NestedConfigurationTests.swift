import Documents
import Engine
import Policies
import Testing

@Suite("Nested configuration, environments and bundles")
struct NestedConfigurationTests {
    /// A template that violates `tagging/allowed-values`, which is medium.
    private let odd = """
        Resources:
          M:
            Type: AWS::SageMaker::Model
            Properties:
              Tags:
                - { Key: cost-center, Value: "1" }
                - { Key: owner, Value: me }
                - { Key: environment, Value: odd }

        """

    private func repository(_ nested: String, root: String = "failOn: high") throws -> Repository {
        try Repository(["proviso.yaml": root, "a/proviso.yaml": nested, "a/b/t.yaml": odd, "c/t.yaml": odd])
    }

    @Test(
        "a nested file may ask for more of what lies below it",
        arguments: ["failOn: medium", "rules: { tagging/allowed-values: critical }"])
    func tightens(nested: String) throws {
        #expect(try repository("").run().status == .clean)
        let repository = try repository(nested)
        #expect(try repository.run().status == .findings)
        #expect(try repository.run(["c"]).status == .clean)
        #expect(try repository.run(["a/b/t.yaml"]).status == .findings)
    }

    @Test(
        "what would relax the gate is an error with its place",
        arguments: [
            ("failOn: critical", "a nested file may fail on less, not only on more than `high`"),
            ("rules: { tagging/allowed-values: off }", "a nested file cannot switch rules off"),
            (
                "rules: { 'tagging/*': low }",
                "`tagging/allowed-values` is medium outside: a nested file may raise a severity, not lower it"
            ),
            ("onUnknown: ignore", "a nested file may not ignore what fails outside of it"),
            ("exclude: t.yaml", "`exclude` is for the outermost proviso.yaml alone"),
            ("exceptions: e.yaml", "`exceptions` is for the outermost proviso.yaml alone"),
            ("parameters: { tagging: { requiredKeys: [] } }", "`parameters` is for the outermost proviso.yaml alone"),
            ("rules: { tagging/allowd-values: critical }", "no rule that runs matches `tagging/allowd-values`"),
        ])
    func relaxes(nested: String, message: String) throws {
        let outcome = try repository(nested, root: "{failOn: high, onUnknown: fail}").run()
        #expect(outcome.status == .notJudged)
        #expect(outcome.result.errors.map(\.message) == [message])
        #expect(outcome.result.errors.first?.file.hasSuffix("a/proviso.yaml") == true)
        #expect(outcome.result.errors.first?.region != nil)
    }

    /// The verdicts on a notebook in an environment, where parameters differ between environments.
    private func verdict(_ tag: String, type: String) throws -> [Verdict: Int] {
        let pack = """
            pack: own
            title: Own
            parameters:
              allowed: { type: list(string), default: [a, b], description: Types }
            rules:
              - id: types
                title: Types
                severity: high
                targets: [AWS::SageMaker::NotebookInstance]
                check: { property: InstanceType, oneOf: { param: allowed } }
            """
        let configuration = """
            builtin: false
            policies: rules
            environment: { tagKeys: [stage], values: [dev, live], synonyms: { prod: live } }
            environments:
              live: { parameters: { own: { allowed: [b, c] } } }
            """
        let template = """
            Parameters: { P: { Type: String } }
            Resources:
              N:
                Type: AWS::SageMaker::NotebookInstance
                Properties: { InstanceType: \(type), Tags: [{ Key: stage, Value: \(tag) }] }
            """
        let repository = try Repository([
            "proviso.yaml": configuration, "rules/own.yaml": pack, "in/t.yaml": template,
        ])
        return try repository.run(["in"]).result.verdicts
    }

    @Test(
        "parameters hold in their environment; where that is not known, only what holds in all decides",
        arguments: [
            ("dev", "a", Verdict.pass), ("dev", "c", .fail), ("live", "a", .fail), ("prod", "c", .pass),
            ("!Ref P", "b", .pass), ("!Ref P", "x", .fail), ("!Ref P", "a", .unknown), ("!Ref P", "c", .unknown),
        ])
    func environments(tag: String, type: String, verdict: Verdict) throws {
        #expect(try self.verdict(tag, type: type) == [verdict: 1])
    }

    @Test("an environment that does not exist is an error with the one that was perhaps meant")
    func unknownEnvironment() throws {
        let repository = try Repository(["proviso.yaml": "environments: { prodction: { parameters: {} } }"])
        let issue = try #require(try repository.job().configured().issues.first)
        #expect(issue.message == "no environment is called `prodction`")
        #expect(issue.help == "did you mean `production`?")
    }

    @Test("a bundle takes part when its sums are locked, and no changed one ever does")
    func bundles() throws {
        let pack = """
            pack: vendor
            title: Vendor
            rules:
              - id: named
                title: Named
                severity: high
                targets: [AWS::SageMaker::Model]
                check: { property: ModelName, exists: true }
            """
        let repository = try Repository([
            "proviso.yaml": "{builtin: false, bundles: vendor/pack}", "vendor/pack/v.yaml": pack,
            "in/t.yaml": untagged("M"),
        ])
        #expect(
            try repository.job(["in"]).configured().issues.map(\.message) == ["the sums of the bundles are missing"])
        let (found, _) = ConfigurationLoader(paths: repository.paths).load(
            .file(repository.folder.path + "/proviso.yaml"))
        let configuration = try #require(found)
        try repository.write(try configuration.currentLock().text, to: "proviso.lock")
        #expect(try repository.run(["in"]).due == ["vendor/named M"])
        try repository.write(pack.replacing("high", with: "low"), to: "vendor/pack/v.yaml")
        #expect(
            try repository.job(["in"]).configured().issues.map(\.message) == [
                "this file is not the one whose sum is locked"
            ])
    }
}
