import Testing

@testable import CEL

@Suite("the regex library")
struct RegexLibraryTests {
    @Test(
        "regular expressions",
        arguments: [
            "'abc 123'.find('[0-9]+') == '123'", "'abc'.find('x') == ''",
            "'123 abc 456'.findAll('[0-9]+') == ['123', '456']",
            "'123 abc 456'.findAll('[0-9]+', 1) == ['123']", "'123 456'.findAll('[0-9]+', 0) == []",
            "'abc'.findAll('x') == []",
            "'ab'.findAll('') == ['', '', '']", "'12a'.findAll('[0-9]*') == ['12', '']", "'😀'.findAll('') == ['', '']",
            "'aXbX'.findAll('(?i)x$') == ['X']", "''.find('^$') == ''", "''.findAll('^$') == ['']",
            "regex.replace('hello world hello', 'hello', 'hi') == 'hi world hi'",
            "regex.replace('banana', 'a', 'x', 0) == 'banana'",
            "regex.replace('banana', 'a', 'x', 2) == 'bxnxna'", "regex.replace('banana', 'a', 'x', -12) == 'bxnxnx'",
            "regex.replace('foo bar', '(fo)o (ba)r', r'\\2 \\1') == 'ba fo'",
            "regex.replace('ab', '(a)|(b)', r'[\\1\\2\\0]') == '[aa][bb]'",
            "regex.replace('a', 'a', r'\\\\') == r'\\'", "regex.replace('ab', '', '-') == '-a-b-'",
            "regex.replace('x', 'y', r'\\7') == 'x'",
            "regex.extract('hello world', 'hello(.*)') == optional.of(' world')",
            "regex.extract('HELLO', 'hello') == optional.none()",
            "regex.extract('item-A, item-B', r'item-(\\w+)') == optional.of('A')",
            "regex.extract('ab', 'a(x)?b') == optional.none()",
            "regex.extract('', 'x*') == optional.of('')",
            "regex.extractAll('id:123, id:456', r'id:\\d+') == ['id:123', 'id:456']",
            "regex.extractAll('id:123, id:456', r'id:(\\d)') == ['1', '4']", "regex.extractAll('ab', 'x') == []",
        ])
    func claim(_ source: String) throws { try expectTrue(source) }

    @Test(
        "patterns and replacements that cannot be used are errors",
        arguments: [
            ("'a'.find('(')", "invalid regular expression: missing )"),
            ("'a'.findAll(r'\\1')", "invalid regular expression"),
            ("regex.replace('test', '(.)', r'\\2')", "names group 2, but the pattern has 1"),
            ("regex.replace('a', 'a', r'x\\')", "single backslash"),
            ("regex.replace('a', 'a', r'\\v')", "followed by a digit"),
            ("regex.extract('a@b', '(.*)@([^.]*)')", "several groups"),
            ("regex.extractAll('a@b', '(.*)@([^.]*)')", "several groups"),
            ("'a'.find('((((a{1,100}){1,100}){1,100}){1,100})')", "invalid regular expression"),
        ])
    func errors(_ source: String, _ message: String) throws { try expectError(source, message) }
}

@Suite("compiled patterns")
struct RegularExpressionTests {
    @Test("groups are found at their offsets")
    func groups() throws {
        let expression = try RegularExpression.compile("(a)(x)?(b)").get()
        #expect(expression.groupCount == 3)
        var offsets = [Int64](repeating: 0, count: 8)
        let text = Array("..ab".utf8)
        let isFound = text.withUnsafeBytes { text in
            offsets.withUnsafeMutableBufferPointer { expression.find(in: text, from: 0, groups: $0) }
        }
        #expect(isFound && offsets == [2, 4, 2, 3, -1, -1, 3, 4])
    }

    @Test("the memory cap, the length limit and syntax are reported in words")
    func failures() {
        func message(_ pattern: String, memory: Int64 = RegularExpression.defaultMemory) -> String? {
            if case .failure(let error) = RegularExpression.compile(pattern, memory: memory) { return error.message }
            return nil
        }
        #expect(message("a(") == "missing ): a(")
        #expect(message("(a{100}){9}", memory: 1_000) == "pattern too large - compile failed")
        #expect(message(String(repeating: "a", count: RegularExpression.lengthLimit + 1))?.contains("too long") == true)
        #expect(message("a{100}") == nil)
    }

    @Test("a hostile pattern takes linear time")
    func linear() throws {
        let expression = try RegularExpression.compile("(a*)*(a|aa)*b").get()
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000)
        #expect(!text.withUnsafeBytes { expression.matches($0) })
    }

    @Test("one object serves several threads")
    func threads() async throws {
        let expression = try RegularExpression.compile("^CC-[0-9]{4}$").get()
        let matches = await withTaskGroup(of: Int.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    (0..<2_000).count { number in
                        let text = Array("CC-\(number + worker)".utf8)
                        return text.withUnsafeBytes { expression.matches($0) }
                    }
                }
            }
            return await group.reduce(0, +)
        }
        let expected = (0..<8).reduce(0) { sum, worker in
            sum + (0..<2_000).count { (1_000...9_999).contains($0 + worker) }
        }
        #expect(matches == expected)
    }

    @Test("what is cached stays right when many texts compete for few places")
    func cache() async {
        let cache = BoundedCache<String>(capacity: 8)
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    for round in 0..<2_000 {
                        let text = "key \((round * 7 + worker) % 40)"
                        let entry = Array(text.utf8).withUnsafeBytes { bytes in
                            cache.entry(for: bytes) { String(decoding: $0, as: UTF8.self) }
                        }
                        #expect(entry == text)
                    }
                }
            }
        }
    }
}
