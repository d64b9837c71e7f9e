extension ExpressionTree {
    /// Reads an expression and expands its macros.
    ///
    /// Takes time in proportion to the length of the source, times the number of errors that are reported. Every issue of
    /// the error has the exact bytes that are wrong; there may be several when the reader found its way back after the
    /// first.
    public init(parsing source: String, options: ParserOptions = ParserOptions()) throws(CompilationError) {
        guard source.utf8.count <= options.maximumLength || source.unicodeScalars.count <= options.maximumLength else {
            let message = "the expression is too long: at most \(options.maximumLength) characters are read"
            throw CompilationError(issues: [Issue(.error, message, at: 0..<source.utf8.count)])
        }
        var text = source
        let (tree, issues) = text.withUTF8 { bytes in
            var parser = Parser(source: source, bytes: bytes, options: options)
            parser.parse()
            return (parser.tree, parser.issues)
        }
        guard issues.isEmpty else { throw CompilationError(issues: issues) }
        self = tree
    }
}

/// Reading went wrong where the innermost bracket cannot be completed; the issue is recorded already.
struct SyntaxAbort: Error {}

/// Reads tokens into a tree by recursive descent, with precedence climbing for the binary operators.
struct Parser {
    var lexer: Lexer
    /// The token to be read next, and the one read last.
    var token: Token
    var previous: Token
    var tree: ExpressionTree
    var issues: [Issue] = []
    let options: ParserOptions
    /// How deep each expression of the tree is, so that whoever walks it may recurse.
    private var heights: [Int] = []
    private var depth = 0
    /// A limit was passed: do not look for further errors.
    var isHopeless = false

    init(source: String, bytes: UnsafeBufferPointer<UInt8>, options: ParserOptions) {
        lexer = Lexer(bytes)
        token = lexer.next()
        previous = Token(kind: .end, start: 0, end: 0)
        tree = ExpressionTree(source: source)
        tree.reserveCapacity(bytes.count / 4 + 2)
        heights.reserveCapacity(bytes.count / 4 + 2)
        self.options = options
    }

    mutating func parse() {
        do throws(SyntaxAbort) {
            tree.root = try expression()
            if token.kind != .end { throw unexpected(expected: "an operator or the end") }
        } catch {
            // The issue is recorded.
        }
    }

    mutating func advance() {
        previous = token
        token = lexer.next()
    }

    /// The bytes from `start` to the end of what was read last.
    func range(from start: Int) -> Range<Int> { start..<max(start, previous.end) }

    // MARK: Depth

    mutating func enter() throws(SyntaxAbort) {
        depth += 1
        if depth > options.maximumDepth { throw tooDeep(at: token.range) }
    }

    mutating func leave() { depth -= 1 }

    func height(of id: ExpressionID) -> Int { heights[Int(id.rawValue)] }

    /// The height of the highest.
    func height(of ids: [ExpressionID]) -> Int { ids.reduce(0) { max($0, height(of: $1)) } }

    /// Adds an expression whose highest child has the height given.
    mutating func add(
        _ expression: Expression, _ range: Range<Int>, name: Range<Int>? = nil, over height: Int = 0
    ) throws(SyntaxAbort) -> ExpressionID {
        if height >= options.maximumDepth { throw tooDeep(at: name ?? range) }
        heights.append(height + 1)
        return tree.add(expression, range, name: name)
    }

    // MARK: Operators

    mutating func expression() throws(SyntaxAbort) -> ExpressionID {
        try enter()
        defer { leave() }
        let start = token.start
        let condition = try logical(.or)
        guard token.kind == .question else { return condition }
        let mark = token
        advance()
        let then = try logical(.or)
        guard token.kind == .colon else { throw missingColon(after: mark) }
        advance()
        let otherwise = try expression()
        return try add(
            .conditional(condition: condition, then: then, otherwise: otherwise), range(from: start), name: mark.range,
            over: max(height(of: condition), height(of: then), height(of: otherwise)))
    }

    /// A chain of `||`, or of `&&`, as one expression.
    private mutating func logical(_ kind: Token.Kind) throws(SyntaxAbort) -> ExpressionID {
        let start = token.start
        let first = kind == .or ? try logical(.and) : try binary(above: 0)
        guard token.kind == kind else { return first }
        let name = token.range
        var operands = [first]
        while token.kind == kind {
            advance()
            operands.append(kind == .or ? try logical(.and) : try binary(above: 0))
        }
        return try add(
            kind == .or ? .or(operands) : .and(operands), range(from: start), name: name, over: height(of: operands))
    }

    private mutating func binary(above precedence: Int) throws(SyntaxAbort) -> ExpressionID {
        let start = token.start
        var left = try unary()
        while let binaryOperator = token.kind.binaryOperator, binaryOperator.precedence > precedence {
            let name = token.range
            advance()
            let right = try binary(above: binaryOperator.precedence)
            left = try add(
                .call(function: binaryOperator.function, arguments: [left, right]), range(from: start), name: name,
                over: max(height(of: left), height(of: right)))
        }
        return left
    }

    private mutating func unary() throws(SyntaxAbort) -> ExpressionID {
        guard token.kind == .not || token.kind == .minus else { return try member() }
        try enter()
        defer { leave() }
        let sign = token
        advance()
        if sign.kind == .minus, token.kind == .int || token.kind == .double {
            return try postfix(try number(negatedAt: sign.start), from: sign.start)
        }
        if token.kind != sign.kind, token.kind == .not || token.kind == .minus { reportMixedSigns(sign) }
        let operand = try unary()
        return try add(
            .call(function: sign.kind == .not ? "!_" : "-_", arguments: [operand]), range(from: sign.start),
            name: sign.range, over: height(of: operand))
    }
}
