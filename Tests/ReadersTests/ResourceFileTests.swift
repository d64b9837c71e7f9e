import Documents
import Readers
import Resources
import Testing
import YAML

@Suite("Resource files and policies")
struct ResourceFileTests {
    @Test("a resource file says everything about a resource")
    func full() throws {
        let sample = Sample(
            """
            resources:
              - type: AWS::SageMaker::NotebookInstance
            #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ anchor
                name: train
                id: arn:aws:sagemaker:eu-west-1:012345678901:notebook-instance/train
                account: 012345678901
                region: eu-west-1
                tags: {owner: ml, cost-center: 4711}
                properties:
                  InstanceType: ml.t3.medium
                  KmsKeyId: !unknown
              - type: AWS::SageMaker::Model
                properties: {ModelName: m, Tags: [{Key: a, Value: b}]}
              - type: AWS::SageMaker::Endpoint
            """)
        let input = try sample.read()
        #expect(input.kind == .resourceFile)
        #expect(input.resources.map(\.name) == ["train", "m", "AWS::SageMaker::Endpoint[2]"])
        let train = input.resources[0]
        #expect(train.id == "arn:aws:sagemaker:eu-west-1:012345678901:notebook-instance/train")
        #expect(train.account == "012345678901" && train.region == "eu-west-1")
        #expect(train.tags.summary == "owner=ml cost-center=4711")
        #expect(sample.mark(of: train.anchor) == sample.marks["anchor"])
        #expect(try train.resolution("KmsKeyId").summary == "unknown?: given as unknown")
        #expect(input.resources[1].tags.summary == "a=b")
        #expect(input.resources[2].tags.summary == "")
        #expect(input.diagnostics.isEmpty)
    }

    @Test("a type that the catalogue lacks is doubtful, and read all the same")
    func unknownType() throws {
        let sample = Sample(
            """
            type: AWS::SageMaker::NotbookInstance
            #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ type
            """)
        let input = try sample.read()
        #expect(input.resources.count == 1)
        #expect(input.warnings.map(\.help) == ["did you mean `AWS::SageMaker::NotebookInstance`?"])
        #expect(input.warnings.first?.region.map(Sample.Mark.init) == sample.marks["type"])
        #expect(try read("type: Custom::Thing").diagnostics.isEmpty)
    }

    @Test("a resource inside another document is read alike")
    func given() throws {
        let text =
            "tests:\n- given: {type: AWS::S3::Bucket, name: b, properties: {BucketName: !unknown x}}\n  bad: {tpye: x}"
        let document = try YAMLParser.parse(SourceText(name: "t.yaml", text: text), symbols: SymbolTable())
        let test = try #require(document.root?["tests"]?.children.first { _ in true })
        let bucket = try InputReader().resource(in: try #require(test["given"]))
        #expect(bucket.name == "b")
        #expect(try bucket.resolution("BucketName").summary == "unknown?: given as unknown")
        let bad = try #require(test["bad"])
        #expect(throws: Diagnostic.self) { try InputReader().resource(in: bad) }
    }

    @Test(
        "a policy document becomes the resource that it fits",
        arguments: [
            (
                #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#,
                "AWS::IAM::ManagedPolicy", "PolicyDocument"
            ),
            (
                #"{"Statement": {"Effect": "Allow", "Principal": {"Service": "x"}, "Action": ["sts:AssumeRole"]}}"#,
                "AWS::IAM::Role", "AssumeRolePolicyDocument"
            ),
            (
                #"{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}]}"#,
                "AWS::IAM::ResourcePolicy", "PolicyDocument"
            ),
            (
                #"{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": []}}"#,
                "AWS::IAM::ManagedPolicy", "PolicyDocument"
            ),
        ])
    func policy(text: String, type: String, property: String) throws {
        let input = try read(text, name: "iam/guard.v1.json")
        let policy = try #require(input.resources.first)
        #expect(input.kind == .iamPolicy && input.resources.count == 1)
        #expect(policy.type == type)
        #expect(policy.name == "guard.v1" && policy.id == "iam/guard.v1.json")
        #expect(policy[property]?["Statement"] != nil)
        #expect(policy.tags.summary == "not taggable")
    }
}
