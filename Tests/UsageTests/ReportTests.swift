import Documents
import Foundation
import Reports
import Testing
import Usage

@Suite("Reports", .enabled(if: Program.hasDuckDB, "there is no duckdb on the path: pip install duckdb-cli"))
struct ReportTests {
    private func read(_ text: String, _ change: (inout UsageRequest) -> Void = { _ in }) throws -> UsageReport {
        let folder = try Folder(["report.csv": text])
        var request = UsageRequest(paths: [folder["report.csv"]])
        request.tags = ["cost-center"]
        change(&request)
        return try UsageRun(request).run()
    }

    private func resource(_ name: String, in report: UsageReport) throws -> ResourceUsage {
        try #require(report.resources.first { $0.id == SampleReport.arn(name) })
    }

    @Test("an endpoint that never stops costs 24 x 0.24 = 5.76 a day, an application 24 x 0.23 = 5.52")
    func workedExamples() throws {
        let report = try read(SampleReport.usual.csv(.legacy))
        let endpoint = try #require(try resource("endpoint/mme-xgboost-housing", in: report).run)
        #expect(endpoint.days == 10, "the last two days may not be complete")
        #expect(endpoint.dailyCost.text == "5.76" && endpoint.rate?.text == "0.24" && endpoint.instances.text == "1")
        #expect(endpoint.firstDay == "2026-09-01" && endpoint.lastDay == "2026-09-10")
        let app = try #require(try resource("app/d-1/ana/JupyterLab/default", in: report).run)
        #expect(app.days == 4 && app.dailyCost.text == "5.52")
        #expect(try resource("notebook-instance/analysis", in: report).run == nil)
    }

    @Test("every form of report gives the same answer", arguments: SampleReport.Form.allCases)
    func forms(_ form: SampleReport.Form) throws {
        func answer(_ form: SampleReport.Form) throws -> String {
            let report = try read(SampleReport.usual.csv(form))
            let sink = Text()
            let stream = ReportStream(sink: sink)
            UsageCSV(report, to: stream).write()
            try stream.finish()
            let kinds = report.kinds.map { "\($0.kind) \($0.cost.text)" }.sorted()
            let tags = report.tags.map { "\($0.key) \($0.values.map { "\($0.name ?? "-") \($0.cost.text)" })" }
            let steady = "\(report.steadyHourlyCost?.text ?? "-") \(report.coveredShare ?? -1)"
            return ([sink.text, report.cost.text, steady] + kinds + tags).joined(separator: "\n")
        }
        let usual = try answer(.legacy)
        #expect(usual.contains("5.76") && usual.contains("endpoint/covered"))
        #expect(try answer(form) == usual)
    }

    @Test("gzip and Parquet give the same as CSV")
    func packed() throws {
        let folder = try Folder(["a.csv": SampleReport.usual.csv(.cur2)])
        _ = try Program.run("gzip", ["-k", folder["a.csv"]])
        let copy = """
            COPY (SELECT * EXCLUDE (resource_tags, line_item_usage_start_date, line_item_unblended_cost),
              CAST(line_item_usage_start_date AS TIMESTAMP) AS line_item_usage_start_date,
              CAST(line_item_unblended_cost AS DOUBLE) AS line_item_unblended_cost,
              MAP {'user_cost_center': json_extract_string(resource_tags, '$.user_cost_center')} AS resource_tags
            FROM read_csv('\(folder["a.csv"])', all_varchar=true)) TO '\(folder["a.parquet"])' (FORMAT PARQUET)
            """
        #expect(try Program.run("duckdb", ["-c", copy]).code == 0)
        let answers = try ["a.csv", "a.csv.gz", "a.parquet"].map { name in
            let report = try UsageRun(UsageRequest(paths: [folder[name]])).run()
            return report.resources.map { "\($0.id) \($0.cost.text) \($0.run?.dailyCost.text ?? "") \($0.tags)" }
        }
        #expect(answers[0].count == 5 && answers[0].contains { $0.contains("\"43\"") })
        #expect(answers[1] == answers[0] && answers[2] == answers[0])
    }

