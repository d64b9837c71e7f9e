/// Reads JSON (RFC 8259) into documents.
///
/// Strings must be valid UTF-8 without lone surrogates. Integers that fit in 64 bits become `.integer`, all other
/// numbers `.double`; a number beyond the range of a double counts as infinite. UTF-16, with or without a byte order
/// mark, is read too: positions refer to its UTF-8 form, which is the document's source then.
///
///     let document = try JSONParser.parse(SourceText(name: "plan.json", text: text), symbols: SymbolTable())
public enum JSONParser {
    public struct Options: Sendable {
        public var limits = DocumentLimits()
        public var duplicateKeys = DuplicateKeyRule.warn
        /// Members that are left out, each by the keys on the way from the root; `*` stands for each element of a list.
        /// They cost almost no time and no memory; of what is inside them only strings and the nesting of brackets are
        /// looked at.
        public var skippedMembers: [[String]] = []

        public init() {}
    }

    /// Reads a text that holds one JSON value.
    /// - Throws: an error that points at what is wrong.
    /// - Complexity: O(*n*), about two nanoseconds per byte.
    public static func parse(
        _ source: SourceText, symbols: SymbolTable, options: Options = Options()
    ) throws(Diagnostic) -> Document {
        let (source, start) = try source.utf8(within: options.limits)
        do throws(Refusal) {
            return try attempt(source, from: start, symbols: symbols, options: options)
        } catch {
            throw error.diagnostic
        }
    }

    /// Why a text is not JSON, for those who may read it as something else.
    package struct Refusal: Error {
        package var diagnostic: Diagnostic
        package var offset: Int
        /// True if no other format may be tried: a limit is reached, or the text is meant to be JSON and another format
        /// would take its comments for content.
        package var isFinal: Bool
    }

    /// Reads a text in UTF-8 that holds one JSON value.
    package static func attempt(
        _ source: SourceText, from start: Int = 0, symbols: SymbolTable, options: Options
    ) throws(Refusal) -> Document {
        var scanner = JSONScanner(source, symbols, options)
        do throws(JSONFailure) {
            var at = try scanner.scanValue(from: start)
            scanner.skipSpace(&at)
            guard at == scanner.end else { throw JSONFailure(.trailingData, at: at) }
        } catch {
            let diagnostic = scanner.diagnostic(for: error)
            throw Refusal(diagnostic: diagnostic, offset: error.at, isFinal: scanner.isFinal(error))
        }
        return scanner.finish()
    }

    /// Reads a text that holds a JSON value on each line; each becomes a root. Blank lines are passed over.
    /// - SeeAlso: `JSONLines`, which reads one line at a time.
    public static func parseLines(
        _ source: SourceText, symbols: SymbolTable, options: Options = Options()
    ) throws(Diagnostic) -> Document {
        let (source, start) = try source.utf8(within: options.limits)
        var scanner = JSONScanner(source, symbols, options)
        do throws(JSONFailure) {
            var at = start
            while try scanner.scanLine(&at) {}
        } catch {
            throw scanner.diagnostic(for: error)
        }
        return scanner.finish()
    }
}

extension JSONScanner {
    init(_ source: SourceText, _ symbols: SymbolTable, _ options: JSONParser.Options, expectedNodes: Int? = nil) {
        // An empty text may have no address. Any will do then, since nothing is read through it.
        let address = source.bytes.baseAddress ?? UnsafeRawPointer(Unmanaged.passUnretained(source).toOpaque())
        base = address.assumingMemoryBound(to: UInt8.self)
        end = source.bytes.count
        let nodes = expectedNodes ?? source.bytes.count / 20
        builder = DocumentBuilder(source: source, symbols: symbols, expectedNodes: nodes)
        self.symbols = symbols
        limits = options.limits
        skipped = SkippedMembers(options.skippedMembers, symbols)
        duplicates = DuplicateKeys(options.duplicateKeys)
        guesses = KeyGuesses(expectedNodes: nodes)
    }

    /// Reads the value of the next line that is not blank.
    /// - Returns: False at the end of the text.
    mutating func scanLine(_ at: inout Int) throws(JSONFailure) -> Bool {
        let textEnd = builder.source.bytes.count
        end = textEnd
        skipSpace(&at)
        guard at < textEnd else { return false }
        end = builder.source.bytes[at...].firstIndex(of: 0x0A) ?? textEnd
        at = try scanValue(from: at)
        skipSpace(&at)
        guard at == end else { throw JSONFailure(.trailingData, at: at) }
        return true
    }

    func diagnostic(for failure: JSONFailure) -> Diagnostic {
        duplicates.failure ?? JSONDiagnosis(source: builder.source, limits: limits, failure: failure).diagnostic
    }

    func isFinal(_ failure: JSONFailure) -> Bool {
        switch failure.reason {
        case .scalarTooLong, .tooDeep, .tooManyNodes, .repeatedKey, .invalidUTF8: true
        default:
            byte(failure.at) == UInt8(ascii: "/")
                && (byte(failure.at + 1) == UInt8(ascii: "/") || byte(failure.at + 1) == UInt8(ascii: "*"))
        }
    }

    consuming func finish() -> Document { builder.finish() }
}
