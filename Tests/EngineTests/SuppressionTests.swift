import Documents
import Engine
import Foundation
import Policies
import Testing

@Suite("Suppressions in an input")
struct SuppressionTests {
    /// Two rules that every notebook of the samples violates, and one that cannot be silenced.
    private static let rules = """
        - id: type
          title: Type
          severity: high
          targets: [AWS::SageMaker::NotebookInstance]
          check: { property: InstanceType, equals: good }
        - id: size
          title: Size
          severity: high
          targets: [AWS::SageMaker::NotebookInstance]
          check: { property: VolumeSizeInGB, equals: 5 }
        - id: firm
          title: Firm
          severity: high
          suppressible: false
          targets: [AWS::SageMaker::NotebookInstance]
          check: { property: RootAccess, equals: Disabled }
        """

    /// What is left of a notebook in which `%1` to `%4` are replaced: before the key, at the key, before and at the type.
    private func judge(_ comments: [Int: String], day: String = "2026-09-21") throws -> RunResult {
        var text = """
            AWSTemplateFormatVersion: "2010-09-09"
            Resources:
              %1
              R: %2
                Type: AWS::SageMaker::NotebookInstance
                Properties:
                  %3
                  InstanceType: bad %4
                  VolumeSizeInGB: 6
                  RootAccess: Disabled

            """
        for place in 1...4 { text = text.replacing("%\(place)", with: comments[place] ?? "") }
        return try Trial(rules: Self.rules).judge(text, day: day)
    }

    private func open(_ result: RunResult) -> [String] {
        result.findings.filter { $0.verdict == .fail }.map(\.rule).sorted()
    }

    @Test("what is said of a suppression does not show what stands beside it on the line")
    func secretsBeside() throws {
        let text = """
            Parameters: {Password: {Type: String, NoEcho: true, Default: hunter2}} # proviso:ignore trial/none reason="old"
            Resources:
              R: {Type: AWS::SageMaker::NotebookInstance, Properties: {InstanceType: good, VolumeSizeInGB: 5}}

            """
        let result = try Trial(rules: Self.rules).judge(text)
        let warnings = result.warnings.filter { $0.severity == .warning }
        #expect(!warnings.isEmpty)
        #expect(warnings.allSatisfy { !($0.excerpt?.text ?? "").contains("hunter2") })
    }

    @Test(
        "a comment silences its line, the line below it, and at a resource's key the whole resource",
        arguments: [
            (3, "trial/type", ["trial/size"]), (4, "trial/type", ["trial/size"]),
            (3, "trial/size", ["trial/size", "trial/type"]),
            (1, "trial/size", ["trial/type"]), (2, "trial/size", ["trial/type"]), (2, "trial/size,trial/type", []),
            (1, "trial/size, trial/type", []),
        ])
    func places(place: Int, rules: String, left: [String]) throws {
        let result = try judge([place: "# proviso:ignore \(rules) reason=\"legacy\" until=2027-03-31"])
        #expect(open(result) == left)
        #expect(result.verdicts[.fail, default: 0] == left.count)
        #expect(result.verdicts[.suppressed, default: 0] == 2 - left.count)
        let silenced = result.findings.compactMap(\.suppression)
        #expect(silenced.allSatisfy { $0.origin == .inSource && $0.reason == "legacy" && $0.until == "2027-03-31" })
    }

