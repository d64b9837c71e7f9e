import IAM
import Testing

@testable import random_policies

/// A proof about nothing is no proof, and one that leaves calls out says so.
@Suite("what a guarantee reaches")
struct GuaranteeReachTests {
    private func decide(_ guarantee: String, _ statements: String...) throws -> Answer {
        let text = #"{"Version": "2012-10-17", "Statement": [\#(statements.joined(separator: ", "))]}"#
        return PolicySet(identity: [try policy(text)]).decide(try Guarantee(reading: json(guarantee)))
    }

    private func statement(_ effect: String, _ action: String, _ resource: String = "*") -> String {
        #"{"Effect": "\#(effect)", "Action": "\#(action)", "Resource": "\#(resource)"}"#
    }

    @Test(
        "a guarantee about resources that no request names is unknown",
        arguments: [
            ("sagemaker:CreateModel", "arn:aws:sagemaker:*:*:modle/*"),
            ("sagemaker:*", "arn:aws:sagemaker:*:*:modle/*"),
            ("kms:Decrypt", "arn:aws:kms:*:*:alias/*"), ("s3:GetObject", "arn:aws:s3:::bucket"),
            ("ec2:DescribeInstances", "arn:aws:ec2:*:*:instance/*"),
        ])
    func nothing(_ action: String, _ resource: String) throws {
        let answer = try decide(
            #"{"actions": ["\#(action)"], "resources": ["\#(resource)"]}"#, statement("Allow", "*"))
        #expect(answer.verdict == .unknown)
        #expect(answer.reason?.contains(resource) == true, "\(answer)")
    }

    @Test("a service of which no resource is documented may ask for those of another")
    func undocumented() throws {
        let sessions = statement("Allow", "ssmmessages:*", "arn:aws:ssm:*:*:session/*")
        let answer = try decide(#"{"actions": ["ssmmessages:CreateDataChannel"]}"#, sessions)
        #expect(answer.verdict == .unknown, "\(answer)")
    }

    @Test("a resource that no request names is told of beside others")
    func some() throws {
        let guarantee =
            #"{"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::secret", "arn:aws:s3:::secret/*"]}"#
        let answer = try decide(
            guarantee, statement("Allow", "s3:*"), statement("Deny", "s3:*", "arn:aws:s3:::secret/*"))
        #expect(answer.verdict == .proved)
        #expect(answer.assumptions.contains { $0.contains("`arn:aws:s3:::secret`") }, "\(answer.assumptions)")
    }

    @Test("a proof about instance types names the actions that start others")
    func unlimited() throws {
        let guarantee =
            #"{"actions": ["sagemaker:*"], "onlyWhen": {"ForAllValues:StringNotLike": {"sagemaker:InstanceTypes": "ml.p*"}}}"#
        let denial =
            #"{"Effect": "Deny", "Action": "sagemaker:*", "Resource": "*", "Condition": {"ForAnyValue:StringLike": {"sagemaker:InstanceTypes": "ml.p*"}}}"#
        func told(_ more: [String]) throws -> String {
            let text = #"{"Version": "2012-10-17", "Statement": [\#(([denial] + more).joined(separator: ", "))]}"#
            let answer = PolicySet(identity: [try policy(text)]).decide(try Guarantee(reading: json(guarantee)))
            #expect(answer.verdict == .proved)
            return answer.assumptions.joined(separator: "\n")
        }
        let open = try told([statement("Allow", "sagemaker:*")])
        #expect(
            open.contains("`sagemaker:CreateOptimizationJob`") && open.contains("sagemaker:CreateInferenceExperiment"))
        let one = try told([
            statement("Allow", "sagemaker:*"), statement("Deny", "sagemaker:CreateOptimizationJob"),
        ])
        #expect(!one.contains("sagemaker:CreateOptimizationJob") && one.contains("sagemaker:CreateInferenceExperiment"))
        #expect(try !told([statement("Allow", "sagemaker:CreateEndpoint*")]).contains("start instances"))
    }

    @Test(
        "a log group is authorised with what stands after its name",
        arguments: [
            ("Allow", "log-group:x:*", "logs:DeleteLogGroup", Answer.Verdict.counterexample),
            ("Allow", "log-group:x:log-stream:*", "logs:DeleteLogGroup", .counterexample),
            ("Allow", "log-group:x", "logs:DeleteLogGroup", .proved),
            ("Allow", "log-group:x:other", "logs:DeleteLogGroup", .unknown),
            ("Deny", "log-group:*:*", "logs:DeleteLogGroup", .proved),
            ("Deny", "log-group:*:log-stream:*", "logs:DeleteLogGroup", .unknown),
            ("Allow", "log-group:x", "logs:TagResource", .counterexample),
            ("Allow", "log-group:x:log-stream:y", "logs:GetLogEvents", .counterexample),
        ])
    func logGroups(_ effect: String, _ resource: String, _ action: String, _ verdict: Answer.Verdict) throws {
        let others = effect == "Allow" ? [] : [statement("Allow", "*")]
        let text = (others + [statement(effect, "logs:*", "arn:aws:logs:eu-west-1:111122223333:" + resource)]).joined(
            separator: ", ")
        let answer = PolicySet(identity: [try policy(#"{"Version": "2012-10-17", "Statement": [\#(text)]}"#)])
            .decide(
                try Guarantee(
                    reading: json(
                        #"{"actions": ["\#(action)"], "resources": ["arn:aws:logs:eu-west-1:111122223333:*"]}"#)))
        #expect(answer.verdict == verdict, "\(answer)")
    }
}
