/// Says in words what stopped the JSON scanner.
struct JSONDiagnosis {
    let source: SourceText
    let limits: DocumentLimits
    let failure: JSONFailure

    var diagnostic: Diagnostic {
        let (message, length) = statement
        let end = min(failure.at + length, source.bytes.count)
        return Diagnostic(in: source, at: min(failure.at, end)..<end, message, help: help)
    }

    /// The message, and how many bytes it is about.
    private var statement: (message: String, length: Int) {
        switch failure.reason {
        case .expectedValue: unexpected("a value")
        case .expectedKey: unexpected("a key in double quotes")
        case .expectedColon: unexpected("a colon after the key")
        case .expectedCommaOrBrace: unexpected("a comma or `}`")
        case .expectedCommaOrBracket: unexpected("a comma or `]`")
        case .trailingData: unexpected("nothing after the value")
        case .unexpectedEnd: atEnd
        case .unclosedString: ("the string that starts here is not closed on its line", 1)
        case .controlCharacter: ("a control character stands in a string: expected an escape such as `\\t`", 1)
        case .badEscape: ("`\(text(2))` is not an escape of JSON", 2)
        case .badUnicodeEscape: ("`\(text(6))` is not an escape: expected four hexadecimal digits after `\\u`", 6)
        case .loneSurrogate: ("`\(text(6))` is half of a surrogate pair: expected both halves", 6)
        case .invalidUTF8: ("the byte 0x\(hexadecimal) does not belong to UTF-8 text", 1)
        case .badNumber, .leadingZero: ("`\(token)` is not a number of JSON", token.utf8.count)
        case .scalarTooLong: (limits.scalarTooLong, 1)
        case .tooDeep: (limits.tooDeep, 1)
        case .tooManyNodes: (limits.tooManyNodes, 1)
        case .repeatedKey: ("a key is given twice", 1)
        }
    }

    private var help: String? {
        switch failure.reason {
        case .expectedValue, .expectedKey, .expectedColon, .expectedCommaOrBrace, .expectedCommaOrBracket,
            .trailingData:
            helpForToken
        case .unexpectedEnd: openedAt.map { "the bracket opened at \($0) is not closed" }
        case .unclosedString: "close it with a double quote, and write line breaks as `\\n`"
        case .badEscape: "write a backslash as `\\\\`"
        case .invalidUTF8: "save the file as UTF-8"
        case .leadingZero: "remove the zeros at the start, or put the value in quotes if it is an identifier"
        case .badNumber: helpForToken ?? "a number has digits on both sides of its point and no plus sign"
        default: nil
        }
    }

    private var atEnd: (String, Int) {
        let isEmpty = failure.opened < 0 && source.bytes[..<failure.at].allSatisfy { JSONScanner.isSpace($0) }
        return (isEmpty ? "the file is empty: expected a JSON value" : "the text ends too early", 1)
    }

    private func unexpected(_ expected: String) -> (String, Int) {
        let token = token
        return ("unexpected `\(Diagnostic.shown(token))`: expected \(expected)", max(1, token.utf8.count))
    }

    /// The typical mistake that shows itself by what stands at the offset.
    private var helpForToken: String? {
        let rest = text(16)
        if let known = Self.mistakes.first(where: { rest.hasPrefix($0.start) }) { return known.help }
        if failure.reason == .expectedColon { return "put a colon between the key and its value" }
        if failure.reason == .expectedKey {
            return rest.hasPrefix("}") || rest.hasPrefix(",") ? Self.extraComma : "put the key in double quotes"
        }
        if failure.reason == .expectedValue, rest.hasPrefix("]") || rest.hasPrefix("}") || rest.hasPrefix(",") {
            return Self.extraComma
        }
        if failure.reason == .expectedCommaOrBrace || failure.reason == .expectedCommaOrBracket {
            if rest.hasPrefix("}") || rest.hasPrefix("]") {
                return openedAt.map { "the bracket opened at \($0) is not closed" }
            }
            if rest.hasPrefix("\"") { return "put a comma before it" }
        }
        return nil
    }

    private static let extraComma = "remove the extra comma"

    private static let mistakes: [(start: String, help: String)] = [
        ("//", "JSON has no comments: remove it, or move the file to YAML"),
        ("/*", "JSON has no comments: remove it, or move the file to YAML"),
        ("#", "JSON has no comments: remove it, or move the file to YAML"),
        ("{{", "this is template syntax, not JSON: render the template first"),
        ("{%", "this is template syntax, not JSON: render the template first"),
        ("'", "JSON strings stand in double quotes"),
        ("\u{201C}", "use straight double quotes"),
        ("\u{2018}", "use straight double quotes"),
        ("NaN", "JSON has no NaN: use null or a string"),
        ("Infinity", "JSON has no infinity: use null or a string"),
        ("-Infinity", "JSON has no infinity: use null or a string"),
        ("undefined", "write null"),
        ("None", "write null"),
        ("True", "write true"),
        ("False", "write false"),
        ("!", "tags belong to YAML: in JSON write the long form such as {\"Ref\": ...}"),
    ]

    /// Where the innermost open container began.
    private var openedAt: String? {
        guard failure.opened >= 0 else { return nil }
        let position = LineTable(source).position(of: failure.opened)
        return "line \(position.line), column \(position.column)"
    }

    private var hexadecimal: String {
        guard failure.at < source.bytes.count else { return "00" }
        return String(source.bytes[failure.at], radix: 16, uppercase: true)
    }

    /// The word or character at the offset.
    private var token: String {
        let word = source.bytes[failure.at...].prefix(60).prefix { byte in
            byte > 0x20 && !#"{}[],:""#.utf8.contains(byte)
        }
        return word.isEmpty ? String(text(4).prefix(1)) : String(decoding: word, as: UTF8.self)
    }

    private func text(_ length: Int) -> String {
        String(decoding: source.bytes[min(failure.at, source.bytes.count)...].prefix(length), as: UTF8.self)
    }
}
