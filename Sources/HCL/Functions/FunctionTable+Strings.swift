import Documents

extension FunctionTable {
    static let strings: [String: Function] = [
        "chomp": Function(1...1) { a throws(EvaluationFailure) in
            let scalars = try a.text(0).unicodeScalars
            let end = scalars.lastIndex { $0 != "\n" && $0 != "\r" }.map { scalars.index(after: $0) }
            return .string(String(scalars[..<(end ?? scalars.startIndex)]))
        },
        "endswith": Function(2...2) { a throws(EvaluationFailure) in
            .bool(try a.text(0).utf8.reversed().starts(with: try a.text(1).utf8.reversed()))
        },
        "startswith": Function(2...2) { a throws(EvaluationFailure) in
            .bool(try a.text(0).utf8.starts(with: try a.text(1).utf8))
        },
        "strcontains": Function(2...2) { a throws(EvaluationFailure) in
            .bool(contains(Array(try a.text(0).utf8), Array(try a.text(1).utf8)))
        },
        "format": Function(1...Function.many, .inside) { a throws(EvaluationFailure) in
            if a.values.dropFirst().contains(where: \.isUntypedNull) { throw untypedNull }
            try a.budget.spend(a.values.reduce(0) { $0 + $1.weight })
            let text = try FormatText(try a.text(0, cost: 64)).text(Array(a.values.dropFirst()))
            try a.budget.spend(text.utf8.count / 4)
            return .string(text)
        },
        "formatlist": Function(1...Function.many, .inside) { a throws(EvaluationFailure) in try formatList(a) },
        "indent": Function(2...2) { a throws(EvaluationFailure) in
            let count = try a.integer(0)
            guard (0...10_000).contains(count) else { throw EvaluationFailure("an indentation has 0 to 10000 blanks") }
            return .string(
                try replacing(
                    "\n", in: try a.text(1, cost: 3), with: "\n" + String(repeating: " ", count: count), a.budget))
        },
        "join": Function(2...Function.many, .inside) { a throws(EvaluationFailure) in
            var texts: [String] = []
            for index in 1..<max(a.count, 1) { texts += try a.texts(index) }
            let separator = try a.text(0)
            try TextAssembly.check(separator.utf8.count, times: texts.count)
            try TextAssembly.check(texts.reduce(separator.utf8.count * texts.count) { $0 + $1.utf8.count })
            return .string(texts.joined(separator: separator))
        },
        "lower": Function(1...1) { a throws(EvaluationFailure) in
            // The one character whose small letter is a single one only where nothing else depends on it.
            .string(
                mapped(
                    try a.text(0, cost: 32), ascii: { isCapital($0) ? $0 | 0x20 : $0 },
                    { $0 == "\u{130}" ? "i" : $0.properties.lowercaseMapping }))
        },
        "upper": Function(1...1) { a throws(EvaluationFailure) in
            .string(mapped(try a.text(0, cost: 32), ascii: capital, capital))
        },
        "title": Function(1...1) { a throws(EvaluationFailure) in
            var isStart = true
            return .string(
                mapped(
                    try a.text(0, cost: 40),
                    ascii: { byte in
                        defer { isStart = !SyntaxParser.continuesName(byte) || byte == UInt8(ascii: "-") }
                        return isStart ? capital(byte) : byte
                    },
                    { scalar in
                        defer { isStart = separatesWords(scalar) }
                        return isStart ? scalar.properties.titlecaseMapping : String(scalar)
                    }))
        },
        "split": Function(2...2) { a throws(EvaluationFailure) in
            let separator = try a.text(0)
            let text = try a.text(1, cost: separator.isEmpty ? 32 : 4)
            let pieces = split(text, by: separator)
            try a.budget.spend(2 * pieces.count)
            return Value(.list(pieces.map { .string($0) }), of: .string)
        },
        "strrev": Function(1...1) { a throws(EvaluationFailure) in .string(String(try a.text(0, cost: 24).reversed()))
        },
        "substr": Function(3...3) { a throws(EvaluationFailure) in
            let text = Array(try a.text(0, cost: 8))
            let offset = try a.integer(1)
            let length = try a.integer(2)
            let start = min(max(offset < 0 ? text.count + offset : offset, 0), text.count)
            // A length of zero counts for nothing where the offset is from the end: so does Terraform.
            let end =
                length < 0 || length == 0 && offset < 0 ? text.count : min(start + min(length, text.count), text.count)
            return .string(String(text[start..<end]))
        },
        "trim": Function(2...2) { a throws(EvaluationFailure) in
            let cut = Set(try a.text(1, cost: 32).unicodeScalars)
            return .string(trimmed(try a.text(0, cost: 8)) { cut.contains($0) })
        },
        "trimprefix": Function(2...2) { a throws(EvaluationFailure) in
            let (text, prefix) = (try a.text(0), try a.text(1))
            guard text.utf8.starts(with: prefix.utf8) else { return .string(text) }
            return .string(String(decoding: text.utf8.dropFirst(prefix.utf8.count), as: UTF8.self))
        },
        "trimsuffix": Function(2...2) { a throws(EvaluationFailure) in
            let (text, suffix) = (try a.text(0), try a.text(1))
            guard text.utf8.reversed().starts(with: suffix.utf8.reversed()) else { return .string(text) }
            return .string(String(decoding: text.utf8.dropLast(suffix.utf8.count), as: UTF8.self))
        },
        "trimspace": Function(1...1) { a throws(EvaluationFailure) in
            .string(trimmed(try a.text(0, cost: 8)) { $0.properties.isWhitespace })
        },
    ]

