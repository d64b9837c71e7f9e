import Engine
import Testing

@testable import Reports

@Suite struct MarkdownReportTests {
    @Test("a summary keeps below the 1 MiB that GitHub takes")
    func limit() throws {
        var finding = Sample.finding("a/b", .low, at: "Train", in: Sample.notebook, message: "m")
        finding.remedy = String(repeating: "x", count: 10_000)
        let text = try Sample.text(.markdown, Sample.run(Array(repeating: finding, count: 2_000)))
        #expect(text.utf8.count < 1 << 20 && text.contains("more findings not shown."))
    }

    @Test("texts are shown as they are: no markup, links or mentions", arguments: HostileInputTests.hostile)
    func hostile(hostile: HostileInputTests.Hostile) throws {
        var finding = Sample.finding("a/b", .low, at: "Train", in: Sample.notebook, message: hostile.text)
        finding.remedy = "ask @team, see https://example.com, www.example.com, #1"
        let text = try Sample.text(.markdown, Sample.run([finding]))
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| low") }
        #expect(rows.count == 1 && rows[0].count { $0 == "|" } == 5)
        let withoutOwn = rows[0].replacing("<br>", with: "").replacing("<!-- -->", with: "")
        #expect(!withoutOwn.contains { "<>[]`*@".contains($0) })
        #expect(!withoutOwn.contains("://") && !withoutOwn.contains("www.") && !withoutOwn.contains("javascript:"))
    }
}
