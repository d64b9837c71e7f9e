public import Documents

/// A policy document that stands inside a string of another document, as JSON or as JSON in percent encoding, which is
/// how the API of IAM answers.
public struct EmbeddedText: Sendable {
    /// The document that the string spells.
    public let text: SourceText
    /// The string.
    private let node: NodeView
    /// For each byte of the document the byte of the string's text that gives it; nil if they are the same.
    private let offsets: [Int32]?

    /// Nil if the text of the string does not begin as a JSON object does.
    public init?(_ node: NodeView) {
        guard node.kind == .string else { return nil }
        let bytes = Array(node.document.text(of: node.node))
        let first = bytes.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        let name = node.document.source.name
        self.node = node
        if first == UInt8(ascii: "{") {
            text = SourceText(name: name, copying: bytes)
            offsets = nil
        } else if first == UInt8(ascii: "%"), let decoded = Self.decode(bytes) {
            text = SourceText(name: name, copying: decoded.bytes)
            offsets = decoded.offsets
        } else {
            return nil
        }
    }

    /// Where a range of the document stands in the file.
    public func range(inFile range: Range<Int>) -> Range<Int> {
        func place(_ offset: Int) -> Int {
            guard let offsets else { return offset }
            guard let last = offsets.last else { return 0 }
            return Int(offset < offsets.count ? offsets[max(0, offset)] : last)
        }
        return node.sourceRange(
            ofTextRange: place(range.lowerBound)..<max(place(range.lowerBound), place(range.upperBound)))
    }

    /// - SeeAlso: RFC 3986, section 2.1.
    private static func decode(_ bytes: [UInt8]) -> (bytes: [UInt8], offsets: [Int32])? {
        guard bytes.count < Int32.max else { return nil }
        var decoded: [UInt8] = []
        var offsets: [Int32] = []
        var at = 0
        while at < bytes.count {
            offsets.append(Int32(truncatingIfNeeded: at))
            if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count, let high = digit(bytes[at + 1]),
                let low = digit(bytes[at + 2])
            {
                decoded.append(high << 4 | low)
                at += 3
            } else {
                decoded.append(bytes[at])
                at += 1
            }
        }
        offsets.append(Int32(truncatingIfNeeded: bytes.count))
        return decoded.first { $0 > 0x20 } == UInt8(ascii: "{") ? (decoded, offsets) : nil
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
