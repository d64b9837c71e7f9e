/// A form in which AWS delivers what was used and what it cost.
///
/// - SeeAlso: <https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cur2.html>,
///   <https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-focus-1-2-aws-columns.html>.
public enum ReportForm: String, CaseIterable, Sendable {
    /// The cost and usage report as CSV, with columns such as `lineItem/UsageType`.
    case legacyCSV = "cur-csv"
    /// The cost and usage report as Parquet, and as the table that Athena makes of it.
    case legacyTable = "cur-parquet"
    case cur2 = "cur-2.0"
    case focus10 = "focus-1.0"
    case focus12 = "focus-1.2"

    /// What people call it.
    public var title: String {
        switch self {
        case .legacyCSV: "cost and usage report, CSV"
        case .legacyTable: "cost and usage report, Parquet"
        case .cur2: "CUR 2.0"
        case .focus10: "FOCUS 1.0"
        case .focus12: "FOCUS 1.2"
        }
    }

    /// The type of the resource that delivers such reports.
    var deliveredBy: String {
        switch self {
        case .legacyCSV, .legacyTable: "AWS::CUR::ReportDefinition"
        case .cur2, .focus10, .focus12: "AWS::BCMDataExports::Export"
        }
    }

    /// Whether names of columns are such as `line_item_usage_type`.
    var isTable: Bool { self == .legacyTable || self == .cur2 }

    var isFocus: Bool { self == .focus10 || self == .focus12 }

    /// Tells the form by the names of columns.
    ///
    /// - Returns: nil if it is none, and both when columns of two forms stand side by side.
    static func detect(_ names: some Sequence<String>) -> [ReportForm] {
        let names = Set(names.map { $0.lowercased() })
        var forms: [ReportForm] = []
        if names.contains(where: { $0.hasPrefix("lineitem/") }) { forms.append(.legacyCSV) }
        if names.contains(where: { $0.hasPrefix("line_item_") }) {
            forms.append(TableExport(ofColumns: names).form ?? .legacyTable)
        }
        if names.contains("chargecategory") || names.contains("chargeperiodstart") {
            forms.append(names.contains("x_usagetype") ? .focus10 : .focus12)
        }
        return forms
    }
}
