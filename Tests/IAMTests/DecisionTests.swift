import Documents
import Foundation
import IAM
import Testing

@testable import random_policies

@Suite("decisions")
struct DecisionTests {
    private func allow(_ action: String, _ resource: String = "*", _ condition: String = "") -> String {
        statement("Allow", action, resource, condition)
    }

    private func deny(_ action: String, _ resource: String = "*", _ condition: String = "") -> String {
        statement("Deny", action, resource, condition)
    }

    private func statement(_ effect: String, _ action: String, _ resource: String, _ condition: String) -> String {
        #"{"Effect": "\#(effect)", "Action": "\#(action)", "Resource": "\#(resource)", "Condition": {\#(condition)}}"#
    }

    private func set(_ statements: String...) throws -> PolicySet {
        PolicySet(identity: [
            try policy(#"{"Version": "2012-10-17", "Statement": [\#(statements.joined(separator: ", "))]}"#)
        ])
    }

    private func claim(_ action: String, _ onlyWhen: String = "", resources: String? = nil) throws -> Guarantee {
        let reach = resources.map { #", "resources": ["\#($0)"]"# } ?? ""
        return try Guarantee(reading: json(#"{"actions": ["\#(action)"], "onlyWhen": {\#(onlyWhen)}\#(reach)}"#))
    }

    @Test("every required resource is authorised on its own")
    func severalResources() throws {
        let endpoint = "arn:aws:sagemaker:*:*:endpoint/*"
        let never = try claim("sagemaker:CreateEndpoint")
        let one = try set(allow("sagemaker:CreateEndpoint", endpoint)).decide(never)
        #expect(one.verdict == .proved && one.isVacuous)
        let both = try set(
            allow("sagemaker:CreateEndpoint", endpoint),
            allow("sagemaker:CreateEndpoint", "arn:aws:sagemaker:*:*:endpoint-config/prod-*"))
        let answer = both.decide(never)
        #expect(answer.verdict == .counterexample)
        let counterexample = try #require(answer.counterexample)
        #expect(counterexample.request.resource.contains(":endpoint/"))
        #expect(counterexample.alongside.map(\.resource).contains { $0.contains(":endpoint-config/prod-") })
    }

    @Test("a resource that a request may leave out is asked about, too")
    func optionalResources() throws {
        let guarantee = try claim("ec2:RunInstances", resources: "arn:aws:ec2:*:*:key-pair/prod")
        #expect(try set(allow("ec2:RunInstances")).decide(guarantee).verdict == .counterexample)
        let bound = try set(allow("ec2:RunInstances"), deny("ec2:RunInstances", "arn:aws:ec2:*:*:key-pair/prod"))
        #expect(bound.decide(guarantee).verdict == .proved)
    }

    @Test("a time may be bounded as a number and as a date at once")
    func mixedTimes() throws {
        let policies = try set(
            allow("sagemaker:ListModels", "*", #""NumericGreaterThan": {"aws:EpochTime": "1700000000"}"#))
        let claim = try claim(
            "sagemaker:ListModels", #""DateLessThanEquals": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}"#)
        #expect(policies.decide(claim).verdict == .counterexample)
    }

    @Test("a guarantee about resources that are no whole ARN is refused, as any policy would prove it")
    func shortResources() throws {
        for pattern in ["arn:aws:sagemaker:*", "arn:aws:sagemaker:*:*"] {
            #expect(throws: PolicyRejection.self) { try claim("sagemaker:CreateModel", resources: pattern) }
        }
        for pattern in ["*", "arn:aws:sagemaker:*:*:*", "arn:aws:sagemaker:*:*:model/*"] {
            let guarantee = try claim("sagemaker:CreateModel", resources: pattern)
            let answer = try set(allow("sagemaker:CreateModel")).decide(guarantee)
            #expect(answer.verdict == .counterexample, "\(pattern)")
        }
    }

    @Test("a request with tags also needs permission to add them")
    func tagging() throws {
        let create = allow("sagemaker:CreateModel", "*", #""Null": {"aws:RequestTag/environment": "false"}"#)
        let guarantee = try claim("sagemaker:CreateModel", #""StringEquals": {"aws:RequestTag/environment": "dev"}"#)
        let free = try set(create, allow("sagemaker:AddTags"))
        let answer = free.decide(guarantee)
        #expect(answer.verdict == .counterexample)
        let alongside = try #require(answer.counterexample?.alongside.first)
        #expect(alongside.action == "sagemaker:AddTags")
        #expect(alongside.context["sagemaker:TaggingAction"]?.all == ["CreateModel"])
        let bound = try set(
            create,
            allow(
                "sagemaker:AddTags", "*",
                #""StringEquals": {"aws:RequestTag/environment": "dev", "sagemaker:TaggingAction": "CreateModel"}"#))
        let open = bound.decide(guarantee)
        #expect(open.verdict == .unknown)
        #expect(open.reason?.contains("sagemaker:AddTags") == true)
    }

    @Test("the region of an ARN is the requested region")
    func region() throws {
        let bound = try set(allow("sagemaker:CreateModel", "arn:aws:sagemaker:eu-west-1:*:model/*"))
        #expect(
            try bound.decide(claim("sagemaker:CreateModel", #""StringEquals": {"aws:RequestedRegion": "eu-west-1"}"#))
                .verdict == .proved)
        let fenced = try set(
            allow("*"), deny("*", "*", #""StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}"#))
        let never = try claim("sagemaker:CreateModel", resources: "arn:aws:sagemaker:us-*:*:*")
        #expect(fenced.decide(never).verdict == .proved)
        #expect(
            try set(allow("*")).decide(never).counterexample?.request.resource.hasPrefix("arn:aws:sagemaker:us-")
                == true)
    }

    @Test("a policy variable may be anything, but a counterexample gives it a value")
    func variables() throws {
        let team = try set(
            allow("sagemaker:AddTags", "*", #""StringEquals": {"aws:RequestTag/team": "${aws:PrincipalTag/team}"}"#))
        #expect(
            try team.decide(claim("sagemaker:AddTags", #""Null": {"aws:RequestTag/team": "false"}"#)).verdict == .proved
        )
        let answer = try team.decide(claim("sagemaker:AddTags", #""StringNotEquals": {"aws:RequestTag/team": "blue"}"#))
        let context = try #require(answer.counterexample?.request.context)
        #expect(context["aws:RequestTag/team"]?.all == ["blue"] && context["aws:PrincipalTag/team"]?.all == ["blue"])
        let same = try set(
            allow("sagemaker:*", "arn:aws:sagemaker:*:*:*/${aws:username}-*"),
            deny("sagemaker:*", "arn:aws:sagemaker:*:*:*/${aws:username}-*"))
        #expect(try same.decide(claim("sagemaker:CreateModel")).verdict == .proved)
    }

    @Test(
        "what AWS leaves open is unknown, never proved",
        arguments: [
            (#"{"Effect": "Allow", "Action": "sagemaker:CreateModel", "Resource": {"Ref": "Arn"}}"#, "computed value"),
            (
                #"{"Effect": "Allow", "Action": "sagemaker:CreateModel", "Resource": "*", "Condition": {"StringEquals": {"aws:TagKeys": "a"}}}"#,
                "set operator"
            ),
            (#"{"Effect": "Allow", "Action": "sagemaker:CreateModel", "Resource": "arn:aws:sagemaker:eu*"}"#, "star"),
            (
                #"{"Effect": "Allow", "Action": "sagemaker:CreateModel", "Resource": "*", "Condition": {"StringEquals": {"sagemaker:BrandNew": "a"}}}"#,
                "sagemaker:BrandNew"
            ),
            (
                #"{"Effect": "Allow", "Action": "sagemaker:CreateModel", "Resource": "*", "Condition": {"NumericEquals": {"aws:PrincipalTag/n": "12345678901234567890"}}}"#,
                "long number"
            ),
        ])
    func open(_ statement: String, _ reason: String) throws {
        let answer = try set(statement, allow("sagemaker:AddTags")).decide(claim("sagemaker:CreateModel"))
        #expect(answer.verdict == .unknown)
        #expect(answer.reason?.contains(reason) == true, "\(answer.reason ?? "")")
    }

    @Test("a denial that AWS leaves open carries no proof")
    func openDenials() throws {
        for resource in ["arn:aws:sagemaker:*", "arn:aws:sagemaker:eu*"] {
            let answer = try set(allow("sagemaker:*"), deny("sagemaker:*", resource)).decide(
                claim("sagemaker:CreateModel"))
            #expect(answer.verdict != .proved, "\(resource)")
        }
        let buckets = try set(allow("s3:ListAllMyBuckets", "arn:aws:s3:::*")).decide(claim("s3:ListAllMyBuckets"))
        #expect(buckets.verdict == .unknown)
    }

    @Test("a proof names the statements that carry it, and no others")
    func carriers() throws {
        let everything = try policy(of: #"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#)
        let control = try policy(
            of: #"{"Sid": "Unrelated", "Effect": "Deny", "Action": "s3:*", "Resource": "*"}"#,
            #"{"Sid": "Weak", "Effect": "Deny", "Action": "sagemaker:CreateModel", "Resource": "*", "Condition": {"Null": {"aws:RequestTag/a": "true"}}}"#,
            #"{"Sid": "Strong", "Effect": "Deny", "Action": "sagemaker:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestTag/a": "x"}}}"#
        )
        let set = PolicySet(identity: [everything], serviceControl: [[everything, control]])
        let answer = try set.decide(claim("sagemaker:CreateModel", #""StringEquals": {"aws:RequestTag/a": "x"}"#))
        #expect(answer.verdict == .proved && !answer.isVacuous)
        #expect(answer.carriers.map(\.label) == ["Strong"])
        #expect(answer.carriers.first?.layer == .serviceControl(level: 0))
        #expect(answer.assumptions.contains { $0.contains("management account") })
    }

    @Test("a proof names the fewest statements that carry it, not only some of which none can be left out")
    func fewestCarriers() throws {
        func deny(_ sid: String, _ condition: String) -> String {
            #"{"Sid": "\#(sid)", "Effect": "Deny", "Action": "sagemaker:CreateModel", "Resource": "*", "Condition": {\#(condition)}}"#
        }
        let text = [
            #"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#,
            // Leaving out what comes first keeps the two halves.
            deny("Whole", #""StringNotEquals": {"aws:RequestTag/a": "x"}"#),
            deny("Absent", #""Null": {"aws:RequestTag/a": "true"}"#),
            deny(
                "Other", #""StringNotEqualsIfExists": {"aws:RequestTag/a": "x"}, "Null": {"aws:RequestTag/a": "false"}"#
            ),
        ].joined(separator: ", ")
        let set = PolicySet(identity: [try policy(#"{"Version": "2012-10-17", "Statement": [\#(text)]}"#)])
        let answer = try set.decide(claim("sagemaker:CreateModel", #""StringEquals": {"aws:RequestTag/a": "x"}"#))
        #expect(answer.carriers.map(\.label) == ["Whole"] && answer.carriersAreFewest)
    }

    @Test("a time may lie between two seconds")
    func fractionsOfSeconds() throws {
        let policies = try set(
            allow("sagemaker:ListModels", "*", #""DateLessThan": {"aws:CurrentTime": "2026-01-01T00:00:00.7Z"}"#),
            deny("sagemaker:ListModels", "*", #""DateLessThan": {"aws:CurrentTime": "2026-01-01T00:00:00.2Z"}"#))
        #expect(try policies.decide(claim("sagemaker:ListModels")).verdict == .counterexample)
    }

    @Test("numbers, dates and addresses are decided over their whole range")
    func ranges() throws {
        let bounded = try set(
            allow("sagemaker:CreateTrainingJob"),
            deny(
                "sagemaker:CreateTrainingJob", "*", #""NumericGreaterThan": {"sagemaker:MaxRuntimeInSeconds": "3600"}"#)
        )
        let short = #""NumericLessThanEqualsIfExists": {"sagemaker:MaxRuntimeInSeconds": "3600"}"#
        #expect(try bounded.decide(claim("sagemaker:CreateTrainingJob", short)).verdict == .proved)
        let tighter = try bounded.decide(
            claim(
                "sagemaker:CreateTrainingJob",
                #""NumericLessThanEqualsIfExists": {"sagemaker:MaxRuntimeInSeconds": "3599"}"#))
        #expect(tighter.counterexample?.request.context["sagemaker:MaxRuntimeInSeconds"]?.all == ["3600"])
        let office = try set(
            allow("sagemaker:*"),
            deny("*", "*", #""NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}"#))
        #expect(
            try office.decide(
                claim(
                    "sagemaker:CreateModel",
                    #""IpAddress": {"aws:SourceIp": ["203.0.113.0/25", "203.0.113.128/25", "2001:db8::/32"]}"#)
            ).verdict == .proved)
        let outside = try office.decide(
            claim("sagemaker:CreateModel", #""IpAddress": {"aws:SourceIp": ["203.0.113.0/25", "2001:db8::/32"]}"#))
        #expect(outside.counterexample?.request.context["aws:SourceIp"]?.all == ["203.0.113.128"])
        let timed = try set(allow("sagemaker:*", "*", #""DateLessThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}"#))
        #expect(
            try timed.decide(claim("sagemaker:CreateModel", #""DateLessThan": {"aws:EpochTime": "1767225600"}"#))
                .verdict == .proved)
        #expect(
            try timed.decide(claim("sagemaker:CreateModel", #""DateLessThan": {"aws:EpochTime": "1767225599"}"#))
                .verdict == .counterexample)
        let binary = try set(allow("sagemaker:*", "*", #""BinaryEquals": {"aws:PrincipalTag/b": "AAE="}"#))
        #expect(
            try binary.decide(
                claim("sagemaker:CreateModel", #""BinaryEquals": {"aws:PrincipalTag/b": ["AAE=", "AAI="]}"#)
            ).verdict == .proved)
        #expect(
            try binary.decide(claim("sagemaker:CreateModel", #""BinaryEquals": {"aws:PrincipalTag/b": "AAI="}"#))
                .verdict == .counterexample)
    }

    @Test("resource policies take part")
    func resourcePolicies() throws {
        let role = Principal(arn: "arn:aws:iam::111122223333:role/r")
        let shared = try policy(
            of:
                #"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/r"}, "Action": "sqs:SendMessage", "Resource": "*"}"#
        )
        let nothing = try policy(of: #"{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}"#)
        let set = PolicySet(identity: [nothing], resource: [shared], principal: role)
        let here = try claim("sqs:SendMessage", resources: "arn:aws:sqs:*:111122223333:*")
        #expect(set.decide(here).verdict == .counterexample)
        let there = try claim("sqs:SendMessage", resources: "arn:aws:sqs:*:999988887777:*")
        #expect(set.decide(there).verdict == .proved)
        var limited = set
        limited.boundary = nothing
        #expect(limited.decide(here).verdict == .proved)
    }

    @Test("a question beyond the budget is unknown")
    func budget() throws {
        let patterns = (0..<9).map { #""a\#($0)""# }.map { $0.replacingOccurrences(of: "\"", with: "") }
        let conditions = patterns.map {
            deny("sagemaker:CreateModel", "*", #""StringNotLike": {"aws:RequestTag/t": "*\#($0)*"}"#)
        }
        let text = ([allow("sagemaker:*")] + conditions).joined(separator: ", ")
        let set = PolicySet(identity: [try policy(#"{"Version": "2012-10-17", "Statement": [\#(text)]}"#)])
        let guarantee = try claim("sagemaker:CreateModel", #""StringLike": {"aws:RequestTag/t": ["*a1*a2*", "*a*"]}"#)
        #expect(set.decide(guarantee).verdict == .proved)
        let hard = try claim("sagemaker:CreateModel", #""StringLike": {"aws:RequestTag/t": ["*a1*a2*", "*a2*a1*"]}"#)
        var options = DecisionOptions()
        options.budget.states = 20
        let answer = set.decide(hard, options: options)
        #expect(answer.verdict == .unknown && answer.reason?.contains("budget") == true)
    }

    @Test("an action that nobody knows is not proved")
    func unknownActions() throws {
        let answer = try set(allow("*")).decide(claim("sagemaker:CreateEverything"))
        #expect(answer.verdict == .unknown && answer.reason?.contains("sagemaker:CreateEverything") == true)
        let untagged = try Guarantee(reading: json(#"{"actions": ["sagemaker:DeleteTags"], "requestTagging": true}"#))
        #expect(try set(allow("*")).decide(untagged).verdict == .unknown)
    }

    @Test("the difference of two policy sets is a request")
    func difference() throws {
        let old = try set(allow("sagemaker:Create*", "*", #""StringEquals": {"aws:RequestTag/a": ["x", "y"]}"#))
        let narrower = try set(allow("sagemaker:CreateModel", "*", #""StringEquals": {"aws:RequestTag/a": "x"}"#))
        #expect(narrower.decideNothingNew(since: old).verdict == .proved)
        let wider = try set(
            allow("sagemaker:CreateModel", "*", #""StringEquals": {"aws:RequestTag/a": "z"}"#),
            allow("sagemaker:AddTags"))
        let answer = wider.decideNothingNew(since: old)
        #expect(answer.verdict == .counterexample)
        #expect(answer.actions.map(\.action).sorted() == ["sagemaker:AddTags", "sagemaker:CreateModel"])
    }

    @Test("a guarantee is read strictly")
    func reading() {
        for text in [
            "{}", #"{"actions": []}"#, #"{"actions": ["x"]}"#, #"{"actions": ["s3:*"], "when": {}}"#,
            #"{"actions": ["s3:*"], "requestTagging": "yes"}"#, #"{"actions": ["s3:*"], "resources": ["bucket"]}"#,
            #"{"actions": ["s3:*"], "onlyWhen": {"StringIs": {"aws:username": "a"}}}"#,
        ] {
            #expect(throws: PolicyRejection.self) { _ = try Guarantee(reading: json(text)) }
        }
    }
}
