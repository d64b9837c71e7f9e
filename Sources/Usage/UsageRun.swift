public import Documents
import Engine

/// Asks all questions of some reports.
public struct UsageRun: Sendable {
    private let request: UsageRequest

    public init(_ request: UsageRequest) { self.request = request }

    /// The columns of the reports, and what a statement names behind `FROM` to read them.
    public func columns() throws(Diagnostic) -> (columns: ReportColumns, table: String) {
        let files = try files()
        return (try columns(of: files), files.table)
    }

    /// - Throws: what is wrong with the reports, when their totals would mean nothing.
    public func run() throws(Diagnostic) -> UsageReport {
        let files = try files()
        try files.verify()
        let columns = try columns(of: files)
        var reader = AnswerReader(
            UsageReport(form: columns.form, name: files.name, fileCount: files.paths.count), tags: request.tags)
        try reader.read(
            try request.database.run(statements(columns, files), reading: files.opened, named: files.name))
        if let statement = similarTags(columns, files, besides: reader.report) {
            try reader.read(try request.database.run([statement], reading: files.opened, named: files.name))
        }
        try UsageAudit(request: request, columns: columns, name: files.name).check(&reader)
        var report = reader.report
        report.addLosses(of: columns, reader, tags: request.tags)
        report.apportion(by: request.invocations)
        return report
    }

    private func files() throws(Diagnostic) -> ReportFiles {
        var files = try ReportFiles(request.paths)
        try files.expand(by: request.database)
        return files
    }

    /// The columns of each file, and those of all together, to which a column that a file lacks comes as nothing.
    private func columns(of files: ReportFiles) throws(Diagnostic) -> ReportColumns {
        var statements = ["SELECT -1 AS place, column_name, column_type FROM (DESCRIBE SELECT * FROM \(files.table))"]
        if files.areSeveral {
            statements += files.paths.enumerated().map { place, path in
                "SELECT \(place) AS place, column_name FROM (DESCRIBE SELECT * FROM \(files.table(of: [path])))"
            }
        }
        let answer = try request.database.run(statements, reading: files.opened, named: files.name)
        var columns: [(name: String, type: String)] = []
        var parts = files.paths.map { ReportColumns.Part(file: $0, names: []) }
        var lines = try JSONLines(answer, symbols: SymbolTable())
        while let row = try lines.next()?.root {
            guard let place = row["place"]?.text.flatMap({ Int($0) }), let name = row["column_name"]?.text,
                name != "proviso_file"
            else { continue }
            if parts.indices.contains(place) { parts[place].names.append(name) }
            if let type = row["column_type"]?.text { columns.append((name, type)) }
        }
        if parts.count == 1 { parts[0].names = columns.map(\.name) }
        return try ReportColumns(columns, of: parts, tags: request.tags, source: files.name)
    }

    private func statements(_ columns: ReportColumns, _ files: ReportFiles) -> [String] {
        let source = UsageSource(
            columns: columns, dialect: .duckdb, table: files.table, tags: request.tags,
            fileColumn: files.areSeveral ? "proviso_file" : nil, currency: request.currency)
        let writer = QuestionWriter(dialect: .duckdb, tags: request.tags, denied: request.deniedPattern)
        var statements = UsageTable.allCases.map {
            "CREATE TEMP TABLE \($0.rawValue) AS \($0.statement(source, of: "(\(source.rows)) usage_rows"))"
        }
        for question in UsageQuestion.allCases {
            statements += writer.statements(question).map { Self.marked($0, question.rawValue) }
        }
        if let rows = source.leftOutRows { statements.append(Self.marked(rows, "left-out")) }
        guard files.areSeveral else { return statements }
        statements.append(Self.marked(Self.repeatedFiles, "repeated-files"))
        if let rows = source.repeatedRows { statements.append(Self.marked(rows, "repeated-rows")) }
        return statements
    }

    /// Looks for tags that differ by their case from one that no row carries; nil where there is none of those.
    private func similarTags(
        _ columns: ReportColumns, _ files: ReportFiles, besides report: UsageReport
    ) -> String? {
        let unseen = request.tags.filter { key in !report.tags.contains { $0.key == key } }
        let source = UsageSource(columns: columns, dialect: .duckdb, table: files.table, tags: request.tags)
        return source.similarTags(to: unseen).map { Self.marked($0, "similar-tags") }
    }

    private static func marked(_ statement: String, _ name: String) -> String {
        "SELECT '\(name)' AS \(AnswerReader.marker), * FROM (\(statement))"
    }

    /// Files whose rows about SageMaker are the same.
    private static let repeatedFiles = """
        SELECT one.file AS one, other.file AS other FROM
          (SELECT file, sum(row_count) AS row_count, sum(billed) AS billed, bit_xor(signature) AS signature
           FROM usage_lines GROUP BY file) one,
          (SELECT file, sum(row_count) AS row_count, sum(billed) AS billed, bit_xor(signature) AS signature
           FROM usage_lines GROUP BY file) other
        WHERE one.file < other.file AND one.row_count = other.row_count AND one.billed = other.billed
          AND one.signature = other.signature
        ORDER BY one.file, other.file LIMIT 5
        """
}

/// Whether the totals mean something.
struct UsageAudit {
    let request: UsageRequest
    let columns: ReportColumns
    let name: String

    func check(_ reader: inout AnswerReader) throws(Diagnostic) {
        guard reader.report.rowCount > 0 else {
            let kind = request.currency.map { " in \($0)" } ?? ""
            throw Diagnostic(
                file: name, message: "no row of this report is about SageMaker\(kind)",
                help: "rows about it have the product code `AmazonSageMaker`")
        }
        if let (one, other) = reader.repeatedFiles.first {
            throw Diagnostic(
                file: other, message: "this file has the same rows as \(one): they would be counted twice",
                help: "give each part of a report once, of several versions the last one")
        }
        guard reader.repeatedRows == 0 else {
            throw Diagnostic(
                file: name,
                message: "\(reader.repeatedRows) line items stand in several files: they would be counted twice",
                help: "AWS delivers a month anew until it is closed: give the files of its last version only")
        }
        reader.setCurrency(try currency(of: reader.currencies))
    }

    private func currency(of found: [(code: String?, rows: Int)]) throws(Diagnostic) -> String {
        if columns.names(of: .currency).isEmpty {
            if let currency = request.currency { return currency }
            throw Diagnostic(
                file: name, message: "the report has no column for the currency",
                help: "say which one it is with `--currency`, such as `--currency USD`")
        }
        let list = found.map { "\($0.code.map { "`\(Diagnostic.shown($0))`" } ?? "none") (\($0.rows) rows)" }
            .joined(separator: ", ")
        guard found.count == 1 else {
            throw Diagnostic(
                file: name, message: "the report has several currencies, which nobody can add: \(list)",
                help: "ask for one with `--currency`")
        }
        guard let code = found[0].code, Currency.isKnown(code) else {
            throw Diagnostic(
                file: name, message: "the currency of the report is not known: \(list)",
                help: "currencies are codes of ISO 4217, such as `USD`")
        }
        return code
    }
}
