public import Documents

/// The columns of one report, matched to what the questions ask.
public struct ReportColumns: Sendable {
    public let form: ReportForm
    /// The columns that hold a field, as the report writes them: where the first is empty, the next one counts.
    private var names: [ReportField: [String]] = [:]
    private var tags: [String: TagSource] = [:]

    /// Where the value of a tag stands.
    enum TagSource: Sendable {
        case column(String)
        /// In a map of the keys that follow.
        case map(String, keys: [String])
        case json(String, keys: [String])
    }

    /// - Parameters:
    ///   - columns: names with the types that the database gives them.
    ///   - keys: the tags that are asked for.
    ///   - source: how messages name the report.
    /// - Throws: an error if the report has no form that is known, or lacks columns.
    public init(_ columns: [(name: String, type: String)], tags keys: [String], source: String) throws(Diagnostic) {
        let forms = ReportForm.detect(columns.map(\.name))
        guard let form = forms.first else {
            let shown = columns.prefix(5).map { "`\(Diagnostic.shown($0.name))`" }.joined(separator: ", ")
            throw Diagnostic(
                file: source, message: "this is no cost and usage report: its columns begin with \(shown)",
                help: "reports are CUR as CSV or Parquet, CUR 2.0, FOCUS 1.0 and FOCUS 1.2")
        }
        guard forms.count == 1 else {
            throw Diagnostic(
                file: source,
                message: "these reports have several forms: \(forms.map(\.title).joined(separator: " and "))",
                help: "give the reports of one form at a time")
        }
        self.init(form, columns, keys)
        let missing = ReportField.required.filter { names(of: $0).isEmpty }
        guard missing.isEmpty else {
            let list = missing.map { "`\(form.names(of: $0).first ?? $0.rawValue)`" }.joined(separator: ", ")
            throw Diagnostic(
                file: source, message: "this report (\(form.title)) lacks \(list), without which no total can be made",
                help: "add \(missing.count == 1 ? "this column" : "these columns") to the export")
        }
    }

    /// The columns as the form documents them, of a table that cannot be looked at.
    public init(documented form: ReportForm, tags keys: [String]) {
        let columns = ReportField.allCases.flatMap { form.documentedNames(of: $0) }.map { ($0, "VARCHAR") }
        let maps = form.tagMaps.prefix(1).map { ($0, "MAP(VARCHAR, VARCHAR)") }
        self.init(form, columns + maps + keys.compactMap { form.tagColumn($0) }.map { ($0, "VARCHAR") }, keys)
    }

    private init(_ form: ReportForm, _ columns: [(name: String, type: String)], _ keys: [String]) {
        self.form = form
        var byName: [String: (name: String, type: String)] = [:]
        for column in columns { byName[column.name.lowercased()] = column }
        for field in ReportField.allCases {
            names[field] = form.names(of: field).compactMap { byName[$0.lowercased()]?.name }
        }
        for key in keys {
            if let column = form.tagColumn(key).flatMap({ byName[$0.lowercased()] }) {
                tags[key] = .column(column.name)
            } else if let map = form.tagMaps.lazy.compactMap({ byName[$0.lowercased()] }).first {
                let keys = form.mapKeys(of: key)
                tags[key] = map.type.hasPrefix("MAP") ? .map(map.name, keys: keys) : .json(map.name, keys: keys)
            }
        }
    }

    func names(of field: ReportField) -> [String] { names[field] ?? [] }

    func source(ofTag key: String) -> TagSource? { tags[key] }

    /// What cannot be said because of columns that the report lacks.
    func losses(tags keys: [String]) -> [String] {
        let fields = ReportField.allCases.filter { names(of: $0).isEmpty && !form.names(of: $0).isEmpty }
        let missing = fields.compactMap { field in
            field.loss.map { "the report has no column for the \(field.rawValue): \($0)" }
        }
        let unknown = keys.filter { tags[$0] == nil }.map {
            "the report has no column for the tag `\($0)`: activate it as a cost-allocation tag in the payer's account"
        }
        return missing + unknown
    }
}
