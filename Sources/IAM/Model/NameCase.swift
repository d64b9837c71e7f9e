extension StringProtocol {
    /// The text with `A` to `Z` in lower case. Upper and lower case are alike in the names of actions, keys and operators, and
    /// these are ASCII: a character that merely looks like one of theirs, such as the Kelvin sign, is another one.
    var asciiLowercased: String {
        func isUpper(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }
        guard utf8.contains(where: isUpper) else { return String(self) }
        return String(decoding: utf8.map { isUpper($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
