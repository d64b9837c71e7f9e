extension Library {
    /// Addresses and blocks of them: `ip('10.0.0.1').isLoopback()`, `cidr('10.0.0.0/8').containsIP('10.1.2.3')`.
    ///
    /// The overloads are those of cel-go's `network` library, which are those of Kubernetes.
    public static let network = Library(
        name: "network",
        functions: [
            Function("ip") {
                [
                    .global("string_to_ip", [.string], ipType, .unary(NetworkFunctions.address)),
                    .member("cidr_ip", [cidrType], ipType, .unary(NetworkFunctions.addressOfBlock)),
                ]
            },
            Function("isIP") { [.global("is_ip", [.string], .bool, .unary(NetworkFunctions.isAddress))] },
            Function("ip.isCanonical") {
                [.global("ip_is_canonical", [.string], .bool, .unary(NetworkFunctions.isCanonical))]
            },
            Function("family") {
                [.member("ip_family", [ipType], .int, property { .int(Int64($0.family.rawValue)) })]
            },
            test("isUnspecified", "ip_is_unspecified") { $0.isUnspecified },
            test("isLoopback", "ip_is_loopback") { $0.isLoopback },
            test("isLinkLocalMulticast", "ip_is_link_local_multicast") { $0.isLinkLocalMulticast },
            test("isLinkLocalUnicast", "ip_is_link_local_unicast") { $0.isLinkLocalUnicast },
            test("isGlobalUnicast", "ip_is_global_unicast") { $0.isGlobalUnicast },
            Function("cidr") { [.global("string_to_cidr", [.string], cidrType, .unary(NetworkFunctions.block))] },
            Function("isCIDR") { [.global("is_cidr", [.string], .bool, .unary(NetworkFunctions.isBlock))] },
            Function("containsIP") {
                [
                    .member(
                        "cidr_contains_ip", [cidrType, ipType], .bool, .binary(NetworkFunctions.containsAddress)),
                    .member(
                        "cidr_contains_ip_string", [cidrType, .string], .bool,
                        .binary(NetworkFunctions.containsAddress)),
                ]
            },
            Function("containsCIDR") {
                [
                    .member(
                        "cidr_contains_cidr", [cidrType, cidrType], .bool, .binary(NetworkFunctions.containsBlock)),
                    .member(
                        "cidr_contains_cidr_string", [cidrType, .string], .bool,
                        .binary(NetworkFunctions.containsBlock)),
                ]
            },
            Function("masked") {
                [.member("cidr_masked", [cidrType], cidrType, .unary(NetworkFunctions.masked))]
            },
            Function("prefixLength") {
                [.member("cidr_prefix_length", [cidrType], .int, .unary(NetworkFunctions.prefixLength))]
            },
            Function("string") {
                [
                    .global("ip_to_string", [ipType], .string, .unary(NetworkFunctions.string)),
                    .global("cidr_to_string", [cidrType], .string, .unary(NetworkFunctions.string)),
                ]
            },
        ])

    private static let ipType = CELType.opaque("net.IP", [])
    private static let cidrType = CELType.opaque("net.CIDR", [])

    private static func property(_ read: @escaping @Sendable (IPAddress) -> Val) -> Overload.Implementation {
        .unary { _, value in IPAddress(value).map(read) ?? .error(.invalidArgument) }
    }

    private static func test(
        _ name: String, _ id: String, _ isTrue: @escaping @Sendable (IPAddress) -> Bool
    ) -> Function {
        Function(name) { [.member(id, [ipType], .bool, property { .bool(isTrue($0)) })] }
    }
}

/// The functions of the `network` library.
enum NetworkFunctions {
    @Sendable
    static func address(_ frame: FramePointer, _ text: Val) -> Val {
        switch parseAddress(frame, text) {
        case .success(let address): address.value(in: frame)
        case .failure(let problem): problem.value
        }
    }

    @Sendable
    static func isAddress(_ frame: FramePointer, _ text: Val) -> Val {
        .bool((try? IPAddress(text.text)) != nil)
    }

    /// Whether a text is the canonical spelling of its address (RFC 5952).
    @Sendable
    static func isCanonical(_ frame: FramePointer, _ text: Val) -> Val {
        switch parseAddress(frame, text) {
        case .success(let address):
            ByteWriter.with(limit: 64) { writer in
                writer.append(address)
                return .bool(ByteSearch.equal(writer.bytes, text.text))
            }
        case .failure(let problem): problem.value
        }
    }

    @Sendable
    static func block(_ frame: FramePointer, _ text: Val) -> Val {
        switch parseBlock(frame, text) {
        case .success(let block): block.value(in: frame)
        case .failure(let problem): problem.value
        }
    }

    @Sendable
    static func isBlock(_ frame: FramePointer, _ text: Val) -> Val {
        .bool((try? AddressBlock(text.text)) != nil)
    }

