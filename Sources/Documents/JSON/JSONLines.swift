/// Reads a text that holds a JSON value on each line, one line at a time: each becomes a document of its own, so that
/// what has been dealt with need not stay in memory.
///
///     var lines = try JSONLines(source, symbols: SymbolTable())
///     while let document = try lines.next() { ... }
///
/// All documents share the source: positions are those of the whole text. Blank lines are passed over. After an error
/// the next call goes on with the next line.
public struct JSONLines {
    private let source: SourceText
    private let symbols: SymbolTable
    private let options: JSONParser.Options
    private var at: Int

    /// - Throws: an error if the text is too large or not in UTF-8 or UTF-16.
    public init(
        _ source: SourceText, symbols: SymbolTable, options: JSONParser.Options = JSONParser.Options()
    ) throws(Diagnostic) {
        (self.source, at) = try source.utf8(within: options.limits)
        self.symbols = symbols
        self.options = options
    }

    /// The document of the next line, or nil at the end.
    /// - Throws: an error that points at what is wrong with the line.
    public mutating func next() throws(Diagnostic) -> Document? {
        var scanner = JSONScanner(source, symbols, options, expectedNodes: 64)
        do throws(JSONFailure) {
            guard try scanner.scanLine(&at) else { return nil }
        } catch {
            at = scanner.end
            throw scanner.diagnostic(for: error)
        }
        return scanner.finish()
    }
}
