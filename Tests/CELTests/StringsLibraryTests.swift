import Testing

@testable import CEL

@Suite("the strings library")
struct StringsLibraryTests {
    @Test(
        "functions count code points and keep to their limits",
        arguments: [
            "'tacocat'.charAt(3) == 'o'", "'tacocat'.charAt(7) == ''", "'a😀b'.charAt(1) == '😀'",
            "'a😀b'.charAt(2) == 'b'", "'ta©o©αT'.indexOf('©', 3) == 4", "'abc'.indexOf('') == 0",
            "'abc'.indexOf('', 3) == 3", "'abc'.indexOf('c', 3) == -1", "''.indexOf('a') == -1",
            "'bananananana'.lastIndexOf('nana', 7) == 6", "'abc'.lastIndexOf('') == 3", "'ab'.lastIndexOf('abc') == -1",
            "'😀x😀x'.lastIndexOf('x') == 3", "'😀x😀x'.lastIndexOf('x', 2) == 1",
            "['x', 'y', 'z'].join('-') == 'x-y-z'", "['x'].join(', ') == 'x'", "[].join('-') == ''",
            "'a,b,,c'.split(',') == ['a', 'b', '', 'c']", "''.split(',') == ['']", "''.split('') == []",
            "'a😀c'.split('') == ['a', '😀', 'c']", "'abc'.split('', 2) == ['a', 'bc']",
            "'a b c'.split(' ', 2) == ['a', 'b c']", "'a b'.split(' ', 0) == []", "'a b'.split(' ', -3) == ['a', 'b']",
            "'aaa'.replace('a', 'bb') == 'bbbbbb'", "'aaa'.replace('a', 'b', 2) == 'bba'",
            "'aaa'.replace('a', 'b', 0) == 'aaa'", "'aaaa'.replace('aa', 'a') == 'aa'",
            "'ab'.replace('', '-') == '-a-b-'",
            "'😀'.replace('', '-') == '-😀-'", "'ab'.replace('', '-', 2) == '-a-b'", "'ab'.replace('x', 'y') == 'ab'",
            "'tacocat'.substring(4) == 'cat'", "'tacocat'.substring(7) == ''", "'ta©o©αT'.substring(2, 6) == '©o©α'",
            "'\\u2028 \\tx\\u00a0'.trim() == 'x'", "'   '.trim() == ''", "'\\u200bx'.trim() == '\\u200bx'",
            "'TacoCÆt'.lowerAscii() == 'tacocÆt'", "'tacoCαt@[`{'.upperAscii() == 'TACOCαT@[`{'",
            "'a😀é'.reverse() == 'é😀a'", "''.reverse() == ''",
            "strings.quote('a\"b\\\\\\n\\u0007') == '\"a\\\\\"b\\\\\\\\\\\\n\\\\a\"'", "strings.quote('') == '\"\"'",
        ])
    func claim(_ source: String) throws { try expectTrue(source) }

    @Test(
        "positions outside of the string are errors",
        arguments: [
            ("'abc'.charAt(4)", "index 4 out of range: expected 0 to 3"), ("'abc'.charAt(-1)", "index -1"),
            ("'abc'.indexOf('a', 4)", "index 4"), ("'abc'.lastIndexOf('a', -1)", "index -1"),
            ("'abc'.substring(9223372036854775807)", "out of range"),
            ("'abc'.substring(2, 1)", "start 2 lies behind end 1"),
            ("'abc'.substring(-9223372036854775807 - 1, 1)", "out of range"), ("'é'.charAt(2)", "expected 0 to 1"),
        ])
    func positions(_ source: String, _ message: String) throws { try expectError(source, message) }

    @Test("a result cannot outgrow the limit")
    func tooLong() throws {
        let long = String(repeating: "x", count: 300)
        let many = String(repeating: ".replace('a', 'aaaaaaaaaaaaaaaa')", count: 4)
        try expectError("'a'\(many).replace('a', '\(long)')", "result too long")
        try expectError("lists.range(70000).map(i, '\(long)').join('')", "result too long")
        try expectError("'%s'.format([lists.range(70000).map(i, '\(long)')])", "result too long")
    }

