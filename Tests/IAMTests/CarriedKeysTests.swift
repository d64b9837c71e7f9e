import IAM
import Testing

@testable import random_policies

/// Keys that follow from who asks and what is asked for: a counterexample in which they say something else is none.
@Suite("keys that every request carries")
struct CarriedKeysTests {
    private func decide(_ action: String, _ statements: String..., principal: String? = nil) throws -> Answer {
        let text = #"{"Version": "2012-10-17", "Statement": [\#(statements.joined(separator: ", "))]}"#
        let set = PolicySet(identity: [try policy(text)], principal: principal.map { Principal(arn: $0) })
        return set.decide(try Guarantee(reading: json(#"{"actions": ["\#(action)"]}"#)))
    }

    private func allow(_ action: String, _ condition: String = "") -> String {
        #"{"Effect": "Allow", "Action": "\#(action)", "Resource": "*", "Condition": {\#(condition)}}"#
    }

    private func deny(_ condition: String) -> String {
        #"{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {\#(condition)}}"#
    }

    @Test(
        "a key that every request carries has a value also where only a policy variable names it",
        arguments: [
            #""StringNotLike": {"aws:userid": "${aws:userid}"}"#,
            #""StringNotEquals": {"aws:PrincipalArn": "${aws:PrincipalArn}"}"#,
        ])
    func variables(_ condition: String) throws {
        let answer = try decide("sagemaker:DescribeModelPackage", allow("sagemaker:*", condition))
        #expect(answer.verdict != .counterexample, "\(String(describing: answer.counterexample))")
    }

    @Test("a request does without a key of its service that its action does not list")
    func unlistedKeys() throws {
        let condition = #""StringNotEquals": {"kms:CallerAccount": "444455556666"}"#
        #expect(try decide("kms:ListKeys", allow("kms:*", condition)).verdict == .counterexample)
        let answer = try decide("kms:CreateKey", allow("kms:*", condition))
        #expect(answer.counterexample?.request.context["kms:CallerAccount"]?.all == ["111122223333"])
    }

    @Test("a request to an access point carries the keys about it")
    func accessPoints() throws {
        let condition = #""ArnLike": {"s3:DataAccessPointArn": "arn:aws:s3:*:*:accesspoint/team*"}"#
        let request = try #require(
            try decide("s3:PutObject", allow("s3:*", condition)).counterexample?.request)
        #expect(request.resource.contains(":accesspoint/"))
        // The policy of the bucket sees the keys, too.
        let bucket =
            #"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*", "Condition": {\#(condition)}}"#
        #expect(try decide("s3:PutObject", bucket).verdict == .unknown)
    }

    @Test("only a resource of AWS belongs to another account where nothing is shared")
    func otherAccounts() throws {
        let condition = #""StringNotEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}"#
        let request = try #require(
            try decide("sagemaker:DescribeHub", allow("sagemaker:*", condition)).counterexample?.request)
        #expect(request.resource.contains(":aws:hub/"))
        #expect(request.context["aws:PrincipalAccount"] != nil)
        // Of these AWS publishes none.
        #expect(try decide("sagemaker:DescribeModelPackage", allow("sagemaker:*", condition)).verdict == .unknown)
    }

    @Test("a counterexample spells a key that only a variable names as AWS does")
    func spelling() throws {
        let answer = try decide(
            "sagemaker:DeleteModel",
            allow("sagemaker:*", #""StringEquals": {"aws:ResourceTag/owner": "${aws:PrincipalTag/Owner}"}"#))
        let keys = try #require(answer.counterexample).request.context.keys
        #expect(keys.contains { $0.hasPrefix("aws:PrincipalTag/") }, "\(keys)")
    }

    @Test(
        "the principal that is given is the one who asks",
        arguments: [
            ("aws:PrincipalArn", "arn:aws:iam::111122223333:role/other", "arn:aws:iam::111122223333:role/r"),
            ("aws:PrincipalAccount", "444455556666", "111122223333"),
            ("aws:PrincipalType", "User", "AssumedRole"),
        ])
    func principal(_ key: String, _ other: String, _ own: String) throws {
        let role = "arn:aws:iam::111122223333:role/r"
        func answer(_ value: String) throws -> Answer.Verdict {
            try decide(
                "sagemaker:DeleteModel", allow("sagemaker:*", #""StringEquals": {"\#(key)": "\#(value)"}"#),
                principal: role
            ).verdict
        }
        #expect(try answer(other) == .proved)
        #expect(try answer(own) == .counterexample)
        let user = "arn:aws:iam::111122223333:user/path/ann"
        let named = allow("sagemaker:*", #""StringEquals": {"aws:username": "ann"}"#)
        #expect(try decide("sagemaker:DeleteModel", named, principal: user).verdict == .counterexample)
        #expect(try decide("sagemaker:DeleteModel", named, principal: role).verdict == .proved)
    }

    @Test("whether resources of another account let the principal in is open where policies name them")
    func account() throws {
        let statement =
            #"{"Effect": "Allow", "Action": "sagemaker:*", "Resource": "arn:aws:sagemaker:*:444455556666:*"}"#
        let role = "arn:aws:iam::111122223333:role/r"
        let answer = try decide("sagemaker:DeleteModel", statement, principal: role)
        #expect(answer.verdict == .unknown)
        #expect(answer.reason?.contains("resources of other accounts") == true)
        #expect(try decide("sagemaker:DeleteModel", statement).verdict == .counterexample)
    }

    @Test("who signs requests is no service of AWS")
    func services() throws {
        let answer = try decide(
            "sagemaker:DeleteModel", allow("*"), deny(#""Bool": {"aws:PrincipalIsAWSService": "false"}"#))
        #expect(answer.verdict == .proved)
    }

    @Test("a service with one endpoint for the world is asked in the region of that endpoint")
    func globalServices() throws {
        let fence = deny(#""StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}"#)
        #expect(try decide("iam:CreateUser", allow("*"), fence).verdict == .proved)
        #expect(try decide("sagemaker:CreateModel", allow("*"), fence).verdict == .counterexample)
        let answer = try decide(
            "iam:CreateUser", allow("*"), deny(#""StringNotEquals": {"aws:RequestedRegion": "us-east-1"}"#))
        #expect(answer.counterexample?.request.context["aws:RequestedRegion"]?.all == ["us-east-1"])
    }
}
