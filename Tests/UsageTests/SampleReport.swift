import Foundation

/// A report about a few resources in September 2026, written down in each form that AWS delivers.
struct SampleReport {
    static let account = "123456789012"

    struct Row {
        var day: Int
        var hour = 0
        /// How many hours the row is about.
        var length = 1
        var usageType = "USE1-Host:ml.m4.xlarge"
        var resource: String?
        var operation = "RunInstance"
        var unit = "Hrs"
        var lineType = "Usage"
        var quantity = 1.0
        var rate = 0.0
        var cost = 0.0
        var planCost: Double?
        var costCenter: String?
        var currency = "USD"
        var month = 9
        var account = SampleReport.account
        var product = "AmazonSageMaker"
    }

    var rows: [Row] = []

    static func arn(_ resource: String) -> String { "arn:aws:sagemaker:us-east-1:\(account):\(resource)" }

    /// Hours on days, each at a rate.
    mutating func run(
        _ resource: String, _ usageType: String, days: ClosedRange<Int>, hours: Int = 24, rate: Double,
        costCenter: String? = nil, _ change: (inout Row) -> Void = { _ in }
    ) {
        for day in days {
            for hour in 0..<hours {
                var row = Row(day: day, hour: hour, usageType: usageType, resource: Self.arn(resource))
                (row.rate, row.cost, row.costCenter) = (rate, rate, costCenter)
                change(&row)
                rows.append(row)
            }
        }
    }

    /// The endpoint of the note from which the project began, an application beside it, and what makes a bill.
    static var usual: SampleReport {
        var report = SampleReport()
        report.run("endpoint/mme-xgboost-housing", "USE1-Host:ml.m4.xlarge", days: 1...12, rate: 0.24)
        report.run(
            "app/d-1/ana/JupyterLab/default", "USE1-Studio:JupyterLab-ml.m5.large", days: 1...4, rate: 0.23,
            costCenter: "43")
        report.run(
            "notebook-instance/analysis", "Notebk:ml.t3.medium", days: 1...12, hours: 8, rate: 0.05, costCenter: "42")
        report.run(
            "training-job/big", "USE1-Train:ml.p4d.24xlarge", days: 9...9, hours: 3, rate: 37.688, costCenter: "42")
        report.run("endpoint/covered", "USE1-Host:ml.c5.large", days: 10...10, rate: 0.1, costCenter: "42") {
            ($0.lineType, $0.planCost) = ("SavingsPlanCoveredUsage", 0.06)
        }
        for day in 1...12 {
            var volume = Row(
                day: day, usageType: "USE1-Host:VolumeUsage.gp2", resource: arn("endpoint/mme-xgboost-housing"))
            (volume.operation, volume.unit, volume.quantity, volume.cost) = ("CreateVolume-Gp2", "GB-Mo", 0.1, 0.014)
            var data = Row(day: day, usageType: "USE1-Hst:Data-Bytes-Out")
            (data.operation, data.unit, data.cost) = ("Invoke-Endpoint", "GB", 0.016)
            report.rows += [volume, data]
        }
        for (type, cost) in [("Credit", -5.0), ("Refund", -1.5), ("Tax", 2.25)] {
            var row = Row(day: 1)
            (row.operation, row.unit, row.lineType, row.quantity, row.cost) = ("", "", type, 0, cost)
            report.rows.append(row)
        }
        return report
    }

    enum Form: String, CaseIterable, Sendable {
        case legacy, athena, cur2, focus10, focus12
    }

