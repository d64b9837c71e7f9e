import Documents
import Foundation
import Testing

@testable import CEL

@Suite("the lists library")
struct ListsLibraryTests {
    @Test(
        "functions over lists",
        arguments: [
            "lists.range(3) == [0, 1, 2]", "lists.range(0) == []", "[5, 3, 1].reverse() == [1, 3, 5]",
            "[].reverse() == []",
            "[1, 2, 3, 4].slice(1, 3) == [2, 3]", "[1].slice(1, 1) == []", "[1, 2].first().value() == 1",
            "[1, 2].last().value() == 2", "!dyn([]).first().hasValue()", "[[1], [2, 3], []].flatten() == [1, 2, 3]",
            "[dyn(1), [2, [3, [4]]]].flatten(2) == [1, 2, 3, [4]]", "[[1, [2]]].flatten(0) == [[1, [2]]]",
            "[1, 2, 2, 3, 1].distinct() == [1, 2, 3]", "[dyn(1), 1u, 1.0, 'a', 'a'].distinct() == [1, 'a']",
            "[[1], [1, 2], [1]].distinct() == [[1], [1, 2]]", "[{'a': 1}, {'a': 1.0}].distinct().size() == 1",
            "[0.0 / 0.0, 0.0 / 0.0].distinct().size() == 2",
            "lists.range(1000).map(i, i % 7).distinct() == [0, 1, 2, 3, 4, 5, 6]",
            "[3, 1, 2].sort() == [1, 2, 3]", "['b', 'ab', 'a'].sort() == ['a', 'ab', 'b']", "[].sort() == []",
            "[true, false].sort() == [false, true]", "[2.0, -1.0].sort() == [-1.0, 2.0]",
            "[duration('2s'), duration('1ms')].sort()[0] == duration('1ms')", "[b'b', b'a'].sort() == [b'a', b'b']",
            "math.isNaN([1.0, 0.0 / 0.0, -1.0].sort()[0])", "[1, 1, 2].isSorted()", "![2, 1].isSorted()",
            "[].isSorted()",
            "[1, 3].sum() == 4", "[1.5, 2.5].sum() == 4.0", "[1u].sum() == 1u",
            "[duration('1m'), duration('1s')].sum() == duration('61s')",
            "[].sum() == 0", "[3, 1, 2].min() == 1", "['a', 'c', 'b'].max() == 'c'", "[true, false].min() == false",
            "[1, 2, 2].indexOf(2) == 1", "[1, 2, 2].lastIndexOf(2) == 2", "[1, 2].indexOf(3) == -1",
            "[[1], [2]].indexOf([2]) == 1",
            "[3, 1, 2].sortBy(x, -x) == [3, 2, 1]",
        ])
    func claim(_ source: String) throws { try expectTrue(source) }

    @Test(
        "what has no result is an error",
        arguments: [
            ("lists.range(-1)", "expected 0 to"), ("lists.range(9223372036854775807)", "expected 0 to"),
            ("[1, 2].slice(1, 3)", "cannot slice 1 to 3"), ("[1, 2].slice(-1, 1)", "cannot slice"),
            ("[1].slice(1, 0)", "cannot slice"),
            ("[dyn(1), 'b'].sort()", "does not take values of these types"),
            ("dyn([[1]]).sort()", "does not take values of these types"),
            ("dyn([]).min()", "empty list"),
            ("[9223372036854775807, 1].sum()", "out of range"),
            ("dyn(['a']).sum()", "does not take values of these types"),
            ("[[1]].flatten(-1)", "expected 0 or more"),
        ])
    func errors(_ source: String, _ message: String) throws { try expectError(source, message) }

    @Test("sorting is stable and agrees with the standard library's")
    func sorting() throws {
        var random = FixedRandom(seed: 23)
        for count in [0, 1, 2, 17, 200] {
            let numbers = (0..<count).map { _ in Int.random(in: -20...20, using: &random) }
            let list = "[\(numbers.map(String.init).joined(separator: ", "))]"
            #expect(
                try ExpressionOutcome.value(of: "\(list).sort()") == .list(numbers.sorted().map { .int(Int64($0)) }))
        }
    }

    @Test("long lists are bounded by the step budget, not by time")
    func budget() throws {
        let value = try ExpressionOutcome.value(
            of: "sets.contains(lists.range(100000), lists.range(100000))", stepBudget: 1_000_000)
        guard case .error(let error) = value else {
            Issue.record("gives \(value)")
            return
        }
        #expect(error.code == .stepBudget)
    }
}

