import Documents
import Engine
import Foundation
import Policies
import Testing

@Suite("Nested stacks")
struct NestedStackTests {
    private static let noGPU = "check: {property: InstanceType, noneOf: ['ml.p*', 'ml.g*']}"

    /// A template that holds one notebook whose type is a parameter.
    private static let notebook = """
        Parameters:
          Size: {Type: String}
          Role: {Type: String, Default: none}
        Resources:
          Notebook:
            Type: AWS::SageMaker::NotebookInstance
            Properties: {InstanceType: !Ref Size, RoleArn: !Ref Role}
        Outputs:
          Size: {Value: !Ref Size}
          Arn: {Value: !Ref Notebook}
        """

    private static func stack(_ parameters: String, url: String = "notebook.yaml", more: String = "") -> String {
        """
        Resources:
          Train:
            Type: AWS::CloudFormation::Stack
            \(more)
            Properties: {TemplateURL: \(url), Parameters: {\(parameters)}}
        """
    }

    /// What is found, with the scenarios, in a folder of which some files are named.
    private func judge(
        _ files: [String: String], _ paths: [String] = ["."], rule: String = noGPU,
        _ change: (inout CheckRequest) -> Void = { _ in }
    ) throws -> (lines: [String], result: RunResult) {
        let folder = try Folder(files)
        defer { folder.remove() }
        let (lines, result) = folder.verdicts(paths, by: try Trial(rule: rule).policies, change)
        let words = zip(lines, result.findings).map { line, finding in
            let scenario = finding.scenarios.words
            return scenario.isEmpty ? line : "\(line) when \(scenario)"
        }
        return (words, result)
    }

    @Test("are judged with what is passed to them, in their own file, and once")
    func passed() throws {
        let files = ["root.yaml": Self.stack("Size: ml.p3.2xlarge"), "notebook.yaml": Self.notebook]
        let (lines, result) = try judge(files)
        #expect(lines == ["notebook.yaml Train/Notebook: fail"])
        #expect(result.fileCount == 2 && result.resourceCount == 2)
        #expect(result.findings.first?.region.start.line == 7)
        #expect(result.findings.first?.resource.id == "Train/Notebook")
        let text = try #require(result.findings.first?.evidence.first?.value)
        #expect(text.contains("ml.p3.2xlarge"))
        // By itself nobody knows the type.
        #expect(try judge(files, ["notebook.yaml"]).lines == ["notebook.yaml Notebook: unknown"])
        #expect(try judge(files, ["root.yaml", "notebook.yaml"]).lines == lines)
        #expect(try judge(files, ["notebook.yaml", "root.yaml"]).lines == lines)
    }

    @Test(
        "a template whose stack never exists is judged by itself",
        arguments: [
            "Conditions: {Never: !Equals [a, b]}",
            "Conditions: {Never: !And [!Equals [!Ref E, a], !Equals [!Ref E, b]]}\nParameters: {E: {Type: String}}",
            "Conditions: {Never: !Equals [!Ref E, c]}\nParameters: {E: {Type: String, AllowedValues: [a, b]}}",
            """
            Conditions: {Never: !Not [!Equals [!Ref E, '']]}
            Parameters: {E: {Type: String}}
            Rules: {R: {Assertions: [{Assert: !Equals [a, b]}]}}
            """,
        ])
    func never(conditions: String) throws {
        let root = conditions + "\n" + Self.stack("Size: ml.t3.medium", more: "Condition: Never")
        let notebook = Self.notebook.replacing("{Type: String}", with: "{Type: String, Default: ml.p3.2xlarge}")
        let (lines, result) = try judge(["root.yaml": root, "notebook.yaml": notebook])
        #expect(lines.contains("notebook.yaml Notebook: fail when `Size` = `ml.p3.2xlarge` (the default)"))
        #expect(result.fileCount == 2)
    }

