import Documents
import Engine
import Foundation
import Testing

@testable import Reports

@Suite struct JSONReportTests {
    @Test("passes are listed only when asked for, and counted always")
    func passes() throws {
        let run = Sample.run([
            Sample.finding("a/b", .low, .pass, at: "Train", in: Sample.notebook, message: "fine"),
            Sample.finding("a/c", .low, .fail, at: "Train", in: Sample.notebook, message: "wrong"),
        ])
        var options = Sample.options()
        let without = try JSONTree(Sample.text(.json, run, options))
        options.includesPasses = true
        let with = try JSONTree(Sample.text(.json, run, options))
        #expect(without["findings"].elements.map { $0["rule"].string } == ["a/c"])
        #expect(with["findings"].elements.map { $0["rule"].string } == ["a/b", "a/c"])
        #expect(without["summary"]["verdicts"]["pass"].int == 1)
    }

    @Test("members come in the order of the documentation")
    func order() throws {
        let text = try Sample.text(.json, Sample.everything)
        let names = ["\"schema\"", "\"tool\"", "\"summary\"", "\"findings\"", "\"errors\"", "\"warnings\""]
        let places = names.compactMap { text.range(of: "\n  \($0)")?.lowerBound }
        #expect(places.count == names.count && places == places.sorted())
    }

    @Test("the same run gives the same bytes")
    func determinism() throws {
        var finding = Sample.finding("a/b", .low, at: "Train", in: Sample.notebook, message: "m")
        let names = (0..<50).map { "P\($0)" }
        finding.scenario = Dictionary(uniqueKeysWithValues: names.map { ($0, "v") })
        let first = try Sample.text(.json, Sample.run([finding]))
        finding.scenario = Dictionary(uniqueKeysWithValues: names.reversed().map { ($0, "v") })
        #expect(try Sample.text(.json, Sample.run([finding])) == first)
    }

    @Test(
        "a report follows the published schema",
        .enabled(if: SchemaCheck.isAvailable, "python3 with jsonschema is not installed"),
        arguments: SampleRun.allCases)
    func schema(run: SampleRun) throws {
        #expect(try SchemaCheck.problems(of: Sample.text(.json, run.result), schema: JSONReport.schema) == "")
    }

    @Test(
        "the schema refuses what is no report",
        .enabled(if: SchemaCheck.isAvailable, "python3 with jsonschema is not installed"))
    func schemaRefuses() throws {
        let text = try Sample.text(.json, Sample.everything).replacingOccurrences(of: "\"fail\"", with: "\"failed\"")
        #expect(try SchemaCheck.problems(of: text, schema: JSONReport.schema).contains("failed"))
        #expect(try SchemaCheck.problems(ofSchema: JSONReport.schema) == "")
    }

    @Test("every member of a report is in the schema and in the documentation")
    func documentation() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Docs/json-report.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let schema = try JSONTree(JSONReport.schema)
        let report = try JSONTree(Sample.text(.json, Sample.everything))
        var members: Set<String> = []
        collectMembers(of: report, described: schema, in: schema, into: &members)
        #expect(members.isSuperset(of: ["suppression", "until", "startLine", "reason", "help"]))
        let undocumented = members.filter { !text.contains("`\($0)`") }
        #expect(undocumented.isEmpty)
    }

    private func collectMembers(
        of value: JSONTree, described: JSONTree, in schema: JSONTree, into members: inout Set<String>
    ) {
        var described = described
        if let reference = described["$ref"].string {
            described = schema["$defs"][String(reference.dropFirst("#/$defs/".count))]
        }
        for element in value.elements {
            collectMembers(of: element, described: described["items"], in: schema, into: &members)
        }
        for key in value.keys where !described["additionalProperties"].exists {
            #expect(described["properties"][key].exists, "\(key) is not in the schema")
            members.insert(key)
            collectMembers(of: value[key], described: described["properties"][key], in: schema, into: &members)
        }
    }
}
