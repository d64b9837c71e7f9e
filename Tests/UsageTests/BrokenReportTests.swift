import Documents
import Foundation
import Testing
import Usage

@Suite("Broken reports", .enabled(if: Program.hasDuckDB, "there is no duckdb on the path: pip install duckdb-cli"))
struct BrokenReportTests {
    /// What is said of reports.
    private func problem(
        _ files: [String: String], _ names: [String]? = nil, currency: String? = nil
    ) throws -> Diagnostic {
        let folder = try Folder(files)
        var request = UsageRequest(paths: names?.map { folder[$0] } ?? [folder.path])
        request.currency = currency
        return try problem(request)
    }

    private func problem(_ request: UsageRequest) throws -> Diagnostic {
        do throws(Diagnostic) {
            _ = try UsageRun(request).run()
        } catch {
            return error
        }
        Issue.record("nothing is wrong")
        throw CancellationError()
    }

    private static let usual = SampleReport.usual.csv(.legacy)

    private static func changed(_ change: (inout SampleReport.Row, Int) -> Void) -> String {
        var sample = SampleReport.usual
        for index in sample.rows.indices { change(&sample.rows[index], index) }
        return sample.csv(.legacy)
    }

    static let texts: [(text: String, message: String)] = [
        ("a,b\n1,2\n", "this is no cost and usage report: its columns begin with `a`, `b`"),
        ("", "no cost and usage report"),
        (
            "lineItem/UsageType,lineItem/ProductCode\nx,AmazonSageMaker\n",
            "lacks `lineItem/UsageAccountId`, `lineItem/LineItemType`, `lineItem/UsageStartDate`"
        ),
        ("lineItem/UsageType,line_item_usage_type\nx,y\n", "several forms"),
        (changed { row, index in row.currency = index % 3 == 0 ? "EUR" : "USD" }, "several currencies"),
        (changed { row, _ in row.currency = "dollars" }, "the currency of the report is not known: `dollars`"),
        (changed { row, _ in row.currency = "USX" }, "the currency of the report is not known: `USX`"),
        (changed { row, _ in row.currency = "usd" }, "the currency of the report is not known: `usd`"),
        (changed { row, _ in row.currency = "" }, "the currency of the report is not known: none"),
        (usual.replacing("AmazonSageMaker", with: "AmazonEC2"), "no row of this report is about SageMaker"),
        (usual.replacing(",37.688,", with: ",much,"), "could not convert string 'much'"),
        (String(usual.prefix(20_005)), "DuckDB cannot read this"),
    ]

    @Test("a report whose totals would mean nothing is an error that says why", arguments: texts.indices)
    func refusals(_ index: Int) throws {
        let (text, message) = Self.texts[index]
        let found = try problem(["report.csv": text])
        #expect(found.message.lowercased().contains(message.lowercased()), "\(found.message)")
    }

    @Test("a compressed report that is cut off is an error, though its rows can be read")
    func cut() throws {
        let folder = try Folder(["a.csv": Self.usual])
        _ = try Program.run("gzip", [folder["a.csv"]])
        let bytes = try Data(contentsOf: URL(filePath: folder["a.csv.gz"]))
        try bytes.prefix(bytes.count / 2).write(to: URL(filePath: folder["a.csv.gz"]))
        let found = try problem(UsageRequest(paths: [folder["a.csv.gz"]]))
        #expect(found.message.contains("damaged or cut off") && found.file == folder["a.csv.gz"])
    }

