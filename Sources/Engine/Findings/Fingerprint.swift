import Policies

/// The stable identity of a finding: the same when lines move, another in another file.
public enum Fingerprint {
    /// - Parameters:
    ///   - path: the property path, which names what is wrong inside the resource.
    ///   - occurrence: tells apart findings that agree in everything else.
    public static func make(
        rule: String, file: String, resource: ResourceIdentity, path: String, occurrence: Int
    ) -> String {
        var hash = Hash128()
        for part in [rule, file, resource.type, resource.id, path, String(occurrence)] { hash.add(part) }
        return hash.hexadecimal
    }
}

/// FNV-1a with 128 bits: identifies, does not protect.
struct Hash128 {
    private(set) var state: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d

    mutating func add(_ part: String) {
        for byte in part.utf8 { add(byte) }
        // A byte that no UTF-8 text has ends the part.
        add(0xFF)
    }

    private mutating func add(_ byte: UInt8) {
        state ^= UInt128(byte)
        state = state &* 0x0000_0000_0100_0000_0000_0000_0000_013b
    }

    var hexadecimal: String {
        String(unsafeUninitializedCapacity: 32) { digits in
            for index in 0..<32 {
                let digit = UInt8(truncatingIfNeeded: state >> UInt128(124 - 4 * index)) & 15
                digits.initializeElement(at: index, to: digit + UInt8(ascii: digit < 10 ? "0" : "W"))
            }
            return 32
        }
    }
}
