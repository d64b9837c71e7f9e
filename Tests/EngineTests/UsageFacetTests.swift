import Documents
import Engine
import Foundation
import Testing

@Suite("What the bill says of resources")
struct UsageFacetTests {
    private static let arn = "arn:aws:sagemaker:us-east-1:123456789012:notebook-instance/one"

    private static func bill(_ resources: String) -> String {
        """
        {"schema": "proviso-usage/1", "report": {"rows": 1}, "resources": [
          {"type": "AWS::CUR::ReportDefinition", "name": "cur/team/a.csv", "id": "cur/team/a.csv", "usage": {"cost": 9}},
          {"name": "nothing", "id": "nothing", "usage": {"cost": 3}}, \(resources)]}
        """
    }

    private static func notebook(_ account: String = "123456789012", cost: Int = 5) -> String {
        """
        {"type": "AWS::SageMaker::NotebookInstance", "name": "one", "account": "\(account)", "region": "us-east-1",
         "id": "arn:aws:sagemaker:us-east-1:\(account):notebook-instance/one", "usage": {"cost": \(cost)}}
        """
    }

    private func judge(_ text: String, name: String = "in.yaml", bill: String?) throws -> RunResult {
        let rules = """
            - id: dear
              title: Cheap
              severity: high
              targets: ["AWS::SageMaker::NotebookInstance", "AWS::CUR::ReportDefinition"]
              when: '"cost" in usage'
              check: { assert: 'double(usage.cost) < 1.0' }
            - id: named
              title: Named
              severity: high
              targets: ["AWS::SageMaker::NotebookInstance"]
              check: { property: InstanceType, exists: true }
            """
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(text.utf8).write(to: folder.appending(path: name))
        var request = CheckRequest(paths: [folder.appending(path: name).path], now: 0)
        if let bill {
            try Data(bill.utf8).write(to: folder.appending(path: "bill.json"))
            request.usageFile = folder.appending(path: "bill.json").path
        }
        return CheckRun.run(request, policies: try Trial(rules: rules).policies)
    }

    private func dear(_ result: RunResult) -> [String] {
        result.findings.filter { $0.rule == "trial/dear" && $0.verdict == .fail }.map(\.resource.name)
    }

    private static func resource(_ more: String) -> String {
        "{type: AWS::SageMaker::NotebookInstance, properties: {InstanceType: ml.t3.medium}, \(more)}"
    }

    @Test("a resource is found by its ARN, whatever the case")
    func byARN() throws {
        let bill = Self.bill(Self.notebook())
        #expect(dear(try judge(Self.resource("name: n, id: '\(Self.arn)'"), bill: bill)) == ["n"])
        #expect(
            dear(
                try judge(
                    Self.resource("name: '\(Self.arn.uppercased().replacing("ARN:AWS", with: "arn:aws"))'"), bill: bill)
            ).count == 1)
        #expect(dear(try judge(Self.resource("name: n, id: '\(Self.arn)x'"), bill: bill)).isEmpty)
    }

    @Test("a resource is found by its name only where no other could be meant")
    func byName() throws {
        let one = Self.bill(Self.notebook())
        let two = Self.bill(Self.notebook() + ", " + Self.notebook("999999999999"))
        #expect(dear(try judge(Self.resource("name: one"), bill: one)) == ["one"])
        #expect(dear(try judge(Self.resource("name: one"), bill: two)).isEmpty)
        #expect(dear(try judge(Self.resource("name: one, account: '999999999999'"), bill: two)) == ["one"])
        #expect(dear(try judge(Self.resource("name: one, account: '111111111111'"), bill: two)).isEmpty)
    }

    @Test("the logical id of a template is no name of the bill, the physical name is")
    func logicalNames() throws {
        func template(_ name: String) -> String {
            "Resources: {one: {Type: AWS::SageMaker::NotebookInstance, Properties: {InstanceType: a\(name)}}}"
        }
        let bill = Self.bill(Self.notebook())
        #expect(dear(try judge(template(""), bill: bill)).isEmpty)
        #expect(dear(try judge(template(", NotebookInstanceName: one"), bill: bill)) == ["one"])
    }

    @Test("the report's totals go to the definition of that report")
    func deliveries() throws {
        func definition(_ name: String) -> String {
            "{type: AWS::CUR::ReportDefinition, name: \(name), properties: {ReportName: \(name)}}"
        }
        let bill = Self.bill(Self.notebook())
        #expect(dear(try judge(definition("team"), bill: bill)) == ["team"])
        #expect(dear(try judge(definition("other"), bill: bill)).isEmpty)
    }

    @Test("of what only the bill names, only rules about usage are judged")
    func billAlone() throws {
        let result = try judge(Self.bill(Self.notebook()), name: "bill.json", bill: nil)
        #expect(result.errors.isEmpty && result.resourceCount == 2)
        #expect(result.findings.map(\.rule) == ["trial/dear", "trial/dear"])
        let snapshot = try judge(Self.resource("name: one").replacing("InstanceType", with: "RoleArn"), bill: nil)
        #expect(snapshot.findings.map(\.rule) == ["trial/named"])
    }

    @Test("a file that is no bill, or broken, is an error, and nothing is judged")
    func wrongFiles() throws {
        for bill in ["{}", "resources: []", "{\"schema\": \"proviso-usage/1\", \"resources\": 3}", "{"] {
            let result = try judge(Self.resource("name: one"), bill: bill)
            #expect(!result.errors.isEmpty && result.findings.isEmpty && result.resourceCount == 0)
        }
    }
}
