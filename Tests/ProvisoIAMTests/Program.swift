import Foundation

/// The program under test, run as a user runs it.
enum Program {
    struct Run {
        var code: Int32
        var output: String
        var errors: String

        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(output.utf8))) as? [String: Any] ?? [:]
        }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL

    /// Runs the program with arguments, in the root of the package.
    static func run(_ arguments: [String]) throws -> Run {
        let process = Process()
        process.executableURL = try executable()
        process.arguments = arguments
        process.currentDirectoryURL = root
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // What goes to standard error is short, so reading one after the other cannot block.
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        let problems = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Run(
            code: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: problems, as: UTF8.self))
    }

    struct Missing: Error {}

    /// The executable lies beside the tests.
    private static func executable() throws -> URL {
        var places = [URL(filePath: CommandLine.arguments.first ?? "").deletingLastPathComponent()]
        places += Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
        places += ["debug", "release"].map { root.appending(path: ".build/\($0)") }
        for place in places {
            let file = place.appending(path: "proviso")
            if FileManager.default.isExecutableFile(atPath: file.path()) { return file }
        }
        throw Missing()
    }

    /// Gives files of their own to a test and removes them afterwards.
    static func withFiles<Result>(
        _ files: [String: String], _ body: (_ folder: String) throws -> Result
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-iam-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        return try body(folder.path())
    }
}
