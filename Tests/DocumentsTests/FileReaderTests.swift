import Foundation
import Testing

@testable import Documents

/// A directory that lives as long as a test.
final class TemporaryDirectory {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("proviso-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
        let url = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }
}

@Suite("Reading files")
struct FileReaderTests {
    private func message(_ path: String, limit: Int = 100) -> String? {
        do {
            _ = try FileReader(limit: limit).read(path)
            return nil
        } catch {
            return error.file == path ? error.message : "another file is named"
        }
    }

    @Test("a file is read whole", arguments: [0, 1, 100])
    func whole(_ count: Int) throws {
        let directory = try TemporaryDirectory()
        let text = String(repeating: "x", count: count)
        try directory.write(text, to: "a")
        let source = try FileReader(limit: 100).read(directory.path + "/a")
        #expect(String(decoding: source.bytes, as: UTF8.self) == text && source.name == directory.path + "/a")
    }

    @Test(
        "a file that holds more than the size that it says is not taken for whole",
        arguments: [(1, 0), (1, 1), (100, 0), (100, 1), (100, 50_000), (100_000, 0), (100_000, 1)])
    func stale(size: Int, more: Int) throws {
        let directory = try TemporaryDirectory()
        try directory.write(String(repeating: "x", count: size + more), to: "a")
        let file = try FileDescriptor(opening: directory.path + "/a")
        let bytes = try FileReader().bytes(of: file, expected: size, isSize: true)
        defer { bytes.deallocate() }
        #expect((bytes.count > size) == (more > 0))
    }

    @Test("what cannot be read is named with its reason")
    func refusals() throws {
        let directory = try TemporaryDirectory()
        try directory.write(String(repeating: "x", count: 101), to: "large")
        #expect(message(directory.path + "/large") == "the file has more than 100 bytes")
        #expect(message(directory.path + "/missing") == "the file does not exist")
        #expect(message(directory.path + "/large/below") == "the file does not exist")
        #expect(message(directory.path + "/large\0") == "the file does not exist")
        #expect(message(directory.path) == "this is a directory: expected a file")
        #expect(message("/dev/null") == "this is not a regular file")
    }

    @Test("a named pipe without a writer does not block")
    func pipe() throws {
        let directory = try TemporaryDirectory()
        try #require(mkfifo(directory.path + "/pipe", 0o600) == 0)
        #expect(message(directory.path + "/pipe") == "this is not a regular file")
    }

    @Test(
        "a file without permission is named with the system's reason",
        .enabled(if: geteuid() != 0, "root may read everything"))
    func permission() throws {
        let directory = try TemporaryDirectory()
        try directory.write("x", to: "closed")
        chmod(directory.path + "/closed", 0)
        #expect(message(directory.path + "/closed") == "cannot be read: permission denied")
    }

    @Test(
        "a file that the kernel makes up is read, although it says that it is empty",
        .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status")))
    func proc() throws {
        #expect(try FileReader().read("/proc/self/status").bytes.count > 0)
    }
}

@Suite("Walking directories")
struct FileWalkerTests {
    private func names(
        _ directory: TemporaryDirectory, _ change: (inout FileWalker.Options) -> Void = { _ in }
    ) -> [String] {
        var options = FileWalker.Options()
        change(&options)
        return FileWalker(options: options).walk(directory.path).files.map {
            String($0.dropFirst(directory.path.count + 1))
        }
    }

    @Test("files are listed in the order of their bytes, without what is hidden or bundled")
    func order() throws {
        let directory = try TemporaryDirectory()
        for name in [
            "b.yaml", "a/z.json", "a/B.json", "a.yaml", ".hidden/x", ".dot", "node_modules/m/x", ".terraform/x",
            "cdk.out/App.template.json", "cdk.out/asset.123/x", "a/asset.1/x", "é",
        ] { try directory.write("", to: name) }
        #expect(
            names(directory) == [
                "a.yaml", "a/B.json", "a/asset.1/x", "a/z.json", "b.yaml", "cdk.out/App.template.json", "é",
            ])
        #expect(names(directory) { $0.suffixes = [".yaml"] } == ["a.yaml", "b.yaml"])
        #expect(names(directory) { $0.skipsHidden = false }.contains(".hidden/x"))
        #expect(!names(directory) { $0.skipsHidden = false }.contains(".terraform/x"))
        #expect(names(directory) { $0.skipsBundledAssets = false }.contains("cdk.out/asset.123/x"))
    }

    @Test("links end in no loop, leave the root nowhere and list nothing twice")
    func links() throws {
        let outside = try TemporaryDirectory()
        try outside.write("", to: "secret")
        let directory = try TemporaryDirectory()
        try directory.write("", to: "a/x")
        try directory.write("", to: "z/y")
        try directory.write("", to: ".store/only")
        try directory.link("a/loop", to: "..")
        try directory.link("a/self", to: ".")
        try directory.link("0-first", to: "z")
        try directory.link("0-file", to: "a/x")
        try directory.link("out", to: outside.path)
        try directory.link("out-file", to: outside.path + "/secret")
        try directory.link("broken", to: "nowhere")
        try directory.link("store", to: ".store")
        #expect(names(directory) == ["a/x", "store/only", "z/y"])
    }

    @Test("limits end a walk with a warning")
    func limits() throws {
        let directory = try TemporaryDirectory()
        for name in ["a", "b", "c/d/e"] { try directory.write("", to: name) }
        var options = FileWalker.Options()
        options.depth = 1
        let shallow = FileWalker(options: options).walk(directory.path)
        #expect(shallow.files.count == 2)
        #expect(
            shallow.problems.map(\.message) == ["more than 1 directories lie inside each other: this one is left out"])
        options = FileWalker.Options()
        options.files = 2
        #expect(
            FileWalker(options: options).walk(directory.path).problems.map(\.message) == [
                "there are more than 2 files: the walk ends here"
            ])
    }

    @Test("a root that is a file lists itself, a missing one is a problem")
    func roots() throws {
        let directory = try TemporaryDirectory()
        try directory.write("", to: "a")
        #expect(FileWalker().walk(directory.path + "/a").files == [directory.path + "/a"])
        #expect(FileWalker().walk(directory.path + "//").files == [directory.path + "/a"])
        let missing = FileWalker().walk(directory.path + "/missing")
        #expect(missing.files.isEmpty && missing.problems.map(\.message) == ["the file does not exist"])
    }

    @Test("a directory without permission is a problem", .enabled(if: geteuid() != 0, "root may read everything"))
    func permission() throws {
        let directory = try TemporaryDirectory()
        try directory.write("", to: "closed/a")
        chmod(directory.path + "/closed", 0)
        defer { chmod(directory.path + "/closed", 0o700) }
        #expect(FileWalker().walk(directory.path).problems.map(\.message) == ["cannot be read: permission denied"])
    }
}
