import IAM
import Testing

@testable import random_policies

@Suite("evaluation of a request")
struct EvaluationTests {
    private static let everything = #"{"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}"#
    private static let model = "arn:aws:sagemaker:eu-west-1:111122223333:model/m"

    private func request(_ context: Request.Context = Request.Context()) -> Request {
        Request(action: "SageMaker:createmodel", resource: Self.model, context: context)
    }

    private func decide(_ set: PolicySet, _ request: Request? = nil) -> (Outcome.Verdict, Layer, String?) {
        let outcome = set.decide(request ?? self.request())
        return (outcome.verdict, outcome.layer, outcome.statement?.label)
    }

    @Test("a character that only looks like one of a name is another one")
    func likeCharacters() throws {
        let kelvin = "\u{212A}"
        let request = Request(
            action: "sagemaker:StopNotebookInstance",
            resource: "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/n",
            context: Request.Context(["aws:PrincipalTag/k": .one("k")]))
        func isAllowed(_ action: String, _ condition: String = "") throws -> Bool {
            let text = #"{"Effect": "Allow", "Action": "\#(action)", "Resource": "*", "Condition": {\#(condition)}}"#
            return PolicySet(identity: [try policy(of: text)]).decide(request).verdict == .allowed
        }
        for name in ["*:StopNotebook*", "*:stopnotebookinstance", "*:*BOOK*"] {
            #expect(try isAllowed(name))
            let like = name.replacing("k", with: kelvin).replacing("K", with: kelvin)
            #expect(try !isAllowed(like), "\(like)")
        }
        #expect(try isAllowed("*", #""StringEquals": {"aws:PrincipalTag/K": "k"}"#))
        #expect(try !isAllowed("*", #""StringEquals": {"aws:PrincipalTag/\#(kelvin)": "k"}"#))
        #expect(try !isAllowed("*", #""StringEqualsIgnoreCase": {"aws:PrincipalTag/k": "\#(kelvin)"}"#))
    }

    @Test("nothing is allowed without a statement that allows it, and a denial wins over all")
    func order() throws {
        let all = try policy(of: Self.everything)
        let deny = try policy(of: #"{"Sid": "No", "Effect": "Deny", "Action": "sagemaker:*", "Resource": "*"}"#)
        #expect(decide(PolicySet(identity: [])) == (.implicitlyDenied, .identity, nil))
        #expect(decide(PolicySet(identity: [all])) == (.allowed, .identity, "All"))
        #expect(decide(PolicySet(identity: [all, deny])) == (.explicitlyDenied, .identity, "No"))
        #expect(
            decide(PolicySet(identity: [all], serviceControl: [[all], [all, deny]])) == (
                .explicitlyDenied, .serviceControl(level: 1), "No"
            ))
    }

    @Test("every level of the organisation, the boundary and the session policy must allow")
    func limits() throws {
        let all = try policy(of: Self.everything)
        let storage = try policy(of: #"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#)
        #expect(
            decide(PolicySet(identity: [all], serviceControl: [[all], [storage]])) == (
                .implicitlyDenied, .serviceControl(level: 1), nil
            ))
        #expect(decide(PolicySet(identity: [all], serviceControl: [[storage, all]])).0 == .allowed)
        #expect(decide(PolicySet(identity: [all], boundary: storage)) == (.implicitlyDenied, .boundary, nil))
        #expect(decide(PolicySet(identity: [all], session: storage)) == (.implicitlyDenied, .session, nil))
        #expect(decide(PolicySet(identity: [all], resourceControl: [[]])).0 == .allowed)
    }

