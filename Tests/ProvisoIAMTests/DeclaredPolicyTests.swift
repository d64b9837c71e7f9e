import Foundation
import Testing

/// Questions about policies that templates and Terraform configurations declare.
@Suite("policies of templates and configurations")
struct DeclaredPolicyTests {
    private static let role = """
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: []}
              Policies:
                - PolicyName: own
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement: {Effect: Allow, Action: 'sagemaker:CreateModel', Resource: '*'}

        """

    private static func endpoint(_ name: String) -> String {
        """
          \(name):
            Type: AWS::EC2::VPCEndpoint
            Properties:
              PolicyDocument:
                Version: '2012-10-17'
                Statement: {Effect: Deny, Principal: '*', Action: 'sagemaker:*', Resource: '*'}

        """
    }

    private static func key(_ name: String, _ effect: String) -> String {
        """
          \(name):
            Type: AWS::KMS::Key
            Properties:
              KeyPolicy:
                Version: '2012-10-17'
                Statement: {Effect: \(effect), Principal: {AWS: 'arn:aws:iam::111122223333:root'}, Action: 'kms:*', Resource: '*'}

        """
    }

    private static let configuration = """
        data "aws_iam_policy_document" "own" {
          statement {
            sid       = "Models"
            actions   = ["sagemaker:CreateModel"]
            resources = ["*"]
          }
        }
        resource "aws_iam_role" "trainer" {
          name               = "trainer"
          assume_role_policy = jsonencode({
            Version = "2012-10-17"
            Statement = [{ Effect = "Allow", Principal = { Service = "sagemaker.amazonaws.com" }, Action = "sts:AssumeRole" }]
          })
        }
        resource "aws_iam_role_policy" "own" {
          role   = aws_iam_role.trainer.id
          policy = data.aws_iam_policy_document.own.json
        }

        """

    static let files = [
        "one.yaml": "Resources:\n  Trainer:\n" + role, "two.yaml": "Resources:\n  Trainer:\n\(role)  Reader:\n\(role)",
        "parent.yaml":
            "Resources:\n  Inner:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: one.yaml}\n",
        "endpoint.yaml": "Resources:\n" + endpoint("Way"),
        "keys.yaml": "Resources:\n" + key("First", "Allow") + key("Second", "Deny"),
        "main.tf": configuration, "notes.md": "", "bad.yaml": "Resources:\n  A: {Type: AWS::S3::Bucket}\n",
        "all.json": CommandTests.allow, "never.yaml": "actions: [sagemaker:CreateModel]\n",
        "decrypt.yaml": "actions: [kms:Decrypt]\n",
    ]

    struct Case: Sendable, CustomTestStringConvertible {
        var command: String
        var code: Int32
        var output: [String] = []
        var errors: [String] = []
        var testDescription: String { command }
    }

    static let cases = [
        Case(
            command: "prove --guarantee %never.yaml --identity %one.yaml", code: 1,
            output: ["statement 1 of", "one.yaml (Trainer, own)", "one.yaml:10:"]),
        Case(
            command: "prove --guarantee %never.yaml --identity %two.yaml", code: 2,
            errors: ["policies of 2 principals", "two.yaml#Trainer", "two.yaml#Reader"]),
        Case(command: "prove --guarantee %never.yaml --identity %two.yaml#Reader", code: 1, output: ["(Reader, own)"]),
        Case(
            command: "prove --guarantee %never.yaml --identity %two.yaml#Nobody", code: 2,
            errors: ["no policy of `Nobody`"]),
        Case(
            command: "prove --guarantee %never.yaml --identity %parent.yaml", code: 1,
            output: ["Trainer, own)", "one.yaml:10:"]),
        Case(
            command: "prove --guarantee %never.yaml --identity %", code: 1,
            output: ["`Models` of", "main.tf:4:"]),
        Case(
            command: "can --action sagemaker:CreateModel --resource \(CommandTests.model) --identity %main.tf", code: 0,
            output: ["ALLOWED"]),
        Case(command: "prove --guarantee %never.yaml --identity %missing.tf", code: 2, errors: ["does not exist"]),
        Case(command: "prove --guarantee %never.yaml --identity %bad.yaml", code: 2, errors: ["no IAM policy"]),
        Case(command: "diff %one.yaml %one.yaml", code: 0, output: ["NOTHING NEW"]),
        Case(command: "lint %main.tf", code: 0),
        Case(
            command: "prove --guarantee %never.yaml --identity %all.json --resource-policy %endpoint.yaml", code: 2,
            errors: ["VPC endpoint"]),
        Case(
            command: "prove --guarantee %decrypt.yaml --identity %all.json --resource-policy %keys.yaml", code: 2,
            errors: ["policies of 2 resources", "keys.yaml#First"]),
        Case(
            command:
                "prove --guarantee %decrypt.yaml --identity %all.json --resource-policy %keys.yaml#Second --principal arn:aws:iam::111122223333:role/r",
            code: 0, output: ["the resource that is asked about has the policy"]),
        Case(
            command:
                "prove --guarantee %decrypt.yaml --identity %all.json --resource-policy %keys.yaml#First --resource-policy %keys.yaml#Second",
            code: 2, errors: ["one resource"]),
    ]

    @Test("the commands take the policies that a check reads", arguments: cases)
    func commands(_ example: Case) throws {
        try Program.withFiles(Self.files) { folder in
            let words = example.command.split(separator: " ").map { word in
                word.hasPrefix("%") ? folder + "/" + word.dropFirst() : String(word)
            }
            let run = try Program.run(["iam"] + words)
            #expect(run.code == example.code, "\(run.output)\(run.errors)")
            for text in example.output { #expect(Self.unwrapped(run.output).contains(text), "\(text): \(run.output)") }
            for text in example.errors { #expect(Self.unwrapped(run.errors).contains(text), "\(text): \(run.errors)") }
        }
    }

    private static func unwrapped(_ text: String) -> String {
        text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    }
}
