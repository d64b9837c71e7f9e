internal import Documents

extension SyntaxParser {
    /// Reads an expression at the current place, where no blank stands, and the blanks behind it.
    mutating func parseExpression() throws(SyntaxFailure) -> SyntaxID {
        try enter()
        let condition = try parseOperation(minimum: 1)
        defer { depth &-= 1 }
        try skipBlanks()
        guard take("?") else { return condition }
        try skipBlanks()
        let positive = try parseExpression()
        try skipBlanks()
        guard take(":") else {
            throw unexpected(
                "`:` and the value for the other case", help: "a condition is written `test ? one : other`")
        }
        try skipBlanks()
        let negative = try parseExpression()
        self[condition].next = positive
        self[positive].next = negative
        return try append(
            SyntaxNode(
                .conditional, start: Int(self[condition].start), end: Int(self[negative].end), first: condition))
    }

    /// Reads operands joined by operators that bind at least as tight as `minimum`.
    private mutating func parseOperation(minimum: Int) throws(SyntaxFailure) -> SyntaxID {
        var left = try parseOperand()
        // Each operator lies around the one before, so a long chain is as deep as a nest.
        let outer = depth
        defer { depth = outer }
        while true {
            try skipBlanks()
            guard let (operation, length) = nextOperator, operation.precedence >= minimum else { return left }
            at += length
            try enter()
            try skipBlanks()
            let right = try parseOperation(minimum: operation.precedence + 1)
            self[left].next = right
            left = try append(
                SyntaxNode(
                    .binary, start: Int(self[left].start), end: Int(self[right].end), operation: operation, first: left)
            )
        }
    }

    private var nextOperator: (Operation, Int)? {
        let second = byte(at + 1)
        switch current {
        case UInt8(ascii: "|"): return second == UInt8(ascii: "|") ? (.or, 2) : nil
        case UInt8(ascii: "&"): return second == UInt8(ascii: "&") ? (.and, 2) : nil
        case UInt8(ascii: "="): return second == UInt8(ascii: "=") ? (.equal, 2) : nil
        case UInt8(ascii: "!"): return second == UInt8(ascii: "=") ? (.notEqual, 2) : nil
        case UInt8(ascii: "<"): return second == UInt8(ascii: "=") ? (.lessOrEqual, 2) : (.less, 1)
        case UInt8(ascii: ">"): return second == UInt8(ascii: "=") ? (.greaterOrEqual, 2) : (.greater, 1)
        case UInt8(ascii: "+"): return (.add, 1)
        case UInt8(ascii: "-"): return (.subtract, 1)
        case UInt8(ascii: "*"): return (.multiply, 1)
        case UInt8(ascii: "/"): return (.divide, 1)
        case UInt8(ascii: "%"): return second == UInt8(ascii: "{") ? nil : (.remainder, 1)
        default: return nil
        }
    }

    /// Reads a term with what follows it: accesses, indexes, splats.
    private mutating func parseOperand() throws(SyntaxFailure) -> SyntaxID {
        let start = at
        switch current {
        case UInt8(ascii: "-"): return try parseUnary(.negate, start)
        case UInt8(ascii: "!"): return try parseUnary(.not, start)
        default: break
        }
        return try parseAccesses(of: try parseTerm())
    }

    private mutating func parseUnary(_ operation: Operation, _ start: Int) throws(SyntaxFailure) -> SyntaxID {
        at += 1
        try skipBlanks()
        try enter()
        let operand = try parseOperand()
        depth &-= 1
        return try append(
            SyntaxNode(.unary, start: start, end: Int(self[operand].end), operation: operation, first: operand))
    }

    private mutating func parseTerm() throws(SyntaxFailure) -> SyntaxID {
        let start = at
        switch current {
        case UInt8(ascii: "\""): return try parseQuoted()
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
        case UInt8(ascii: "["): return try parseBracket()
        case UInt8(ascii: "{"): return try parseBrace()
        case UInt8(ascii: "("): return try parseParentheses()
        case UInt8(ascii: "<") where byte(at + 1) == UInt8(ascii: "<"): return try parseHeredoc()
        default: break
        }
        let length = skipIdentifier()
        guard length > 0 else { throw unexpected("a value") }
        if let literal = keyword(start, length) { return try append(SyntaxNode(literal, start: start, end: at)) }
        let behind = at
        try skipBlanks()
        if isNext("(") || isNext(":") && byte(at + 1) == UInt8(ascii: ":") { return try parseCall(start, behind) }
        return try append(SyntaxNode(.variable, start: start, end: behind, name: intern(start, length)))
    }

