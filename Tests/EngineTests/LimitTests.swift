import CEL
import Documents
import Engine
import Foundation
import Reports
import Testing

@Suite("limits of a run")
struct LimitTests {
    private static let failing = try? Trial(
        rule: """
            check: { property: InstanceType, equals: ml.t3.medium }
            message: wrong type
            """)

    private static func template(_ count: Int) -> String {
        let resources = (0..<count).map {
            """
              N\($0):
                Type: AWS::SageMaker::NotebookInstance
                Properties: { InstanceType: ml.p3.2xlarge, RoleArn: "arn:aws:iam::123456789012:role/r" }
            """
        }
        return (["AWSTemplateFormatVersion: \"2010-09-09\"", "Resources:"] + resources).joined(separator: "\n") + "\n"
    }

    /// Judges templates with so many resources each.
    private func run(_ counts: [Int], _ change: (inout CheckRequest) -> Void) throws -> RunResult {
        let policies = try #require(Self.failing).policies
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (index, count) in counts.enumerated() {
            try Data(Self.template(count).utf8).write(to: folder.appending(path: "\(index).yaml"))
        }
        var request = CheckRequest(paths: [folder.path], now: 1_774_000_000)
        change(&request)
        return CheckRun.run(request, policies: policies)
    }

    @Test(
        "findings beyond the limit are left out, which is an error", arguments: [[5], [2, 2, 2], [1, 1, 1, 1, 1, 1]])
    func findings(_ counts: [Int]) throws {
        let result = try run(counts) { $0.runLimits.findings = 3 }
        #expect(result.findings.count == 3)
        #expect(
            result.errors.map(\.message) == ["there are more than 3 findings: those behind this file's are left out"])
        #expect(Gate().status(of: result) == .notJudged)
        let within = try run(counts) { $0.runLimits.findings = 6 }
        #expect(within.errors.isEmpty && within.findings.count == counts.reduce(0, +))
    }

    @Test("a file that takes too long is given up, and the others are not")
    func timeout() throws {
        let result = try run([1, 1]) { $0.runLimits.fileSeconds = 0 }
        #expect(result.errors.count == 2)
        #expect(result.errors[0].message == "judging this file takes more than 0 s: it was given up")
        #expect(result.errors[0].help?.contains("--timeout") == true)
        #expect(Gate().status(of: result) == .notJudged)
    }

    @Test(
        "an interrupted run says what is missing and ends with the code of its signal",
        arguments: [(2, 130), (15, 143)])
    func interruption(_ signal: Int32, _ code: Int32) throws {
        let stop = StopRequest()
        #expect(stop.make(by: signal))
        #expect(!stop.make(by: 15), "the first signal counts")
        let result = try run([1, 1, 1]) { $0.stop = stop }
        #expect(result.signal == signal)
        #expect(result.fileCount == 0)
        #expect(result.errors.map(\.message) == ["the run was interrupted: 3 of 3 files were not judged to the end"])
        #expect(Gate().status(of: result).rawValue == code)
    }

    @Test("a report that becomes too long is an error")
    func report() {
        let stream = ReportStream(sink: MemorySink(), limit: 100)
        for _ in 0..<11 { stream.write("0123456789") }
        let error = #expect(throws: Diagnostic.self) { try stream.finish() }
        #expect(error?.message.contains("longer than") == true)
    }

    @Test("the table of limits names what holds")
    func table() throws {
        let page = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "Docs/limits.md"), encoding: .utf8)
        let (documents, runs, walk) = (DocumentLimits(), RunLimits(), FileWalker.Options())
        let rows: [(String, Int)] = [
            ("bytes of a file", documents.size), ("lists and mappings inside each other", documents.depth),
            ("values of a file", documents.nodes), ("bytes of one text", documents.scalarLength),
            ("values made by aliases and merge keys", documents.aliasNodes),
            ("documents in a YAML stream", documents.documents), ("directories inside each other", walk.depth),
            ("files of one walk", walk.files), ("seconds for a file", runs.fileSeconds),
            ("findings of a run", runs.findings), ("bytes of a report", ReportStream.usualLimit),
            ("bytes of the files that are known together", runs.heldBytes),
            ("deployments of a resource that are tried", RunLimits.deployments),
            ("memory of a regular expression", Int(RegularExpression.defaultMemory)),
            ("steps of an evaluation", Frame.defaultSteps),
            ("bytes in an archive of policies", 64 << 20),
            ("files that `fileset` of Terraform finds", 10_000),
        ]
        for (name, value) in rows { #expect(page.contains("| \(name) | \(value) |"), "\(name): \(value)") }
        #expect(page.split(separator: "\n").count { $0.hasPrefix("| ") } == rows.count + 2)
    }
}