    func csv(_ form: Form) -> String {
        let columns = Self.columns(form)
        let lines = rows.enumerated().map { index, row in
            columns.map { Self.quoted($0.value(row, index)) }.joined(separator: ",")
        }
        return ([columns.map(\.name).joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
    }

    private struct Column {
        var name: String
        var value: (Row, Int) -> String
    }

    private static func quoted(_ text: String) -> String {
        text.contains(where: { ",\"".contains($0) }) ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }

    private static func time(_ row: Row, after hours: Int = 0) -> String {
        let hour = row.hour + hours
        let day = row.day + hour / 24
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "2026-\(two(row.month))-\(two(day))T\(two(hour % 24)):00:00Z"
    }

    private static func columns(_ form: Form) -> [Column] {
        let focus = form == .focus10 || form == .focus12
        let index = form == .legacy ? 0 : focus ? 2 : 1
        var columns = names.compactMap { names, value in
            names[index].isEmpty ? nil : Column(name: names[index], value: value)
        }
        columns.append(
            Column(name: ["product/ProductName", "product_name", "ServiceName"][index]) { _, _ in "a, \"b\"" })
        switch form {
        case .legacy: columns.append(Column(name: "resourceTags/user:cost-center") { row, _ in row.costCenter ?? "" })
        case .athena:
            columns.append(Column(name: "resource_tags_user_cost_center") { row, _ in row.costCenter ?? "" })
        case .cur2:
            columns.append(
                Column(name: "resource_tags") { row, _ in
                    row.costCenter.map { "{\"user_cost_center\":\"\($0)\"}" } ?? "{}"
                })
        case .focus10, .focus12:
            columns.append(Column(name: form == .focus10 ? "x_UsageType" : "SkuMeter") { row, _ in row.usageType })
            columns.append(
                Column(name: "Tags") { row, _ in row.costCenter.map { "{\"cost-center\":\"\($0)\"}" } ?? "{}" })
        }
        return columns
    }

    private static let categories = [
        "Credit": "Credit", "Refund": "Adjustment", "Tax": "Tax", "SavingsPlanRecurringFee": "Purchase",
    ]

    /// The names of a column in CSV, in the table and in FOCUS, and its value.
    private static let names: [([String], @Sendable (Row, Int) -> String)] = [
        (["identity/LineItemId", "identity_line_item_id", ""], { _, index in "item\(index)" }),
        (["identity/TimeInterval", "identity_time_interval", ""], { row, _ in time(row) }),
        (
            ["bill/BillingPeriodStartDate", "bill_billing_period_start_date", "BillingPeriodStart"],
            { _, _ in "2026-09-01T00:00:00Z" }
        ),
        (["lineItem/UsageAccountId", "line_item_usage_account_id", "SubAccountId"], { row, _ in row.account }),
        (
            ["lineItem/LineItemType", "line_item_line_item_type", ""], { row, _ in row.lineType }
        ),
        (["", "", "ChargeCategory"], { row, _ in categories[row.lineType] ?? "Usage" }),
        (
            ["", "", "CommitmentDiscountStatus"],
            { row, _ in row.planCost == nil ? "" : row.lineType == "Unused" ? "Unused" : "Used" }
        ),
        (["lineItem/UsageStartDate", "line_item_usage_start_date", "ChargePeriodStart"], { row, _ in time(row) }),
        (
            ["lineItem/UsageEndDate", "line_item_usage_end_date", "ChargePeriodEnd"],
            { row, _ in time(row, after: row.length) }
        ),
        (["lineItem/ProductCode", "line_item_product_code", "x_ServiceCode"], { row, _ in row.product }),
        (["lineItem/UsageType", "line_item_usage_type", ""], { row, _ in row.usageType }),
        (["lineItem/Operation", "line_item_operation", "x_Operation"], { row, _ in row.operation }),
        (["lineItem/ResourceId", "line_item_resource_id", "ResourceId"], { row, _ in row.resource ?? "" }),
        (["lineItem/UsageAmount", "line_item_usage_amount", "ConsumedQuantity"], { row, _ in "\(row.quantity)" }),
        (["pricing/unit", "pricing_unit", "ConsumedUnit"], { row, _ in row.unit }),
        (["lineItem/CurrencyCode", "line_item_currency_code", "BillingCurrency"], { row, _ in row.currency }),
        (["lineItem/UnblendedRate", "line_item_unblended_rate", "ContractedUnitPrice"], { row, _ in "\(row.rate)" }),
        (["lineItem/UnblendedCost", "line_item_unblended_cost", "BilledCost"], { row, _ in "\(row.cost)" }),
        (["", "", "ListCost"], { row, _ in "\(row.cost)" }),
        (["", "", "EffectiveCost"], { row, _ in "\(row.planCost ?? row.cost)" }),
        (
            ["savingsPlan/SavingsPlanEffectiveCost", "savings_plan_savings_plan_effective_cost", ""],
            { row, _ in row.planCost.map { "\($0)" } ?? "" }
        ),
        (["product/regionCode", "product_region_code", "RegionId"], { _, _ in "us-east-1" }),
    ]
}

/// A folder that is gone when the test ends.
final class Folder {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "proviso-usage-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: path).appending(path: name)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    subscript(name: String) -> String { path + "/" + name }
}

/// Programs that tests need beside the package.
enum Program {
    static let hasDuckDB = isThere("duckdb")

    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// The program that was built with these tests.
    static var proviso: String {
        let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "proviso").path
        return FileManager.default.isExecutableFile(atPath: beside)
            ? beside : tests.deletingLastPathComponent().appending(path: ".build/debug/proviso").path
    }

    /// A script that compares with what others make of the same.
    static func oracle(_ name: String) -> String { tests.appending(path: "Oracles/\(name)").path }

    static func isThere(_ name: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }

    /// Runs a program to its end.
    static func run(_ name: String, _ arguments: [String]) throws -> (code: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
