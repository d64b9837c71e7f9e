import HCL

/// What Terraform reads otherwise than YAML says, in ways that are not copied here: its value is not known.
enum YAMLDoubts {
    static func failure(_ what: String) -> EvaluationFailure {
        EvaluationFailure("\(what) is read by Terraform in its own way", kind: .notComputed)
    }

    /// What is in doubt in a text as a whole, told by its bytes, which a text in quotes may hold without harm.
    static func doubt(of text: String) -> String? {
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "!"), index == 0 || separators.contains(bytes[index - 1]) {
                return "a tag in YAML"
            }
            if byte == UInt8(ascii: "<"), bytes[index...].starts(with: "<<".utf8),
                index == 0 || bytes[index - 1] != byte, !isPlainMerge(bytes, at: index)
            {
                return "a merge in YAML that is no first member, or merges a list,"
            }
        }
        return nil
    }

    private static let separators = Set(" \t\n\r[{,".utf8)

    /// Whether a merge key comes first in its mapping, so that all members win over what it merges, and merges one mapping.
    private static func isPlainMerge(_ bytes: [UInt8], at start: Int) -> Bool {
        let rest = bytes[(start + 2)...].drop { $0 == UInt8(ascii: " ") }
        guard rest.first == UInt8(ascii: ":"), let value = rest.dropFirst().first(where: { $0 != UInt8(ascii: " ") }),
            value == UInt8(ascii: "*") || value == UInt8(ascii: "{")
        else { return false }
        var lineStart = start
        while lineStart > 0, bytes[lineStart - 1] != UInt8(ascii: "\n") { lineStart -= 1 }
        let before = bytes[lineStart..<start]
        if before.last(where: { $0 != UInt8(ascii: " ") }) == UInt8(ascii: "{") { return true }
        guard before.allSatisfy(indents.contains) else { return false }
        if before.contains(UInt8(ascii: "-")) { return true }
        // In a block it comes first if what stands above is less deep.
        let above = bytes[..<lineStart].split(separator: UInt8(ascii: "\n")).last {
            $0.contains { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }
        }
        guard let above else { return true }
        return above.prefix(while: indents.contains).count < before.count
    }

    private static let indents = Set(" -".utf8)

    /// Whether a key without quotes may be a number or a time, which Terraform writes anew.
    static func isDoubtful(key: String) -> Bool {
        guard let first = key.utf8.first, starts.contains(first) else { return false }
        let isWhole = key.utf8.allSatisfy { $0 &- 0x30 < 10 } && key.utf8.count <= 15
        if isWhole { return key.utf8.count > 1 && first == UInt8(ascii: "0") }
        return key.hasPrefix(".") || key.utf8.allSatisfy(numeric.contains)
    }

    private static let starts = Set("0123456789+-.".utf8)
    /// What numbers in any base, and dates and times, are written with.
    private static let numeric = Set("0123456789abcdefABCDEFxXoO_+-.:tTzZ ".utf8)

    /// Whether a text without quotes begins as a date does.
    static func isLikeDate(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, (1...2).contains(parts[1].count) else { return false }
        return parts[..<2].allSatisfy { $0.allSatisfy(isDigit) } && parts[2].first.map(isDigit) ?? false
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
