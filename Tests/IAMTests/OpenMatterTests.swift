import IAM
import Testing

@testable import random_policies

/// What is not decided may turn out differently for two conditions that look alike: taken for one matter, it makes proofs
/// that do not hold.
@Suite("matters that stay open")
struct OpenMatterTests {
    private func decide(
        _ action: String, _ statements: [(String, String)], onlyWhen: String
    ) throws -> (
        PolicySet, Answer
    ) {
        let texts = statements.map { effect, condition in
            #"{"Effect": "\#(effect)", "Action": "\#(action)", "Resource": "*", "Condition": {\#(condition)}}"#
        }
        let add = #"{"Effect": "Allow", "Action": "sagemaker:AddTags", "Resource": "*"}"#
        let set = PolicySet(identity: [
            try policy(#"{"Version": "2012-10-17", "Statement": [\#((texts + [add]).joined(separator: ", "))]}"#)
        ])
        let claim = try Guarantee(reading: json(#"{"actions": ["\#(action)"], "onlyWhen": {\#(onlyWhen)}}"#))
        return (set, set.decide(claim))
    }

    private func isAllowed(_ set: PolicySet, _ action: String, _ context: [String: Request.Value]) -> Bool {
        var values = Request.Context()
        for (key, value) in context { values[key] = value }
        let request = Request(
            action: action, resource: "arn:aws:sagemaker:eu-west-1:111122223333:x/example", context: values)
        return set.decide(request).verdict == .allowed
    }

    @Test("a variable may match where another value of the condition does not, in one condition and not in the next")
    func besideOtherValues() throws {
        let (set, answer) = try decide(
            "sagemaker:CreateModel",
            [
                ("Allow", #""ForAllValues:StringEquals": {"aws:TagKeys": ["a", "${aws:PrincipalTag/v}"]}"#),
                ("Deny", #""ForAllValues:StringEquals": {"aws:TagKeys": ["b", "${aws:PrincipalTag/v}"]}"#),
            ], onlyWhen: #""ForAllValues:StringEquals": {"aws:TagKeys": "a"}"#)
        #expect(answer.verdict != .proved)
        #expect(
            isAllowed(
                set, "sagemaker:CreateModel",
                ["aws:TagKeys": .several(["a", "z"]), "aws:PrincipalTag/v": .one("z")]))
    }

    @Test("a pattern with a variable says different things under different operators")
    func operators() throws {
        let (set, answer) = try decide(
            "sagemaker:DeleteEndpoint",
            [
                ("Allow", #""StringLike": {"aws:ResourceTag/k": "${aws:PrincipalTag/v}*"}"#),
                ("Deny", #""StringEquals": {"aws:ResourceTag/k": "${aws:PrincipalTag/v}*"}"#),
                ("Deny", #""StringNotLike": {"aws:ResourceTag/k": "*${*}"}"#),
            ], onlyWhen: "")
        #expect(answer.verdict != .proved)
        #expect(
            isAllowed(
                set, "sagemaker:DeleteEndpoint",
                ["aws:ResourceTag/k": .one("az*"), "aws:PrincipalTag/v": .one("a")]))
    }

    @Test("where a set operator is missing each list of values is a matter of its own")
    func missingSetOperator() throws {
        for (first, second) in [("a", "b"), ("a", "a*")] {
            let (_, answer) = try decide(
                "sagemaker:CreateModel",
                [
                    ("Allow", #""StringLike": {"aws:TagKeys": "\#(first)"}"#),
                    ("Deny", #""StringLike": {"aws:TagKeys": "\#(second)"}"#),
                ], onlyWhen: "")
            #expect(answer.verdict == .unknown, "\(first) \(second)")
        }
        let (_, same) = try decide(
            "sagemaker:CreateModel",
            [
                ("Allow", #""StringLike": {"aws:TagKeys": "a"}"#),
                ("Deny", #""StringLike": {"aws:TagKeys": "a"}"#),
            ], onlyWhen: "")
        #expect(same.verdict == .proved)
    }

    @Test(
        "a computed value is compared in different ways",
        arguments: [
            ("NumericLessThan", "NumericGreaterThan", "sagemaker:MaxRuntimeInSeconds", "sagemaker:CreateTrainingJob"),
            ("DateLessThan", "DateGreaterThan", "aws:CurrentTime", "sagemaker:DeleteModel"),
            ("StringLike", "StringEquals", "aws:PrincipalTag/t", "sagemaker:DeleteModel"),
            ("StringEqualsIgnoreCase", "StringEquals", "aws:PrincipalTag/t", "sagemaker:DeleteModel"),
        ])
    func computedValues(_ first: String, _ second: String, _ key: String, _ action: String) throws {
        let (_, answer) = try decide(
            action,
            [
                ("Allow", #""\#(first)": {"\#(key)": {"Ref": "Limit"}}"#),
                ("Deny", #""\#(second)": {"\#(key)": {"Ref": "Limit"}}"#),
            ], onlyWhen: "")
        #expect(answer.verdict == .unknown, "\(first) \(second)")
    }

    @Test("a service's own key for a resource's tags is carried by requests of that service only")
    func tagsOfOtherServices() throws {
        let own = #""StringEquals": {"aws:ResourceTag/team": "a"}"#
        let foreign = #""StringEquals": {"ec2:ResourceTag/team": "a"}"#
        for statements in [[("Allow", foreign), ("Allow", own)], [("Allow", own), ("Deny", foreign)]] {
            let (set, answer) = try decide("sagemaker:DeleteEndpoint", statements, onlyWhen: "")
            #expect(answer.verdict == .counterexample)
            #expect(isAllowed(set, "sagemaker:DeleteEndpoint", ["aws:ResourceTag/team": .one("a")]))
        }
        // Both are carried by requests of the service, and then with one value.
        let (_, answer) = try decide("ec2:StartInstances", [("Allow", own), ("Deny", foreign)], onlyWhen: "")
        #expect(answer.verdict == .proved)
    }

    private func policies(_ effects: [String], _ resource: String) throws -> [Policy] {
        try effects.map {
            try policy(of: #"{"Effect": "\#($0)", "Action": "sagemaker:DeleteModel", "Resource": \#(resource)}"#)
        }
    }

    @Test("what two inputs compute in the same manner need not be the same")
    func computedInTwoInputs() throws {
        let never = try Guarantee(reading: json(#"{"actions": ["sagemaker:DeleteModel"]}"#))
        let two = PolicySet(identity: try policies(["Allow", "Deny"], #"{"Ref": "Arn"}"#))
        #expect(two.decide(never).verdict == .unknown)
        let one = try policy(
            #"""
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "sagemaker:DeleteModel", "Resource": {"Ref": "Arn"}},
              {"Effect": "Deny", "Action": "sagemaker:DeleteModel", "Resource": {"Ref": "Arn"}}]}
            """#)
        #expect(PolicySet(identity: [one]).decide(never).verdict == .proved)
    }

    @Test("a computed value is taken for the same in two versions of a policy")
    func versions() throws {
        func versions(_ old: String, _ new: String) throws -> Answer.Verdict {
            let old = PolicySet(identity: try policies(["Allow"], old))
            return PolicySet(identity: try policies(["Allow"], new)).decideNothingNew(since: old).verdict
        }
        #expect(try versions(#"{"Ref": "Arn"}"#, #"{"Ref": "Arn"}"#) == .proved)
        #expect(try versions(#"{"Ref": "Arn"}"#, #"{"Ref": "Other"}"#) == .unknown)
    }

    @Test("a principal that is computed may be the one who asks, and may be another one")
    func computedPrincipals() throws {
        let principal = Principal(arn: "arn:aws:iam::111122223333:role/trainer")
        let allow = try policy(of: #"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#)
        let never = try Guarantee(reading: json(#"{"actions": ["s3:GetObject"]}"#))
        func verdict(_ identity: [Policy], _ statement: String) throws -> Answer.Verdict {
            let text = #"{"Version": "2012-10-17", "Statement": [\#(statement)]}"#
            return PolicySet(identity: identity, resource: [try policy(text, kind: .resource)], principal: principal)
                .decide(never).verdict
        }
        let computed = #"{"AWS": {"Fn::GetAtt": ["Role", "Arn"]}}"#
        let rest = #""Action": "s3:GetObject", "Resource": "*""#
        #expect(try verdict([], #"{"Effect": "Allow", "Principal": \#(computed), \#(rest)}"#) == .unknown)
        #expect(try verdict([allow], #"{"Effect": "Deny", "Principal": \#(computed), \#(rest)}"#) == .unknown)
        #expect(try verdict([allow], #"{"Effect": "Deny", "NotPrincipal": \#(computed), \#(rest)}"#) == .unknown)
    }
}
