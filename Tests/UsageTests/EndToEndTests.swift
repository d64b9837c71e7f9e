import Foundation
import Testing
import Usage

/// From the rows of a bill through `proviso usage` and `proviso check` to findings with money.
@Suite(
    "From a bill to findings", .enabled(if: Program.hasDuckDB, "there is no duckdb on the path: pip install duckdb-cli")
)
struct EndToEndTests {
    private struct Found: Decodable {
        struct Resource: Decodable { var name: String }
        struct Cost: Decodable {
            var monthly: Double
            var avoidable: Double?
        }
        var rule: String
        var verdict: String
        var resource: Resource
        var cost: Cost?
    }

    private struct Report: Decodable { var findings: [Found] }

    private static let idle = "endpoint/idle"

    /// One resource for each rule that it is to break, and some that break none.
    private static var sample: SampleReport {
        var sample = SampleReport.usual
        sample.run("endpoint/fine", "USE1-Host:ml.m5.large", days: 1...20, hours: 9, rate: 0.1, costCenter: "42")
        sample.run("endpoint/steady", "USE1-Host:ml.c5.9xlarge", days: 1...20, rate: 2.5, costCenter: "42")
        sample.run("endpoint/spiky", "USE1-Host:ml.m5.large", days: 1...7, hours: 10, rate: 1)
        sample.run("endpoint/spiky", "USE1-Host:ml.m5.large", days: 8...8, hours: 10, rate: 12)
        sample.run(idle, "USE1-Host:ml.m5.xlarge", days: 1...5, hours: 12, rate: 0.25, costCenter: "42")
        return sample
    }

    /// Runs `proviso usage`, then `proviso check` over what it says and the lines of a snapshot.
    private func findings(_ sample: SampleReport, _ snapshot: String, _ options: [String]) throws -> [Found] {
        let text = try check(sample, snapshot, ["--format", "json"] + options)
        return try JSONDecoder().decode(Report.self, from: Data(text.utf8)).findings.filter { $0.verdict == "fail" }
    }

    /// What `proviso check` prints.
    private func check(_ sample: SampleReport, _ snapshot: String, _ options: [String]) throws -> String {
        let folder = try Folder([
            "cur.csv": sample.csv(.cur2), "snapshot.jsonl": snapshot,
            "proviso.yaml": "environment: { accounts: { '\(SampleReport.account)': dev } }\n",
            "prices.yaml": "{currency: USD, date: 2026-09-01, prices: [{type: ml.m5.24xlarge, perHour: 5.53}]}\n",
        ])
        let usage = try Program.run(
            Program.proviso,
            ["usage", "--cur", folder["cur.csv"], "--tag", "cost-center", "--format", "json"])
        #expect(usage.code == 0, "\(usage.output)")
        try Data(usage.output.utf8).write(to: URL(filePath: folder["usage.json"]))
        let input =
            snapshot.isEmpty ? [folder["usage.json"]] : [folder["snapshot.jsonl"], "--usage", folder["usage.json"]]
        let check = try Program.run(
            Program.proviso,
            ["check"] + input + ["--config", folder["proviso.yaml"], "--exit-zero"]
                + options.map { $0.replacing("FOLDER", with: folder.path) })
        #expect(check.code == 0, "\(check.output)")
        return check.output
    }

    /// Rule, the last part of the resource's name, the cost of a month, and what can be avoided of it.
    private static let expected: [(String, String, Double?, Double?)] = [
        ("cost-usage/tagged-spend", "cur.csv", nil, nil),
        ("cost-usage/savings-plan", "cur.csv", nil, nil),
        ("cost-usage/endpoint-around-the-clock", "mme-xgboost-housing", 69.288, 48.5016),
        ("cost-usage/endpoint-around-the-clock", "steady", 1200, 840),
        ("cost-usage/notebook-around-the-clock", "default", 22.08, 15.456),
        ("cost-usage/denied-families-and-regions", "big", 113.064, 113.064),
        ("cost-usage/resource-cost-limit", "steady", 1200, nil),
        ("cost-usage/resource-cost-limit", "spiky", 190, nil),
    ]

    @Test("every rule about the bill finds what a generated bill holds, with what it costs")
    func bill() throws {
        let found = try findings(Self.sample, "", ["--profile", "finops", "--rule", "cost-usage/*"])
        for (rule, name, cost, avoidable) in Self.expected {
            let one = found.first { $0.rule == rule && $0.resource.name.hasSuffix(name) }
            #expect(one != nil, "\(rule) of \(name)")
            #expect(Self.isClose(one?.cost?.monthly, cost), "\(rule) of \(name): \(String(describing: one?.cost))")
            #expect(Self.isClose(one?.cost?.avoidable, avoidable), "\(rule): \(String(describing: one?.cost))")
        }
        #expect(found.count == Self.expected.count, "\(found.map { "\($0.rule) \($0.resource.name)" })")
    }

