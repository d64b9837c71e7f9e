import Documents
import Engine
import Foundation
import Testing

@testable import Reports

/// A rule that a format has to follow, with the way to see whether a report does.
struct FormatRule: Sendable, CustomTestStringConvertible {
    let format: ReportFormat
    let claim: String
    let holds: @Sendable (_ report: String) throws -> Bool

    init(_ format: ReportFormat, _ claim: String, _ holds: @escaping @Sendable (String) throws -> Bool) {
        self.format = format
        self.claim = claim
        self.holds = holds
    }

    var testDescription: String { "\(format): \(claim)" }
}

/// What GitHub, GitLab, test tabs and spreadsheets ask of a report.
/// - SeeAlso: https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
/// - SeeAlso: https://docs.gitlab.com/ci/testing/code_quality/
@Suite("The conventions of the formats")
struct FormatConventionTests {
    private static func run(_ report: String) throws -> JSONTree { try JSONTree(report)["runs"][0] }
    private static func rules(_ report: String) throws -> [JSONTree] {
        try run(report)["tool"]["driver"]["rules"].elements
    }
    private static func results(_ report: String) throws -> [JSONTree] { try run(report)["results"].elements }
    private static func commands(_ report: String) -> [Substring] {
        report.split(separator: "\n").filter { $0.hasPrefix("::") }
    }

    static let sarif: [FormatRule] = [
        FormatRule(.sarif, "names its schema and version") { report in
            let top = try JSONTree(report)
            return top["$schema"].string == "https://json.schemastore.org/sarif-2.1.0.json"
                && top["version"].string == "2.1.0"
        },
        FormatRule(.sarif, "is one run") { try JSONTree($0)["runs"].elements.count == 1 },
        FormatRule(.sarif, "names the tool with a semantic version and a home page, and lists rules") { report in
            let driver = try run(report)["tool"]["driver"]
            return driver["name"].string == "Proviso" && driver["semanticVersion"].string == "1.2.3"
                && driver["informationUri"].string?.hasPrefix("https://") ?? true && driver["rules"].exists
        },
        FormatRule(.sarif, "gives each rule an id of its own") { report in
            let ids = try rules(report).compactMap { $0["id"].string }
            return try Set(ids).count == rules(report).count
        },
        FormatRule(.sarif, "keeps the name, the descriptions and the labels of a rule within their limits") { report in
            try rules(report).allSatisfy { rule in
                rule["name"].string?.count ?? 0 <= 255
                    && (1...1024).contains(rule["shortDescription"]["text"].string?.count ?? 0)
                    && (1...1024).contains(rule["fullDescription"]["text"].string?.count ?? 0)
                    && rule["properties"]["tags"].elements.count <= 20
            }
        },
        FormatRule(.sarif, "gives each rule help, a level and a precision") { report in
            try rules(report).allSatisfy { rule in
                rule["help"]["text"].string?.isEmpty == false && rule["help"]["markdown"].string?.isEmpty == false
                    && ["note", "warning", "error"].contains(rule["defaultConfiguration"]["level"].string)
                    && ["very-high", "high", "medium", "low"].contains(rule["properties"]["precision"].string)
            }
        },
        FormatRule(.sarif, "gives each rule either the severity of security, as a text, or that of a problem") {
            report in
            try rules(report).allSatisfy { rule in
                let security = rule["properties"]["security-severity"].string
                let problem = rule["properties"]["problem.severity"].string
                guard let security else { return ["error", "warning", "recommendation"].contains(problem) }
                return problem == nil && Double(security).map { (0.1...10).contains($0) } == true
                    && rule["properties"]["tags"].strings.contains("security")
            }
        },
        FormatRule(.sarif, "points from each result to its rule") { report in
            let rules = try rules(report)
            return try results(report).allSatisfy { result in
                guard let index = result["ruleIndex"].int, rules.indices.contains(index) else { return false }
                return rules[index]["id"].string == result["ruleId"].string
            }
        },
        FormatRule(.sarif, "gives each result a message and exactly one place") { report in
            try results(report).allSatisfy {
                $0["message"]["text"].string?.isEmpty == false && $0["locations"].elements.count == 1
            }
        },
        FormatRule(.sarif, "names files from the root of the repository, with slashes, as a part of an address") {
            report in
            try results(report).allSatisfy { result in
                let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].string ?? ""
                return !uri.isEmpty && !uri.hasPrefix("/") && !uri.hasPrefix("./") && !uri.contains("\\")
                    && !uri.contains(" ") && !uri.contains(":")
            }
        },
        FormatRule(.sarif, "gives regions of one line with four coordinates from 1 on, the end behind the start") {
            report in
            try results(report).allSatisfy { result in
                let region = result["locations"][0]["physicalLocation"]["region"]
                guard let line = region["startLine"].int, let column = region["startColumn"].int,
                    let endLine = region["endLine"].int, let endColumn = region["endColumn"].int
                else { return false }
                return line >= 1 && column >= 1 && endLine == line && endColumn > column
            }
        },
        FormatRule(.sarif, "says what columns count") { report in
            try ["utf16CodeUnits", "unicodeCodePoints"].contains(run(report)["columnKind"].string)
        },
        FormatRule(.sarif, "gives the hash that GitHub computes and an identity of its own under another name") {
            report in
            try results(report).allSatisfy { result in
                let prints = result["partialFingerprints"]
                return prints["primaryLocationLineHash"].string?.firstMatch(of: #/^[0-9a-f]+:[0-9]+$/#) != nil
                    && prints["provisoFingerprint/v1"].string != nil
            }
        },
        FormatRule(.sarif, "says which category its results replace") { report in
            try run(report)["automationDetails"]["id"].string == "proviso/check/"
        },
        FormatRule(.sarif, "says how the run ended") { report in
            let invocation = try run(report)["invocations"][0]
            return invocation["executionSuccessful"].bool != nil && invocation["exitCode"].int != nil
        },
        FormatRule(.sarif, "says why a result is suppressed") { report in
            try results(report).flatMap { $0["suppressions"].elements }.allSatisfy {
                ["inSource", "external"].contains($0["kind"].string) && $0["justification"].string?.isEmpty == false
            }
        },
        FormatRule(.sarif, "has no two results of one rule on one line, which would be one alert") { report in
            let places = try results(report).map { result in
                let place = result["locations"][0]["physicalLocation"]
                return [
                    result["ruleId"].string ?? "", place["artifactLocation"]["uri"].string ?? "",
                    "\(place["region"]["startLine"].int ?? 0)",
                ]
            }
            return Set(places).count == places.count
        },
    ]

