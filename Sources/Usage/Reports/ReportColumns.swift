import Documents

/// The columns of one report, matched to what the questions ask.
public struct ReportColumns: Sendable {
    public let form: ReportForm
    /// The columns that hold a field, as the report writes them: where the first is empty, the next one counts.
    private var names: [ReportField: [String]] = [:]
    private var tags: [String: TagSource] = [:]
    /// Tags without a column, with one that differs in nothing but its case.
    private var similarTags: [String: String] = [:]

    /// Where the value of a tag stands.
    enum TagSource: Sendable {
        case column(String)
        /// In a map of the keys that follow.
        case map(String, keys: [String])
        case json(String, keys: [String])
    }

    /// One file of a report, with the names of its columns.
    struct Part: Sendable {
        var file: String
        var names: [String]
    }

    private(set) var parts: [Part] = []

    /// - Parameters:
    ///   - columns: names with the types that the database gives them, of all files together.
    ///   - parts: the files.
    ///   - keys: the tags that are asked for.
    ///   - source: how messages name the report.
    /// - Throws: an error if a file has no form that is known, lacks columns, or has another form than the rest.
    init(
        _ columns: [(name: String, type: String)], of parts: [Part], tags keys: [String], source: String
    ) throws(Diagnostic) {
        var forms: [ReportForm] = []
        for part in parts { forms.append(try Self.form(of: part)) }
        guard let form = ReportForm.detect(columns.map(\.name)).first, let first = forms.first else {
            throw Self.refusal(columns.map(\.name), source)
        }
        if let other = forms.indices.first(where: { forms[$0] != first && !Self.areOne(parts[$0], parts[0]) }) {
            throw Diagnostic(
                file: parts[other].file,
                message: "this report is \(forms[other].title), and \(parts[0].file) is \(first.title): they would be "
                    + "counted twice where they are about the same days",
                help: "give the reports of one form at a time")
        }
        self.init(form, columns, keys)
        self.parts = parts
        for part in parts { try requireColumns(of: part) }
    }

    private static func form(of part: Part) throws(Diagnostic) -> ReportForm {
        let forms = ReportForm.detect(part.names)
        guard let form = forms.first else { throw refusal(part.names, part.file) }
        guard forms.count == 1 else {
            throw Diagnostic(
                file: part.file,
                message: "this report has several forms: \(forms.map(\.title).joined(separator: " and "))",
                help: "give the reports of one form at a time")
        }
        return form
    }

    private static func refusal(_ names: [String], _ source: String) -> Diagnostic {
        let shown = names.prefix(5).map { "`\(Diagnostic.shown($0))`" }.joined(separator: ", ")
        return Diagnostic(
            file: source, message: "this is no cost and usage report: its columns begin with \(shown)",
            help: "reports are CUR as CSV or Parquet, CUR 2.0, FOCUS 1.0 and FOCUS 1.2")
    }

    /// Whether two files with names of the same kind may be of one export, whose columns were changed.
    private static func areOne(_ one: Part, _ other: Part) -> Bool {
        [one, other].allSatisfy { part in
            let names = part.names.map { $0.lowercased() }
            return names.contains { $0.hasPrefix("line_item_") }
                && !names.contains { name in ReportForm.ofOlderTable.contains { name.hasPrefix($0) } }
        }
    }

    private func requireColumns(of part: Part) throws(Diagnostic) {
        let present = Set(part.names.map { $0.lowercased() })
        let missing = ReportField.required.filter { field in
            !form.names(of: field).contains { present.contains($0.lowercased()) }
        }
        guard missing.isEmpty else {
            let list = missing.map { "`\(form.names(of: $0).first ?? $0.rawValue)`" }.joined(separator: ", ")
            throw Diagnostic(
                file: part.file,
                message: "this report (\(form.title)) lacks \(list), without which no total can be made",
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
            if let name = form.tagColumn(key), let column = byName[name.lowercased()] {
                guard form == .legacyCSV, column.name != name else {
                    tags[key] = .column(column.name)
                    continue
                }
                // Where two columns differ in nothing but their case, DuckDB gives the second one a number.
                if let numbered = byName[name.lowercased() + "_1"], numbered.name == name + "_1" {
                    tags[key] = .column(numbered.name)
                } else {
                    similarTags[key] = String(column.name.dropFirst(name.count - key.count))
                }
            } else if let map = form.tagMaps.lazy.compactMap({ byName[$0.lowercased()] }).first {
                let keys = form.mapKeys(of: key)
                tags[key] = map.type.hasPrefix("MAP") ? .map(map.name, keys: keys) : .json(map.name, keys: keys)
            }
        }
    }

    func names(of field: ReportField) -> [String] { names[field] ?? [] }

    func source(ofTag key: String) -> TagSource? { tags[key] }

    /// Who lacks a field, with the verb: the report, or some of its files; nil where all have it.
    func filesWithout(_ field: ReportField) -> String? {
        let known = names(of: field)
        guard !known.isEmpty else { return "the report has" }
        let without = parts.filter { part in
            let present = Set(part.names.map { $0.lowercased() })
            return !known.contains { present.contains($0.lowercased()) }
        }
        guard let first = without.first else { return nil }
        return without.count == 1
            ? "\(first.file) has" : "\(without.count) of \(parts.count) files, such as \(first.file), have"
    }

    /// What cannot be said because of columns that the report lacks.
    func losses(tags keys: [String]) -> [String] {
        let missing = ReportField.allCases.compactMap { field in
            form.names(of: field).isEmpty
                ? nil
                : field.loss.flatMap { loss in
                    filesWithout(field).map { "\($0) no column for the \(field.rawValue): \(loss)" }
                }
        }
        let unknown = keys.filter { tags[$0] == nil }.map { key in
            similarTags[key].map { Self.similarTag(key, $0) }
                ?? "the report has no column for the tag `\(key)`: activate it as a cost-allocation tag in the payer's account"
        }
        return missing + unknown
    }

    /// Says that a tag is written in another way.
    static func similarTag(_ key: String, _ other: String) -> String {
        "the report has no tag `\(key)`, but `\(Diagnostic.shown(other))`: keys of tags are told apart by case, ask for "
            + "`--tag \(Diagnostic.shown(other))`"
    }
}
