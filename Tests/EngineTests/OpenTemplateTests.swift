import Engine
import Testing

@Suite("What a template leaves to CloudFormation is neither passed nor failed")
struct OpenTemplateTests {
    private func verdicts(_ template: String, name: String = "template.yaml") throws -> [String: String] {
        let trial = try Trial(
            rule: "check: {property: InstanceType, noneOf: ['ml.p*']}",
            targets: "AWS::SageMaker::NotebookInstance")
        let result = try trial.judge(template, name: name, includesPasses: true)
        return Dictionary(result.findings.map { ($0.resource.name, $0.verdict.rawValue) }) { first, _ in first }
    }

    @Test(
        "a macro in the section of mappings may hold any key",
        arguments: [
            ("Mappings: {Fn::Transform: {Name: AWS::Include}}", "[A, B, C]", "unknown"),
            ("Mappings: {Fn::Transform: {Name: AWS::Include}}", "[A, B, C, {DefaultValue: ml.t3.medium}]", "unknown"),
            ("Mappings: {M: {Fn::Transform: {Name: AWS::Include}}}", "[M, B, C]", "unknown"),
            ("Mappings: {M: {a: {Fn::Transform: {Name: AWS::Include}}}}", "[M, a, C]", "unknown"),
            ("Mappings: {M: {a: {t: ml.t3.medium}, Fn::Transform: {Name: AWS::Include}}}", "[M, a, t]", "pass"),
            ("Mappings: {M: {a: {t: ml.p3.2xlarge}, Fn::Transform: {Name: AWS::Include}}}", "[M, a, t]", "fail"),
            ("Mappings: {M: {a: {t: ml.t3.medium}}}", "[M, b, t, {DefaultValue: ml.p3.2xlarge}]", "fail"),
            ("Mappings: {M: {a: {t: ml.t3.medium}}}", "[M, b, t, {DefaultValue: ml.t3.medium}]", "pass"),
        ])
    func mappings(section: String, arguments: String, verdict: String) throws {
        let found = try verdicts(
            """
            Transform: AWS::LanguageExtensions
            \(section)
            Resources:
              N: {Type: AWS::SageMaker::NotebookInstance, Properties: {InstanceType: !FindInMap \(arguments)}}
            """)
        #expect(found == ["N": verdict])
    }

    @Test("a macro beside the properties of a resource may change them")
    func resourceMacro() throws {
        let found = try verdicts(
            """
            Resources:
              N:
                Type: AWS::SageMaker::NotebookInstance
                Fn::Transform: {Name: M}
                Properties: {InstanceType: ml.p3.2xlarge}
              Plain: {Type: AWS::SageMaker::NotebookInstance, Properties: {InstanceType: ml.p3.2xlarge}}
            """)
        #expect(found == ["N": "unknown", "Plain": "fail"])
    }

    @Test("of a macro for the whole template it is said that it may change everything")
    func templateMacro() throws {
        let trial = try Trial(rule: "check: {property: InstanceType, noneOf: ['ml.p*']}")
        let result = try trial.judge(
            "Transform: [AWS::LanguageExtensions, Mine]\n" + "Resources: {A: {Type: AWS::S3::Bucket}}\n")
        #expect(
            result.warnings.map(\.message) == [
                "the macro `Mine` may change the template, which is judged as it is written"
            ])
    }

    @Test("conditions that name others again and again end", .timeLimit(.minutes(1)))
    func conditions() throws {
        let chain = (1...60).map { "  C\($0): !Or [{Condition: C\($0 - 1)}, {Condition: C\($0 - 1)}]" }
        let found = try verdicts(
            """
            Parameters: {P: {Type: String}}
            Conditions:
              C0: !Equals [!Ref P, a]
            \(chain.joined(separator: "\n"))
            Resources:
              N:
                Type: AWS::SageMaker::NotebookInstance
                Properties: {InstanceType: !If [C60, ml.p3.2xlarge, ml.t3.medium]}
            """)
        #expect(found == ["N": "fail"])
    }
}
