import Engine
import Foundation
import Policies

/// A folder of files that are judged together.
struct Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID().uuidString)")

    init(_ files: [String: String]) throws {
        for (name, text) in files {
            let file = url.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
    }

    func path(_ name: String) -> String { url.appending(path: name).path }

    /// The verdicts, each with the file and the resource that it is about, in the order of the result.
    func verdicts(
        _ paths: [String], context: [String] = [], workers: Int = 2, by policies: PolicySet,
        _ change: (inout CheckRequest) -> Void = { _ in }
    ) -> (lines: [String], result: RunResult) {
        var request = CheckRequest(paths: paths.map(path), now: 1_790_000_000)
        request.contextPaths = context.map(path)
        request.includesPasses = true
        request.workers = workers
        change(&request)
        let result = CheckRun.run(request, policies: policies)
        let lines = result.findings.map { finding in
            "\(finding.file.replacing(url.path + "/", with: "")) \(finding.resource.name): \(finding.verdict.rawValue)"
        }
        return (lines, result)
    }

    func remove() { try? FileManager.default.removeItem(at: url) }
}
