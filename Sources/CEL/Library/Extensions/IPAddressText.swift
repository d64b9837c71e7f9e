/// Why a text is no address.
enum AddressProblem: Error {
    case malformed
    case hasZone
    case isMapped

    /// Continues a message that begins with the text.
    var explanation: StaticString {
        switch self {
        case .malformed: "is not a valid address"
        case .hasZone: "has a zone, which is not allowed"
        case .isMapped: "is an IPv4-mapped IPv6 address, which is not allowed"
        }
    }
}

extension IPAddress {
    /// Reads an address in any of its spellings (RFC 4291, section 2.2), without a zone.
    ///
    /// A mapped address with dots (`::ffff:1.2.3.4`) is refused; one in hexadecimal is its IPv4 address.
    init(_ text: Bytes) throws(AddressProblem) {
        guard text.contains(UInt8(ascii: ":")) else {
            guard let bits = Self.dotted(text) else { throw .malformed }
            self.init(v4: bits)
            return
        }
        guard !text.contains(UInt8(ascii: "%")) else { throw .hasZone }
        guard let (high, low, hasDots) = Self.groups(text) else { throw .malformed }
        guard high == 0, low >> 32 == 0xFFFF else {
            self.init(v6: high, low)
            return
        }
        guard !hasDots else { throw .isMapped }
        self.init(v4: UInt32(truncatingIfNeeded: low))
    }

    /// Four decimal numbers without leading zeros.
    private static func dotted(_ text: Bytes) -> UInt32? {
        guard text.count <= 15 else { return nil }
        var bits: UInt32 = 0
        var points = 0
        var number: UInt32 = 0
        var digits = 0
        for byte in text {
            if byte == UInt8(ascii: ".") {
                guard digits > 0, points < 3 else { return nil }
                bits = bits << 8 | number
                points += 1
                number = 0
                digits = 0
                continue
            }
            let digit = byte &- 0x30
            guard digit < 10, digits == 0 || number > 0 else { return nil }
            number = number * 10 + UInt32(digit)
            digits += 1
            guard number <= 255 else { return nil }
        }
        return digits > 0 && points == 3 ? bits << 8 | number : nil
    }

    /// Eight groups of hexadecimal digits, a run of zeros as `::`, the last two perhaps as a dotted address.
    private static func groups(_ text: Bytes) -> (high: UInt64, low: UInt64, hasDots: Bool)? {
        var groups = GroupList()
        var gap: Int?
        var offset = 0
        var hasDots = false
        if text.count >= 2, text[0] == UInt8(ascii: ":") {
            guard text[1] == UInt8(ascii: ":") else { return nil }
            gap = 0
            offset = 2
        }
        while offset < text.count {
            let rest = text[offset...]
            let field = rest.prefix { $0 != UInt8(ascii: ":") }
            if field.count == rest.count, field.contains(UInt8(ascii: ".")) {
                guard let bits = dotted(Bytes(rebasing: field)), groups.append(bits >> 16),
                    groups.append(bits & 0xFFFF)
                else { return nil }
                hasDots = true
                break
            }
            guard let group = hexadecimal(field), groups.append(group) else { return nil }
            offset += field.count
            if offset == text.count { break }
            // Past the colon: a second one opens the gap, and there must be more otherwise.
            offset += 1
            guard offset < text.count else { return nil }
            if text[offset] == UInt8(ascii: ":") {
                guard gap == nil else { return nil }
                gap = groups.count
                offset += 1
            }
        }
        guard let (high, low) = groups.address(gap: gap) else { return nil }
        return (high, low, hasDots)
    }

    private static func hexadecimal(_ digits: Slice<Bytes>) -> UInt32? {
        guard (1...4).contains(digits.count) else { return nil }
        var group: UInt32 = 0
        for digit in digits {
            guard let value = Hexadecimal.value(of: digit) else { return nil }
            group = group << 4 | UInt32(value)
        }
        return group
    }

    /// Up to eight groups, read from the left.
    private struct GroupList {
        private var groups = SIMD8<UInt16>(repeating: 0)
        private(set) var count = 0

        mutating func append(_ group: UInt32) -> Bool {
            guard count < 8, let group = UInt16(exactly: group) else { return false }
            groups[count] = group
            count += 1
            return true
        }

        /// The groups with zeros put in for the gap, which stands for one group at least.
        func address(gap: Int?) -> (high: UInt64, low: UInt64)? {
            guard gap == nil ? count == 8 : count < 8 else { return nil }
            let before = gap ?? 8
            var halves: (high: UInt64, low: UInt64) = (0, 0)
            for index in 0..<8 {
                let source = index < before ? index : index - (8 - count)
                let group = index < before || source >= before ? UInt64(groups[source]) : 0
                if index < 4 { halves.high = halves.high << 16 | group } else { halves.low = halves.low << 16 | group }
            }
            return halves
        }
    }
}

extension AddressBlock {
    /// Reads `address/length`. Mapped addresses are refused in every spelling.
    init(_ text: Bytes) throws(AddressProblem) {
        guard let slash = text.lastIndex(of: UInt8(ascii: "/")) else { throw .malformed }
        let addressText = Bytes(rebasing: text[..<slash])
        let address = try IPAddress(addressText)
        let isMapped = address.family == .v4 && addressText.contains(UInt8(ascii: ":"))
        guard !isMapped else { throw .isMapped }
        let digits = text[(slash + 1)...]
        guard (1...3).contains(digits.count), digits.count == 1 || digits.first != UInt8(ascii: "0"),
            let length = NumberText.uint(Bytes(rebasing: digits)), length <= UInt64(address.family.bitCount)
        else { throw .malformed }
        self.init(address: address, prefixLength: Int(length))
    }
}

extension ByteWriter {
    /// The canonical spelling (RFC 5952).
    mutating func append(_ address: IPAddress) {
        switch address.family {
        case .v4:
            for shift: UInt64 in [24, 16, 8, 0] {
                append(address.low >> shift & 0xFF)
                if shift > 0 { append(UInt8(ascii: ".")) }
            }
        case .v6: appendGroups(address)
        }
    }

    mutating func append(_ block: AddressBlock) {
        append(block.address)
        append(UInt8(ascii: "/"))
        append(UInt64(block.prefixLength))
    }

    private mutating func appendGroups(_ address: IPAddress) {
        func group(_ index: Int) -> UInt64 {
            (index < 4 ? address.high >> UInt64(48 - 16 * index) : address.low >> UInt64(112 - 16 * index)) & 0xFFFF
        }
        // The longest run of two or more zero groups, the first of equals.
        var zeros = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, group(end) == 0 { end += 1 }
            if end - start > Swift.max(zeros.count, 1) { zeros = start..<end }
            start = Swift.max(end, start + 1)
        }
        var index = 0
        while index < 8 {
            if index == zeros.lowerBound, !zeros.isEmpty {
                append("::")
                index = zeros.upperBound
                continue
            }
            append(group(index), radix: 16)
            index += 1
            if index < 8, index != zeros.lowerBound || zeros.isEmpty { append(UInt8(ascii: ":")) }
        }
    }
}
