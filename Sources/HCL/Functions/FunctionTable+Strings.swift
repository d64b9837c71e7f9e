extension FunctionTable {
    static let strings: [String: Function] = [
        "chomp": Function(1...1) { a throws(EvaluationFailure) in
            var text = try a.text(0)[...]
            while let last = text.last, last.isNewline, last != "\u{85}" { text.removeLast() }
            return .string(String(text))
        },
        "endswith": Function(2...2) { a throws(EvaluationFailure) in .bool(try a.text(0).hasSuffix(a.text(1))) },
        "startswith": Function(2...2) { a throws(EvaluationFailure) in .bool(try a.text(0).hasPrefix(a.text(1))) },
        "strcontains": Function(2...2) { a throws(EvaluationFailure) in
            .bool(contains(Array(try a.text(0).utf8), Array(try a.text(1).utf8)))
        },
        "format": Function(1...Function.many, .inside) { a throws(EvaluationFailure) in
            if a.values.contains(where: \.isNull) { return .unknown("`format` is given a null") }
            return .string(try FormatText(try a.text(0)).text(Array(a.values.dropFirst())))
        },
        "formatlist": Function(1...Function.many, .inside) { a throws(EvaluationFailure) in try formatList(a) },
        "indent": Function(2...2) { a throws(EvaluationFailure) in
            let count = try a.integer(0)
            guard (0...10_000).contains(count) else { throw EvaluationFailure("an indentation has 0 to 10000 blanks") }
            let lines = try a.text(1).split(separator: "\n", omittingEmptySubsequences: false)
            return .string(lines.joined(separator: "\n" + String(repeating: " ", count: count)))
        },
        "join": Function(1...Function.many, .inside) { a throws(EvaluationFailure) in
            var texts: [String] = []
            for index in 1..<max(a.count, 1) { texts += try a.texts(index) }
            return .string(texts.joined(separator: try a.text(0)))
        },
        "lower": Function(1...1) { a throws(EvaluationFailure) in
            .string(mapped(try a.text(0)) { $0.properties.lowercaseMapping })
        },
        "upper": Function(1...1) { a throws(EvaluationFailure) in
            .string(mapped(try a.text(0)) { $0.properties.uppercaseMapping })
        },
        "title": Function(1...1) { a throws(EvaluationFailure) in
            var isStart = true
            return .string(
                try a.text(0).reduce(into: "") { text, character in
                    text += isStart ? character.uppercased() : String(character)
                    isStart = !character.isLetter && !character.isNumber && character != "_" && character != "'"
                })
        },
        "split": Function(2...2) { a throws(EvaluationFailure) in
            Value(.list(split(try a.text(1), by: try a.text(0)).map { .string($0) }))
        },
        "strrev": Function(1...1) { a throws(EvaluationFailure) in .string(String(try a.text(0).reversed())) },
        "substr": Function(3...3) { a throws(EvaluationFailure) in
            let text = Array(try a.text(0))
            let offset = try a.integer(1)
            let length = try a.integer(2)
            let start = min(max(offset < 0 ? text.count + offset : offset, 0), text.count)
            let end = length < 0 ? text.count : min(start + min(length, text.count), text.count)
            return .string(String(text[start..<end]))
        },
        "trim": Function(2...2) { a throws(EvaluationFailure) in
            let cut = Set(try a.text(1))
            return .string(trimmed(try a.text(0)) { cut.contains($0) })
        },
        "trimprefix": Function(2...2) { a throws(EvaluationFailure) in
            let (text, prefix) = (try a.text(0), try a.text(1))
            return .string(text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text)
        },
        "trimsuffix": Function(2...2) { a throws(EvaluationFailure) in
            let (text, suffix) = (try a.text(0), try a.text(1))
            return .string(text.hasSuffix(suffix) ? String(text.dropLast(suffix.count)) : text)
        },
        "trimspace": Function(1...1) { a throws(EvaluationFailure) in
            .string(trimmed(try a.text(0)) { $0.isWhitespace })
        },
    ]

    /// A text with each character that becomes a single one replaced by it, as Go does.
    private static func mapped(_ text: String, _ mapping: (Unicode.Scalar) -> String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            let mapped = mapping(scalar).unicodeScalars
            result.unicodeScalars.append(mapped.count == 1 ? mapped.first ?? scalar : scalar)
        }
    }

    private static func trimmed(_ text: String, _ isCut: (Character) -> Bool) -> String {
        var text = text[...]
        while let first = text.first, isCut(first) { text.removeFirst() }
        while let last = text.last, isCut(last) { text.removeLast() }
        return String(text)
    }

    static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool { firstOffset(of: part, in: text, from: 0) != nil }

    /// Where a part begins in a text, at or behind an offset.
    private static func firstOffset(of part: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        guard part.count <= text.count else { return nil }
        var offset = start
        while offset + part.count <= text.count {
            if text[offset..<offset + part.count].elementsEqual(part) { return offset }
            offset += 1
        }
        return nil
    }

    private static func split(_ text: String, by separator: String) -> [String] {
        guard !separator.isEmpty else { return text.map { String($0) } }
        if text.isEmpty { return [""] }
        let bytes = Array(text.utf8)
        let part = Array(separator.utf8)
        var pieces: [String] = []
        var start = 0
        while let found = firstOffset(of: part, in: bytes, from: start) {
            pieces.append(String(decoding: bytes[start..<found], as: UTF8.self))
            start = found + part.count
        }
        return pieces + [String(decoding: bytes[start...], as: UTF8.self)]
    }

    /// A text with every occurrence of a part replaced.
    static func replacing(_ part: String, in text: String, with other: String) -> String {
        guard part.isEmpty else { return split(text, by: part).joined(separator: other) }
        return other + text.map { String($0) + other }.joined()
    }

    private static func formatList(_ arguments: Arguments) throws(EvaluationFailure) -> Value {
        let format = FormatText(try arguments.text(0))
        let columns = arguments.values.dropFirst().map { value in value.members == nil ? value.elements : nil }
        let lengths = Set(columns.compactMap { $0?.count })
        guard lengths.count <= 1 else { throw EvaluationFailure("the lists have different lengths") }
        var texts: [Value] = []
        for row in 0..<(lengths.first ?? 1) {
            let values = zip(columns, arguments.values.dropFirst()).map { column, value in column?[row] ?? value }
            texts.append(.string(try format.text(values)))
        }
        return Value(.list(texts))
    }
}
