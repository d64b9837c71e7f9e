#if Account
    import Accounts
    import ArgumentParser
    import Documents
    import History
    import Reports

    /// The forms in which an audit can be written.
    enum AuditFormat: String, CaseIterable {
        case text, json, markdown, csv
        /// Findings of Security Hub.
        case asff
        /// Compliance findings of the Open Cybersecurity Schema Framework, one a line.
        case ocsf

        static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

        func text(of audit: Audit) -> String {
            switch self {
            case .text: AuditText(audit: audit).text
            case .json: AuditExchange(audit: audit).json
            case .markdown: AuditText(audit: audit).markdown
            case .csv: AuditText(audit: audit).csv
            case .asff: AuditExchange(audit: audit).asff
            case .ocsf: AuditExchange(audit: audit).ocsf
            }
        }
    }

    /// `form` or `form=file`.
    struct AuditReportTarget: ExpressibleByArgument {
        var format: AuditFormat
        /// Nil for standard output.
        var file: String?

        init(format: AuditFormat, file: String?) {
            self.format = format
            self.file = file
        }

        init?(argument: String) {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let format = AuditFormat(rawValue: parts[0]), parts.count == 1 || !parts[1].isEmpty else {
                return nil
            }
            self.init(format: format, file: parts.count > 1 ? parts[1] : nil)
        }

        static func write(_ text: String, to path: String) throws(Diagnostic) {
            let bytes = Array(text.utf8)
            try ReportFile(path: path).write { (sink) throws(Diagnostic) in
                var failure: Diagnostic?
                bytes.withUnsafeBytes { bytes in
                    do throws(Diagnostic) { try sink.write(bytes) } catch { failure = error }
                }
                if let failure { throw failure }
            }
        }
    }

    /// An audit for people.
    struct AuditText {
        let audit: Audit

        private static let sections: [(state: FindingState, title: String)] = [
            (.new, "new"), (.reopened, "reopened"), (.open, "still open"), (.resolved, "resolved"),
            (.unseen, "open before, not looked at this time"),
        ]

        private var sections: [(title: String, findings: [TrackedFinding])] {
            Self.sections.map { ($0.title, audit.findings($0.state)) }.filter { !$0.1.isEmpty }
        }

        private var heading: String {
            "\(audit.resources) resources in \(audit.manifest.accounts.joined(separator: ", ")), "
                + "\(audit.manifest.regions.joined(separator: ", ")), collected \(audit.manifest.collected)"
        }

        private var gaps: [String] {
            audit.manifest.outcomes.flatMap { outcome in
                outcome.gaps.map { gap in
                    let permission = gap.permission.map { " (lacks \($0))" } ?? ""
                    return "\(outcome.types.joined(separator: ", ")) in \(outcome.region) of \(outcome.account): "
                        + "\(gap.operation): \(gap.reason)\(permission)"
                }
            }
        }

        private func age(_ tracked: TrackedFinding) -> String {
            let days = tracked.age(at: audit.time)
            return days == 1 ? "1 day" : "\(days) days"
        }

        var text: String {
            var lines = ["audited: \(heading)"]
            for section in sections {
                lines += ["", "\(section.title): \(section.findings.count)"]
                for tracked in section.findings {
                    let finding = tracked.finding
                    let place = [finding.account, finding.region].filter { !$0.isEmpty }.joined(separator: " ")
                    lines.append(
                        "  \(finding.severity)[\(finding.rule)] \(shown(finding.name)) (\(place), \(age(tracked)))")
                    lines.append("    \(shown(finding.message))")
                }
            }
            if !gaps.isEmpty { lines += ["", "not seen: \(gaps.count)"] + gaps.map { "  \(shown($0))" } }
            let counts = FindingState.allCases.map { state in "\(audit.findings(state).count) \(state.rawValue)" }
            return (lines + ["", "result:  \(counts.joined(separator: ", "))", ""]).joined(separator: "\n")
        }

        var markdown: String {
            var lines = ["# Audit", "", heading, ""]
            for section in sections {
                lines += [
                    "## \(section.title.prefix(1).uppercased())\(section.title.dropFirst()): \(section.findings.count)",
                    "",
                    "| severity | rule | resource | account | region | owner | days | finding |",
                    "|---|---|---|---|---|---|---|---|",
                ]
                for tracked in section.findings {
                    let finding = tracked.finding
                    let cells = [
                        finding.severity, finding.rule, finding.name, finding.account, finding.region,
                        finding.owner ?? "",
                        String(tracked.age(at: audit.time)), finding.message,
                    ]
                    lines.append("| \(cells.map(cell).joined(separator: " | ")) |")
                }
                lines.append("")
            }
            if !gaps.isEmpty { lines += ["## Not seen", ""] + gaps.map { "- \(cell($0))" } + [""] }
            return lines.joined(separator: "\n")
        }

        var csv: String {
            var lines = [
                "state,severity,rule,account,region,type,resource,name,owner,first_seen,last_seen,days,message"
            ]
            for tracked in audit.findings {
                let finding = tracked.finding
                lines.append(
                    [
                        tracked.state.rawValue, finding.severity, finding.rule, finding.account, finding.region,
                        finding.type,
                        finding.resource, finding.name, finding.owner ?? "", AWSTime.text(tracked.firstSeen),
                        AWSTime.text(tracked.lastSeen), String(tracked.age(at: audit.time)), finding.message,
                    ].map(field).joined(separator: ","))
            }
            return lines.joined(separator: "\r\n") + "\r\n"
        }

        /// On one line, so that no name can pass for a line of the report or steer a terminal.
        private func shown(_ text: String) -> String {
            String(String.UnicodeScalarView(text.unicodeScalars.map { Excerpt.printable($0) }))
        }

        private func cell(_ text: String) -> String {
            shown(text).map { "|<>*_`[]\\".contains($0) ? "\\\($0)" : String($0) }.joined()
        }

        /// A spreadsheet takes what begins with these marks for a formula.
        private func field(_ text: String) -> String {
            let guarded = text.first.map { "=+-@\t\r".contains($0) } ?? false ? "'" + text : text
            return "\"" + guarded.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
        }
    }
#endif
