import Foundation
import Testing

/// The folder of inputs that others wrote.
private let sharedData = ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"]

@Suite(
    "Templates that others wrote",
    .enabled(if: ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"] != nil, "PROVISO_SHARED_DATA is not set"))
struct SharedDataTests {
    private struct Report: Decodable {
        struct Summary: Decodable {
            var files: Int
            var skipped: [Skipped]
            var resources: Int
        }

        struct Skipped: Decodable {
            var file: String
            var reason: String
        }

        struct Message: Decodable {
            var file: String
            var message: String
        }

        var summary: Summary
        var errors: [Message]
    }

    private func report(_ folder: String) throws -> (Report, Int32?) {
        let path = URL(filePath: try #require(sharedData)).appending(path: folder).path
        let ending = try Executable.run(["check", path, "--format", "json"])
        return (try JSONDecoder().decode(Report.self, from: Data(ending.output.utf8)), ending.code)
    }

    @Test("every SageMaker template is read and judged")
    func sagemaker() throws {
        let (report, code) = try report("templates/sagemaker")
        #expect(code == 1)
        #expect(report.summary.files == 76)
        #expect(report.summary.skipped.isEmpty)
        #expect(report.errors.isEmpty)
    }

    /// Templates that cfn-lint parses and that are refused here, with the reason: `Fn::Join` takes two arguments
    /// and is given six, which cfn-lint reports as E1022.
    private static let refused = ["607e2e510f": "`Fn::Join` takes a delimiter and a list"]

    @Test("every other template is read, but for those with an error that CloudFormation refuses as well")
    func general() throws {
        let (report, code) = try report("templates/general")
        #expect(report.summary.files == 500)
        #expect(report.summary.skipped.isEmpty)
        #expect(code == 2)
        for error in report.errors {
            let name = URL(filePath: error.file).lastPathComponent
            #expect(Self.refused[String(name.prefix(10))] == error.message, "\(name): \(error.message)")
        }
    }

    static let malformedFiles: [String] = {
        let folder = sharedData.map { "\($0)/malformed" } ?? ""
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }()

    @Test("a file that is not quite a template is an error with a position", arguments: malformedFiles)
    func malformed(name: String) throws {
        let path = "\(try #require(sharedData))/malformed/\(name)"
        let ending = try Executable.run(["check", path])
        #expect(ending.code == 2)
        #expect(ending.output.hasPrefix("error: "))
        #expect(ending.output.contains("\(name):"))
        #expect(ending.output.contains("= help: "))
    }
}
