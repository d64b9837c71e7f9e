import Documents
import Foundation
import Resources
import Testing

@Suite("Names of the AWS APIs")
struct APIBindingTests {
    @Test(
        "API fields lead to canonical properties",
        arguments: [
            ("AWS::SageMaker::NotebookInstance", "NotebookInstanceLifecycleConfigName", "LifecycleConfigName"),
            ("AWS::SageMaker::NotebookInstance", "SecurityGroups", "SecurityGroupIds"),
            ("AWS::SageMaker::NotebookInstance", "InstanceType", "InstanceType"),
            (
                "AWS::SageMaker::Endpoint", "LastDeploymentConfig.AutoRollbackConfiguration.Alarms.AlarmName",
                "DeploymentConfig.AutoRollbackConfiguration.Alarms.AlarmName"
            ),
            ("AWS::SageMaker::Cluster", "InstanceGroups.TargetCount", "InstanceGroups.InstanceCount"),
            ("AWS::SageMaker::InferenceComponent", "RuntimeConfig.DesiredCopyCount", "RuntimeConfig.CopyCount"),
            ("AWS::SageMaker::Pipeline", "PipelineDefinition", "PipelineDefinition.PipelineDefinitionBody"),
            ("AWS::Budgets::Budget", "BudgetLimit.Amount", "Budget.BudgetLimit.Amount"),
            ("AWS::IAM::Role", "PermissionsBoundary.PermissionsBoundaryArn", "PermissionsBoundary"),
        ])
    func canonicalPaths(type: String, field: String, expected: String) throws {
        let binding = try #require(Catalogue.apiBinding(ofType: type))
        let path = binding.canonicalPath(of: field.split(separator: ".").map(String.init))
        #expect(path.joined(separator: ".") == expected)
        #expect(Catalogue.type(named: type)?.property(expected) != nil)
    }

    @Test("operations and list answers lead to types")
    func operations() {
        #expect(Catalogue.apiBinding(describedBy: "DescribeAutoMLJobV2")?.type == "AWS::SageMaker::AutoMLJob")
        #expect(
            Catalogue.apiBindings(listedAs: "TransformJobSummaries").map(\.type) == ["AWS::SageMaker::TransformJob"])
        #expect(Catalogue.apiBindings(listedAs: "JobDefinitionSummaries").count == 4)
        #expect(
            Catalogue.apiBindings(listedAs: "ScalableTargets").map(\.type)
                == ["AWS::ApplicationAutoScaling::ScalableTarget"])
    }

    @Test("each type's own fields are recognised as its description", arguments: Catalogue.apiBindings.map(\.type))
    func recognition(type: String) throws {
        let binding = try #require(Catalogue.apiBinding(ofType: type))
        guard binding.arnField != nil, binding.wrapper == nil else { return }
        #expect(Catalogue.apiBinding(describing: binding.fields)?.type == type)
    }

    @Test(
        "a description that names other resources is still that of its own",
        arguments: [
            ("TransformJobArn TransformJobName AutoMLJobArn ModelName TransformInput", "AWS::SageMaker::TransformJob"),
            ("TrainingJobArn TrainingJobName TuningJobArn LabelingJobArn RoleArn", "AWS::SageMaker::TrainingJob"),
            (
                "InferenceComponentArn InferenceComponentName EndpointArn EndpointName",
                "AWS::SageMaker::InferenceComponent"
            ),
            ("EndpointName EndpointArn CreationTime LastModifiedTime EndpointStatus", "AWS::SageMaker::Endpoint"),
            ("UserProfileArn UserProfileName DomainId Status", "AWS::SageMaker::UserProfile"),
        ])
    func neighbours(fields: String, type: String) {
        #expect(Catalogue.apiBinding(describing: fields.split(separator: " ").map(String.init))?.type == type)
    }

    @Test(
        "other JSON is no description",
        arguments: [
            "Resources Parameters AWSTemplateFormatVersion", "Name Id Type", "Version Statement", "", "RoleArn",
        ])
    func otherFields(fields: String) {
        #expect(Catalogue.apiBinding(describing: fields.split(separator: " ").map(String.init)) == nil)
    }

    @Test(
        "recorded answers are recognised by their fields",
        .enabled(if: !SharedData.isMissing, "PROVISO_SHARED_DATA is not set"))
    func recorded() throws {
        var count = 0
        for file in SharedData.files(in: "describe", withExtension: "json") {
            let text = try String(contentsOf: file, encoding: .utf8)
            guard
                let root = try? JSONParser.parse(SourceText(name: file.path, text: text), symbols: SymbolTable()).root,
                let operation = file.deletingPathExtension().lastPathComponent.split(separator: ".").last,
                operation.hasPrefix("Describe"), let answer = root["data"]
            else { continue }
            let expected = operation.split(separator: "_")[0]
            guard let binding = Catalogue.apiBinding(describedBy: String(expected)) else { continue }
            let fields = answer.children.map(\.key)
            guard fields.count > 1 else { continue }
            count += 1
            #expect(Catalogue.apiBinding(describing: fields)?.type == binding.type, "\(file.lastPathComponent)")
        }
        #expect(count > 5)
    }
}