    private func keyword(_ start: Int, _ length: Int) -> SyntaxNode.Kind? {
        switch length {
        case 4: isWord("true", at: start) ? .true : isWord("null", at: start) ? .null : nil
        case 5: isWord("false", at: start) ? .false : nil
        default: nil
        }
    }

    private mutating func parseNumber() throws(SyntaxFailure) -> SyntaxID {
        let start = at
        skipDigits()
        if isNext("."), byte(at + 1) &- 0x30 < 10 {
            at += 1
            skipDigits()
        }
        if current | 0x20 == UInt8(ascii: "e") {
            let sign = byte(at + 1) == UInt8(ascii: "+") || byte(at + 1) == UInt8(ascii: "-") ? 1 : 0
            if byte(at + 1 + sign) &- 0x30 < 10 {
                at += 1 + sign
                skipDigits()
            }
        }
        guard !Self.startsName(current), current < 0x80 else {
            while Self.continuesName(current) { at += 1 }
            let text = String(decoding: UnsafeBufferPointer(start: base + start, count: at - start), as: UTF8.self)
            throw SyntaxFailure(
                start..<at, "`\(Diagnostic.shown(text))` is not a number", help: "write a text in double quotes")
        }
        return try append(SyntaxNode(.number, start: start, end: at))
    }

    private mutating func skipDigits() {
        while current &- 0x30 < 10 { at &+= 1 }
    }

    private mutating func parseParentheses() throws(SyntaxFailure) -> SyntaxID {
        let start = at
        at += 1
        let outer = ignoresNewlines
        ignoresNewlines = true
        try skipBlanks()
        let inner = try parseExpression()
        try skipBlanks()
        guard take(")") else { throw unclosed(start, "an operator or `)`", "parenthesis") }
        ignoresNewlines = outer
        return try append(SyntaxNode(.parentheses, start: start, end: at, first: inner))
    }

    /// What is wrong where a closing bracket is missing: at the end of the file it is the opening one that helps.
    func unclosed(_ opening: Int, _ expected: String, _ what: String) -> SyntaxFailure {
        at < end
            ? unexpected(expected)
            : SyntaxFailure(
                opening..<opening + 1, "the \(what) that is opened here is not closed: expected \(expected)")
    }

    private mutating func parseCall(_ start: Int, _ behind: Int) throws(SyntaxFailure) -> SyntaxID {
        var nameEnd = behind
        while isNext(":"), byte(at + 1) == UInt8(ascii: ":") {
            at += 2
            guard skipIdentifier() > 0 else { throw unexpected("the name of a function") }
            nameEnd = at
            try skipBlanks()
        }
        guard isNext("(") else { throw unexpected("`(` and the arguments of the function") }
        let opening = at
        at += 1
        let outer = ignoresNewlines
        ignoresNewlines = true
        var chain = Chain()
        var flags: SyntaxNode.Flags = []
        try skipBlanks()
        while !isNext(")") {
            chain.add(try parseExpression(), in: &nodes)
            try skipBlanks()
            if isNext("."), byte(at + 1) == UInt8(ascii: "."), byte(at + 2) == UInt8(ascii: ".") {
                at += 3
                flags = .expanded
                try skipBlanks()
                guard isNext(")") else { throw unexpected("`)` behind `...`") }
                break
            }
            guard isNext(",") else {
                if isNext(")") { break }
                throw unclosed(opening, "a comma or `)`", "call")
            }
            at += 1
            try skipBlanks()
        }
        at += 1
        ignoresNewlines = outer
        return try append(
            SyntaxNode(
                .call, start: start, end: at, flags: flags, name: intern(start, nameEnd - start), first: chain.first))
    }
}
