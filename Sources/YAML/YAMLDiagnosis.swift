internal import Documents

/// Says in words what stopped libyaml.
struct YAMLDiagnosis {
    let source: SourceText
    let problem: YAMLProblem

    static let templateHelp = "render the template first, and check the result"

    var diagnostic: Diagnostic {
        if problem.text == "the memory is used up" { return Diagnostic(file: source.name, message: problem.text) }
        let known = Self.causes.first { problem.text.contains($0.problem) && problem.context.contains($0.context) }
        var offset = problem.at
        if let known, known.pointsAtStart, let start = problem.contextAt { offset = start }
        let at = min(max(offset, 0), source.bytes.count)
        let end = min(at + 1, source.bytes.count)
        var message = known?.message ?? "this is not YAML: \(problem.text)"
        var help = known?.help
        if let cause = cause(ofCharacterAt: at), known?.yieldsToCharacter ?? true { (message, help) = cause }
        if let unclosed = unclosed(known) { help = unclosed }
        if known?.message == Self.keyExpected, isBehindClosing(at) {
            (message, help) = (
                "text stands behind a closing quote or bracket", "remove it, or put the whole value in quotes"
            )
        }
        if isTemplate(at) { help = "this looks like template syntax: " + Self.templateHelp }
        return Diagnostic(in: source, at: at..<end, message, help: help)
    }

