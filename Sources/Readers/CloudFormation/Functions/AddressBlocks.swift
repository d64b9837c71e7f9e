import Documents
import Resources

/// `Fn::Cidr`: the subnets of an address block of IPv4.
enum AddressBlocks {
    static func cidr(_ call: Intrinsic, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        let arguments = call.elements
        guard (2...3).contains(arguments.count) else { throw Undetermined("needs an address block and a count") }
        let block = try evaluation.text(of: arguments[0])
        guard let count = UInt32(try evaluation.text(of: arguments[1])), (1...256).contains(count) else {
            throw Undetermined("needs a count from 1 to 256")
        }
        guard arguments.count == 3 else { throw Undetermined("needs the bits of a subnet") }
        guard let bits = UInt32(try evaluation.text(of: arguments[2])), (1...32).contains(bits) else {
            throw Undetermined("needs the bits of a subnet, from 1 to 32")
        }
        guard let (address, length) = parse(block) else { throw Undetermined("`\(block)` is no block of IPv4") }
        let size = UInt64(1) << UInt64(bits)
        guard UInt64(count) * size <= UInt64(1) << UInt64(32 - length) else {
            throw Undetermined("the block has no \(count) such subnets")
        }
        let texts = (0..<UInt64(count)).map {
            "\(dotted(UInt32(truncatingIfNeeded: UInt64(address) + $0 * size)))/\(32 - bits)"
        }
        return .value(DerivedDocument.list(texts, for: call.argument))
    }

    private static func parse(_ block: String) -> (address: UInt32, length: UInt32)? {
        let parts = block.split(separator: "/", omittingEmptySubsequences: false)
        let bytes = parts[0].split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        guard parts.count == 2, bytes.count == 4, let length = UInt32(parts[1]), length <= 32 else { return nil }
        let address = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let mask = length == 0 ? 0 : UInt32.max << (32 - length)
        return (address & mask, length)
    }

    private static func dotted(_ address: UInt32) -> String {
        [24, 16, 8, 0].map { String(address >> UInt32($0) & 0xFF) }.joined(separator: ".")
    }
}
