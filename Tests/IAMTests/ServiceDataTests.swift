import Foundation
import Testing

@testable import IAM

@Suite("service data")
struct ServiceDataTests {
    @Test("the tables hold every documented action, and each is found by its name")
    func completeness() throws {
        let services = ServiceData.prefixes.compactMap { ServiceData.service($0) }
        #expect(services.count == 445)
        #expect(services.reduce(0) { $0 + $1.actions.count } == 20455)
        for service in services {
            for action in service.actions {
                let found = ServiceData.action(action.qualifiedName.uppercased())
                #expect(found?.qualifiedName == action.qualifiedName)
            }
        }
    }

    @Test("an action lists what it takes")
    func createEndpoint() throws {
        let action = try #require(ServiceData.action("sagemaker:createendpoint"))
        #expect(action.name == "CreateEndpoint")
        #expect(action.accessLevel == .write)
        #expect(action.requiredResourceTypes.map(\.name) == ["endpoint", "endpoint-config"])
        #expect(
            action.requiredResourceTypes[0].arn
                == "arn:${Partition}:sagemaker:${Region}:${Account}:endpoint/${EndpointName}")
        #expect(action.dependents == ["sagemaker:AddTags"])
        #expect(action.supportsRequestTags)
        #expect(Set(action.conditionKeys.map(\.name)).isSuperset(of: ["aws:RequestTag/${TagKey}", "aws:TagKeys"]))
    }

    @Test("DeleteTags takes tag keys but no tag values")
    func deleteTags() throws {
        let action = try #require(ServiceData.action("sagemaker:DeleteTags"))
        #expect(!action.supportsRequestTags)
        #expect(action.conditionKeys.contains { $0.name == "aws:TagKeys" && $0.isMultivalued })
    }

    @Test(
        "patterns cover actions without regard to case",
        arguments: [
            ("sagemaker:*", 415), ("SageMaker:createendpoint", 1), ("sagemaker:Create?ndpoint", 1),
            ("sagemaker:CreateNotebookInstances", 0), ("nosuch:*", 0), ("sagemaker", 0),
        ])
    func patterns(_ pattern: String, _ count: Int) {
        #expect(ServiceData.actions(matching: pattern).count == count)
    }

    @Test("23 actions take instance types, 25 need several resources")
    func sageMaker() throws {
        let actions = ServiceData.actions(matching: "sagemaker:*")
        #expect(actions.count { $0.conditionKeys.contains { $0.name == "sagemaker:InstanceTypes" } } == 23)
        #expect(actions.count { $0.requiredResourceTypes.count > 1 } == 25)
        #expect(actions.count { $0.dependents.contains("sagemaker:AddTags") } == 62)
    }

    @Test("keys have types, also those of a family")
    func keys() {
        #expect(ServiceData.conditionKey("aws:requesttag/Team")?.type == .string)
        #expect(ServiceData.conditionKey("aws:TagKeys")?.isMultivalued == true)
        #expect(ServiceData.conditionKey("SAGEMAKER:instancetypes")?.isMultivalued == true)
        #expect(ServiceData.conditionKey("sagemaker:MaxRuntimeInSeconds")?.type == .numeric)
        #expect(ServiceData.conditionKey("aws:CurrentTime")?.type == .date)
        #expect(ServiceData.conditionKey("sagemaker:NoSuchKey") == nil)
    }

    @Test("keys of tags that S3 documents in a way of its own are families too")
    func objectTags() throws {
        #expect(ServiceData.conditionKey("s3:ExistingObjectTag/SageMaker")?.type == .string)
        #expect(ServiceData.conditionKey("s3:requestobjecttag/team")?.name == "s3:RequestObjectTag/${TagKey}")
        #expect(ServiceData.conditionKey("s3:ExistingObjectTags/team") == nil)
        let action = try #require(ServiceData.action("s3:GetObject"))
        #expect(action.conditionKeys.contains { $0.name == "s3:ExistingObjectTag/${TagKey}" })
    }

    @Test("the linter and the pack name the same actions that start compute without limit")
    func unlimitedCompute() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let pack = try read(root.appendingPathComponent("Policies/iam.yaml").path)
        let start = try #require(pack.range(of: "unlimitedComputeActions:"))
        let listed = pack[start.upperBound...].split(separator: "\n").map { $0.drop { $0 == " " } }
            .drop { !$0.hasPrefix("- ") }.prefix { $0.hasPrefix("- ") }.map { String($0.dropFirst(2)) }
        #expect(listed == UnlimitedCompute.actions)
        for name in listed {
            let action = try #require(ServiceData.action(name))
            #expect(!action.conditionKeys.contains { $0.name == "sagemaker:InstanceTypes" })
        }
    }

    @Test("a counterexample can name real instance types")
    func instanceTypes() {
        let notebook = InstanceTypes.names(for: "sagemaker:CreateNotebookInstance")
        #expect(notebook.contains("ml.t3.medium") && notebook.contains("ml.p3.2xlarge"))
        #expect(InstanceTypes.names(for: "sagemaker:CreateModel").isEmpty)
        #expect(InstanceTypes.regions.contains("eu-west-1"))
    }

    @Test("what is known of required resources is known of actions that the reference has")
    func requestFacts() throws {
        func types(_ action: String) throws -> RequiredTypes {
            try #require(ServiceData.action(action)).requiredTypes
        }
        #expect(try types("sagemaker:CreateEndpoint") == .together)
        #expect(try types("sagemaker:createendpoint") == .together)
        if case .alternatives(let companions) = try types("bedrock:InvokeModel") {
            #expect(companions.map(\.type) == ["foundation-model"] && companions[0].others.count == 4)
        } else {
            Issue.record("a call names one model")
        }
        #expect(
            try types("ec2:RunInstances") == .atLeast(["image", "instance", "network-interface"], optional: ["subnet"]))
        #expect(try types("comprehend:DeleteEndpoint") == .atLeast([], optional: []))
        // The first and the last line of the table.
        #expect(try types("athena:ListTagsForResource") == .alternatives([]))
        #expect(try types("sso:UpdatePermissionSet") == .together)
        #expect(try #require(ServiceData.action("sns:Publish")).namesBesideResources == "a phone number")
        #expect(try #require(ServiceData.action("sns:Subscribe")).namesBesideResources == nil)
    }
}
