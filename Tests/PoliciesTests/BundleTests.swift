import Documents
import Foundation
import Policies
import Testing

@Suite("Bundles")
struct BundleTests {
    private func bundle(_ bytes: [UInt8]) throws -> PolicyBundle {
        let paths = RepositoryPaths(root: "/repo", workingDirectory: "/repo")
        return try PolicyBundle(
            "bundle", contents: .snapshot(FileSnapshot(files: ["bundle": bytes], paths: paths, name: "test")))
    }

    private func packs(_ bytes: [UInt8]) throws -> [String] {
        try bundle(bytes).packs().map { "\($0.name): \(String(decoding: $0.bytes, as: UTF8.self))" }
    }

    @Test("the packs of an archive are read without unpacking it")
    func archive() throws {
        let tar = Tar().file("x/a.yaml", "pack: a").file("x/a.test.yaml", "no").file("README.md", "no").bytes
        #expect(try packs(tar) == ["bundle/x/a.yaml: pack: a"])
        #expect(try bundle(tar).sums(in: ".") == ["bundle": ContentHash.hexadecimal(of: tar)])
    }

    @Test("the commit that `git archive` writes in front is passed over, and nothing else is")
    func globalHeader() throws {
        let comment = Array("19 comment=abcdefg\n".utf8)
        let tar = Tar().entry("pax_global_header", kind: "g", comment).file("a.yaml", "pack: a").bytes
        #expect(try packs(tar) == ["bundle/a.yaml: pack: a"])
        let renamed = Tar().entry("pax_global_header", kind: "g", Array("14 path=b.yml\n".utf8)).file("a", "x").bytes
        #expect(throws: Diagnostic.self) { try packs(renamed) }
    }

    @Test("archives that gzip, tar and Python made are read", arguments: ["tar.gz", "git.tar.gz", "zip", "stored.zip"])
    func madeByOthers(form: String) throws {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: scratch.appending(path: "in/x"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        // Long enough for codes of its own, repetitions and several blocks.
        let text = "pack: a\n" + (0..<40_000).map { "# \($0 &* 2_654_435_761 % 1_000_003) line\n" }.joined()
        try Data(text.utf8).write(to: scratch.appending(path: "in/x/a.yaml"))
        let commands = [
            "tar.gz": "tar --format=ustar -czf out -C in .",
            "git.tar.gz":
                "cd in && git init -q . && git add . && git -c user.name=a -c user.email=a@b commit -qm a && git archive --format=tar.gz HEAD > ../out",
            "zip": "cd in && python3 -m zipfile -c ../out.zip . && mv ../out.zip ../out",
            "stored.zip":
                "cd in && python3 -c \"import zipfile; zipfile.ZipFile('../out', 'w').write('x/a.yaml')\"",
        ]
        let command = commands[form] ?? ""
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = scratch
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        let packs = try bundle([UInt8](Data(contentsOf: scratch.appending(path: "out")))).packs()
        // The sum is that of the file, packed as it is, wherever it is read from.
        let named = scratch.appending(path: "named.\(form)")
        try FileManager.default.moveItem(at: scratch.appending(path: "out"), to: named)
        let onDisk = try PolicyBundle(named.path)
        let sum = ContentHash.hexadecimal(of: try Array(Data(contentsOf: named)))
        #expect(Array(onDisk.sums(in: "/").values) == [sum])
        #expect(try onDisk.packs().count == 1)
        #expect(packs.count == 1 && packs[0].name.hasSuffix("x/a.yaml"))
        #expect(packs[0].bytes.elementsEqual(text.utf8))
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
            ([0x1F, 0x8B, 8, 0], "the archive cannot be unpacked: it is broken"),
            (Tar().bytes, "there is no pack in this bundle"),
            ([], "the archive ends too early"),
            (Zip().file("../a.yaml", "x").bytes, "`../a.yaml` leads out of the archive"),
            (Zip().file("/a.yaml", "x").bytes, "`/a.yaml` leads out of the archive"),
            (Zip().file("a.yaml", "x", mode: 0xA1FF).bytes, "`a.yaml` is a link: a bundle holds files alone"),
            (Zip().file("a.yaml", "x", mode: 0x1180).bytes, "`a.yaml` is neither a file nor a directory"),
            (Zip().file("a.yaml", "x", flags: 1).bytes, "`a.yaml` is encrypted"),
            (
                Zip().file("a.yaml", "x", method: 12).bytes,
                "`a.yaml` is packed in a way that is not known: expected deflate"
            ),
            (Zip().file("a.yaml", "x", sum: 1).bytes, "this is no archive, or a broken one"),
            (Zip().file("a.yaml", "x", localName: "b.yaml").bytes, "this is no archive, or a broken one"),
            (Zip().bytes, "there is no pack in this bundle"),
            (Array(Zip().file("a.yaml", "x").bytes.dropLast()), "the archive ends too early"),
        ]
        for (bytes, message) in cases {
            let error = #expect(throws: Diagnostic.self) { try packs(bytes) }
            #expect(error?.message == message)
        }
    }

    @Test("a small archive that holds much ends at a limit")
    func bomb() throws {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "head -c 100000000 /dev/zero | gzip -9 > \(scratch.path)"]
        try process.run()
        process.waitUntilExit()
        let bytes = [UInt8](try Data(contentsOf: scratch))
        #expect(bytes.count < 1 << 20)
        let error = #expect(throws: Diagnostic.self) { try packs(bytes) }
        #expect(error?.message == "the archive holds more than 67108864 bytes")
    }

    @Test("no damage of an archive is more than an error", arguments: [0, 1])
    func damage(form: Int) throws {
        let good =
            form == 0 ? Zip().file("a.yaml", "pack: a").bytes : Tar().file("a.yaml", "pack: a").bytes
        for index in good.indices where form == 0 || index < 600 {
            for byte: UInt8 in [0, 0xFF, good[index] ^ 1] {
                var damaged = good
                damaged[index] = byte
                _ = try? packs(damaged)
            }
        }
        for count in good.indices { _ = try? packs(Array(good.prefix(count))) }
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

/// Writes archives in the zip format, with files that are stored as they are.
private struct Zip {
    private var content: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// The sum of `x`, from `python3 -c "import zlib; print(hex(zlib.crc32(b'x')))"`.
    private static let sumOfX = 0x8CDC_1683

    func file(
        _ path: String, _ text: String, mode: Int = 0x81A4, flags: Int = 0, method: Int = 0, sum: Int = sumOfX,
        localName: String? = nil
    ) -> Zip {
        var zip = self
        let name = Array((localName ?? path).utf8)
        let sum = text == "pack: a" ? 0x06D4_BB1F : sum
        let shared =
            Self.bytes(flags, 2) + Self.bytes(method, 2) + Self.bytes(0, 4) + Self.bytes(sum, 4)
            + Self.bytes(text.utf8.count, 4) + Self.bytes(text.utf8.count, 4)
        zip.directory += [0x50, 0x4B, 1, 2, 20, 3, 20, 0] + shared + Self.bytes(path.utf8.count, 2)
        zip.directory += Self.bytes(0, 10) + Self.bytes(mode, 2) + Self.bytes(content.count, 4) + Array(path.utf8)
        zip.content += [0x50, 0x4B, 3, 4, 20, 0] + shared + Self.bytes(name.count, 2) + Self.bytes(0, 2)
        zip.content += name + Array(text.utf8)
        zip.count += 1
        return zip
    }

    var bytes: [UInt8] {
        content + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + Self.bytes(count, 2) + Self.bytes(count, 2)
            + Self.bytes(directory.count, 4) + Self.bytes(content.count, 4) + [0, 0]
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