    static let others: [FormatRule] = [
        FormatRule(.github, "has at most ten annotations of a kind and fifty in all") { report in
            let kinds = Dictionary(grouping: commands(report)) { $0.prefix { $0 != " " } }
            return kinds.values.allSatisfy { $0.count <= 10 } && commands(report).count <= 50
        },
        FormatRule(.github, "knows errors, warnings and notices alone, each with a title") { report in
            commands(report).allSatisfy { $0.firstMatch(of: #/^::(error|warning|notice) [^:]*title=[^:]*::/#) != nil }
        },
        FormatRule(.github, "gives columns only where a region stands on one line") { report in
            commands(report).allSatisfy { command in
                guard let lines = command.firstMatch(of: #/line=(\d+),endLine=(\d+)/#) else { return true }
                return lines.1 == lines.2 || !command.contains("col=")
            }
        },
        FormatRule(.github, "names files from the root of the repository") { report in
            commands(report).allSatisfy { $0.firstMatch(of: #/file=(\.?\/|[a-z]+:)/#) == nil }
        },
        FormatRule(.gitlab, "is an array without a mark in front") { report in
            try report.utf8.first == UInt8(ascii: "[") && JSONTree(report).value is [Any]
        },
        FormatRule(.gitlab, "gives every issue what GitLab asks for") { report in
            try JSONTree(report).elements.allSatisfy { issue in
                issue["description"].string?.isEmpty == false && issue["check_name"].string?.isEmpty == false
                    && issue["fingerprint"].string?.isEmpty == false
                    && ["info", "minor", "major", "critical", "blocker"].contains(issue["severity"].string)
                    && issue["location"]["lines"]["begin"].int ?? 0 >= 1
            }
        },
        FormatRule(.gitlab, "names files from the root of the repository, without `./`") { report in
            try JSONTree(report).elements.allSatisfy { issue in
                let path = issue["location"]["path"].string ?? ""
                return !path.isEmpty && !path.hasPrefix("/") && !path.hasPrefix("./")
            }
        },
        FormatRule(.gitlab, "has no fingerprint twice") { report in
            let prints = try JSONTree(report).elements.compactMap { $0["fingerprint"].string }
            return Set(prints).count == prints.count
        },
        FormatRule(.junit, "is XML with one root that counts its cases") { report in
            report.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"proviso\" tests=\"")
                && report.hasSuffix("</testsuites>\n")
        },
        FormatRule(.junit, "calls every case by its file, resource, severity, rule and title") { report in
            report.matches(of: #/<testcase [^>]*>/#).allSatisfy { element in
                element.0.contains(" classname=\"") && element.0.contains(" file=\"")
                    && element.0.firstMatch(of: #/ name="(\[[a-z]+\] [^"]+: [^"]+|can be judged)"/#) != nil
            }
        },
        FormatRule(.junit, "gives every failure a message and its rule") { report in
            report.matches(of: #/<failure [^>]*>/#).allSatisfy {
                $0.0.contains(" message=\"") && $0.0.contains(" type=\"")
            }
        },
        FormatRule(.csv, "ends every line as RFC 4180 asks, the last one too") { report in
            report.utf8.count { $0 == 0x0A } == report.matches(of: #/\r\n/#).count && report.hasSuffix("\r\n")
        },
        FormatRule(.csv, "begins with the names of its columns") { report in
            report.hasPrefix("severity,verdict,rule,title,message,")
        },
        FormatRule(.markdown, "stays below what GitHub takes of a summary") { $0.utf8.count < 1 << 20 },
        FormatRule(.html, "is one page that loads nothing") { report in
            report.hasPrefix("<!doctype html>") && !report.contains("src=\"") && !report.contains("@import")
        },
        FormatRule(.html, "says its language, its width and both colour schemes") { report in
            report.contains("<html lang=\"en\"") && report.contains("name=\"viewport\"")
                && report.contains("prefers-color-scheme: dark")
        },
        FormatRule(.json, "names its own schema and the tool") { report in
            let top = try JSONTree(report)
            return top["schema"].string == "proviso-report/1" && top["tool"]["version"].string == "1.2.3"
        },
        FormatRule(.json, "counts every kind of verdict") { report in
            try JSONTree(report)["summary"]["verdicts"].keys == Set(Verdict.allCases.map(\.rawValue))
        },
        FormatRule(.json, "gives every finding a place with four coordinates") { report in
            try JSONTree(report)["findings"].elements.allSatisfy {
                $0["region"].keys.isSuperset(of: ["startLine", "startColumn", "endLine", "endColumn"])
            }
        },
        FormatRule(.text, "has no colours unless they are asked for") { !$0.utf8.contains(0x1B) },
        FormatRule(.text, "says what was checked, and ends with a line break") { report in
            report.contains("\nchecked: ") && report.hasSuffix("\n")
        },
    ]

    @Test(
        "hold for a run that has something of everything, and for a clean one", arguments: sarif + others,
        SampleRun.allCases)
    func rules(rule: FormatRule, run: SampleRun) throws {
        #expect(try rule.holds(Sample.text(rule.format, run.result)))
    }

    /// A name of a megabyte, with characters that formats escape.
    private static let long = String(repeating: "x@<y", count: 1 << 18)

    @Test("hold for texts of a megabyte, and every format can write them", arguments: ReportFormat.allCases)
    func longTexts(format: ReportFormat) throws {
        let text = Self.long
        var finding = Sample.finding("a/b", .high, at: "Train", in: Sample.notebook, message: text)
        finding.resource.name = text
        let errors = (0..<2).map { Diagnostic(file: "e\($0)", message: text) }
        let run = Sample.run(
            [finding], errors: errors, warnings: errors,
            rules: [Sample.rule("a/b", .high, title: "A rule", description: text)])
        let report = try Sample.text(format, run)
        for rule in Self.sarif + Self.others where rule.format == format {
            #expect(try rule.holds(report), "\(rule.testDescription)")
        }
        if format == .github { #expect(Self.commands(report).allSatisfy { $0.count < 32_000 }) }
    }
}
