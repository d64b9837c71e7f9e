import Testing

@testable import CEL

@Suite("the network library")
struct NetworkLibraryTests {
    @Test(
        "addresses and blocks",
        arguments: [
            "string(ip('192.168.0.1')) == '192.168.0.1'", "string(ip('2001:DB8:0:0:0:0:0:68')) == '2001:db8::68'",
            "ip('::ffff:c0a8:1') == ip('192.168.0.1')", "ip('::').isUnspecified()", "string(ip('1::')) == '1::'",
            "string(ip('1:0:0:2:0:0:0:3')) == '1:0:0:2::3'", "string(ip('1:0:2:0:3:0:4:0')) == '1:0:2:0:3:0:4:0'",
            "string(ip('0:0:1::')) == '0:0:1::'", "string(ip('::1.2.3.4')) == '::102:304'",
            "string(ip('64:ff9b::1.2.3.4')) == '64:ff9b::102:304'",
            "ip.isCanonical('2001:db8::1')", "!ip.isCanonical('2001:DB8::1')",
            "!ip.isCanonical('2001:db8:0:0:0:0:0:1')",
            "!ip.isCanonical('::ffff:c0a8:1')", "ip('1.2.3.4').family() == 4", "ip('::1').family() == 6",
            "ip('127.9.9.9').isLoopback()", "ip('::1').isLoopback()", "ip('169.254.1.1').isLinkLocalUnicast()",
            "ip('febf::1').isLinkLocalUnicast()", "!ip('fec0::1').isLinkLocalUnicast()",
            "ip('224.0.0.255').isLinkLocalMulticast()",
            "!ip('224.0.1.1').isLinkLocalMulticast()", "ip('ff12::1').isLinkLocalMulticast()",
            "ip('10.0.0.1').isGlobalUnicast()",
            "!ip('255.255.255.255').isGlobalUnicast()", "!ip('0.0.0.0').isGlobalUnicast()",
            "!ip('ff00::1').isGlobalUnicast()",
            "cidr('10.0.0.0/8').containsIP('10.255.0.1')", "!cidr('10.0.0.0/8').containsIP(ip('11.0.0.0'))",
            "cidr('0.0.0.0/0').containsIP('255.1.2.3')", "!cidr('0.0.0.0/0').containsIP('::1')",
            "cidr('::/0').containsIP('ffff::1')",
            "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')", "!cidr('10.1.0.0/16').containsCIDR('10.0.0.0/8')",
            "cidr('10.0.0.0/8').containsCIDR(cidr('10.0.0.0/8'))", "cidr('192.168.1.5/24').ip() == ip('192.168.1.5')",
            "cidr('192.168.1.5/24').masked() == cidr('192.168.1.0/24')",
            "cidr('192.168.1.5/24') != cidr('192.168.1.0/24')",
            "cidr('2001:db8::ff/65').masked() == cidr('2001:db8::/65')", "cidr('::/0').prefixLength() == 0",
            "string(cidr('2001:DB8::/32')) == '2001:db8::/32'", "type(ip('::1')) == net.IP",
            "type(cidr('::/1')) == net.CIDR",
            "isIP('1.2.3.4')", "isCIDR('1.2.3.4/32')", "ip('1.2.3.4') in [ip('1.2.3.4')]",
        ])
    func claim(_ source: String) throws { try expectTrue(source) }

    @Test(
        "texts that are no addresses",
        arguments: [
            "", "1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.256", "1.2.3.-4", "1.2.3.", ".1.2.3", "1..2.3",
            "1.2.3.4 ", "１.2.3.4",
            ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "1:2:3:4:5:6:7::8",
            "::1:2:3:4:5:6:7:8", "1:",
            ":1", "::1.2.3", "1.2.3.4::", "::1.2.3.4:5", "fe80::1%eth0", "::ffff:1.2.3.4", "[::1]",
            "1:2:3:4:5:6:7:1.2.3.4",
        ])
    func notAddresses(_ text: String) throws {
        try expectTrue("!isIP('\(text)')")
        try expectError("ip('\(text)')", nil)
    }

    @Test(
        "texts that are no blocks",
        arguments: [
            "", "/", "1.2.3.4", "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/+8", "1.2.3.4/08", "::/129", "::/1/2",
            "::ffff:1.2.3.4/96", "::ffff:c0a8:1/120", "fe80::1%a/64",
        ])
    func notBlocks(_ text: String) throws {
        try expectTrue("!isCIDR('\(text)')")
        try expectError("cidr('\(text)')", nil)
    }

    @Test("refusals say why")
    func reasons() throws {
        try expectError("ip('fe80::1%en0')", "has a zone")
        try expectError("ip('::ffff:1.2.3.4')", "IPv4-mapped")
        try expectError("ip('nonsense')", "`nonsense` is not a valid address")
        try expectError("cidr('10.0.0.0')", "expected an address, a slash and a prefix length")
    }

