public import Documents

/// Reads YAML into documents, by libyaml.
///
/// - Anchors, aliases and merge keys (`<<`) are expanded: the arena holds copies flagged `copied`, whose ranges are
///   those of the original. `DocumentLimits.aliasNodes` bounds their number.
/// - Tags of applications such as `!Ref` are kept in `Document.tags`, and a scalar with one is a string. YAML's own tags
///   (`!!str`, `!!int`, ...) decide the kind; `!!binary` is checked and stays Base64 text; `!!binary`, `!!timestamp`,
///   `!!set`, `!!omap` and `!!pairs` are kept as tags too.
/// - Keys are text: `80: x` has the key `80`, `: x` the empty key. A list or mapping as a key is refused.
/// - A scalar's range is its text with its quotes, without anchor and tag. A block scalar goes from its `|` or `>` to
///   the end of its last line that is not blank. A list or mapping ends with its bracket or its last child.
/// - An empty stream gives a document without roots.
/// - UTF-16, with or without a byte order mark, is read too: positions refer to its UTF-8 form, which is the document's
///   source then.
public enum YAMLParser {
    public struct Options: Sendable {
        public var schema = YAMLSchema.core
        public var limits = DocumentLimits()
        public var duplicateKeys = DuplicateKeyRule.warn

        public init() {}
    }

    /// Reads all documents of a stream; each becomes a root.
    /// - Throws: an error that points at what is wrong.
    public static func parse(
        _ source: SourceText, symbols: SymbolTable, options: Options = Options()
    ) throws(Diagnostic) -> Document {
        let (source, start) = try source.utf8(within: options.limits)
        return try parse(source, part: start..<source.bytes.count, symbols: symbols, options: options)
    }

    /// Reads a part of a text as a stream of its own. Positions are those in the whole text, which must be UTF-8.
    /// - Parameter part: begins where a line begins; what lies outside of the text is not part of it.
    /// - Throws: an error that points at what is wrong.
    public static func parse(
        _ source: SourceText, part: Range<Int>, symbols: SymbolTable, options: Options = Options()
    ) throws(Diagnostic) -> Document {
        let part = part.clamped(to: 0..<source.bytes.count)
        var loader = YAMLLoader(source, part: part, symbols: symbols, options: options)
        try loader.load()
        return loader.finish()
    }
}
