import Documents
import Engine
import Foundation
import Testing

/// A template with policies, and what a guarantee over `sagemaker:CreateModel` says of it.
struct GuaranteeCase: CustomTestStringConvertible, Sendable {
    var name: String
    /// `«...»` marks what the finding points at.
    var template: String
    var verdict: String
    var assumesNoServiceControl = true
    var reason: String?

    var testDescription: String { name }

    /// A statement that allows to create models, without a condition.
    static let allow = #"{ Effect: Allow, Action: «"sagemaker:CreateModel"», Resource: "*" }"#

    static func policy(_ statement: String) -> String { #"{ Version: "2012-10-17", Statement: [\#(statement)] }"# }

    static let all = [
        GuaranteeCase(
            name: "an inline policy of a role: the finding points at the action that is allowed",
            template: """
                R: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyName: p, PolicyDocument: \(policy(allow)) }] } }
                """, verdict: "fail"),
        GuaranteeCase(
            name: "the position inside a document that is written as a JSON text",
            template: #"""
                R:
                  Type: AWS::IAM::ManagedPolicy
                  Properties:
                    PolicyDocument: '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": [«"sagemaker:CreateModel"»], "Resource": "*"}}'
                """#, verdict: "fail"),
        GuaranteeCase(
            name: "a condition that keeps the guarantee",
            template: """
                R:
                  Type: AWS::IAM::ManagedPolicy
                  Properties:
                    PolicyDocument: \(policy(#"{ Effect: Allow, Action: "sagemaker:*", Resource: "*", Condition: { StringEquals: { "aws:RequestTag/team": a } } }"#))
                """, verdict: "pass"),
        GuaranteeCase(
            name: "a policy attached by reference is judged with its role, and the finding points at its statement",
            template: """
                R: { Type: AWS::IAM::Role, Properties: { ManagedPolicyArns: [!Ref P] } }
                P: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: \(policy(allow)) } }
                """, verdict: "fail"),
        GuaranteeCase(
            name: "a policy that names its roles is judged with them",
            template: """
                R: { Type: AWS::IAM::Role, Properties: {} }
                P: { Type: AWS::IAM::Policy, Properties: { PolicyName: p, Roles: [!Ref R], PolicyDocument: \(policy(allow)) } }
                """, verdict: "fail"),
        GuaranteeCase(
            name: "the policies of the groups of a user are the user's",
            template: """
                U: { Type: AWS::IAM::User, Properties: { Groups: [!Ref G] } }
                G: { Type: AWS::IAM::Group, Properties: { Policies: [{ PolicyName: p, PolicyDocument: \(policy(allow)) }] } }
                """, verdict: "fail"),
        GuaranteeCase(
            name: "a permissions boundary of the template forbids",
            template: """
                R: { Type: AWS::IAM::Role, Properties: { PermissionsBoundary: !Ref B, Policies: [{ PolicyName: p, PolicyDocument: \(policy(allow)) }] } }
                B: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: \(policy(#"{ Effect: Allow, Action: "s3:*", Resource: "*" }"#)) } }
                """.replacing("«", with: "").replacing("»", with: ""), verdict: "pass"),
        GuaranteeCase(
            name: "a boundary that is not in the input could forbid",
            template: """
                R: { Type: AWS::IAM::Role, Properties: { PermissionsBoundary: "arn:aws:iam::111122223333:policy/B", Policies: [{ PolicyName: p, PolicyDocument: \(policy(allow)) }] } }
                """, verdict: "unknown", reason: "boundary"),
        GuaranteeCase(
            name: "the policies of an organisation could forbid",
            template: """
                R: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: \(policy(allow)) } }
                """, verdict: "unknown", assumesNoServiceControl: false, reason: "service control policy"),
        GuaranteeCase(
            name: "a proof needs no organisation",
            template: """
                R: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: \(policy(#"{ Effect: Allow, Action: "s3:*", Resource: "*" }"#)) } }
                """, verdict: "pass", assumesNoServiceControl: false),
        GuaranteeCase(
            name: "account and region of the deployment do not matter to what a statement allows",
            template: """
                R: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: \(policy(#"{ Effect: Allow, Action: «"sagemaker:CreateModel"», Resource: !Sub "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:model/*" }"#)) } }
                """, verdict: "fail"),
        GuaranteeCase(
            name: "a denial of resources whose name is not known may be one of all",
            template: """
                R: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: \(policy(#"{ Effect: Allow, Action: "sagemaker:CreateModel", Resource: "*" }, { Effect: Deny, Action: "sagemaker:CreateModel", Resource: !Sub "arn:aws:sagemaker:*:*:model/${P}*" }"#)) } }
                """, verdict: "unknown", reason: "computed value"),
        GuaranteeCase(
            name: "a denial whose action is given at deployment may be the right one",
            template: """
                R: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: \(policy(#"{ Effect: Allow, Action: "sagemaker:CreateModel", Resource: "*" }, { Effect: Deny, Action: !Ref P, Resource: "*", Condition: { StringNotEquals: { "aws:RequestTag/team": a } } }"#)) } }
                """, verdict: "unknown", reason: "whether"),
        GuaranteeCase(
            name: "a document that is given at deployment",
            template: """
                R: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: «!Ref P» } }
                """, verdict: "unknown", reason: "not known before deployment"),
        GuaranteeCase(
            name: "a managed policy that is not in the input may allow anything",
            template: """
                R: { Type: AWS::IAM::Role, Properties: { ManagedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"] } }
                """, verdict: "unknown", reason: "AmazonSageMakerFullAccess"),
        GuaranteeCase(
            name: "a policy of AWS allows nothing of other services than its own, in whatever partition",
            template: """
                R: { Type: AWS::IAM::Role, Properties: { ManagedPolicyArns: [!Sub "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"] } }
                """, verdict: "pass"),
        GuaranteeCase(
            name: "a policy of AWS for all services may allow anything",
            template: """
                R: { Type: AWS::IAM::Role, Properties: { ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] } }
                """, verdict: "unknown", reason: "AdministratorAccess"),
        GuaranteeCase(
            name: "nobody knows a policy that AWS may have made since",
            template: """
                R: { Type: AWS::IAM::Role, Properties: { ManagedPolicyArns: ["arn:aws:iam::aws:policy/NewOne"] } }
                """, verdict: "unknown", reason: "NewOne"),
        GuaranteeCase(
            name: "a policy that IAM would refuse",
            template: """
                R: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: \(policy(#"{ Effect: Maybe, Action: "sagemaker:*", Resource: "*" }"#)) } }
                """, verdict: "unknown", reason: "IAM would refuse it"),
        GuaranteeCase(
            name: "a statement behind an alias, whose key stands after its value",
            template: """
                Q: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: \(policy(#"{ Effect: Deny, Action: "s3:*", Resource: "*", Condition: &c { StringEquals: &e { "aws:RequestTag/team": &a [a] } } }"#)) } }
                R: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: \(policy(#"{ Effect: Allow, Action: "sagemaker:CreateModel", Resource: "*", Condition: { StringEquals: { "aws:RequestTag/team": *a } } }"#)) } }
                """, verdict: "pass"),
        GuaranteeCase(
            name: "a role without policies allows nothing", template: "R: { Type: AWS::IAM::Role, Properties: {} }",
            verdict: "not-applicable"),
    ]
}

@Suite("Guarantees over IAM policies")
struct GuaranteeTests {
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

    private func template(_ resources: String) -> String {
        """
        AWSTemplateFormatVersion: "2010-09-09"
        Parameters: { P: { Type: String }, Flag: { Type: String } }
        Conditions: { IsOn: !Equals [!Ref Flag, "on"] }
        Resources:
        \(resources.indented(2))
        """
    }

    private func judge(_ resources: String, _ limits: AccessLimits, rule: String = rule) throws -> RunResult {
        try Trial(rules: rule).judge(template(resources), limits: limits)
    }

    @Test("are judged for one principal, with every policy that it has", arguments: GuaranteeCase.all)
    func table(_ test: GuaranteeCase) throws {
        let sample = MarkedText(template(test.template))
        var limits = AccessLimits()
        limits.assumesNoServiceControl = test.assumesNoServiceControl
        let result = try Trial(rules: Self.rule).judge(sample.text, limits: limits)
        #expect(result.errors.isEmpty)
        #expect(result.outcome == test.verdict, "\(result.findings.map(\.message))")
        guard let finding = result.findings.first else { return }
        if let reason = test.reason { #expect(finding.message.contains(reason), "\(finding.message)") }
        if test.verdict == "fail" { #expect(result.ranges == sample.marks) }
    }

    @Test(
        "no parameter that is not echoed is shown of a policy, also of another resource's",
        arguments: [
            #"{ Effect: Allow, Action: [!Sub "${S}:*", "sagemaker:*"], Resource: "*" }"#,
            #"{ Effect: Allow, Action: "sagemaker:*", Resource: !Sub "arn:aws:sagemaker:*:*:model/x-${S}*" }"#,
            #"{ Sid: !Ref S, Effect: Allow, Action: "sagemaker:*", Resource: "*" }"#,
        ])
    func secrets(_ statement: String) throws {
        let text = template(
            """
            R: { Type: AWS::IAM::Role, Properties: { ManagedPolicyArns: [!Ref M] } }
            M: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: \(GuaranteeCase.policy(statement)) } }
            """
        ).replacing("Parameters: {", with: "Parameters: { S: { Type: String, NoEcho: true, Default: hush1 },")
        let result = try Trial(rules: Self.rule).judge(text, limits: AccessLimits())
        #expect(result.outcome == "fail" || result.outcome == "unknown")
        for finding in result.findings { #expect(!"\(finding)".contains("hush1")) }
    }

    @Test("a finding says which request gets through, in words and as JSON, and which statement allows it")
    func evidence() throws {
        var limits = AccessLimits()
        limits.assumesNoServiceControl = true
        let sample = """
            R:
              Type: AWS::IAM::ManagedPolicy
              Properties:
                PolicyDocument:
                  Version: "2012-10-17"
                  Statement: { Sid: Own, Effect: Allow, Action: ["sagemaker:CreateModel", "sagemaker:AddTags"], Resource: "*", Condition: { StringLike: { "aws:RequestTag/team": "?*" } } }
            """
        let finding = try #require(try judge(sample, limits).findings.first)
        #expect(
            finding.message
                == "R is too wide; `sagemaker:CreateModel` on `arn:aws:sagemaker:eu-west-1:111122223333:model/example` with aws:RequestTag/team = \"example\" and aws:TagKeys = \"team\" is allowed by `Own` of `R`"
        )
        let request = try #require(finding.evidence.first { $0.path == "request" }?.value)
        let parsed = try #require(
            try JSONSerialization.jsonObject(with: Data(request.utf8)) as? [String: Any])
        #expect(parsed["action"] as? String == "sagemaker:CreateModel")
        #expect((parsed["context"] as? [String: Any])?["aws:RequestTag/team"] as? String == "example")
        #expect(finding.evidence.contains { $0.path == "statement" && $0.value == "Own of R" })
        #expect(finding.path == "Properties.PolicyDocument.Statement[0]")
    }

    @Test("`each` gives the guarantee once for each text, and `unless` excuses")
    func eachAndUnless() throws {
        let rule = """
            - id: rule
              title: The rule
              severity: high
              targets: [AWS::IAM::*]
              check:
                guarantee:
                  actions: [sagemaker:CreateModel]
                  each: { param: keys }
                  onlyWhen: { "Null": { "aws:RequestTag/{{ each }}": "false" } }
                  unless: { StringEquals: { aws:RequestedRegion: eu-west-1 } }
            """
        var limits = AccessLimits()
        limits.assumesNoServiceControl = true
        func outcome(_ conditions: String) throws -> String {
            let statement =
                #"{ Effect: Allow, Action: "sagemaker:*", Resource: "*", Condition: { \#(conditions) } }"#
            let template =
                "R: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: \(GuaranteeCase.policy(statement)) } }"
            return try judge(template, limits, rule: rule).outcome
        }
        let owner = #""aws:RequestTag/owner": "false""#
        #expect(try outcome(#""Null": { \#(owner), "aws:RequestTag/team": "false" }"#) == "pass")
        #expect(try outcome(#""Null": { \#(owner) }"#) == "fail")
        #expect(try outcome(#"StringEquals: { "aws:RequestedRegion": eu-west-1 }"#) == "pass")
        #expect(try outcome(#"StringEquals: { "aws:RequestedRegion": us-east-1 }"#) == "fail")
    }

    @Test("`iam.allows` answers for one request, and is unknown where the policy is")
    func function() throws {
        func outcome(_ request: String, _ statement: String) throws -> RunResult {
            let rule = """
                - id: rule
                  title: The rule
                  severity: high
                  targets: [AWS::IAM::ManagedPolicy]
                  check: { assert: 'iam.allows(resource.PolicyDocument, \(request))' }
                """
            return try judge(
                "R: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: \(GuaranteeCase.policy(statement)) } }",
                AccessLimits(), rule: rule)
        }
        let tagged =
            #"{ Effect: Allow, Action: "sagemaker:*", Resource: "*", Condition: { StringEquals: { "aws:RequestTag/team": a } } }"#
        func request(_ context: String) -> String {
            #"{"action": "sagemaker:CreateModel", "resource": "arn:aws:sagemaker:eu-west-1:111122223333:model/m", "context": \#(context)}"#
        }
        #expect(try outcome(request(#"{"aws:RequestTag/team": "a"}"#), tagged).outcome == "pass")
        #expect(try outcome(request(#"{"aws:RequestTag/team": "b"}"#), tagged).outcome == "fail")
        #expect(try outcome(request("{}"), tagged).outcome == "fail")
        let open = #"{ Effect: Allow, Action: "sagemaker:*", Resource: !Ref P }"#
        #expect(try outcome(request("{}"), open).outcome == "unknown")
        let wrong = try outcome(#"{"action": "sagemaker:CreateModle"}"#, tagged)
        #expect(wrong.outcome == "error")
        #expect(wrong.findings.first?.message.contains("did you mean `sagemaker:CreateModel`?") == true)
        let refused = try outcome(request("{}"), #"{ Effect: Maybe, Action: "sagemaker:*", Resource: "*" }"#)
        #expect(refused.outcome == "error")
    }
}
