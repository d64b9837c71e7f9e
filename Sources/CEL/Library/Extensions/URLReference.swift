/// The parts of an absolute URI or an absolute path.
///
/// Reads what Go's `net/url` reads as a request URI, whose rules the Kubernetes library has made the standard: a scheme
/// with what follows, or a path that begins with a slash; no control characters, no malformed escapes, no port that is
/// not a number. Query and fragment are kept as they are.
struct URLReference {
    let text: Bytes
    private(set) var scheme: Range<Int> = 0..<0
    /// Host and port, without user information.
    private(set) var host: Range<Int> = 0..<0
    /// The host without port and brackets.
    private(set) var hostname: Range<Int> = 0..<0
    /// The digits of the port.
    private(set) var port: Range<Int> = 0..<0
    private(set) var path: Range<Int> = 0..<0
    private(set) var query: Range<Int> = 0..<0

    /// Nil if the text is not an absolute URI or path.
    init?(_ text: Bytes) {
        guard !text.isEmpty, text.allSatisfy({ $0 > 0x20 - 1 && $0 != 0x7F }) else { return nil }
        self.text = text
        var rest = 0..<(text.firstIndex(of: UInt8(ascii: "#")) ?? text.count)
        guard takeScheme(&rest) else { return nil }
        if let mark = text[rest].firstIndex(of: UInt8(ascii: "?")) {
            query = mark + 1..<rest.upperBound
            rest = rest.lowerBound..<mark
        }
        guard text[rest].first == UInt8(ascii: "/") else {
            // `mailto:someone` is a URI without host and path; without a scheme the reference is relative.
            guard !scheme.isEmpty, !rest.isEmpty || !query.isEmpty else { return nil }
            return
        }
        if hasAuthority(rest) {
            let start = rest.lowerBound + 2
            let end = text[start..<rest.upperBound].firstIndex(of: UInt8(ascii: "/")) ?? rest.upperBound
            guard takeAuthority(start..<end) else { return nil }
            rest = end..<rest.upperBound
        }
        guard Self.hasValidEscapes(text[rest]) else { return nil }
        path = rest
    }

    /// Two slashes open an authority, three without a scheme do not.
    private func hasAuthority(_ rest: Range<Int>) -> Bool {
        let part = text[rest]
        guard part.prefix(2).elementsEqual("//".utf8) else { return false }
        return !scheme.isEmpty || !part.prefix(3).elementsEqual("///".utf8)
    }

    /// False if the text begins with a colon.
    private mutating func takeScheme(_ rest: inout Range<Int>) -> Bool {
        for index in rest {
            switch text[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): continue
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                if index == 0 { return true }
            case UInt8(ascii: ":"):
                guard index > 0 else { return false }
                scheme = 0..<index
                rest = index + 1..<rest.upperBound
                return true
            default: return true
            }
        }
        return true
    }

    private mutating func takeAuthority(_ authority: Range<Int>) -> Bool {
        var start = authority.lowerBound
        if let at = text[authority].lastIndex(of: UInt8(ascii: "@")) {
            guard Self.isUserInformation(text[start..<at]) else { return false }
            start = at + 1
        }
        host = start..<authority.upperBound
        if text[host].first == UInt8(ascii: "[") {
            guard let end = text[host].lastIndex(of: UInt8(ascii: "]")) else { return false }
            hostname = start + 1..<end
            guard takePort(end + 1..<host.upperBound) else { return false }
            let address = Bytes(rebasing: text[hostname])
            return address.contains(UInt8(ascii: ":")) && (try? IPAddress(address)) != nil
        }
        let colon = text[host].lastIndex(of: UInt8(ascii: ":")) ?? host.upperBound
        hostname = start..<colon
        return takePort(colon..<host.upperBound) && Self.isHostName(text[hostname])
    }

    /// Nothing, or a colon and digits, of which there may be none.
    private mutating func takePort(_ part: Range<Int>) -> Bool {
        guard let first = text[part].first else { return true }
        port = part.lowerBound + 1..<part.upperBound
        return first == UInt8(ascii: ":") && text[port].allSatisfy { $0 &- 0x30 < 10 }
    }
}

/// Which characters may stand where.
extension URLReference {
    /// Letters, digits and `-_.~`.
    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func isOne(_ byte: UInt8, of characters: StaticString) -> Bool {
        Bytes(staticText: characters).contains(byte)
    }

    /// What a path may hold without being escaped.
    static func isPathCharacter(_ byte: UInt8) -> Bool {
        isUnreserved(byte) || isOne(byte, of: "!$&'()*+,;=:@/[]%")
    }

    /// What Go's writer leaves alone when it has to escape a path.
    static func staysInPath(_ byte: UInt8) -> Bool { isUnreserved(byte) || isOne(byte, of: "$&+,/:;=@") }

    private static func isUserInformation(_ part: Slice<Bytes>) -> Bool {
        part.allSatisfy { isUnreserved($0) || isOne($0, of: "!$&'()*+,;=:%@") } && hasValidEscapes(part)
    }

    /// Names, with escapes only for what is not ASCII.
    private static func isHostName(_ part: Slice<Bytes>) -> Bool {
        var index = part.startIndex
        while index < part.endIndex {
            let byte = part[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < part.endIndex, let high = Hexadecimal.value(of: part[index + 1]), high >= 8,
                    Hexadecimal.value(of: part[index + 2]) != nil
                else { return false }
                index += 3
                continue
            }
            guard byte >= 0x80 || isUnreserved(byte) || isOne(byte, of: "!$&'()*+,;=:[]<>\"") else { return false }
            index += 1
        }
        return true
    }

    /// Whether two hexadecimal digits follow each percent sign.
    static func hasValidEscapes(_ part: Slice<Bytes>) -> Bool {
        var index = part.startIndex
        while index < part.endIndex {
            if part[index] == UInt8(ascii: "%") {
                guard index + 2 < part.endIndex, Hexadecimal.value(of: part[index + 1]) != nil,
                    Hexadecimal.value(of: part[index + 2]) != nil
                else { return false }
                index += 2
            }
            index += 1
        }
        return true
    }
}

extension ByteWriter {
    /// The path with everything escaped that must be: as it was written if that is so already.
    mutating func append(escapedPathOf url: URLReference) {
        let path = url.text[url.path]
        if path.allSatisfy(URLReference.isPathCharacter) { return append(Bytes(rebasing: path)) }
        let start = count
        append(unescaping: path)
        let plain = Array(bytes[start...])
        truncate(to: start)
        for byte in plain {
            if URLReference.staysInPath(byte) {
                append(byte)
            } else {
                append(UInt8(ascii: "%"))
                append(UInt64(byte), radix: 16, isUpperCase: true, width: 2)
            }
        }
    }

    /// The part with its escapes, which must be valid, resolved.
    /// - Parameter plusIsSpace: as in queries.
    mutating func append(unescaping part: Slice<Bytes>, plusIsSpace: Bool = false) {
        var index = part.startIndex
        while index < part.endIndex {
            let byte = part[index]
            if byte == UInt8(ascii: "%"), index + 2 < part.endIndex,
                let high = Hexadecimal.value(of: part[index + 1]), let low = Hexadecimal.value(of: part[index + 2])
            {
                append(high << 4 | low)
                index += 3
            } else {
                append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
    }
}
