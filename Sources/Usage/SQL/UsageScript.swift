/// The statements of all questions for a table that somebody queries elsewhere.
public struct UsageScript: Sendable {
    private let source: UsageSource
    private let writer: QuestionWriter

    /// - Parameters:
    ///   - table: what stands behind `FROM`.
    ///   - denied: the pattern of denied instance types.
    ///   - currency: the only one whose rows count.
    public init(
        _ columns: ReportColumns, dialect: SQLDialect, table: String, tags: [String], denied: String,
        currency: String? = nil
    ) {
        source = UsageSource(columns: columns, dialect: dialect, table: table, tags: tags, currency: currency)
        writer = QuestionWriter(dialect: dialect, tags: tags, denied: denied)
    }

    /// What whoever runs the statements has to know, as lines of comment.
    public var preface: String {
        let zone = writer.dialect.timeZone.map { "run `\($0)` first" } ?? "sessions have no other"
        return """
            -- Days and hours are those of UTC, as AWS counts them. A time that has a zone is shown in that of the session:
            -- \(zone).
            """
    }

    /// Each question as statements that need nothing before them.
    public func statements(_ questions: [UsageQuestion] = UsageQuestion.allCases) -> [(title: String, sql: String)] {
        questions.flatMap { question in
            writer.statements(question).map { (question.title, complete($0, question)) }
        }
    }

    private func complete(_ statement: String, _ question: UsageQuestion) -> String {
        let tables = [UsageTable.lines] + (question.table.map { [$0] } ?? [])
        let list = tables.map { ",\n\($0.rawValue) AS (\n\($0.statement(source, of: "usage_rows"))\n)" }.joined()
        return """
            WITH usage_rows AS (
            \(source.rows)
            )\(list)
            \(statement)
            """
    }
}
