/// The forms in which an audit can be written.
public enum AuditFormat: String, CaseIterable, Sendable {
    case text, json, markdown, csv
    /// A page with charts.
    case html
    /// Findings of Security Hub.
    case asff
    /// Compliance findings of the Open Cybersecurity Schema Framework, one a line.
    case ocsf

    public static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    public func text(of audit: Audit) -> String {
        switch self {
        case .text: AuditText(audit: audit).text
        case .json: AuditJSON(audit: audit).text
        case .markdown: AuditTables(audit: audit).markdown
        case .csv: AuditTables(audit: audit).csv
        case .html: AuditPage(audit: audit).html
        case .asff: SecurityHubFindings(audit: audit).text
        case .ocsf: ComplianceFindings(audit: audit).text
        }
    }
}
