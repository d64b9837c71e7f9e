import Readers
public import Reports
import Resources

/// The answers for programs, and for `proviso check --usage`: `proviso-usage/1`.
public struct UsageJSON {
    private let report: UsageReport
    private let json: JSONWriter

    public init(_ report: UsageReport, to stream: ReportStream) {
        self.report = report
        json = JSONWriter(stream: stream)
    }

    public func write() {
        json.object {
            json.member("schema", UsageFile.schema)
            json.object("report") { writeReport() }
            writeCosts("charges", report.charges) { charge in
                json.member("type", charge.type)
                json.member("rows", charge.rowCount)
                json.member("billed", number: charge.billed.text)
                json.member("cost", number: charge.cost.text)
                json.member("usage", charge.isUsage)
            }
            writeCosts("kinds", report.kinds) { kind in
                json.member("kind", kind.kind)
                json.member("component", ifPresent: kind.component)
                json.member("unit", ifPresent: kind.unit)
                json.member("quantity", number: kind.quantity.text)
                json.member("cost", number: kind.cost.text)
            }
            write("accounts", report.accounts)
            write("regions", report.regions)
            write("days", report.days)
            json.array("tags") { for tag in report.tags { json.object { write(tag) } } }
            writeCosts("denied", report.denied) { denied in
                json.member("instance", denied.instance)
                json.member("account", ifPresent: denied.account)
                json.member("resource", ifPresent: denied.resource)
                json.member("region", ifPresent: denied.region)
                json.member("hours", number: denied.hours.text)
                json.member("cost", number: denied.cost.text)
            }
            json.array("resources") {
                json.object(layout: .inline) { writeDelivery() }
                for resource in report.resources { json.object(layout: .inline) { write(resource) } }
            }
            json.member("notes", report.notes)
        }
        json.finish()
    }

    private func writeReport() {
        json.member("form", report.form.rawValue)
        json.member("name", report.name)
        json.member("files", report.fileCount)
        json.member("rows", report.rowCount)
        json.member("firstDay", report.firstDay)
        json.member("lastDay", report.lastDay)
        json.member("currency", report.currency)
        json.member("cost", number: report.cost.text)
        json.member("billed", number: report.billed.text)
        if let cost = report.steadyHourlyCost { json.member("steadyHourlyCost", number: cost.text) }
        if let share = report.coveredShare { json.member("coveredShare", number: Amount(share).text) }
    }

    private func writeCosts<Cost>(_ key: String, _ costs: [Cost], _ body: (Cost) -> Void) {
        json.array(key) { for cost in costs { json.object(layout: .inline) { body(cost) } } }
    }

    private func write(_ key: String, _ costs: [UsageReport.NamedCost]) {
        writeCosts(key, costs) { cost in
            json.member("name", ifPresent: cost.name)
            json.member("cost", number: cost.cost.text)
        }
    }

    private func write(_ tag: UsageReport.TagCost) {
        json.member("key", tag.key)
        json.member("since", ifPresent: tag.since)
        json.member("cost", number: Amount(tag.cost).text)
        json.member("untaggedCost", number: Amount(tag.untaggedCost).text)
        write("values", tag.values)
    }

    /// What delivers the report, as the resource that rules are about.
    private func writeDelivery() {
        json.member("type", report.form.deliveredBy)
        json.member("name", report.name)
        json.member("id", report.name)
        if !report.form.isFocus { json.object("properties", layout: .inline) { writeProperties() } }
        json.object("usage", layout: .inline) {
            json.member("currency", report.currency)
            if let tag = report.tags.first {
                json.member("cost", number: Amount(tag.cost).text)
                json.member("untaggedCost", number: Amount(tag.untaggedCost).text)
                json.member("costTag", tag.key)
            } else {
                json.member("cost", number: report.cost.text)
            }
            if let cost = report.steadyHourlyCost { json.member("steadyHourlyCost", number: cost.text) }
            if let share = report.coveredShare { json.member("coveredShare", number: Amount(share).text) }
        }
    }

    /// What the rows show of how the report was set up.
    private func writeProperties() {
        let namesResources = report.namedRows > 0
        guard report.form == .cur2 else {
            json.member("TimeUnit", report.hourlyRows > 0 ? "HOURLY" : "DAILY")
            return json.member("AdditionalSchemaElements", namesResources ? ["RESOURCES"] : [])
        }
        json.object("Export", layout: .inline) {
            json.object("DataQuery", layout: .inline) {
                json.object("TableConfigurations", layout: .inline) {
                    json.object("COST_AND_USAGE_REPORT", layout: .inline) {
                        json.member("INCLUDE_RESOURCES", namesResources ? "TRUE" : "FALSE")
                        json.member("TIME_GRANULARITY", report.hourlyRows > 0 ? "HOURLY" : "DAILY")
                    }
                }
            }
        }
    }

    private func write(_ resource: ResourceUsage) {
        let arn = ARN(resource.id)
        json.member("type", ifPresent: arn?.type)
        json.member("name", arn?.name ?? resource.id)
        json.member("id", resource.id)
        json.member("account", ifPresent: resource.account)
        json.member("region", ifPresent: arn.flatMap { $0.region.isEmpty ? nil : $0.region } ?? resource.region)
        if !resource.tags.isEmpty {
            json.object("tags", layout: .inline) { for tag in resource.tags { json.member(tag.key, tag.value) } }
        }
        json.object("usage", layout: .inline) { writeFacet(of: resource) }
    }

    private func writeFacet(of resource: ResourceUsage) {
        json.member("currency", report.currency)
        json.member("cost", number: resource.cost.text)
        json.member("firstDay", resource.firstDay)
        json.member("lastDay", resource.lastDay)
        if let month = resource.month {
            json.member("month", month.name)
            json.member("monthCost", number: month.cost.text)
            if let part = report.part(ofMonth: month.name) {
                json.member("monthFrom", part.lowerBound)
                json.member("monthTo", part.upperBound)
            }
        }
        if let spike = resource.spike {
            json.member("day", spike.day)
            json.member("dayCost", number: spike.cost.text)
            json.member("medianDayCost", number: spike.median.text)
        }
        if let run = resource.run {
            json.member("fullDays", run.days)
            json.member("fullDaysFrom", run.firstDay)
            json.member("fullDaysTo", run.lastDay)
            json.member("dailyCost", number: run.dailyCost.text)
            json.member("instances", number: run.instances.text)
            if let rate = run.rate { json.member("hourlyRate", number: rate.text) }
        }
        if !resource.instances.isEmpty {
            json.member("instanceTypes", Set(resource.instances.map(\.type)).sorted())
            json.member("instanceHours", number: Amount(resource.instances.reduce(0) { $0 + $1.hours.value }).text)
        }
        if let transfer = resource.transfer {
            json.member("dataCost", number: transfer.cost.text)
            json.member("dataCostIsEstimate", transfer.isEstimate)
        }
    }
}
