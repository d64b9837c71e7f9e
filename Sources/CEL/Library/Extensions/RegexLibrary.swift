extension Library {
    /// Regular expressions: `text.find(re)`, `text.findAll(re)`, `regex.replace(text, re, new)`, `regex.extract(text, re)`.
    ///
    /// The overloads are those of the library of Kubernetes and of cel-go's `regex` library. Patterns are RE2's.
    public static let regex = Library(
        name: "regex",
        functions: [
            Function("find") {
                [
                    searching("string_find_string", [.string, .string], .string, isMember: true) { pattern in
                        .binary { RegexFunctions.find($0, $1, pattern ?? .text($2)) }
                    }
                ]
            },
            Function("findAll") {
                [
                    searching("string_find_all_string", [.string, .string], .list(.string), isMember: true) { pattern in
                        .binary { RegexFunctions.findAll($0, $1, pattern ?? .text($2)) }
                    },
                    searching(
                        "string_find_all_string_int", [.string, .string, .int], .list(.string), isMember: true
                    ) { pattern in
                        .ternary { RegexFunctions.findAll($0, $1, pattern ?? .text($2), limit: $3.integer) }
                    },
                ]
            },
            Function("regex.replace") {
                [
                    searching("regex_replace_string_string_string", [.string, .string, .string], .string) { pattern in
                        .ternary { RegexFunctions.replace($0, $1, pattern ?? .text($2), $3) }
                    },
                    searching(
                        "regex_replace_string_string_string_int", [.string, .string, .string, .int], .string
                    ) { pattern in
                        .variadic {
                            RegexFunctions.replace($0, $1[0], pattern ?? .text($1[1]), $1[2], limit: $1[3].integer)
                        }
                    },
                ]
            },
            Function("regex.extract") {
                [
                    searching(
                        "regex_extract_string_string", [.string, .string], .optional(.string),
                        objection: RegexFunctions.severalGroups
                    ) { pattern in
                        .binary { RegexFunctions.extract($0, $1, pattern ?? .text($2)) }
                    }
                ]
            },
            Function("regex.extractAll") {
                [
                    searching(
                        "regex_extractAll_string_string", [.string, .string], .list(.string),
                        objection: RegexFunctions.severalGroups
                    ) { pattern in
                        .binary { RegexFunctions.extractAll($0, $1, pattern ?? .text($2)) }
                    }
                ]
            },
        ])

    /// An overload whose second parameter is a pattern.
    /// - Parameter implementation: for a pattern that was compiled before, or nil for the one among the arguments.
    private static func searching(
        _ id: String, _ parameters: [CELType], _ result: CELType, isMember: Bool = false,
        objection: @escaping @Sendable (RegularExpression) -> String? = { _ in nil },
        _ implementation: @escaping @Sendable (PatternArgument?) -> Overload.Implementation
    ) -> Overload {
        Overload(id, isMember: isMember, parameters, result, implementation(nil)).taking(
            pattern: Overload.PatternParameter(index: 1, objection: objection) { implementation($0) })
    }
}
