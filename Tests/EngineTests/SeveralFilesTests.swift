import Documents
import Engine
import Foundation
import Policies
import Testing

private let notebooks = """
    Resources:
      Notebook:
        Type: AWS::SageMaker::NotebookInstance
        Properties: { InstanceType: ml.t3.medium, LifecycleConfigName: idle }
      Other:
        Type: AWS::SageMaker::NotebookInstance
        Properties: { InstanceType: ml.t3.medium, LifecycleConfigName: elsewhere }
    """

private let scripts = """
    Resources:
      Script:
        Type: AWS::SageMaker::NotebookInstanceLifecycleConfig
        Properties:
          NotebookInstanceLifecycleConfigName: idle
          OnStart: [{ Content: abc }]
    """

@Suite("References between files")
struct SeveralFilesTests {
    private func policies(_ rule: String, targets: String) throws -> PolicySet {
        try Trial(rule: rule, targets: targets).policies
    }

    private func scripted() throws -> PolicySet {
        try policies(
            #"check: { assert: 'resource.related("LifecycleConfigName").exists(c, has(c.OnStart))' }"#,
            targets: "AWS::SageMaker::NotebookInstance")
    }

    @Test("a name leads to a resource of another file; one that is nowhere leaves the verdict unknown")
    func names() throws {
        let folder = try Folder(["a/notebooks.yaml": notebooks, "b/scripts.yaml": scripts])
        defer { folder.remove() }
        let expected = ["a/notebooks.yaml Notebook: pass", "a/notebooks.yaml Other: unknown"]
        #expect(folder.verdicts(["."], by: try scripted()).lines == expected)
        let alone = folder.verdicts(["a"], by: try scripted()).lines
        #expect(alone == ["a/notebooks.yaml Notebook: unknown", "a/notebooks.yaml Other: unknown"])
    }

    @Test("what is given as context can be referred to, and is neither judged nor counted")
    func context() throws {
        let folder = try Folder(["a.yaml": notebooks, "more/b.yaml": scripts, "more/c.yaml": notebooks])
        defer { folder.remove() }
        let (lines, result) = folder.verdicts(["a.yaml"], context: ["more", "a.yaml"], by: try scripted())
        #expect(lines == ["a.yaml Notebook: pass", "a.yaml Other: unknown"])
        #expect(result.resourceCount == 2 && result.fileCount == 1 && result.errors.isEmpty)
    }

    @Test("a context that is broken is an error")
    func brokenContext() throws {
        let folder = try Folder(["a.yaml": notebooks, "b.yaml": "Resources: []\nAWSTemplateFormatVersion: x"])
        defer { folder.remove() }
        #expect(folder.verdicts(["a.yaml"], context: ["b.yaml"], by: try scripted()).result.errors.count == 1)
        #expect(folder.verdicts(["a.yaml"], context: ["c.yaml"], by: try scripted()).result.errors.count == 1)
    }

    @Test("references are followed backwards across files")
    func backwards() throws {
        let rule = try policies(
            #"check: { assert: 'resource.referencedBy("AWS::SageMaker::NotebookInstance").size() == 1' }"#,
            targets: "AWS::SageMaker::NotebookInstanceLifecycleConfig")
        let folder = try Folder(["a.yaml": notebooks, "b.yaml": scripts])
        defer { folder.remove() }
        #expect(folder.verdicts(["."], by: rule).lines == ["b.yaml Script: pass"])
        #expect(folder.verdicts(["b.yaml"], by: rule).lines == ["b.yaml Script: fail"])
    }

    @Test("what another file leaves open takes nothing away from what all are known to hold")
    func sums() throws {
        let rule = """
            check: { assert: 'resources("AWS::SageMaker::NotebookInstance").filter(r, r.InstanceType == "ml.p3.2xlarge").size() <= 1' }
            """
        let policies = try policies(rule, targets: "AWS::SageMaker::NotebookInstance")
        func notebook(_ type: String) -> String {
            """
            Parameters: { T: { Type: String } }
            Resources: { N: { Type: AWS::SageMaker::NotebookInstance, Properties: { InstanceType: \(type) } } }
            """
        }
        let folder = try Folder([
            "a.yaml": notebook("ml.p3.2xlarge"), "b.yaml": notebook("ml.p3.2xlarge"), "open.yaml": notebook("!Ref T"),
        ])
        defer { folder.remove() }
        #expect(folder.verdicts(["a.yaml", "b.yaml"], by: policies).lines == ["a.yaml N: fail", "b.yaml N: fail"])
        #expect(folder.verdicts(["."], by: policies).lines.allSatisfy { !$0.hasSuffix("pass") })
    }

