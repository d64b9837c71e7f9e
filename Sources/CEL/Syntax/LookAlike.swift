/// What people write who know another language, and what it is called in this one.
struct LookAlike {
    /// The text that was meant as one token.
    var range: Range<Int>
    var help: String?

    static let words: [String: String] = [
        "and": "write `&&`",
        "or": "write `||`",
        "not": "write `!`",
        "is": "write `==`",
        "xor": "write `!=`",
        "mod": "write `%`",
        "if": "write `condition ? value : other`",
        "then": "write `condition ? value : other`",
        "else": "write `condition ? value : other`",
        "let": "write `cel.bind(name, value, expression)`",
        "var": "write `cel.bind(name, value, expression)`",
        "for": "use a macro: `list.all(x, ...)`, `list.exists(x, ...)`, `list.map(x, ...)`",
        "while": "use a macro: `list.all(x, ...)`, `list.exists(x, ...)`, `list.map(x, ...)`",
        "loop": "use a macro: `list.all(x, ...)`, `list.exists(x, ...)`, `list.map(x, ...)`",
        "contains": "write `text.contains('part')` or `element in list`",
        "matches": "write `text.matches('pattern')`",
        "&": "write `&&`",
        "|": "write `||`",
        "=": "write `==`",
        ";": "an expression is one value: there are no statements",
        "#": "a comment begins with `//`",
        "@": "annotations do not exist here",
        "\u{201C}": "use straight quotes",
        "\u{201D}": "use straight quotes",
        "\u{2018}": "use straight quotes",
        "\u{2019}": "use straight quotes",
        "\u{A0}": "this is a no-break space: use an ordinary one",
        "\u{2264}": "write `<=`",
        "\u{2265}": "write `>=`",
        "\u{2260}": "write `!=`",
    ]

    /// Of two tokens without a blank between them.
    private static let pairs: [String: String] = [
        "===": "write `==`",
        "!==": "write `!=`",
        "<>": "write `!=`",
        "=>": "write `>=`",
        "=<": "write `<=`",
        "=~": "write `text.matches('pattern')`",
        "**": "there is no power operator: multiply",
        "//": "a comment begins here",
        "++": "write `+ 1`",
        "??": "write `.orValue(other)` after a selection with `.?`",
        "?:": "write `.orValue(other)` after a selection with `.?`",
        "->": "write the variable and the expression as two arguments: `list.all(x, x > 1)`",
    ]

    /// Judges the token that the parser cannot use, together with its neighbours.
    init(for parser: Parser) {
        let token = parser.token
        let previous = parser.previous
        let text = parser.lexer.text(token.range)
        var lexer = parser.lexer
        let next = lexer.next()
        range = token.range
        if text == "not", next.kind == .inWord {
            range = token.start..<next.end
            help = "write `!(x in list)`"
        } else if previous.end == token.start, let help = Self.pairs[parser.lexer.text(previous.start..<token.end)] {
            range = previous.start..<token.end
            self.help = help
        } else if next.start == token.end, next.end - token.start <= 3,
            let help = Self.pairs[parser.lexer.text(token.start..<next.end)]
        {
            range = token.start..<next.end
            self.help = help
        } else if previous.kind == .identifier, token.kind.startsExpression,
            parser.lexer.text(previous.range) == "not"
        {
            range = previous.range
            help = "write `!`"
        } else {
            help = Self.words[text]
        }
    }
}
