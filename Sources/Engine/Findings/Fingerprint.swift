import Policies

/// The stable identities of the findings of an input: the same when lines move, others in another file.
public struct Fingerprints: Sendable {
    /// How often each came, by half of its bits: findings that agree in everything are told apart by their number. Keys of a
    /// type of their own would cost each run a search for how to hash them.
    private var occurrences: [Int: Int] = [:]

    public init() {}

    /// The fingerprint of the next finding, in hexadecimal.
    /// - Parameter path: the property path, which names what is wrong inside the resource.
    public mutating func next(rule: String, file: String, resource: ResourceIdentity, path: String) -> String {
        var hash = Hash128()
        for part in [rule, file, resource.type, resource.id, path] { hash.add(part) }
        let occurrence = occurrences[hash.half, default: 0] + 1
        occurrences[hash.half] = occurrence
        hash.add(String(occurrence))
        return hash.hexadecimal
    }
}

/// FNV-1a with 128 bits: identifies, does not protect.
struct Hash128 {
    private var high: UInt64 = 0x6c62_272e_07bb_0142
    private var low: UInt64 = 0x62b8_2175_6295_c58d

    mutating func add(_ part: String) {
        var part = part
        part.withUTF8 { for byte in $0 { add(byte) } }
        // A byte that no UTF-8 text has ends the part.
        add(0xFF)
    }

    /// The prime is 2^88 + 0x13b, so that its product is a shift and a product with a small number.
    private mutating func add(_ byte: UInt8) {
        low ^= UInt64(byte)
        let product = low.multipliedFullWidth(by: 0x13b)
        high = high &* 0x13b &+ product.high &+ low << 24
        low = product.low
    }

    var state: UInt128 { UInt128(high) << 64 | UInt128(low) }

    var half: Int { Int(truncatingIfNeeded: high ^ low) }

    var hexadecimal: String {
        String(unsafeUninitializedCapacity: 32) { digits in
            for index in 0..<32 {
                let word = index < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (index & 15))) & 15
                digits.initializeElement(at: index, to: digit + UInt8(ascii: digit < 10 ? "0" : "W"))
            }
            return 32
        }
    }
}
