/// Cuts an expression into tokens, one at a time, without copying text.
///
// INVARIANT: `bytes` outlives the lexer; no byte at or past `bytes.count` is read (`byte(at:)` gives 0 there).
struct Lexer {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    @inline(__always)
    func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

    func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    mutating func next() -> Token {
        skipBlanks()
        let start = position
        guard start < bytes.count else { return Token(kind: .end, start: bytes.count, end: bytes.count) }
        let first = bytes[start]
        if first.isIdentifierStart { return word(from: start) }
        if first.isDigit || (first == UInt8(ascii: ".") && byte(at: start &+ 1).isDigit) { return number(from: start) }
        switch first {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return string(.string, from: start, quote: start, isRaw: false)
        case UInt8(ascii: "`"): return quotedField(from: start)
        default: return punctuation(first, from: start)
        }
    }

    private mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0C: position &+= 1
            case UInt8(ascii: "/"):
                guard byte(at: position &+ 1) == UInt8(ascii: "/") else { return }
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position &+= 1 }
            default: return
            }
        }
    }

    private mutating func token(_ kind: Token.Kind, from start: Int, to end: Int) -> Token {
        position = end
        return Token(kind: kind, start: start, end: end)
    }

    private mutating func punctuation(_ first: UInt8, from start: Int) -> Token {
        let second = byte(at: start &+ 1)
        switch first {
        case UInt8(ascii: "."): return token(.dot, from: start, to: start &+ 1)
        case UInt8(ascii: ","): return token(.comma, from: start, to: start &+ 1)
        case UInt8(ascii: ":"): return token(.colon, from: start, to: start &+ 1)
        case UInt8(ascii: "?"): return token(.question, from: start, to: start &+ 1)
        case UInt8(ascii: "("): return token(.leftParenthesis, from: start, to: start &+ 1)
        case UInt8(ascii: ")"): return token(.rightParenthesis, from: start, to: start &+ 1)
        case UInt8(ascii: "["): return token(.leftBracket, from: start, to: start &+ 1)
        case UInt8(ascii: "]"): return token(.rightBracket, from: start, to: start &+ 1)
        case UInt8(ascii: "{"): return token(.leftBrace, from: start, to: start &+ 1)
        case UInt8(ascii: "}"): return token(.rightBrace, from: start, to: start &+ 1)
        case UInt8(ascii: "+"): return token(.plus, from: start, to: start &+ 1)
        case UInt8(ascii: "-"): return token(.minus, from: start, to: start &+ 1)
        case UInt8(ascii: "*"): return token(.star, from: start, to: start &+ 1)
        case UInt8(ascii: "/"): return token(.slash, from: start, to: start &+ 1)
        case UInt8(ascii: "%"): return token(.percent, from: start, to: start &+ 1)
        case UInt8(ascii: "!"): return pair(.not, .notEqual, second == UInt8(ascii: "="), from: start)
        case UInt8(ascii: "="): return pair(.singleEqual, .equal, second == UInt8(ascii: "="), from: start)
        case UInt8(ascii: "<"): return pair(.less, .lessOrEqual, second == UInt8(ascii: "="), from: start)
        case UInt8(ascii: ">"): return pair(.greater, .greaterOrEqual, second == UInt8(ascii: "="), from: start)
        case UInt8(ascii: "&"): return pair(.singleAmpersand, .and, second == first, from: start)
        case UInt8(ascii: "|"): return pair(.singlePipe, .or, second == first, from: start)
        default: return strayCharacter(from: start)
        }
    }

    /// One-byte token `single`, or two-byte token `double` when the second byte belongs to it.
    private mutating func pair(
        _ single: Token.Kind, _ double: Token.Kind, _ isDouble: Bool, from start: Int
    ) -> Token {
        token(isDouble ? double : single, from: start, to: start &+ (isDouble ? 2 : 1))
    }

    /// A character that no token begins with, whole: never a part of a multi-byte one.
    private mutating func strayCharacter(from start: Int) -> Token {
        var end = start &+ 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end &+= 1 }
        return token(.strayCharacter, from: start, to: end)
    }

    private mutating func word(from start: Int) -> Token {
        var end = start &+ 1
        while end < bytes.count, bytes[end].isIdentifierPart { end &+= 1 }
        let next = byte(at: end)
        if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'"), let prefix = stringPrefix(start..<end) {
            return string(prefix.kind, from: start, quote: end, isRaw: prefix.isRaw)
        }
        return token(Self.wordKind(UnsafeBufferPointer(rebasing: bytes[start..<end])), from: start, to: end)
    }

    /// What the letters before a quote make of the literal; nil when they are a word of their own.
    private func stringPrefix(_ range: Range<Int>) -> (kind: Token.Kind, isRaw: Bool)? {
        let first = bytes[range.lowerBound] | 0x20
        switch range.count {
        case 1 where first == UInt8(ascii: "r"): return (.string, true)
        case 1 where first == UInt8(ascii: "b"): return (.bytes, false)
        case 2 where first == UInt8(ascii: "b") && bytes[range.lowerBound &+ 1] | 0x20 == UInt8(ascii: "r"):
            return (.bytes, true)
        default: return nil
        }
    }

    private mutating func quotedField(from start: Int) -> Token {
        var end = start &+ 1
        while end < bytes.count, bytes[end].isQuotedFieldPart { end &+= 1 }
        guard byte(at: end) == UInt8(ascii: "`"), end > start &+ 1 else {
            return token(.malformedQuotedField, from: start, to: end)
        }
        var result = token(.quotedField, from: start, to: end &+ 1)
        result.content = start &+ 1..<end
        return result
    }
}

extension UInt8 {
    @inline(__always)
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    @inline(__always)
    var isIdentifierStart: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 || self == UInt8(ascii: "_") }

    @inline(__always)
    var isIdentifierPart: Bool { isIdentifierStart || isDigit }

    var isQuotedFieldPart: Bool {
        isIdentifierPart || self == UInt8(ascii: ".") || self == UInt8(ascii: "-") || self == UInt8(ascii: "/")
            || self == UInt8(ascii: " ")
    }

    /// The value of a hexadecimal digit; nil for any other byte.
    var hexadecimalValue: UInt32? {
        if isDigit { return UInt32(self &- UInt8(ascii: "0")) }
        let letter = (self | 0x20) &- UInt8(ascii: "a")
        return letter < 6 ? UInt32(letter) + 10 : nil
    }
}
