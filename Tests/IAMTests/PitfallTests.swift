import IAM
import Testing

@testable import random_policies

@Suite("pitfalls of tag and instance type policies")
struct PitfallTests {
    @Test("the table is whole")
    func count() { #expect(Pitfall.all.count == 23) }

    @Test("each policy gets the verdict it deserves", arguments: Pitfall.all)
    func verdict(_ pitfall: Pitfall) throws {
        let set = try pitfall.set()
        let answer = set.decide(pitfall.guarantee)
        #expect(
            answer.verdict == pitfall.expected,
            "\(pitfall.name): \(answer.reason ?? "") \(String(describing: answer.counterexample))")
        guard pitfall.expected == .counterexample else { return }
        let counterexample = try #require(answer.counterexample)
        #expect(set.decide(counterexample.request).verdict == .allowed)
        #expect(counterexample.statement != nil)
        if let check = pitfall.check { #expect(check(counterexample.request), "\(counterexample.request)") }
        let failing = answer.actions.filter { $0.verdict == .counterexample }.map(\.action)
        if let count = pitfall.failingActions { #expect(failing.count == count, "\(failing)") }
    }
}

struct Pitfall: Sendable, CustomTestStringConvertible {
    var name: String
    var statements: [String]
    var guarantee: Guarantee
    var expected: Answer.Verdict
    var isControl = true
    /// What the counterexample must look like.
    var check: (@Sendable (Request) -> Bool)?
    var failingActions: Int?
    var testDescription: String { name }

    func set() throws -> PolicySet {
        let everything = try policy(of: #"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#, name: "full.json")
        let own = try policy(
            #"{"Version": "2012-10-17", "Statement": [\#(statements.joined(separator: ", "))]}"#, name: "own.json")
        guard isControl else { return PolicySet(identity: [own]) }
        let identity = try policy(of: #"{"Effect": "Allow", "Action": "sagemaker:*", "Resource": "*"}"#)
        return PolicySet(identity: [identity], serviceControl: [[everything, own]])
    }

    private static func deny(_ condition: String, _ action: String = "sagemaker:CreateNotebookInstance") -> [String] {
        [
            #"{"Effect": "Deny", "Action": \#(action.hasPrefix("[") ? action : "\"\(action)\""), "Resource": "*", "Condition": {\#(condition)}}"#
        ]
    }

    private static func allow(_ action: String, _ resource: String, _ condition: String) -> [String] {
        [#"{"Effect": "Allow", "Action": \#(action), "Resource": \#(resource), "Condition": {\#(condition)}}"#]
    }

    private static let environment = #""aws:RequestTag/environment": ["dev", "staging", "production"]"#
    private static let gpu = #""sagemaker:InstanceTypes": ["ml.p*", "ml.g*"]"#
    private static let changes = #"["sagemaker:Create*", "sagemaker:Update*"]"#

    private static func guarantee(_ actions: String, _ onlyWhen: String) throws -> Guarantee {
        try Guarantee(reading: json(#"{"actions": [\#(actions)], "onlyWhen": {\#(onlyWhen)}}"#))
    }

    private static func tagged(_ action: String = "sagemaker:CreateNotebookInstance") throws -> Guarantee {
        try guarantee("\"\(action)\"", #""StringEquals": {\#(environment)}"#)
    }

    private static func noTagKey(_ comparison: String = "StringNotEquals") throws -> Guarantee {
        try guarantee(#""sagemaker:DeleteTags""#, #""ForAllValues:\#(comparison)": {"aws:TagKeys": "cost-center"}"#)
    }

    private static func noGPU(_ actions: [String]) throws -> Guarantee {
        try guarantee(
            actions.map { "\"\($0)\"" }.joined(separator: ","), #""ForAllValues:StringNotLike": {\#(gpu)}"#)
    }

    private static let launching = ServiceData.actions(matching: "sagemaker:*")
        .filter { $0.conditionKeys.contains { $0.name == "sagemaker:InstanceTypes" } }.map(\.qualifiedName)

    @Sendable private static func tag(_ request: Request) -> String? {
        request.context["aws:RequestTag/environment"]?.all.first
    }

    @Sendable private static func hasGPU(_ request: Request) -> Bool {
        let types = request.context["sagemaker:InstanceTypes"]?.all ?? []
        return types.contains { $0.hasPrefix("ml.p") || $0.hasPrefix("ml.g") }
            && types.allSatisfy { InstanceTypes.names(for: request.action).contains($0) }
    }

    @Sendable private static func hasNoTag(_ request: Request) -> Bool { tag(request) == nil }

    static let all: [Pitfall] = { (try? make()) ?? [] }()

    private static func make() throws -> [Pitfall] {
        let present = try guarantee(
            #""sagemaker:CreateNotebookInstance""#, #""Null": {"aws:RequestTag/environment": "false"}"#)
        let notEmpty = try guarantee(
            #""sagemaker:CreateNotebookInstance""#, #""StringLike": {"aws:RequestTag/environment": "?*"}"#)
        let keys = #"{"aws:TagKeys": "environment"}"#
        let center = #"{"aws:TagKeys": "cost-center"}"#
        return [
            Pitfall(
                name: "T1 Deny StringNotEquals", statements: deny(#""StringNotEquals": {\#(environment)}"#),
                guarantee: try tagged(), expected: .proved),
            Pitfall(
                name: "T2 Deny Null only", statements: deny(#""Null": {"aws:RequestTag/environment": "true"}"#),
                guarantee: try tagged(), expected: .counterexample, check: { tag($0) != nil }),
            Pitfall(
                name: "T3 Deny Null and StringNotEquals in one block",
                statements: deny(
                    #""Null": {"aws:RequestTag/environment": "true"}, "StringNotEquals": {\#(environment)}"#),
                guarantee: try tagged(), expected: .counterexample, check: { tag($0) != nil }),
            Pitfall(
                name: "T4 Deny StringNotEqualsIfExists",
                statements: deny(#""StringNotEqualsIfExists": {\#(environment)}"#), guarantee: try tagged(),
                expected: .proved),
            Pitfall(
                name: "T5 Deny ForAnyValue:StringNotEquals",
                statements: deny(#""ForAnyValue:StringNotEquals": {\#(environment)}"#), guarantee: try tagged(),
                expected: .counterexample, check: hasNoTag),
            Pitfall(
                name: "T6 Deny ForAllValues:StringNotEquals tag keys",
                statements: deny(#""ForAllValues:StringNotEquals": \#(keys)"#), guarantee: present, expected: .proved),
            Pitfall(
                name: "T7 Deny ForAnyValue:StringNotEquals tag keys",
                statements: deny(#""ForAnyValue:StringNotEquals": \#(keys)"#), guarantee: present,
                expected: .counterexample, check: hasNoTag),
            Pitfall(
                name: "T8 Deny StringNotLike *",
                statements: deny(#""StringNotLike": {"aws:RequestTag/environment": "*"}"#), guarantee: notEmpty,
                expected: .counterexample, check: { tag($0) == "" }),
            Pitfall(
                name: "T9 Deny StringNotLike ?*",
                statements: deny(#""StringNotLike": {"aws:RequestTag/environment": "?*"}"#), guarantee: notEmpty,
                expected: .proved),
            Pitfall(
                name: "T10 Allow ForAllValues without Null",
                statements: allow(
                    #""sagemaker:Create*""#, #""*""#, #""ForAllValues:StringEquals": {"aws:TagKeys": ["environment"]}"#),
                guarantee: present, expected: .counterexample, isControl: false, check: hasNoTag),
            Pitfall(
                name: "T11 Allow StringEquals",
                statements: allow(
                    #""sagemaker:CreateEndpoint""#, #""arn:aws:sagemaker:*:*:endpoint/*""#,
                    #""StringEquals": {"aws:RequestTag/environment": "dev"}"#),
                guarantee: try tagged("sagemaker:CreateEndpoint"), expected: .proved, isControl: false),
            Pitfall(
                name: "T12 Deny DeleteTags of one spelling",
                statements: deny(#""ForAnyValue:StringEquals": \#(center)"#, "sagemaker:DeleteTags"),
                guarantee: try noTagKey("StringNotEqualsIgnoreCase"), expected: .counterexample,
                check: {
                    ($0.context["aws:TagKeys"]?.all ?? []).contains {
                        $0 != "cost-center" && $0.lowercased() == "cost-center"
                    }
                }),
            Pitfall(
                name: "T12b Deny DeleteTags of one spelling, that one",
                statements: deny(#""ForAnyValue:StringEquals": \#(center)"#, "sagemaker:DeleteTags"),
                guarantee: try noTagKey(), expected: .proved),
            Pitfall(
                name: "T13 Deny DeleteTags ForAllValues",
                statements: deny(#""ForAllValues:StringEquals": \#(center)"#, "sagemaker:DeleteTags"),
                guarantee: try noTagKey(), expected: .counterexample,
                check: { ($0.context["aws:TagKeys"]?.all.count ?? 0) > 1 }),
            Pitfall(
                name: "T14 Deny DeleteTags by a key it does not carry",
                statements: deny(#""StringLike": {"aws:RequestTag/cost-center": "*"}"#, "sagemaker:DeleteTags"),
                guarantee: try noTagKey(), expected: .counterexample,
                check: { $0.context["aws:RequestTag/cost-center"] == nil }),
            Pitfall(
                name: "T15 misspelt action",
                statements: deny(#""StringNotEquals": {\#(environment)}"#, "sagemaker:CreateNotebookInstances"),
                guarantee: try tagged(), expected: .counterexample, check: hasNoTag),
            Pitfall(
                name: "G1 Deny on Create only",
                statements: deny(#""ForAnyValue:StringLike": {\#(gpu)}"#, "sagemaker:Create*"),
                guarantee: try noGPU(launching), expected: .counterexample,
                check: { hasGPU($0) && $0.action.hasPrefix("sagemaker:Update") }, failingActions: 7),
            Pitfall(
                name: "G1b Deny on Create and Update",
                statements: deny(#""ForAnyValue:StringLike": {\#(gpu)}"#, changes), guarantee: try noGPU(launching),
                expected: .proved),
            Pitfall(
                name: "G2 Deny ForAllValues", statements: deny(#""ForAllValues:StringLike": {\#(gpu)}"#, changes),
                guarantee: try noGPU(launching), expected: .counterexample,
                check: { hasGPU($0) && ($0.context["sagemaker:InstanceTypes"]?.all.count ?? 0) > 1 }),
            Pitfall(
                name: "G3 Deny StringEquals with wildcards",
                statements: deny(#""ForAnyValue:StringEquals": {\#(gpu)}"#, changes), guarantee: try noGPU(launching),
                expected: .counterexample, check: hasGPU, failingActions: 23),
            Pitfall(
                name: "R1 Allow ForAnyValue",
                statements: allow(
                    #"["sagemaker:CreateTrainingJob", "sagemaker:CreateHyperParameterTuningJob"]"#,
                    #"["arn:aws:sagemaker:us-east-1:012345678910:training-job/*", "arn:aws:sagemaker:us-east-1:012345678910:hyper-parameter-tuning-job/*"]"#,
                    #""ForAnyValue:StringEquals": {"sagemaker:InstanceTypes": ["ml.m4.10xlarge"]}"#),
                guarantee: try noGPU(["sagemaker:CreateTrainingJob", "sagemaker:CreateHyperParameterTuningJob"]),
                expected: .counterexample, isControl: false,
                check: {
                    hasGPU($0) && $0.context["sagemaker:InstanceTypes"]?.all.contains("ml.m4.10xlarge") == true
                        && $0.resource.hasPrefix("arn:aws:sagemaker:us-east-1:012345678910:")
                }),
            Pitfall(
                name: "R2 Allow ForAllValues: no GPU",
                statements: allow(
                    #""sagemaker:CreateTrainingJob""#, #""*""#,
                    #""ForAllValues:StringLike": {"sagemaker:InstanceTypes": ["ml.c5.*"]}"#),
                guarantee: try noGPU(["sagemaker:CreateTrainingJob"]), expected: .proved, isControl: false),
            Pitfall(
                name: "R2 Allow ForAllValues: type named",
                statements: allow(
                    #""sagemaker:CreateTrainingJob""#, #""*""#,
                    #""ForAllValues:StringLike": {"sagemaker:InstanceTypes": ["ml.c5.*"]}"#),
                guarantee: try guarantee(
                    #""sagemaker:CreateTrainingJob""#, #""Null": {"sagemaker:InstanceTypes": "false"}"#),
                expected: .counterexample, isControl: false, check: { $0.context["sagemaker:InstanceTypes"] == nil }),
        ]
    }
}
