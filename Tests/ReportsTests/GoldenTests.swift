import Foundation
import Testing

@testable import Reports

/// Whole reports of one run, kept as files and compared byte for byte.
///
/// After a change that is meant, write them anew and review the difference:
/// `PROVISO_UPDATE_GOLDEN=1 swift test --filter GoldenTests`
@Suite struct GoldenTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")

    @Test("a report is what it was", arguments: ReportFormat.allCases)
    func report(format: ReportFormat) throws {
        let report = try Sample.text(format, Sample.everything, Sample.options(exitCode: 2))
        try compare(report, with: "everything.\(format.rawValue)")
    }

    @Test("a report of a clean run is what it was", arguments: ReportFormat.allCases)
    func cleanReport(format: ReportFormat) throws {
        let report = try Sample.text(format, SampleRun.clean.result, Sample.options(exitCode: 0))
        try compare(report, with: "clean.\(format.rawValue)")
    }

    @Test("coloured text is what it was")
    func coloredText() throws {
        var options = Sample.options()
        options.color = .always
        try compare(Sample.text(.text, Sample.everything, options), with: "everything.color.text")
    }

    private func compare(_ report: String, with name: String) throws {
        let file = Self.folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["PROVISO_UPDATE_GOLDEN"] != nil {
            try Data(report.utf8).write(to: file)
        }
        let golden = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        #expect(report == golden, "write it anew with PROVISO_UPDATE_GOLDEN=1 if the change is meant: \(name)")
    }
}