    @Test("the page draws the bill by kind, account, tag and day, and leads from what costs most to its findings")
    func page() throws {
        let page = try check(Self.sample, "", ["--format", "html", "--profile", "finops", "--rule", "cost-usage/*"])
        for title in ["Bill by kind", "Bill by account", "Bill by tag cost-center", "Bill by day"] {
            #expect(page.contains("<figcaption>\(title)</figcaption>"), "\(title)")
        }
        // A column for each of the twenty days.
        #expect(page.components(separatedBy: "<title>2026-09-").count - 1 == 20)
        let links = page.matches(of: #/href="#(f-[0-9a-f]+)"/#).map(\.output.1)
        #expect(links.count >= Self.expected.count)
        #expect(links.allSatisfy { page.contains("id=\"\($0)\"") }, "a link leads nowhere")
        // What can be avoided goes before what only costs.
        let places = ["<th scope=\"row\">steady", "<th scope=\"row\">big", "<th scope=\"row\">spiky"].map {
            page.range(of: $0)?.lowerBound
        }
        let (steady, big, spiky) = (try #require(places[0]), try #require(places[1]), try #require(places[2]))
        #expect(steady < big && big < spiky)
    }

    @Test("the report for people ends with a table of what can be avoided first")
    func table() throws {
        let text = try check(Self.sample, "", ["--profile", "finops", "--rule", "cost-usage/*"])
        let table = try #require(text.range(of: "What can be avoided first, in USD a month\n"))
        let lines = text[table.upperBound...].split(separator: "\n").prefix(3)
        #expect(
            lines.dropFirst().map { $0.split(separator: " ").prefix(3).joined(separator: " ") } == [
                "840.00 1,200.00 steady", "113.06 113.06 big",
            ])
    }

    @Test("what a resource costs says so where the bill has only a part of the month")
    func partOfMonth() throws {
        let text = try check(Self.sample, "", ["--rule", "cost-usage/denied-families-and-regions"])
        #expect(text.contains("113.06 USD a month by the bill of 2026-09,"))
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("of which it has 2026-09-01 to 2026-09-20"), "\(text)")
        let json = try check(Self.sample, "", ["--rule", "cost-usage/denied-families-and-regions", "--format", "json"])
        #expect(json.contains(#""from": "2026-09-01", "to": "2026-09-20""#))
    }

    @Test("resources in a region that is not allowed are found by their bill")
    func regions() throws {
        let found = try findings(
            Self.sample, "",
            ["--rule", "cost-usage/denied-families-and-regions", "--param", "cost-usage.allowedRegions=[eu-west-1]"])
        #expect(found.count == 9 && found.allSatisfy { ($0.cost?.monthly ?? 0) > 0 }, "\(found)")
    }

    private static func line(_ type: String, _ name: String, _ properties: String, _ metrics: String) -> String {
        let kind = type == "Endpoint" ? "endpoint" : "endpoint-config"
        return "{\"account\":\"\(SampleReport.account)\",\"region\":\"us-east-1\",\"type\":\"AWS::SageMaker::\(type)\","
            + "\"name\":\"\(name)\",\"id\":\"\(SampleReport.arn("\(kind)/\(name)"))\",\"properties\":{\(properties)},"
            + "\"metrics\":{\(metrics)}}\n"
    }

    /// Rule, resource, its metrics, the cost of a month, and what can be avoided of it.
    private static let measured: [(String, String, Double?, Double?)] = [
        (
            "realtime-endpoints/idle",
            line("Endpoint", "idle", "\"EndpointName\":\"idle\"", "\"Invocations\":{\"sum\":0,\"hours\":336}"), 15, 15
        ),
        (
            "realtime-endpoints/traffic-fits",
            line(
                "Endpoint", "steady", "\"EndpointName\":\"steady\"",
                "\"Invocations\":{\"sum\":50,\"hours\":336,\"quietHours\":300}"),
            1200, nil
        ),
        (
            "realtime-endpoints/cpu-size",
            line(
                "EndpointConfig", "large",
                "\"EndpointConfigName\":\"large\",\"ProductionVariants\":[{\"VariantName\":\"a\",\"InstanceType\":\"ml.m5.24xlarge\",\"InitialInstanceCount\":1}]",
                "\"CPUUtilization\":{\"max\":90,\"days\":14},\"MemoryUtilization\":{\"max\":5}")
                // A configuration that no endpoint uses costs nothing.
                + line("Endpoint", "uses", "\"EndpointName\":\"uses\",\"EndpointConfigName\":\"large\"", ""), 4036.9,
            nil
        ),
        (
            "autoscaling/periodic-load",
            line(
                "Endpoint", "spiky", "\"EndpointName\":\"spiky\"",
                "\"Invocations\":{\"sum\":50,\"hours\":336,\"p95\":500,\"p5\":1}"),
            190, nil
        ),
    ]

    @Test("rules about metrics say what the resource costs, by the bill or by prices", arguments: measured.indices)
    func metrics(_ index: Int) throws {
        let (rule, line, cost, avoidable) = Self.measured[index]
        let found = try findings(Self.sample, line, ["--rule", rule, "--prices", "FOLDER/prices.yaml"])
        #expect(found.count == 1)
        #expect(Self.isClose(found.first?.cost?.monthly, cost), "\(found)")
        #expect(Self.isClose(found.first?.cost?.avoidable, avoidable), "\(found)")
    }

    private static func isClose(_ one: Double?, _ other: Double?) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        return abs(one - other) < 0.011
    }
}
