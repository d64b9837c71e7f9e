import Documents
import Engine
import Foundation
import Policies
import Testing

@Suite("What resources of findings cost")
struct CostTests {
    private static let prices = """
        currency: USD
        date: 2026-11-01
        prices:
          - { type: ml.m5.large, region: us-east-1, perHour: 0.1 }
          - { type: ml.m5.large, perHour: 0.2 }
          - { type: ml.t3.medium, perHour: 0.05 }
        """

    private static let rules = """
        - id: one
          title: One
          severity: low
          avoidable: 0.7
          targets: ["AWS::SageMaker::*"]
          check: { assert: 'false' }
        - id: two
          title: Two
          severity: low
          targets: ["AWS::SageMaker::*"]
          check: { assert: 'false' }
        """

    private func judge(
        _ text: String, prices: String? = CostTests.prices, name: String = "prices.yaml"
    ) throws -> RunResult {
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(text.utf8).write(to: folder.appending(path: "in.yaml"))
        var request = CheckRequest(paths: [folder.appending(path: "in.yaml").path], now: 0)
        if let prices {
            try Data(prices.utf8).write(to: folder.appending(path: name))
            request.priceFile = folder.appending(path: name).path
        }
        return CheckRun.run(request, policies: try Trial(rules: Self.rules).policies)
    }

    private static func notebook(_ type: String = "ml.m5.large", _ more: String = "") -> String {
        "{type: AWS::SageMaker::NotebookInstance, name: n, properties: {InstanceType: \(type)}\(more)}"
    }

    private static let samples: [(String, Double?)] = [
        (notebook("ml.m5.large", ", region: us-east-1"), 73), (notebook("ml.m5.large", ", region: eu-west-1"), 146),
        (notebook(), 146), (notebook("ml.p9.large"), nil), (notebook("!unknown x"), nil),
        (
            "{type: AWS::SageMaker::EndpointConfig, name: c, properties: {ProductionVariants: "
                + "[{InstanceType: ml.m5.large, InitialInstanceCount: 2}, {InstanceType: ml.t3.medium}]}}", 328.5
        ),
        (
            "{type: AWS::SageMaker::EndpointConfig, name: c, properties: {ProductionVariants: "
                + "[{InstanceType: ml.m5.large, InitialInstanceCount: !unknown 2}]}}", nil
        ),
        ("{type: AWS::SageMaker::Model, name: m, properties: {}}", nil),
        (notebook("ml.m5.large", ", usage: {monthCost: 12.5, currency: EUR, month: 2026-09}"), 12.5),
    ]

    @Test("the bill goes before prices, and what is not known costs nothing", arguments: samples.indices)
    func monthly(_ index: Int) throws {
        let (text, cost) = Self.samples[index]
        let findings = try judge(text).findings
        #expect(findings.count == 2)
        for finding in findings {
            #expect(finding.cost?.monthly == cost)
            let avoidable = finding.rule == "trial/one" ? cost.map { $0 * 0.7 } : nil
            #expect(finding.cost?.avoidable == avoidable)
        }
    }

    @Test("a cost says where it comes from and of when it is")
    func origin() throws {
        let billed = Self.notebook("a", ", usage: {monthCost: 1, currency: EUR, month: 2026-09}")
        #expect(try judge(billed).findings[0].cost?.origin == "by the bill of 2026-09")
        #expect(try judge(Self.notebook()).findings[0].cost?.origin == "by prices of 2026-11-01")
    }

