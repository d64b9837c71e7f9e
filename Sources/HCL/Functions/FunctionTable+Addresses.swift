internal import Documents

extension FunctionTable {
    static let addresses: [String: Function] = [
        // Of OpenTofu.
        "cidrcontains": Function(2...2) { a throws(EvaluationFailure) in
            let inner = try a.text(1, cost: 16)
            let isRange = inner.utf8.contains(UInt8(ascii: "/"))
            let width = inner.utf8.contains(UInt8(ascii: ":")) ? 128 : 32
            let outer = try AddressPrefix(try a.text(0, cost: 16))
            return .bool(outer.contains(try AddressPrefix(isRange ? inner : "\(inner)/\(width)")))
        },
        "cidrhost": Function(2...2) { a throws(EvaluationFailure) in
            .string(try AddressPrefix(try a.text(0, cost: 16)).host(try wide(a.number(1))))
        },
        "cidrnetmask": Function(1...1) { a throws(EvaluationFailure) in
            .string(try AddressPrefix(try a.text(0, cost: 16)).mask())
        },
        "cidrsubnet": Function(3...3) { a throws(EvaluationFailure) in
            .string(
                try AddressPrefix(try a.text(0, cost: 16)).subnet(
                    addedBits: try a.integer(1), number: try wide(a.number(2))
                ).text
            )
        },
        "cidrsubnets": Function(1...Function.many) { a throws(EvaluationFailure) in
            var subnets: [Value] = []
            let prefix = try AddressPrefix(try a.text(0, cost: 16))
            var isFull = false
            var next = prefix.address
            for index in 1..<a.count {
                guard !isFull else {
                    throw EvaluationFailure("the range `\(prefix.text)` has no room for all subnets")
                }
                let (subnet, end) = try prefix.subnet(addedBits: try a.integer(index), from: next)
                subnets.append(.string(subnet.text))
                isFull = end == 0
                next = end
            }
            return Value(.list(subnets), of: .string)
        },
    ]

    private static func wide(_ number: Number) throws(EvaluationFailure) -> Int128 {
        guard number.isExact else { throw .notComputed("the number is not exact") }
        guard number.isInteger else { throw EvaluationFailure("the number is not a whole one") }
        return number.significand
    }
}

/// A range of addresses such as `10.0.0.0/16`.
struct AddressPrefix {
    /// Version 4 addresses in their 32 bits.
    let address: UInt128
    let length: Int
    let width: Int

    private init(address: UInt128, length: Int, width: Int) {
        self.address = address
        self.length = length
        self.width = width
    }

    /// The bytes that an address and its length have at most, zeros in front of numbers included.
    private static let longest = 128