    @Test(
        "format writes every clause",
        arguments: [
            ("'%d%%'", "[50]", "50%"), ("'%s'", "[1.0]", "1"), ("'%s'", "[1e21]", "1000000000000000000000"),
            ("'%s'", "[-1.5e-7]", "-0.00000015"), ("'%s'", "[[1, 'a', [null, true]]]", "[1, a, [null, true]]"),
            ("'%s'", "[{'b': 1, 'a': [2u], 3: {}}]", "{3: {}, a: [2], b: 1}"), ("'%s'", "[b'a\\xff']", "a\u{FFFD}"),
            ("'%s'", "[duration('-1.5s')]", "-1.5s"), ("'%s'", "[ip('::1')]", "::1"), ("'%s'", "[type(1)]", "int"),
            ("'%s'", "[cidr('10.0.0.0/8')]", "10.0.0.0/8"), ("'%s'", "[1.0/0.0]", "Infinity"),
            ("'%d|%d'", "[-5, 5u]", "-5|5"), ("'%.2f'", "[2.345]", "2.35"), ("'%.0f'", "[2.5]", "2"),
            ("'%f'", "[1.0/0.0]", "Infinity"), ("'%.3e'", "[123456]", "1.235e+05"), ("'%e'", "[0.0]", "0.000000e+00"),
            ("'%b %b'", "[-5, true]", "-101 1"), ("'%o'", "[8]", "10"), ("'%x|%X'", "[255, -255]", "ff|-FF"),
            ("'%x|%X'", "['hé', b'\\xab']", "68c3a9|AB"), ("'%.20f'", "[0.1]", "0.10000000000000000555"),
            ("'é%sß'", "['ü']", "éüß"), ("'%%%s'", "['x']", "%x"), ("''", "[]", ""),
            ("'%s'", "[0.1 + 0.2]", "0.30000000000000004"),
        ])
    func format(_ template: String, _ arguments: String, _ expected: String) throws {
        #expect(try ExpressionOutcome.value(of: "\(template).format(\(arguments))") == .string(expected))
    }

    @Test(
        "format says what is wrong",
        arguments: [
            ("'%d'.format([])", "no argument"), ("'%s %s'.format([1])", "only 1 were given"),
            ("'%'.format([1])", "ends within a clause"), ("'%.f'.format([1])", "precision"),
            ("'%.99999999999999999999f'.format([1])", "precision"), ("'%.1001f'.format([1])", "precision"),
            ("'%q'.format([1])", "unknown format `%q`"), ("'%d'.format(['a'])", "`%d` cannot write a string"),
            ("'%x'.format([1.5])", "`%x` cannot write a double"), ("'%b'.format([null])", "cannot write a null_type"),
            ("'%s'.format([optional.none()])", "cannot write a optional_type"),
            ("'%\\u00e9'.format([1])", "unknown format"),
        ])
    func formatError(_ source: String, _ message: String) throws { try expectError(source, message) }
}

@Suite("UTF-8")
struct CodePointsTests {
    @Test("validity agrees with the standard library on all short sequences of telling bytes")
    func validity() {
        let telling: [UInt8] = [
            0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1,
            0xF4,
            0xF5, 0xFF,
        ]
        for first in telling {
            for second in telling {
                for third in telling {
                    for fourth in telling {
                        let bytes = [first, second, third, fourth]
                        let isValid = bytes.withUnsafeBytes { CodePoints.areValid($0) }
                        #expect(isValid == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
                    }
                }
            }
        }
    }

    @Test("counting and positions agree with Unicode scalars")
    func positions() {
        var random = FixedRandom(seed: 7)
        let alphabet: [Unicode.Scalar] = ["a", "é", "ß", "\u{800}", "\u{FFFD}", "😀", "\u{10FFFF}"]
        for length in 0..<60 {
            var text = String.UnicodeScalarView()
            for _ in 0..<length { text.append(alphabet.randomElement(using: &random) ?? "a") }
            let bytes = Array(String(text).utf8)
            bytes.withUnsafeBytes { bytes in
                #expect(CodePoints.count(bytes) == length)
                var offset = 0
                for (index, scalar) in text.enumerated() {
                    #expect(CodePoints.offset(of: Int64(index), in: bytes) == offset)
                    #expect(CodePoints.decode(bytes, at: offset).scalar == scalar.value)
                    offset += UTF8.width(scalar)
                }
                #expect(CodePoints.offset(of: Int64(length), in: bytes) == bytes.count)
                #expect(CodePoints.offset(of: Int64(length) + 1, in: bytes) == nil)
            }
        }
    }

    @Test("searching agrees with trying every position, also where near misses abound")
    func search() {
        var random = FixedRandom(seed: 11)
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 0...80, using: &random)).map { _ in UInt8.random(in: 97...98, using: &random)
            }
            let needle = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                UInt8.random(in: 97...98, using: &random)
            }
            let start = Int.random(in: 0...text.count, using: &random)
            let all = text.indices.filter { text[$0...].starts(with: needle) }
            text.withUnsafeBytes { text in
                needle.withUnsafeBytes { needle in
                    #expect(ByteSearch.first(needle, in: text, from: start) == all.first { $0 >= start })
                    #expect(ByteSearch.last(needle, in: text, before: start) == all.last { $0 <= start })
                }
            }
        }
    }
}