    @Test("a template that is used twice is judged for each use")
    func twice() throws {
        let root = """
            Resources:
              A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./notebook.yaml, Parameters: {Size: ml.t3.medium}}}
              B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: notebook.yaml, Parameters: {Size: ml.g5.xlarge}}}
            """
        let (lines, result) = try judge(["root.yaml": root, "notebook.yaml": Self.notebook])
        #expect(lines == ["notebook.yaml A/Notebook: pass", "notebook.yaml B/Notebook: fail"])
        #expect(result.fileCount == 2)
        #expect(Set(result.findings.map(\.fingerprint)).count == 2)
    }

    @Test("what is passed may be one of several, or not known")
    func open() throws {
        let head = """
            Parameters: {Env: {Type: String, Default: dev}, T: {Type: String}}
            Conditions: {IsProd: !Equals [!Ref Env, prod]}

            """
        func outcome(_ value: String) throws -> [String] {
            try judge(["root.yaml": head + Self.stack("Size: \(value)"), "notebook.yaml": Self.notebook]).lines
        }
        #expect(
            try outcome("!If [IsProd, ml.p3.2xlarge, ml.t3.medium]") == [
                "notebook.yaml Train/Notebook: fail when `Env` = `prod`"
            ])
        #expect(try outcome("!Ref T") == ["notebook.yaml Train/Notebook: unknown"])
        #expect(try outcome("!Sub 'ml.p3.${T}'") == ["notebook.yaml Train/Notebook: unknown"])
        #expect(try outcome("!Ref AWS::NoValue") == ["notebook.yaml Train/Notebook: unknown"])
    }

    @Test("what a nested template compares a parameter with counts for the parameter that is passed to it")
    func literals() throws {
        let nested = """
            Parameters: {Stage: {Type: String, Default: ignored}}
            Conditions: {IsProd: !Equals [!Ref Stage, prod]}
            Resources:
              Notebook:
                Type: AWS::SageMaker::NotebookInstance
                Properties: {InstanceType: !If [IsProd, ml.p3.2xlarge, ml.t3.medium]}
            """
        let root = "Parameters: {Env: {Type: String, Default: dev}}\n" + Self.stack("Stage: !Ref Env", url: "n.yaml")
        #expect(
            try judge(["root.yaml": root, "n.yaml": nested]).lines == [
                "n.yaml Train/Notebook: fail when `Env` = `prod`"
            ])
        // Put together with something else, it may be anything.
        let composed = root.replacing("Stage: !Ref Env", with: "Stage: !Sub '${Env}d'")
        let lines = try judge(["root.yaml": composed, "n.yaml": nested]).lines
        #expect(lines.count == 1 && lines[0].contains("fail when") && lines[0].contains("`IsProd` = `true`"))
        // Nobody passes it: its default is the only value.
        let silent = Self.stack("", url: "n.yaml")
        #expect(try judge(["root.yaml": silent, "n.yaml": nested]).lines == ["n.yaml Train/Notebook: pass"])
    }

    @Test("a loop goes through what is passed, where that is written out")
    func loops() throws {
        let nested = """
            Transform: AWS::LanguageExtensions
            Parameters: {Names: {Type: CommaDelimitedList, Default: x}}
            Resources:
              Fn::ForEach::Notebooks:
                - Name
                - !Ref Names
                - Notebook${Name}:
                    Type: AWS::SageMaker::NotebookInstance
                    Properties: {InstanceType: ml.p3.2xlarge}
            """
        func lines(_ argument: String) throws -> [String] {
            let root =
                "Parameters: {All: {Type: CommaDelimitedList}}\n" + Self.stack("Names: \(argument)", url: "n.yaml")
            return try judge(["root.yaml": root, "n.yaml": nested]).lines
        }
        #expect(try lines("'a, b'") == ["n.yaml Train/Notebooka: fail", "n.yaml Train/Notebookb: fail"])
        #expect(try lines("[c]") == ["n.yaml Train/Notebookc: fail"])
        // The default is not what is passed.
        #expect(try lines("!Ref All") == [])
    }

    @Test("an explanation follows them, and sees what is passed")
    func explained() throws {
        let folder = try Folder(["root.yaml": Self.stack("Size: ml.p3.2xlarge"), "notebook.yaml": Self.notebook])
        defer { folder.remove() }
        let policies = try Trial(rule: Self.noGPU).policies
        let (explanations, problems) = RuleExplanation.explain(
            policies, files: [folder.path("root.yaml")], now: 1_790_000_000)
        #expect(problems.isEmpty)
        #expect(explanations.map(\.resource.id) == ["Train/Notebook"])
        #expect(explanations.map(\.verdict) == [.fail])
    }

    @Test("the region is the same in all stacks, and what they compare it with counts together")
    func region() throws {
        let nested = """
            Conditions: {IsHome: !Equals [!Ref AWS::Region, eu-west-1]}
            Resources:
              Notebook:
                Type: AWS::SageMaker::NotebookInstance
                Properties: {InstanceType: !If [IsHome, ml.p3.2xlarge, ml.t3.medium]}
            """
        let root = Self.stack("", url: "n.yaml")
        #expect(
            try judge(["root.yaml": root, "n.yaml": nested]).lines == [
                "n.yaml Train/Notebook: fail when `AWS::Region` = `eu-west-1`"
            ])
        let fixed = try judge(["root.yaml": root, "n.yaml": nested]) { $0.deployments.region = "us-east-1" }
        #expect(fixed.lines == ["n.yaml Train/Notebook: pass"])
    }

    @Test("a value that the nested template does not allow is never deployed")
    func refused() throws {
        let nested = Self.notebook.replacing(
            "Size: {Type: String}", with: "Size: {Type: String, AllowedValues: [ml.t3.medium, ml.t3.large]}")
        let root =
            "Parameters: {T: {Type: String, Default: ml.t3.medium}}\n" + Self.stack("Size: !Ref T", url: "n.yaml")
        #expect(try judge(["root.yaml": root, "n.yaml": nested]).lines == ["n.yaml Train/Notebook: pass"])
        let wrong = try judge(["root.yaml": Self.stack("Size: ml.p3.2xlarge", url: "n.yaml"), "n.yaml": nested])
        #expect(wrong.lines == ["n.yaml Train/Notebook: unknown"])
        #expect(wrong.result.findings.first?.reason?.contains("gets a value that is not allowed") == true)
    }

    @Test("outputs are read, and a stack may pass them to another")
    func outputs() throws {
        let root =
            Self.stack("Size: ml.p3.2xlarge") + """

                  Own:
                    Type: AWS::SageMaker::NotebookInstance
                    Properties: {InstanceType: !GetAtt Train.Outputs.Size, RoleArn: !GetAtt Train.Outputs.None}
                  Second:
                    Type: AWS::CloudFormation::Stack
                    Properties: {TemplateURL: notebook.yaml, Parameters: {Size: !Sub "${Train.Outputs.Size}"}}
                """
        let files = ["root.yaml": root, "notebook.yaml": Self.notebook]
        #expect(
            try judge(files).lines == [
                "notebook.yaml Second/Notebook: fail", "notebook.yaml Train/Notebook: fail", "root.yaml Own: fail",
            ])
        let missing = try judge(files, rule: "check: {property: RoleArn, matches: '^arn'}").result.findings
        #expect(missing.first { $0.resource.name == "Own" }?.reason?.hasSuffix("has no output `None`") == true)
    }

    @Test("references go through parameters and outputs to the resource that is meant")
    func references() throws {
        let root = """
            Resources:
              Scripts: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: scripts.yaml}}
              Train:
                Type: AWS::CloudFormation::Stack
                Properties:
                  TemplateURL: notebook.yaml
                  Parameters: {Script: !GetAtt Scripts.Outputs.Name}
            """
        let scripts = """
            Resources:
              Script:
                Type: AWS::SageMaker::NotebookInstanceLifecycleConfig
                Properties: {OnStart: [{Content: abc}]}
            Outputs:
              Name: {Value: !GetAtt Script.NotebookInstanceLifecycleConfigName}
            """
        let notebook = """
            Parameters: {Script: {Type: String}}
            Resources:
              Notebook:
                Type: AWS::SageMaker::NotebookInstance
                Properties: {LifecycleConfigName: !Ref Script}
            """
        let files = ["root.yaml": root, "scripts.yaml": scripts, "notebook.yaml": notebook]
        let rule = #"check: { assert: 'resource.related("LifecycleConfigName").exists(c, has(c.OnStart))' }"#
        #expect(try judge(files, rule: rule).lines == ["notebook.yaml Train/Notebook: pass"])
    }

    @Test("what a stack holds exists where the stack does, and has its tags")
    func inherited() throws {
        let head = """
            Parameters: {Env: {Type: String, Default: dev, AllowedValues: [dev, prod]}}
            Conditions: {IsProd: !Equals [!Ref Env, prod]}

            """
        let middle = Self.stack("Size: !Ref Size", more: "").replacing(
            "Resources:\n", with: "Parameters: {Size: {Type: String}}\nResources:\n")
        let conditional =
            head
            + Self.stack("Size: !If [IsProd, ml.t3.medium, ml.p3.2xlarge]", url: "m.yaml", more: "Condition: IsProd")
        let files = ["root.yaml": conditional, "m.yaml": middle, "notebook.yaml": Self.notebook]
        #expect(try judge(files).lines == ["notebook.yaml Train/Train/Notebook: pass"])

        let tagged =
            head
            + Self.stack("Size: a").replacing(
                "Parameters: {Size", with: "Tags: [{Key: owner, Value: !Ref Env}], Parameters: {Size")
        let both = ["root.yaml": tagged, "notebook.yaml": Self.notebook]
        let passes = ["notebook.yaml Train/Notebook: pass"]
        #expect(try judge(both, rule: "check: {requiredTags: [owner]}").lines == passes)
        #expect(try judge(both, rule: "check: {requiredTags: [owner, team]}").result.outcome == "fail")
        #expect(
            try judge(both, rule: "check: {tagValues: {owner: {oneOf: [dev]}}}").lines == [
                "notebook.yaml Train/Notebook: fail when `Env` = `prod`"
            ])
    }

    @Test("suppressions in the file of a nested template count there")
    func suppressions() throws {
        let silenced = Self.notebook.replacing(
            "    Properties:", with: "    # proviso:ignore trial/rule reason=\"known\"\n    Properties:")
        let files = ["root.yaml": Self.stack("Size: ml.p3.2xlarge"), "notebook.yaml": silenced]
        let result = try judge(files).result
        #expect(result.verdicts == [.suppressed: 1])
        #expect(result.suppressions.count == 1)
    }

    @Test("secrets that are passed stay hidden")
    func secrets() throws {
        let root =
            "Parameters: {T: {Type: String, NoEcho: true, Default: ml.p3.secret}}\n" + Self.stack("Size: !Ref T")
        let result = try judge(["root.yaml": root, "notebook.yaml": Self.notebook]).result
        #expect(result.outcome == "fail")
        #expect(!"\(result.findings)".contains("ml.p3.secret"))
    }

    static let refusals: [(url: String, reason: String)] = [
        ("../outside.yaml", "lies outside of"), ("/etc/hostname", "lies outside of"), ("link.yaml", "lies outside of"),
        ("sub/../../outside.yaml", "lies outside of"), ("file:///etc/hostname", "`file:` addresses are not followed"),
        ("missing.yaml", "there is no file"), ("root.yaml", "would nest itself"),
    ]

    @Test("a path that leads outside, nowhere or back is refused with the reason", arguments: refusals)
    func paths(url: String, reason: String) throws {
        let folder = try Folder([
            "in/root.yaml": Self.stack("", url: "'\(url)'"), "outside.yaml": Self.notebook, "in/sub/x.yaml": "a: b",
        ])
        defer { folder.remove() }
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("in/link.yaml"), withDestinationPath: folder.path("outside.yaml"))
        let result = folder.verdicts(["in/root.yaml"], by: try Trial(rule: Self.noGPU).policies).result
        let warning = try #require(result.warnings.first { $0.message.contains("is not read") })
        #expect(warning.message.contains(reason), "\(warning.message)")
        #expect(warning.region?.start.line == 5)
        #expect(result.findings.isEmpty && result.errors.isEmpty)
    }

    @Test(
        "a note says of a template elsewhere that it is not read",
        arguments: [
            ("https://s3.amazonaws.com/b/t.yaml", "it does not lie in a file here"),
            ("!Ref Anywhere", "where it lies is known only to the deployment"),
        ])
    func elsewhere(url: String, reason: String) throws {
        let remote = try judge(["root.yaml": Self.stack("", url: url)])
        #expect(remote.result.errors.isEmpty)
        let note = try #require(remote.result.warnings.first { $0.severity == .note })
        #expect(note.message.hasSuffix("is not read: \(reason)"))
    }

    @Test("a nested template that is broken is an error")
    func others() throws {
        let broken = try judge(
            ["root.yaml": Self.stack("", url: "n.yaml"), "n.yaml": "Resources: [AWS::"], ["root.yaml"])
        #expect(broken.result.errors.count == 1)
        #expect(broken.result.errors.first?.file.hasSuffix("n.yaml") == true)
        let foreign = try judge(["root.yaml": Self.stack("", url: "n.yaml"), "n.yaml": "a: b"], ["root.yaml"])
        #expect(foreign.result.errors.map(\.message) == ["a nested stack names this file, which is no template"])
    }

    @Test("stacks inside stacks end, however many there are")
    func bounds() throws {
        var files: [String: String] = [:]
        for level in 0..<20 { files["t\(level).yaml"] = Self.stack("", url: "t\(level + 1).yaml") }
        let deep = try judge(files, ["t0.yaml"]).result
        #expect(deep.warnings.contains { $0.message.contains("more than 16 stacks lie inside each other") })

        // Each template uses the next one ten times: ten to the eighth together.
        var wide: [String: String] = [:]
        for level in 0..<8 {
            let stacks = (0..<10).map {
                "  S\($0): {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: w\(level + 1).yaml}}"
            }
            wide["w\(level).yaml"] = "Resources:\n" + stacks.joined(separator: "\n")
        }
        wide["w8.yaml"] = Self.notebook
        let many = try judge(wide, ["w0.yaml"]).result
        #expect(many.warnings.contains { $0.message.contains("more than 500 nested stacks") })

        let circle = try judge([
            "a.yaml": Self.stack("", url: "b.yaml"), "b.yaml": Self.stack("", url: "a.yaml"),
        ]).result
        #expect(circle.fileCount == 2 && circle.warnings.count == 1)
    }

    @Test("an application of SAM is a nested stack")
    func serverless() throws {
        let root = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              App:
                Type: AWS::Serverless::Application
                Properties: {Location: notebook.yaml, Parameters: {Size: ml.p3.2xlarge}}
              Public:
                Type: AWS::Serverless::Application
                Properties: {Location: {ApplicationId: arn, SemanticVersion: 1.0.0}}
            """
        #expect(
            try judge(["root.yaml": root, "notebook.yaml": Self.notebook]).lines == [
                "notebook.yaml App/Notebook: fail"
            ])
    }

    @Test("rules that follow references see one stack once, however many threads judge")
    func joint() throws {
        let rule = #"check: { assert: 'resource.referencedBy("AWS::SageMaker::NotebookInstance").size() == 1' }"#
        let policies = try Trial(rule: rule, targets: "AWS::SageMaker::NotebookInstanceLifecycleConfig").policies
        let nested = """
            Parameters: {Script: {Type: String}}
            Resources:
              Notebook: {Type: AWS::SageMaker::NotebookInstance, Properties: {LifecycleConfigName: !Ref Script}}
            """
        let root = """
            Resources:
              Script: {Type: AWS::SageMaker::NotebookInstanceLifecycleConfig, Properties: {OnStart: [{Content: x}]}}
              Train:
                Type: AWS::CloudFormation::Stack
                Properties:
                  TemplateURL: n.yaml
                  Parameters: {Script: !GetAtt Script.NotebookInstanceLifecycleConfigName}
            """
        let folder = try Folder(["root.yaml": root, "n.yaml": nested, "other.yaml": Self.notebook])
        defer { folder.remove() }
        for workers in [1, 4] {
            #expect(folder.verdicts(["."], workers: workers, by: policies).lines == ["root.yaml Script: pass"])
        }
    }
}