    /// A cause that shows itself by the character at which libyaml stopped.
    private func cause(ofCharacterAt at: Int) -> (String, String?)? {
        guard at < source.bytes.count else { return nil }
        switch source.bytes[at] {
        case UInt8(ascii: "\t"):
            return ("a tab stands where an indentation or a value is expected", "indent with spaces")
        case UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "%"):
            let shown = String(decoding: [source.bytes[at]], as: UTF8.self)
            return ("a value cannot begin with this character: `\(shown)`", "put the value in quotes")
        default: return nil
        }
    }

    /// Where the bracket was opened that is not closed.
    private func unclosed(_ cause: Cause?) -> String? {
        guard let cause, cause.namesStart, let start = problem.contextAt else { return nil }
        let position = LineTable(source).position(of: start)
        return "the bracket opened at line \(position.line), column \(position.column) is not closed"
            + (cause.help.map { ", or " + $0 } ?? "")
    }

    /// True if what comes before an offset on its line ends with a closing quote or bracket.
    private func isBehindClosing(_ at: Int) -> Bool {
        let before = source.bytes[..<at].last { $0 != 0x20 && $0 != 0x09 }
        return before.map { "\"']}".utf8.contains($0) } ?? false
    }

    /// True if the line has marks of a template language near an offset.
    private func isTemplate(_ at: Int) -> Bool {
        let isInLine = { (byte: UInt8) in byte != 0x0A && byte != 0x0D }
        let bytes = source.bytes
        let before = bytes[..<at].suffix(Self.width).reversed().prefix(while: isInLine).count
        let line = bytes[(at - before)...].prefix(before + Self.width).prefix { isInLine($0) }
        return ["{{", "{%", "<%"].contains { mark in
            zip(line, line.dropFirst()).contains { [$0, $1].elementsEqual(mark.utf8) }
        }
    }

    /// How many bytes to each side are looked at.
    private static let width = 200

    /// What a problem of libyaml usually comes from.
    private struct Cause {
        /// A part of libyaml's problem, and of its context.
        var problem: String
        var context = ""
        var message: String
        var help: String?
        /// The place to show is where libyaml began to read the thing.
        var pointsAtStart = false
        /// The help names where libyaml began to read the thing.
        var namesStart = false
        /// The character at the place may be a better explanation.
        var yieldsToCharacter = true
    }

    private static let keyExpected = "a key is expected here"

    private static let causes: [Cause] = [
        Cause(
            problem: "mapping values are not allowed", message: "a colon is not allowed here",
            help: "put the value in quotes if the colon belongs to it, or check the indentation"),
        Cause(
            problem: "could not find expected ':'", message: "a key without a colon: expected `key: value`",
            help: "check the indentation and the quotes of this line", pointsAtStart: true),
        Cause(
            problem: "unexpected end of stream", context: "quoted scalar",
            message: "the quote that opens here is not closed",
            pointsAtStart: true, yieldsToCharacter: false),
        Cause(
            problem: "unexpected document indicator", context: "quoted scalar",
            message: "the quote that opens here is not closed", pointsAtStart: true, yieldsToCharacter: false),
        Cause(
            problem: "expected ',' or ']'", message: "a list in brackets goes on wrongly: expected a comma or `]`",
            help: "a comma is missing before this", namesStart: true),
        Cause(
            problem: "expected ',' or '}'", message: "a mapping in braces goes on wrongly: expected a comma or `}`",
            help: "a comma is missing before this", namesStart: true),
        Cause(
            problem: "did not find expected key", message: keyExpected,
            help: "check the indentation of this line against the lines above"),
        Cause(
            problem: "did not find expected '-' indicator", message: "a list goes on wrongly: expected `-`",
            help: "check the indentation of this line against the lines above"),
        Cause(
            problem: "block sequence entries are not allowed", message: "a list entry is not allowed here",
            help: "put the list on lines of its own below the key"),
        Cause(
            problem: "mapping keys are not allowed", message: "a key is not allowed here",
            help: "check the indentation of this line against the lines above"),
        Cause(problem: "did not find expected node content", message: "a value is expected here"),
        Cause(
            problem: "invalid Unicode character escape code",
            message: "an escape stands for half of a surrogate pair or no character",
            help: "write the character itself, or one escape of the form `\\U0001F600`", yieldsToCharacter: false),
        Cause(
            problem: "unknown escape character", message: "the backslash begins no escape of YAML",
            help: "write a backslash as `\\\\`, or use single quotes", yieldsToCharacter: false),
        Cause(
            problem: "expected hexdecimal number", message: "an escape lacks its hexadecimal digits",
            yieldsToCharacter: false),
        Cause(
            problem: "alphabetic or numeric character", context: "alias",
            message: "`*` begins an alias: expected its name",
            help: "put the value in quotes if the star belongs to it", yieldsToCharacter: false),
        Cause(
            problem: "alphabetic or numeric character", context: "anchor",
            message: "`&` begins an anchor: expected its name",
            help: "put the value in quotes if it begins with `&`", yieldsToCharacter: false),
        Cause(
            problem: "expected comment or line break", message: "text stands behind the head of a block of text",
            help: "begin the text on the next line"),
        Cause(
            problem: "a tab character where an indentation", message: "a tab is used for indentation",
            help: "indent with spaces"),
        Cause(
            problem: "a tab character that violate", message: "a tab is used for indentation",
            help: "indent with spaces"),
        Cause(
            problem: "expected <document start>", message: "text stands behind the end of the document",
            help: "check the indentation of this line against the lines above"),
        Cause(
            problem: "directive name",
            message: "a line that begins with `%` is no directive of YAML: expected `%YAML` or `%TAG`",
            help: "put the value in quotes"),
        Cause(problem: "incompatible YAML document", message: "this version of YAML is not known: expected 1.1 or 1.2"),
        Cause(problem: "undefined tag handle", message: "the prefix of this tag is not declared by a `%TAG` line"),
        Cause(
            problem: "control characters are not allowed", message: "a control character stands in the text",
            yieldsToCharacter: false),
        Cause(
            problem: "UTF-8", message: "the text is not valid UTF-8", help: "save the file as UTF-8",
            yieldsToCharacter: false),
        Cause(
            problem: "Unicode character", message: "the text is not valid UTF-8", help: "save the file as UTF-8",
            yieldsToCharacter: false),
        Cause(
            problem: "cannot start any token", message: "a value cannot begin with this character",
            help: "put the value in quotes"),
    ]
}