    @Test("references of other files that nobody can follow excuse nothing, and allow nothing")
    func otherReferences() throws {
        let rule =
            #"check: { assert: 'resource.referencedBy("AWS::SageMaker::Endpoint").all(e, e.tag("team") == "a")' }"#
        let policies = try policies(rule, targets: "AWS::SageMaker::EndpointConfig")
        let config = """
            Resources:
              C: { Type: AWS::SageMaker::EndpointConfig, Properties: { EndpointConfigName: c } }
            """
        func endpoint(_ name: String, _ tag: String) -> String {
            """
            Parameters: { P: { Type: String } }
            Resources:
              E: { Type: AWS::SageMaker::Endpoint, Properties: { EndpointConfigName: \(name), Tags: [{ Key: team, Value: \(tag) }] } }
            """
        }
        let folder = try Folder([
            "config.yaml": config, "open.yaml": endpoint("!Ref P", "b"), "here.yaml": endpoint("c", "!Ref P"),
            "wrong.yaml": endpoint("c", "b"),
        ])
        defer { folder.remove() }
        #expect(folder.verdicts(["config.yaml", "open.yaml"], by: policies).lines == ["config.yaml C: unknown"])
        #expect(folder.verdicts(["config.yaml", "here.yaml"], by: policies).lines == ["config.yaml C: unknown"])
        #expect(folder.verdicts(["."], by: policies).lines == ["config.yaml C: fail"])
        #expect(
            folder.verdicts(["config.yaml", "open.yaml", "wrong.yaml"], by: policies).lines == ["config.yaml C: fail"])
    }

    @Test("a failure stays one beside references of other files that nobody can follow")
    func excuses() throws {
        let rule = #"check: { assert: 'resource.referencedBy("AWS::SageMaker::Endpoint").size() > 0' }"#
        let policies = try policies(rule, targets: "AWS::SageMaker::EndpointConfig")
        let config = "Resources: { C: { Type: AWS::SageMaker::EndpointConfig, Properties: { EndpointConfigName: c } } }"
        let endpoint = """
            Parameters: { P: { Type: String } }
            Resources: { E: { Type: AWS::SageMaker::Endpoint, Properties: { EndpointConfigName: !Ref P } } }
            """
        let folder = try Folder(["config.yaml": config, "open.yaml": endpoint])
        defer { folder.remove() }
        let (lines, result) = folder.verdicts(["."], by: policies)
        #expect(lines == ["config.yaml C: fail"])
        #expect(
            result.findings.first?.message.hasSuffix("references of other files that cannot be followed do not count")
                == true)
    }

    @Test("ids are those of one template: the same id in another one is another resource")
    func scopes() throws {
        func template(_ content: String) -> String {
            """
            Resources:
              Notebook:
                Type: AWS::SageMaker::NotebookInstance
                Properties: { LifecycleConfigName: !GetAtt Script.NotebookInstanceLifecycleConfigName }
              Script:
                Type: AWS::SageMaker::NotebookInstanceLifecycleConfig
                Properties: { \(content) }
            """
        }
        let folder = try Folder(["a.yaml": template("OnStart: [{ Content: x }]"), "b.yaml": template("")])
        defer { folder.remove() }
        #expect(folder.verdicts(["."], by: try scripted()).lines == ["a.yaml Notebook: pass", "b.yaml Notebook: fail"])
    }

    @Test("a plan refers to a template, and what a plan leaves as it is can be referred to")
    func plans() throws {
        func change(_ type: String, _ action: String, _ after: String) -> String {
            """
            {"address":"\(type).x","mode":"managed","type":"\(type)","change":{"actions":["\(action)"],"after":\(after)}}
            """
        }
        let notebook = change("aws_sagemaker_notebook_instance", "create", #"{"lifecycle_config_name":"idle"}"#)
        let script = change(
            "aws_sagemaker_notebook_instance_lifecycle_configuration", "no-op", #"{"name":"idle","on_start":"abc"}"#)
        func plan(_ changes: String...) -> String {
            #"{"format_version":"1.2","resource_changes":[\#(changes.joined(separator: ","))]}"#
        }
        let folder = try Folder(["a.json": plan(notebook), "b.yaml": scripts, "c/both.json": plan(notebook, script)])
        defer { folder.remove() }
        let name = "aws_sagemaker_notebook_instance.x"
        #expect(folder.verdicts(["a.json"], by: try scripted()).lines == ["a.json \(name): unknown"])
        #expect(folder.verdicts(["a.json", "b.yaml"], by: try scripted()).lines == ["a.json \(name): pass"])
        #expect(folder.verdicts(["c"], by: try scripted()).lines == ["c/both.json \(name): pass"])
    }

    @Test("the result is the same whatever the number of threads")
    func threads() throws {
        var files: [String: String] = [:]
        for number in 0..<40 {
            files["n\(number).yaml"] = notebooks.replacing("idle", with: "idle-\(number / 2)")
            if number % 4 == 0 { files["s\(number).yaml"] = scripts.replacing("idle", with: "idle-\(number / 2)") }
        }
        let folder = try Folder(files)
        defer { folder.remove() }
        let one = folder.verdicts(["."], workers: 1, by: try scripted()).lines
        #expect(one.count { $0.hasSuffix("pass") } == 20)
        for workers in [2, 3, 8] {
            #expect(folder.verdicts(["."], workers: workers, by: try scripted()).lines == one)
        }
    }

    @Test("parameters of rules stay what they are behind a template that is judged in several deployments")
    func parametersAfterScenarios() throws {
        let chosen = """
            Parameters: { Key: { Type: String, AllowedValues: [owner, stage] } }
            Resources:
              Notebook:
                Type: AWS::SageMaker::NotebookInstance
                Properties: { Tags: [{ Key: !Ref Key, Value: a }] }
            """
        let plain = "Resources: { Notebook: { Type: AWS::SageMaker::NotebookInstance } }\n"
        let folder = try Folder(["a.yaml": chosen, "b.yaml": plain, "c.yaml": chosen, "d.yaml": plain])
        defer { folder.remove() }
        let rule = """
            check: { requiredTags: { param: keys } }
            message: "without {{ missing.join(', ') }}"
            """
        let targets = "AWS::SageMaker::NotebookInstance"
        let result = folder.verdicts(["."], workers: 1, by: try policies(rule, targets: targets)).result
        let messages = result.findings.filter { $0.verdict == .fail }.map(\.message)
        #expect(messages.count == 4)
        #expect(
            Set(messages) == [
                "without owner, team", "without team; when `Key` = `stage`: without owner, team",
            ])
    }
}

