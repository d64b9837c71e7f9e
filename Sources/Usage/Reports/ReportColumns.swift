import Documents

/// The columns of one report, matched to what the questions ask.
public struct ReportColumns: Sendable {
    public let form: ReportForm
    /// The columns that hold a field, as the report writes them: where the first is empty, the next one counts.
    private var names: [ReportField: [String]] = [:]
    private var tags: [String: TagSource] = [:]
    /// Tags without a column, with one that differs in nothing but its case.
    private var similarTags: [String: String] = [:]
    /// Tags whose column holds another one in some files, which differs in nothing but its case.
    private var mixedTags: Set<String> = []

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
        for (part, own) in zip(parts, forms) where own != first && !(own.isTable && first.isTable) {
            throw Self.doubled(part, own, besides: parts[0], first)
        }
        if first.isTable { try Self.requireOneTable(parts) }
        self.init(form, columns, of: parts, keys)
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

    private static func doubled(
        _ part: Part, _ form: ReportForm, besides other: Part, _ otherForm: ReportForm
    ) -> Diagnostic {
        doubled(part, "is \(form.title), and \(other.file) is \(otherForm.title)")
    }

    private static func doubled(_ part: Part, _ difference: String) -> Diagnostic {
        Diagnostic(
            file: part.file,
            message: "this report \(difference): they would be counted twice where they are about the same days",
            help: "give the reports of one form at a time")
    }

    /// Of an export whose columns were changed some files have more than others, so that each set of columns is compared.
    private static func requireOneTable(_ parts: [Part]) throws(Diagnostic) {
        var known: [(names: Set<String>, part: Part)] = []
        for part in parts {
            let names = Set(part.names.map { $0.lowercased() })
            guard !known.contains(where: { $0.names == names }) else { continue }
            for (others, other) in known {
                guard let column = TableExport.difference(others, names) else { continue }
                if let form = TableExport(ofColumns: names).form, let otherForm = TableExport(ofColumns: others).form {
                    throw doubled(part, form, besides: other, otherForm)
                }
                throw doubled(
                    part,
                    "may be of another export than \(other.file), since only one of them has "
                        + "`\(Diagnostic.shown(column))`")
            }
            known.append((names, part))
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
        self.init(form, columns + maps + keys.compactMap { form.tagColumn($0) }.map { ($0, "VARCHAR") }, of: [], keys)
    }

    private init(
        _ form: ReportForm, _ columns: [(name: String, type: String)], of parts: [Part], _ keys: [String]
    ) {
        self.form = form
        self.parts = parts
        var byName: [String: (name: String, type: String)] = [:]
        for column in columns { byName[column.name.lowercased()] = column }
        for field in ReportField.allCases {
            names[field] = form.names(of: field).compactMap { byName[$0.lowercased()]?.name }
        }
        for key in keys {
            if let name = form.tagColumn(key), let column = byName[name.lowercased()] {
                guard form == .legacyCSV, !parts.isEmpty else {
                    tags[key] = .column(column.name)
                    continue
                }
                let names = parts.map { CasedName(name, in: $0.names) }
                switch CasedName.common(names) {
                case .some(let common): tags[key] = byName[common.lowercased()].map { .column($0.name) }
                case nil where names.contains { $0.column != nil }: mixedTags.insert(key)
                case nil: similarTags[key] = String(column.name.dropFirst(name.count - key.count))
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
        return missing + keys.filter { tags[$0] == nil }.map(lossOfTag)
    }

    /// Why a tag has no column.
    private func lossOfTag(_ key: String) -> String {
        guard !mixedTags.contains(key) else {
            return "the files of the report write the tag `\(key)` in several ways, which differ in their case: give "
                + "the files of each apart"
        }
        if let other = similarTags[key] { return Self.similarTag(key, other) }
        return "the report has no column for the tag `\(key)`: activate it as a cost-allocation tag in the payer's "
            + "account"
    }

    /// Says that a tag is written in another way.
    static func similarTag(_ key: String, _ other: String) -> String {
        "the report has no tag `\(key)`, but `\(Diagnostic.shown(other))`: keys of tags are told apart by case, ask for "
            + "`--tag \(Diagnostic.shown(other))`"
    }
}
