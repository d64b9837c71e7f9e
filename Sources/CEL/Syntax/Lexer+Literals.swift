extension Lexer {
    /// The words that are not identifiers. Reserved ones may still be field and method names.
    private static let words: [(text: StaticString, kind: Token.Kind)] = [
        ("true", .trueWord), ("false", .falseWord), ("null", .nullWord), ("in", .inWord), ("as", .reservedWord),
        ("break", .reservedWord), ("const", .reservedWord), ("continue", .reservedWord), ("else", .reservedWord),
        ("for", .reservedWord), ("function", .reservedWord), ("if", .reservedWord), ("import", .reservedWord),
        ("let", .reservedWord), ("loop", .reservedWord), ("package", .reservedWord), ("namespace", .reservedWord),
        ("return", .reservedWord), ("var", .reservedWord), ("void", .reservedWord), ("while", .reservedWord),
    ]

    /// Bit n is set when one of `words` begins with the n-th letter.
    private static let firstLetters: UInt32 = words.reduce(0) { mask, word in
        mask | 1 << UInt32(word.text.utf8Start.pointee &- UInt8(ascii: "a"))
    }

    static func wordKind(_ text: UnsafeBufferPointer<UInt8>) -> Token.Kind {
        guard text.count >= 2, text.count <= 9, let first = text.first else { return .identifier }
        let letter = first &- UInt8(ascii: "a")
        guard letter < 26, firstLetters & 1 << UInt32(letter) != 0 else { return .identifier }
        for word in words where word.text.utf8CodeUnitCount == text.count {
            if text.elementsEqual(UnsafeBufferPointer(start: word.text.utf8Start, count: text.count)) {
                return word.kind
            }
        }
        return .identifier
    }

    mutating func number(from start: Int) -> Token {
        var end = start
        var kind = Token.Kind.int
        if bytes[start] == UInt8(ascii: "0"), byte(at: start &+ 1) | 0x20 == UInt8(ascii: "x"),
            byte(at: start &+ 2).hexadecimalValue != nil
        {
            end = start &+ 2
            while byte(at: end).hexadecimalValue != nil { end &+= 1 }
        } else {
            skipDigits(&end)
            if byte(at: end) == UInt8(ascii: "."), byte(at: end &+ 1).isDigit {
                kind = .double
                end &+= 1
                skipDigits(&end)
            }
            if let exponent = endOfExponent(at: end) {
                kind = .double
                end = exponent
            }
        }
        if kind == .int, byte(at: end) | 0x20 == UInt8(ascii: "u") {
            kind = .uint
            end &+= 1
        }
        if byte(at: end).isIdentifierPart {
            kind = .malformedNumber
            while byte(at: end).isIdentifierPart { end &+= 1 }
        }
        position = end
        return Token(kind: kind, start: start, end: end)
    }

    private func skipDigits(_ end: inout Int) {
        while byte(at: end).isDigit { end &+= 1 }
    }

    private func endOfExponent(at start: Int) -> Int? {
        guard byte(at: start) | 0x20 == UInt8(ascii: "e") else { return nil }
        var end = start &+ 1
        if byte(at: end) == UInt8(ascii: "+") || byte(at: end) == UInt8(ascii: "-") { end &+= 1 }
        guard byte(at: end).isDigit else { return nil }
        skipDigits(&end)
        return end
    }

    /// A string or bytes literal whose opening quote is at `quote`.
    mutating func string(_ kind: Token.Kind, from start: Int, quote: Int, isRaw: Bool) -> Token {
        let mark = bytes[quote]
        let isTriple = byte(at: quote &+ 1) == mark && byte(at: quote &+ 2) == mark
        let width = isTriple ? 3 : 1
        let contentStart = quote &+ width
        var index = contentStart
        var hasEscapes = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == mark, !isTriple || (self.byte(at: index &+ 1) == mark && self.byte(at: index &+ 2) == mark) {
                position = index &+ width
                return Token(
                    kind: kind, start: start, end: position, content: contentStart..<index, hasEscapes: hasEscapes)
            }
            if byte == UInt8(ascii: "\\"), !isRaw {
                hasEscapes = true
                index &+= 1
            }
            let isLineEnd = self.byte(at: index) == UInt8(ascii: "\n") || self.byte(at: index) == UInt8(ascii: "\r")
            if isLineEnd, !isTriple { break }
            index &+= 1
        }
        position = min(index, bytes.count)
        return Token(kind: .unterminatedString, start: start, end: position)
    }
}
