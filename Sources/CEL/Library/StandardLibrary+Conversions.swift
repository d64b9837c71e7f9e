extension StandardLibrary {
    static let conversions: [Function] = [
        Function("bool") {
            [
                .global("bool_to_bool", [.bool], .bool, .unary { $1 }),
                .global("string_to_bool", [.string], .bool, .unary { boolean($0, $1.text) }),
            ]
        },
        Function("int") {
            [
                .global("int64_to_int64", [.int], .int, .unary { $1 }),
                .global("uint64_to_int64", [.uint], .int, .unary { converted(Int64(exactly: $1.unsigned), Val.int) }),
                .global("double_to_int64", [.double], .int, .unary { integer($1.number) }),
                .global(
                    "string_to_int64", [.string], .int,
                    .unary {
                        number(
                            $0, $1, NumberText.int, Val.int,
                            "is not an int: expected decimal digits of a number of 64 bits")
                    }),
            ]
        },
        Function("uint") {
            [
                .global("uint64_to_uint64", [.uint], .uint, .unary { $1 }),
                .global("int64_to_uint64", [.int], .uint, .unary { converted(UInt64(exactly: $1.integer), Val.uint) }),
                .global("double_to_uint64", [.double], .uint, .unary { unsigned($1.number) }),
                .global(
                    "string_to_uint64", [.string], .uint,
                    .unary {
                        number(
                            $0, $1, NumberText.uint, Val.uint,
                            "is not a uint: expected decimal digits of a number of 64 bits")
                    }),
            ]
        },
        Function("double") {
            [
                .global("double_to_double", [.double], .double, .unary { $1 }),
                .global("int64_to_double", [.int], .double, .unary { .double(Double($1.integer)) }),
                .global("uint64_to_double", [.uint], .double, .unary { .double(Double($1.unsigned)) }),
                .global(
                    "string_to_double", [.string], .double,
                    .unary {
                        number($0, $1, NumberText.double, Val.double, "is not a double: expected a decimal number")
                    }),
            ]
        },
        Function("string") {
            [
                .global("string_to_string", [.string], .string, .unary { $1 }),
                .global("bool_to_string", [.bool], .string, .unary { $1.boolean ? .string("true") : .string("false") }),
                .global(
                    "int64_to_string", [.int], .string,
                    .unary { frame, value in frame.string { $0.append(value.integer) } }),
                .global(
                    "uint64_to_string", [.uint], .string,
                    .unary { frame, value in frame.string { $0.append(value.unsigned) } }),
                .global(
                    "double_to_string", [.double], .string,
                    .unary { frame, value in frame.string { $0.append(value.number) } }),
                .global("bytes_to_string", [.bytes], .string, .unary { text($0, $1) }),
            ]
        },
        Function("bytes") {
            [
                .global("bytes_to_bytes", [.bytes], .bytes, .unary { $1 }),
                .global("string_to_bytes", [.string], .bytes, .unary { .bytes($1.text) }),
            ]
        },
    ]

    private static func converted<Number>(_ number: Number?, _ make: (Number) -> Val) -> Val {
        number.map(make) ?? .error(.overflow)
    }

    private static func number<Number>(
        _ frame: FramePointer, _ text: Val, _ parse: (Bytes) -> Number?, _ make: (Number) -> Val, _ problem: String
    ) -> Val {
        parse(text.text).map(make) ?? frame.invalidConversion(of: text.text, problem)
    }

    private static let booleans: [(StaticString, Bool)] = [
        ("1", true), ("t", true), ("T", true), ("true", true), ("TRUE", true), ("True", true),
        ("0", false), ("f", false), ("F", false), ("false", false), ("FALSE", false), ("False", false),
    ]

    private static func boolean(_ frame: FramePointer, _ text: Bytes) -> Val {
        let known = booleans.first {
            ByteSearch.equal(Bytes(start: $0.0.utf8Start, count: $0.0.utf8CodeUnitCount), text)
        }
        return known.map { .bool($0.1) }
            ?? frame.invalidConversion(of: text, "is not a bool: expected `true` or `false`")
    }

    /// Truncates. The bounds themselves are refused: as doubles they may stand for a number beyond them.
    private static func integer(_ number: Double) -> Val {
        guard number > -0x1p63, number < 0x1p63 else { return .error(.overflow) }
        return .int(Int64(number))
    }

    private static func unsigned(_ number: Double) -> Val {
        guard number >= 0, number < 0x1p64 else { return .error(.overflow) }
        return .uint(UInt64(number))
    }

    private static func text(_ frame: FramePointer, _ bytes: Val) -> Val {
        guard CodePoints.areValid(bytes.text) else {
            return frame.error(.invalidConversion, "the bytes are not a text: expected UTF-8")
        }
        var text = bytes
        text.kind = .string
        return text
    }
}
