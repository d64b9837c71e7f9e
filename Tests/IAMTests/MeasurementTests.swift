import Foundation
import IAM
import Testing

@testable import random_policies

/// Times, printed on demand; every counterexample is replayed on the way.
@Suite("measurements", .enabled(if: SharedData.isMeasuring, "PROVISO_IAM_MEASURE or PROVISO_SHARED_DATA is not set"))
struct MeasurementTests {

    private static let questions: [(String, Guarantee)] = [
        (
            "create with tag",
            guarantee(
                #"["sagemaker:Create*"]"#, true,
                #"{"StringEquals": {"aws:RequestTag/environment": ["dev", "staging"]}}"#)
        ),
        (
            "no GPU",
            guarantee(
                #"["sagemaker:*"]"#, false,
                #"{"ForAllValues:StringNotLike": {"sagemaker:InstanceTypes": ["ml.p*", "ml.g*"]}}"#)
        ),
        (
            "no untagging",
            guarantee(
                #"["sagemaker:DeleteTags"]"#, false,
                #"{"ForAllValues:StringNotEquals": {"aws:TagKeys": "cost-center"}}"#)
        ),
        (
            "no retagging",
            guarantee(
                #"["sagemaker:AddTags"]"#, false, #"{"ForAllValues:StringNotEquals": {"aws:TagKeys": "cost-center"}}"#)
        ),
        (
            "run time",
            guarantee(
                #"["sagemaker:CreateTrainingJob"]"#, false,
                #"{"NumericLessThanEquals": {"sagemaker:MaxRuntimeInSeconds": "86400"}}"#)
        ),
        (
            "key given",
            guarantee(
                #"["sagemaker:CreateNotebookInstance"]"#, false, #"{"Null": {"sagemaker:VolumeKmsKey": "false"}}"#)
        ),
        (
            "region",
            guarantee(
                #"["s3:PutObject", "ec2:RunInstances"]"#, false,
                #"{"StringEquals": {"aws:RequestedRegion": ["eu-west-1"]}}"#)
        ),
        (
            "role passed to SageMaker",
            guarantee(
                #"["iam:PassRole"]"#, false, #"{"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}"#)
        ),
    ].compactMap { name, guarantee in guarantee.map { (name, $0) } }

    private static func guarantee(_ actions: String, _ tagging: Bool, _ onlyWhen: String) -> Guarantee? {
        try? Guarantee(
            reading: json(#"{"actions": \#(actions), "requestTagging": \#(tagging), "onlyWhen": \#(onlyWhen)}"#))
    }

    @Test("questions over recorded policies")
    func corpus() throws {
        let policies = SharedData.policyFiles.compactMap { file in
            (try? read(file)).flatMap { try? policy($0, name: file) }
        }
        let clock = ContinuousClock()
        for (name, guarantee) in Self.questions {
            var times: [Double] = []
            var slowest = (0.0, "")
            var verdicts: [Answer.Verdict: Int] = [:]
            for policy in policies {
                let set = PolicySet(identity: [policy])
                var answer: Answer?
                let time = clock.measure { answer = set.decide(guarantee) }
                let milliseconds = Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1000
                times.append(milliseconds)
                if milliseconds > slowest.0 { slowest = (milliseconds, policy.name) }
                verdicts[try #require(answer).verdict, default: 0] += 1
                if let counterexample = answer?.counterexample {
                    #expect(set.decide(counterexample.request).verdict == .allowed)
                }
            }
            times.sort()
            print(
                "\(name): median \(times[times.count / 2]) ms, p99 \(times[times.count * 99 / 100]) ms, max \(slowest), \(verdicts)"
            )
        }
    }

    @Test("look-ups")
    func lookups() {
        let clock = ContinuousClock()
        let names = ServiceData.actions(matching: "sagemaker:*").map(\.qualifiedName)
        var found = 0
        let time = clock.measure { for name in names where ServiceData.action(name) != nil { found += 1 } }
        print("look-up of an action: \(time / names.count)")
        #expect(found == names.count)
    }
}
