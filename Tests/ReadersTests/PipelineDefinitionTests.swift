import Documents
import Readers
import Resources
import Testing

@Suite("Jobs inside SageMaker pipelines")
struct PipelineDefinitionTests {
    static let definition = """
        {"Version": "2020-12-01", "Metadata": {},
         "Parameters": [
          {"Name": "TrainingType", "Type": "String", "DefaultValue": "ml.p3.2xlarge"},
          {"Name": "Count", "Type": "Integer", "DefaultValue": 2},
          {"Name": "Bucket", "Type": "String"},
          {"Name": "Mode", "Type": "String", "DefaultValue": "a", "EnumValues": ["a", "b"]}],
         "Steps": [
          {"Name": "Prepare", "Type": "Processing", "Arguments": {
            "ProcessingResources": {"ClusterConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": {"Get": "Parameters.Count"},
              "VolumeSizeInGB": 30}},
            "AppSpecification": {"ImageUri": {"Get": "Parameters.Missing"}},
            "RoleArn": {"Get": "Execution.RoleArn"}}},
          {"Name": "Fit", "Type": "Training", "Arguments": {
            "AlgorithmSpecification": {"TrainingInputMode": {"Get": "Parameters.Mode"}},
            "ResourceConfig": {"InstanceType": {"Get": "Parameters.TrainingType"}, "InstanceCount": 1},
            "OutputDataConfig": {"S3OutputPath": {"Std:Join": {"On": "/", "Values": ["s3:/", {"Get": "Parameters.Bucket"}, "x"]}}},
            "TrainingJobName": {"Std:Join": {"On": "-", "Values": ["fit", {"Get": "Parameters.TrainingType"}, 7]}},
            "RoleArn": {"Get": "Steps.Prepare.RoleArn"},
            "Tags": [{"Key": "environment", "Value": {"Get": "Parameters.TrainingType"}}]}},
          {"Name": "Good", "Type": "Condition", "Arguments": {"Conditions": [],
            "IfSteps": [
              {"Name": "Score", "Type": "Transform", "Arguments": {"TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1}}},
              {"Name": "Again", "Type": "Condition", "Arguments": {"IfSteps": [{"Name": "Build", "Type": "Model", "Arguments": {}}]}}],
            "ElseSteps": [{"Name": "Stop", "Type": "Fail", "Arguments": {"ErrorMessage": "x"}},
              {"Name": "Tune", "Type": "Tuning", "Arguments": {}}]}},
          {"Name": "Check", "Type": "QualityCheck", "Arguments": {}},
          {"Name": "Register", "Type": "RegisterModel", "Arguments": {"ModelPackageGroupName": "ranking"}}]}
        """

