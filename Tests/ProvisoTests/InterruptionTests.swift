import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Interruption")
struct InterruptionTests {
    /// Starts a run over one file and an endless standard input, and interrupts it there.
    private func interrupt(_ signal: Int32, _ arguments: [String], in folder: URL) throws -> Int32? {
        let process = Process()
        process.executableURL = URL(filePath: Executable.path)
        process.arguments = ["check", "untagged.yaml", "-"] + arguments
        process.currentDirectoryURL = folder
        let input = Pipe()
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // More than a pipe holds: when all is written, the program is reading.
        try input.fileHandleForWriting.write(contentsOf: Data(repeating: UInt8(ascii: " "), count: 1 << 20))
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : nil
    }

    @Test(
        "a signal ends a run with what is known, marked as incomplete",
        arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func signals(_ signal: Int32, _ code: Int32) throws {
        let scratch = try Scratch(["untagged.yaml": Inputs.untagged, "old.sarif": "old"])
        let formats = ["--format", "json=out.json", "--format", "sarif=old.sarif"]
        #expect(try interrupt(signal, formats, in: scratch.folder) == code)
        let report = try String(contentsOf: scratch["out.json"], encoding: .utf8)
        #expect(report.contains(#""incomplete": true"#))
        #expect(report.contains("tagging/required-tags"), "the file before is judged")
        #expect(report.contains("the run was interrupted: 1 of 2 files was not judged to the end"))
        let sarif = try String(contentsOf: scratch["old.sarif"], encoding: .utf8)
        #expect(sarif.contains(#""executionSuccessful": false"#))
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)
        #expect(left.allSatisfy { !$0.hasSuffix(".tmp") })
    }

    @Test("--exit-zero does not hide that a run was interrupted")
    func exitZero() throws {
        let scratch = try Scratch(["untagged.yaml": Inputs.untagged])
        #expect(try interrupt(SIGINT, ["--exit-zero"], in: scratch.folder) == 130)
    }

    @Test(
        "a full disk and a read-only folder leave the report that was there",
        .enabled(if: access("/dev/full", W_OK) == 0))
    func fullDisk() throws {
        let scratch = try Scratch(["untagged.yaml": Inputs.untagged])
        let ending = try Executable.run(["check", "untagged.yaml", "--format", "json=/dev/full"], in: scratch.folder)
        #expect(ending.code == 2)
        #expect(ending.errors.contains("cannot write `/dev/full`: no space left on device"))
        #expect(ending.errors.contains("make room on the disk"))
    }

    @Test("limits of the command line are numbers above 0", arguments: ["--timeout", "--max-findings"])
    func options(_ option: String) throws {
        let scratch = try Scratch(["clean.yaml": Inputs.clean, "untagged.yaml": Inputs.untagged])
        #expect(try Executable.run(["check", "clean.yaml", option, "0"], in: scratch.folder).code == 2)
        #expect(try Executable.run(["check", "clean.yaml", option, "x"], in: scratch.folder).code == 2)
        #expect(try Executable.run(["check", "untagged.yaml", option, "100"], in: scratch.folder).code == 1)
    }
}
