import Documents
import IAM

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Puts eight standard questions to each policy of a file, and prints what each cost.
///
/// `iam-bench FILE` reads a JSON mapping of names to policy documents and prints a line for each question and policy:
/// question, policy, milliseconds of processor time, verdict, reason. The evaluator has confirmed each counterexample.
@main
struct IAMBench {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else { throw Failure(message: "usage: iam-bench FILE") }
        let policies = try root(of: FileReader().read(CommandLine.arguments[1]))
        let questions = try Question.all.map { ($0.name, try Guarantee(reading: try root(of: $0.source))) }
        for document in policies.children {
            let set = PolicySet(identity: [try Policy(reading: document, kind: .managed, name: document.key)])
            for (name, guarantee) in questions {
                let start = processorTime()
                let answer = set.decide(guarantee)
                let time = processorTime() - start
                if let request = answer.counterexample?.request, set.decide(request).verdict != .allowed {
                    throw Failure(message: "\(name), \(document.key): the request is not allowed")
                }
                print(name, document.key, time, answer.verdict.rawValue, answer.reason ?? "", separator: "\t")
            }
        }
    }

    private static func root(of source: SourceText) throws -> NodeView {
        guard let root = try JSONParser.parse(source, symbols: SymbolTable()).root else {
            throw Failure(message: "\(source.name) is empty")
        }
        return root
    }

    /// Milliseconds of this thread: other work on the machine does not count.
    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    struct Failure: Error { var message: String }
}

/// One guarantee, as a file would hold it.
struct Question {
    var name: String
    private var text: String

    var source: SourceText { SourceText(name: name, text: text) }

    private init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }

    static let all = [
        Question(
            "create with tag",
            #"{"actions": ["sagemaker:Create*"], "requestTagging": true, "onlyWhen": {"StringEquals": {"aws:RequestTag/environment": ["dev", "staging"]}}}"#
        ),
        Question(
            "no GPU",
            #"{"actions": ["sagemaker:*"], "onlyWhen": {"ForAllValues:StringNotLike": {"sagemaker:InstanceTypes": ["ml.p*", "ml.g*"]}}}"#
        ),
        Question(
            "no untagging",
            #"{"actions": ["sagemaker:DeleteTags"], "onlyWhen": {"ForAllValues:StringNotEquals": {"aws:TagKeys": "cost-center"}}}"#
        ),
        Question(
            "no retagging",
            #"{"actions": ["sagemaker:AddTags"], "onlyWhen": {"ForAllValues:StringNotEquals": {"aws:TagKeys": "cost-center"}}}"#
        ),
        Question(
            "run time",
            #"{"actions": ["sagemaker:CreateTrainingJob"], "onlyWhen": {"NumericLessThanEquals": {"sagemaker:MaxRuntimeInSeconds": 86400}}}"#
        ),
        Question(
            "encrypted",
            #"{"actions": ["sagemaker:CreateNotebookInstance"], "onlyWhen": {"Null": {"sagemaker:VolumeKmsKey": false}}}"#
        ),
        Question(
            "region",
            #"{"actions": ["s3:PutObject", "ec2:RunInstances"], "onlyWhen": {"StringEquals": {"aws:RequestedRegion": ["eu-west-1"]}}}"#
        ),
        Question(
            "role passed",
            #"{"actions": ["iam:PassRole"], "onlyWhen": {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}}"#
        ),
    ]
}