    @Test("every step that creates something is found, in branches too")
    func steps() throws {
        let input = try read(Self.definition, name: "pipelines/train.json")
        #expect(input.kind == .workflow && input.diagnostics.isEmpty)
        #expect(
            input.resources.map { "\($0.name) \($0.type.dropFirst(16))" } == [
                "train/Prepare ProcessingJob", "train/Fit TrainingJob", "train/Score TransformJob", "train/Build Model",
                "train/Tune HyperParameterTuningJob", "train/Check ProcessingJob", "train/Register ModelPackage",
            ])
    }

    struct Value: CustomTestStringConvertible {
        var step: String
        var field: String
        var expected: String
        var testDescription: String { "\(step).\(field): \(expected)" }

        init(_ step: String, _ field: String, _ expected: String) {
            self.step = step
            self.field = field
            self.expected = expected
        }
    }

    static let values = [
        Value("Prepare", "ProcessingResources.ClusterConfig.InstanceCount", "2"),
        Value("Prepare", "ProcessingResources.ClusterConfig.VolumeSizeInGB", "30"),
        Value("Prepare", "AppSpecification.ImageUri", "unknown: the pipeline declares no parameter `Missing`"),
        Value("Prepare", "RoleArn", "unknown: `Execution.RoleArn` is known when the pipeline runs"),
        Value("Fit", "ResourceConfig.InstanceType", "ml.p3.2xlarge"),
        Value(
            "Fit", "AlgorithmSpecification.TrainingInputMode", "unknown: pipeline parameter `Mode` is one of 2 values"),
        Value("Fit", "OutputDataConfig.S3OutputPath", "unknown: pipeline parameter `Bucket` has no default"),
        Value("Fit", "TrainingJobName", "fit-ml.p3.2xlarge-7"),
        Value("Fit", "RoleArn", "unknown: `Steps.Prepare.RoleArn` is known when step `Prepare` has run"),
    ]

    @Test("a value is its parameter's default, or unknown with the reason", arguments: values)
    func value(_ value: Value) throws {
        let input = try read(Self.definition, name: "train.json")
        #expect(try input.resource("train/\(value.step)").resolution(value.field).summary == value.expected)
    }

    @Test("a finding about a parameter's value points at where the step uses it")
    func positions() throws {
        let sample = Sample(
            #"""
            Resources:
              Train:
                Type: AWS::SageMaker::Pipeline
                Properties:
                  PipelineName: train
                  PipelineDefinition:
                    PipelineDefinitionBody: "{\"Version\": \"2020-12-01\", \"Parameters\": [],\
                      \"Steps\": [{\"Name\": \"Fit\", \"Type\": \"Training\", \"Arguments\": {\
            #                                ^^^^^^^ anchor
                      \"ResourceConfig\": {\"InstanceType\": {\"Get\": \"Parameters.Type\"}}}}]}"
            #                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ value
            """#)
        let job = try sample.read().resource("Train/Fit")
        #expect(sample.mark(of: job.anchor) == sample.marks["anchor"])
        let type = try #require(job["ResourceConfig.InstanceType"])
        #expect(sample.mark(of: type.range) == sample.marks["value"])
    }

    @Test("the tags of a pipeline are those of its steps, and a step's own tag counts first")
    func tags() throws {
        let input = try read(
            """
            Resources:
              Train:
                Type: AWS::SageMaker::Pipeline
                Properties:
                  Tags:
                    - {Key: owner, Value: ml}
                    - {Key: environment, Value: !Ref AWS::StackName}
                  PipelineDefinition:
                    PipelineDefinitionBody: !Sub |
                      {"Version": "2020-12-01", "Steps": [
                        {"Name": "Fit", "Type": "Training", "Arguments": {"Tags": [{"Key": "owner", "Value": "fit"}]}},
                        {"Name": "Register", "Type": "RegisterModel", "Arguments": {"ModelPackageGroupName": "g"}},
                        {"Name": "Score", "Type": "Transform", "Arguments": {"ModelName": "${AWS::StackName}-m"}}]}
            """)
        let fit = try input.resource("Train/Fit")
        guard case .known(let tags, let anchor, let isOpen) = fit.tags else {
            Issue.record("the tags are not known")
            return
        }
        #expect(!isOpen && anchor != nil)
        #expect(
            tags.map { "\($0.keyText)=\($0.value(resolvedBy: fit.resolver))" } == [
                #"owner=text("fit")"#, #"environment=unknown(reason: "`Ref`: `AWS::StackName` depends on the stack")"#,
            ])
        guard case .notTaggable = try input.resource("Train/Register").tags else {
            Issue.record("a version of a model package has the tags of its group")
            return
        }
    }

    @Test("the tags of steps are open where those of the pipeline are not known")
    func openTags() throws {
        let file = try read(Self.definition, name: "train.json")
        let answer = try read(
            """
            {"PipelineArn": "arn:aws:sagemaker:eu-west-1:123456789012:pipeline/train", "PipelineName": "train",
             "PipelineDefinition": "{\\"Version\\": \\"2020-12-01\\", \\"Steps\\": [{\\"Name\\": \\"Score\\", \\"Type\\": \\"Transform\\", \\"Arguments\\": {\\"MaxPayloadInMB\\": 6}}]}",
             "PipelineStatus": "Active", "RoleArn": "arn:aws:iam::123456789012:role/x"}
            """)
        #expect(answer.resources.map(\.type) == ["AWS::SageMaker::Pipeline", "AWS::SageMaker::TransformJob"])
        let step = try answer.resource("train/Score")
        #expect(step.id == "arn:aws:sagemaker:eu-west-1:123456789012:pipeline/train/Score")
        #expect(step.account == "123456789012" && step.region == "eu-west-1")
        for tags in [try file.resource("train/Score").tags, step.tags] {
            guard case .known(let known, _, true) = tags, known.isEmpty else {
                Issue.record("\(tags)")
                continue
            }
        }
    }

    @Test("a definition in S3 is counted and named")
    func elsewhere() throws {
        let input = try read(
            """
            Resources:
              Train:
                Type: AWS::SageMaker::Pipeline
                Properties: {PipelineDefinition: {PipelineDefinitionS3Location: {Bucket: b, Key: k}}}
            """)
        #expect(input.unreadResources == 1 && input.resources.count == 1)
        #expect(input.diagnostics.map(\.message) == ["the definition of `Train` lies in S3"])
    }
}
