import Documents
import Readers
import Resources
import Testing

@Suite("Output of the AWS API")
struct APIOutputTests {
    private static let notebook = """
        {
          "NotebookInstanceName": "train", "NotebookInstanceStatus": "InService",
          "NotebookInstanceArn": "arn:aws:sagemaker:eu-west-1:123456789012:notebook-instance/train",
          "InstanceType": "ml.p3.2xlarge", "SecurityGroups": ["sg-1"], "KmsKeyId": null,
          "NotebookInstanceLifecycleConfigName": "auto-stop", "CreationTime": 1700000000.5
        }
        """

    @Test("fields get the names of CloudFormation and keep their places")
    func names() throws {
        let text = Self.notebook
        let input = try read(text)
        let notebook = try input.resource("train")
        #expect(input.kind == .apiOutput)
        #expect(notebook.type == "AWS::SageMaker::NotebookInstance")
        #expect(notebook.id == "arn:aws:sagemaker:eu-west-1:123456789012:notebook-instance/train")
        #expect(notebook.account == "123456789012" && notebook.region == "eu-west-1")
        #expect(notebook.aliases == ["train"])
        #expect(notebook["LifecycleConfigName"]?.text == "auto-stop")
        #expect(notebook["SecurityGroupIds"]?.summary == "[sg-1]")
        #expect(notebook["NotebookInstanceLifecycleConfigName"] == nil && notebook["SecurityGroups"] == nil)
        #expect(notebook["KmsKeyId"]?.kind == .null)
        #expect(notebook["CreationTime"]?.text == "1700000000.5")
        let value = try #require(notebook["LifecycleConfigName"])
        #expect(slice(text, value.range) == "\"auto-stop\"")
        #expect(slice(text, try #require(value.keyRange)) == "NotebookInstanceLifecycleConfigName")
        #expect(slice(text, notebook.anchor) == "\"train\"")
        #expect(notebook.tags.summary == "unknown")
    }

