import IAM
import Testing

@testable import random_policies

/// What policies say of actions that came after the service data: nobody knows what these take.
@Suite("actions that nobody knows")
struct UnknownActionTests {
    struct Change: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var old: Layers
        var new: Layers
        /// Whether something may be new.
        var isOpen: Bool
    }

    /// Statements by kind of policy; empty for a policy that is not there.
    struct Layers: Sendable {
        var identity: [String]
        var boundary: [String] = []
        var service: [String] = []
        var resource: [String] = []
    }

    private static func allow(_ actions: String...) -> String { statement("Allow", "Action", actions) }
    private static func deny(_ actions: String...) -> String { statement("Deny", "Action", actions) }

    private static func statement(_ effect: String, _ element: String, _ actions: [String]) -> String {
        #"{"Effect": "\#(effect)", "\#(element)": \#(actions), "Resource": "*"}"#
    }

    private static let some =
        #"{"Effect": "Allow", "Action": "newsvc:Get*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}"#

    static let changes = [
        Change(
            testDescription: "an action that came", old: Layers(identity: [allow("sagemaker:Describe*")]),
            new: Layers(identity: [allow("sagemaker:Describe*"), allow("sagemaker:BrandNewAction")]), isOpen: true),
        Change(
            testDescription: "an action that was there", old: Layers(identity: [allow("sagemaker:BrandNewAction")]),
            new: Layers(identity: [allow("sagemaker:BrandNewAction")]), isOpen: false),
        Change(
            testDescription: "a service that came", old: Layers(identity: [allow("sagemaker:Describe*")]),
            new: Layers(identity: [allow("sagemaker:Describe*"), allow("newsvc:*")]), isOpen: true),
        Change(
            testDescription: "a condition that went", old: Layers(identity: [some]),
            new: Layers(identity: [allow("newsvc:Get*")]), isOpen: true),
        Change(
            testDescription: "a condition that came", old: Layers(identity: [allow("newsvc:Get*")]),
            new: Layers(identity: [some]), isOpen: false),
        Change(
            testDescription: "a denial that went",
            old: Layers(identity: [allow("sagemaker:*"), deny("sagemaker:BrandNewAction")]),
            new: Layers(identity: [allow("sagemaker:*")]), isOpen: true),
        Change(
            testDescription: "a denial that stays",
            old: Layers(identity: [allow("sagemaker:*"), deny("sagemaker:BrandNewAction")]),
            new: Layers(identity: [allow("sagemaker:*"), deny("sagemaker:BrandNewAction")]), isOpen: false),
        Change(
            testDescription: "a wider denial that went",
            old: Layers(identity: [allow("newsvc:Get*"), deny("newsvc:*")]),
            new: Layers(identity: [allow("newsvc:Get*")]), isOpen: true),
        Change(
            testDescription: "a denial of other names that went",
            old: Layers(identity: [allow("newsvc:Get*"), deny("newsvc:Put*")]),
            new: Layers(identity: [allow("newsvc:Get*")]), isOpen: false),
        Change(
            testDescription: "a denial that went where patterns meet",
            old: Layers(identity: [allow("*:*New"), deny("newsvc:Brand*")]),
            new: Layers(identity: [allow("*:*New")]), isOpen: true),
        Change(
            testDescription: "a boundary that widened",
            old: Layers(identity: [allow("newsvc:*")], boundary: [allow("s3:*")]),
            new: Layers(identity: [allow("newsvc:*")], boundary: [allow("s3:*"), allow("newsvc:*")]), isOpen: true),
        Change(
            testDescription: "a boundary that went",
            old: Layers(identity: [allow("newsvc:*")], boundary: [allow("s3:*")]),
            new: Layers(identity: [allow("newsvc:*")]), isOpen: true),
        Change(
            testDescription: "a boundary that went and allowed all",
            old: Layers(identity: [allow("newsvc:*")], boundary: [allow("*")]),
            new: Layers(identity: [allow("newsvc:*")]), isOpen: false),
        Change(
            testDescription: "a boundary that came", old: Layers(identity: [allow("newsvc:*")]),
            new: Layers(identity: [allow("newsvc:*")], boundary: [allow("newsvc:Get*")]), isOpen: false),
        Change(
            testDescription: "a service control policy that widened",
            old: Layers(identity: [allow("newsvc:*")], service: [allow("s3:*")]),
            new: Layers(identity: [allow("newsvc:*")], service: [allow("s3:*", "newsvc:*")]), isOpen: true),
        Change(
            testDescription: "service control policies that went",
            old: Layers(identity: [allow("newsvc:*")], service: [allow("s3:*")]),
            new: Layers(identity: [allow("newsvc:*")]), isOpen: true),
        Change(
            testDescription: "a name that is no longer left out",
            old: Layers(identity: [statement("Allow", "NotAction", ["newsvc:*", "iam:*"])]),
            new: Layers(identity: [statement("Allow", "NotAction", ["iam:*"])]), isOpen: true),
        Change(
            testDescription: "a name that is left out of a denial",
            old: Layers(identity: [allow("*"), statement("Deny", "NotAction", ["s3:*"])]),
            new: Layers(identity: [allow("*"), statement("Deny", "NotAction", ["s3:*", "newsvc:*"])]), isOpen: true),
        Change(
            testDescription: "a name beside everything", old: Layers(identity: [allow("*")]),
            new: Layers(identity: [allow("*"), allow("newsvc:Do")]), isOpen: false),
        Change(
            testDescription: "a pattern that narrowed", old: Layers(identity: [allow("newsvc:*")]),
            new: Layers(identity: [allow("newsvc:Get*")]), isOpen: false),
        Change(
            testDescription: "an action that is denied as well", old: Layers(identity: [allow("s3:*")]),
            new: Layers(identity: [allow("s3:*"), allow("newsvc:*"), deny("newsvc:*")]), isOpen: false),
        Change(
            testDescription: "a grant of a resource's policy that came", old: Layers(identity: [allow("s3:*")]),
            new: Layers(
                identity: [allow("s3:*")],
                resource: [
                    #"{"Effect": "Allow", "Principal": "*", "Action": "s3:BrandNewAction", "Resource": "*"}"#
                ]), isOpen: true),
    ]

    private func set(_ layers: Layers) throws -> PolicySet {
        func document(_ statements: [String], _ kind: PolicyKind) throws -> Policy {
            try policy(
                #"{"Version": "2012-10-17", "Statement": [\#(statements.joined(separator: ", "))]}"#, kind: kind)
        }
        return PolicySet(
            identity: [try document(layers.identity, .identity)],
            serviceControl: layers.service.isEmpty ? [] : [[try document(layers.service, .serviceControl)]],
            boundary: layers.boundary.isEmpty ? nil : try document(layers.boundary, .managed),
            resource: layers.resource.isEmpty ? [] : [try document(layers.resource, .resource)],
            principal: Principal(arn: "arn:aws:iam::111122223333:role/r"))
    }

    @Test("what may be new is neither called nothing nor shown", arguments: changes)
    func change(_ change: Change) throws {
        let answer = try set(change.new).decideNothingNew(since: set(change.old))
        #expect(answer.verdict == (change.isOpen ? .unknown : .proved), "\(answer)")
    }
}
