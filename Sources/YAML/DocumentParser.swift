public import Documents

/// Reads JSON or YAML, whichever a text is, going by its content.
///
/// A text that begins with `{` or `[` is read as JSON. If it is not JSON it may still be YAML in flow style; if it is
/// neither, the error is that of the format which it looks like.
public enum DocumentParser {
    public struct Options: Sendable {
        /// For YAML.
        public var schema = YAMLSchema.core
        public var limits = DocumentLimits()
        public var duplicateKeys = DuplicateKeyRule.warn
        /// For JSON: see `JSONParser.Options.skippedMembers`.
        public var skippedMembers: [[String]] = []

        public init() {}
    }

    /// Reads a text; YAML may hold several documents, each of which becomes a root.
    /// - Throws: an error that points at what is wrong.
    public static func parse(
        _ source: SourceText, symbols: SymbolTable, options: Options = Options()
    ) throws(Diagnostic) -> Document {
        let (source, start) = try source.utf8(within: options.limits)
        let content = Content(source.bytes[start...])
        guard content.beginsLikeJSON else {
            return try YAMLParser.parse(source, symbols: symbols, options: options.yaml)
        }
        do throws(JSONParser.Refusal) {
            return try JSONParser.attempt(source, from: start, symbols: symbols, options: options.json)
        } catch {
            guard !error.isFinal else { throw error.diagnostic }
            return try parseFlow(source, symbols, options, content, refusal: error)
        }
    }

    private static func parseFlow(
        _ source: SourceText, _ symbols: SymbolTable, _ options: Options, _ content: Content,
        refusal: JSONParser.Refusal
    ) throws(Diagnostic) -> Document {
        do throws(Diagnostic) {
            return try YAMLParser.parse(source, symbols: symbols, options: options.yaml)
        } catch {
            let isJSON = source.name.hasSuffix(".json") || content.looksLikeJSON
            let reachesFurther = refusal.offset >= error.region?.start.offset ?? 0
            throw !content.isTemplate && (isJSON || reachesFurther) ? refusal.diagnostic : error
        }
    }
}

extension DocumentParser.Options {
    fileprivate var json: JSONParser.Options {
        var options = JSONParser.Options()
        options.limits = limits
        options.duplicateKeys = duplicateKeys
        options.skippedMembers = skippedMembers
        return options
    }

    fileprivate var yaml: YAMLParser.Options {
        var options = YAMLParser.Options()
        options.schema = schema
        options.limits = limits
        options.duplicateKeys = duplicateKeys
        return options
    }
}

/// What the first characters of a text say about its format.
private struct Content {
    private let first: UInt8?
    private let second: UInt8?
    private let isDoubled: Bool

    init(_ bytes: Slice<UnsafeRawBufferPointer>) {
        let text = bytes.drop { Content.isSpace($0) }
        first = text.first
        second = text.dropFirst().first { !Content.isSpace($0) }
        let mark = text.prefix(2)
        isDoubled = mark.elementsEqual("{{".utf8) || mark.elementsEqual("{%".utf8)
    }

    var beginsLikeJSON: Bool { first == UInt8(ascii: "{") || first == UInt8(ascii: "[") }

    /// True if what follows the first bracket can only begin JSON, or YAML written like it.
    var looksLikeJSON: Bool { second.map { "\"[]{}-0123456789".utf8.contains($0) } ?? true }

    var isTemplate: Bool { isDoubled }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
