import Documents
import Foundation
import Testing

@Suite("Packed files")
struct GzipTests {
    /// `printf '{"a": 1}' | gzip -n`
    private static let packed: [UInt8] = [
        0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0xAB, 0x56, 0x4A, 0x54, 0xB2, 0x52, 0x30, 0xAC, 0x05, 0, 0x97, 0x8E,
        0xA1,
        0xFB, 0x08, 0, 0, 0,
    ]

    private func read(_ bytes: [UInt8], name: String = "x.json.gz", limit: Int = 1000) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)-\(name)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try FileReader(limit: limit).read(file.path).copiedBytes
    }

    @Test("a packed file is read as what it holds, also in several members")
    func whole() throws {
        #expect(try read(Self.packed) == Array(#"{"a": 1}"#.utf8))
        #expect(try read(Self.packed + Self.packed) == Array(#"{"a": 1}{"a": 1}"#.utf8))
    }

    @Test("a file whose name does not say so is not unpacked")
    func name() throws { #expect(try read(Self.packed, name: "x.json") == Self.packed) }

    @Test("a packed file that is cut, damaged or too large is refused")
    func broken() throws {
        #expect(throws: Diagnostic.self) { try read(Self.packed.dropLast(3)) }
        var damaged = Self.packed
        damaged[22] ^= 0xFF
        #expect(throws: Diagnostic.self) { try read(damaged) }
        #expect(throws: Diagnostic.self) { try read(Self.packed + [1, 2, 3]) }
        #expect(throws: Diagnostic.self) { try read(Self.packed, limit: 7) }
    }
}
