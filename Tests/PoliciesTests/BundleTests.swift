import Documents
import Foundation
import Policies
import Testing

@Suite("Bundles")
struct BundleTests {
    private func bundle(_ files: [String: [UInt8]]) throws -> PolicyBundle {
        let paths = RepositoryPaths(root: "/repo", workingDirectory: "/repo")
        return try PolicyBundle(
            "b.tar", contents: .snapshot(FileSnapshot(files: files, paths: paths, name: "test")))
    }

    @Test("the packs of an archive are read without unpacking it")
    func archive() throws {
        let tar = Tar().file("x/a.yaml", "pack: a").file("x/a.test.yaml", "no").file("README.md", "no").bytes
        let bundle = try bundle(["b.tar": tar])
        #expect(bundle.packs.map(\.name) == ["b.tar/x/a.yaml"])
        #expect(bundle.packs.map { String(decoding: $0.bytes, as: UTF8.self) } == ["pack: a"])
        #expect(bundle.sums(in: ".") == ["b.tar": ContentHash.hexadecimal(of: tar)])
    }

    @Test("an archive that leads out of itself, holds links or is broken is refused")
    func refused() throws {
        let good = Tar().file("a.yaml", "pack: a").bytes
        var damaged = good
        damaged[3] ^= 1
        let cases: [([UInt8], String)] = [
            (Tar().file("../a.yaml", "x").bytes, "`../a.yaml` leads out of the archive"),
            (Tar().file("/a.yaml", "x").bytes, "`/a.yaml` leads out of the archive"),
            (Tar().entry("a.yaml", kind: "2", []).bytes, "`a.yaml` is a link: a bundle holds files alone"),
            (Tar().entry("a.yaml", kind: "1", []).bytes, "`a.yaml` is a link: a bundle holds files alone"),
            (damaged, "this is no archive, or a broken one"),
            (Array(good.prefix(600)), "the archive ends too early"),
            (Array(good.prefix(1024)), "the archive ends too early"),
            ([0x1F, 0x8B, 8, 0], "the archive is compressed"),
            (Tar().bytes, "there is no pack in this bundle"),
            ([], "the archive ends too early"),
        ]
        for (bytes, message) in cases {
            let error = #expect(throws: Diagnostic.self) { try bundle(["b.tar": bytes]) }
            #expect(error?.message == message)
        }
    }

    @Test("a bundle is what its lock says, or it is refused")
    func lock() throws {
        let paths = RepositoryPaths(root: "/repo", workingDirectory: "/repo")
        func bundle(_ files: [String: String]) throws -> PolicyBundle {
            let snapshot = FileSnapshot(files: files.mapValues { Array($0.utf8) }, paths: paths, name: "test")
            return try PolicyBundle("v/b", contents: .snapshot(snapshot))
        }
        let original = try bundle(["v/b/a.yaml": "pack: a", "v/b/b.yaml": "pack: b"])
        let lock = try BundleLock(
            parsing: SourceText(name: "v/proviso.lock", text: BundleLock(sums: original.sums(in: "v")).text))
        #expect(lock.sums.keys.sorted() == ["b/a.yaml", "b/b.yaml"])
        try original.check(against: lock, in: "v")
        let cases = [
            (["v/b/a.yaml": "pack: x", "v/b/b.yaml": "pack: b"], "this file is not the one whose sum is locked"),
            (["v/b/a.yaml": "pack: a"], "a file of the bundle is missing"),
            (
                ["v/b/a.yaml": "pack: a", "v/b/b.yaml": "pack: b", "v/b/c.yaml": "pack: c"],
                "the lock file does not know this file"
            ),
        ]
        for (files, message) in cases {
            let changed = try bundle(files)
            let error = #expect(throws: Diagnostic.self) { try changed.check(against: lock, in: "v") }
            #expect(error?.message == message)
        }
    }

    @Test("a lock file that is broken is an error with its line", arguments: ["abc  a.yaml", "<<<<<<<", "\u{FF}"])
    func brokenLock(line: String) {
        let error = #expect(throws: Diagnostic.self) {
            try BundleLock(parsing: SourceText(name: "l", text: "# x\n" + line + "\n"))
        }
        #expect(error?.region?.start.line == 2)
    }
}

/// Writes archives in the ustar format.
private struct Tar {
    private var content: [UInt8] = []

    func file(_ path: String, _ text: String) -> Tar { entry(path, kind: "0", Array(text.utf8)) }

    func entry(_ path: String, kind: String, _ bytes: [UInt8]) -> Tar {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        func octal(_ number: Int, _ digits: Int) -> String {
            let text = String(number, radix: 8)
            return String(repeating: "0", count: digits - text.count) + text
        }
        put(path, at: 0)
        put(octal(bytes.count, 11), at: 124)
        put(String(repeating: " ", count: 8), at: 148)
        put(kind, at: 156)
        put("ustar", at: 257)
        put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\0", at: 148)
        var tar = self
        tar.content += header + bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
        return tar
    }

    var bytes: [UInt8] { content + [UInt8](repeating: 0, count: 1024) }
}
