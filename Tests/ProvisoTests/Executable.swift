import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder of the package.
let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// What a process left behind.
struct Ending {
    /// Nil when a signal ended it.
    var code: Int32?
    var output: String
    var errors: String
}

/// The executable as it was built beside the tests.
enum Executable {
    /// The folder of the products: the test bundle is one of them, or lies in one of them.
    private static let products: URL = {
        var folder = URL(filePath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
        #if canImport(Darwin)
            folder = Bundle(for: Anchor.self).bundleURL.deletingLastPathComponent()
        #endif
        let isProducts = FileManager.default.isExecutableFile(atPath: folder.appending(path: "proviso").path)
        return isProducts ? folder : packageRoot.appending(path: ".build/debug")
    }()

    private final class Anchor {}

    static var path: String { products.appending(path: "proviso").path }

    /// Runs the program to its end.
    /// - Parameters:
    ///   - input: what it reads from standard input; nothing by default.
    ///   - folder: its working directory.
    @discardableResult
    static func run(_ arguments: [String], input: String = "", in folder: URL = packageRoot) throws -> Ending {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        // Pipes hold little; files hold whatever a report needs.
        let scratch = try Scratch()
        let (output, errors) = (scratch["output"], scratch["errors"])
        try Data(input.utf8).write(to: scratch["input"])
        for file in [output, errors] { try Data().write(to: file) }
        process.standardInput = try FileHandle(forReadingFrom: scratch["input"])
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        return Ending(
            code: process.terminationReason == .exit ? process.terminationStatus : nil,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }

    /// Runs a line of the shell in which `$proviso` is the program.
    static func shell(_ line: String, in folder: URL) throws -> Ending {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", line]
        process.currentDirectoryURL = folder
        // Whoever runs the tests may have a taste in colours.
        var environment = ProcessInfo.processInfo.environment
        for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"] { environment[name] = nil }
        process.environment = environment.merging(["proviso": path, "TERM": "xterm"]) { $1 }
        let scratch = try Scratch()
        try Data().write(to: scratch["output"])
        let output = try FileHandle(forWritingTo: scratch["output"])
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        return Ending(
            code: process.terminationReason == .exit ? process.terminationStatus : nil,
            output: String(decoding: try Data(contentsOf: scratch["output"]), as: UTF8.self), errors: "")
    }
}

/// A folder that is gone when the test ends.
final class Scratch {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// With files in it, by their paths.
    convenience init(_ files: [String: String]) throws {
        try self.init()
        for (path, text) in files { try write(text, to: path) }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    subscript(path: String) -> URL { folder.appending(path: path) }

    func write(_ text: String, to path: String) throws {
        let file = self[path]
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
}
