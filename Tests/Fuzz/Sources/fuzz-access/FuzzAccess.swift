import Documents
import FuzzDriver
import IAM

/// IAM policies: grammar, lint, evaluation and decision. An input is a policy and, behind a zero byte, another one that
/// bounds it.
@main
struct FuzzAccess {
    static func main() {
        let subject = AccessSubject()
        FuzzDriver.run { subject.run($0) }
    }
}

struct AccessSubject {
    private static let guarantees = [
        Guarantee(
            actions: ["sagemaker:CreateTrainingJob", "sagemaker:CreateNotebookInstance"],
            onlyWhen: conditions(#"{"StringEquals": {"aws:RequestTag/team": ["ml", "search"]}}"#)),
        Guarantee(actions: ["s3:GetObject"], resources: ["arn:aws:s3:::models/*"]),
    ]
    private static let requests = [
        Request(action: "s3:GetObject", resource: "arn:aws:s3:::models/a/b.tar.gz"),
        Request(
            action: "sagemaker:CreateTrainingJob", resource: "arn:aws:sagemaker:eu-west-1:123456789012:training-job/a",
            context: .init([
                "aws:RequestTag/team": .one("ml"),
                "sagemaker:InstanceTypes": .several(["ml.m5.large", "ml.p3.2xlarge"]),
                "aws:CurrentTime": .one("2026-03-01T12:00:00Z"), "aws:SourceIp": .one("10.1.2.3"),
                "aws:SecureTransport": .one("true"), "aws:MultiFactorAuthAge": .one("300"),
            ])),
    ]
    private let options = {
        var options = DecisionOptions()
        options.budget.steps = 300
        options.budget.states = 3_000
        return options
    }()

    func run(_ input: UnsafeRawBufferPointer) {
        let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        let policies = parts.map { SourceText(name: "policy.json", copying: $0) }.compactMap(policy)
        guard let first = policies.first else { return }
        var set = PolicySet(identity: [first], boundary: policies.count > 1 ? policies[1] : nil)
        ask(set)
        set.resource = [first]
        set.principal = Principal(arn: "arn:aws:iam::123456789012:role/ml", session: "arn:aws:sts::123456789012:x")
        for request in Self.requests { expectReasoned(set.decide(request)) }
    }

    /// Reads and lints a policy, as what it may be.
    private func policy(_ source: SourceText) -> Policy? {
        guard let root = try? JSONParser.parse(source, symbols: SymbolTable(seed: 1)).root else { return nil }
        for kind in [PolicyKind.unspecified, .serviceControl, .trust] {
            for finding in read(root, as: kind, source)?.lint(as: kind) ?? [] { expect(finding, source) }
        }
        return read(root, as: .unspecified, source)
    }

    private func read(_ root: NodeView, as kind: PolicyKind, _ source: SourceText) -> Policy? {
        do throws(PolicyRejection) {
            return try Policy(reading: root, kind: kind)
        } catch {
            FuzzDriver.expect(error.range, inside: source)
            FuzzDriver.expectShowable(error.diagnostic(in: source))
            FuzzDriver.expect(!error.iamMessage.isEmpty, "a refusal without IAM's words")
            return nil
        }
    }

    private func expect(_ finding: LintFinding, _ source: SourceText) {
        FuzzDriver.expect(finding.range, inside: source)
        FuzzDriver.expectShowable(finding.diagnostic(in: source))
    }

    private func expectReasoned(_ outcome: Outcome) {
        FuzzDriver.expect(!outcome.reason.isEmpty, "an outcome without a reason")
    }

    /// What the decision procedure answers must be what the evaluator says.
    private func ask(_ set: PolicySet) {
        for request in Self.requests { expectReasoned(set.decide(request)) }
        for guarantee in Self.guarantees {
            let answer = set.decide(guarantee, options: options)
            if let example = answer.counterexample {
                let verdict = set.decide(example.request).verdict
                FuzzDriver.expect(
                    verdict == .allowed, "the counterexample \(example.request) is \(verdict), not allowed")
            }
        }
    }

    private static func conditions(_ text: String) -> [Condition] {
        let json = #"{"actions": "s3:GetObject", "onlyWhen": \#(text)}"#
        let document = try? JSONParser.parse(SourceText(name: "guarantee", text: json), symbols: SymbolTable(seed: 1))
        guard let root = document?.root, let guarantee = try? Guarantee(reading: root) else {
            fatalError("no guarantee: \(text)")
        }
        return guarantee.onlyWhen
    }
}
