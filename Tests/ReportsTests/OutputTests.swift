import Documents
import Foundation
import Synchronization
import Testing

@testable import Reports

@Suite struct OutputTests {
    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func write(_ text: String, to path: String, then error: Diagnostic? = nil) throws(Diagnostic) {
        try ReportFile(path: path).write { sink throws(Diagnostic) in
            let stream = ReportStream(sink: sink)
            stream.write(text)
            try stream.finish()
            if let error { throw error }
        }
    }

    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("a file is made, replaced, keeps its permissions, and nothing is left beside it")
    func replaces() throws {
        try withFolder { folder in
            let file = folder.appendingPathComponent("report.json")
            try write("one", to: file.path)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
            try write("two", to: file.path)
            #expect(try String(contentsOf: file, encoding: .utf8) == "two")
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(mode == 0o640)
            #expect(try names(in: folder) == ["report.json"])
        }
    }

    @Test("a symbolic link stays one")
    func followsLinks() throws {
        try withFolder { folder in
            let target = folder.appendingPathComponent("target")
            let link = folder.appendingPathComponent("link")
            try write("one", to: target.path)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
            try write("two", to: link.path)
            #expect(try String(contentsOf: target, encoding: .utf8) == "two")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == target.path)
        }
    }

    @Test("when writing fails the old file stays and the new one vanishes")
    func keepsOldFile() throws {
        try withFolder { folder in
            let file = folder.appendingPathComponent("report.json")
            try write("old", to: file.path)
            let stop = Diagnostic(file: "x", message: "stop")
            #expect(throws: stop) { try write(String(repeating: "new", count: 100_000), to: file.path, then: stop) }
            #expect(try String(contentsOf: file, encoding: .utf8) == "old")
            #expect(try names(in: folder) == ["report.json"])
        }
    }

    @Test("what the system refuses is said with the name of the file", arguments: ["", "missing/report", "\0", "."])
    func refusals(path: String) throws {
        try withFolder { folder in
            let whole = path.isEmpty ? "" : folder.path + "/" + path
            let error = #expect(throws: Diagnostic.self) { try write("x", to: whole) }
            #expect(error?.message.hasPrefix("cannot write `\(whole)`: ") == true)
            let left = try names(in: folder)
            #expect(left.isEmpty)
        }
    }

    @Test("a full disk is an error", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "no /dev/full"))
    func fullDisk() throws {
        let error = #expect(throws: Diagnostic.self) { try write("x", to: "/dev/full") }
        #expect(error?.message == "cannot write `/dev/full`: no space left on device" && error?.help != nil)
    }

    @Test("devices are written directly")
    func devices() throws {
        try write("x", to: "/dev/null")
        let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
        #expect(type == .typeCharacterSpecial)
    }

    @Test("a pipe whose reader is gone is an error, told once")
    func closedPipe() throws {
        signal(SIGPIPE, SIG_IGN)
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let sink = DescriptorSink(descriptor: pipe.fileHandleForWriting.fileDescriptor, name: "standard output")
        let error = #expect(throws: Diagnostic.self) {
            let stream = ReportStream(sink: sink)
            for _ in 0..<10 { stream.write(String(repeating: "x", count: 100_000)) }
            try stream.finish()
        }
        #expect(error?.message == "cannot write `standard output`: broken pipe")
    }

    @Test("a slow reader gets every byte, even of a pipe that does not block")
    func slowReader() throws {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        #expect(fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0)
        // A thread of its own: this one may be the last that runs tests, and it waits for the reader.
        let count = Mutex(0)
        let isRead = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            let read = pipe.fileHandleForReading.readDataToEndOfFile().count
            count.withLock { $0 = read }
            isRead.signal()
        }
        let stream = ReportStream(sink: DescriptorSink(descriptor: descriptor, name: "pipe"))
        for _ in 0..<1_000 { stream.write(String(repeating: "x", count: 1_000)) }
        try stream.finish()
        try pipe.fileHandleForWriting.close()
        isRead.wait()
        #expect(count.withLock { $0 } == 1_000_000)
    }
}