    init(_ text: String) throws(EvaluationFailure) {
        guard text.utf8.count <= Self.longest else { throw Self.isNone(text) }
        if text.contains(":"), text.contains(".") {
            throw .notComputed("addresses of version 4 in those of version 6 are not computed")
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = Self.number(parts[1]), let (value, width) = Self.parse(parts[0]),
            (0...width).contains(length)
        else { throw Self.isNone(text) }
        self.init(address: value & ~Self.hostMask(width - length), length: length, width: width)
    }

    private static func isNone(_ text: String) -> EvaluationFailure {
        EvaluationFailure("`\(Diagnostic.shown(text))` is not a range of addresses such as `10.0.0.0/16`")
    }

    private static func parse(_ text: Substring) -> (UInt128, Int)? {
        if text.contains(":") { return parseLong(text).map { ($0, 128) } }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { number($0) }.compactMap { UInt8(exactly: $0) }
        guard parts.count == 4, bytes.count == 4 else { return nil }
        return (bytes.reduce(0) { $0 << 8 | UInt128($1) }, 32)
    }

    /// A number without a sign.
    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    private static func parseLong(_ text: Substring) -> UInt128? {
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        var before: [UInt16] = []
        var after: [UInt16]?
        for (index, group) in groups.enumerated() {
            if group.isEmpty {
                if index == 0 || index == groups.count - 1 { continue }
                guard after == nil else { return nil }
                after = []
                continue
            }
            guard group.utf8.count <= 4, group.utf8.first != UInt8(ascii: "+"), let value = UInt16(group, radix: 16)
            else { return nil }
            if after == nil { before.append(value) } else { after?.append(value) }
        }
        if after == nil, text.hasSuffix("::") || text.hasPrefix("::") { after = [] }
        let missing = 8 - before.count - (after ?? []).count
        guard after == nil ? missing == 0 : missing >= 1 else { return nil }
        let all = before + [UInt16](repeating: 0, count: missing) + (after ?? [])
        return all.reduce(0) { $0 << 16 | UInt128($1) }
    }

    private static func hostMask(_ bits: Int) -> UInt128 { bits >= 128 ? .max : (1 << UInt128(bits)) - 1 }

    func host(_ number: Int128) throws(EvaluationFailure) -> String {
        let mask = Self.hostMask(width - length)
        let magnitude = UInt128(number.magnitude)
        guard number < 0 ? magnitude <= mask &+ (mask == .max ? 0 : 1) : magnitude <= mask else {
            throw EvaluationFailure("the range `\(text)` has no address with the number \(number)")
        }
        let offset = number < 0 ? (mask &- magnitude &+ 1) : magnitude
        return Self.text(of: address | offset, width)
    }

    func contains(_ other: AddressPrefix) -> Bool {
        width == other.width && length <= other.length
            && other.address & ~Self.hostMask(width - length) == address
    }

    func mask() throws(EvaluationFailure) -> String {
        guard width == 32 else { throw EvaluationFailure("only version 4 ranges have a netmask") }
        return Self.text(of: Self.hostMask(32) & ~Self.hostMask(width - length), width)
    }

    func subnet(addedBits: Int, number: Int128) throws(EvaluationFailure) -> AddressPrefix {
        let size = try subnetLength(addedBits)
        guard number >= 0, UInt128(number) <= Self.hostMask(addedBits) else {
            throw EvaluationFailure("\(addedBits) more bits do not hold the number \(number)")
        }
        let offset = size == 0 ? 0 : UInt128(number) << UInt128(width - size)
        return AddressPrefix(address: address | offset, length: size, width: width)
    }

    /// The next subnet at or behind an address, and where it ends.
    func subnet(addedBits: Int, from next: UInt128) throws(EvaluationFailure) -> (AddressPrefix, UInt128) {
        let size = try subnetLength(addedBits)
        let mask = Self.hostMask(width - size)
        let (sum, overflows) = next.addingReportingOverflow(mask)
        let start = sum & ~mask
        let (end, overflowsToo) = start.addingReportingOverflow(mask)
        guard !overflows, !overflowsToo, end <= address | Self.hostMask(width - length) else {
            throw EvaluationFailure("the range `\(text)` has no room for all subnets")
        }
        return (AddressPrefix(address: start, length: size, width: width), end &+ 1)
    }

    private func subnetLength(_ addedBits: Int) throws(EvaluationFailure) -> Int {
        guard addedBits >= 0, addedBits <= width - length else {
            throw EvaluationFailure("the range `\(text)` cannot be divided by \(addedBits) more bits")
        }
        return length + addedBits
    }

    var text: String { Self.text(of: address, width) + "/\(length)" }

    private static func text(of address: UInt128, _ width: Int) -> String {
        if width == 32 {
            return [24, 16, 8, 0].map { String(address >> UInt128($0) & 0xFF) }.joined(separator: ".")
        }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: address >> UInt128(112 - 16 * $0)) }
        // The longest run of at least two zeros is left out.
        var best = 0..<0
        var start = 0
        for index in 0...8 where index == 8 || groups[index] != 0 {
            if index - start > best.count, index - start > 1 { best = start..<index }
            start = index + 1
        }
        func joined(_ part: ArraySlice<UInt16>) -> String { part.map { String($0, radix: 16) }.joined(separator: ":") }
        if best.isEmpty { return joined(groups[...]) }
        return joined(groups[..<best.lowerBound]) + "::" + joined(groups[best.upperBound...])
    }
}
