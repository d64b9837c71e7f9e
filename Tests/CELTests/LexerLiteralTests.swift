import CEL
import Testing

@Suite("literals")
struct LexerLiteralTests {
    private func literal(_ source: String) throws -> Literal {
        let tree = try ExpressionTree(parsing: source)
        guard case .literal(let literal) = tree[tree.root] else { throw NotALiteral() }
        return literal
    }

    private struct NotALiteral: Error {}

    @Test(
        "numbers have the value and the kind that they are written with",
        arguments: [
            ("0", Literal.int(0)), ("007", .int(7)), ("0x1F", .int(31)), ("0XfF", .int(255)),
            ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
            ("-0x8000000000000000", .int(.min)), ("- 5", .int(-5)), ("5u", .uint(5)),
            ("0xFFFFFFFFFFFFFFFFU", .uint(.max)),
            ("18446744073709551615u", .uint(.max)), ("1.5", .double(1.5)), (".5", .double(0.5)), ("1e3", .double(1000)),
            ("1.5E-3", .double(0.0015)), ("-2.5", .double(-2.5)), ("-0.0", .double(-0.0)), ("0.1", .double(0.1)),
            ("123.456", .double(123.456)), ("1.7976931348623157e308", .double(.greatestFiniteMagnitude)),
            ("0.30000000000000004", .double(0.30000000000000004)), ("4.35", .double(4.35)),
            ("5e-324", .double(.leastNonzeroMagnitude)), ("1e-400", .double(0)),
        ])
    func number(_ source: String, _ expected: Literal) throws {
        #expect(try literal(source) == expected)
    }

    @Test(
        "texts are what their escapes stand for",
        arguments: [
            (#"'a'"#, "a"), (#""a'b""#, "a'b"), (#"''"#, ""), (#"'\a\b\f\n\r\t\v'"#, "\u{7}\u{8}\u{C}\n\r\t\u{B}"),
            (#"'\\\?\"\'\`'"#, "\\?\"'`"), (#"'\x41\X42\u00e9\U0001F431\101\377'"#, "AB\u{e9}\u{1F431}A\u{ff}"),
            (#"r'\n'"#, "\\n"), (#"R"\x""#, "\\x"), ("'''a\nb'''", "a\nb"), ("\"\"\"a\r\n\"b\"\"\"", "a\r\n\"b"),
            (#"r'''a\'''"#, "a\\"), ("'e\u{301}'", "e\u{301}"), (#"'''\''''"#, "'"),
        ])
    func text(_ source: String, _ expected: String) throws {
        guard case .string(let value) = try literal(source) else { throw NotALiteral() }
        #expect(Array(value.utf8) == Array(expected.utf8))
    }

    @Test(
        "octets of bytes are not characters",
        arguments: [
            ("b'abc'", [97, 98, 99]), (#"b'\xff\377\000'"#, [255, 255, 0]), ("b'\u{e9}'", [0xC3, 0xA9]),
            (#"br'\x'"#, [92, 120]), (#"bR"\""#, [92]), (#"B'''a'b'''"#, [97, 39, 98]),
        ] as [(String, [UInt8])])
    func bytes(_ source: String, _ expected: [UInt8]) throws {
        #expect(try literal(source) == .bytes(expected))
    }

    @Test(
        "a literal that cannot be is refused at the exact place",
        arguments: [
            ("«9223372036854775808»", "`9223372036854775808` does not fit into 64 bits"),
            ("1 + «-9223372036854775809»", "`-9223372036854775809` does not fit into 64 bits"),
            ("«18446744073709551616u»", "`18446744073709551616u` does not fit into 64 bits"),
            ("«1e400»", "`1e400` does not fit into a double"),
            ("«12abc» + 1", "`12abc` is not a number"), ("«0xZ»", "`0xZ` is not a number"),
            ("«1.5u»", "`1.5u` is not a number"),
            ("«1e»", "`1e` is not a number"), (#"'a«\q»b'"#, #"`\q` is not an escape sequence"#),
            (#"'«\é»'"#, #"`\é` is not an escape sequence"#),
            (#"'«\x4»g'"#, #"the escape sequence `\x4` lacks digits"#),
            (#"'«\1»8'"#, #"the escape sequence `\1` lacks digits"#),
            (#"'«\ud800»'"#, #"`\ud800` is no Unicode character"#),
            (#"'«\U00110000»'"#, #"`\U00110000` is no Unicode character"#),
            (#"b'«\u»0041'"#, #"`\u` is not an escape sequence of bytes"#),
            ("«'abc»", "the string is not closed: expected a closing `'`"),
            ("a == «\"abc»\nb", "the string is not closed: expected a closing `\"`"),
            ("«r'''abc'»", "the string is not closed: expected a closing `'`"),
            (#"«'abc\'»"#, "the string is not closed: expected a closing `'`"),
            ("a.«`b»", "a field name between back quotes is not closed"),
            ("a.«`»`", "a field name between back quotes is not closed"),
        ])
    func refused(_ sample: String, _ message: String) throws {
        let source = MarkedSource(sample)
        let issue = try #require(issues(parsing: source.text).first)
        #expect(issue.message.hasPrefix(message))
        #expect(issue.range == source.ranges[0])
    }
}
