internal import Documents

/// Decides what a plain scalar is.
struct ScalarResolver {
    let schema: YAMLSchema

    /// What a scalar stands for. `text` is given where the arena's form of the value differs from what is written.
    struct Meaning {
        var kind: Node.Kind
        var text: String?

        init(_ kind: Node.Kind, text: String? = nil) {
            self.kind = kind
            self.text = text
        }
    }

    /// What a plain scalar without a tag stands for.
    @inline(__always)
    func meaning(of bytes: UnsafeRawBufferPointer) -> Meaning {
        guard let first = bytes.first else { return Meaning(.null) }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            return number(bytes) ?? Meaning(.string)
        case UInt8(ascii: "~"): return Meaning(bytes.count == 1 ? .null : .string)
        default:
            // No word of the schemas is longer than `false` or begins with another letter than these.
            return bytes.count <= 5 && beginsWord(first) ? Meaning(word(bytes)) : Meaning(.string)
        }
    }

    private func beginsWord(_ first: UInt8) -> Bool {
        switch first | 0x20 {
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "y"), UInt8(ascii: "o"): true
        default: false
        }
    }

    private func word(_ bytes: UnsafeRawBufferPointer) -> Node.Kind {
        let words = schema == .core ? Self.coreWords : Self.legacyWords
        return words.first { $0.word.utf8.elementsEqual(bytes) }?.kind ?? .string
    }

    private static let coreWords: [(word: String, kind: Node.Kind)] = [
        ("true", .true), ("false", .false), ("null", .null), ("True", .true), ("False", .false), ("Null", .null),
        ("TRUE", .true), ("FALSE", .false), ("NULL", .null),
    ]

    private static let legacyWords: [(word: String, kind: Node.Kind)] =
        coreWords + [
            ("yes", .true), ("no", .false), ("on", .true), ("off", .false), ("Yes", .true), ("No", .false),
            ("On", .true), ("Off", .false), ("YES", .true), ("NO", .false), ("ON", .true), ("OFF", .false),
        ]

    /// What a scalar that begins like a number stands for; nil if it is none.
    func number(_ bytes: UnsafeRawBufferPointer) -> Meaning? {
        var at = 0
        let isNegative = bytes[0] == UInt8(ascii: "-")
        if isNegative || bytes[0] == UInt8(ascii: "+") { at = 1 }
        let digits = digits(bytes, &at)
        if at == bytes.count, digits > 0 { return integer(bytes, digits) }
        if at == 1, bytes[0] == UInt8(ascii: "0") { return prefixed(bytes) }
        if digits == 0, let special = special(bytes, from: at, isNegative) { return special }
        guard digits < 2 || bytes[at - digits] != UInt8(ascii: "0") else { return nil }
        return isFraction(bytes, from: at, integerDigits: digits) ? Meaning(.double) : nil
    }

    private func digits(_ bytes: UnsafeRawBufferPointer, _ at: inout Int) -> Int {
        let start = at
        while at < bytes.count, bytes[at] &- UInt8(ascii: "0") < 10 { at += 1 }
        return at - start
    }

    private func integer(_ bytes: UnsafeRawBufferPointer, _ digits: Int) -> Meaning? {
        if digits > 1, bytes[bytes.count - digits] == UInt8(ascii: "0") { return nil }
        if digits <= 18 { return Meaning(.integer) }
        return Meaning(Int64(String(decoding: bytes, as: UTF8.self)) == nil ? .double : .integer)
    }

    /// Hexadecimal and octal integers.
    private func prefixed(_ bytes: UnsafeRawBufferPointer) -> Meaning? {
        guard bytes.count > 2 else { return isFraction(bytes, from: 1, integerDigits: 1) ? Meaning(.double) : nil }
        let digits = String(decoding: bytes.dropFirst(2), as: UTF8.self)
        let radix: Int
        switch bytes[1] {
        case UInt8(ascii: "x"): radix = 16
        case UInt8(ascii: "o") where schema == .core: radix = 8
        default: return isFraction(bytes, from: 1, integerDigits: 1) ? Meaning(.double) : nil
        }
        guard let first = digits.utf8.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "+"),
            let value = Int64(digits, radix: radix)
        else { return nil }
        return Meaning(.integer, text: String(value))
    }

    private func special(_ bytes: UnsafeRawBufferPointer, from at: Int, _ isNegative: Bool) -> Meaning? {
        guard bytes.count - at == 4, bytes[at] == UInt8(ascii: ".") else { return nil }
        let word = String(decoding: bytes.dropFirst(at + 1), as: UTF8.self)
        if ["inf", "Inf", "INF"].contains(word) { return Meaning(.double, text: isNegative ? "-inf" : "inf") }
        return at == 0 && ["nan", "NaN", "NAN"].contains(word) ? Meaning(.double, text: "nan") : nil
    }

    /// A point with digits on at least one side, then perhaps an exponent.
    private func isFraction(_ bytes: UnsafeRawBufferPointer, from start: Int, integerDigits: Int) -> Bool {
        var at = start
        var count = integerDigits
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            count += digits(bytes, &at)
        }
        guard count > 0 else { return false }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            guard digits(bytes, &at) > 0 else { return false }
        }
        return at == bytes.count
    }
}