@Suite("the sets library")
struct SetsLibraryTests {
    @Test(
        "lists are compared as sets, numbers across kinds",
        arguments: [
            "sets.contains([], [])", "!sets.contains([], [1])", "sets.contains([1, 2, 3, 4], [2, 3])",
            "sets.contains([dyn(1), 2.0, 3u], [dyn(1.0), 2u, 3])", "sets.equivalent([], [])",
            "sets.equivalent([1], [1, 1])",
            "sets.equivalent([1, 2, 3], [3, 2, 1])", "!sets.equivalent([1, 2], [1])", "!sets.equivalent([1], [1, 2])",
            "!sets.intersects([1], [])", "sets.intersects([1], [1, 2])",
            "sets.intersects([[1], [2, 3]], [[1, 2], [2, 3]])",
            "!sets.intersects(['a'], ['b'])",
        ])
    func claim(_ source: String) throws { try expectTrue(source) }
}

@Suite("the optional library")
struct OptionalLibraryTests {
    @Test(
        "optionals",
        arguments: [
            "optional.of(1).hasValue()", "!optional.none().hasValue()", "optional.of(5).value() == 5",
            "optional.of(1).or(optional.of(2)).value() == 1", "optional.none().or(optional.of(2)).value() == 2",
            "optional.none().orValue(3) == 3", "optional.of(1).orValue(1 / 0) == 1",
            "['', 0, 0u, 0.0, b'', [], {}, null, false, duration('0'), timestamp(0), optional.none()].all(x, !optional.ofNonZeroValue(x).hasValue())",
            "['a', 1, 1u, 0.5, b'a', [0], {'a': 0}, true, duration('1ns'), timestamp(1)].all(x, optional.ofNonZeroValue(x).hasValue())",
            "optional.unwrap([optional.of(1), optional.none(), optional.of(3)]) == [1, 3]",
            "[optional.none(), optional.of('a')].unwrapOpt() == ['a']",
        ])
    func claim(_ source: String) throws { try expectTrue(source) }

    @Test("an optional without value has none")
    func empty() throws { try expectError("optional.none().value()", "no value") }
}

@Suite("the encoders library")
struct EncodersLibraryTests {
    @Test(
        "base64",
        arguments: [
            "base64.encode(b'hello') == 'aGVsbG8='", "base64.decode('aGVsbG8') == b'hello'", "base64.decode('') == b''",
            "base64.decode('aGVs\\r\\nbG8=') == b'hello'", "base64.encode(b'') == ''",
            "base64.encode(b'\\xfb\\xff') == '+/8='",
        ])
    func claim(_ source: String) throws { try expectTrue(source) }

    @Test(
        "what is not base64 is an error",
        arguments: ["a", "aGVsbG8==", "aGVs=bG8", "a===", "aGV-", "=", "aGVsbG8=a", "====", "aGVs="])
    func errors(_ text: String) throws { try expectError("base64.decode('\(text)')", "is not base64") }

    @Test("every length comes back, and the text is Foundation's")
    func roundTrip() {
        var random = FixedRandom(seed: 29)
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            var encoded = [UInt8](repeating: 0, count: Base64.encodedCount(length) ?? 0)
            bytes.withUnsafeBytes { source in encoded.withUnsafeMutableBytes { Base64.encode(source, into: $0) } }
            #expect(String(decoding: encoded, as: UTF8.self) == Data(bytes).base64EncodedString())
            for text in [encoded, encoded.filter { $0 != UInt8(ascii: "=") }] {
                var decoded = [UInt8](repeating: 0, count: length + 6)
                let count = text.withUnsafeBytes { text in
                    decoded.withUnsafeMutableBytes { Base64.decode(text, into: $0) }
                }
                #expect(count == length && Array(decoded.prefix(length)) == bytes)
            }
        }
    }
}