    @Sendable
    static func addressOfBlock(_ frame: FramePointer, _ block: Val) -> Val {
        AddressBlock(block).map { $0.address.value(in: frame) } ?? .error(.invalidArgument)
    }

    @Sendable
    static func masked(_ frame: FramePointer, _ block: Val) -> Val {
        AddressBlock(block).map { $0.masked.value(in: frame) } ?? .error(.invalidArgument)
    }

    @Sendable
    static func prefixLength(_ frame: FramePointer, _ block: Val) -> Val {
        AddressBlock(block).map { .int($0.prefixLength) } ?? .error(.invalidArgument)
    }

    /// - Parameter address: an address or its text.
    @Sendable
    static func containsAddress(_ frame: FramePointer, _ block: Val, _ address: Val) -> Val {
        guard let block = AddressBlock(block) else { return .error(.invalidArgument) }
        if let address = IPAddress(address) { return .bool(block.contains(address)) }
        switch parseAddress(frame, address) {
        case .success(let address): return .bool(block.contains(address))
        case .failure(let problem): return problem.value
        }
    }

    /// - Parameter inner: a block or its text.
    @Sendable
    static func containsBlock(_ frame: FramePointer, _ outer: Val, _ inner: Val) -> Val {
        guard let outer = AddressBlock(outer) else { return .error(.invalidArgument) }
        if let inner = AddressBlock(inner) { return .bool(outer.contains(inner)) }
        switch parseBlock(frame, inner) {
        case .success(let inner): return .bool(outer.contains(inner))
        case .failure(let problem): return problem.value
        }
    }

    @Sendable
    static func string(_ frame: FramePointer, _ value: Val) -> Val {
        frame.string { _ = $0.append(opaque: value) }
    }

    private typealias Problem = FramePointer.Failure

    private static func parseAddress(_ frame: FramePointer, _ text: Val) -> Result<IPAddress, Problem> {
        do throws(AddressProblem) {
            return .success(try IPAddress(text.text))
        } catch {
            return .failure(Problem(value: frame.invalidConversion(of: text.text, "\(error.explanation)")))
        }
    }

    private static func parseBlock(_ frame: FramePointer, _ text: Val) -> Result<AddressBlock, Problem> {
        do throws(AddressProblem) {
            return .success(try AddressBlock(text.text))
        } catch {
            let hint = error == .malformed ? " block: expected an address, a slash and a prefix length" : ""
            return .failure(Problem(value: frame.invalidConversion(of: text.text, "\(error.explanation)\(hint)")))
        }
    }
}

/// Addresses as values: the family, then the sixteen bytes.
extension IPAddress {
    fileprivate static let payloadSize = 17

    /// Nil if the value is no address.
    init?(_ value: Val) {
        guard value.kind == .opaque, value.detail == OpaqueKind.address.rawValue else { return nil }
        self.init(payload: value.text)
    }

    fileprivate init?(payload: Bytes) {
        guard payload.count >= Self.payloadSize, let family = Family(rawValue: payload[0]) else { return nil }
        self.family = family
        high = UInt64(bigEndian: payload.loadUnaligned(fromByteOffset: 1, as: UInt64.self))
        low = UInt64(bigEndian: payload.loadUnaligned(fromByteOffset: 9, as: UInt64.self))
    }

    fileprivate func write(to payload: UnsafeMutableRawBufferPointer) {
        payload[0] = family.rawValue
        payload.storeBytes(of: high.bigEndian, toByteOffset: 1, as: UInt64.self)
        payload.storeBytes(of: low.bigEndian, toByteOffset: 9, as: UInt64.self)
    }

    func value(in frame: FramePointer) -> Val {
        withUnsafeTemporaryAllocation(byteCount: Self.payloadSize, alignment: 1) { payload in
            write(to: payload)
            return frame.opaque(.address, Bytes(payload))
        }
    }
}

/// Blocks as values: the address, then the prefix length.
extension AddressBlock {
    private static let payloadSize = IPAddress.payloadSize + 1

    /// Nil if the value is no block.
    init?(_ value: Val) {
        guard value.kind == .opaque, value.detail == OpaqueKind.network.rawValue, value.text.count == Self.payloadSize,
            let address = IPAddress(payload: value.text)
        else { return nil }
        self.init(
            address: address,
            prefixLength: Swift.min(Int(value.text[IPAddress.payloadSize]), address.family.bitCount))
    }

    func value(in frame: FramePointer) -> Val {
        withUnsafeTemporaryAllocation(byteCount: Self.payloadSize, alignment: 1) { payload in
            address.write(to: payload)
            payload[IPAddress.payloadSize] = UInt8(truncatingIfNeeded: prefixLength)
            return frame.opaque(.network, Bytes(payload))
        }
    }
}
