import Documents
import Engine
import Foundation
import Testing

@testable import Reports

/// Names and values of inputs are written by strangers; no report may carry their commands to a terminal or build log.
@Suite struct HostileInputTests {
    static let texts = [
        "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{7}", "\u{9B}2J", "a\r::error::overwritten", "a\n::error::own line",
        "::error file=x::first", "  ::warning::indented", "x ##[error]anywhere", "##vso[task.complete]", "###[group]",
        "##teamcity[buildStop]", "\u{202E}gnp.exe", "\u{2066}isolated\u{2069}", "zero\u{200B}width\u{FEFF}",
        "\u{E0041}tag",
        "line\u{2028}break\u{2029}s\u{85}", "nul\u{0}byte", "]]><script>alert(1)</script>", "a|b`c`*d*[e](f)", "=1+1",
        "\\",
        "\"quoted\"", "- [x](javascript:alert(1))", "%0A::error::encoded", "",
    ]

    /// A text by its number: a test log is a build log, too.
    struct Hostile: Sendable, CustomTestStringConvertible {
        let number: Int
        var text: String { HostileInputTests.texts[number] }
        var testDescription: String { "text \(number)" }
    }

    static let hostile = texts.indices.map(Hostile.init)

    private func run(_ text: String) -> RunResult {
        let source = SourceText(name: text.isEmpty ? "x" : text, text: text + "key: \(text)\n")
        let region = LineTable(source).region(of: 0..<source.bytes.count)
        let excerpt = Excerpt(region: region, lines: LineTable(source))
        var findings = Verdict.allCases.flatMap { verdict in
            [
                bareFinding(text, verdict, source.name, region, excerpt),
                fullFinding(text, verdict, source.name, region, excerpt),
            ]
        }
        // Of what is unknown, one finding is to be looked at.
        for index in findings.indices where findings[index].verdict == .unknown {
            findings[index].gates = index.isMultiple(of: 2)
        }
        return RunResult(
            findings: findings,
            errors: [Diagnostic(file: text, region: region, message: text, help: text, excerpt: excerpt)],
            warnings: [Diagnostic(.warning, file: text, message: text)],
            skipped: [SkippedFile(file: text, reason: text)], fileCount: 1, resourceCount: 1,
            rules: RuleSummaries([
                RuleSummary(
                    id: text, title: text, description: text, remedy: text, severity: .high, references: [text],
                    labels: [text])
            ]),
            verdicts: [:])
    }

    private func bareFinding(
        _ text: String, _ verdict: Verdict, _ file: String, _ region: SourceRegion, _ excerpt: Excerpt
    ) -> Finding {
        Finding(
            rule: text, title: text, severity: .high, verdict: verdict, message: text, remedy: nil,
            resource: ResourceIdentity(type: text, name: text, id: text), file: file, path: text, region: region,
            excerpt: excerpt, evidence: [], expected: nil, scenarios: [], fingerprint: text, references: [])
    }

    private func fullFinding(
        _ text: String, _ verdict: Verdict, _ file: String, _ region: SourceRegion, _ excerpt: Excerpt
    ) -> Finding {
        var finding = bareFinding(text, verdict, file, region, excerpt)
        finding.remedy = text
        finding.evidence = [Evidence(path: text, value: text)]
        finding.expected = text
        finding.scenario = [text: text]
        finding.references = [text]
        finding.reason = text
        finding.suppression = .init(origin: .inSource, reason: text, until: text)
        return finding
    }

    @Test("no command of the input reaches the output", arguments: ReportFormat.allCases, hostile)
    func output(format: ReportFormat, hostile: Hostile) throws {
        let text = hostile.text
        let report = try Sample.text(format, run(text))
        let ends: [Unicode.Scalar] = format == .csv ? ["\r", "\n"] : ["\n"]
        for scalar in report.unicodeScalars where !ends.contains(scalar) {
            #expect(Excerpt.printable(scalar) == scalar, "U+\(String(scalar.value, radix: 16)) in \(format)")
        }
        #expect(!report.contains("##["))
        #expect(!report.contains("##vso[") && !report.contains("##teamcity["))
        for line in report.split(separator: "\n") where format != .github || !line.hasPrefix("::") {
            #expect(line.drop { $0 == " " }.firstMatch(of: #/^::[A-Za-z]/#) == nil, "\(line.debugDescription)")
        }
    }

    @Test("coloured text carries no sequences but its own", arguments: hostile)
    func coloredText(hostile: Hostile) throws {
        let text = hostile.text
        var options = Sample.options()
        let plain = try Sample.text(.text, run(text), options)
        options.color = .always
        let colored = try Sample.text(.text, run(text), options)
        #expect(colored.replacing(#/\u{1B}\[(0|1|2|1;3[1-6])m/#, with: "") == plain)
    }

    @Test("programs get the texts as they were", arguments: hostile)
    func json(hostile: Hostile) throws {
        let text = hostile.text
        let report = try JSONTree(Sample.text(.json, run(text)))
        let finding = report["findings"][1]
        for member in ["rule", "message", "path", "expected", "remedy", "reason", "fingerprint"] {
            #expect(finding[member].string?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
        }
        #expect(finding["scenario"].keys == [text])
    }

    @Test("the only commands are annotations, each with its own title", arguments: hostile)
    func annotations(hostile: Hostile) throws {
        let report = try Sample.text(.github, run(hostile.text))
        let commands = report.split(separator: "\n").filter { $0.hasPrefix("::") }
        // Two findings that fail, two that could not be evaluated, one that is unknown where that counts, an error, a
        // warning.
        #expect(commands.count == 7)
        for command in commands {
            let parts = try #require(command.firstMatch(of: #/^::(error|warning|notice) ([^:]*)::/#))
            let names = parts.2.split(separator: ",").map { $0.prefix { $0 != "=" } }
            #expect(Set(names).isSubset(of: ["file", "line", "endLine", "col", "endColumn", "title"]))
            #expect(Set(names).count == names.count)
        }
    }

    @Test("a spreadsheet gets as many cells in each line as there are columns, and no formula", arguments: hostile)
    func cells(hostile: Hostile) throws {
        let report = try Sample.text(.csv, run(hostile.text))
        var cells: [[String]] = [[""]]
        var isQuoted = false
        for scalar in report.unicodeScalars {
            let line = cells.count - 1
            switch scalar {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: cells[line].append("")
            case "\n" where !isQuoted: cells.append([""])
            default: cells[line][cells[line].count - 1].unicodeScalars.append(scalar)
            }
        }
        #expect(cells.count == 10 && cells.dropLast().allSatisfy { $0.count == cells[0].count })
        #expect(cells.joined().allSatisfy { $0.first.map { !"=+-@".contains($0) } ?? true })
    }

    @Test("a build log takes no line of text for a command")
    func commandsInText() {
        let expectations = [
            ("  ::error::x", "  :\u{FFFD}error::x"), ("a ::error::x", "a ::error::x"), ("::/0", "::/0"),
            ("\u{1B}[1m::error::x", "\u{1B}[1m:\u{FFFD}error::x"), ("a ##[b]", "a #\u{FFFD}[b]"), ("## b", "## b"),
            ("####[", "###\u{FFFD}["),
        ]
        for (line, expected) in expectations { #expect(PrintableText.withoutCommands(line) == expected) }
    }
}