    /// The bits of an address, most significant first.
    private static func bits(_ address: IPAddress) -> [Bool] {
        let all =
            (0..<64).map { address.high >> (63 - $0) & 1 == 1 } + (0..<64).map { address.low >> (63 - $0) & 1 == 1 }
        return address.family == .v4 ? Array(all.suffix(32)) : all
    }

    @Test("an address reads back from its text, and blocks contain what shares their first bits")
    func properties() throws {
        var random = FixedRandom(seed: 31)
        for round in 0..<4_000 {
            func word() -> UInt64 {
                random.next() & random.next() & (Bool.random(using: &random) ? .max : 0xFFFF_0000_FFFF_0000)
            }
            let isShort = round.isMultiple(of: 2)
            let first =
                isShort ? IPAddress(v4: UInt32(truncatingIfNeeded: word())) : IPAddress(v6: word() | 1 << 63, word())
            let length = Int.random(in: 0...first.family.bitCount, using: &random)
            // A second address that often differs late.
            let flip = UInt64(1) << UInt64.random(in: 0..<64, using: &random)
            let second =
                isShort
                ? IPAddress(v4: UInt32(truncatingIfNeeded: first.low ^ flip))
                : IPAddress(v6: first.high ^ (Bool.random(using: &random) ? flip : 0), first.low ^ flip)
            ByteWriter.with(limit: 64) { writer in
                writer.append(first)
                let read = try? IPAddress(writer.bytes)
                #expect(read == first, "\(String(decoding: writer.bytes, as: UTF8.self))")
            }
            let block = AddressBlock(address: first, prefixLength: length)
            let sharesBits = Self.bits(first).prefix(length) == Self.bits(second).prefix(length)
            #expect(block.contains(second) == sharesBits)
            #expect(block.masked.contains(first) && block.contains(block.masked))
            #expect(
                Self.bits(block.masked.address) == Self.bits(first).prefix(length)
                    + Array(repeating: false, count: first.family.bitCount - length))
        }
    }
}

@Suite("the url library")
struct URLLibraryTests {
    @Test(
        "URLs are taken apart",
        arguments: [
            "url('https://user:pass@example.com:80/path?query=val#fragment').getHost() == 'example.com:80'",
            "url('HTTPS://Example.com/').getScheme() == 'https'", "url('/path').getScheme() == ''",
            "url('/path').getHost() == ''",
            "url('https://example.com:80/').getHostname() == 'example.com'",
            "url('https://example.com:80/').getPort() == '80'",
            "url('https://example.com/').getPort() == ''", "url('https://[::1]:80/').getHost() == '[::1]:80'",
            "url('https://[::1]:80/').getHostname() == '::1'", "url('https://[::1]/').getPort() == ''",
            "url('https://[::1]:80').getPort() == '80'",
            "url('https://example.com').getEscapedPath() == ''",
            "url('https://example.com/a b/').getEscapedPath() == '/a%20b/'",
            "url('https://example.com/a%2Fb').getEscapedPath() == '/a%2Fb'", "url('/é').getEscapedPath() == '/%C3%A9'",
            "url('https://example.com/p?k1=a&k2=b&k2=c').getQuery() == {'k1': ['a'], 'k2': ['b', 'c']}",
            "url('https://example.com/p?a+b=c%20d').getQuery() == {'a b': ['c d']}",
            "url('https://example.com/p?').getQuery() == {}",
            "url('https://example.com/p').getQuery() == {}",
            "url('/p?a=%zz&b=1;c=2&d&e=f=g').getQuery() == {'d': [''], 'e': ['f=g']}",
            "url('/p?q=1#x?y').getQuery() == {'q': ['1']}", "isURL('mailto:a@b.c')", "isURL('arn:aws:s3:::bucket')",
            "isURL('s3://bucket/key')",
            "isURL('/')", "!isURL('')", "!isURL('../relative')", "!isURL('relative')", "!isURL('https://a:b:c/')",
            "!isURL(':x')",
            "!isURL('https://exa mple.com/')", "!isURL('https://[::1/')", "!isURL('https://[nope]/')", "!isURL('/%zz')",
            "!isURL('/a\\u0000')",
            "!isURL('https://h:8o/')", "isURL('https://h:/')", "!isURL('https://us er@h/')",
            "url('https://a@b@c/').getHost() == 'c'",
            "url('/a') == url('/a')", "url('/a') != url('/b')",
        ])
    func claim(_ source: String) throws { try expectTrue(source) }

    @Test("what is no URL is an error that names it")
    func error() throws { try expectError("url('../x')", "`../x` is not a URL") }
}
