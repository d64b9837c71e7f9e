import Documents
public import Engine

/// The report for programs: `proviso-report/1`, described in Docs/json-report.md and by `JSONReport.schema`.
public struct JSONReport: Sendable {
    /// The name of the format; a change that breaks readers gives it another number.
    public static let schemaName = "proviso-report/1"

    private let options: ReportOptions

    public init(options: ReportOptions) { self.options = options }

    public func write(_ result: RunResult, to stream: ReportStream) {
        let json = JSONWriter(stream: stream)
        json.object {
            json.member("schema", Self.schemaName)
            json.object("tool", layout: .inline) {
                json.member("name", "proviso")
                json.member("version", options.version)
            }
            json.object("summary") { writeSummary(of: result, to: json) }
            json.array("findings") {
                for finding in result.findings where options.includesPasses || finding.verdict != .pass {
                    json.object { write(finding, to: json) }
                }
            }
            if !result.fixed.isEmpty {
                json.array("fixed") { for finding in result.fixed { json.object { write(finding, to: json) } } }
            }
            json.array("errors") { for error in result.errors { write(error, to: json) } }
            json.array("warnings") { for warning in result.warnings { write(warning, to: json) } }
        }
        json.finish()
    }

    private func writeSummary(of result: RunResult, to json: JSONWriter) {
        if result.signal != nil { json.member("incomplete", true) }
        json.member("files", result.fileCount)
        json.array("skipped") {
            for skipped in result.skipped {
                json.object(layout: .inline) {
                    json.member("file", skipped.file)
                    json.member("reason", skipped.reason)
                }
            }
        }
        json.member("resources", result.resourceCount)
        json.member("rules", result.rules.count)
        json.object("verdicts", layout: .inline) {
            for verdict in Verdict.allCases { json.member(verdict.rawValue, result.verdicts[verdict] ?? 0) }
        }
        let totals = CostTotals.of(result.findings)
        if !totals.isEmpty { json.array("costs") { for total in totals { json.object { write(total, to: json) } } } }
    }

    func write(_ finding: Finding, to json: JSONWriter) {
        json.member("rule", finding.rule)
        json.member("title", finding.title)
        json.member("severity", finding.severity.rawValue)
        json.member("verdict", finding.verdict.rawValue)
        json.member("message", finding.message)
        json.member("reason", ifPresent: finding.reason)
        json.member("expected", ifPresent: finding.expected)
        json.member("remedy", ifPresent: finding.remedy)
        json.object("resource", layout: .inline) {
            json.member("type", finding.resource.type)
            json.member("name", finding.resource.name)
            json.member("id", finding.resource.id)
        }
        json.member("file", finding.file)
        json.member("path", finding.path)
        json.region("region", finding.region)
        json.array("evidence") {
            for evidence in finding.evidence {
                json.object(layout: .inline) {
                    json.member("path", evidence.path)
                    json.member("value", evidence.value)
                }
            }
        }
        json.object("scenario", layout: .inline) { write(finding.scenario, to: json) }
        if !finding.scenarios.isEmpty {
            json.array("scenarios") {
                for scenario in finding.scenarios {
                    json.object(layout: .inline) {
                        json.object("when", layout: .inline) { write(scenario.values, to: json) }
                        json.member("default", scenario.isDefault)
                    }
                }
            }
        }
        if let use = finding.use { json.region("use", use) }
        if !finding.related.isEmpty {
            json.array("related") {
                for place in finding.related {
                    json.object(layout: .inline) {
                        json.member("role", place.role.rawValue)
                        json.member("file", place.file)
                        json.region("region", place.region)
                    }
                }
            }
        }
        if let cost = finding.cost { json.object("cost", layout: .inline) { write(cost, to: json) } }
        json.member("references", finding.references)
        json.member("fingerprint", finding.fingerprint)
        json.member("status", finding.status.rawValue)
        json.member("gates", finding.gates)
        if let suppression = finding.suppression {
            json.object("suppression", layout: .inline) {
                json.member("origin", suppression.origin.rawValue)
                json.member("reason", suppression.reason)
                json.member("until", ifPresent: suppression.until)
            }
        }
    }

    private func write(_ cost: FindingCost, to json: JSONWriter) {
        json.member("monthly", number: Money.digits(cost.monthly))
        if let avoidable = cost.avoidable { json.member("avoidable", number: Money.digits(avoidable)) }
        json.member("currency", cost.currency)
        switch cost.source {
        case .bill(let month, let days):
            json.member("source", "bill")
            json.member("date", month)
            json.member("from", ifPresent: days?.lowerBound)
            json.member("to", ifPresent: days?.upperBound)
        case .prices(let date):
            json.member("source", "prices")
            json.member("date", date)
        }
    }

    private func write(_ totals: CostTotals, to json: JSONWriter) {
        json.member("currency", totals.currency)
        json.member("monthly", number: Money.digits(totals.total.monthly))
        json.member("avoidable", number: Money.digits(totals.total.avoidable))
        for (key, rows) in [("rules", totals.byRule), ("owners", totals.byOwner), ("accounts", totals.byAccount)] {
            json.array(key) {
                for row in rows {
                    json.object(layout: .inline) {
                        json.member("name", row.name)
                        json.member("monthly", number: Money.digits(row.sum.monthly))
                        json.member("avoidable", number: Money.digits(row.sum.avoidable))
                    }
                }
            }
        }
    }

    private func write(_ values: [String: String], to json: JSONWriter) {
        for (name, value) in values.sorted(by: { $0.key < $1.key }) { json.member(name, value) }
    }

    private func write(_ diagnostic: Diagnostic, to json: JSONWriter) {
        json.object {
            json.member("file", diagnostic.file)
            json.member("message", diagnostic.message)
            json.member("help", ifPresent: diagnostic.help)
            if let region = diagnostic.region { json.region("region", region) }
        }
    }
}

extension JSONWriter {
    /// Writes the four coordinates of a region, as JSON and SARIF name them.
    func region(_ key: String, _ region: SourceRegion) {
        object(key, layout: .inline) {
            member("startLine", region.start.line)
            member("startColumn", region.start.column)
            member("endLine", region.end.line)
            member("endColumn", region.end.column)
        }
    }
}
