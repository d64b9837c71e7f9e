extension Library {
    /// Regular expressions: `text.find(re)`, `text.findAll(re)`, `regex.replace(text, re, new)`, `regex.extract(text, re)`.
    ///
    /// The overloads are those of the library of Kubernetes and of cel-go's `regex` library. Patterns are RE2's.
    public static let regex = Library(
        name: "regex",
        functions: [
            Function("find") {
                [.member("string_find_string", [.string, .string], .string, .binary(RegexFunctions.find))]
            },
            Function("findAll") {
                [
                    .member(
                        "string_find_all_string", [.string, .string], .list(.string),
                        .binary { RegexFunctions.findAll($0, $1, $2, .int(-1)) }),
                    .member(
                        "string_find_all_string_int", [.string, .string, .int], .list(.string),
                        .ternary(RegexFunctions.findAll)),
                ]
            },
            Function("regex.replace") {
                [
                    .global(
                        "regex_replace_string_string_string", [.string, .string, .string], .string,
                        .ternary { RegexFunctions.replace($0, $1, $2, $3, limit: -1) }),
                    .global(
                        "regex_replace_string_string_string_int", [.string, .string, .string, .int], .string,
                        .variadic { RegexFunctions.replace($0, $1[0], $1[1], $1[2], limit: $1[3].integer) }),
                ]
            },
            Function("regex.extract") {
                [
                    .global(
                        "regex_extract_string_string", [.string, .string], .optional(.string),
                        .binary(RegexFunctions.extract))
                ]
            },
            Function("regex.extractAll") {
                [
                    .global(
                        "regex_extractAll_string_string", [.string, .string], .list(.string),
                        .binary(RegexFunctions.extractAll))
                ]
            },
        ])
}
