import Documents
import Engine
import Foundation
import Policies
import Testing

@Suite("Findings")
struct FindingTests {
    private func finding(
        _ check: String, _ properties: String, _ message: String = "'{{ resource.name }}'"
    ) throws -> Finding {
        let result = try Trial(rule: "check: \(check)\nmessage: \(message)").judge(template(properties).text)
        return try #require(result.findings.first)
    }

    @Test("one finding stands at each anchor, and tells everything that is wrong there")
    func merged() throws {
        let trial = try Trial(rule: "check: {property: VolumeSizeInGB, atLeast: 7, equals: 9}")
        let result = try trial.judge(template("VolumeSizeInGB: 6").text)
        #expect(result.findings.map(\.expected) == ["9 and at least 7"])
        let missing = try Trial(rule: "check: {property: [KmsKeyId, SubnetId], exists: true}")
        let found = try missing.judge(template("InstanceType: a").text).findings
        #expect(found.map(\.message) == ["The rule; also `SubnetId`"])
        #expect(found.map(\.path) == ["Properties.KmsKeyId"])
    }

    @Test("all missing tags are in one finding, with the keys that were perhaps meant")
    func nearMisses() throws {
        let finding = try finding(
            "{requiredTags: [cost-center, owner, team]}",
            "Tags: [{Key: CostCenter, Value: a}, {Key: Owner, Value: b}]",
            "\"{{ resource.name }} lacks {{ missing.join(', ') }}\"")
        #expect(
            finding.message
                == "R lacks cost-center, owner, team; `CostCenter` is not `cost-center`, `Owner` is not `owner`")
        #expect(finding.path == "Properties.Tags")
    }

    @Test("no part of a finding shows a script: people write keys into them")
    func scripts() throws {
        let content = "ZXhwb3J0IFBBU1NXT1JEPXN3b3JkZmlzaAo="
        let rule = "check: {assert: '!lifecycleScript(resource.OnStart[0].Content).contains(\"PASSWORD\")'}"
        let trial = try Trial(rule: rule, targets: "AWS::SageMaker::NotebookInstanceLifecycleConfig")
        let result = try trial.judge(
            """
            Resources:
              R:
                Type: AWS::SageMaker::NotebookInstanceLifecycleConfig
                Properties: {OnStart: [{Content: \(content)}]}
            """)
        let finding = try #require(result.findings.first)
        #expect(finding.verdict == .fail && finding.evidence.contains { $0.value == Evidence.hidden })
        let shown = [finding.message] + finding.evidence.map(\.value)
        #expect(!shown.contains { $0.contains(content) || $0.contains("swordfish") })
    }

    @Test("messages hold the values of their expressions")
    func messages() throws {
        let check = "{property: 'SecurityGroupIds[*]', notEquals: a}"
        let properties = "SecurityGroupIds: [b, a]"
        #expect(
            try finding(check, properties, "'{{ path }} of {{ resource.type }} is {{ value }}'").message
                == "SecurityGroupIds[1] of AWS::SageMaker::NotebookInstance is a")
        #expect(
            try finding(check, properties, "'{{ params.limit }} {{ [1, 2.5] }} {{ {\"a\": true} }}'").message
                == "10 [1, 2.5] {a: true}")
    }

    @Test("an unknown in a message prints as such")
    func unknownInMessage() throws {
        let finding = try finding(
            "{property: InstanceType, equals: a}", "{InstanceType: b, KmsKeyId: !Ref P}",
            "'{{ resource.?KmsKeyId.orValue(\"\") }}'")
        #expect(finding.message == "(unknown)")
    }

    @Test("a message that cannot be evaluated gives way to the title")
    func brokenMessage() throws {
        let finding = try finding("{property: InstanceType, equals: a}", "InstanceType: b", "'{{ resource.SubnetId }}'")
        #expect(finding.message == "The rule")
    }

    @Test("evidence has the values that decided, expectations are in words")
    func evidence() throws {
        let finding = try finding("{property: InstanceType, oneOf: [a, 'ml.*']}", "InstanceType: b")
        #expect(finding.evidence == [Evidence(path: "Properties.InstanceType", value: "b")])
        #expect(finding.expected == "one of a, ml.*")
        #expect(finding.path == "Properties.InstanceType")
        let assertion = try self.finding(
            "{assert: resource.InstanceType == 'a' || resource.VolumeSizeInGB < 5}",
            "{InstanceType: b, VolumeSizeInGB: 6}")
        #expect(
            assertion.evidence == [
                Evidence(path: "Properties.InstanceType", value: "b"),
                Evidence(path: "Properties.VolumeSizeInGB", value: "6"),
            ])
    }

    @Test("evidence that is no property is called as the expression calls it")
    func otherEvidence() throws {
        let finding = try finding("{assert: '[resource.VolumeSizeInGB + 1].all(m, m < 5)'}", "VolumeSizeInGB: 6")
        #expect(finding.evidence.contains(Evidence(path: "m", value: "7")))
        #expect(finding.evidence.allSatisfy { $0.path == "m" || $0.path == "Properties.VolumeSizeInGB" })
    }

    @Test("what is bound for a resource stays so while a failure is explained")
    func bindings() throws {
        let text = """
            resources:
              - type: AWS::SageMaker::NotebookInstance
                name: one
                region: eu-west-1
                account: "123456789012"
                properties: { InstanceType: b }
                tags: { env: production, owner: a-rather-long-name-of-a-team }
            """
        let trial = try Trial(
            rule: """
                check:
                  all:
                    - assert: resource.InstanceType == "a"
                    - assert: tags["owner"].startsWith("the") && variables.long.contains("x")
                    - assert: tags["owner"] == "b"
                variables:
                  long: tags["owner"] + tags["owner"] + tags["env"]
                message: "{{ region }} {{ account }} {{ tags['env'] }} {{ tags['owner'] }} {{ variables.long.size() }}"
                """)
        let findings = try trial.judge(text).findings
        #expect(
            Set(findings.map(\.message)) == ["eu-west-1 123456789012 production a-rather-long-name-of-a-team 66"])
    }

    @Test("what cannot be judged says why")
    func reasons() throws {
        let finding = try finding("{property: InstanceType, equals: a}", "InstanceType: !Ref P")
        #expect(finding.verdict == .unknown)
        #expect(finding.reason?.contains("parameter `P`") == true)
        #expect(finding.message.hasPrefix("R cannot be judged: "))
    }

    private static let rules = """
        - id: type
          title: Type
          severity: high
          targets: ["AWS::SageMaker::*"]
          check: {property: InstanceType, equals: a}
        - id: size
          title: Size
          severity: low
          targets: ["AWS::SageMaker::*"]
          check: {property: VolumeSizeInGB, atMost: 5}
        """

    private static let resources = """
        Resources:
          A:
            Type: AWS::SageMaker::NotebookInstance
            Properties: {InstanceType: b, VolumeSizeInGB: 6}
          B:
            Type: AWS::SageMaker::NotebookInstance
            Properties: {VolumeSizeInGB: 7, InstanceType: b}
        """

    @Test("stand in the order of the file, then of the rules")
    func order() throws {
        let result = try Trial(rules: Self.rules).judge(Self.resources)
        #expect(
            result.findings.map { "\($0.resource.name) \($0.rule)" } == [
                "A trial/type", "A trial/size", "B trial/size", "B trial/type",
            ])
    }

    @Test("keep their fingerprints when lines move, and have others in another file")
    func fingerprints() throws {
        let trial = try Trial(rules: Self.rules)
        func fingerprints(_ text: String, _ folder: String) throws -> [String: String] {
            let root = FileManager.default.temporaryDirectory.appending(path: "proviso-fingerprints-\(folder)")
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: root) }
            let file = root.appending(path: "a.yaml")
            try Data(text.utf8).write(to: file)
            let result = CheckRun.run(CheckRequest(paths: [file.path], now: 0), policies: trial.policies)
            let pairs = result.findings.map { ("\($0.resource.name) \($0.rule)", $0.fingerprint) }
            return Dictionary(uniqueKeysWithValues: pairs)
        }
        let one = try fingerprints(Self.resources, "one")
        let moved = "# A comment\n\nDescription: moved\n" + Self.resources.replacing("b, V", with: "c,   V")
        #expect(Set(one.values).count == 4)
        #expect(try fingerprints(moved, "one") == one)
        #expect(Set(try fingerprints(Self.resources, "two").values).isDisjoint(with: one.values))
    }

    @Test("gate by the date from which a rule is in force, that day included")
    func effective() throws {
        // The runs of trials take place on 2026-09-21.
        for (text, gates) in [
            ("", true), ("effective: '2026-09-21'", true), ("effective: '2026-09-22'", false),
            ("enforce: report", false),
            ("enforce: gate", true),
        ] {
            let trial = try Trial(rule: "check: {property: InstanceType, equals: a}\n\(text)")
            let result = try trial.judge(template("InstanceType: b").text)
            #expect(result.findings.map(\.gates) == [gates], "\(text)")
            #expect(Gate().status(of: result) == (gates ? .findings : .clean))
        }
    }

    @Test("a type that cannot be tagged is not applicable, also inside `all`, `any` and `not`")
    func untaggable() throws {
        let text = """
            Resources:
              R:
                Type: AWS::SageMaker::ModelCard
              M:
                Type: AWS::SageMaker::ImageVersion
                Properties: { BaseImage: a, ImageName: b }
            """
        for check in [
            "{requiredTags: [a]}", "{not: {requiredTags: [a]}}", "{any: [{requiredTags: [a]}]}",
            "{all: [{tagValues: {a: {equals: b}}}]}",
        ] {
            let trial = try Trial(rule: "check: \(check)", targets: "'AWS::SageMaker::*'")
            let result = try trial.judge(text, includesPasses: true)
            #expect(!result.findings.contains { $0.resource.name == "M" }, "\(check)")
        }
    }
}
