import Documents
import Readers
import Resources
import Testing

@Suite("Configuration items, registry answers, change sets and tags by ARN")
struct InventoryTests {
    /// One way in which AWS Config writes the same notebook.
    struct Form: CustomTestStringConvertible {
        var name: String
        var text: String
        var testDescription: String { name }
    }

    static let arn = "arn:aws:sagemaker:eu-west-1:123456789012:notebook-instance/explore"
    static let object = #"{"instanceType": "ml.p3.2xlarge", "volumeSizeInGB": 50, "securityGroupIds": ["sg-1"]}"#
    static let escaped = object.replacing("\"", with: "\\\"")

    static func item(_ configuration: String) -> String {
        """
        {"configurationItemStatus": "OK", "configurationItemCaptureTime": "2026-11-02T00:00:00Z",
         "resourceType": "AWS::SageMaker::NotebookInstance", "resourceId": "explore", "resourceName": "explore",
         "ARN": "\(arn)", "awsAccountId": "123456789012", "awsRegion": "eu-west-1", "tags": {"owner": "ml"},
         "supplementaryConfiguration": {"RootAccess": "Disabled"}, "configuration": \(configuration)}
        """
    }

    static let forms = [
        Form(name: "an item", text: item(object)),
        Form(name: "an item with a text", text: item("\"\(escaped)\"")),
        Form(name: "a snapshot", text: #"{"fileVersion": "1.0", "configurationItems": [\#(item(object))]}"#),
        Form(name: "an event", text: #"{"detail": {"configurationItem": \#(item(object))}}"#),
        Form(
            name: "the event of a rule",
            text: "{\"ruleParameters\": \"{}\", \"invokingEvent\": \""
                + "{\"configurationItem\": \(item(object))}".replacing("\"", with: "\\\"").replacing("\n", with: " ")
                + "\"}"),
        Form(
            name: "a query",
            text: #"{"QueryInfo": {"SelectFields": [{"Name": "configuration"}, {"Name": "tags"}]}, "Results": [""#
                + item(object).replacing("\"", with: "\\\"").replacing("\n", with: " ") + #""]}"#),
    ]

    @Test("an item of AWS Config is a resource, whatever the form", arguments: forms)
    func config(_ form: Form) throws {
        let input = try read(form.text, name: "config.json")
        #expect(input.kind == .inventory && input.errors.isEmpty)
        let notebook = try input.resource("explore")
        #expect(notebook.type == "AWS::SageMaker::NotebookInstance" && notebook.id == Self.arn)
        #expect(notebook.account == "123456789012" && notebook.region == "eu-west-1")
        let type = try #require(notebook["InstanceType"])
        #expect(type.string == "ml.p3.2xlarge" && notebook["VolumeSizeInGB"]?.integer == 50)
        #expect(notebook["SecurityGroupIds"]?.summary == "[sg-1]" && notebook["RootAccess"]?.string == "Disabled")
        let written = String(decoding: notebook.source.bytes[type.range], as: UTF8.self)
        #expect(written.contains("ml.p3.2xlarge") && written.count < 20)
        guard case .known(let tags, _, false) = notebook.tags else {
            Issue.record("\(notebook.tags)")
            return
        }
        #expect(tags.map(\.keyText) == ["owner"])
    }

    @Test("of the history of a resource the newest item counts, and what is deleted is left out")
    func history() throws {
        func item(_ id: String, _ day: Int, _ status: String, _ type: String) -> String {
            """
            {"configurationItemStatus": "\(status)", "configurationItemCaptureTime": "2026-11-0\(day)T00:00:00Z",
             "resourceType": "AWS::SageMaker::NotebookInstance", "resourceId": "\(id)",
             "configuration": "{\\"InstanceType\\": \\"\(type)\\"}"}
            """
        }
        let items = [
            item("a", 1, "OK", "ml.t3.medium"), item("a", 3, "OK", "ml.m5.large"), item("a", 2, "OK", "ml.c5.large"),
            item("b", 1, "OK", "ml.t3.medium"), item("b", 2, "ResourceDeleted", "ml.t3.medium"),
        ]
        let input = try read(#"{"configurationItems": [\#(items.joined(separator: ","))]}"#)
        #expect(input.resources.map { "\($0.name) \($0["InstanceType"]?.string ?? "")" } == ["a ml.m5.large"])
        guard case .unknown = input.resources[0].tags else {
            Issue.record("an item without `tags` does not say that there are none")
            return
        }
    }

    @Test("what a query did not ask for is unknown")
    func query() throws {
        let notebook = try read(
            #"""
            {"QueryInfo": {"SelectFields": [{"Name": "configuration.instanceType"}]}, "Results": [
             "{\"resourceType\": \"AWS::SageMaker::NotebookInstance\", \"resourceId\": \"x\", \"configuration\": {\"instanceType\": \"ml.t3.medium\"}}"]}
            """#
        ).resource("x")
        #expect(notebook["InstanceType"]?.string == "ml.t3.medium")
        #expect(try notebook.resolution("RootAccess").summary.hasPrefix("unknown?: the query did not ask"))
    }

    @Test("properties of the registry are read from their text, and a list need not carry all")
    func registry() throws {
        let properties = #""Identifier": "explore", "Properties": "{\"InstanceType\": \"ml.p3.2xlarge\"}""#
        let one = try read(
            #"{"TypeName": "AWS::SageMaker::NotebookInstance", "ResourceDescription": {\#(properties)}}"#)
        #expect(try one.resource("explore")["InstanceType"]?.string == "ml.p3.2xlarge")
        #expect(try one.resource("explore")["RootAccess"] == nil)
        let list = try read(
            #"{"TypeName": "AWS::SageMaker::NotebookInstance", "ResourceDescriptions": [{\#(properties)}]}"#)
        #expect(try list.resource("explore").resolution("RootAccess").summary.hasPrefix("unknown?: a list"))
    }

    @Test("a change set gives the resources as they will be")
    func changeSet() throws {
        let input = try read(
            #"""
            {"ChangeSetId": "arn:aws:cloudformation:eu-west-1:123456789012:changeSet/c/1", "Tags": [{"Key": "owner", "Value": "ml"}],
             "StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/s/1", "Changes": [
              {"Type": "Resource", "ResourceChange": {"Action": "Modify", "LogicalResourceId": "Explore", "ResourceType": "AWS::SageMaker::NotebookInstance",
               "BeforeContext": "{\"Properties\": {\"InstanceType\": \"ml.t3.medium\"}}",
               "AfterContext": "{\"Properties\": {\"InstanceType\": \"ml.p3.2xlarge\", \"RoleArn\": \"{{changeSet:KNOWN_AFTER_APPLY}}\"}}"}},
              {"Type": "Resource", "ResourceChange": {"Action": "Remove", "LogicalResourceId": "Old", "ResourceType": "AWS::SageMaker::Model",
               "BeforeContext": "{}"}}]}
            """#)
        #expect(input.resources.map(\.name) == ["Explore"])
        let notebook = try input.resource("Explore")
        #expect(notebook["InstanceType"]?.string == "ml.p3.2xlarge" && notebook.account == "123456789012")
        #expect(
            try notebook.resolution("RoleArn").summary == "unknown: it is known after the change set is applied")
        #expect(notebook.tags.shown.map(\.keyText) == ["owner"])
    }

    @Test("a change set without property values is an error that says what to do")
    func withoutValues() throws {
        let input = try read(
            #"""
            {"ChangeSetName": "c", "Changes": [{"ResourceChange": {"Action": "Add", "LogicalResourceId": "A",
              "ResourceType": "AWS::SageMaker::Model"}}]}
            """#)
        #expect(input.errors.map(\.message) == ["1 change shows no property values"])
        #expect(input.errors.first?.help?.contains("--include-property-values") ?? false)
        #expect(input.unreadResources == 1)
    }

    @Test("tags that stand under an ARN are those of the resource that is described beside them")
    func tags() throws {
        let description =
            #"{"TransformJobName": "n", "TransformJobArn": "arn:aws:sagemaker:eu-west-1:123456789012:transform-job/n", "TransformJobStatus": "Completed", "ModelName": "m"}"#
        let arn = "arn:aws:sagemaker:eu-west-1:123456789012:transform-job/n"
        for answer in [
            #"{"ResourceArn": "\#(arn)", "Tags": [{"Key": "owner", "Value": "ml"}]}"#,
            #"{"ResourceTagMappingList": [{"ResourceARN": "\#(arn)", "Tags": [{"Key": "owner", "Value": "ml"}]}]}"#,
        ] {
            let input = try read(description + "\n" + answer + "\n", name: "jobs.jsonl")
            #expect(input.resources.count == 1)
            #expect(try input.resource("n").tags.shown.map(\.keyText) == ["owner"])
        }
        let bare = try read(#"{"Tags": [{"Key": "owner", "Value": "ml"}]}"#)
        #expect(
            bare.kind == .notOurs(reason: "tags without the ARN of their resource: add it as `ResourceArn`"))
    }

    @Test(
        "a text that is not JSON is an error at its place",
        arguments: [
            #"{"TypeName": "AWS::SageMaker::Model", "ResourceDescription": {"Identifier": "x", "Properties": "{oops"}}"#,
            #"{"resourceType": "AWS::SageMaker::Model", "resourceId": "x", "configuration": "{\"a\": }"}"#,
            #"{"Results": ["{\"resourceType\": "]}"#,
        ])
    func broken(text: String) throws {
        let error = try #require(read(text).errors.first)
        #expect(error.message.contains("cannot be read") && error.region != nil)
    }
}
