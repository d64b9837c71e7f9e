extension Parser {
    /// A primary expression with the selections, indexes and calls behind it.
    mutating func member() throws(SyntaxAbort) -> ExpressionID {
        let start = token.start
        return try postfix(try primary(), from: start)
    }

    mutating func postfix(_ operand: ExpressionID, from start: Int) throws(SyntaxAbort) -> ExpressionID {
        var operand = operand
        while true {
            switch token.kind {
            case .dot: operand = try selection(operand, from: start)
            case .leftBracket: operand = try index(operand, from: start)
            case .leftBrace where isName(operand): operand = try refuseMessage(named: operand, from: start)
            default: return operand
            }
        }
    }

    private mutating func primary() throws(SyntaxAbort) -> ExpressionID {
        switch token.kind {
        case .identifier: return try name(from: token.start, isRooted: false)
        case .dot:
            let start = token.start
            advance()
            guard token.kind == .identifier else { throw unexpected(expected: "a name") }
            return try name(from: start, isRooted: true)
        case .reservedWord:
            reportReservedWord()
            return try name(from: token.start, isRooted: false)
        case .leftParenthesis: return try group()
        case .leftBracket: return try list()
        case .leftBrace: return try map()
        default: return try literal()
        }
    }

    private mutating func literal() throws(SyntaxAbort) -> ExpressionID {
        let value: Literal
        switch token.kind {
        case .nullWord: value = .null
        case .trueWord: value = .bool(true)
        case .falseWord: value = .bool(false)
        case .int, .uint, .double: return try number(negatedAt: nil)
        case .string where !token.hasEscapes: value = .string(lexer.text(token.content))
        case .string: value = .string(String(decoding: decodedText(isBytes: false), as: UTF8.self))
        case .bytes: value = .bytes(decodedText(isBytes: true))
        default: throw unexpected(expected: "an expression")
        }
        advance()
        return try add(.literal(value), previous.range)
    }

    /// A number, with the position of the minus sign that belongs to it.
    mutating func number(negatedAt sign: Int?) throws(SyntaxAbort) -> ExpressionID {
        let token = self.token
        let value: Literal?
        switch token.kind {
        case .double:
            value = NumberLiteral.double(UnsafeBufferPointer(rebasing: lexer.bytes[token.range]))
                .map { .double(sign == nil ? $0 : -$0) }
        case .uint:
            let digits = token.start..<token.end - 1
            value = NumberLiteral.magnitude(UnsafeBufferPointer(rebasing: lexer.bytes[digits])).map { .uint($0) }
        default:
            value = NumberLiteral.magnitude(UnsafeBufferPointer(rebasing: lexer.bytes[token.range]))
                .flatMap { NumberLiteral.signed($0, isNegative: sign != nil) }.map { .int($0) }
        }
        if value == nil { reportNumberOutOfRange(from: sign ?? token.start) }
        advance()
        return try add(.literal(value ?? .int(0)), range(from: sign ?? token.start))
    }

    private mutating func decodedText(isBytes: Bool) -> [UInt8] {
        let content = UnsafeBufferPointer(rebasing: lexer.bytes[token.content])
        guard token.hasEscapes else { return Array(content) }
        do throws(TextLiteral.Problem) {
            return try TextLiteral.decode(content, isBytes: isBytes)
        } catch {
            report(error)
            return []
        }
    }

    private mutating func name(from start: Int, isRooted: Bool) throws(SyntaxAbort) -> ExpressionID {
        let name = token.range
        let text = lexer.text(name)
        advance()
        guard token.kind == .leftParenthesis else {
            return try add(.identifier(name: text, isRooted: isRooted), range(from: start), name: name)
        }
        let arguments = try self.arguments()
        let range = range(from: start)
        if !isRooted, let expansion = try expandGlobal(text, arguments, range, name: name) { return expansion }
        return try add(
            .call(function: isRooted ? "." + text : text, arguments: arguments), range, name: name,
            over: height(of: arguments))
    }

    // MARK: Behind a dot or a bracket

    private mutating func selection(_ operand: ExpressionID, from start: Int) throws(SyntaxAbort) -> ExpressionID {
        advance()
        let isOptional = token.kind == .question
        if isOptional { advance() }
        let name = token
        let field = try fieldName()
        guard token.kind == .leftParenthesis, name.kind != .quotedField else {
            return try add(
                .select(operand: operand, field: field, isOptional: isOptional), range(from: start), name: name.range,
                over: height(of: operand))
        }
        if isOptional { reportOptionalCall(field, at: name.range) }
        let arguments = try self.arguments()
        let range = range(from: start)
        if let expansion = try expandMember(operand, field, arguments, range, name: name.range) { return expansion }
        return try add(
            .memberCall(target: operand, function: field, arguments: arguments), range, name: name.range,
            over: max(height(of: operand), height(of: arguments)))
    }

    private mutating func fieldName() throws(SyntaxAbort) -> String {
        switch token.kind {
        case .identifier, .reservedWord: break
        case .quotedField:
            defer { advance() }
            return lexer.text(token.content)
        case .trueWord, .falseWord, .nullWord, .inWord: reportKeywordAsField()
        default: throw unexpected(expected: "a field name")
        }
        defer { advance() }
        return lexer.text(token.range)
    }

    private mutating func index(_ operand: ExpressionID, from start: Int) throws(SyntaxAbort) -> ExpressionID {
        let bracket = token
        advance()
        let isOptional = token.kind == .question
        if isOptional { advance() }
        let index = try enclosed(by: .rightBracket) ?? operand
        return try add(
            .index(operand: operand, index: index, isOptional: isOptional), range(from: start),
            name: range(from: bracket.start), over: max(height(of: operand), height(of: index)))
    }

    private mutating func group() throws(SyntaxAbort) -> ExpressionID {
        let start = token.start
        advance()
        if let inner = try enclosed(by: .rightParenthesis) { return inner }
        return try add(.literal(.null), range(from: start))
    }

    /// An expression and the closing bracket behind it. Nil if the expression was skipped because it is wrong.
    private mutating func enclosed(by closer: Token.Kind) throws(SyntaxAbort) -> ExpressionID? {
        var result: ExpressionID?
        do throws(SyntaxAbort) {
            let inner = try expression()
            guard token.kind == closer else { throw unexpected(expected: closer.spelling) }
            result = inner
        } catch {
            try skipElement(closing: closer)
            while token.kind == .comma {
                advance()
                try skipElement(closing: closer)
            }
        }
        advance()
        return result
    }
}