    @Test(
        "a word or key that stands twice suppresses nothing, and is said",
        arguments: [
            "reason=a reason=b", "reason=a until=2020-01-01 until=2099-01-01",
        ])
    func repeatedWords(words: String) throws {
        let result = try judge([3: "# proviso:ignore trial/type \(words)"])
        #expect(open(result) == ["trial/size", "trial/type"])
        #expect(
            result.warnings.count == 1
                && result.warnings[0].message.hasSuffix("stands twice in a suppression: nothing is suppressed"))
    }

    @Test(
        "a key of metadata that stands twice suppresses nothing, and is said",
        arguments: [
            #"{"proviso": {"ignore": [{"id": "trial/type", "reason": "a", "until": "2020-01-01", "until": "2099-01-01"}]}}"#,
            #"{"proviso": {"ignore": [], "ignore": [{"id": "trial/type", "reason": "a"}]}}"#,
            #"{"proviso": {}, "proviso": {"ignore": [{"id": "trial/type", "reason": "a"}]}}"#,
        ])
    func repeatedKeys(metadata: String) throws {
        let text = """
            {"Resources": {"R": {"Type": "AWS::SageMaker::NotebookInstance", "Metadata": \(metadata),
              "Properties": {"InstanceType": "bad", "VolumeSizeInGB": 5, "RootAccess": "Disabled"}}}}
            """
        let result = try Trial(rules: Self.rules).judge(text)
        #expect(open(result) == ["trial/type"])
        #expect(result.warnings.contains { $0.message.contains("stands twice in a suppression") })
    }

    @Test("comments may stand above each other")
    func stacked() throws {
        let both = "# proviso:ignore trial/size reason=a\n  # proviso:ignore trial/type reason='b c'"
        let result = try judge([1: both])
        #expect(open(result).isEmpty)
        #expect(Set(result.findings.compactMap(\.suppression?.reason)) == ["a", "b c"])
        #expect(result.warnings.isEmpty)
    }

    @Test(
        "what does not count silences nothing, and is said with its place",
        arguments: [
            ("trial/type", "a suppression without a reason does not count", "trial/type"),
            ("trial/type reason=\"  \"", "a suppression without a reason does not count", "trial/type reason=\"  \""),
            (
                "trial/type reason=a until=2026-02-30",
                "`2026-02-30` is not a date as YYYY-MM-DD: the suppression counts as expired", "until=2026-02-30"
            ),
            (
                "trial/type reason=a until=2026-09-20", "the suppression expired on 2026-09-20 and no longer counts",
                "until=2026-09-20"
            ),
            ("trial/typ reason=a", "no rule is called `trial/typ`", "trial/typ"),
            ("trial/size reason=a", "`trial/size` finds nothing here", "trial/size"),
            ("trial/type raeson=a", "unknown word `raeson` in a suppression: nothing is suppressed", "raeson=a"),
            ("trial/type reason=\"a", "the quote is not closed: nothing is suppressed", "reason=\"a"),
            ("reason=a", "the suppression names no rule", "proviso:ignore reason=a"),
        ])
    func refused(text: String, message: String, marked: String) throws {
        let result = try judge([4: "# proviso:ignore \(text)"])
        #expect(open(result) == ["trial/size", "trial/type"])
        let warning = try #require(result.warnings.first { $0.message == message }, "\(result.warnings)")
        let excerpt = try #require(warning.excerpt)
        let shown = String(excerpt.text.dropFirst(excerpt.caret).prefix(excerpt.length))
        #expect(shown == marked || "proviso:ignore " + marked == shown)
    }

    @Test(
        "the last day counts, and the end is announced",
        arguments: [("2026-09-21", "ends today"), ("2026-09-01", "ends in 20 days")])
    func until(day: String, words: String) throws {
        let result = try judge([4: "# proviso:ignore trial/type reason=a until=2026-09-21"], day: day)
        #expect(open(result) == ["trial/size"])
        #expect(result.warnings.map(\.message) == ["the suppression \(words)"])
    }

    @Test("a rule that is not suppressible cannot be silenced in the input, and that is said")
    func firm() throws {
        let text = """
            AWSTemplateFormatVersion: "2010-09-09"
            Resources:
              R: # proviso:ignore trial/firm reason=a
                Type: AWS::SageMaker::NotebookInstance
                Properties: { InstanceType: good, VolumeSizeInGB: 5 }

            """
        let result = try Trial(rules: Self.rules).judge(text)
        #expect(open(result) == ["trial/firm"])
        #expect(result.warnings.map(\.message) == ["`trial/firm` cannot be silenced here"])
    }

    @Test("metadata of a resource silences it in JSON too")
    func metadata() throws {
        let text = """
            {"Resources": {"R": {"Type": "AWS::SageMaker::NotebookInstance",
            "Metadata": {"proviso": {"ignore": [{"id": "trial/type", "reason": "why", "until": "2027-01-01"},
            {"id": "trial/size", "reason": "why", "untl": "2027-01-01"}]}},
            "Properties": {"InstanceType": "bad", "VolumeSizeInGB": 6, "RootAccess": "Disabled"}},
            "S": {"Type": "AWS::SageMaker::NotebookInstance",
            "Properties": {"InstanceType": "bad", "VolumeSizeInGB": 5, "RootAccess": "Disabled"}}}}
            """
        let result = try Trial(rules: Self.rules).judge(text)
        #expect(result.findings.filter { $0.verdict == .fail }.map(\.resource.name).sorted() == ["R", "S"])
        #expect(result.warnings.map(\.message) == ["unknown key `untl` in a suppression: nothing is suppressed"])
        #expect(result.warnings.first?.help == "did you mean `until`?")
    }

    @Test("text in a value is no comment")
    func noComment() throws {
        let text = """
            Resources:
              R:
                Type: AWS::SageMaker::NotebookInstance
                Properties:
                  NotebookInstanceName: "# proviso:ignore trial/type reason=a"
                  InstanceType: bad

            """
        #expect(open(try Trial(rules: Self.rules).judge(text)).contains("trial/type"))
    }

    @Test("an unknown verdict can be silenced, and is counted as suppressed")
    func unknown() throws {
        let text = """
            AWSTemplateFormatVersion: "2010-09-09"
            Parameters: { P: { Type: String } }
            Resources:
              R:
                Type: AWS::SageMaker::NotebookInstance
                Properties:
                  InstanceType: !Ref P # proviso:ignore trial/type reason=a
                  VolumeSizeInGB: 5
                  RootAccess: Disabled

            """
        let result = try Trial(rules: Self.rules).judge(text)
        #expect(result.verdicts == [.pass: 2, .suppressed: 1])
        #expect(result.findings.map(\.suppression?.verdict) == [.unknown])
    }

    @Test("days are counted as the calendar has them")
    func days() {
        for (text, days) in [("1970-01-01", 0), ("2000-03-01", 11_017), ("2026-11-28", 20_785), ("1969-12-31", -1)] {
            #expect(CalendarDate(text)?.daysSince1970 == days)
            #expect(CalendarDate(secondsSince1970: Int64(days) * 86_400).description == text)
        }
    }

    @Test(
        "members called `//` of resources in Terraform's JSON are comments on the resource, or on the object that holds them",
        arguments: [
            (#""//": "proviso:ignore own/type reason='why'","#, "", ["own/size r"]),
            (#""//": "proviso:ignore own/type,own/meta reason=\"why\" until=2027-01-01","#, "", ["own/size r"]),
            (#""//": ["words", "proviso:ignore own/type reason=a", "proviso:ignore own/size reason=b"],"#, "", []),
            (#""//": "proviso:ignore own/type reason='why' until=2026-01-01","#, "", ["own/size r", "own/type r"]),
            (#""//": "proviso:ignore own/type","#, "", ["own/size r", "own/type r"]),
            ("", #""//": "proviso:ignore own/type,own/meta reason=a","#, ["own/size r", "own/type r"]),
        ])
    func terraformJSON(outer: String, inner: String, left: [String]) throws {
        let pack = """
            pack: own
            title: Own
            rules:
              - id: type
                title: Type
                severity: high
                targets: [AWS::SageMaker::NotebookInstance]
                check: { property: InstanceType, equals: good }
              - id: size
                title: Size
                severity: high
                targets: [AWS::SageMaker::NotebookInstance]
                check: { property: VolumeSizeInGB, exists: true }
              - id: meta
                title: Meta
                severity: high
                targets: [AWS::SageMaker::NotebookInstance]
                check: { property: InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion, equals: "2" }
            """
        let repository = try Repository([
            "proviso.yaml": "{builtin: false, policies: own.yaml}", "own.yaml": pack,
            "main.tf.json": """
            { "resource": { "aws_sagemaker_notebook_instance": {
                "fine": { "instance_type": "good", "volume_size": 5,
                  "instance_metadata_service_configuration": { "minimum_instance_metadata_service_version": "2" } },
                "r": { \(outer) "instance_type": "bad",
                  "instance_metadata_service_configuration": { \(inner) "minimum_instance_metadata_service_version": "1" } } } } }
            """,
        ])
        let due = try repository.run(["main.tf.json"]).due.map {
            $0.replacing("aws_sagemaker_notebook_instance.", with: "")
        }
        let all = outer.contains("own/meta") || inner.contains("own/meta") ? left : left + ["own/meta r"]
        #expect(due.sorted() == all.sorted())
    }

    @Test("what is missing in a resource of Terraform's JSON is missing at its name")
    func terraformAnchor() throws {
        let text = "{\n \"resource\": {\n  \"aws_sagemaker_model\": {\n   \"a\": {},\n   \"b\": {}\n  }\n }\n}"
        let repository = try Repository(["main.tf.json": text])
        let findings = try repository.run(["main.tf.json"]).result.findings.filter {
            $0.rule == "tagging/required-tags"
        }
        #expect(
            findings.map { "\($0.region.start.line):\($0.region.start.column)-\($0.region.end.column)" } == [
                "4:4-7", "5:4-7",
            ])
    }
}