    /// A text with each character that becomes a single one replaced by it, as Go does.
    /// - Parameter ascii: the same for a text of nothing but ASCII.
    private static func mapped(
        _ text: String, ascii: (UInt8) -> UInt8, _ mapping: (Unicode.Scalar) -> String
    ) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return String(decoding: text.utf8.map(ascii), as: UTF8.self) }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            let mapped = mapping(scalar).unicodeScalars
            result.unicodeScalars.append(mapped.count == 1 ? mapped.first ?? scalar : scalar)
        }
    }

    private static func isCapital(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    private static func capital(_ byte: UInt8) -> UInt8 { byte &- 0x61 < 26 ? byte ^ 0x20 : byte }

    /// The capital letter of a character; a single one, where there is such.
    private static func capital(_ scalar: Unicode.Scalar) -> String {
        let capital = scalar.properties.uppercaseMapping
        return capital.unicodeScalars.count == 1 ? capital : scalar.properties.titlecaseMapping
    }

    /// Whether a word begins behind a character.
    private static func separatesWords(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "_" { return false }
        if scalar.properties.isAlphabetic || scalar.properties.numericType != nil { return false }
        return scalar.isASCII || scalar.properties.isWhitespace
    }

    private static func trimmed(_ text: String, _ isCut: (Unicode.Scalar) -> Bool) -> String {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, isCut(first) { scalars.removeFirst() }
        while let last = scalars.last, isCut(last) { scalars.removeLast() }
        return String(scalars)
    }

    static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        PartSearch(part).firstOffset(in: text, from: 0) != nil
    }

    private static func split(_ text: String, by separator: String) -> [String] {
        guard !separator.isEmpty else { return text.unicodeScalars.map { String($0) } }
        if text.isEmpty { return [""] }
        let bytes = Array(text.utf8)
        let search = PartSearch(Array(separator.utf8))
        var pieces: [String] = []
        var start = 0
        while let found = search.firstOffset(in: bytes, from: start) {
            pieces.append(String(decoding: bytes[start..<found], as: UTF8.self))
            start = found + search.part.count
        }
        return pieces + [String(decoding: bytes[start...], as: UTF8.self)]
    }

    /// A text with every occurrence of a part replaced.
    static func replacing(
        _ part: String, in text: String, with other: String, _ budget: EvaluationBudget
    ) throws(EvaluationFailure) -> String {
        let pieces = part.isEmpty ? [""] + split(text, by: part) + [""] : split(text, by: part)
        try budget.spend(2 * pieces.count)
        try TextAssembly.check(other.utf8.count, times: pieces.count)
        return pieces.joined(separator: other)
    }

    /// Not even Terraform has a result then.
    private static let untypedNull = EvaluationFailure.notComputed("a null of no type is formatted")

    private static func formatList(_ arguments: Arguments) throws(EvaluationFailure) -> Value {
        if arguments.values.dropFirst().contains(where: \.isUntypedNull) { throw untypedNull }
        let format = FormatText(try arguments.text(0, cost: 64))
        let columns = arguments.values.dropFirst().map { value in value.members == nil ? value.elements : nil }
        let lengths = Set(columns.compactMap { $0?.count })
        guard lengths.count <= 1 else { throw EvaluationFailure("the lists have different lengths") }
        var texts: [Value] = []
        var length = 0
        for row in 0..<(lengths.first ?? 1) {
            let values = zip(columns, arguments.values.dropFirst()).map { column, value in column?[row] ?? value }
            try arguments.budget.spend(values.reduce(1) { $0 + $1.weight })
            let text = try format.text(values)
            try arguments.budget.spend(text.utf8.count / 4)
            length += text.utf8.count
            try TextAssembly.check(length)
            texts.append(.string(text))
        }
        return Value(.list(texts), of: .string)
    }
}
