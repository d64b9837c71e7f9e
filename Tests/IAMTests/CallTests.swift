import IAM
import Testing

@testable import random_policies

/// Which calls there are, and who makes them: a call too few proves what does not hold.
@Suite("the calls that are looked at")
struct CallTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Statements of the identity policy.
        var identity: [String]
        /// Statements of the resource's policy.
        var resource: [String] = []
        var boundary: [String] = []
        var principal: Principal?
        var guarantee: String
        var verdict: Answer.Verdict
    }

    private static func allow(_ action: String, _ resource: String = "*", _ more: String = "") -> String {
        #"{"Effect": "Allow", "Action": "\#(action)", "Resource": "\#(resource)"\#(more)}"#
    }

    private static func deny(_ action: String, _ resource: String = "*", _ more: String = "") -> String {
        #"{"Effect": "Deny", "Action": "\#(action)", "Resource": "\#(resource)"\#(more)}"#
    }

    private static func never(_ action: String) -> String { #"{"actions": ["\#(action)"]}"# }

    private static let role = Principal(arn: "arn:aws:iam::111122223333:role/r")
    private static let session = Principal(
        arn: "arn:aws:iam::111122223333:role/r", session: "arn:aws:sts::111122223333:assumed-role/r/alice")
    private static let user = Principal(arn: "arn:aws:iam::111122223333:user/u")
    private static let untagged = #", "Condition": {"StringNotEquals": {"aws:RequestTag/env": "dev"}}"#

    static let cases = [
        Case(
            testDescription: "a model is invoked by one of the resources that invocations can name",
            identity: [allow("bedrock:InvokeModel", "arn:aws:bedrock:*::foundation-model/*")],
            guarantee: never("bedrock:InvokeModel"), verdict: .counterexample),
        Case(
            testDescription: "an inference profile is invoked with the models behind it",
            identity: [
                allow("bedrock:InvokeModel", "arn:aws:bedrock:*:*:inference-profile/*"),
                allow("bedrock:InvokeModel", "arn:aws:bedrock:*::foundation-model/*"),
            ],
            guarantee:
                #"{"actions": ["bedrock:InvokeModel"], "resources": ["arn:aws:bedrock:*:*:inference-profile/*"]}"#,
            verdict: .counterexample),
        Case(
            testDescription: "an inference profile alone may not do",
            identity: [allow("bedrock:InvokeModel", "arn:aws:bedrock:*:*:inference-profile/*")],
            guarantee: never("bedrock:InvokeModel"), verdict: .unknown),
        Case(
            testDescription: "a table is in its database",
            identity: [allow("glue:*"), deny("glue:*", "arn:aws:glue:*:*:database/secret")],
            guarantee:
                #"{"actions": ["glue:GetTable"], "resources": ["arn:aws:glue:eu-west-1:111122223333:table/secret/*"]}"#,
            verdict: .unknown),
        Case(
            testDescription: "a table of an allowed database is found",
            identity: [allow("glue:*"), deny("glue:*", "arn:aws:glue:*:*:database/example")],
            guarantee:
                #"{"actions": ["glue:GetTable"], "resources": ["arn:aws:glue:eu-west-1:111122223333:table/s*/*"]}"#,
            verdict: .counterexample),
        Case(
            testDescription: "contents are in their hub",
            identity: [
                allow("sagemaker:*"), deny("sagemaker:DescribeHubContent", "arn:aws:sagemaker:*:*:hub/secret"),
            ],
            guarantee:
                #"{"actions": ["sagemaker:DescribeHubContent"], "resources": ["arn:aws:sagemaker:*:*:hub-content/secret/*"]}"#,
            verdict: .unknown),
        Case(
            testDescription: "identifiers of EC2 hold no colon",
            identity: [allow("ec2:*", "arn:aws:ec2:*:*:instance/*")], guarantee: never("ec2:DeleteVolume"),
            verdict: .proved),
        Case(
            testDescription: "names of functions hold no colon",
            identity: [allow("lambda:*", "arn:aws:lambda:*:*:layer:*")], guarantee: never("lambda:InvokeFunction"),
            verdict: .proved),
        Case(
            testDescription: "names of tables hold no colon",
            identity: [allow("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/dev-*")],
            guarantee:
                #"{"actions": ["dynamodb:GetItem"], "resources": ["arn:aws:dynamodb:*:*:table/prod-*"]}"#,
            verdict: .proved),
        Case(
            testDescription: "no policy decides who renews a sign-in",
            identity: [allow("*"), deny("cognito-idp:*")],
            guarantee: never("cognito-idp:GetTokensFromRefreshToken"), verdict: .unknown),
        Case(
            testDescription: "a denial of one of the alternatives leaves the others",
            identity: [allow("bedrock:*"), deny("bedrock:InvokeModel*", "arn:aws:bedrock:*:*:imported-model/*")],
            guarantee: never("bedrock:InvokeModel"), verdict: .counterexample),
        Case(
            testDescription: "a listener belongs to one kind of load balancer",
            identity: [
                allow("elasticloadbalancing:DeleteListener", "arn:aws:elasticloadbalancing:*:*:listener/app/*")
            ], guarantee: never("elasticloadbalancing:DeleteListener"), verdict: .counterexample),
        Case(
            testDescription: "whether several required resources are named together is open where nothing says so",
            identity: [allow("comprehend:DeleteEndpoint", "arn:aws:comprehend:*:*:document-classifier-endpoint/*")],
            guarantee: never("comprehend:DeleteEndpoint"), verdict: .unknown),
        Case(
            testDescription: "a list of a database's tables need not name one",
            identity: [
                allow("glue:GetTables", "arn:aws:glue:*:*:catalog"),
                allow("glue:GetTables", "arn:aws:glue:*:*:database/*"),
            ], guarantee: never("glue:GetTables"), verdict: .unknown),
        Case(
            testDescription: "a permission set may be provisioned without naming an account",
            identity: [
                allow("sso:ProvisionPermissionSet", "arn:aws:sso:::instance/*"),
                allow("sso:ProvisionPermissionSet", "arn:aws:sso:::permissionSet/*"),
            ], guarantee: never("sso:ProvisionPermissionSet"), verdict: .unknown),
        Case(
            testDescription: "an assignment names the instance, the permission set and the account",
            identity: [allow("sso:CreateAccountAssignment", "arn:aws:sso:::instance/*")],
            guarantee: never("sso:CreateAccountAssignment"), verdict: .proved),
        Case(
            testDescription: "an endpoint is made of an endpoint and its configuration",
            identity: [allow("sagemaker:CreateEndpoint", "arn:aws:sagemaker:*:*:endpoint/*")],
            guarantee: never("sagemaker:CreateEndpoint"), verdict: .proved),
        Case(
            testDescription: "instances start without a subnet that is named",
            identity: [allow("ec2:*"), deny("ec2:RunInstances", "arn:aws:ec2:*:*:subnet/*")],
            guarantee: never("ec2:RunInstances"), verdict: .counterexample),
        Case(
            testDescription: "instances that start in a subnet can be bound to it",
            identity: [
                allow("ec2:*"),
                deny(
                    "ec2:RunInstances", "arn:aws:ec2:*:*:subnet/*",
                    #", "Condition": {"StringNotEquals": {"ec2:Vpc": "arn:aws:ec2:eu-west-1:111122223333:vpc/a"}}"#),
            ],
            guarantee:
                #"{"actions": ["ec2:RunInstances"], "resources": ["arn:aws:ec2:*:*:subnet/*"], "onlyWhen": {"StringEquals": {"ec2:Vpc": "arn:aws:ec2:eu-west-1:111122223333:vpc/a"}}}"#,
            verdict: .proved),
        Case(
            testDescription: "whether instances start without a security group that is named is open",
            identity: [allow("ec2:*"), deny("ec2:RunInstances", "arn:aws:ec2:*:*:security-group/*")],
            guarantee: never("ec2:RunInstances"), verdict: .unknown),
        Case(
            testDescription: "an optional resource is looked at without those that may be missing",
            identity: [allow("ec2:*"), deny("ec2:RunInstances", "arn:aws:ec2:*:*:security-group/*")],
            guarantee: #"{"actions": ["ec2:RunInstances"], "resources": ["arn:aws:ec2:*:*:volume/*"]}"#,
            verdict: .unknown),
        Case(
            testDescription: "every instance starts from an image",
            identity: [allow("ec2:*"), deny("ec2:RunInstances", "arn:aws:ec2:*::image/*")],
            guarantee: never("ec2:RunInstances"), verdict: .proved),
        Case(
            testDescription: "a volume is attached to an instance",
            identity: [allow("ec2:*"), deny("ec2:AttachVolume", "arn:aws:ec2:*:*:instance/*")],
            guarantee: never("ec2:AttachVolume"), verdict: .proved),
        Case(
            testDescription: "an address is given to nothing that is no gateway",
            identity: [
                allow("ec2:*"), deny("ec2:AssociateNatGatewayAddress", "arn:aws:ec2:*:*:elastic-ip/*"),
            ],
            guarantee: never("ec2:AssociateNatGatewayAddress"), verdict: .proved),
        Case(
            testDescription: "a message goes to a phone number, which is no topic",
            identity: [
                #"{"Effect": "Allow", "Action": "sns:Publish", "NotResource": "arn:aws:sns:*:*:*"}"#
            ], guarantee: never("sns:Publish"), verdict: .counterexample),
        Case(
            testDescription: "a denial of topics leaves phone numbers",
            identity: [allow("sns:*"), deny("sns:Publish", "arn:aws:sns:*:*:*")],
            guarantee: never("sns:Publish"), verdict: .counterexample),
        Case(
            testDescription: "an older form of an ARN names a resource",
            identity: [allow("ecs:UpdateService", "arn:aws:ecs:*:*:service/web")],
            guarantee: never("ecs:UpdateService"), verdict: .counterexample),
        Case(
            testDescription: "an exception takes no resource out of the judgement",
            identity: [allow("*"), deny("ec2:RunInstances", "arn:aws:ec2:*:*:instance/*", untagged)],
            guarantee:
                #"{"actions": ["ec2:RunInstances"], "resources": ["arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:*:*:instance/*"], "onlyWhen": {"StringEquals": {"aws:RequestTag/env": "dev"}}, "unless": {"StringEquals": {"ec2:InstanceType": "t3.micro"}}}"#,
            verdict: .counterexample),
        Case(
            testDescription: "no policy decides about a call for which AWS asks no permission",
            identity: [allow("ec2:Describe*")], guarantee: never("sts:GetCallerIdentity"), verdict: .unknown),
        Case(
            testDescription: "no policy decides about who signs in",
            identity: [allow("ec2:Describe*")], guarantee: never("cognito-idp:InitiateAuth"), verdict: .unknown),
        Case(
            testDescription: "no policy decides about a pattern of calls for which AWS asks no permission",
            identity: [allow("*")], guarantee: never("sts:GetCaller*"), verdict: .unknown),
        Case(
            testDescription: "a pattern leaves out what needs no permission", identity: [allow("ec2:Describe*")],
            guarantee: never("sts:*"), verdict: .proved),
        Case(
            testDescription: "a grant to a user may be one to the user's federated session",
            identity: [allow("ec2:Describe*")],
            resource: [
                allow(
                    "s3:GetObject", "arn:aws:s3:::b/*",
                    #", "Principal": {"AWS": "arn:aws:iam::111122223333:user/u"}"#)
            ], principal: Principal(arn: "arn:aws:sts::111122223333:federated-user/bob"),
            guarantee: never("s3:GetObject"), verdict: .unknown),
        Case(
            testDescription: "a role of another account can be assumed",
            identity: [allow("sts:AssumeRole", "arn:aws:iam::999988887777:role/Deploy")], principal: role,
            guarantee: never("sts:AssumeRole"), verdict: .counterexample),
        Case(
            testDescription: "roles of other accounts break a perimeter of one's own account", identity: [allow("*")],
            principal: role,
            guarantee:
                #"{"actions": ["sts:AssumeRole"], "onlyWhen": {"StringEquals": {"aws:ResourceAccount": "111122223333"}}}"#,
            verdict: .counterexample),
        Case(
            testDescription: "a perimeter is not proved by taking resources of others away", identity: [allow("*")],
            principal: role,
            guarantee:
                #"{"actions": ["sqs:SendMessage"], "onlyWhen": {"StringEquals": {"aws:ResourceAccount": "111122223333"}}}"#,
            verdict: .unknown),
        Case(
            testDescription: "a star in the form of an ARN stands for anything",
            identity: [
                allow("backup:StartRestoreJob", "arn:aws:backup:eu-west-1:111122223333:recovery-point:abc")
            ], guarantee: never("backup:StartRestoreJob"), verdict: .counterexample),
        Case(
            testDescription: "a star in the form of an ARN may stand for no account",
            identity: [allow("backup:StartRestoreJob", "arn:aws:ec2:eu-west-1::snapshot/*")],
            guarantee: never("backup:StartRestoreJob"), verdict: .counterexample),
        Case(
            testDescription: "the partition is that of the principal",
            identity: [allow("sagemaker:DeleteModel", "arn:aws-us-gov:sagemaker:*:*:*")],
            principal: Principal(arn: "arn:aws-us-gov:iam::111122223333:role/r"),
            guarantee: never("sagemaker:DeleteModel"), verdict: .counterexample),
        Case(
            testDescription: "the partition is the one that the policies name",
            identity: [allow("sagemaker:DeleteModel", "arn:aws-us-gov:sagemaker:*:*:*")],
            guarantee: never("sagemaker:DeleteModel"), verdict: .counterexample),
        Case(
            testDescription: "the partition is the one that the guarantee names", identity: [allow("*")],
            guarantee: #"{"actions": ["s3:GetObject"], "resources": ["arn:aws-us-gov:s3:::b/*"]}"#,
            verdict: .counterexample),
        Case(
            testDescription: "the partition is the one that conditions name",
            identity: [
                allow(
                    "s3:GetObject", "*",
                    #", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws-us-gov:iam::111122223333:role/x"}}"#)
            ], guarantee: never("s3:GetObject"), verdict: .counterexample),
        Case(
            testDescription: "each partition that the policies name is asked about",
            identity: [allow("s3:GetObject", "arn:aws:s3:::b/*"), allow("s3:PutObject", "arn:aws-cn:s3:::b/*")],
            guarantee: never("s3:PutObject"), verdict: .counterexample),
        Case(
            testDescription: "a principal of another partition than the resources proves nothing",
            identity: [allow("*")], principal: Principal(arn: "arn:aws-us-gov:iam::111122223333:role/r"),
            guarantee: #"{"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::b/*"]}"#, verdict: .unknown),
        Case(
            testDescription: "a session's role that a policy names without path has none",
            identity: [
                allow("ec2:Describe*"),
                deny("*", "*", #", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/team/*"}}"#),
            ],
            resource: [
                allow(
                    "s3:GetObject", "arn:aws:s3:::b/*",
                    #", "Principal": {"AWS": "arn:aws:iam::111122223333:role/r"}"#)
            ], principal: session, guarantee: never("s3:GetObject"), verdict: .proved),
        Case(
            testDescription: "a grant to a session's role counts",
            identity: [allow("ec2:Describe*")],
            resource: [
                allow(
                    "s3:GetObject", "arn:aws:s3:::b/*",
                    #", "Principal": {"AWS": "arn:aws:iam::111122223333:role/r"}"#)
            ], principal: session, guarantee: never("s3:GetObject"), verdict: .counterexample),
        Case(
            testDescription: "whoever has a boundary is denied whatever NotPrincipal lists", identity: [allow("s3:*")],
            resource: [
                deny(
                    "s3:GetObject", "arn:aws:s3:::b/*",
                    #", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:user/u"}"#)
            ], boundary: [allow("*")], principal: user,
            guarantee: #"{"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::b/*"]}"#, verdict: .proved),
        Case(
            testDescription: "a role is passed in the region of the service to which it is passed",
            identity: [
                allow("iam:PassRole"),
                deny("iam:PassRole", "*", #", "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}"#),
            ], guarantee: never("iam:PassRole"), verdict: .counterexample),
        Case(
            testDescription: "a call is refused whose tags may not be given",
            identity: [allow("sagemaker:*"), deny("sagemaker:AddTags")],
            guarantee: #"{"actions": ["sagemaker:CreateModel"], "onlyWhen": {"Null": {"aws:RequestTag/a": "true"}}}"#,
            verdict: .proved),
        Case(
            testDescription: "a call is allowed whose tags may be given under a condition",
            identity: [
                allow("sagemaker:*"),
                deny("sagemaker:AddTags", "*", #", "Condition": {"StringEquals": {"aws:RequestTag/a": "b"}}"#),
            ],
            guarantee: #"{"actions": ["sagemaker:CreateModel"], "onlyWhen": {"Null": {"aws:RequestTag/a": "true"}}}"#,
            verdict: .counterexample),
        Case(
            testDescription: "the account of a principal is the one in its ARN",
            identity: [
                allow(
                    "sagemaker:DeleteModel", "*",
                    #", "Condition": {"StringEquals": {"aws:PrincipalAccount": "111122223333"}, "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::222233334444:role/x"}}"#
                )
            ], guarantee: never("sagemaker:DeleteModel"), verdict: .unknown),
        Case(
            testDescription: "a user name makes a user",
            identity: [
                allow(
                    "sagemaker:DeleteModel", "*",
                    #", "Condition": {"StringEquals": {"aws:username": "ann"}, "StringLike": {"aws:PrincipalArn": "*:444455556666:*"}}"#
                )
            ], guarantee: never("sagemaker:DeleteModel"), verdict: .counterexample),
        Case(
            testDescription: "nobody signs a call by which an identity provider's user takes a role",
            identity: [allow("s3:*")], guarantee: never("sts:AssumeRoleWithWebIdentity"), verdict: .unknown),
        Case(
            testDescription: "a trust policy alone decides about an identity provider's users",
            identity: [allow("s3:*")],
            resource: [
                #"{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/p"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"p:aud": "sts.amazonaws.com"}}}"#
            ], principal: role,
            guarantee:
                #"{"actions": ["sts:AssumeRoleWithWebIdentity"], "onlyWhen": {"StringLike": {"p:sub": "repo:mine/*"}}}"#,
            verdict: .counterexample),
        Case(
            testDescription: "a trust policy that asks for a subject is held to it", identity: [allow("s3:*")],
            resource: [
                #"{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/p"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringLike": {"p:sub": "repo:mine/app:*"}}}"#
            ],
            guarantee:
                #"{"actions": ["sts:AssumeRoleWithWebIdentity"], "onlyWhen": {"StringLike": {"p:sub": "repo:mine/*"}}}"#,
            verdict: .proved),
        Case(
            testDescription: "every request to KMS tells the caller's account",
            identity: [
                allow(
                    "kms:Decrypt", "*", #", "Condition": {"StringNotEquals": {"kms:CallerAccount": "111122223333"}}"#)
            ], principal: role, guarantee: never("kms:Decrypt"), verdict: .unknown),
        Case(
            testDescription: "a time is a number where a number is asked for",
            identity: [
                allow("s3:GetObject"),
                deny(
                    "s3:GetObject", "*",
                    #", "Condition": {"NumericGreaterThanEquals": {"aws:EpochTime": "1798761600"}}"#),
            ],
            guarantee:
                #"{"actions": ["s3:GetObject"], "onlyWhen": {"NumericLessThan": {"aws:EpochTime": "1798761600"}}}"#,
            verdict: .proved),
        Case(
            testDescription: "a user keeps the path that is asked for",
            identity: [
                allow(
                    "sagemaker:DeleteModel", "*",
                    #", "Condition": {"Null": {"aws:username": "false"}, "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/team/*"}}"#
                )
            ], guarantee: never("sagemaker:DeleteModel"), verdict: .counterexample),
        Case(
            testDescription: "the tags of a call are those of what it creates",
            identity: [allow("sagemaker:*"), deny("sagemaker:AddTags", "arn:aws:sagemaker:*:*:endpoint/*")],
            guarantee:
                #"{"actions": ["sagemaker:CreateEndpoint"], "onlyWhen": {"Null": {"aws:RequestTag/a": "true"}}}"#,
            verdict: .proved),
        Case(
            testDescription: "an ARN holds the number of an account or `aws`",
            identity: [allow("iam:GetRole", "arn:aws:iam::xxxxxxxxxxxx:role/r")], guarantee: never("iam:GetRole"),
            verdict: .proved),
        Case(
            testDescription: "a verb of API Gateway names what either kind of API has",
            identity: [allow("apigateway:GET", "arn:aws:apigateway:*::/restapis/*")],
            guarantee: never("apigateway:GET"), verdict: .counterexample),
        Case(
            testDescription: "without its key a variable in a resource is its default",
            identity: [
                allow("sagemaker:DeleteModel", "arn:aws:sagemaker:*:*:model/${aws:PrincipalTag/team, 'x'}-*")
            ],
            guarantee:
                #"{"actions": ["sagemaker:DeleteModel"], "resources": ["arn:aws:sagemaker:*:*:model/*"], "onlyWhen": {"StringLike": {"aws:PrincipalTag/team": "*"}}}"#,
            verdict: .counterexample),
        Case(
            testDescription: "a default that another resource does not have excludes it",
            identity: [
                allow("sagemaker:DeleteModel", "arn:aws:sagemaker:*:*:model/${aws:PrincipalTag/team, 'x'}-*")
            ],
            guarantee:
                #"{"actions": ["sagemaker:DeleteModel"], "resources": ["arn:aws:sagemaker:*:*:model/y-*"], "unless": {"Null": {"aws:PrincipalTag/team": "false"}}}"#,
            verdict: .proved),
        Case(
            testDescription: "without its key a variable in a condition is its default",
            identity: [
                allow(
                    "sagemaker:DeleteModel", "*",
                    #", "Condition": {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team, 'x'}"}}"#)
            ],
            guarantee:
                #"{"actions": ["sagemaker:DeleteModel"], "onlyWhen": {"StringEquals": {"aws:ResourceTag/team": "x"}}, "unless": {"Null": {"aws:PrincipalTag/team": "false"}}}"#,
            verdict: .proved),
        Case(
            testDescription: "whom a denial lists beside an account is spared, others of the account are not",
            identity: [allow("s3:*")],
            resource: [
                deny(
                    "s3:GetObject", "arn:aws:s3:::b/*",
                    #", "NotPrincipal": {"AWS": ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/other"]}"#
                )
            ], principal: role, guarantee: #"{"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::b/*"]}"#,
            verdict: .proved),
        Case(
            testDescription: "whom an account alone spares is open", identity: [allow("s3:*")],
            resource: [
                deny(
                    "s3:GetObject", "arn:aws:s3:::b/*",
                    #", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}"#)
            ], principal: role, guarantee: #"{"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::b/*"]}"#,
            verdict: .unknown),
        Case(
            testDescription: "an address of a block is no text of another form",
            identity: [
                allow(
                    "s3:GetObject", "*",
                    #", "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.1/32"}, "StringLike": {"aws:SourceIp": "192.*"}}"#
                )
            ], guarantee: never("s3:GetObject"), verdict: .proved),
        Case(
            testDescription: "what a call creates has the tags that it gives",
            identity: [
                allow("sagemaker:AddTags"),
                allow(
                    "sagemaker:CreateModel", "*", #", "Condition": {"StringEquals": {"aws:ResourceTag/env": "dev"}}"#),
            ],
            guarantee: #"{"actions": ["sagemaker:CreateModel"], "onlyWhen": {"Null": {"aws:RequestTag/env": "true"}}}"#,
            verdict: .counterexample),
        Case(
            testDescription: "what a call creates has no other tags",
            identity: [
                allow("sagemaker:CreateModel", "*", #", "Condition": {"StringEquals": {"aws:ResourceTag/env": "dev"}}"#)
            ],
            guarantee:
                #"{"actions": ["sagemaker:CreateModel"], "onlyWhen": {"Null": {"aws:RequestTag/env": "false"}}}"#,
            verdict: .unknown),
    ]

    private func document(_ statements: [String], _ kind: PolicyKind = .unspecified) throws -> Policy {
        try policy(
            #"{"Version": "2012-10-17", "Statement": [\#(statements.joined(separator: ", "))]}"#, kind: kind)
    }

    @Test("no call is left out, and none that cannot be", arguments: cases)
    func calls(_ sample: Case) throws {
        let set = PolicySet(
            identity: [try document(sample.identity)],
            boundary: sample.boundary.isEmpty ? nil : try document(sample.boundary),
            resource: sample.resource.isEmpty ? [] : [try document(sample.resource, .resource)],
            principal: sample.principal)
        let answer = set.decide(try Guarantee(reading: json(sample.guarantee)))
        #expect(answer.verdict == sample.verdict, "\(answer)")
    }

    @Test("what nobody gave of a principal proves nothing, and is no denial")
    func unknownIdentity() throws {
        var set = PolicySet(
            identity: [],
            resource: [
                try document(
                    [
                        Self.deny(
                            "s3:GetObject", "arn:aws:s3:::b/secret/*", #", "Principal": "*""#)
                    ], .resource)
            ], principal: Self.role)
        func verdict(_ resource: String) throws -> Answer.Verdict {
            set.decide(
                try Guarantee(reading: json(#"{"actions": ["s3:GetObject"], "resources": ["\#(resource)"]}"#))
            ).verdict
        }
        #expect(try verdict("arn:aws:s3:::b/public/*") == .proved)
        set.hasUnknownIdentity = true
        #expect(try verdict("arn:aws:s3:::b/public/*") == .unknown)
        #expect(try verdict("arn:aws:s3:::b/secret/*") == .proved)
        let request = Request(action: "s3:GetObject", resource: "arn:aws:s3:::b/public/a")
        #expect(set.decide(request).verdict == .unclear)
    }

    @Test("a call that needs no permission is allowed whatever denies it")
    func free() throws {
        let set = PolicySet(identity: [try document([Self.deny("*")])])
        #expect(set.decide(Request(action: "sts:GetCallerIdentity")).verdict == .allowed)
        #expect(set.decide(Request(action: "sts:GetFederationToken")).verdict == .explicitlyDenied)
    }

    @Test("a number of a request is whole where that does")
    func numbers() throws {
        let condition = #", "Condition": {"NumericLessThan": {"sagemaker:ServerlessMaxConcurrency": "5.0001"}}"#
        let set = PolicySet(identity: [try document([Self.allow("sagemaker:CreateEndpointConfig", "*", condition)])])
        let answer = set.decide(try Guarantee(reading: json(Self.never("sagemaker:CreateEndpointConfig"))))
        let number = answer.counterexample?.request.context["sagemaker:ServerlessMaxConcurrency"]?.all.first
        #expect(number.flatMap { Int($0) } != nil, "\(answer)")
    }

    @Test("the resource by which a call is bad comes first")
    func judged() throws {
        let set = PolicySet(identity: [try document([Self.allow("*")])])
        let answer = set.decide(
            try Guarantee(
                reading: json(#"{"actions": ["ec2:RunInstances"], "resources": ["arn:aws:ec2:*:*:instance/*"]}"#)))
        #expect(answer.counterexample?.request.resource.contains(":instance/") == true)
    }
}