    @Test(
        "a record is found in every envelope",
        arguments: [
            ("\(notebook)", 1),
            ("[\(notebook), \(notebook)]", 2),
            (#"{"status_code": 200, "data": \#(notebook)}"#, 1),
            ("\(oneLine)\n\n\(oneLine)\n", 2),
            (#"{"Results": [{"TrainingJob": \#(trainingJob)}, {"TrainingJob": \#(trainingJob)}]}"#, 2),
            (#"{"NotebookInstances": [\#(notebook)], "NextToken": "x"}"#, 1),
            (#"{"TrainingJob": \#(trainingJob)}"#, 1),
        ])
    func envelopes(text: String, count: Int) throws {
        let input = try read(text)
        #expect(input.kind == .apiOutput)
        #expect(input.resources.count == count)
        #expect(input.diagnostics.isEmpty)
    }

    private static let oneLine = notebook.replacing("\n", with: " ")
    private static let trainingJob = """
        {"TrainingJobName": "t", "TrainingJobArn": "arn:aws:sagemaker:eu-west-1:123456789012:training-job/t",
         "TrainingJobStatus": "Completed", "Tags": [{"Key": "owner", "Value": "ml"}]}
        """

    @Test("tags are what the output says")
    func tags() throws {
        #expect(try read("[\(Self.trainingJob)]").resource("t").tags.summary == "owner=ml")
        let text = Self.trainingJob.replacing(#"[{"Key": "owner", "Value": "ml"}]"#, with: "[]")
        #expect(try read(text).resource("t").tags.summary == "")
        let unsaid = Self.trainingJob.replacing(#"[{"Key": "owner", "Value": "ml"}]"#, with: "null")
        #expect(try read(unsaid).resource("t").tags.summary == "unknown")
    }

    @Test("what a list answer leaves out is not known")
    func summaries() throws {
        let input = try read(
            """
            {"NotebookInstances": [{"NotebookInstanceName": "n", "InstanceType": "ml.t3.medium",
              "NotebookInstanceArn": "arn:aws:sagemaker:eu-west-1:123456789012:notebook-instance/n"}]}
            """)
        let notebook = try input.resource("n")
        #expect(try notebook.resolution("InstanceType").summary == "ml.t3.medium")
        let expected = "unknown?: a list does not carry it: describe the resource"
        for property in ["KmsKeyId", "LifecycleConfigName", "SecurityGroupIds", "RootAccess"] {
            #expect(try notebook.resolution(property).summary == expected)
        }
        #expect(notebook.tags.summary == "unknown")
    }

    @Test("types that share the name of their list are told apart by the ARN")
    func sharedLists() throws {
        let input = try read(
            """
            {"JobDefinitionSummaries": [
              {"MonitoringJobDefinitionName": "a", "EndpointName": "e",
               "MonitoringJobDefinitionArn": "arn:aws:sagemaker:eu-west-1:123456789012:model-quality-job-definition/a"},
              {"MonitoringJobDefinitionName": "b", "EndpointName": "e",
               "MonitoringJobDefinitionArn": "arn:aws:sagemaker:eu-west-1:123456789012:data-quality-job-definition/b"}]}
            """)
        #expect(
            input.resources.map(\.type) == [
                "AWS::SageMaker::ModelQualityJobDefinition", "AWS::SageMaker::DataQualityJobDefinition",
            ])
        #expect(input.resources.map(\.name) == ["a", "b"])
    }

    @Test(
        "the most specific type wins",
        arguments: [
            (
                """
                {"InferenceComponentName": "c", "EndpointName": "e", "VariantName": "v",
                 "InferenceComponentArn": "arn:aws:sagemaker:eu-west-1:123456789012:inference-component/c",
                 "EndpointArn": "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/e"}
                """, "AWS::SageMaker::InferenceComponent"
            ),
            (
                """
                {"TransformJobName": "t", "TransformJobArn": "arn:aws:sagemaker:eu-west-1:123456789012:transform-job/t",
                 "ModelName": "m", "AutoMLJobArn": "arn:aws:sagemaker:eu-west-1:123456789012:automl-job/a"}
                """, "AWS::SageMaker::TransformJob"
            ),
            (
                #"{"NotebookInstanceName": "n", "InstanceType": "ml.t3.medium", "RoleArn": "arn:aws:iam::1:role/r", "#
                    + #""LifecycleConfigName": "x", "SecurityGroupIds": []}"#,
                "AWS::SageMaker::NotebookInstance"
            ),
            (#"{"EndpointName": "e", "EndpointConfigName": "c", "Tags": []}"#, "AWS::SageMaker::Endpoint"),
        ])
    func types(text: String, type: String) throws {
        #expect(try read(text).resources.map(\.type) == [type])
    }

    @Test("a field may stand deeper than in the API")
    func nesting() throws {
        let text = """
            {"PipelineName": "p", "PipelineArn": "arn:aws:sagemaker:eu-west-1:123456789012:pipeline/p",
             "PipelineDefinition": "{}", "RoleArn": "r"}
            """
        let pipeline = try read(text).resource("p")
        #expect(pipeline["PipelineDefinition"]?.summary == "{PipelineDefinitionBody: {}}")
        let body = try #require(pipeline["PipelineDefinition.PipelineDefinitionBody"])
        #expect(slice(text, body.range) == "\"{}\"")
        let budgets = """
            {"Budgets": [{"BudgetName": "b", "BudgetType": "COST", "TimeUnit": "MONTHLY",
              "BudgetLimit": {"Amount": "1", "Unit": "USD"}}]}
            """
        let budget = try #require(try read(budgets).resources.first)
        #expect(budget.type == "AWS::Budgets::Budget")
        #expect(budget["Budget.BudgetLimit.Amount"]?.text == "1")
    }

    @Test("a field inside a list is renamed in each element")
    func lists() throws {
        let cluster = try read(
            """
            {"ClusterName": "c", "ClusterArn": "arn:aws:sagemaker:eu-west-1:123456789012:cluster/c",
             "InstanceGroups": [{"InstanceGroupName": "a", "TargetCount": 2}, {"TargetCount": 3, "CurrentCount": 1}]}
            """
        ).resource("c")
        #expect(cluster["InstanceGroups.0.InstanceCount"]?.text == "2")
        #expect(cluster["InstanceGroups.1.InstanceCount"]?.text == "3")
        #expect(cluster["InstanceGroups.1.CurrentCount"]?.text == "1")
    }

    @Test("a member of each element may take its place")
    func replacement() throws {
        let role = try read(
            #"{"AttachedManagedPolicies": [{"PolicyName": "a", "PolicyArn": "arn:a"}, {"PolicyArn": "arn:b"}],"#
                + #""PermissionsBoundary": {"PermissionsBoundaryArn": "arn:c"}, "RoleName": "r"}"#,
            as: .apiOutput(type: "AWS::IAM::Role")
        ).resource("r")
        #expect(role["ManagedPolicyArns"]?.summary == "[arn:a, arn:b]")
        #expect(role["PermissionsBoundary"]?.text == "arn:c")
    }

    @Test("elements that are no resources are named")
    func unrecognized() throws {
        let input = try read("[\(Self.notebook), 1, {\"a\": 1}]")
        #expect(input.resources.count == 1)
        #expect(input.warnings.count == 2)
    }

    private func slice(_ text: String, _ range: Range<Int>) -> String {
        String(decoding: Array(text.utf8)[range], as: UTF8.self)
    }
}
