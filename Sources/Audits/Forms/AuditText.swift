import Accounts
import Documents
import Engine
import History
import Reports

/// An audit for people.
struct AuditText {
    let audit: Audit

    var text: String {
        var lines = ["audited: \(audit.heading)"]
        for section in audit.sections {
            lines += ["", "\(section.title): \(section.findings.count)"]
            for tracked in section.findings {
                let finding = tracked.finding
                let place = [finding.account, finding.region].filter { !$0.isEmpty }.joined(separator: " ")
                lines.append(
                    "  \(finding.severity)[\(finding.rule)] \(Plain.line(finding.name)) (\(place), \(audit.age(of: tracked)))"
                )
                let reason = tracked.resolution.map { "\($0.words); it was: " } ?? ""
                lines.append("    \(reason)\(Plain.line(finding.message))")
            }
        }
        for cost in audit.costs { lines += ["", "cost: \(cost.sentence)"] }
        if let drift = audit.drift { lines += DriftText(drift: drift).lines }
        if !audit.gaps.isEmpty {
            lines += ["", "not seen: \(audit.gaps.count)"] + audit.gaps.map { "  \(Plain.line($0))" }
        }
        let counts = FindingState.allCases.map { state in "\(audit.findings(state).count) \(state.rawValue)" }
        return (lines + ["", "result:  \(counts.joined(separator: ", "))", ""]).joined(separator: "\n")
    }
}

extension Audit {
    /// The findings by state, without states that none has.
    var sections: [(state: FindingState, title: String, findings: [TrackedFinding])] {
        FindingState.inOrder.map { ($0, $0.title, findings($0)) }.filter { !$0.2.isEmpty }
    }

    var heading: String {
        "\(resources) resources in \(manifest.accounts.joined(separator: ", ")), "
            + "\(manifest.regions.joined(separator: ", ")), collected \(manifest.collected)"
    }

    func age(of tracked: TrackedFinding) -> String {
        let days = tracked.age(at: time)
        return days == 1 ? "1 day" : "\(days) days"
    }
}

extension Resolution {
    /// After the name of the resource.
    var words: String {
        switch self {
        case .complies: "it complies now"
        case .failsOtherwise: "this is mended, and the rule still fails on it in another way"
        case .gone: "it is gone"
        case .doesNotApply: "the rule does not apply to it any more"
        }
    }
}

extension CostTotals {
    /// What resources with failures cost, and what can be avoided of it.
    var sentence: String {
        "\(Money.text(total.monthly, currency)) a month for resources with findings, "
            + "\(Money.text(total.avoidable, currency)) of it avoidable"
    }
}

/// Texts of strangers in reports.
enum Plain {
    /// On one line, so that no name can pass for a line of the report, steer a terminal or command a build log.
    static func line(_ text: String) -> String { ReportText.line(text) }
}