    @Test("totals count a resource once, with its largest saving")
    func totals() throws {
        let text = """
            resources:
              - {type: AWS::SageMaker::NotebookInstance, name: a, account: '1', properties: {InstanceType: ml.m5.large}, tags: {owner: ana}}
              - {type: AWS::SageMaker::NotebookInstance, name: b, account: '2', properties: {InstanceType: ml.t3.medium}}
            """
        let totals = try #require(CostTotals.of(try judge(text).findings).first)
        #expect(totals.currency == "USD" && totals.total.monthly == 182.5)
        #expect(abs(totals.total.avoidable - 127.75) < 1e-9)
        #expect(totals.byRule.map(\.sum.monthly) == [182.5, 182.5])
        #expect(totals.byOwner.map(\.name) == ["ana", "(none)"] && totals.byAccount.map(\.name) == ["1", "2"])
        #expect(totals.items.map(\.rules.count) == [2, 2])
    }

    private static func resource(_ type: String, _ name: String, _ properties: String, _ more: String = "") -> String {
        "  - {type: AWS::SageMaker::\(type), name: \(name), \(more)properties: {\(properties)}}\n"
    }

    private static let live = "account: '1', "
    private static let variants = "ProductionVariants: [{InstanceType: ml.m5.large, InitialInstanceCount: 1}]"
    private static let config = resource("EndpointConfig", "c", "EndpointConfigName: c, " + variants)
    private static let liveConfig = resource("EndpointConfig", "c", "EndpointConfigName: c, " + variants, live)
    private static let bill = "usage: {monthCost: 90, currency: USD, month: 2026-09}, "

    private static func endpoint(_ name: String, _ more: String = "") -> String {
        resource("Endpoint", name, "EndpointName: \(name), EndpointConfigName: c", more)
    }

    private static let states: [(String, Double?)] = [
        (config, 146), (liveConfig, nil), (liveConfig + endpoint("e", live), 146),
        (liveConfig + endpoint("e", live) + endpoint("f", live), 292), (config + endpoint("e"), 146),
        // One money once: the endpoint has the bill of what its configuration would cost.
        (config + endpoint("e", bill), 90), (liveConfig + endpoint("e", live + bill), 90),
        (liveConfig + endpoint("e", live + bill) + endpoint("f", live), 236),
        (resource("EndpointConfig", "c", variants + ", Shadow" + variants), 292),
        (resource("NotebookInstance", "n", "InstanceType: ml.m5.large, NotebookInstanceStatus: InService", live), 146),
        (resource("NotebookInstance", "n", "InstanceType: ml.m5.large, NotebookInstanceStatus: Stopped", live), nil),
        (resource("App", "a", "ResourceSpec: {InstanceType: ml.m5.large}, Status: Deleted", live), nil),
        (resource("Cluster", "k", "InstanceGroups: [{InstanceType: ml.m5.large, InstanceCount: 2}]", live), 292),
        (
            resource(
                "Cluster", "k", "InstanceGroups: [{InstanceType: ml.m5.large}], ClusterStatus: Deleting", live), nil
        ),
    ]

    @Test("what does not run has no price, and an endpoint and its configuration cost once", arguments: states.indices)
    func running(_ index: Int) throws {
        let (resources, cost) = Self.states[index]
        let result = try judge("resources:\n" + resources)
        #expect(result.findings.count > 1, "\(result.errors)")
        #expect(CostTotals.of(result.findings).first?.total.monthly == cost)
    }