    @Test("the same file twice, and two versions of one month, would be counted twice")
    func twice() throws {
        #expect(try problem(["a.csv": Self.usual, "b.csv": Self.usual]).message.contains("the same rows as"))
        let focus = SampleReport.usual.csv(.focus12)
        #expect(try problem(["a.csv": focus, "b.csv": focus]).message.contains("the same rows as"))
        let part = Self.usual.split(separator: "\n").prefix(50).joined(separator: "\n") + "\n"
        #expect(
            try problem(["a.csv": Self.usual, "b.csv": part]).message
                == "49 line items stand in several files: they would be counted twice")
    }

    @Test("a month that came anew with more days is found where rows have no identity")
    func anew() throws {
        var sample = SampleReport.usual
        let whole = sample.csv(.focus12)
        sample.rows = sample.rows.filter { $0.day <= 6 }
        let found = try problem(["a.csv": sample.csv(.focus12), "b.csv": whole])
        #expect(found.message.hasSuffix("line items stand in several files: they would be counted twice"))
    }

    @Test("reports of two forms would be counted twice, also where both are FOCUS")
    func twoForms() throws {
        let sample = SampleReport.usual
        // Without tags the older table has no column that begins as those of tags do.
        let untagged = sample.csv(.athena).replacing("resource_tags_user_cost_center", with: "product_product_name")
        #expect(try problem(["a.csv": sample.csv(.cur2), "b.csv": untagged]).message.contains("counted twice"))
        for (one, other) in [(SampleReport.Form.focus10, SampleReport.Form.focus12), (.athena, .cur2)] {
            let found = try problem(["a.csv": sample.csv(one), "b.csv": sample.csv(other)])
            #expect(found.message.contains("they would be counted twice"), "\(found.message)")
            #expect(found.file.hasSuffix("/b.csv") && found.message.contains("/a.csv is "))
        }
        #expect(
            try problem(["a.csv": sample.csv(.cur2), "b.csv": sample.csv(.focus12)]).message.contains("counted twice"))
    }

    /// A report without its last column, whose values have no comma but between quotes.
    private static func without(_ column: String, _ text: String) -> String {
        let lines = text.split(separator: "\n").map { line in
            let end = line.last == "\"" ? line.dropLast().range(of: ",\"{")?.lowerBound : line.lastIndex(of: ",")
            return line[..<(end ?? line.endIndex)]
        }
        #expect(text.prefix { $0 != "\n" }.hasSuffix("," + column))
        return lines.joined(separator: "\n") + "\n"
    }

    /// Columns that stand for `resource_tags` in two files, and whether nothing says that those are of two exports.
    private static let exports: [(one: String, other: String, isOne: Bool)] = [
        ("product_product_name", "line_item_availability_zone", false),
        ("resource_tags_user_team", "line_item_availability_zone", false),
        ("product_product_name", "resource_tags_user_team", true),
        ("line_item_availability_zone", "product_region", false),
        ("line_item_availability_zone", "resource_tags", false),
        ("product_product_name", "line_item_usage_account_name", false),
        ("bill_payer_account_name", "resource_tags", true),
        ("line_item_usage_account_name", "cost_category", true),
        ("line_item_availability_zone", "line_item_availability_zone", true),
    ]

    @Test("two exports are told also where one leaves out the columns by which it is known", arguments: exports.indices)
    func twoExports(_ index: Int) throws {
        let (one, other, isOne) = Self.exports[index]
        var sample = SampleReport.usual
        let all = sample.rows
        func part(_ column: String, _ isEarly: Bool) -> String {
            sample.rows = all.filter { ($0.day <= 6) == isEarly }
            return sample.csv(.cur2).replacing("resource_tags", with: column)
        }
        // Ids of line items are those of the whole report.
        let files = ["a.csv": part(one, true).replacing("\nitem", with: "\nfirst"), "b.csv": part(other, false)]
        if isOne {
            let folder = try Folder(files)
            #expect(try UsageRun(UsageRequest(paths: [folder.path])).run().rowCount == all.count)
        } else {
            let found = try problem(files)
            #expect(found.message.contains("they would be counted twice") && found.file.hasSuffix("/b.csv"), "\(found)")
        }
    }

    @Test("a part of the older table is not added to an export of a few of its columns")
    func fewColumns() throws {
        let sample = SampleReport.usual
        let few = Self.without("resource_tags_user_cost_center", sample.csv(.athena))
        let found = try problem(["a.csv": sample.csv(.athena), "b.csv": few.replacing("\nitem", with: "\nother")])
        #expect(found.message.contains("only one of them has `resource_tags_user_cost_center`"), "\(found)")
    }

    @Test("an export to which a column was added is one report")
    func addedColumn() throws {
        var sample = SampleReport.usual
        let all = sample.rows
        sample.rows = all.filter { $0.day <= 6 }
        // Ids of line items are those of the whole report.
        let first = Self.without("resource_tags", sample.csv(.cur2)).replacing("\nitem", with: "\nfirst")
        sample.rows = all.filter { $0.day > 6 }
        let folder = try Folder(["a.csv": first, "b.csv": sample.csv(.cur2)])
        let report = try UsageRun(UsageRequest(paths: [folder.path])).run()
        #expect(report.rowCount == all.count && report.form == .cur2)
    }

    static let lacking: [(column: String, isError: Bool, message: String)] = [
        ("BilledCost", true, "this report (FOCUS 1.2) lacks `BilledCost`, without which no total can be made"),
        ("x_ServiceCode", true, "lacks `x_ServiceCode`"),
        ("EffectiveCost", false, "/b.csv has no column for the effective cost: what was billed stands for it"),
        ("ListCost", false, "/b.csv has no column for the on-demand cost"),
    ]

    @Test("a column that one of several files lacks does not count as nothing", arguments: lacking.indices)
    func lackingColumn(_ index: Int) throws {
        let (column, isError, message) = Self.lacking[index]
        var sample = SampleReport.usual
        let all = sample.rows
        sample.rows = all.filter { $0.day <= 6 }
        let first = sample.csv(.focus12)
        sample.rows = all.filter { $0.day > 6 }
        let files = ["a.csv": first, "b.csv": sample.csv(.focus12).replacing(column, with: "x_Other")]
        if isError {
            let found = try problem(files)
            #expect(found.message.contains(message) && found.file.hasSuffix("/b.csv"), "\(found)")
        } else {
            let folder = try Folder(files)
            let report = try UsageRun(UsageRequest(paths: [folder.path])).run()
            #expect(report.notes.contains { $0.contains(message) }, "\(report.notes)")
        }
    }

    /// Gives the statements for S3 to the database as those for a folder.
    private static let shim = """
        #!/bin/sh
        sed -e '/^LOAD /d' -e '/^CREATE SECRET/d' -e "s#s3://bucket/#$PROVISO_TEST_BUCKET/#g" | PATH="$PROVISO_TEST_PATH" exec duckdb "$@"
        """

    /// `proviso usage` over what stands in a folder that plays a bucket.
    private func fromBucket(_ files: [String: String], _ pattern: String) throws -> (code: Int32, output: String) {
        let (bucket, programs) = (try Folder(files), try Folder(["duckdb": Self.shim]))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: programs["duckdb"])
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return try Program.run(
            "env",
            [
                "PROVISO_TEST_BUCKET=\(bucket.path)", "PROVISO_TEST_PATH=\(path)", "PATH=\(programs.path):\(path)",
                Program.proviso, "usage", "--cur", "s3://bucket/" + pattern, "--tag", "cost-center",
            ])
    }

    @Test("a pattern in S3 stands for its files, each of which is looked at")
    func patterns() throws {
        var sample = SampleReport.usual
        let all = sample.rows
        sample.rows = all.filter { $0.day <= 6 }
        let first = sample.csv(.focus12)
        sample.rows = all.filter { $0.day > 6 }
        let second = sample.csv(.focus12)
        let both = try fromBucket(["a.csv": first, "b.csv": second], "*.csv")
        #expect(both.code == 0 && both.output.contains("2 files, \(all.count) rows"), "\(both.output)")
        let lacking = try fromBucket(["a.csv": first, "b.csv": second.replacing("BilledCost", with: "x_O")], "*.csv")
        #expect(lacking.code == 2 && lacking.output.contains("lacks `BilledCost`"), "\(lacking.output)")
        let twice = try fromBucket(["a.csv": first, "b.csv": first], "?.csv")
        #expect(twice.code == 2 && twice.output.contains("the same rows as"), "\(twice.output)")
        let none = try fromBucket(["a.csv": first], "b*.csv")
        #expect(none.code == 2 && none.output.contains("no report matches this pattern"), "\(none.output)")
        let folder = try fromBucket(["a.csv": first], "2026/")
        #expect(folder.code == 2 && folder.output.contains("s3://bucket/2026/**/*.parquet"), "\(folder.output)")
    }

    @Test("CSV beside Parquet, a folder without reports, and a file of another kind are refused")
    func files() throws {
        #expect(try problem(["a.csv": Self.usual, "b.parquet": ""]).message.contains("counted twice"))
        #expect(try problem(["a.txt": ""]).message == "there is no report in this folder")
        #expect(try problem(["a.zip": ""], ["a.zip"]).message == "this is no report that can be read")
        #expect(try problem([:], ["nowhere"]).message == "the file does not exist")
    }

    @Test("a month in two files that share no row is one report")
    func parts() throws {
        var sample = SampleReport.usual
        let all = sample.rows
        sample.rows = all.filter { $0.day <= 6 }
        let first = sample.csv(.focus12)
        sample.rows = all.filter { $0.day > 6 }
        let folder = try Folder(["a.csv": first, "b.csv": sample.csv(.focus12)])
        let (parts, whole) = (try UsageRun(UsageRequest(paths: [folder.path])).run(), SampleReport.usual.csv(.focus12))
        let other = try Folder(["whole.csv": whole])
        let report = try UsageRun(UsageRequest(paths: [other.path])).run()
        #expect(parts.cost == report.cost && parts.rowCount == report.rowCount && parts.fileCount == 2)
        #expect(parts.resources.map(\.run?.days) == report.resources.map(\.run?.days))
    }

    @Test("rows of a currency are counted alone when it is asked for, and a report without currencies needs to be told")
    func currencies() throws {
        let mixed = Self.changed { row, index in row.currency = index % 2 == 0 ? "EUR" : "USD" }
        let folder = try Folder(["report.csv": mixed])
        var request = UsageRequest(paths: [folder.path])
        request.currency = "EUR"
        let report = try UsageRun(request).run()
        #expect(report.currency == "EUR" && report.rowCount == (SampleReport.usual.rows.count + 1) / 2)
        let left = SampleReport.usual.rows.enumerated().filter { $0.offset % 2 != 0 }.map(\.element)
        let billed = Amount(left.reduce(0) { $0 + $1.cost }).rounded
        #expect(
            report.notes.contains(
                "rows in other currencies than EUR are in no total: \(left.count) rows with \(billed) USD"),
            "\(report.notes)")
        request.currency = "CHF"
        #expect(try problem(request).message == "no row of this report is about SageMaker in CHF")
        let without = try Folder(["report.csv": Self.usual.replacing("lineItem/CurrencyCode", with: "lineItem/Other")])
        #expect(try problem(UsageRequest(paths: [without.path])).message == "the report has no column for the currency")
        request.paths = [without.path]
        #expect(try UsageRun(request).run().currency == "CHF")
    }

    @Test("rows about days before their bill are counted and said to be late")
    func late() throws {
        let folder = try Folder(["report.csv": Self.changed { row, index in row.month = index < 5 ? 8 : 9 }])
        let report = try UsageRun(UsageRequest(paths: [folder.path])).run()
        #expect(report.notes.contains { $0.hasPrefix("5 rows are about days before their bill") })
    }

    @Test("rows that correct others are billed and are no usage, and the report says so")
    func corrections() throws {
        let lines = SampleReport.usual.csv(.focus12).split(separator: "\n")
        let text = lines.enumerated().map { index, line in
            index == 0 ? "\(line),ChargeClass" : index <= 3 ? "\(line),Correction" : "\(line),"
        }.joined(separator: "\n")
        let folder = try Folder(["report.csv": text + "\n"])
        let report = try UsageRun(UsageRequest(paths: [folder.path])).run()
        let other = try Folder(["a.csv": SampleReport.usual.csv(.focus12)])
        let whole = try UsageRun(UsageRequest(paths: [other.path])).run()
        #expect(report.notes.contains { $0.contains("Correction 0.72") }, "\(report.notes)")
        #expect(abs(whole.cost.value - report.cost.value - 0.72) < 1e-9 && whole.billed == report.billed)
    }

    @Test("a report without resources and hours answers what it can, and says what it cannot")
    func losses() throws {
        let text = Self.usual.replacing("lineItem/ResourceId", with: "x/A").replacing("lineItem/Operation", with: "x/B")
        let folder = try Folder(["report.csv": text])
        let report = try UsageRun(UsageRequest(paths: [folder.path])).run()
        #expect(report.resources.isEmpty && report.cost.value > 200)
        #expect(report.notes.contains { $0.contains("no column for the resource") })
        #expect(report.notes.contains { $0.contains("no column for the operation") })
    }

    @Test("no name of a file is taken for a pattern or a part of a statement")
    func names() throws {
        let name = "a'b; DROP [1]*?.csv"
        let folder = try Folder([name: Self.usual, "a'b; DROP 1x.csv": "broken"])
        #expect(try UsageRun(UsageRequest(paths: [folder[name]])).run().resources.count == 5)
    }
}
