/// JSON written down by hand, where values of answers are kept as they came.
package enum JSONText {
    package static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += Array("\\n".utf8)
            case 0..<0x20, 0x7F:
                let digits = Array("0123456789abcdef".utf8)
                bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A text that is JSON already without its line breaks, which can only stand between its parts.
    package static func line(_ json: some Sequence<UInt8>) -> String {
        String(decoding: json.lazy.filter { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    }

    package static func object(_ members: [(key: String, json: String?)]) -> String {
        let present = members.compactMap { member in member.json.map { "\(quoted(member.key)):\($0)" } }
        return "{\(present.joined(separator: ","))}"
    }

    package static func array(_ elements: [String]) -> String { "[\(elements.joined(separator: ","))]" }
}
