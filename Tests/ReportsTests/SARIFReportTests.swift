import Documents
import Engine
import Foundation
import Policies
import Testing

@testable import Reports

@Suite struct SARIFReportTests {
    private func run(_ result: RunResult, _ options: ReportOptions = Sample.options()) throws -> JSONTree {
        let report = try JSONTree(Sample.text(.sarif, result, options))
        #expect(report["version"].string == "2.1.0" && report["runs"].elements.count == 1)
        return report["runs"][0]
    }

    private func finding(_ rule: String = "a/b", _ severity: Severity = .high) -> Finding {
        Sample.finding(rule, severity, at: "Train", in: Sample.notebook, message: "wrong")
    }

    static let schema = ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"].map {
        URL(fileURLWithPath: $0).appendingPathComponent("sarif/sarif-schema-2.1.0.json")
    }

    @Test(
        "a report follows the schema of SARIF",
        .enabled(if: schema != nil, "PROVISO_SHARED_DATA is not set"),
        .enabled(if: SchemaCheck.isAvailable, "python3 with jsonschema is not installed"),
        arguments: SampleRun.allCases)
    func followsSchema(run: SampleRun) throws {
        let schema = try #require(Self.schema)
        #expect(try SchemaCheck.problems(of: Sample.text(.sarif, run.result), schema: schema) == "")
        let broken = try Sample.text(.sarif, run.result).replacingOccurrences(of: "columnKind", with: "columns")
        #expect(try SchemaCheck.problems(of: broken, schema: schema).contains("columns"))
    }

    @Test("a clean run has empty results, so that old alerts are closed")
    func clean() throws {
        let run = try run(Sample.run([], rules: Sample.rules), Sample.options(exitCode: 0))
        #expect(run["results"].exists && run["results"].elements.isEmpty)
        #expect(run["tool"]["driver"]["rules"].elements.count == Sample.rules.count)
        #expect(run["invocations"][0]["executionSuccessful"].bool == true)
    }

    @Test("every result has exactly one place with all four coordinates, and the index of its rule")
    func places() throws {
        let run = try run(Sample.everything)
        let rules = run["tool"]["driver"]["rules"].elements
        #expect(run["columnKind"].string == "unicodeCodePoints" && run["results"].elements.count == 5)
        for result in run["results"].elements {
            #expect(result["locations"].elements.count == 1)
            let place = result["locations"][0]["physicalLocation"]
            #expect(place["region"].keys == ["startLine", "startColumn", "endLine", "endColumn"])
            #expect(place["artifactLocation"]["uri"].string?.contains(" ") == false)
            let index = try #require(result["ruleIndex"].int)
            #expect(rules[index]["id"].string == result["ruleId"].string)
        }
    }

    @Test("only rules labelled security carry a security severity, all others a problem severity")
    func severities() throws {
        let rules = Severity.allCases.flatMap { severity in
            [
                Sample.rule("s/\(severity)", severity, title: "t", labels: ["security"]),
                Sample.rule("c/\(severity)", severity, title: "t", labels: ["cost"]),
            ]
        }
        let written = try run(Sample.run([], rules: rules))["tool"]["driver"]["rules"].elements
        let scores = written.compactMap { $0["properties"]["security-severity"].string }
        let problems = written.compactMap { $0["properties"]["problem.severity"].string }
        #expect(scores == ["0.1", "2.0", "5.5", "8.0", "9.5"])
        #expect(problems == ["recommendation", "recommendation", "warning", "error", "error"])
        #expect(written.allSatisfy { $0["properties"].keys.count == 3 && $0["help"]["text"].exists })
    }

    @Test("what is said of a rule does not depend on its findings")
    func rulesDoNotVary() throws {
        let clean = try Sample.text(.sarif, Sample.run([], rules: Sample.rules))
        let found = try Sample.text(.sarif, Sample.run([finding("storage/volume", .low)], rules: Sample.rules))
        let rules = { (text: String) in text.components(separatedBy: "\"automationDetails\"")[0] }
        #expect(rules(clean) == rules(found))
    }

    @Test("two findings of a rule on one line are one result that names both")
    func findingsOnOneLine() throws {
        let findings = ["200", "300", "400"].map {
            Sample.finding("batch/payload", .low, at: $0, in: Sample.plan, resource: "job[\($0)]", message: "m")
        }
        let results = try run(Sample.run(findings + [finding()]))["results"].elements
        #expect(results.count == 2)
        #expect(results[0]["relatedLocations"].elements.map { $0["id"].int } == [1, 2])
        #expect(
            results[0]["message"]["text"].string
                == #"m. The rule also finds on this line: [job\[300\]](1), [job\[400\]](2)."#)
        #expect(results[0]["properties"]["otherFingerprints"].strings.count == 2)
    }

    @Test("a suppressed finding never hides one beside it that is not")
    func suppressedBeside() throws {
        var suppressed = Sample.finding("a/b", .low, .suppressed, at: "200", in: Sample.plan, message: "old")
        suppressed.suppression = .init(origin: .exception, reason: "agreed", until: nil)
        let active = Sample.finding("a/b", .low, at: "300", in: Sample.plan, message: "new")
        let results = try run(Sample.run([suppressed, active]))["results"].elements
        #expect(results.count == 1 && results[0]["message"]["text"].string?.hasPrefix("new.") == true)
        #expect(results[0]["suppressions"].elements.isEmpty)
        #expect(results[0]["message"]["text"].string?.contains("(suppressed)") == true)
        let alone = try run(Sample.run([suppressed]))["results"][0]["suppressions"][0]
        #expect(alone["kind"].string == "external" && alone["justification"].string == "agreed")
    }

    @Test("a region of many lines becomes its first line")
    func tightRegions() throws {
        let finding = Sample.finding("a/b", .low, at: "Train:\n    Type", in: Sample.notebook, message: "m")
        let region = try run(Sample.run([finding]))["results"][0]["locations"][0]["physicalLocation"]["region"]
        #expect(region["startLine"].int == 4 && region["endLine"].int == 4)
        #expect(region["startColumn"].int == 3 && region["endColumn"].int == 9)
    }

    @Test("verdicts that could not be reached are no results unless asked for")
    func unknown() throws {
        var open = finding()
        open.verdict = .unknown
        open.gates = false
        open.reason = "parameter Env has no default"
        let run1 = try run(Sample.run([open]))
        #expect(run1["results"].elements.isEmpty)
        let notification = run1["invocations"][0]["toolExecutionNotifications"][0]
        #expect(notification["level"].string == "note")
        #expect(notification["message"]["text"].string?.contains("parameter Env has no default") == true)
        open.gates = true
        let run2 = try run(Sample.run([open]), Sample.options(exitCode: 3))
        #expect(run2["results"][0]["level"].string == "note")
        #expect(run2["invocations"][0]["toolExecutionNotifications"].elements.isEmpty)
    }

    @Test("a finding that does not gate is a note wherever others would stop a build")
    func reportedOnly() throws {
        var finding = finding("a/b", .critical)
        finding.gates = false
        let result = Sample.run([finding])
        #expect(try run(result)["results"][0]["level"].string == "note")
        #expect(try Sample.text(.github, result).hasPrefix("::notice "))
        #expect(try JSONTree(Sample.text(.gitlab, result))[0]["severity"].string == "info")
        #expect(try !Sample.text(.junit, result).contains("<failure"))
        #expect(try Sample.text(.text, result).contains("reported only"))
        #expect(try JSONTree(Sample.text(.json, result))["findings"][0]["gates"].bool == false)
    }

    @Test("errors make the run unsuccessful and are told with their place")
    func errors() throws {
        let invocation = try run(Sample.everything, Sample.options(exitCode: 2))["invocations"][0]
        #expect(invocation["executionSuccessful"].bool == false && invocation["exitCode"].int == 2)
        let errors = invocation["toolExecutionNotifications"].elements.filter { $0["level"].string == "error" }
        #expect(errors.count == 2 && errors.allSatisfy { $0["locations"].elements.count == 1 })
        #expect(errors[0]["associatedRule"]["id"].string == "custom/broken")
    }

    @Test("beyond the limit the gravest results are kept, in their order, and the rest is told")
    func limit() throws {
        let source = SourceText(name: "a.json", text: "1\n2\n3\n4\n5\n6")
        let severities: [Severity] = [.low, .high, .low, .critical, .low, .medium]
        let findings = severities.enumerated().map {
            Sample.finding("a/b", $0.element, at: "\($0.offset + 1)", in: source, message: "m")
        }
        let sink = MemorySink()
        let stream = ReportStream(sink: sink)
        try SARIFReport(options: Sample.options(), resultLimit: 4).write(Sample.run(findings), to: stream)
        try stream.finish()
        let run = try JSONTree(sink.text)["runs"][0]
        #expect(run["results"].elements.map { $0["level"].string } == ["note", "error", "error", "warning"])
        let told = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].string
        #expect(told == "2 results left out: a run holds at most 4, the gravest are kept.")
        #expect(SARIFResults.standardLimit == 25_000)
    }

    @Test("texts are cut to what GitHub takes")
    func textLimits() throws {
        let long = String(repeating: "x🚀", count: 1_000)
        let rule = Sample.rule(
            "a/" + long, .low, title: long, description: long, labels: (0..<30).map { "l\($0)" })
        let written = try run(Sample.run([], rules: [rule]))["tool"]["driver"]["rules"][0]
        #expect(written["name"].string?.utf16.count ?? 999 <= 255)
        #expect(written["shortDescription"]["text"].string?.utf16.count ?? 9_999 <= 1_024)
        #expect(written["fullDescription"]["text"].string?.utf16.count ?? 9_999 <= 1_024)
        #expect(written["properties"]["tags"].elements.count == 20)
    }

    @Test("standard input without a name is refused with advice, and nothing is written")
    func standardInput() throws {
        let source = SourceText(name: "<stdin>", text: "x")
        let run = Sample.run([Sample.finding("a/b", .low, at: "x", in: source, message: "m")])
        let sink = MemorySink()
        let error = #expect(throws: Diagnostic.self) {
            try ReportWriter(format: .sarif, options: Sample.options()).write(run, to: sink)
        }
        #expect(error?.help?.contains("--stdin-filename") == true && sink.bytes.isEmpty)
    }

    @Test("a message does not become a link by what it quotes")
    func noForeignLinks() throws {
        var finding = finding()
        finding.message = "see [here](https://example.com)"
        #expect(try !Sample.text(.sarif, Sample.run([finding])).contains("]("))
    }

    @Test("files outside the repository are absolute and the working directory is told")
    func outside() throws {
        var finding = finding()
        finding.file = "../other/a b.yaml"
        var options = Sample.options()
        options.paths = RepositoryPaths(root: "/home/me/repo", workingDirectory: "/home/me/repo")
        let run = try run(Sample.run([finding]), options)
        let place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].string
        #expect(place == "file:///home/me/other/a%20b.yaml")
        #expect(run["invocations"][0]["workingDirectory"]["uri"].string == "file:///home/me/repo/")
    }
}
