import Documents
import Engine
import Foundation
import Testing

@Suite("Deployments")
struct DeploymentTests {
    private static let template = """
        Parameters:
          Env: {Type: String, Default: dev, AllowedValues: [dev, prod]}
          T: {Type: String}
        Conditions: {IsProd: !Equals [!Ref Env, prod]}
        Resources:
          R:
            Type: AWS::SageMaker::NotebookInstance
            Properties:
              InstanceType: !If [IsProd, !Ref T, ml.t3.medium]
              RoleArn: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${AWS::Region}"
              Tags: [{Key: team, Value: x}]
        """

    /// Judges the template with files of parameters, given by name and text.
    private func judge(
        _ check: String, files: [(String, String)] = [], _ change: (inout CheckRequest) -> Void = { _ in }
    ) throws -> RunResult {
        let trial = try Trial(rule: "check: \(check)")
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "template.yaml")
        try Data(Self.template.utf8).write(to: file)
        var request = CheckRequest(paths: [file.path], now: 1_790_000_000)
        for (name, text) in files {
            let path = folder.appending(path: name)
            try Data(text.utf8).write(to: path)
            request.parameterFiles.append(path.path)
        }
        change(&request)
        return CheckRun.run(request, policies: trial.policies)
    }

    private func names(_ result: RunResult) -> [[String]] {
        result.findings.map {
            $0.scenarios.map { ($0.values["deployment"] ?? "-").split(separator: "/").last.map(String.init) ?? "" }
        }
    }

    private static let noGPU = "{property: InstanceType, noneOf: ['ml.p*']}"

    @Test("findings say in which of the deployments they arise")
    func several() throws {
        let result = try judge(
            Self.noGPU,
            files: [
                (
                    "a.json",
                    #"[{"ParameterKey": "Env", "ParameterValue": "prod"}, {"ParameterKey": "T", "ParameterValue": "ml.p3.2xlarge"}]"#
                ),
                ("b.yaml", "Env: dev\nT: ml.p3.2xlarge\n"), ("c.yaml", "Env: prod\nT: ml.p2.xlarge\n"),
            ])
        #expect(result.outcome == "fail")
        #expect(names(result) == [["a.json", "c.yaml"]])
        #expect(result.warnings.isEmpty)
    }

    @Test("values that are given are the only ones")
    func given() throws {
        #expect(try judge(Self.noGPU).outcome == "unknown")
        #expect(try judge(Self.noGPU, files: [("a.yaml", "Env: dev\nT: ml.p3.2xlarge")]).outcome == "pass")
        #expect(try judge(Self.noGPU, files: [("a.yaml", "T: ml.p3.2xlarge")]).outcome == "pass")
    }

    @Test("a parameter without a value, or with one that is not allowed, is unknown")
    func missing() throws {
        let missing = try judge(Self.noGPU, files: [("a.yaml", "Env: prod")])
        #expect(missing.findings.first?.reason?.contains("gives no value to parameter `T`") == true)
        let wrong = try judge(Self.noGPU, files: [("a.yaml", "Env: nope\nT: a")])
        #expect(wrong.outcome == "unknown")
        #expect(wrong.errors.count == 1)
        #expect(
            wrong.errors.first?.message.hasSuffix(
                "template.yaml has a value that the template does not allow: expected `dev`, `prod`") == true)
        #expect(wrong.errors.first?.region?.start.line == 1)
        let kept = try judge(
            Self.noGPU,
            files: [
                (
                    "a.json",
                    #"[{"ParameterKey": "Env", "ParameterValue": "prod"}, {"ParameterKey": "T", "UsePreviousValue": true}]"#
                )
            ])
        #expect(kept.findings.first?.reason?.contains("keeps its value") == true)
    }

    @Test("rules see the account and the region of each deployment")
    func destinations() throws {
        let rule = "{assert: \"region == 'eu-west-1'\"}"
        let environments = """
            [default.deploy.parameters]
            region = "eu-west-1"
            [prod.deploy.parameters]
            region = "us-east-1"
            """
        let several = try judge(rule, files: [("samconfig.toml", environments)])
        #expect(several.outcome == "fail")
        #expect(names(several) == [["samconfig.toml#prod"]])
        #expect(try judge(rule).outcome == "unknown")
        #expect(try judge(rule) { $0.deployments.region = "eu-west-1" }.outcome == "pass")
        #expect(try judge(rule) { $0.deployments.region = "eu-west-3" }.outcome == "fail")
        // What is said for the whole run goes before what a file says.
        #expect(
            try judge(rule, files: [("samconfig.toml", environments)]) { $0.deployments.region = "eu-west-1" }.outcome
                == "pass")
        let account = "{assert: \"account == '111122223333'\"}"
        #expect(try judge(account).findings.first?.reason?.contains("AWS::AccountId") == true)
        #expect(try judge(account) { $0.deployments.account = "111122223333" }.outcome == "pass")
    }

    /// What a parameter demands, values that it does not allow, and what is said of them.
    static let demands: [(declaration: String, allowed: String, refused: String, words: String)] = [
        ("Type: String, AllowedValues: [a, b]", "a", "c", "`a`, `b`"),
        ("Type: String, AllowedPattern: '[a-z]+'", "abc", "ab1", "something that matches `[a-z]+`"),
        ("Type: String, MinLength: 3", "abc", "ab", "at least 3 characters"),
        ("Type: String, MaxLength: 3", "abc", "abcd", "at most 3 characters"),
        ("Type: Number, MinValue: 3", "3", "2.5", "at least 3"),
        ("Type: Number, MaxValue: 3", "-1", "30", "at most 3"),
        ("Type: Number", "1", "x", "a number"),
        ("Type: CommaDelimitedList, AllowedValues: [a, b]", "'a, b'", "'a,c'", "`a`, `b`"),
        ("Type: List<Number>, MaxValue: 5", "'1,5'", "'1,6'", "at most 5"),
        ("Type: CommaDelimitedList, AllowedPattern: '[a-z]'", "'a,b'", "'a,bb'", "something that matches `[a-z]`"),
    ]

    @Test("a value that the template does not allow is an error, given or by default", arguments: demands)
    func demand(declaration: String, allowed: String, refused: String, words: String) throws {
        func errors(_ declaration: String, given: String?) throws -> [String] {
            let template = """
                Parameters: {P: {\(declaration)}}
                Resources: {R: {Type: AWS::SageMaker::NotebookInstance, Properties: {RoleArn: !Ref P}}}
                """
            let folder = try Folder(["t.yaml": template, "p.yaml": "P: \(given ?? "")"])
            defer { folder.remove() }
            let policies = try Trial(rule: "check: {property: RoleArn, exists: true}").policies
            return folder.verdicts(["t.yaml"], by: policies) {
                if given != nil { $0.parameterFiles = [folder.path("p.yaml")] }
            }.result.errors.map(\.message)
        }
        #expect(try errors(declaration, given: allowed) == [])
        #expect(try errors(declaration, given: refused).count == 1)
        #expect(try errors(declaration, given: refused).first?.hasSuffix("expected \(words)") == true)
        #expect(try errors("\(declaration), Default: \(allowed)", given: nil) == [])
        let standard = try errors("\(declaration), Default: \(refused)", given: nil)
        #expect(standard == ["the default of parameter `P` is not allowed by the template: expected \(words)"])
        // What must not be shown is not shown even then.
        let hidden = try errors("\(declaration), NoEcho: true, Default: \(refused)", given: nil)
        #expect(hidden == ["the default of parameter `P` is not allowed by the template"])
    }

    @Test("a pattern that only Java knows says nothing")
    func javaPattern() throws {
        let template = """
            Parameters: {P: {Type: String, AllowedPattern: '(?!x)y', Default: x}}
            Resources: {R: {Type: AWS::SageMaker::NotebookInstance, Properties: {RoleArn: !Ref P}}}
            """
        let folder = try Folder(["t.yaml": template])
        defer { folder.remove() }
        let policies = try Trial(rule: "check: {property: RoleArn, exists: true}").policies
        #expect(folder.verdicts(["t.yaml"], by: policies).result.errors.isEmpty)
    }

    @Test("a parameter that no template declares is doubtful")
    func unused() throws {
        let result = try judge(Self.noGPU, files: [("a.yaml", "Evn: dev\nT: a\nEnv: dev")])
        #expect(result.warnings.map(\.message) == ["no template declares parameter `Evn`"])
        #expect(result.warnings.map(\.help) == ["did you mean `Env`?"])
        #expect(result.warnings.map { $0.region?.start.line } == [1])
    }

    @Test("a file of parameters that cannot be read stops the run")
    func broken() throws {
        let result = try judge(Self.noGPU, files: [("a.yaml", "just text")])
        #expect(result.errors.count == 1)
        #expect(Gate().status(of: result) == .notJudged)
    }

    @Test("region and account are given to pseudo parameters")
    func place() throws {
        let result = try judge("{property: RoleArn, equals: 'arn:aws-cn:iam::123456789012:role/cn-north-1'}") {
            $0.deployments.region = "cn-north-1"
            $0.deployments.account = "123456789012"
        }
        #expect(result.outcome == "pass")
    }

    @Test("tags of the stack count, and those of a deployment only there")
    func tags() throws {
        let check = "{requiredTags: [team, owner]}"
        #expect(try judge(check).outcome == "fail")
        #expect(try judge(check) { $0.deployments.addTag(key: "owner", value: "ml") }.outcome == "pass")
        let result = try judge(
            check,
            files: [
                ("a.json", #"{"Parameters": {"T": "a"}, "Tags": {"owner": "ml"}}"#),
                ("b.json", #"{"Parameters": {"T": "a"}}"#),
            ])
        #expect(names(result) == [["b.json"]])
    }
}
