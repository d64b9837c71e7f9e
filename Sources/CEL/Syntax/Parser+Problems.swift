extension Parser {
    /// Records an error, one for each place.
    mutating func report(_ message: String, help: String? = nil, at range: Range<Int>) {
        if isHopeless || issues.last?.range.lowerBound == range.lowerBound { return }
        issues.append(Issue(.error, message, help: help, at: range))
        if issues.count >= options.maximumErrors { isHopeless = true }
    }

    /// The token to be read next does not belong here.
    mutating func unexpected(expected: String) -> SyntaxAbort {
        let lookAlike = LookAlike(for: self)
        switch token.kind {
        case .end: report("the expression ends too soon: expected \(expected)", help: lookAlike.help, at: token.range)
        case .unterminatedString:
            report(
                "the string is not closed: expected \(openingQuote)",
                help: "a string that spans lines is written between three quotes", at: token.range)
        case .malformedNumber:
            report(
                "\(quoted(token.range)) is not a number",
                help: "a name begins with a letter; numbers are written 7, 7u, 0x7, 0.7 or 7e2",
                at: token.range)
        case .malformedQuotedField:
            report(
                "a field name between back quotes is not closed: expected a back quote",
                help: "it may hold letters, digits, blanks and `_`, `.`, `-`, `/`", at: token.range)
        default:
            report(
                "unexpected \(quoted(lookAlike.range)): expected \(expected)", help: lookAlike.help,
                at: lookAlike.range)
        }
        return SyntaxAbort()
    }

    private var openingQuote: String {
        var index = token.start
        while lexer.byte(at: index).isIdentifierPart { index += 1 }
        return lexer.byte(at: index) == UInt8(ascii: "'") ? "a closing `'`" : "a closing `\"`"
    }

    /// Text of the source in backticks, not more than a few words of it.
    func quoted(_ range: Range<Int>) -> String {
        let limit = 40
        guard range.count > limit else { return "`\(lexer.text(range))`" }
        var end = range.lowerBound + limit
        while end > range.lowerBound, lexer.byte(at: end) & 0xC0 == 0x80 { end -= 1 }
        return "`\(lexer.text(range.lowerBound..<end))...`"
    }

    mutating func tooDeep(at range: Range<Int>) -> SyntaxAbort {
        guard !isHopeless else { return SyntaxAbort() }
        isHopeless = true
        issues.append(
            Issue(
                .error, "the expression is nested too deep: at most \(options.maximumDepth) levels are read",
                help: "split it, or write the operands of a long chain as a list", at: range))
        return SyntaxAbort()
    }

    mutating func missingColon(after mark: Token) -> SyntaxAbort {
        if lexer.byte(at: mark.end) == UInt8(ascii: "."), token.kind != .colon {
            report(
                "`?` begins a choice that has no `:`: expected `condition ? value : other`",
                help: "an optional field is selected with `.?`, as in `a.?b`", at: mark.range)
            return SyntaxAbort()
        }
        return unexpected(expected: "`:` and the other value of the choice")
    }

    mutating func reportMixedSigns(_ sign: Token) {
        report(
            "unexpected \(quoted(token.range)): expected an operand after \(quoted(sign.range))",
            help: "`!` and `-` are mixed only with parentheses, as in `!(-x)`", at: token.range)
    }

    mutating func reportReservedWord() {
        let word = lexer.text(token.range)
        report("`\(word)` is a reserved word: expected an expression", help: LookAlike.words[word], at: token.range)
    }

    mutating func reportKeywordAsField() {
        let word = lexer.text(token.range)
        report(
            "`\(word)` is a keyword: expected a field name", help: "write it as an index: `['\(word)']`",
            at: token.range)
    }

    mutating func reportOptionalCall(_ function: String, at range: Range<Int>) {
        report(
            "`\(function)` is a function: expected a field after `.?`",
            help: "select the field with `.?` and use `optMap` to go on with its value", at: range)
    }

    mutating func reportTrailingComma(at range: Range<Int>) {
        report(
            "unexpected `,`: expected an argument or `)`", help: "only lists and maps may end with a comma", at: range)
    }

    mutating func reportNumberOutOfRange(from start: Int) {
        let kind: String
        switch token.kind {
        case .double: kind = "a double: at most 1.7976931348623157e308"
        case .uint: kind = "64 bits: at most 18446744073709551615u"
        default: kind = "64 bits: expected -9223372036854775808 to 9223372036854775807"
        }
        report("\(quoted(start..<token.end)) does not fit into \(kind)", at: start..<token.end)
    }

    mutating func report(_ problem: TextLiteral.Problem) {
        let start = token.content.lowerBound
        let range = start + problem.range.lowerBound..<start + problem.range.upperBound
        switch problem.kind {
        case .unknownEscape:
            report(
                "\(quoted(range)) is not an escape sequence",
                help: "write `\\\\` for a backslash, or put `r` before the string", at: range)
        case .tooFewDigits:
            report(
                "the escape sequence \(quoted(range)) lacks digits",
                help: "`\\x41`, `\\u0041`, `\\U00000041` and `\\101` all stand for `A`", at: range)
        case .notACharacter: report("\(quoted(range)) is no Unicode character", at: range)
        case .unicodeInBytes:
            report("\(quoted(range)) is not an escape sequence of bytes", help: "write `\\x` and two digits", at: range)
        }
    }

    mutating func reportMessage(named name: ExpressionID) {
        let range = tree.range(of: name).lowerBound..<token.end
        report(
            "messages cannot be made: unexpected `{` after \(quoted(tree.range(of: name)))",
            help: "make a map: `{'field': value}`", at: range)
    }

    // MARK: Macros

    mutating func reportHasArgument(_ id: ExpressionID) {
        let help: String
        switch tree[id] {
        case .index: help = options.isStrict ? "write `key in map`" : "a key that is not a string: write `key in map`"
        case .select: help = "without `?`: `has(a.b)`"
        default: help = "`has(a.b)` asks whether `a` has a field `b`"
        }
        report(
            "`has` cannot judge \(quoted(tree.range(of: id))): expected a field selection", help: help,
            at: tree.range(of: id))
    }

    mutating func reportMacroVariable(_ id: ExpressionID) {
        report(
            "\(quoted(tree.range(of: id))) cannot name a variable: expected a name",
            help: "as in `list.exists(x, x > 1)`", at: tree.range(of: id))
    }

    mutating func reportDoubleVariable(_ name: String, _ id: ExpressionID) {
        report("`\(name)` names both variables: expected two names", at: tree.range(of: id))
    }

    mutating func reportEntry(_ id: ExpressionID) {
        report(
            "`transformMapEntry` makes one entry: expected `{key: value}`", at: tree.range(of: id))
    }
}
