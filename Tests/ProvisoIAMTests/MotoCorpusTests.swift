import Documents
import Foundation
import IAM
import Testing

/// AWS's own managed policies: all are read, and questions about them are answered in time.
///
/// `PROVISO_IAM_CORPUS=all` asks about every policy, otherwise about every fifteenth.
@Suite("managed policies", .enabled(if: MotoPolicies.text != nil, "python3 with moto is not installed"))
struct MotoCorpusTests {
    private static let asksAll = ProcessInfo.processInfo.environment["PROVISO_IAM_CORPUS"] == "all"

    /// The eight questions, each the `guarantee` mapping of a policy pack.
    private static let questions: [(name: String, guarantee: String)] = [
        (
            "create with tag",
            #"{"actions": ["sagemaker:Create*"], "requestTagging": true, "onlyWhen": {"StringEquals": {"aws:RequestTag/environment": ["dev", "staging"]}}}"#
        ),
        (
            "no GPU",
            #"{"actions": ["sagemaker:*"], "onlyWhen": {"ForAllValues:StringNotLike": {"sagemaker:InstanceTypes": ["ml.p*", "ml.g*"]}}}"#
        ),
        (
            "no untagging",
            #"{"actions": ["sagemaker:DeleteTags"], "onlyWhen": {"ForAllValues:StringNotEquals": {"aws:TagKeys": "cost-center"}}}"#
        ),
        (
            "no retagging",
            #"{"actions": ["sagemaker:AddTags"], "onlyWhen": {"ForAllValues:StringNotEquals": {"aws:TagKeys": "cost-center"}}}"#
        ),
        (
            "run time",
            #"{"actions": ["sagemaker:CreateTrainingJob"], "onlyWhen": {"NumericLessThanEquals": {"sagemaker:MaxRuntimeInSeconds": 86400}}}"#
        ),
        (
            "encrypted",
            #"{"actions": ["sagemaker:CreateNotebookInstance"], "onlyWhen": {"Null": {"sagemaker:VolumeKmsKey": false}}}"#
        ),
        (
            "region",
            #"{"actions": ["s3:PutObject", "ec2:RunInstances"], "onlyWhen": {"StringEquals": {"aws:RequestedRegion": ["eu-west-1"]}}}"#
        ),
        (
            "role passed",
            #"{"actions": ["iam:PassRole"], "onlyWhen": {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}}"#
        ),
    ]

    @Test("every managed policy is read")
    func grammar() throws {
        let documents = try MotoPolicies.documents()
        var count = 0
        for view in documents.children {
            #expect(throws: Never.self, "\(view.key)") { try Policy(reading: view, kind: .managed, name: view.key) }
            count += 1
        }
        #expect(count > 1000)
        print("managed policies read: \(count)")
    }

    @Test("the standard questions are answered, and counterexamples stand up", .timeLimit(.minutes(10)))
    func questions() throws {
        let guarantees = try Self.questions.map { ($0.name, try Self.guarantee($0.guarantee)) }
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: .seconds(240))
        var times: [Double] = []
        var slowest = (milliseconds: 0.0, what: "")
        var verdicts: [Answer.Verdict: Int] = [:]
        for (index, view) in try MotoPolicies.documents().children.enumerated() where Self.asksAll || index % 15 == 0 {
            guard clock.now < end else { break }
            let set = PolicySet(identity: [try Policy(reading: view, kind: .managed, name: view.key)])
            for (name, guarantee) in guarantees {
                let start = clock.now
                let answer = set.decide(guarantee)
                let milliseconds = (clock.now - start) / .milliseconds(1)
                times.append(milliseconds)
                if milliseconds > slowest.milliseconds { slowest = (milliseconds, "\(name), \(view.key)") }
                verdicts[answer.verdict, default: 0] += 1
                if answer.verdict == .unknown { print("not decided: \(name), \(view.key): \(answer.reason ?? "")") }
                check(answer, set, guarantee, "\(name), \(view.key)")
            }
        }
        times.sort()
        #expect(times.count >= Self.questions.count * 10)
        print(
            """
            questions about managed policies: \(times.count); p50 \(times[times.count / 2]) ms, \
            p99 \(times[times.count * 99 / 100]) ms, max \(slowest.milliseconds) ms (\(slowest.what)); \
            proved \(verdicts[.proved, default: 0]), counterexample \(verdicts[.counterexample, default: 0]), \
            unknown \(verdicts[.unknown, default: 0])
            """)
    }

    /// A counterexample must be allowed by the evaluator and break the guarantee; an unknown must say why.
    private func check(_ answer: Answer, _ set: PolicySet, _ guarantee: Guarantee, _ what: String) {
        switch answer.verdict {
        case .proved: #expect(answer.counterexample == nil)
        case .unknown: #expect(answer.reason?.isEmpty == false, "\(what)")
        case .counterexample:
            guard let counterexample = answer.counterexample else {
                Issue.record("\(what): no request")
                return
            }
            #expect(set.decide(counterexample.request).verdict == .allowed, "\(what)")
            #expect(!guarantee.violations(of: counterexample.request).isEmpty, "\(what)")
        }
    }

    private static func guarantee(_ text: String) throws -> Guarantee {
        let document = try JSONParser.parse(SourceText(name: "question", text: text), symbols: SymbolTable())
        guard let root = document.roots.first else { throw MotoPolicies.Missing() }
        return try Guarantee(reading: NodeView(document: document, id: root))
    }
}
