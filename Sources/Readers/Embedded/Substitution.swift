/// The places `${...}` in a text whose positions matter.
///
/// `Fn::Sub` and the substitutions of state machines write them alike; only the former knows `${!x}` for a literal
/// `${x}`.
struct Substitution {
    /// The name, without blanks around it; with its `!`.
    let name: String
    /// From the dollar sign to the closing brace.
    let range: Range<Int>

    /// All places, in order. An opening that is never closed is literal.
    static func all(in bytes: UnsafeRawBufferPointer) -> [Substitution] {
        var found: [Substitution] = []
        var at = 0
        while let start = opening(in: bytes, from: at) {
            guard let close = bytes[(start + 2)...].firstIndex(of: UInt8(ascii: "}")) else { break }
            let name = bytes[start + 2..<close].drop { $0 == 0x20 }
            let trimmed = name.lastIndex { $0 != 0x20 }.map { name[...$0] } ?? name[..<name.startIndex]
            found.append(Substitution(name: String(decoding: trimmed, as: UTF8.self), range: start..<close + 1))
            at = close + 1
        }
        return found
    }

    private static func opening(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var at = start
        while at + 1 < bytes.count {
            if bytes[at] == UInt8(ascii: "$"), bytes[at + 1] == UInt8(ascii: "{") { return at }
            at += 1
        }
        return nil
    }
}
