import Documents
import Engine
import IAM
import Policies

/// Turns what the linter says about the policies of one file into findings.
struct LintRecorder {
    private let source: SourceText
    private lazy var hashes = LineHash.hashes(of: source)
    private(set) var verdicts: [Verdict: Int] = [:]
    private var findings: [Finding] = []
    private var fingerprints = Fingerprints()

    init(_ source: SourceText) { self.source = source }

    /// Rules about what a policy grants. Policies of an organisation grant nothing, however much they allow.
    private static let grantRules: Set<String> = [
        "allow-not-action", "allow-not-resource", "full-sagemaker-access", "pass-role-anywhere", "tags-removable",
        "tags-rewritable",
    ]

    /// - Parameter kind: what the policy is for; nil to go by where it stands.
    mutating func lint(_ found: FoundPolicy, as kind: PolicyKind?) {
        let kind = found.kind == .unspecified ? kind ?? .unspecified : found.kind
        let isLimit = kind == .serviceControl || kind == .resourceControl
        do throws(PolicyRejection) {
            let policy = try found.policy(as: kind)
            let struck = policy.lint(as: kind).filter { !(isLimit && Self.grantRules.contains($0.id)) }
            for finding in struck { add(finding, found) }
            verdicts[.fail, default: 0] += struck.count
            verdicts[.pass, default: 0] += LintCatalog.ids.count - Set(struck.map(\.id)).count
        } catch {
            let isOpen = error.reason == .notLiteral
            verdicts[isOpen ? .unknown : .fail, default: 0] += 1
            add(
                LintFinding(
                    id: "refused", severity: .error,
                    message: isOpen
                        ? "a part of the policy that must be literal is not known yet"
                        : "IAM refuses the policy: \(error.message)",
                    help: error.help, range: error.shownRange, statement: nil),
                found, verdict: isOpen ? .unknown : .fail)
        }
    }

    private mutating func add(_ finding: LintFinding, _ found: FoundPolicy, verdict: Verdict = .fail) {
        let (region, excerpt) = found.text.place(of: finding.range)
        let holder = found.holder
        let identity = ResourceIdentity(
            type: holder.type, name: holder.name.isEmpty ? source.name : holder.name,
            id: holder.arn ?? (holder.name.isEmpty ? source.name : holder.name))
        let statement = finding.statement.map { "Statement[\($0)]" }
        let path = [found.path.isEmpty ? nil : found.path, statement].compactMap(\.self).joined(separator: ".")
        let rule = "iam/" + finding.id
        findings.append(
            Finding(
                rule: rule, title: Self.title(of: finding.id), severity: Self.severity(of: finding.severity),
                verdict: verdict,
                message: finding.message, remedy: finding.help, resource: identity, file: source.name, path: path,
                region: region,
                excerpt: excerpt, evidence: [], expected: nil, scenarios: [],
                fingerprint: fingerprints.next(rule: rule, file: source.name, resource: identity, path: path),
                references: [], reason: verdict == .unknown ? finding.message : nil, lineHash: hashes[region.start.line]
            ))
    }

    /// The findings by position in the file, then by rule.
    func finish() -> [Finding] {
        findings.sorted {
            ($0.region.start.offset, $0.rule, $0.message) < ($1.region.start.offset, $1.rule, $1.message)
        }
    }

    /// `Missing set operator` for `missing-set-operator`.
    static func title(of id: String) -> String {
        let words = id.split(separator: "-").joined(separator: " ")
        return "IAM policy: " + words
    }

    /// What cannot work as written is grave, what works otherwise than it seems counts by default.
    static func severity(of severity: LintFinding.Severity) -> Severity {
        switch severity {
        case .error: .high
        case .warning: .medium
        case .note: .info
        }
    }
}