@Suite("Secrets of plans")
struct PlanSecretTests {
    @Test("no part of a finding shows a value that the plan marks as sensitive")
    func hidden() throws {
        let trial = try Trial(
            rule: """
                check:
                  all:
                    - { property: InstanceType, oneOf: [ml.t3.medium] }
                    - assert: 'resource.InstanceType == "x" && tag("environment") == "y"'
                message: "{{ resource.InstanceType }} and {{ tag('environment') }}"
                """)
        let plan = """
            {"format_version":"1.2","resource_changes":[{"address":"aws_sagemaker_notebook_instance.n","mode":"managed",
            "type":"aws_sagemaker_notebook_instance","change":{"actions":["create"],
            "after":{"instance_type":"hush-type","tags":{"environment":"hush-tag"}},
            "after_sensitive":{"instance_type":true,"tags":{"environment":true}}}}]}
            """
        let findings = try trial.judge(plan, name: "plan.json").findings
        #expect(!findings.isEmpty)
        for finding in findings {
            let words = [finding.message, finding.remedy ?? ""] + finding.evidence.map(\.value)
            #expect(words.allSatisfy { !$0.contains("hush") }, "\(words)")
            #expect(finding.evidence.contains { $0.value.contains(Evidence.hidden) })
        }
    }

    @Test("nor one that comes from a parameter which is not echoed", arguments: ["!Ref Pass", "!Sub 'x${Pass}'"])
    func parameter(_ value: String) throws {
        let trial = try Trial(
            rule: """
                check:
                  all:
                    - { property: InstanceType, oneOf: [ml.t3.medium] }
                    - { tagValues: { environment: { oneOf: [dev] } } }
                    - assert: 'tag("environment") == "y" && tags.environment == "z" && environment == "w"'
                message: "{{ resource.InstanceType }} and {{ tag('environment') }}"
                """, targets: "AWS::SageMaker::NotebookInstance")
        let template = """
            Parameters: { Pass: { Type: String, NoEcho: true, Default: hush } }
            Resources:
              Notebook:
                Type: AWS::SageMaker::NotebookInstance
                Properties: { InstanceType: \(value), Tags: [{ Key: environment, Value: \(value) }] }
            """
        let findings = try trial.judge(template).findings
        #expect(!findings.isEmpty)
        for finding in findings {
            let words =
                [finding.message, finding.remedy ?? "", finding.reason ?? "", finding.excerpt.text]
                + finding.evidence.map(\.value) + finding.scenario.values
            #expect(words.allSatisfy { !$0.contains("hush") }, "\(words)")
        }
    }
}
