import Documents
import Engine
import Foundation
import Policies
import Testing

/// A repository on the disk in which jobs are run as from a directory of it.
final class Repository {
    let folder: URL

    init(_ files: [String: String] = [:]) throws {
        // Without links, as the working directory is.
        let scratch = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        folder = scratch.appending(path: "proviso-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (path, text) in files { try write(text, to: path) }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ text: String, to path: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(at: folder.appending(path: path)) }

    func read(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    var paths: RepositoryPaths { RepositoryPaths(root: folder.path, workingDirectory: folder.path) }

    /// The job of a command line in the root, with paths that count from there.
    func job(_ paths: [String] = ["."], day: String = "2026-09-21") throws -> CheckJob {
        let days = try #require(CalendarDate(day)).daysSince1970
        var request = CheckRequest(
            paths: paths.map { $0 == "." ? folder.path : folder.path + "/" + $0 }, now: Int64(days) * 86_400)
        request.repository = self.paths
        var job = CheckJob(request)
        let configuration = folder.path + "/" + Configuration.fileName
        job.choice = PathLookup.isFile(configuration) ? .file(configuration) : .none
        return job
    }

    func configured(_ paths: [String] = ["."], day: String = "2026-09-21") throws -> ConfiguredJob {
        let (configured, issues) = try job(paths, day: day).configured()
        return try #require(configured, "\(issues)")
    }

    func run(_ paths: [String] = ["."], day: String = "2026-09-21") throws -> CheckOutcome {
        let (outcome, issues) = try configured(paths, day: day).run()
        return try #require(outcome, "\(issues)")
    }
}

extension CheckOutcome {
    /// Which findings make the run fail.
    var due: [String] { result.findings.filter(\.isDue).map { "\($0.rule) \($0.resource.name)" } }
}

/// Templates that violate `tagging/required-tags`, once for each name.
func untagged(_ names: String..., comment: String = "") -> String {
    "AWSTemplateFormatVersion: \"2010-09-09\"\nResources:\n"
        + names.map { "  \($0): \(comment)\n    Type: AWS::SageMaker::Model\n" }.joined()
}
