import Engine
import Testing

@Suite("Plans of which something is not known, secret or unchanged")
struct PlanVerdictTests {
    private func judge(
        _ changes: String, check: String = "{property: InstanceType, noneOf: ['ml.p*']}"
    ) throws -> RunResult {
        try Trial(
            rule: "check: \(check)",
            targets: "AWS::SageMaker::NotebookInstance, AWS::SageMaker::TransformJob"
        ).judge(
            "{\"format_version\": \"1.2\", \"resource_changes\": [\(changes)]}", name: "plan.json", includesPasses: true
        )
    }

    private func change(_ change: String, type: String = "aws_sagemaker_notebook_instance") -> String {
        "{\"address\": \"\(type).n\", \"mode\": \"managed\", \"type\": \"\(type)\", \"name\": \"n\", \"change\": {\(change)}}"
    }

    @Test(
        "nothing is said of a resource of which nothing is known",
        arguments: [
            "{property: InstanceType, noneOf: ['ml.p*']}", "{requiredTags: [owner]}",
            "{property: KmsKeyId, exists: true}",
        ])
    func wholeUnknown(check: String) throws {
        let result = try judge(change(#""actions": ["create"], "after": {}, "after_unknown": true"#), check: check)
        #expect(result.findings.map(\.verdict) == [.unknown])
        let missing = try judge(change(#""actions": ["create"], "after": null, "after_unknown": true"#), check: check)
        #expect(missing.findings.map(\.verdict) == [.unknown])
    }

    @Test(
        "the last of a repeated key counts",
        arguments: [("ml.t3.medium", "ml.p3.2xlarge", Verdict.fail), ("ml.p3.2xlarge", "ml.t3.medium", .pass)])
    func repeatedKey(first: String, last: String, verdict: Verdict) throws {
        let after = "{\"instance_type\": \"\(first)\", \"instance_type\": \"\(last)\"}"
        let result = try judge(change("\"actions\": [\"create\"], \"after\": \(after)"))
        #expect(result.findings.map(\.verdict) == [verdict])
    }

    @Test("a plan that changes nothing is judged, and says so", arguments: [#"["no-op"]"#, #"["delete"]"#])
    func nothingChanges(actions: String) throws {
        let result = try judge(change(#""actions": \#(actions), "after": {"instance_type": "ml.p3.2xlarge"}"#))
        #expect(result.findings.isEmpty)
        #expect(result.warnings.map(\.message) == ["no resource is created or changed"])
        #expect(Gate().status(of: result) == .clean)
        #expect(Gate().status(of: try judge("")) == .clean)
        #expect(Gate().status(of: try judge(change(#""actions": ["explode"], "after": {}"#))) == .notJudged)
    }

    @Test("what stands beside a value on its line is not shown where the text declares secrets")
    func neighbours() throws {
        let result = try judge(
            change(
                #""actions": ["create"], "after": {"subnet_id": "hush", "instance_type": "ml.p3.2xlarge", "role_arn": "hush"}, "#
                    + #""after_sensitive": {"subnet_id": true, "role_arn": true}"#))
        let finding = try #require(result.findings.first)
        #expect(finding.excerpt.text == #""instance_type": "ml.p3.2xlarge""#)
        let template = """
            {"Parameters": {"S": {"Type": "String", "NoEcho": true, "Default": "hush"}}, "Resources": {"N": \
            {"Type": "AWS::SageMaker::NotebookInstance", "Properties": {"InstanceType": "ml.p3.2xlarge"}}}}
            """
        let trial = try Trial(rule: "check: {property: InstanceType, noneOf: ['ml.p*']}")
        #expect(try trial.judge(template).findings.map(\.excerpt.text) == [#""InstanceType": "ml.p3.2xlarge""#])
        let open = template.replacing("\"NoEcho\": true, ", with: "")
        let line = try #require(try trial.judge(open).findings.first?.excerpt.text)
        #expect(line.contains("AWS::SageMaker::NotebookInstance"))
    }

    @Test(
        "a short secret is hidden as a word, not as a part of names",
        arguments: [
            ("k", "aws_sagemaker_notebook_instance.n: (hidden)"),
            ("instance", "aws_sagemaker_notebook_instance.n: (hidden)"),
            ("hush-hush", "aws_sagemaker_notebook_instance.n: (hidden)"),
        ])
    func shortSecret(secret: String, message: String) throws {
        let trial = try Trial(
            rule:
                "check: {property: InstanceType, noneOf: ['ml.p*']}\nmessage: '{{ resource.name }}: {{ resource.SubnetId }}'"
        )
        let plan = change(
            #""actions": ["create"], "after_sensitive": {"subnet_id": true}, "#
                + #""after": {"instance_type": "ml.p3", "subnet_id": "\#(secret)"}"#)
        let text = "{\"format_version\": \"1.2\", \"resource_changes\": [\(plan)]}"
        #expect(try trial.judge(text, name: "plan.json").findings.map(\.message) == [message])
    }

    @Test("what is opened or read for the run alone is nothing to judge", arguments: ["data", "ephemeral"])
    func modes(mode: String) throws {
        let text = change(#""actions": ["open"], "after": {}"#).replacing("managed", with: mode)
        #expect(Gate().status(of: try judge(text)) == .clean)
    }

    @Test("nothing is said about a policy that must not be shown")
    func secretPolicy() throws {
        let statement = #"[{\"Effect\": \"Allow\", \"Action\": \"sagemaker:*\", \"Resource\": \"*\"}]"#
        let plan = change(
            #""actions": ["create"], "after_sensitive": {"policy": true}, "after": {"policy": "#
                + #""{\"Version\": \"2012-10-17\", \"Statement\": \#(statement)}"}"#, type: "aws_iam_policy")
        let trial = try Trial(
            rule: "check: {policyLint: [full-sagemaker-access]}", targets: "AWS::IAM::ManagedPolicy")
        let text = "{\"format_version\": \"1.2\", \"resource_changes\": [\(plan)]}"
        #expect(try trial.judge(text, name: "plan.json").findings.map(\.verdict) == [.unknown])
        let open = text.replacing("\"policy\": true", with: "")
        #expect(try trial.judge(open, name: "plan.json").findings.map(\.verdict) == [.fail])
    }

    @Test("what must not be shown stays so inside of an embedded definition")
    func secretSubstitutions() throws {
        let definition = """
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sagemaker:createTransformJob.sync",\
            "Parameters":{"TransformJobName":"j","TransformResources":{"InstanceType":"${X}"}},"End":true}}}
            """
        let template = """
            Parameters: {S: {Type: String, NoEcho: true, Default: ml.p3.hush}}
            Resources:
              Given:
                Type: AWS::StepFunctions::StateMachine
                Properties:
                  DefinitionSubstitutions: {X: !Ref S}
                  DefinitionString: '\(definition)'
              Inserted:
                Type: AWS::StepFunctions::StateMachine
                Properties: {DefinitionString: !Sub ['\(definition)', {X: !Ref S}]}
            """
        let trial = try Trial(
            rule: "check: {property: TransformResources.InstanceType, noneOf: ['ml.p*']}\nmessage: 'it is {{ value }}'",
            targets: "AWS::SageMaker::TransformJob")
        let findings = try trial.judge(template).findings.filter { $0.verdict == .fail }
        #expect(findings.count == 2)
        for finding in findings {
            #expect(finding.evidence.map(\.value) == [Evidence.hidden])
            #expect(!finding.message.contains("hush"))
        }
    }

    @Test("the jobs of a secret definition are judged without showing what they say")
    func secretDefinition() throws {
        let definition = """
            {\\"StartAt\\": \\"T\\", \\"States\\": {\\"T\\": {\\"Type\\": \\"Task\\", \
            \\"Resource\\": \\"arn:aws:states:::sagemaker:createTransformJob.sync\\", \\"Parameters\\": \
            {\\"TransformJobName\\": \\"j\\", \\"TransformResources\\": {\\"InstanceType\\": \\"ml.p3.hush\\"}}, \
            \\"End\\": true}}}
            """
        let plan = change(
            "\"actions\": [\"create\"], \"after\": {\"definition\": \"\(definition)\"}, \"after_sensitive\": {\"definition\": true}",
            type: "aws_sfn_state_machine")
        let result = try judge(plan, check: "{property: TransformResources.InstanceType, noneOf: ['ml.p*']}")
        let finding = try #require(result.findings.first { $0.verdict == .fail })
        #expect(finding.evidence.map(\.value) == [Evidence.hidden])
        #expect(!finding.message.contains("hush"))
        let shown = try judge(
            plan.replacing("\"definition\": true", with: ""),
            check: "{property: TransformResources.InstanceType, noneOf: ['ml.p*']}")
        #expect(shown.findings.contains { $0.evidence.contains { $0.value == "ml.p3.hush" } })
    }
}
