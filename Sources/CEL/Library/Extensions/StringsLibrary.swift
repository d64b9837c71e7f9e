extension Library {
    /// Functions over strings: `'a,b'.split(',')`, `'Hello'.lowerAscii()`, `'%d of %d'.format([1, 2])`.
    ///
    /// Positions and sizes count code points. The overloads are those of cel-go's `strings` library.
    public static let strings = Library(
        name: "strings",
        functions: [
            Function("charAt") {
                [.member("string_char_at_int", [.string, .int], .string, .binary(StringFunctions.charAt))]
            },
            Function("indexOf") {
                [
                    .member("string_index_of_string", [.string, .string], .int, .binary(StringFunctions.indexOf)),
                    .member(
                        "string_index_of_string_int", [.string, .string, .int], .int,
                        .ternary(StringFunctions.indexOfFrom)),
                ]
            },
            Function("lastIndexOf") {
                [
                    .member(
                        "string_last_index_of_string", [.string, .string], .int, .binary(StringFunctions.lastIndexOf)),
                    .member(
                        "string_last_index_of_string_int", [.string, .string, .int], .int,
                        .ternary(StringFunctions.lastIndexOfFrom)),
                ]
            },
            Function("join") {
                [
                    .member(
                        "list_join", [.list(.string)], .string, .unary { StringFunctions.join($0, $1, .string("")) }),
                    .member("list_join_string", [.list(.string), .string], .string, .binary(StringFunctions.join)),
                ]
            },
            Function("split") {
                [
                    .member(
                        "string_split_string", [.string, .string], .list(.string),
                        .binary { StringFunctions.split($0, $1, $2, .int(-1)) }),
                    .member(
                        "string_split_string_int", [.string, .string, .int], .list(.string),
                        .ternary(StringFunctions.split)),
                ]
            },
            Function("replace") {
                [
                    .member(
                        "string_replace_string_string", [.string, .string, .string], .string,
                        .ternary { StringFunctions.replace($0, $1, $2, $3, limit: -1) }),
                    .member(
                        "string_replace_string_string_int", [.string, .string, .string, .int], .string,
                        .variadic { StringFunctions.replace($0, $1[0], $1[1], $1[2], limit: $1[3].integer) }),
                ]
            },
            Function("substring") {
                [
                    .member("string_substring_int", [.string, .int], .string, .binary(StringFunctions.substring)),
                    .member(
                        "string_substring_int_int", [.string, .int, .int], .string,
                        .ternary(StringFunctions.substringUpTo)),
                ]
            },
            Function("trim") { [.member("string_trim", [.string], .string, .unary(StringFunctions.trim))] },
            Function("lowerAscii") {
                [.member("string_lower_ascii", [.string], .string, .unary(StringFunctions.lowerAscii))]
            },
            Function("upperAscii") {
                [.member("string_upper_ascii", [.string], .string, .unary(StringFunctions.upperAscii))]
            },
            Function("reverse") {
                [.member("string_reverse", [.string], .string, .unary(StringFunctions.reverse))]
            },
            Function("strings.quote") {
                [.global("strings_quote", [.string], .string, .unary(StringFunctions.quote))]
            },
            Function("format") {
                [.member("string_format", [.string, .list(.dyn)], .string, .binary(StringFormat.format))]
            },
        ])
}
