import Documents
import Engine
import Foundation
import Testing

@testable import Reports

@Suite("The HTML report")
struct HTMLReportTests {
    private func page(_ result: RunResult) throws -> String {
        try Sample.text(.html, result, Sample.options(exitCode: 1))
    }

    @Test("loads nothing and runs nothing but its own script")
    func loadsNothing() throws {
        let page = try page(Sample.everything)
        #expect(page.contains("default-src 'none'"))
        for reference in ["src=\"", "<link rel=\"stylesheet\"", "@import", "url(", "onclick", "style=\""] {
            #expect(!page.contains(reference), "\(reference)")
        }
        #expect(page.components(separatedBy: "<script").count == 2)
    }

    @Test("lets its own styles and script through its policy", arguments: [true, false])
    func hashes(isScript: Bool) throws {
        let text = isScript ? HTMLPage.code : HTMLPage.styles
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sha256sum"]
        process.standardInput = input
        process.standardOutput = output
        guard (try? process.run()) != nil else { return }
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try input.fileHandleForWriting.close()
        let digits = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).prefix(64)
        process.waitUntilExit()
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(digits.dropFirst($0).prefix(2), radix: 16) }
        let hash = "sha256-" + Data(bytes).base64EncodedString()
        #expect(hash == (isScript ? HTMLPage.scriptHash : HTMLPage.styleHash))
    }

    @Test("shows every finding but those that pass, and the marked part of its line")
    func findings() throws {
        let page = try page(Sample.everything)
        let shown = Sample.everything.findings.count { $0.verdict != .pass }
        #expect(page.components(separatedBy: "<article").count - 1 == shown)
        #expect(page.contains("<mark>&quot;ml.p3.2xlarge&quot;</mark>"))
    }

    @Test("shows no line on which a secret stands")
    func secrets() throws {
        #expect(try !page(Sample.everything).contains("swordfish"))
    }

    @Test("is markup of its own alone, whatever names say", arguments: HostileInputTests.texts.indices)
    func hostile(index: Int) throws {
        let text = HostileInputTests.texts[index]
        var finding = try #require(Sample.everything.findings.first)
        finding.message = text
        finding.resource.name = text
        finding.rule = text
        finding.owner = text
        finding.references = [text, "javascript:alert(1)", "https://example.com/\"onclick=\"x"]
        var result = Sample.everything
        result.findings = [finding]
        let page = try page(result)
        #expect(page.components(separatedBy: "<script").count == 2)
        #expect(!page.contains("href=\"javascript") && !page.contains("\"onclick"))
        #expect(page.components(separatedBy: "<article").count == 2)
    }

    @Test("says that there is nothing to report")
    func clean() throws {
        let page = try page(SampleRun.clean.result)
        #expect(page.contains("No violations.") && page.contains("Nothing to report."))
    }
}
