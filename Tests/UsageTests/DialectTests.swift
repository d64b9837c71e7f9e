import Foundation
import Testing
import Usage

@Suite("Printed statements")
struct DialectTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// A Python that has sqlglot, and pyspark where `PROVISO_USAGE_SPARK` is set.
    private static let python = environment["PROVISO_USAGE_PYTHON"]

    @Test("every question is one statement in every dialect", arguments: SQLDialect.allCases)
    func statements(_ dialect: SQLDialect) {
        let columns = ReportColumns(documented: .cur2, tags: ["cost-center"])
        let script = UsageScript(
            columns, dialect: dialect, table: "billing.cur", tags: ["cost-center"], denied: "^ml[.]p5")
        let statements = script.statements()
        #expect(statements.count == UsageQuestion.allCases.count)
        for (title, sql) in statements {
            #expect(sql.contains("FROM billing.cur") && !sql.contains(";"), "\(title)")
            #expect(sql.contains("`") == (dialect == .spark), "\(title)")
        }
    }

    @Test(
        "statements count one currency where it is asked for, and say that days are those of UTC",
        arguments: SQLDialect.allCases)
    func currency(_ dialect: SQLDialect) {
        let columns = ReportColumns(documented: .cur2, tags: [])
        let script = UsageScript(columns, dialect: dialect, table: "t", tags: [], denied: "x", currency: "EUR")
        #expect(script.statements().allSatisfy { $0.sql.contains("= 'EUR'") })
        #expect(
            script.preface.contains("UTC") && script.preface.split(separator: "\n").allSatisfy { $0.hasPrefix("-- ") })
        #expect(script.preface.contains("SET") == (dialect != .athena))
    }

    @Test("a tag or a name cannot end the text that it stands in", arguments: SQLDialect.allCases)
    func quoting(_ dialect: SQLDialect) {
        let columns = ReportColumns(documented: .cur2, tags: ["o'k\\"])
        let script = UsageScript(columns, dialect: dialect, table: "t", tags: ["o'k\\"], denied: "x")
        let sql = script.statements([.tags]).map(\.sql).joined()
        #expect(sql.contains(dialect == .spark ? "'user:o\\'k\\\\'" : "'user:o''k\\'"))
    }

    @Test(
        "the columns of every form are named as it documents them",
        arguments: zip(
            ReportForm.allCases,
            [
                "\"resourceTags/user:cost-center\"", "\"resource_tags_user_cost_center\"",
                "\"resource_tags\"['user_cost_center']", "\"Tags\"['cost-center']", "\"SkuMeter\"",
            ]))
    func forms(_ form: ReportForm, _ name: String) {
        let columns = ReportColumns(documented: form, tags: ["cost-center"])
        let script = UsageScript(columns, dialect: .duckdb, table: "t", tags: ["cost-center"], denied: "x")
        #expect(script.statements([.tags])[0].sql.contains(name))
    }

    @Test(
        "DuckDB and Spark give the same rows, and the other dialects can be parsed",
        .enabled(if: python != nil && Program.hasDuckDB, "PROVISO_USAGE_PYTHON or duckdb is not there"))
    func oracle() throws {
        let folder = try Folder(["cur.csv": SampleReport.usual.csv(.cur2)])
        let spark = Self.environment["PROVISO_USAGE_SPARK"] == nil ? [] : ["--spark"]
        let (code, output) = try Program.run(
            Self.python ?? "", [Program.oracle("usage_sql.py"), Program.proviso, folder["cur.csv"]] + spark)
        #expect(code == 0, "\(output)")
        #expect(output.contains("the same"))
    }

    @Test(
        "an organisation on two executors gives the findings of one run, also when one of them ends in the middle",
        .enabled(
            if: python != nil && environment["PROVISO_USAGE_SPARK"] != nil,
            "PROVISO_USAGE_PYTHON and PROVISO_USAGE_SPARK are not set: `make oracles` sets them"),
        .timeLimit(.minutes(10)))
    func spark() throws {
        let (code, output) = try Program.run(Self.python ?? "", [Program.oracle("spark_audit.py"), Program.proviso])
        #expect(code == 0, "\(output)")
        #expect(output.contains("and with one ended: the same"))
    }
}
