import Documents
import Engine
import Policies

@testable import Reports

/// Runs by name, for tests that take several.
enum SampleRun: CaseIterable {
    case everything, clean

    var result: RunResult {
        switch self {
        case .everything: Sample.everything
        case .clean: Sample.run([], rules: Sample.rules, passes: 12)
        }
    }
}

/// Sources and findings from which the reports of the tests are made. Places are given by the text that stands there.
enum Sample {
    static let notebook = SourceText(
        name: "infra/notebook.yaml",
        text: """
            Parameters:
              Env: {Type: String, AllowedValues: [dev, prod]}
            Resources:
              Train:
                Type: AWS::SageMaker::NotebookInstance
                Properties:
                  InstanceType: "ml.p3.2xlarge"
                  RoleArn: !ImportValue role
                  VolumeSizeInGB: 500
              Explore:
                Type: AWS::SageMaker::NotebookInstance
                Properties:
                  InstanceType: ml.g5.48xlarge
                  DirectInternetAccess: !Ref Access
            """)

    static let plan = SourceText(
        name: "plans/batch jobs.json",
        text: """
            {"jobs": [{"name": "a", "MaxPayloadInMB": 200}, {"name": "b", "MaxPayloadInMB": 300}, {"name": "c", \
            "MaxPayloadInMB": 400, "token": "swordfish"}], "region": "eu-west-1", "padding": "xxxxxxxxxxxxxxxxxxxxxxxx"}
            """)

    static func region(of text: String, in source: SourceText) -> SourceRegion {
        let bytes = Array(source.bytes)
        let wanted = Array(text.utf8)
        let start = bytes.indices.first { bytes[$0...].starts(with: wanted) } ?? 0
        return LineTable(source).region(of: start..<start + wanted.count)
    }

    /// A finding that points at the first place where `text` stands in `source`.
    static func finding(
        _ rule: String, _ severity: Severity, _ verdict: Verdict = .fail, at text: String, in source: SourceText,
        resource: String = "Train", path: String = "", message: String
    ) -> Finding {
        let region = region(of: text, in: source)
        var finding = Finding(
            rule: rule, title: "Title of \(rule)", severity: severity, verdict: verdict, message: message, remedy: nil,
            resource: ResourceIdentity(type: "AWS::SageMaker::NotebookInstance", name: resource, id: resource),
            file: source.name, path: path, region: region, excerpt: Excerpt(region: region, lines: LineTable(source)),
            evidence: [], expected: nil, scenarios: [], fingerprint: "fp:\(rule):\(resource)", references: [],
            lineHash: LineHash.hashes(of: source, lines: [region.start.line])[region.start.line])
        finding.gates = verdict != .unknown
        return finding
    }

    static func rule(
        _ id: String, _ severity: Severity, title: String, description: String? = nil, remedy: String? = nil,
        references: [String] = [], labels: [String] = []
    ) -> RuleSummary {
        RuleSummary(
            id: id, title: title, description: description, remedy: remedy, severity: severity, references: references,
            labels: labels)
    }

    static func run(
        _ findings: [Finding], errors: [Diagnostic] = [], warnings: [Diagnostic] = [], skipped: [SkippedFile] = [],
        rules: [RuleSummary] = [], passes: Int = 0
    ) -> RunResult {
        var verdicts = findings.reduce(into: [Verdict: Int]()) { $0[$1.verdict, default: 0] += 1 }
        verdicts[.pass, default: 0] += passes
        return RunResult(
            findings: findings, errors: errors, warnings: warnings, skipped: skipped, fileCount: 2, resourceCount: 7,
            rules: RuleSummaries(rules), verdicts: verdicts)
    }

    static func text(_ format: ReportFormat, _ run: RunResult, _ options: ReportOptions = options()) throws -> String {
        let sink = MemorySink()
        try ReportWriter(format: format, options: options).write(run, to: sink)
        return sink.text
    }

    static func options(exitCode: Int = 1) -> ReportOptions { ReportOptions(version: "1.2.3", exitCode: exitCode) }
}
