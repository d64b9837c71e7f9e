extension StandardLibrary {
    static let containers: [Function] = [
        Function("size") {
            sized("string", .string, .unary { .int(CodePoints.count($1.text)) })
                + sized("bytes", .bytes, .unary { .int(Int64($1.count)) })
                + sized("list", .list(element), .unary { $0.count(of: $1) })
                + sized("map", .map(element, .parameter("V")), .unary { $0.count(of: $1) })
        },
        Function("type") { [.global("type", [element], .type(element), .unary { $1.runtimeType })] },
        Function("dyn") { [.global("to_dyn", [element], .dyn, .unary { $1 })] },
    ]

    private static func sized(_ name: String, _ type: CELType, _ count: Overload.Implementation) -> [Overload] {
        [.global("size_\(name)", [type], .int, count), .member("\(name)_size", [type], .int, count)]
    }

    static let texts: [Function] = [
        Function("contains") {
            predicate("contains_string", .binary(contains))
        },
        Function("startsWith") {
            predicate("starts_with_string", .binary { .bool(isPrefix($2.text, of: $1.text)) })
        },
        Function("endsWith") {
            predicate("ends_with_string", .binary { .bool(isSuffix($2.text, of: $1.text)) })
        },
        Function("matches") {
            [
                .global("matches", [.string, .string], .bool, .binary { matches($0, $1, .text($2)) })
                    .taking(pattern: matched),
                .member("matches_string", [.string, .string], .bool, .binary { matches($0, $1, .text($2)) })
                    .taking(pattern: matched),
            ]
        },
    ]

    private static func predicate(_ id: String, _ holds: Overload.Implementation) -> [Overload] {
        [.member(id, [.string, .string], .bool, holds)]
    }

    @inline(__always)
    static func isPrefix(_ part: Bytes, of text: Bytes) -> Bool {
        guard part.count <= text.count else { return false }
        return ByteSearch.equal(part, Bytes(rebasing: text[..<part.count]))
    }

    @inline(__always)
    static func isSuffix(_ part: Bytes, of text: Bytes) -> Bool {
        guard part.count <= text.count else { return false }
        return ByteSearch.equal(part, Bytes(rebasing: text[(text.count - part.count)...]))
    }

    @Sendable
    private static func contains(_ frame: FramePointer, _ text: Val, _ part: Val) -> Val {
        frame.charge(Int(text.count) >> 6)
        return .bool(ByteSearch.first(part.text, in: text.text) != nil)
    }

    private static var matched: Overload.PatternParameter {
        Overload.PatternParameter(index: 1) { pattern in .binary { frame, text, _ in matches(frame, text, pattern) } }
    }

    /// RE2, anywhere in the text.
    private static func matches(_ frame: FramePointer, _ text: Val, _ pattern: PatternArgument) -> Val {
        pattern.with(frame) { expression in
            guard frame.charge(matching: Int(text.count), expression.weight) else { return .error(.stepBudget) }
            return .bool(expression.matches(text.text))
        }
    }
}
