import Accounts
import Documents
import Engine
import Foundation
import History
import Testing

@testable import Audits

@Suite("Audits")
struct AuditTests {
    static let gpu = "ml.p3.2xlarge"
    static let plain = "ml.t3.medium"

    /// What a history would say of findings that are new.
    static func tracked(_ findings: [KnownFinding], _ state: FindingState = .new, at time: Int64) -> [TrackedFinding] {
        findings.map { TrackedFinding(finding: $0, state: state, firstSeen: time - 3 * 86_400, lastSeen: time) }
    }

    static func audit(
        _ account: SampleAccount, states: [FindingState] = [.new], judge: Judge = Judge(), points: Int = 0
    ) throws -> Audit {
        let judged = try judge.judged(account)
        let findings = zip(judged.findings, judged.findings.indices).map { finding, index in
            TrackedFinding(
                finding: finding, state: states[index % states.count], firstSeen: judged.time - 3 * 86_400,
                lastSeen: judged.time)
        }
        let past = (0..<points).map { number in
            var record = judged.record
            record.time -= Int64(points - number) * 86_400
            record.snapshot = "of day \(number)"
            return AuditPoint(audit: record, counts: [.open: number + 1], severities: ["high": number + 1])
        }
        return judged.audit(findings: findings, points: past)
    }

    static let account = SampleAccount(notebooks: [
        ("a", gpu, SampleAccount.good), ("b", plain, SampleAccount.good), ("c", gpu, ["owner": "<bo>"]),
    ])

    @Test("failures are taken down with account, region, owner and cost")
    func findings() throws {
        var judge = Judge()
        judge.prices = try judge.folder.write(
            "currency: EUR\ndate: 2026-11-01\nprices: [{ type: ml.p3.2xlarge, perHour: 4 }]\n", to: "prices.yaml")
        let judged = try judge.judged(Self.account)
        #expect(judged.findings.map(\.name) == ["a", "c"])
        let first = try #require(judged.findings.first)
        #expect(first.account == "123456789012" && first.region == "eu-central-1" && first.owner == "ana@example.com")
        #expect(first.cost == AuditCost(currency: "EUR", monthly: 4 * 730, avoidable: 0))
        #expect(judged.record.costs.map(\.monthly) == [2 * 4 * 730])
    }

