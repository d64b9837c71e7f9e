import Documents
import Readers
import Resources
import Testing

@Suite("Snapshots of accounts")
struct SnapshotTests {
    private static let arn = "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/explore"
    private static let manifest =
        #"{"snapshot":"proviso-snapshot/1","tool":"t","collected":"2026-11-01T00:00:00Z","calls":[]}"#

    private static func line(
        _ answer: String, type: String = "AWS::SageMaker::NotebookInstance", _ more: String = ""
    ) -> String {
        #"{"type":"\#(type)","account":"111122223333","region":"eu-west-1","id":"\#(arn)"\#(more),"answer":\#(answer)}"#
    }

    private static let notebook =
        #"{"NotebookInstanceName":"explore","NotebookInstanceArn":"\#(arn)","InstanceType":"ml.t3.medium"}"#

    @Test("a line is a resource in the names of CloudFormation, with its account, region, ARN and tags")
    func resource() throws {
        let text = [Self.manifest, Self.line(Self.notebook, #","tags":[{"Key":"owner","Value":"ana"}]"#)].joined(
            separator: "\n")
        let input = try read(text, name: "s.jsonl")
        let notebook = try input.resource("explore")
        #expect(input.errors.isEmpty && input.resources.count == 1)
        #expect(notebook.id == Self.arn && notebook.account == "111122223333" && notebook.region == "eu-west-1")
        #expect(notebook.isLive && notebook.properties?["InstanceType"]?.string == "ml.t3.medium")
        guard case .known(let tags, _, _) = notebook.tags else { return #expect(Bool(false), "the tags are known") }
        #expect(tags.count == 1)
    }

    @Test("tags that were not read are unknown, and a summary leaves what it lacks unknown")
    func gaps() throws {
        let text = [Self.manifest, Self.line(Self.notebook, #","summary":true"#)].joined(separator: "\n")
        let notebook = try read(text, name: "s.jsonl").resource("explore")
        guard case .unknown = notebook.tags else { return #expect(Bool(false), "the tags are unknown") }
        #expect(notebook.properties?["RoleArn"]?.kind == .unknown)
    }

    @Test("names of different accounts and regions are kept apart")
    func scopes() throws {
        let other = Self.line(Self.notebook).replacing("111122223333", with: "444455556666")
        let input = try read([Self.manifest, Self.line(Self.notebook), other].joined(separator: "\n"), name: "s.jsonl")
        #expect(Set(input.resources.map(\.scope)).count == 2)
    }

    @Test("principals and policies of IAM are read as their answers are")
    func identity() throws {
        let role =
            #"{"RoleName":"r","Arn":"arn:aws:iam::111122223333:role/r","RolePolicyList":[{"PolicyName":"p","PolicyDocument":"%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D"}]}"#
        let managed =
            #"{"PolicyName":"m","Arn":"arn:aws:iam::aws:policy/m","PolicyVersionList":[{"IsDefaultVersion":true,"Document":"%7B%7D"}]}"#
        let text = [
            Self.manifest, Self.line(role, type: "AWS::IAM::Role"), Self.line(managed, type: "AWS::IAM::ManagedPolicy"),
        ].joined(separator: "\n")
        let input = try read(text, name: "s.jsonl")
        #expect(try input.resource("r").properties?["Policies"]?.kind == .list)
        #expect(input.neighbours.map(\.name) == ["m"])
    }

    @Test("what was refused is a warning that names the permission")
    func refusals() throws {
        let call =
            #"{"account":"1","region":"eu-west-1","service":"sagemaker","operation":"ListApps","types":["AWS::SageMaker::App"],"status":"refused","gaps":[{"operation":"ListApps","permission":"sagemaker:ListApps","reason":"AccessDenied"}]}"#
        let manifest = Self.manifest.replacing("[]", with: "[\(call)]")
        let input = try read([manifest, Self.line(Self.notebook)].joined(separator: "\n"), name: "s.jsonl")
        let warning = try #require(input.diagnostics.first { $0.severity == .warning })
        #expect(warning.message.contains("AWS::SageMaker::App in eu-west-1 of 1 were not seen"))
        #expect(warning.help?.contains("sagemaker:ListApps") ?? false)
    }

    @Test("a snapshot of a later form is an error")
    func version() throws {
        let text = [Self.manifest.replacing("/1", with: "/9"), Self.line(Self.notebook)].joined(separator: "\n")
        #expect(try !read(text, name: "s.jsonl").errors.isEmpty)
    }
}