    @Test("a resource of several files costs once", arguments: [true, false])
    func severalFiles(hasBillBeside: Bool) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ text: String, _ name: String) throws -> String {
            try Data(text.utf8).write(to: folder.appending(path: name))
            return folder.appending(path: name).path
        }
        let arn = "arn:aws:sagemaker:us-east-1:123456789012:notebook-instance/n"
        let notebook = "{type: AWS::SageMaker::NotebookInstance, name: n, id: '\(arn)', properties: {InstanceType: a}"
        let usage = "usage: {monthCost: 12.5, currency: EUR, month: 2026-09}}"
        let first = try write(notebook + (hasBillBeside ? "}" : ", \(usage)"), "one.yaml")
        // Code knows the name alone.
        let code =
            #"{"Resources": {"N": {"Type": "AWS::SageMaker::NotebookInstance", "Properties": "#
            + #"{"NotebookInstanceName": "n", "InstanceType": "a"}}}}"#
        let second =
            hasBillBeside ? try write(code, "two.json") : try write(notebook + ", \(usage)", "two.yaml")
        var request = CheckRequest(paths: [first, second], now: 0)
        if hasBillBeside {
            let entry =
                #"{"type": "AWS::SageMaker::NotebookInstance", "name": "n", "id": "\#(arn)", "account": "#
                + #""123456789012", "region": "us-east-1", "usage": "#
                + #"{"monthCost": 12.5, "currency": "EUR", "month": "2026-09"}}"#
            request.usageFile = try write(#"{"schema": "proviso-usage/1", "resources": [\#(entry)]}"#, "usage.json")
        }
        let findings = CheckRun.run(request, policies: try Trial(rules: Self.rules).policies).findings
        #expect(findings.count { $0.cost?.monthly == 12.5 } == 4)
        let totals = try #require(CostTotals.of(findings).first)
        #expect(totals.total.monthly == 12.5 && totals.items.count == 1)
        #expect(totals.byRule.map(\.sum.monthly) == [12.5, 12.5])
    }

    @Test("currencies are not added")
    func currencies() throws {
        let text = """
            resources:
              - \(Self.notebook())
              - \(Self.notebook("a", ", usage: {monthCost: 1, currency: EUR, month: 2026-09}"))
            """
        #expect(CostTotals.of(try judge(text).findings).map(\.currency) == ["EUR", "USD"])
    }

    @Test(
        "a run fails from the cost on that the gate names, whatever the severity", arguments: [(146.0, 1), (146.01, 0)])
    func gate(_ limit: Double, _ code: Int32) throws {
        var gate = Gate(failOn: .critical)
        gate.failOnCost = limit
        #expect(gate.status(of: try judge(Self.notebook())).rawValue == code)
    }

    @Test("prices in CSV are the same as in YAML")
    func csv() throws {
        let csv =
            "type,region,per_hour,currency,date\nml.m5.large,us-east-1,0.1,USD,2026-11-01\n\"ml.m5.large\",,0.2,USD,2026-11-01\n"
        let result = try judge(Self.notebook(), prices: csv, name: "prices.csv")
        #expect(result.findings[0].cost?.monthly == 146)
    }

    private static let wrong: [(String, String, String)] = [
        ("prices.yaml", "prices: 3", "`prices` is a list"), ("prices.yaml", "[]", "prices are a mapping"),
        ("prices.yaml", "currency: USD\ndate: 2026-11-01\nprices: []", "there is no price"),
        ("prices.yaml", prices.replacing("perHour: 0.1", with: "perhour: 0.1"), "unknown key `perhour`"),
        ("prices.yaml", prices.replacing("perHour: 0.1", with: "perHour: -1"), "from 0 on"),
        ("prices.yaml", prices.replacing("USD", with: "dollar"), "a code of ISO 4217"),
        ("prices.yaml", prices.replacing("USD", with: "USX"), "a code of ISO 4217"),
        ("prices.yaml", prices.replacing("2026-11-01", with: "today"), "the day of the prices"),
        ("prices.yaml", prices.replacing("type: ml.t3", with: "type: t3"), "no instance type of SageMaker"),
        ("prices.csv", "type,region\nml.m5.large,x\n", "need the columns"),
        ("prices.csv", "type,per_hour,currency,date\nml.m5.large,x,USD,2026-11-01\n", "line 2 is no price"),
    ]

    @Test("a wrong list of prices is an error, and nothing is judged", arguments: wrong.indices)
    func mistakes(_ index: Int) throws {
        let (name, text, words) = Self.wrong[index]
        let result = try judge(Self.notebook(), prices: text, name: name)
        #expect(result.findings.isEmpty && result.errors.first?.message.contains(words) == true, "\(result.errors)")
    }
}
