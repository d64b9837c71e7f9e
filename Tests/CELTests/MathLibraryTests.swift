import Testing

@testable import CEL

@Suite("the math library")
struct MathLibraryTests {
    @Test(
        "functions give what the mathematics says",
        arguments: [
            "math.greatest(1, 5u, 2.5) == 5", "type(math.greatest(1, 5u)) == uint", "math.greatest(1, 1.0) == 1",
            "type(math.least(1, 1.0)) == int", "math.least([3, 1, 2]) == 1", "math.least(-1, 0u) == -1",
            "math.greatest(9223372036854775807, 18446744073709551615u) == 18446744073709551615u",
            "math.ceil(1.2) == 2.0", "math.floor(-1.2) == -2.0", "math.trunc(-1.9) == -1.0", "math.round(-2.5) == -3.0",
            "math.round(2.5) == 3.0", "math.isNaN(math.round(0.0 / 0.0))", "math.isInf(math.ceil(-1.0 / 0.0))",
            "math.abs(-5) == 5", "math.abs(-1.5) == 1.5", "math.abs(7u) == 7u", "math.sign(-3) == -1",
            "math.sign(0u) == 0u", "math.sign(-0.5) == -1.0", "math.isNaN(math.sign(0.0 / 0.0))",
            "math.sqrt(49) == 7.0", "math.sqrt(2.25) == 1.5", "math.sqrt(81u) == 9.0", "math.isNaN(math.sqrt(-1))",
            "math.isFinite(1.0)", "!math.isFinite(1.0 / 0.0)", "!math.isInf(0.0 / 0.0)",
            "math.bitAnd(1, -1) == 1", "math.bitOr(4, -2) == -2", "math.bitXor(5u, 3u) == 6u", "math.bitNot(1) == -2",
            "math.bitNot(0u) == 18446744073709551615u", "math.bitShiftLeft(1, 2) == 4",
            "math.bitShiftLeft(-1, 200) == 0",
            "math.bitShiftLeft(1, 63) == -9223372036854775807 - 1",
            "math.bitShiftRight(-1024, 3) == 2305843009213693824",
            "math.bitShiftRight(1024u, 64) == 0u", "math.bitShiftRight(1, 9223372036854775807) == 0",
        ])
    func claim(_ source: String) throws { try expectTrue(source) }

    @Test(
        "what has no result is an error",
        arguments: [
            ("math.abs(-9223372036854775807 - 1)", "out of range"),
            ("math.bitShiftLeft(1, -1)", "cannot shift by -1 bits"),
            ("math.least(dyn([]))", "empty list"),
            ("math.greatest(dyn([1, 'a']))", "does not take values of these types"),
            ("math.ceil(dyn(1))", "does not take values of these types"),
        ])
    func errors(_ source: String, _ message: String) throws { try expectError(source, message) }
}

@Suite("numbers as text")
struct NumberTextTests {
    private static func text(_ write: (inout ByteWriter) -> Void) -> String {
        ByteWriter.with(limit: 4_096) { writer in
            write(&writer)
            return String(decoding: writer.bytes, as: UTF8.self)
        }
    }

    @Test(
        "string(double) is short, and scientific outside of 1e-4 to 1e6",
        arguments: [
            (0.0, "0"), (-0.0, "-0"), (1, "1"), (123.456, "123.456"), (-0.0045, "-0.0045"), (0.0001, "0.0001"),
            (0.00001, "1e-05"), (999_999, "999999"), (1_000_000, "1e+06"), (1_234_567.5, "1.2345675e+06"),
            (1e100, "1e+100"),
            (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"), (.nan, "NaN"),
            (.infinity, "+Inf"),
            (-.infinity, "-Inf"), (9_007_199_254_740_992, "9.007199254740992e+15"),
        ])
    func doubles(_ value: Double, _ expected: String) {
        #expect(Self.text { $0.append(value) } == expected)
    }

    @Test("a double reads back as itself from every notation, and the digits are those of Swift's description")
    func roundTrip() throws {
        var random = FixedRandom(seed: 3)
        for _ in 0..<5_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            for isPositional in [false, true] {
                let text = Self.text { $0.append(value, isPositional: isPositional) }
                #expect(Double(text)?.bitPattern == value.bitPattern, "\(text)")
                let parsed = Array(text.utf8).withUnsafeBytes { NumberText.double($0) }
                #expect(parsed?.bitPattern == value.bitPattern, "\(text)")
            }
            func digits(_ text: String) -> [Character] {
                let mantissa = text.prefix { $0 != "e" }.filter(\.isNumber)
                return Array(String(mantissa.drop { $0 == "0" }.reversed().drop { $0 == "0" }.reversed()))
            }
            #expect(digits(Self.text { $0.append(value) }) == digits(value.description))
        }
    }

    @Test(
        "what is no number is refused",
        arguments: [
            "", "+", "-", ".", "1e", "1e+", "e5", "0x10", "1_000", " 1", "1 ", "1..2", "--1", "nan1", "infin", "1e400",
            "１",
        ])
    func notDoubles(_ text: String) {
        #expect(Array(text.utf8).withUnsafeBytes { NumberText.double($0) } == nil)
    }

    @Test(
        "integers are read up to their limits",
        arguments: [
            ("9223372036854775807", Int64.max), ("-9223372036854775808", .min), ("9223372036854775808", nil),
            ("-9223372036854775809", nil), ("+7", 7), ("-0", 0), ("", nil), ("-", nil), ("1a", nil), ("1.0", nil),
            ("99999999999999999999999", nil), ("0007", 7),
        ] as [(String, Int64?)])
    func integers(_ text: String, _ expected: Int64?) {
        #expect(Array(text.utf8).withUnsafeBytes { NumberText.int($0) } == expected)
    }

    @Test("a writer keeps to its limit and grows up to it")
    func writerLimit() {
        ByteWriter.with(limit: 1_000) { writer in
            for _ in 0..<1_000 { writer.append(UInt8(ascii: "x")) }
            #expect(writer.count == 1_000 && !writer.isTruncated)
            writer.append(UInt8(ascii: "y"))
            #expect(writer.count == 1_000 && writer.isTruncated)
            #expect(writer.bytes.allSatisfy { $0 == UInt8(ascii: "x") })
        }
    }
}
