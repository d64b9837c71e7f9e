import IAM
import Testing

@testable import random_policies

/// Which requests there can be: a request that is left out makes proofs that do not hold.
@Suite("requests that a question must think of")
struct RequestModelTests {
    private func allow(_ action: String, _ resource: String = "*", _ condition: String = "") -> String {
        #"{"Effect": "Allow", "Action": "\#(action)", "Resource": "\#(resource)", "Condition": {\#(condition)}}"#
    }

    private func deny(_ action: String, _ resource: String = "*", _ condition: String = "") -> String {
        #"{"Effect": "Deny", "Action": "\#(action)", "Resource": "\#(resource)", "Condition": {\#(condition)}}"#
    }

    private func decide(_ statements: [String], _ guarantee: String) throws -> Answer {
        let text = #"{"Version": "2012-10-17", "Statement": [\#(statements.joined(separator: ", "))]}"#
        let set = PolicySet(identity: [try policy(text)])
        let answer = set.decide(try Guarantee(reading: json(guarantee)))
        if let request = answer.counterexample?.request { #expect(set.decide(request).verdict == .allowed) }
        return answer
    }

    @Test(
        "a resource may belong to AWS, or to no account that is named",
        arguments: [
            ("iam:GetPolicy", "arn:aws:iam::aws:policy/*"), ("sagemaker:DescribeHub", "arn:aws:sagemaker:*:aws:hub/*"),
            ("ssm:GetParameter", "arn:aws:ssm:*::parameter/aws/*"),
        ])
    func resourcesOfAWS(_ action: String, _ resource: String) throws {
        let claim = #"{"actions": ["\#(action)"]}"#
        let answer = try decide([allow(action, resource)], claim)
        #expect(answer.verdict == .counterexample)
        // No account that the keys speak of owns it.
        let owned = try decide(
            [allow(action, resource, #""StringEquals": {"aws:ResourceAccount": "444455556666"}"#)], claim)
        #expect(owned.verdict == .counterexample)
        #expect(owned.counterexample?.request.context["aws:ResourceAccount"]?.all == ["444455556666"])
    }

    @Test("an account in an ARN is the value of the keys about it")
    func accounts() throws {
        let never = #"{"actions": ["sagemaker:DescribeModel"], "onlyWhen": {}}"#
        for key in ["aws:ResourceAccount", "aws:PrincipalAccount"] {
            let bound = #""StringNotEquals": {"\#(key)": "111122223333"}"#
            let resource = "arn:aws:sagemaker:*:111122223333:*"
            #expect(try decide([allow("sagemaker:*", resource, bound)], never).verdict == .proved, "\(key)")
        }
    }

    @Test("regions of every partition are thought of")
    func regions() throws {
        for region in ["eu-west-1", "us-gov-east-1", "eusc-de-east-1", "ap-southeast-7"] {
            let answer = try decide(
                [allow("sagemaker:DescribeModel", "arn:aws:sagemaker:\(region):*:model/*")],
                #"{"actions": ["sagemaker:DescribeModel"]}"#)
            #expect(answer.counterexample?.request.resource.contains(":\(region):") == true)
        }
    }

    @Test("the tags of each resource of a request are tags of their own")
    func tagsOfSeveralResources() throws {
        // Only the instance must carry the key; the volume may carry the value without it.
        let answer = try decide(
            [
                allow("ec2:RunInstances", "*"),
                deny("ec2:RunInstances", "arn:aws:ec2:*:*:instance/*", #""Null": {"aws:TagKeys": "false"}"#),
                deny("ec2:RunInstances", "arn:aws:ec2:*:*:volume/*", #""Null": {"aws:RequestTag/cost": "true"}"#),
            ],
            #"{"actions": ["ec2:RunInstances"], "resources": ["arn:aws:ec2:*:*:volume/*"]}"#)
        #expect(answer.verdict == .counterexample)
        let call = try #require(answer.counterexample)
        for request in [call.request] + call.alongside {
            let isVolume = request.resource.contains(":volume/")
            if isVolume || request.resource.contains(":instance/") {
                #expect((request.context["aws:RequestTag/cost"] != nil) == isVolume, "\(request)")
                #expect((request.context["aws:TagKeys"] != nil) == isVolume, "\(request)")
            }
        }
    }

    @Test("an action that may name no resource is asked about none")
    func optionalResources() throws {
        // Every resource that it can name is denied; AWS does not say whether it must name one.
        let named = [
            allow("sagemaker:CreateModelPackage"), deny("sagemaker:CreateModelPackage", "arn:aws:sagemaker:*:*:*"),
        ]
        let answer = try decide(named, #"{"actions": ["sagemaker:CreateModelPackage"]}"#)
        #expect(answer.verdict == .unknown, "\(answer.counterexample?.request.resource ?? "")")
        #expect(answer.reason?.contains("can name no resource") == true, "\(answer.reason ?? "")")
        let all = [allow("sagemaker:CreateModelPackage"), deny("sagemaker:CreateModelPackage")]
        #expect(try decide(all, #"{"actions": ["sagemaker:CreateModelPackage"]}"#).verdict == .proved)
        // What is tagged is always named.
        let tags = [allow("sagemaker:AddTags"), deny("sagemaker:AddTags", "arn:aws:sagemaker:*:*:*")]
        #expect(try decide(tags, #"{"actions": ["sagemaker:AddTags"]}"#).verdict == .proved)
    }

    @Test("the value of a policy variable may hold colons")
    func variablesWithColons() throws {
        let statements = [
            allow("sagemaker:DescribeModel"),
            deny("sagemaker:DescribeModel", "arn:aws:sagemaker:eu-west-1:111122223333:model/a"),
        ]
        // Proved only if the tag cannot be `eu-west-1:444455556666`.
        let answer = try decide(
            [allow("sagemaker:DescribeModel", "arn:aws:sagemaker:${aws:PrincipalTag/place}:model/*")]
                + statements[1...],
            #"{"actions": ["sagemaker:DescribeModel"]}"#)
        #expect(answer.verdict != .proved)
    }

    @Test(
        "keys that AWS documents to be always there are",
        arguments: [
            ("Bool", "aws:SecureTransport"), ("Bool", "aws:ViaAWSService"), ("Bool", "aws:PrincipalIsAWSService"),
            ("StringLike", "aws:RequestedRegion"), ("StringLike", "aws:PrincipalArn"),
        ])
    func alwaysPresent(_ comparison: String, _ key: String) throws {
        let values = comparison == "Bool" ? #"["true", "false"]"# : #""*""#
        let answer = try decide(
            [allow("sagemaker:*"), deny("sagemaker:*", "*", #""\#(comparison)": {"\#(key)": \#(values)}"#)],
            #"{"actions": ["sagemaker:DescribeModel"]}"#)
        #expect(answer.verdict == .proved)
    }

    @Test(
        "keys that AWS documents to be there at times are not taken for granted",
        arguments: ["aws:SourceVpc", "aws:SourceVpce", "aws:SourceIp", "aws:MultiFactorAuthPresent", "aws:UserAgent"])
    func sometimesPresent(_ key: String) throws {
        let answer = try decide(
            [allow("sagemaker:*"), deny("sagemaker:*", "*", #""Null": {"\#(key)": "false"}"#)],
            #"{"actions": ["sagemaker:DescribeModel"]}"#)
        #expect(answer.verdict == .counterexample)
    }
}
