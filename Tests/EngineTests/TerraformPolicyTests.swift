import Engine
import Foundation
import Testing

/// A configuration or a plan with policies, and what a guarantee over `sagemaker:CreateModel` says of each principal.
struct TerraformPolicyCase: CustomTestStringConvertible, Sendable {
    var name: String
    /// `«...»` marks what the first finding points at.
    var source: String
    /// Of each finding: the resource, its verdict, and a word of its message.
    var findings: [String]

    var testDescription: String { name }

    private static let allow =
        #"jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = «"sagemaker:CreateModel"», Resource = "*" }] })"#
    private static let role = """
        resource "aws_iam_role" "r" {
          name               = "trainer"
          assume_role_policy = "{}"
        }
        """
    private static let policy = """
        resource "aws_iam_policy" "p" {
          name   = "models"
          policy = \(allow)
        }
        """

    static let all = [
        TerraformPolicyCase(
            name: "an inline policy in a resource of its own",
            source: """
                \(role)
                resource "aws_iam_role_policy" "p" {
                  role   = aws_iam_role.r.id
                  policy = \(allow)
                }
                """, findings: ["aws_iam_role.r fail"]),
        TerraformPolicyCase(
            name: "a managed policy that an attachment names with its role",
            source: """
                \(role)
                \(policy)
                resource "aws_iam_role_policy_attachment" "a" {
                  role       = aws_iam_role.r.name
                  policy_arn = aws_iam_policy.p.arn
                }
                """, findings: ["aws_iam_role.r fail"]),
        TerraformPolicyCase(
            name: "an attachment to several principals",
            source: """
                \(role)
                resource "aws_iam_user" "u" { name = "ann" }
                \(policy)
                resource "aws_iam_policy_attachment" "a" {
                  name       = "a"
                  roles      = [aws_iam_role.r.name]
                  users      = ["ann"]
                  policy_arn = aws_iam_policy.p.arn
                }
                """, findings: ["aws_iam_role.r fail", "aws_iam_user.u fail"]),
        TerraformPolicyCase(
            name: "the policy of a group is its users'",
            source: """
                resource "aws_iam_user" "u" { name = "ann" }
                resource "aws_iam_group" "g" { name = "team" }
                resource "aws_iam_user_group_membership" "m" {
                  user   = aws_iam_user.u.name
                  groups = [aws_iam_group.g.name]
                }
                resource "aws_iam_group_policy" "p" {
                  group  = aws_iam_group.g.name
                  policy = \(allow)
                }
                """, findings: ["aws_iam_user.u fail"]),
        TerraformPolicyCase(
            name: "an attached policy of AWS is not in the input",
            source: """
                \(role)
                resource "aws_iam_role_policy_attachment" "a" {
                  role       = aws_iam_role.r.name
                  policy_arn = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
                }
                """, findings: ["aws_iam_role.r unknown AmazonSageMakerFullAccess"]),
        TerraformPolicyCase(
            name: "a boundary that forbids",
            source: """
                resource "aws_iam_role" "r" {
                  name                 = "trainer"
                  assume_role_policy   = "{}"
                  permissions_boundary = aws_iam_policy.b.arn
                  managed_policy_arns  = [aws_iam_policy.p.arn]
                }
                \(policy.replacing("«", with: "").replacing("»", with: ""))
                resource "aws_iam_policy" "b" {
                  policy = jsonencode({ Version = "2012-10-17", Statement = { Effect = "Allow", Action = "s3:*", Resource = "*" } })
                }
                """, findings: []),
        TerraformPolicyCase(
            name: "an inline block",
            source: """
                resource "aws_iam_role" "r" {
                  name               = "trainer"
                  assume_role_policy = "{}"
                  inline_policy {
                    name   = "models"
                    policy = \(allow)
                  }
                }
                """, findings: ["aws_iam_role.r fail"]),
        TerraformPolicyCase(
            name: "a resource that is known after apply does not hide what is allowed",
            source: """
                \(role)
                resource "aws_s3_bucket" "b" { bucket_prefix = "x" }
                resource "aws_iam_role_policy" "p" {
                  role = aws_iam_role.r.id
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [
                      { Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.b.arn}/*" },
                      { Effect = "Allow", Action = [«"sagemaker:CreateModel"»], Resource = "*" },
                    ]
                  })
                }
                """, findings: ["aws_iam_role.r fail"]),
        TerraformPolicyCase(
            name: "a policy that is put together by a data source",
            source: """
                \(role)
                data "aws_iam_policy_document" "d" {
                  statement {
                    sid       = "Read"
                    actions   = ["s3:GetObject"]
                    resources = ["${aws_s3_bucket.b.arn}/*"]
                  }
                  statement {
                    actions   = ["sagemaker:AddTags", «"sagemaker:CreateModel"»]
                    resources = ["*"]
                    condition {
                      test     = "StringLike"
                      variable = "aws:RequestTag/team"
                      values   = ["?*"]
                    }
                  }
                }
                resource "aws_s3_bucket" "b" { bucket_prefix = "x" }
                resource "aws_iam_role_policy" "p" {
                  role   = aws_iam_role.r.id
                  policy = data.aws_iam_policy_document.d.json
                }
                """, findings: ["aws_iam_role.r fail"]),
        TerraformPolicyCase(
            name: "conditions, effects and documents that are taken in are those of the data source",
            source: """
                \(role)
                data "aws_iam_policy_document" "base" {
                  statement {
                    actions   = ["sagemaker:*"]
                    resources = ["*"]
                  }
                }
                data "aws_iam_policy_document" "d" {
                  source_policy_documents = [data.aws_iam_policy_document.base.json]
                  statement {
                    effect    = "Deny"
                    actions   = ["sagemaker:CreateModel"]
                    resources = ["*"]
                    condition {
                      test     = "StringNotEquals"
                      variable = "aws:RequestTag/team"
                      values   = ["a", "b"]
                    }
                  }
                }
                locals { document = data.aws_iam_policy_document.d.json }
                resource "aws_iam_role_policy" "p" {
                  role   = aws_iam_role.r.id
                  policy = local.document
                }
                """, findings: []),
        TerraformPolicyCase(
            name: "a document with overriding parts is not known",
            source: """
                \(role)
                data "aws_iam_policy_document" "d" {
                  override_policy_documents = [file("x.json")]
                }
                resource "aws_iam_role_policy" "p" {
                  role   = aws_iam_role.r.id
                  policy = data.aws_iam_policy_document.d.json
                }
                """, findings: ["aws_iam_role.r unknown"]),
        TerraformPolicyCase(
            name: "an attachment of which it is not known whether there is one",
            source: """
                variable "on" { type = bool }
                \(role)
                \(policy.replacing("«", with: "").replacing("»", with: ""))
                resource "aws_iam_role_policy_attachment" "a" {
                  count      = var.on ? 1 : 0
                  role       = aws_iam_role.r.name
                  policy_arn = aws_iam_policy.p.arn
                }
                """, findings: ["aws_iam_policy.p fail", "aws_iam_role.r unknown"]),
    ]
}

