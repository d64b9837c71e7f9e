import Documents
import Engine
import FuzzDriver
import Policies
import Reports

/// The whole way from the bytes of a file to reports, with the built-in packs, and another file behind it.
@main
struct FuzzCheck {
    static func main() {
        let (set, issues) = PolicySet.load(PolicySelection(), seed: 1)
        guard let set else { fatalError("\(issues)") }
        let subject = CheckSubject(policies: set)
        FuzzDriver.run { subject.run($0) }
    }
}

struct CheckSubject {
    private static let folder = "/proviso-fuzz"
    private static let other = """
        AWSTemplateFormatVersion: "2010-09-09"
        Resources: { Other: { Type: AWS::SageMaker::Model } }

        """

    let policies: PolicySet
    /// What is said of the other file alone.
    private let expected: [String]

    init(policies: PolicySet) {
        self.policies = policies
        expected = Self.tagging(Self.result(of: ["z.yaml": Array(Self.other.utf8)], by: policies))
        FuzzDriver.expect(!expected.isEmpty, "nothing is said of the other file")
    }

    func run(_ input: UnsafeRawBufferPointer) {
        let result = Self.result(of: ["a.yaml": Array(input), "z.yaml": Array(Self.other.utf8)], by: policies)
        for finding in result.findings {
            FuzzDriver.expect(
                finding.region.end.offset <= max(input.count * 4, Self.other.utf8.count),
                "a finding outside of its file")
            // Values of a wrong type stop a rule; what is missing must not.
            let isUnguarded = finding.verdict == .error && finding.message.contains("no such key")
            FuzzDriver.expect(!isUnguarded, "a built-in rule asks for what need not be there: \(finding.message)")
        }
        FuzzDriver.expect(Self.tagging(result) == expected, "a file changes what is said of another one")
        report(result)
    }

    private static func result(of files: [String: [UInt8]], by policies: PolicySet) -> RunResult {
        let paths = RepositoryPaths(root: folder, workingDirectory: folder)
        // A Saturday in 2026.
        var request = CheckRequest(paths: files.keys.sorted().map { "\(folder)/\($0)" }, now: 1_774_000_000)
        request.contents = .snapshot(FileSnapshot(files: files, paths: paths, name: "fuzz"))
        request.repository = paths
        request.includesPasses = true
        request.workers = 1
        return CheckRun.run(request, policies: policies)
    }

    /// What is said of the other file's tags, which no reference can change.
    private static func tagging(_ result: RunResult) -> [String] {
        result.findings.filter { $0.file.hasSuffix("z.yaml") && $0.rule.hasPrefix("tagging/") }.map {
            "\($0.rule) \($0.verdict) \($0.message)"
        }
    }

    private func report(_ result: RunResult) {
        for format in ReportFormat.allCases {
            let options = ReportOptions(version: "0", exitCode: 0, color: .never, width: 80)
            // What a format cannot express is an error of its own, not a defect.
            try? ReportWriter(format: format, options: options).write(result, to: MemorySink())
        }
    }
}
