import IAM
import Testing

@testable import random_policies

/// What calls name, and what those names hold: a name that cannot be makes a counterexample that is none, one left out a proof
/// that is none.
@Suite("names in the ARNs of resources")
struct ResourceNameTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var action: String
        /// The resources of the statements that allow and deny.
        var allowed: [String]
        var denied: String?
        /// The resources of the guarantee that nothing is allowed.
        var asked: String?
        var verdict: Answer.Verdict
    }

    static let cases = [
        Case(
            testDescription: "the name of a bucket holds no slash", action: "s3:ListBucket",
            allowed: ["arn:aws:s3:::b/*"], verdict: .proved),
        Case(
            testDescription: "the name of an object does", action: "s3:GetObject", allowed: ["arn:aws:s3:::b/c/*"],
            verdict: .counterexample),
        Case(
            testDescription: "the name of a table holds no slash", action: "dynamodb:PutItem",
            allowed: ["arn:aws:dynamodb:*:*:table/t/*"], verdict: .proved),
        Case(
            testDescription: "an index is no table", action: "dynamodb:DeleteTable",
            allowed: ["arn:aws:dynamodb:*:*:table/*/index/*"], verdict: .proved),
        Case(
            testDescription: "an index of a table is found", action: "dynamodb:Query",
            allowed: ["arn:aws:dynamodb:*:*:table/*/index/*"], verdict: .counterexample),
        Case(
            testDescription: "the name of a model holds no slash", action: "sagemaker:DescribeModel",
            allowed: ["arn:aws:sagemaker:*:*:model/a/b"], verdict: .proved),
        Case(
            testDescription: "a version of a package stands behind the group's name",
            action: "sagemaker:DescribeModelPackage", allowed: ["arn:aws:sagemaker:*:*:model-package/group/*"],
            verdict: .counterexample),
        Case(
            testDescription: "a version of a hub's content stands behind its name",
            action: "sagemaker:DescribeHubContent",
            allowed: ["arn:aws:sagemaker:*:aws:hub/*", "arn:aws:sagemaker:*:aws:hub-content/*/Model/*/1.0.0"],
            verdict: .counterexample),
        Case(
            testDescription: "an access point of several regions names none", action: "s3:GetObject",
            allowed: ["arn:aws:s3::111122223333:accesspoint/a.mrap/object/*"], verdict: .counterexample),
        Case(
            testDescription: "a parameter may stand in a hierarchy", action: "ssm:GetParameter",
            allowed: ["arn:aws:ssm:*:*:parameter/team/*"], verdict: .counterexample),
        Case(
            testDescription: "no parameter has a colon in its name", action: "ssm:GetParameter",
            allowed: ["arn:aws:ssm:*:*:parameter/team/*"], asked: "arn:aws:ssm:*:*:parameter/prod/*",
            verdict: .proved),
        Case(
            testDescription: "no log group has a colon in its name", action: "logs:*",
            allowed: ["arn:aws:logs:*:*:log-group:/team/*"], asked: "arn:aws:logs:*:*:log-group:/prod/*",
            verdict: .proved),
        Case(
            testDescription: "the time of a stream holds colons but no slash", action: "dynamodb:DescribeStream",
            allowed: ["arn:aws:dynamodb:*:*:table/team-*"], asked: "arn:aws:dynamodb:*:*:table/prod-*",
            verdict: .proved),
        Case(
            testDescription: "a role may have a path", action: "iam:GetRole",
            allowed: ["arn:aws:iam::*:role/team/*"], verdict: .counterexample),
        Case(
            testDescription: "a log group may be named like a path", action: "logs:PutRetentionPolicy",
            allowed: ["arn:aws:logs:*:*:log-group:/aws/sagemaker/*"], verdict: .counterexample),
        Case(
            testDescription: "a secret may be named like a path", action: "secretsmanager:GetSecretValue",
            allowed: ["arn:aws:secretsmanager:*:*:secret:team/*"], verdict: .counterexample),
        Case(
            testDescription: "a repository of images may be named like a path", action: "ecr:PutImage",
            allowed: ["arn:aws:ecr:*:*:repository/team/*"], verdict: .counterexample),
        Case(
            testDescription: "a load balancer of one kind is none of another",
            action: "elasticloadbalancing:DeregisterInstancesFromLoadBalancer",
            allowed: ["arn:aws:elasticloadbalancing:*:*:loadbalancer/app/*"], verdict: .proved),
        Case(
            testDescription: "whether a name may hold a slash is open where nothing says so",
            action: "comprehend:DescribeEntitiesDetectionJob",
            allowed: ["arn:aws:comprehend:*:*:entities-detection-job/a/b"], verdict: .unknown),
        Case(
            testDescription: "a name of which nothing is known is plain where it may be",
            action: "comprehend:DescribeEntitiesDetectionJob",
            allowed: ["arn:aws:comprehend:*:*:entities-detection-job/*"], denied: "arn:aws:comprehend:*:*:*example",
            verdict: .counterexample),
        Case(
            testDescription: "a slash beyond those of the form is no reason for a counterexample",
            action: "dynamodb:GetItem", allowed: ["arn:aws:dynamodb:*:*:table/*"],
            asked: "arn:aws:dynamodb:*:*:table/*/*", verdict: .unknown),
        Case(
            testDescription: "an index is asked without its table", action: "dynamodb:Scan",
            allowed: ["arn:aws:dynamodb:*:*:table/*"], denied: "arn:aws:dynamodb:*:*:table/*/index/*",
            asked: "arn:aws:dynamodb:*:*:table/*/index/*", verdict: .proved),
        Case(
            testDescription: "whether insights into an index need its table is open",
            action: "dynamodb:DescribeContributorInsights", allowed: ["arn:aws:dynamodb:*:*:table/*/index/*"],
            verdict: .unknown),
        Case(
            testDescription: "a call about an object names one", action: "s3:GetObject", allowed: ["*"],
            denied: "arn:aws:s3:*:*:*", verdict: .proved),
        Case(
            testDescription: "a route of a socket has no method", action: "execute-api:Invoke",
            allowed: ["arn:aws:execute-api:*:*:*/prod/$connect"], verdict: .counterexample),
        Case(
            testDescription: "messages to a connection are posted", action: "execute-api:ManageConnections",
            allowed: ["arn:aws:execute-api:*:*:*/prod/POST/@connections/*"], verdict: .counterexample),
        Case(
            testDescription: "the path of a call may be empty", action: "execute-api:Invoke",
            allowed: ["arn:aws:execute-api:*:*:abc/prod/GET/"], verdict: .counterexample),
        Case(
            testDescription: "an interface without a stage is not called", action: "execute-api:Invoke",
            allowed: ["arn:aws:execute-api:eu-west-1:111122223333:abc"], verdict: .proved),
        Case(
            testDescription: "a session needs a machine", action: "ssm:StartSession",
            allowed: ["arn:aws:ssm:*:*:document/*"], verdict: .proved),
        Case(
            testDescription: "a session needs no document", action: "ssm:StartSession",
            allowed: ["arn:aws:ec2:*:*:instance/*"], verdict: .counterexample),
        Case(
            testDescription: "a document that is named must be allowed as well", action: "ssm:StartSession",
            allowed: ["arn:aws:ec2:*:*:instance/*"], asked: "arn:aws:ssm:*:*:document/*", verdict: .proved),
        Case(
            testDescription: "a session with a document on a machine", action: "ssm:StartSession",
            allowed: ["arn:aws:ssm:*:*:document/*", "arn:aws:ssm:*:*:managed-instance/*"],
            asked: "arn:aws:ssm:*:*:document/*", verdict: .counterexample),
        Case(
            testDescription: "a command needs a machine", action: "ssm:SendCommand",
            allowed: ["arn:aws:ssm:*:*:document/*"], verdict: .proved),
        Case(
            testDescription: "a command needs a document", action: "ssm:SendCommand",
            allowed: ["arn:aws:ec2:*:*:instance/*"], verdict: .proved),
        Case(
            testDescription: "a command with a document on a machine", action: "ssm:SendCommand",
            allowed: ["arn:aws:ssm:*:*:document/*", "arn:aws:ec2:*:*:instance/*"], verdict: .counterexample),
        Case(
            testDescription: "a runbook is named with its version", action: "ssm:StartAutomationExecution",
            allowed: ["*"], asked: "arn:aws:ssm:*:*:automation-definition/a:1", verdict: .counterexample),
    ]

    @Test("what is named decides", arguments: cases)
    func names(_ sample: Case) throws {
        func statement(_ effect: String, _ resource: String) -> String {
            #"{"Effect": "\#(effect)", "Action": "\#(sample.action)", "Resource": "\#(resource)"}"#
        }
        let statements =
            sample.allowed.map { statement("Allow", $0) } + (sample.denied.map { [statement("Deny", $0)] } ?? [])
        let text = #"{"Version": "2012-10-17", "Statement": [\#(statements.joined(separator: ", "))]}"#
        let reach = sample.asked.map { #", "resources": ["\#($0)"]"# } ?? ""
        let answer = PolicySet(identity: [try policy(text)])
            .decide(try Guarantee(reading: json(#"{"actions": ["\#(sample.action)"]\#(reach)}"#)))
        #expect(answer.verdict == sample.verdict, "\(answer.reason ?? "\(String(describing: answer.counterexample))")")
    }

    @Test("tags of a document are not those of the machine that it runs on")
    func tagsOfEach() throws {
        let text = #"""
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "ssm:SendCommand", "Resource": "arn:aws:ssm:*:*:document/*",
               "Condition": {"StringEquals": {"aws:ResourceTag/kind": "document"}}},
              {"Effect": "Allow", "Action": "ssm:SendCommand", "Resource": "arn:aws:ec2:*:*:instance/*",
               "Condition": {"StringEquals": {"ssm:resourceTag/kind": "machine"}}}]}
            """#
        let answer = PolicySet(identity: [try policy(text)])
            .decide(try Guarantee(reading: json(#"{"actions": ["ssm:SendCommand"]}"#)))
        #expect(answer.verdict == .counterexample)
    }
}