    @Test("patterns of actions ignore case, patterns of resources do not")
    func patterns() throws {
        func verdict(_ elements: String) throws -> Outcome.Verdict {
            decide(PolicySet(identity: [try policy(of: #"{"Effect": "Allow", \#(elements)}"#)])).0
        }
        #expect(try verdict(#""Action": "sagemaker:CREATE*", "Resource": "*""#) == .allowed)
        #expect(try verdict(#""Action": "sagemaker:Create?odel", "Resource": "\#(Self.model)""#) == .allowed)
        #expect(try verdict(#""Action": "*", "Resource": "arn:aws:sagemaker:*:*:MODEL/m""#) == .implicitlyDenied)
        #expect(try verdict(#""Action": "*", "Resource": "arn:aws:sagemaker:eu*:*:model/*""#) == .allowed)
        #expect(try verdict(#""NotAction": "s3:*", "NotResource": "arn:aws:s3:::*""#) == .allowed)
        #expect(try verdict(#""NotAction": "sagemaker:*", "Resource": "*""#) == .implicitlyDenied)
        #expect(try verdict(#""Action": "*", "NotResource": "arn:aws:sagemaker:*:*:model/?""#) == .implicitlyDenied)
    }

    @Test("a star at the end of a part of an ARN may or may not go on past the colon")
    func crossing() throws {
        let set = PolicySet(identity: [
            try policy(of: #"{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:sagemaker:*"}"#)
        ])
        #expect(decide(set).0 == .unclear)
        let inside = PolicySet(identity: [
            try policy(of: #"{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:sagemaker:e*1:*:model/m"}"#)
        ])
        #expect(decide(inside).0 == .allowed)
    }

    @Test("a resource with a variable that has no value matches nothing")
    func resourceVariables() throws {
        let set = PolicySet(identity: [
            try policy(
                of: #"{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:sagemaker:*:*:model/${aws:username}"}"#)
        ])
        #expect(decide(set).0 == .implicitlyDenied)
        #expect(decide(set, request(Request.Context(["aws:username": .one("m")]))).0 == .allowed)
        #expect(decide(set, request(Request.Context(["AWS:USERNAME": .one("*")]))).0 == .implicitlyDenied)
    }

    private static let role = "arn:aws:iam::111122223333:role/r"
    private static let session = "arn:aws:sts::111122223333:assumed-role/r/s"

    @Test(
        "a resource policy of the same account allows by itself, but for boundaries",
        arguments: [
            (role, false, true, Outcome.Verdict.allowed), (role, false, false, .implicitlyDenied),
            (session, false, false, .allowed), (session, false, true, .allowed),
            ("111122223333", false, true, .implicitlyDenied), ("111122223333", true, true, .allowed),
            ("arn:aws:iam::111122223333:root", true, false, .implicitlyDenied),
            ("arn:aws:iam::111122223333:role/other", false, true, .implicitlyDenied),
            ("arn:aws:iam::111122223333:role/other", true, true, .allowed), ("*", false, true, .allowed),
            ("*", false, false, .unclear),
        ])
    func sameAccount(_ principal: String, _ identity: Bool, _ boundary: Bool, _ expected: Outcome.Verdict) throws {
        let verdict = try grant(principal, identity, boundary, resource: "arn:aws:s3:::b/k")
        #expect(verdict == expected, "\(principal) \(identity) \(boundary)")
    }

    @Test("across accounts both sides must allow")
    func crossAccount() throws {
        let queue = "arn:aws:sqs:eu-west-1:999988887777:q"
        #expect(try grant(Self.role, true, true, resource: queue) == .allowed)
        #expect(try grant(Self.role, false, true, resource: queue) == .implicitlyDenied)
        #expect(try grant("111122223333", true, true, resource: queue) == .allowed)
        #expect(try grant("arn:aws:iam::1:role/x", true, true, resource: queue) == .implicitlyDenied)
        #expect(try grant(Self.session, false, true, resource: queue) == .implicitlyDenied)
    }

    private func grant(
        _ principal: String, _ identity: Bool, _ boundary: Bool, resource: String
    ) throws -> Outcome.Verdict {
        let all = try policy(of: Self.everything)
        let nothing = try policy(of: #"{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}"#)
        let shared = try policy(
            of: #"{"Effect": "Allow", "Principal": {"AWS": "\#(principal)"}, "Action": "*", "Resource": "*"}"#)
        let set = PolicySet(
            identity: [identity ? all : nothing], boundary: boundary ? all : nothing, resource: [shared],
            principal: Principal(arn: Self.role, session: Self.session))
        return set.decide(Request(action: "s3:GetObject", resource: resource)).verdict
    }

    @Test("a denial in a resource policy counts for whom it names")
    func resourceDenial() throws {
        let all = try policy(of: Self.everything)
        for (principal, expected) in [
            ("*", Outcome.Verdict.explicitlyDenied), (Self.role, .explicitlyDenied),
            ("arn:aws:iam::1:user/u", .allowed),
        ] {
            let shared = try policy(
                of: #"{"Effect": "Deny", "Principal": {"AWS": "\#(principal)"}, "Action": "*", "Resource": "*"}"#)
            let set = PolicySet(identity: [all], resource: [shared], principal: Principal(arn: Self.role))
            #expect(set.decide(Request(action: "s3:GetObject", resource: "arn:aws:s3:::b/k")).verdict == expected)
        }
    }

    @Test("a value that a template computes later decides nothing")
    func computed() throws {
        let set = PolicySet(identity: [
            try policy(of: #"{"Effect": "Allow", "Action": "*", "Resource": {"Fn::GetAtt": ["Bucket", "Arn"]}}"#)
        ])
        #expect(decide(set).0 == .unclear)
    }
}
