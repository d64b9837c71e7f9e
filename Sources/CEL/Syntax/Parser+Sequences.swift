extension Parser {
    /// The arguments of a call, with their parentheses.
    mutating func arguments() throws(SyntaxAbort) -> [ExpressionID] {
        var result: [ExpressionID] = []
        try sequence(closing: .rightParenthesis, mayEndWithComma: false) { parser throws(SyntaxAbort) in
            result.append(try parser.expression())
        }
        return result
    }

    mutating func list() throws(SyntaxAbort) -> ExpressionID {
        let start = token.start
        var elements: [Expression.Element] = []
        var height = 0
        try sequence(closing: .rightBracket) { parser throws(SyntaxAbort) in
            let isOptional = parser.skipQuestionMark()
            let value = try parser.expression()
            height = max(height, parser.height(of: value))
            elements.append(Expression.Element(value: value, isOptional: isOptional))
        }
        return try add(.list(elements), range(from: start), over: height)
    }

    mutating func map() throws(SyntaxAbort) -> ExpressionID {
        let start = token.start
        var entries: [Expression.Entry] = []
        var height = 0
        try sequence(closing: .rightBrace) { parser throws(SyntaxAbort) in
            let isOptional = parser.skipQuestionMark()
            let key = try parser.expression()
            guard parser.token.kind == .colon else { throw parser.unexpected(expected: "`:` and a value") }
            parser.advance()
            let value = try parser.expression()
            height = max(height, parser.height(of: key), parser.height(of: value))
            entries.append(Expression.Entry(key: key, value: value, isOptional: isOptional))
        }
        return try add(.map(entries), range(from: start), over: height)
    }

    private mutating func skipQuestionMark() -> Bool {
        guard token.kind == .question else { return false }
        advance()
        return true
    }

    /// Elements separated by commas between brackets. An element that is wrong is skipped, so that the next one is read.
    private mutating func sequence(
        closing closer: Token.Kind, mayEndWithComma: Bool = true,
        element: (inout Parser) throws(SyntaxAbort) -> Void
    ) throws(SyntaxAbort) {
        advance()
        while token.kind != closer {
            do throws(SyntaxAbort) {
                try element(&self)
                if token.kind != .comma, token.kind != closer {
                    throw unexpected(expected: "`,` or \(closer.spelling)")
                }
            } catch {
                try skipElement(closing: closer)
            }
            guard token.kind == .comma else { break }
            advance()
            if token.kind == closer, !mayEndWithComma { reportTrailingComma(at: previous.range) }
        }
        advance()
    }

    /// Goes to the comma or the closing bracket behind an element that is wrong; gives up where neither follows.
    mutating func skipElement(closing closer: Token.Kind) throws(SyntaxAbort) {
        guard !isHopeless else { throw SyntaxAbort() }
        var nesting = 0
        while true {
            switch token.kind {
            case .end: throw SyntaxAbort()
            case .leftParenthesis, .leftBracket, .leftBrace: nesting += 1
            case .rightParenthesis, .rightBracket, .rightBrace:
                if nesting == 0 {
                    if token.kind == closer { return }
                    throw SyntaxAbort()
                }
                nesting -= 1
            case .comma where nesting == 0: return
            default: break
            }
            advance()
        }
    }

    // MARK: Messages of protocol buffers, which there are none of

    func isName(_ id: ExpressionID) -> Bool {
        var id = id
        while true {
            switch tree[id] {
            case .identifier: return true
            case .select(let operand, _, isOptional: false): id = operand
            default: return false
            }
        }
    }

    mutating func refuseMessage(named name: ExpressionID, from start: Int) throws(SyntaxAbort) -> ExpressionID {
        reportMessage(named: name)
        advance()
        while token.kind != .rightBrace {
            try skipElement(closing: .rightBrace)
            if token.kind == .comma { advance() }
        }
        advance()
        return try add(.literal(.null), range(from: start))
    }
}
