public import Documents

/// Reads files of HashiCorp's configuration language, in its native syntax and in its JSON syntax.
///
///     let tree = HCLParser.parse(SourceText(name: "main.tf", text: text), symbols: SymbolTable())
///     for block in SyntaxView(tree: tree, id: tree.root).blocks { print(block.name, block.range) }
///
/// - SeeAlso: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
public enum HCLParser {
    /// Reads a file in native syntax.
    /// - Returns: Everything that could be read; what is wrong is among the tree's problems.
    /// - Complexity: O(*n*).
    public static func parse(
        _ source: SourceText, symbols: SymbolTable, limits: DocumentLimits = DocumentLimits()
    ) -> SyntaxTree {
        let start: Int
        let text: SourceText
        do throws(Diagnostic) {
            (text, start) = try source.utf8(within: limits)
        } catch {
            return SyntaxTree(
                source: source, symbols: symbols, nodes: [SyntaxNode(.body, start: 0)], problems: [error])
        }
        var parser = SyntaxParser(text.bytes, from: start, symbols: symbols, limits: limits, fallback: text)
        let problem = parser.parseFile().map { Diagnostic(in: text, at: $0.range, $0.message, help: $0.help) }
        return SyntaxTree(
            source: text, symbols: symbols, nodes: parser.nodes, problems: problem.map { [$0] } ?? [])
    }

    /// Reads one expression.
    /// - Throws: an error that points at what is wrong.
    public static func parseExpression(
        _ source: SourceText, symbols: SymbolTable, limits: DocumentLimits = DocumentLimits()
    ) throws(Diagnostic) -> SyntaxView {
        let (text, start) = try source.utf8(within: limits)
        var parser = SyntaxParser(text.bytes, from: start, symbols: symbols, limits: limits, fallback: text)
        do throws(SyntaxFailure) {
            let expression = try parser.parseWhole()
            return SyntaxView(
                tree: SyntaxTree(source: text, symbols: symbols, nodes: parser.nodes, problems: []), id: expression)
        } catch {
            throw Diagnostic(in: text, at: error.range, error.message, help: error.help)
        }
    }

    /// Reads a text as a template, as `templatefile` does.
    /// - Throws: an error that points at what is wrong.
    public static func parseTemplate(
        _ source: SourceText, symbols: SymbolTable, limits: DocumentLimits = DocumentLimits()
    ) throws(Diagnostic) -> SyntaxView {
        let (text, start) = try source.utf8(within: limits)
        var parser = SyntaxParser(text.bytes, from: start, symbols: symbols, limits: limits, fallback: text)
        do throws(SyntaxFailure) {
            let template = try parser.parseWholeTemplate()
            return SyntaxView(
                tree: SyntaxTree(source: text, symbols: symbols, nodes: parser.nodes, problems: []), id: template)
        } catch {
            throw Diagnostic(in: text, at: error.range, error.message, help: error.help)
        }
    }
}

extension SyntaxParser {
    /// Reads an expression that is the whole text.
    mutating func parseWhole() throws(SyntaxFailure) -> SyntaxID {
        nodes.append(SyntaxNode(.body, start: at, end: end))
        ignoresNewlines = true
        try skipBlanks()
        let expression = try parseExpression()
        try skipBlanks()
        guard at >= end else { throw unexpected("an operator, or the end of the expression") }
        return expression
    }

    /// Reads a template that is the whole text.
    mutating func parseWholeTemplate() throws(SyntaxFailure) -> SyntaxID {
        nodes.append(SyntaxNode(.body, start: at, end: end))
        return try parseBare()
    }
}

extension HCLParser {
    /// Reads a file in the syntax that its name says: JSON for `.json`, else native.
    public static func parseFile(
        _ source: SourceText, symbols: SymbolTable, limits: DocumentLimits = DocumentLimits()
    ) -> SyntaxTree {
        source.name.hasSuffix(".json")
            ? JSONSyntax.parse(source, symbols: symbols, limits: limits)
            : parse(source, symbols: symbols, limits: limits)
    }
}
