import Documents
import Engine
import Testing

@testable import Reports

@Suite struct TextReportTests {
    @Test("no line is wider than asked for or ends in a blank", arguments: [40, 60, 80, 120])
    func width(width: Int) throws {
        var options = Sample.options()
        options.width = width
        for line in try Sample.text(.text, Sample.everything, options).split(separator: "\n") {
            // Names of files, addresses and types are never broken.
            let isUnbreakable = ["-->", "https://", "::", "plans/batch jobs.json: "].contains { line.contains($0) }
            #expect(DisplayWidth.of(line) <= width || isUnbreakable, "\(line)")
            #expect(line.last != " ")
        }
    }

    @Test("colour changes nothing but the colour")
    func color() throws {
        var options = Sample.options()
        let plain = try Sample.text(.text, Sample.everything, options)
        options.color = .always
        let colored = try Sample.text(.text, Sample.everything, options)
        #expect(colored != plain && colored.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == plain)
    }

    @Test(
        "the caret stands below what it means, whatever stands before it",
        arguments: ["a: ^x^", "\t- {k: ^value^}", "日本語: ^値^ # 🚀", "e\u{301}: ^\"v\"^", "^k^: v", "- ^^"], [40, 80])
    func caret(line: String, width: Int) throws {
        let parts = line.split(separator: "^", omittingEmptySubsequences: false).map(String.init)
        let source = SourceText(name: "x.yaml", text: parts.joined())
        let start = parts[0].utf8.count
        let diagnostic = Diagnostic(in: source, at: start..<start + parts[1].utf8.count, "m")
        let lines = DiagnosticRenderer(color: .never, width: width).render(diagnostic).split(separator: "\n")
        let indent = lines[4].prefix { $0 != "^" }
        #expect(DisplayWidth.of(indent) == 4 + DisplayWidth.of(parts[0]))
        #expect(lines[4].count { $0 == "^" } == max(1, DisplayWidth.of(parts[1])))
    }

    @Test("a long line is cut around what is meant", arguments: [0, 30, 100, 115, 118])
    func longLine(column: Int) throws {
        var text = String(repeating: "abcdefghij", count: 12)
        text.replaceSubrange(text.index(text.startIndex, offsetBy: column)..<text.endIndex, with: "XY")
        text += String(repeating: "-", count: 118 - column)
        let source = SourceText(name: "x", text: text)
        let excerpt = try #require(Diagnostic(in: source, at: column..<column + 2, "m").excerpt)
        for width in [24, 40, 77] {
            let window = ExcerptWindow(excerpt, width: width)
            #expect(DisplayWidth.of(window.text) <= width)
            #expect(window.text.dropFirst(window.indent).prefix(window.length) == "XY")
        }
    }

    @Test("a diagnostic has message, place, source and help, as far as they are there")
    func diagnostics() {
        let source = SourceText(name: "p.yaml", text: "rules:\n  - severity: hihg\n")
        let full = Diagnostic(in: source, at: 21..<25, "unknown severity `hihg`", help: "did you mean `high`?")
        let renderer = DiagnosticRenderer(color: .never)
        #expect(
            renderer.render(full) == """
                error: unknown severity `hihg`
                 --> p.yaml:2:15
                  |
                2 |   - severity: hihg
                  |               ^^^^
                  |
                  = help: did you mean `high`?

                """)
        #expect(
            renderer.render(Diagnostic(.warning, file: "", message: "no policies", help: "name one"))
                == "warning: no policies\n  = help: name one\n")
        #expect(renderer.render(Diagnostic(.note, file: "a", message: "m")) == "note: m\n --> a\n")
    }

    @Test("advice is given once for each rule of a file")
    func adviceOnce() throws {
        var finding = Sample.finding("a/b", .low, at: "Train", in: Sample.notebook, message: "m")
        finding.remedy = "do this"
        var other = finding
        other.file = "other.yaml"
        let text = try Sample.text(.text, Sample.run([finding, finding, other]))
        #expect(text.split(separator: "do this").count - 1 == 2)
    }

    @Test("many unknown verdicts take few lines and come after what fails")
    func manyUnknown() throws {
        var open = Sample.finding("a/b", .low, .unknown, at: "Train", in: Sample.notebook, message: "m")
        open.reason = "parameter `Env` has no default"
        let unknown = (0..<500).map { line in
            var finding = open
            finding.region.start.line = line + 1
            return finding
        }
        let failure = Sample.finding("a/c", .low, at: "Train", in: Sample.notebook, message: "wrong")
        let text = try Sample.text(.text, Sample.run(unknown + [failure]))
        let lines = text.split(separator: "\n")
        #expect(lines.count < 25 && lines[0].hasPrefix("infra/notebook.yaml: 1 low"))
        #expect(text.contains("(500)") && text.contains("and 492 more places"))
    }

    @Test("no report shows any part of a line on which a value is hidden", arguments: ReportFormat.allCases)
    func hiddenValues(format: ReportFormat) throws {
        let text = try Sample.text(format, Sample.everything)
        #expect(text.contains("(hidden)") && !text.contains("swordfish"))
    }

    @Test("an expected value that the excerpt shows already is not repeated")
    func noRepetition() throws {
        let text = try Sample.text(.text, Sample.everything)
        #expect(!text.contains("is `ml.p3.2xlarge`") && text.contains("`Gpus` is `8`"))
    }
}
