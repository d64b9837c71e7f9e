import Documents
import Engine
import Foundation
import Policies
import Testing

@testable import Reports

@Suite("The report of exceptions")
struct ExceptionReportTests {
    /// A listing of one exception that is over, one that does nothing, and one in force whose texts are given.
    private func listing(_ text: String) throws -> ExceptionListing {
        let quoted = "\"" + text.unicodeScalars.map { String(format: "\\U%08X", $0.value) }.joined() + "\""
        let file = """
            exceptions:
              - { rule: compute/x, resource: Old, owner: me, reason: over, until: 2026-01-01 }
              - { rule: compute/y, resource: Nothing, owner: me, reason: unused }
              - { rule: a/b, resource: Train, owner: \(quoted), reason: \(quoted), ticket: \(quoted) }
            """
        let paths = RepositoryPaths(root: "/repo", workingDirectory: "/repo")
        let snapshot = FileSnapshot(files: ["exceptions.yaml": Array(file.utf8)], paths: paths, name: "test")
        let (list, issues) = ExceptionList.load(["exceptions.yaml"], contents: .snapshot(snapshot), paths: paths)
        let exceptions = try #require(list, "\(issues)")
        var run = Sample.run([
            Sample.finding("a/b", .high, at: "Train", in: Sample.notebook, message: "m"),
            Sample.finding("compute/x", .high, at: "Train", in: Sample.notebook, resource: "Old", message: "m"),
        ])
        let today = try #require(CalendarDate("2026-06-01"))
        let uses = exceptions.apply(
            to: &run, today: today, paths: paths, rules: ["a/b", "compute/x", "compute/y"], reportsUnused: false)
        return ExceptionListing(uses, today: today)
    }

    private func report(_ format: ExceptionReport.Format, _ text: String = "plain") throws -> String {
        let sink = MemorySink()
        let stream = ReportStream(sink: sink)
        ExceptionReport(try listing(text), format: format).write(to: stream)
        try stream.finish()
        return sink.text
    }

    @Test("says of each what it does, those that need somebody first")
    func states() throws {
        let exceptions = try JSONTree(report(.json))["exceptions"].elements
        #expect(exceptions.map { $0["state"].string } == ["expired", "unused", "active"])
        #expect(exceptions.map { $0["findings"].int } == [1, 0, 1])
        #expect(exceptions.map { $0["line"].int } == [2, 3, 4])
        #expect(exceptions[0]["until"].string == "2026-01-01" && !exceptions[1]["until"].exists)
        let csv = try report(.csv).split(separator: "\r\n")
        #expect(csv.count == 4 && csv[1].hasPrefix("expired,compute/x,Old,,1,2026-01-01,me,,over,"))
        #expect(try report(.markdown).contains("| unused | compute/y | Nothing |"))
        #expect(try report(.text).hasSuffix("3 exceptions\n"))
    }

    @Test(
        "carries no command of a text", arguments: ExceptionReport.Format.allCases, HostileInputTests.hostile.dropLast()
    )
    func hostile(format: ExceptionReport.Format, hostile: HostileInputTests.Hostile) throws {
        let text = hostile.text
        let report = try report(format, text)
        for scalar in report.unicodeScalars where scalar != "\n" && (format != .csv || scalar != "\r") {
            #expect(Excerpt.printable(scalar) == scalar, "U+\(String(scalar.value, radix: 16)) in \(format)")
        }
        #expect(!report.contains("##[") && !report.contains("##vso["))
        switch format {
        case .json:
            let last = try JSONTree(report)["exceptions"].elements.last
            #expect(last?["reason"].string?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
        case .markdown:
            #expect(report.split(separator: "\n").allSatisfy { $0 == "## Exceptions" || $0.count { $0 == "|" } == 11 })
        case .csv: #expect(report.split(separator: "\r\n").allSatisfy { !$0.contains("\n") })
        case .text: #expect(report.split(separator: "\n").count { !$0.hasPrefix(" ") } == 4)
        }
    }
}