    @Test("a live resource has the same fingerprint wherever its snapshot lies")
    func fingerprints() throws {
        let judge = Judge()
        let one = try judge.judged(Self.account, name: "one.jsonl")
        let other = try judge.judged(Self.account, name: "deep/other.jsonl")
        #expect(one.findings.map(\.fingerprint) == other.findings.map(\.fingerprint))
        var moved = Self.account
        moved.region = "us-east-1"
        #expect(
            try Set(judge.judged(moved).findings.map(\.fingerprint)).isDisjoint(with: one.findings.map(\.fingerprint)))
    }

    @Test("the same audit gives the same bytes", arguments: AuditFormat.allCases)
    func bytes(format: AuditFormat) throws {
        let one = try format.text(of: Self.audit(Self.account, states: [.new, .resolved], points: 3))
        let other = try format.text(of: Self.audit(Self.account, states: [.new, .resolved], points: 3))
        #expect(one == other && !one.isEmpty)
    }

    @Test("no name of an account is a command of a build log", arguments: [AuditFormat.text, .markdown])
    func commands(format: AuditFormat) throws {
        var account = Self.account
        account.notebooks = [("::warning file=x::pwned ##[error]x", "ml.p3.2xlarge", [:])]
        let text = try format.text(of: Self.audit(account, states: [.new]))
        #expect(text.contains("pwned") && !text.contains("##[error]"))
        for line in text.split(separator: "\n") { #expect(!line.drop { $0 == " " }.hasPrefix("::")) }
    }

    // MARK: Forms

    private func members(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("a finding of Security Hub has what its format requires")
    func securityHub() throws {
        let text = AuditFormat.asff.text(of: try Self.audit(Self.account, states: [.new, .resolved]))
        let list = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(list.count == 2)
        // Of the service model of botocore 1.43, shape `AwsSecurityFinding`.
        let required = [
            "SchemaVersion", "Id", "ProductArn", "GeneratorId", "AwsAccountId", "CreatedAt", "UpdatedAt", "Title",
            "Description", "Resources", "Severity", "Types",
        ]
        for finding in list { #expect(required.allSatisfy { finding[$0] != nil }) }
        #expect(list.map { $0["RecordState"] as? String } == ["ACTIVE", "ARCHIVED"])
        #expect(
            list[0]["ProductArn"] as? String
                == "arn:aws:securityhub:eu-central-1:123456789012:product/123456789012/default")
    }

    @Test("a finding of Security Hub names the partition of its region")
    func partition() throws {
        var account = Self.account
        account.region = "cn-north-1"
        #expect(AuditFormat.asff.text(of: try Self.audit(account)).contains("arn:aws-cn:securityhub:cn-north-1:"))
    }

    @Test("a compliance finding has what OCSF 1.3.0 requires")
    func compliance() throws {
        let text = AuditFormat.ocsf.text(of: try Self.audit(Self.account, states: [.new, .resolved]))
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.count == 2)
        for line in lines {
            let finding = try members(line)
            // Of the schema's `compliance_finding`, `base_event`, `compliance`, `metadata` and `cloud`.
            for name in [
                "activity_id", "category_uid", "class_uid", "compliance", "finding_info", "metadata", "severity_id",
                "time", "type_uid", "cloud",
            ] { #expect(finding[name] != nil, "\(name)") }
            let compliance = try #require(finding["compliance"] as? [String: Any])
            #expect(compliance["standards"] as? [String] == ["p"])
            let metadata = try #require(finding["metadata"] as? [String: Any])
            #expect(metadata["profiles"] as? [String] == ["cloud"])
            #expect(finding["type_uid"] as? Int == 200_300 + (finding["activity_id"] as? Int ?? 0))
        }
    }

    @Test("the page has no script, loads nothing, and names of strangers are text in it")
    func page() throws {
        var account = Self.account
        account.notebooks[0].name = "<img onerror=alert(1)>"
        let page = AuditFormat.html.text(of: try Self.audit(account, points: 3))
        #expect(page.contains("script-src 'none'") && !page.contains("<script") && !page.contains("<img"))
        #expect(page.contains("Findings by severity") && page.components(separatedBy: "<article").count == 3)
        for reference in ["src=", "@import", "url(", "style=\""] { #expect(!page.contains(reference), "\(reference)") }
    }

    @Test("a page without a past has no trend, and one with gaps says so")
    func gaps() throws {
        var account = Self.account
        account.isComplete = false
        let page = AuditFormat.html.text(of: try Self.audit(account))
        #expect(!page.contains("Trend") && page.contains("Not everything was seen"))
        #expect(page.contains("lacks sagemaker&#58;ListNotebookInstances"))
    }

    @Test("a trend ends with its audit, whatever the history holds behind it")
    func trend() throws {
        let judged = try Judge().judged(Self.account)
        var later = judged.record
        later.policies = "other rules at the same time"
        let points = [judged.record, later].map { AuditPoint(audit: $0, counts: [:], severities: [:]) }
        #expect(judged.audit(findings: [], points: points).points.count == 1)
    }

    @Test("the list of findings says why one is resolved")
    func listing() throws {
        var tracked = Self.tracked(try Judge().judged(Self.account).findings, .resolved, at: 0)
        for (index, resolution) in [Resolution.gone, .failsOtherwise].enumerated() {
            tracked[index].resolution = resolution
        }
        let lines = HistoryListing.csv(tracked).split(separator: "\r\n")
        #expect(lines.map { $0.split(separator: ",").last } == ["resolution", "\"gone\"", "\"failsOtherwise\""])
    }

    @Test("a spreadsheet takes no name for a formula")
    func formulas() throws {
        var account = Self.account
        account.notebooks[0].name = "=1+1"
        #expect(AuditFormat.csv.text(of: try Self.audit(account)).contains("\"'=1+1\""))
    }
}
