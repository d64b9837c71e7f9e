public import Reports
import Resources

/// The resources for spreadsheets, a line for each.
public struct UsageCSV {
    private static let columns: [(name: String, value: @Sendable (ResourceUsage) -> String)] = [
        ("account", { $0.account ?? "" }), ("region", { $0.region ?? "" }), ("type", { ARN($0.id)?.type ?? "" }),
        ("resource", { $0.id }), ("cost", { $0.cost.text }), ("first_day", { $0.firstDay }),
        ("last_day", { $0.lastDay }), ("month", { $0.month?.name ?? "" }),
        ("month_cost", { $0.month?.cost.text ?? "" }),
        ("instance_types", { Set($0.instances.map(\.type)).sorted().joined(separator: " ") }),
        ("full_days", { $0.run.map { String($0.days) } ?? "" }), ("daily_cost", { $0.run?.dailyCost.text ?? "" }),
        ("hourly_rate", { $0.run?.rate?.text ?? "" }), ("spike_day", { $0.spike?.day ?? "" }),
        ("spike_cost", { $0.spike?.cost.text ?? "" }), ("median_day_cost", { $0.spike?.median.text ?? "" }),
        ("data_cost", { $0.transfer?.cost.text ?? "" }),
        ("data_cost_is_estimate", { $0.transfer.map { $0.isEstimate ? "yes" : "no" } ?? "" }),
    ]

    private let report: UsageReport
    private let stream: ReportStream

    public init(_ report: UsageReport, to stream: ReportStream) {
        self.report = report
        self.stream = stream
    }

    public func write() {
        stream.write(CSVReport.line(["currency"] + Self.columns.map(\.name)))
        for resource in report.resources {
            stream.write(CSVReport.line([report.currency] + Self.columns.map { $0.value(resource) }))
        }
    }
}
