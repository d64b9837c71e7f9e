/// A block of IP addresses such as `10.0.0.0/8` or `2001:db8::/32`; a single address is the smallest block.
struct AddressBlock: Hashable, Sendable {
    enum Version: Sendable {
        case four, six
    }

    let version: Version
    /// The first and last address, in network order, as two halves.
    let first: Address
    let last: Address

    struct Address: Hashable, Comparable, Sendable {
        var high: UInt64
        var low: UInt64

        static func < (left: Address, right: Address) -> Bool { (left.high, left.low) < (right.high, right.low) }

        /// The next address; nil after the last.
        var successor: Address? {
            if low < .max { return Address(high: high, low: low + 1) }
            return high < .max ? Address(high: high + 1, low: 0) : nil
        }
    }

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = parts.first else { return nil }
        let parsed = address.contains(":") ? Self.versionSix(address) : Self.versionFour(address)
        guard let parsed else { return nil }
        version = address.contains(":") ? .six : .four
        let width = version == .four ? 32 : 128
        let length = parts.count == 2 ? Int(parts[1]) : width
        guard let length, (0...width).contains(length) else { return nil }
        let free = width - length
        let lowMask = free >= 64 ? UInt64.max : (1 << UInt64(free)) - 1
        let highMask = free <= 64 ? 0 : free == 128 ? UInt64.max : (1 << UInt64(free - 64)) - 1
        first = Address(high: parsed.high & ~highMask, low: parsed.low & ~lowMask)
        last = Address(high: parsed.high | highMask, low: parsed.low | lowMask)
    }

    func contains(_ other: AddressBlock) -> Bool {
        version == other.version && first <= other.first && other.last <= last
    }

    /// The texts of the addresses of version 4, where these are few; addresses of version 6 have several spellings.
    var listed: [String]? {
        guard version == .four, last.low - first.low < 16 else { return nil }
        return (first.low...last.low).map { Self.text(Address(high: 0, low: $0), .four) }
    }

    private static func versionFour(_ text: Substring) -> Address? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt64 = 0
        for part in parts {
            guard part.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let byte = UInt8(part) else { return nil }
            value = value << 8 | UInt64(byte)
        }
        return Address(high: 0, low: value)
    }

    private static func versionSix(_ text: Substring) -> Address? {
        guard let gap = text.firstDoubleColon else {
            guard let groups = groups(text), groups.count == 8 else { return nil }
            return address(groups)
        }
        guard let left = groups(text[..<gap]), let right = groups(text[text.index(gap, offsetBy: 2)...]),
            left.count + right.count < 8
        else { return nil }
        return address(left + [UInt16](repeating: 0, count: 8 - left.count - right.count) + right)
    }

    /// The groups of a part without `::`, the last of which may be an address of version 4.
    private static func groups(_ text: Substring) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index + 1 == parts.count, part.contains("."), let four = versionFour(part) {
                groups.append(UInt16(truncatingIfNeeded: four.low >> 16))
                groups.append(UInt16(truncatingIfNeeded: four.low))
            } else {
                guard (1...4).contains(part.count), let group = UInt16(part, radix: 16), part.first != "+" else {
                    return nil
                }
                groups.append(group)
            }
        }
        return groups
    }

    private static func address(_ groups: [UInt16]) -> Address? {
        guard groups.count == 8 else { return nil }
        let halves = [groups[..<4], groups[4...]].map { $0.reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
        return Address(high: halves[0], low: halves[1])
    }

    /// The text of an address of this version.
    static func text(_ address: Address, _ version: Version) -> String {
        if version == .four {
            return [24, 16, 8, 0].map { String(UInt8(truncatingIfNeeded: address.low >> $0)) }.joined(separator: ".")
        }
        return [address.high, address.low].flatMap { half in
            [48, 32, 16, 0].map { String(UInt16(truncatingIfNeeded: half >> $0), radix: 16) }
        }.joined(separator: ":")
    }
}

extension Substring {
    fileprivate var firstDoubleColon: Index? {
        indices.first { self[$0...].hasPrefix("::") }
    }
}
