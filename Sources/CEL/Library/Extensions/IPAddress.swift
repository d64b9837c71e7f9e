/// An IPv4 or IPv6 address without a zone.
///
/// An IPv6 address that maps an IPv4 one is kept as the latter.
struct IPAddress: Hashable, Sendable {
    enum Family: UInt8, Sendable {
        case v4 = 4
        case v6 = 6

        var bitCount: Int { self == .v4 ? 32 : 128 }
    }

    let family: Family
    /// Network order; of IPv4 the lower 32 bits.
    let high: UInt64
    let low: UInt64

    init(v4 bits: UInt32) {
        family = .v4
        high = 0
        low = UInt64(bits)
    }

    init(v6 high: UInt64, _ low: UInt64) {
        family = .v6
        self.high = high
        self.low = low
    }

    /// The address with all but the leading bits cleared.
    func masked(to prefixLength: Int) -> IPAddress {
        switch family {
        case .v4:
            let mask: UInt32 = prefixLength == 0 ? 0 : ~0 << UInt32(32 - prefixLength)
            return IPAddress(v4: UInt32(truncatingIfNeeded: low) & mask)
        case .v6:
            // Swift's shifts give 0 beyond the width.
            return IPAddress(
                v6: high & ~(UInt64.max >> UInt64(Swift.min(prefixLength, 64))),
                low & ~(UInt64.max >> UInt64(Swift.max(prefixLength - 64, 0))))
        }
    }

    private func isWithin(v4 network: UInt32, _ prefixLength: Int) -> Bool {
        family == .v4 && masked(to: prefixLength).low == UInt64(network)
    }

    var isUnspecified: Bool { high == 0 && low == 0 }

    var isLoopback: Bool { family == .v4 ? isWithin(v4: 0x7F00_0000, 8) : high == 0 && low == 1 }

    /// 224.0.0.0/4 and ff00::/8.
    var isMulticast: Bool { family == .v4 ? isWithin(v4: 0xE000_0000, 4) : high >> 56 == 0xFF }

    /// 224.0.0.0/24 and ff02::/16, whatever the flags.
    var isLinkLocalMulticast: Bool {
        family == .v4 ? isWithin(v4: 0xE000_0000, 24) : high >> 48 & 0xFF0F == 0xFF02
    }

    /// 169.254.0.0/16 and fe80::/10.
    var isLinkLocalUnicast: Bool { family == .v4 ? isWithin(v4: 0xA9FE_0000, 16) : high >> 54 == 0xFE80 >> 6 }

    /// Neither unspecified, loopback, multicast, link-local nor IPv4's broadcast; private addresses are.
    var isGlobalUnicast: Bool {
        !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast && !isWithin(v4: 0xFFFF_FFFF, 32)
    }
}

/// A block of addresses, and an address in it: `192.168.1.5/24`.
struct AddressBlock: Hashable, Sendable {
    let address: IPAddress
    let prefixLength: Int

    /// The same block under its first address.
    var masked: AddressBlock { AddressBlock(address: address.masked(to: prefixLength), prefixLength: prefixLength) }

    func contains(_ other: IPAddress) -> Bool {
        other.family == address.family && other.masked(to: prefixLength) == address.masked(to: prefixLength)
    }

    func contains(_ other: AddressBlock) -> Bool {
        prefixLength <= other.prefixLength && contains(other.address)
    }
}
