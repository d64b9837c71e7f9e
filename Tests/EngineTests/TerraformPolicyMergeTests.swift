import Engine
import Foundation
import Testing

/// Policies that `aws_iam_policy_document` makes of several documents: the one that allows too much has the Sid `Models`.
@Suite("Documents of policies are merged by Sid as Terraform's provider does")
struct TerraformPolicyMergeTests {
    enum Place: String {
        case source, own, override
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var place: Place
        /// The Sid of the statement that is merged in, which reads buckets.
        var sid: String?
        var verdict: String?
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "an overriding statement takes the place of the one with its Sid", place: .override, sid: "Models"),
        Case(name: "an overriding statement of another Sid is one more", place: .override, sid: "B", verdict: "fail"),
        Case(name: "an overriding statement without a Sid is one more", place: .override, verdict: "fail"),
        Case(name: "a statement of the document itself overrides those of its sources", place: .own, sid: "Models"),
        Case(name: "a statement of the document itself is one more", place: .own, sid: "B", verdict: "fail"),
        Case(name: "sources have all their statements", place: .source, sid: "B", verdict: "fail"),
        Case(name: "sources with one Sid are refused", place: .source, sid: "Models", verdict: "unknown"),
        Case(name: "a Sid that is not known may be any", place: .override, sid: "${var.sid}", verdict: "unknown"),
    ]

    /// How the documents that are merged in are written.
    enum Form: String, CaseIterable {
        case data, encoded, text

        func document(_ name: String) -> String {
            switch self {
            case .data: "data.aws_iam_policy_document.\(name).json"
            case .encoded: "local.\(name)"
            case .text: "local.\(name)_text"
            }
        }
    }

    private static func configuration(_ test: Case, _ form: Form) -> String {
        let sid = test.sid.map { "sid = \"\($0)\"" } ?? ""
        let member = test.sid.map { "Sid = \"\($0)\", " } ?? ""
        let text = test.sid.map { #"\"Sid\": \"\#($0)\", "# } ?? ""
        let own = """
              statement {
                \(sid)
                actions   = ["s3:GetObject"]
                resources = ["*"]
              }
            """
        let (base, other) = (form.document("base"), form.document("other"))
        let arguments =
            switch test.place {
            case .source: "source_policy_documents = [\(base), \(other)]"
            case .own: "source_policy_documents = [\(base)]\n\(own)"
            case .override: "source_policy_documents = [\(base)]\n  override_policy_documents = [\(other)]"
            }
        return """
            variable "sid" {}
            variable "bucket" {}
            resource "aws_iam_role" "r" {
              name               = "trainer"
              assume_role_policy = "{}"
            }
            data "aws_iam_policy_document" "base" {
              statement {
                sid       = "Models"
                actions   = ["sagemaker:CreateModel"]
                resources = ["*"]
              }
            }
            data "aws_iam_policy_document" "other" {
            \(own)
            }
            locals {
              base = jsonencode({ Statement = [
                { Sid = "Models", Effect = "Allow", Action = "sagemaker:CreateModel", Resource = "*" }] })
              other = jsonencode({ Statement = { \(member)Effect = "Allow", Action = "s3:GetObject", Resource = var.bucket } })
              base_text = "{\\"Statement\\": {\\"Sid\\": \\"Models\\", \\"Effect\\": \\"Allow\\", \\"Action\\": \\"sagemaker:CreateModel\\", \\"Resource\\": \\"*\\"}}"
              other_text = "{\\"Statement\\": {\(text)\\"Effect\\": \\"Allow\\", \\"Action\\": \\"s3:*\\", \\"Resource\\": \\"*\\"}}"
            }
            data "aws_iam_policy_document" "d" {
              \(arguments)
            }
            resource "aws_iam_role_policy" "p" {
              role   = aws_iam_role.r.id
              policy = data.aws_iam_policy_document.d.json
            }
            """
    }

    private static let rule = """
        - id: rule
          title: The rule
          severity: high
          targets: [AWS::IAM::*]
          message: "{{ resource.name }} is too wide"
          check:
            guarantee: { actions: [sagemaker:CreateModel] }
        """

    @Test("each way to write the documents", arguments: cases, Form.allCases)
    func merge(_ test: Case, _ form: Form) throws {
        var limits = AccessLimits()
        limits.assumesNoServiceControl = true
        let text = Self.configuration(test, form)
        let result = try Trial(rules: Self.rule).judge(text, name: "main.tf", limits: limits)
        let verdicts = result.findings.map { "\($0.verdict)" }
        #expect(verdicts == (test.verdict.map { [$0] } ?? []), "\(result.findings.map(\.message)) \(result.errors)")
    }

    @Test("documents of which nothing is known leave the policy unknown")
    func unknown() throws {
        var limits = AccessLimits()
        limits.assumesNoServiceControl = true
        let test = Case(name: "", place: .source, sid: "B")
        for unknown in ["var.sid", "[var.sid]", "[\"{\"]"] {
            let text = Self.configuration(test, .data).replacing(
                "[data.aws_iam_policy_document.base.json, data.aws_iam_policy_document.other.json]", with: unknown)
            let result = try Trial(rules: Self.rule).judge(text, name: "main.tf", limits: limits)
            #expect(result.findings.map { "\($0.verdict)" } == ["unknown"], "\(unknown)")
        }
    }
}