    @Test("credits, refunds and taxes are billed and are no usage, and the report says so")
    func charges() throws {
        let report = try read(SampleReport.usual.csv(.legacy))
        let lines = SampleReport.usual.rows.filter { ["Usage", "SavingsPlanCoveredUsage"].contains($0.lineType) }
        let cost = lines.reduce(0) { $0 + ($1.planCost ?? $1.cost) }
        let billed = SampleReport.usual.rows.reduce(0) { $0 + $1.cost }
        #expect(abs(report.cost.value - cost) < 1e-9 && abs(report.billed.value - billed) < 1e-9)
        #expect(report.notes.contains { $0.contains("without Credit -5.00, Refund -1.50, Tax 2.25") })
    }

    @Test("the fees of Savings Plans for SageMaker are billed, whatever product they stand under, and no usage")
    func fees() throws {
        var sample = SampleReport()
        sample.run("endpoint/a", "Host:ml.m5.large", days: 1...3, rate: 0.1) {
            ($0.lineType, $0.planCost) = ("SavingsPlanCoveredUsage", 0.06)
        }
        let without = try read(sample.csv(.legacy))
        #expect(without.notes.contains { $0.hasPrefix("the fees of the Savings Plan are in no row") })
        // Nothing of what comes now is usage of SageMaker, nor a day of it.
        for (product, type, cost) in [
            ("AmazonSageMaker", "SavingsPlanNegation", -7.2),
            ("MachineLearningSavingsPlans", "SavingsPlanRecurringFee", 5.76),
            ("ComputeSavingsPlans", "SavingsPlanRecurringFee", 99), ("AmazonEC2", "Usage", 77),
        ] {
            var row = SampleReport.Row(day: 9)
            (row.product, row.lineType, row.cost, row.operation, row.quantity) = (product, type, cost, "", 0)
            sample.rows.append(row)
        }
        let report = try read(sample.csv(.legacy))
        #expect(report.cost.text == "4.32" && report.billed.text == "5.76" && report.lastDay == "2026-09-03")
        #expect(
            report.notes.contains {
                $0.contains("without SavingsPlanNegation -7.20, SavingsPlanRecurringFee 5.76")
                    && $0.contains("5.76 in all")
                    || $0.contains("without SavingsPlanRecurringFee 5.76, SavingsPlanNegation -7.20")
            }, "\(report.notes)")
        #expect(!report.notes.contains { $0.hasPrefix("the fees of the Savings Plan") })
    }

    @Test("what nobody used of a commitment is said, and is no cost of usage")
    func unused() throws {
        var sample = SampleReport()
        sample.run("endpoint/a", "Host:ml.m5.large", days: 1...1, rate: 0) {
            ($0.lineType, $0.planCost) = ("SavingsPlanCoveredUsage", 0.06)
        }
        for (type, billed, effective) in [("SavingsPlanRecurringFee", 2.4, nil), ("Unused", 0, 0.96)] {
            var row = SampleReport.Row(day: 1)
            (row.product, row.lineType, row.cost, row.planCost) = (
                "MachineLearningSavingsPlans", type, billed, effective
            )
            sample.rows.append(row)
        }
        for form in [SampleReport.Form.focus10, .focus12] {
            let report = try read(sample.csv(form))
            #expect(report.cost.text == "1.44" && report.billed.text == "2.4")
            #expect(report.notes.contains { $0.hasPrefix("0.96 of a commitment was paid and not used") })
            #expect(report.notes.contains { $0.contains("without Purchase 2.40, which were billed") })
        }
    }

    @Test("what costs nothing by a tag yet is not untagged: days before the tag was active do not count")
    func activation() throws {
        var sample = SampleReport()
        sample.run("endpoint/a", "Host:ml.m5.large", days: 1...4, rate: 1)
        sample.run("endpoint/b", "Host:ml.m5.large", days: 4...4, rate: 1, costCenter: "1")
        let tag = try #require(try read(sample.csv(.legacy)).tags.first)
        #expect(tag.since == "2026-09-04" && tag.cost == 48 && tag.untaggedCost == 24)
    }

    @Test("the day that stands out is measured by the median of the seven days before")
    func spikes() throws {
        var sample = SampleReport()
        sample.run("endpoint/a", "Host:ml.m5.large", days: 1...9, hours: 10, rate: 1)
        sample.run("endpoint/a", "Host:ml.m5.large", days: 3...3, hours: 10, rate: 2)
        sample.run("endpoint/a", "Host:ml.m5.large", days: 8...8, hours: 10, rate: 7)
        let spike = try #require(try resource("endpoint/a", in: try read(sample.csv(.cur2))).spike)
        #expect(spike.day == "2026-09-08" && spike.cost.text == "80" && spike.median.text == "10")
    }

    @Test("several instances are several, and a day with a gap ends the run")
    func runs() throws {
        var sample = SampleReport()
        for _ in 0..<2 { sample.run("endpoint/a", "Host:ml.m5.large", days: 1...3, rate: 0.1) }
        sample.run("endpoint/a", "Host:ml.m5.large", days: 4...4, hours: 12, rate: 0.1)
        sample.run("endpoint/a", "Host:ml.m5.large", days: 5...6, rate: 0.1)
        sample.run("endpoint/z", "Host:ml.m5.large", days: 1...12, hours: 1, rate: 0.1)
        let run = try #require(try resource("endpoint/a", in: try read(sample.csv(.legacy))).run)
        #expect(run.days == 3 && run.instances.text == "2" && run.dailyCost.text == "4.8")
    }

    /// The usage of a day of one endpoint: hours, the number of instances, and the part of the hour that each works.
    private static let days: [(what: String, hours: [(Range<Int>, Int, Double)], isFull: Bool)] = [
        ("two instances for half of the day", [(0..<12, 2, 1)], false),
        ("many instances for half of the day", [(12..<24, 8, 1)], false),
        ("one instance all day and another for half of it", [(0..<24, 1, 1), (0..<12, 1, 1)], true),
        ("one instance after the other", [(0..<12, 1, 1), (12..<24, 1, 1)], true),
        ("a few minutes less than all day", [(0..<24, 1, 0.985)], true),
        ("half of every hour", [(0..<24, 1, 0.5)], false),
        ("many instances, and a few minutes of the rest", [(0..<20, 4, 1), (20..<24, 1, 0.1)], false),
        ("all but one hour", [(0..<23, 3, 1)], false),
    ]

    @Test("a day is full when its hours are covered, however many instances there are", arguments: days.indices)
    func covered(_ index: Int) throws {
        let (what, hours, isFull) = Self.days[index]
        var sample = SampleReport()
        for (range, count, part) in hours {
            for hour in range {
                for _ in 0..<count {
                    sample.run("endpoint/a", "Host:ml.m5.large", days: 1...3, hours: 1, rate: 0.1) {
                        ($0.hour, $0.quantity, $0.cost) = (hour, part, 0.1 * part)
                    }
                }
            }
        }
        sample.run("endpoint/z", "Host:ml.m5.large", days: 1...8, hours: 1, rate: 0.1)
        for form in [SampleReport.Form.legacy, .focus12] {
            let run = try resource("endpoint/a", in: try read(sample.csv(form))).run
            #expect(run?.days == (isFull ? 3 : nil), "\(what)")
        }
    }

    @Test("an hour that a Savings Plan covers in part is one hour")
    func coveredInPart() throws {
        var sample = SampleReport()
        for (type, part) in [("Usage", 0.4), ("SavingsPlanCoveredUsage", 0.6)] {
            sample.run("endpoint/a", "Host:ml.m5.large", days: 1...3, rate: 0.1) {
                ($0.lineType, $0.quantity, $0.cost) = (type, part, 0.1 * part)
            }
        }
        sample.run("endpoint/z", "Host:ml.m5.large", days: 1...8, hours: 1, rate: 0.1)
        let run = try #require(try resource("endpoint/a", in: try read(sample.csv(.legacy))).run)
        #expect(run.days == 3 && run.instances.text == "1")
    }

    @Test("rows about whole days tell full days only of what has one instance, and the report says so")
    func wholeDays() throws {
        var sample = SampleReport()
        for name in ["endpoint/a", "notebook-instance/b", "app/d-1/ana/JupyterLab/default", "training-job/c"] {
            sample.run(name, "Host:ml.m5.large", days: 1...5, hours: 1, rate: 0.1) {
                ($0.length, $0.quantity, $0.cost) = (24, 24, 2.4)
            }
        }
        let report = try read(sample.csv(.legacy))
        let names = report.resources.filter { $0.run?.days == 3 }.map(\.id)
        #expect(names.sorted() == ["app/d-1/ana/JupyterLab/default", "notebook-instance/b"].map(SampleReport.arn))
        #expect(report.notes.contains { $0.contains("may be those of several instances") }, "\(report.notes)")
        #expect(report.hourlyRows == 0)
    }

    @Test("data is divided among endpoints by their invocations, and said to be an estimate")
    func transfer() throws {
        var sample = SampleReport.usual
        sample.run("endpoint/b", "Host:ml.m5.large", days: 1...1, rate: 1)
        let report = try read(sample.csv(.legacy)) {
            $0.invocations = [
                SampleReport.arn("endpoint/mme-xgboost-housing"): 300, SampleReport.arn("endpoint/b"): 100,
                "arn:aws:sagemaker:us-east-1:999999999999:endpoint/other": 1000,
            ]
        }
        let (large, small) = (
            try resource("endpoint/mme-xgboost-housing", in: report), try resource("endpoint/b", in: report)
        )
        #expect(large.transfer?.cost.text == "0.144" && large.transfer?.isEstimate == true)
        #expect(small.transfer?.cost.text == "0.048")
        #expect(report.notes.contains { $0.contains("estimate") })
    }

    @Test("the cost of denied types is found by the usage type")
    func denied() throws {
        let report = try read(SampleReport.usual.csv(.focus10))
        #expect(report.denied.map(\.instance) == ["ml.p4d.24xlarge"] && report.denied.first?.hours.text == "3")
        let other = try read(SampleReport.usual.csv(.legacy)) { $0.denied = ["ml.m?.xlarge"] }
        #expect(other.denied.map(\.instance) == ["ml.m4.xlarge"])
    }

    @Test("an hour that never stops over fourteen days is steady, and a gap makes it nothing")
    func steady() throws {
        var sample = SampleReport()
        sample.run("endpoint/a", "Host:ml.m5.large", days: 1...20, rate: 1.5)
        sample.run("endpoint/b", "AsyncInf:ml.m5.large", days: 1...20, rate: 8)
        #expect(try read(sample.csv(.legacy)).steadyHourlyCost?.text == "1.5")
        let printed = try read(sample.csv(.focus12)).notes
        #expect(!printed.contains { $0.contains("too short") })
        sample.rows.removeAll { $0.day == 12 && $0.hour == 5 && $0.resource == SampleReport.arn("endpoint/a") }
        #expect(try read(sample.csv(.legacy)).steadyHourlyCost?.text == "0")
    }

    @Test("what never stops is not known of a report that is too short, and is nothing where nothing could be covered")
    func tooShort() throws {
        var sample = SampleReport()
        sample.run("endpoint/a", "Host:ml.m5.large", days: 1...15, rate: 1.5)
        let short = try read(sample.csv(.legacy))
        #expect(short.steadyHourlyCost == nil)
        #expect(short.notes.contains { $0.hasPrefix("the report is too short to say what never stops") })
        sample.run("endpoint/a", "Host:ml.m5.large", days: 16...16, rate: 1.5)
        #expect(try read(sample.csv(.legacy)).steadyHourlyCost?.text == "1.5")
        var other = SampleReport()
        other.run("endpoint/b", "AsyncInf:ml.m5.large", days: 1...20, rate: 8)
        #expect(try read(other.csv(.legacy)).steadyHourlyCost?.text == "0")
    }

    @Test("a bill of nothing but fees says nothing of what never stops")
    func feesAlone() throws {
        var sample = SampleReport()
        sample.run("endpoint/a", "Host:ml.m5.large", days: 1...20, rate: 1.5) {
            $0.lineType = "SavingsPlanRecurringFee"
        }
        let fees = try read(sample.csv(.legacy))
        #expect(fees.steadyHourlyCost == nil)
        #expect(fees.notes.contains { $0.hasPrefix("no row is about usage") }, "\(fees.notes)")
        #expect(!fees.notes.contains { $0.contains("too short") })
    }

    @Test("a month that the report has only a part of is marked with its days")
    func partOfMonth() throws {
        var sample = SampleReport()
        sample.run("endpoint/a", "Host:ml.m5.large", days: 1...12, rate: 1)
        func json() throws -> String {
            let sink = Text()
            let stream = ReportStream(sink: sink)
            UsageJSON(try read(sample.csv(.legacy)), to: stream).write()
            try stream.finish()
            return sink.text
        }
        let part = try json()
        #expect(part.contains(#""monthCost": 288, "monthFrom": "2026-09-01", "monthTo": "2026-09-12""#), "\(part)")
        sample.run("endpoint/a", "Host:ml.m5.large", days: 13...30, rate: 1)
        #expect(try json().contains(#""monthCost": 720"#) && !(try json().contains("monthFrom")))
    }

    @Test("keys of tags are told apart by case, and one that differs in nothing else is named")
    func caseOfTags() throws {
        var sample = SampleReport()
        sample.run("endpoint/a", "Host:ml.m5.large", days: 1...1, rate: 1, costCenter: "42")
        for form in [SampleReport.Form.legacy, .focus12] {
            let report = try read(sample.csv(form)) { $0.tags = ["Cost-Center", "cost-center"] }
            #expect(report.tags.map(\.key) == ["cost-center"], "\(form)")
            #expect(
                report.notes.contains { $0.hasPrefix("the report has no tag `Cost-Center`, but `cost-center`") },
                "\(report.notes)")
        }
        // Names of columns and keys of CUR 2.0 do not tell.
        for form in [SampleReport.Form.athena, .cur2] {
            let report = try read(sample.csv(form)) { $0.tags = ["Cost-Center"] }
            #expect(report.tags.first?.untaggedCost == 0, "\(form)")
        }
    }

    /// A report with tags of these names, of which the values are the names.
    private func tagged(_ names: [String], from item: String) -> String {
        var sample = SampleReport()
        sample.run("endpoint/a", "Host:ml.m5.large", days: 1...1, rate: 1)
        let lines = sample.csv(.legacy).replacing("\nitem", with: "\n" + item).split(separator: "\n")
        let whole = lines.enumerated().map { index, line in
            ([String(line)] + names.map { index == 0 ? "resourceTags/user:" + $0 : $0 }).joined(separator: ",")
        }
        return whole.joined(separator: "\n") + "\n"
    }

    @Test("tags that differ by their case are as many as there are")
    func severalCases() throws {
        let names = ["Owner", "owner", "OWNER"]
        let report = try read(tagged(names, from: "item")) { $0.tags = ["owner", "OWNER", "Owner", "oWNER"] }
        #expect(report.tags.map { $0.values.first?.name } == ["owner", "OWNER", "Owner"])
        #expect(report.notes.contains { $0.hasPrefix("the report has no tag `oWNER`, but `Owner`") })
    }

    /// The tags of two files, and the values of `owner`; none where the files cannot be told apart.
    private static let spelled: [(files: [[String]], values: [String]?)] = [
        ([["owner"], ["owner"]], ["owner"]),
        ([["owner"], ["team"]], ["-", "owner"]),
        ([["Owner", "owner"], ["Owner", "owner"]], ["owner"]),
        ([["Owner"], ["owner"]], nil),
        ([["owner"], ["Owner"]], nil),
        ([["owner", "Owner"], ["Owner", "owner"]], nil),
        ([["Owner", "owner"], ["owner"]], nil),
        ([["Owner", "owner"], ["Owner"]], ["-", "owner"]),
    ]

    @Test("a tag is not mixed with one of another file that differs in its case", arguments: spelled.indices)
    func casesOfFiles(_ index: Int) throws {
        let (files, values) = Self.spelled[index]
        let folder = try Folder(["a.csv": tagged(files[0], from: "one"), "b.csv": tagged(files[1], from: "two")])
        var request = UsageRequest(paths: [folder.path])
        request.tags = ["owner"]
        let report = try UsageRun(request).run()
        #expect(report.tags.first?.values.map { $0.name ?? "-" }.sorted() == values, "\(report.notes)")
        let isSaid = report.notes.contains { $0.contains("write the tag `owner` in several ways") }
        #expect(isSaid == (values == nil), "\(report.notes)")
    }
}

/// What was written.
private final class Text: ByteSink {
    private(set) var text = ""
    func write(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) { text += String(decoding: bytes, as: UTF8.self) }
}