@Suite("Policies of Terraform are those of the principals that they are attached to")
struct TerraformPolicyTests {
    private static let rule = """
        - id: rule
          title: The rule
          severity: high
          targets: [AWS::IAM::*, AWS::Organizations::Policy]
          message: "{{ resource.name }} is too wide"
          check:
            guarantee:
              actions: [sagemaker:CreateModel]
              onlyWhen: { StringEquals: { aws:RequestTag/team: [a, b] } }
        """

    private func judge(_ text: String, name: String) throws -> RunResult {
        var limits = AccessLimits()
        limits.assumesNoServiceControl = true
        return try Trial(rules: Self.rule).judge(text, name: name, limits: limits)
    }

    private func expect(_ findings: [String], in result: RunResult) {
        #expect(result.errors.filter { $0.severity == .error }.isEmpty, "\(result.errors)")
        #expect(result.findings.count == findings.count, "\(result.findings.map(\.message))")
        let sorted = result.findings.sorted { $0.resource.name < $1.resource.name }
        for (finding, expected) in zip(sorted, findings) {
            let words = expected.split(separator: " ", maxSplits: 2)
            #expect(finding.resource.name == words[0])
            #expect("\(finding.verdict)" == words[1], "\(finding.message)")
            if words.count > 2 { #expect(finding.message.contains(words[2]), "\(finding.message)") }
        }
    }

    @Test("in configurations", arguments: TerraformPolicyCase.all)
    func source(_ test: TerraformPolicyCase) throws {
        let marked = MarkedText(test.source)
        let result = try judge(marked.text, name: "main.tf")
        expect(test.findings, in: result)
        guard let mark = marked.marks.first, let range = result.ranges.first else { return }
        #expect(range == mark)
    }

    @Test("in plans: by the name that is known, and by the reference to what is known after apply")
    func plan() throws {
        let document =
            #"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sagemaker:CreateModel\",\"Resource\":\"*\"}]}"#
        let plan = """
            {"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": [
              {"address": "aws_iam_role.r", "type": "aws_iam_role", "name": "r", "mode": "managed",
               "change": {"actions": ["create"], "after": {"name": "trainer", "assume_role_policy": "{}"}, "after_unknown": {"arn": true, "id": true}}},
              {"address": "aws_iam_policy.p", "type": "aws_iam_policy", "name": "p", "mode": "managed",
               "change": {"actions": ["create"], "after": {"name": "models", "policy": "\(document)"}, "after_unknown": {"arn": true, "id": true}}},
              {"address": "aws_iam_role_policy_attachment.a", "type": "aws_iam_role_policy_attachment", "name": "a", "mode": "managed",
               "change": {"actions": ["create"], "after": {"role": "trainer"}, "after_unknown": {"policy_arn": true, "id": true}}}],
             "configuration": {"root_module": {"resources": [
               {"address": "aws_iam_role_policy_attachment.a", "type": "aws_iam_role_policy_attachment", "name": "a", "mode": "managed",
                "expressions": {"role": {"references": ["aws_iam_role.r.name", "aws_iam_role.r"]},
                                "policy_arn": {"references": ["aws_iam_policy.p.arn", "aws_iam_policy.p"]}}},
               {"address": "aws_iam_policy.p", "type": "aws_iam_policy", "name": "p", "mode": "managed", "expressions": {}},
               {"address": "aws_iam_role.r", "type": "aws_iam_role", "name": "r", "mode": "managed", "expressions": {}}]}}}
            """
        expect(["aws_iam_role.r fail"], in: try judge(plan, name: "plan.json"))
    }
}
