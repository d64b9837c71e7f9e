/// A text with verbs such as `%s` and `%05.2f`, as `format` knows them.
struct FormatText {
    private let format: [Character]

    init(_ format: String) { self.format = Array(format) }

    private struct Verb {
        var flags: Set<Character> = []
        var width = 0
        var precision: Int?
        /// The argument, counted from 0.
        var index: Int
        var letter: Character
    }

    func text(_ values: [Value]) throws(EvaluationFailure) -> String {
        var text = ""
        var at = 0
        var next = 0
        var used = 0
        while at < format.count {
            guard format[at] == "%" else {
                text.append(format[at])
                at += 1
                continue
            }
            at += 1
            if at < format.count, format[at] == "%" {
                text.append("%")
                at += 1
                continue
            }
            let verb = try verb(&at, next)
            next = verb.index + 1
            used = max(used, next)
            guard values.indices.contains(verb.index) else {
                throw EvaluationFailure("the format asks for \(next) values, but there are \(values.count)")
            }
            text += padded(try piece(verb, values[verb.index]), verb)
        }
        guard used >= values.count else {
            throw EvaluationFailure("the format uses \(used) of \(values.count) values")
        }
        return text
    }

    private func verb(_ at: inout Int, _ next: Int) throws(EvaluationFailure) -> Verb {
        var verb = Verb(index: next, letter: "v")
        while at < format.count, "+-# 0".contains(format[at]) {
            verb.flags.insert(format[at])
            at += 1
        }
        verb.width = try number(&at) ?? 0
        if at < format.count, format[at] == "." {
            at += 1
            verb.precision = try number(&at) ?? 0
        }
        if at < format.count, format[at] == "[" {
            at += 1
            guard let index = try number(&at), index >= 1, at < format.count, format[at] == "]" else {
                throw EvaluationFailure("the format has an index that is not closed")
            }
            verb.index = index - 1
            at += 1
        }
        guard at < format.count else { throw EvaluationFailure("the format ends in the middle of a verb") }
        verb.letter = format[at]
        at += 1
        return verb
    }

    private func number(_ at: inout Int) throws(EvaluationFailure) -> Int? {
        var value: Int?
        while at < format.count, let digit = format[at].wholeNumberValue, format[at].isASCII {
            value = (value ?? 0) * 10 + digit
            guard value ?? 0 <= 10_000 else { throw EvaluationFailure("a width or precision is larger than 10000") }
            at += 1
        }
        return value
    }

    private func piece(_ verb: Verb, _ value: Value) throws(EvaluationFailure) -> String {
        switch verb.letter {
        case "s": return cut(try required(value.asText, value, verb), verb)
        case "v":
            if let text = value.asText { return cut(text, verb) }
            return value.isNull ? "null" : try JSONText.encode(value)
        case "q": return try JSONText.encode(.string(cut(try required(value.asText, value, verb), verb)))
        case "t": return try required(value.asBool, value, verb) ? "true" : "false"
        case "d": return signed(try required(value.asNumber, value, verb).truncated.text, verb)
        case "b", "o", "x", "X":
            if verb.letter == "x" || verb.letter == "X", case .string(let text) = value.form {
                return Hash.hexadecimal(Array(text.utf8))
            }
            guard let integer = try required(value.asNumber, value, verb).integer else { throw unsuitable(value, verb) }
            let radix = verb.letter == "b" ? 2 : verb.letter == "o" ? 8 : 16
            return signed(String(integer, radix: radix, uppercase: verb.letter == "X"), verb)
        case "f", "F":
            return signed(fixed(try required(value.asNumber, value, verb), verb.precision ?? 6), verb)
        default: throw EvaluationFailure("`%\(verb.letter)` is not a verb of `format` that is computed")
        }
    }

    private func unsuitable(_ value: Value, _ verb: Verb) -> EvaluationFailure {
        EvaluationFailure("a value of the type \(value.typeName) cannot be written with `%\(verb.letter)`")
    }

    private func required<Part>(_ part: Part?, _ value: Value, _ verb: Verb) throws(EvaluationFailure) -> Part {
        guard let part else { throw unsuitable(value, verb) }
        return part
    }

    private func cut(_ text: String, _ verb: Verb) -> String {
        verb.precision.map { String(text.prefix($0)) } ?? text
    }

    private func signed(_ text: String, _ verb: Verb) -> String {
        guard !text.hasPrefix("-") else { return text }
        return verb.flags.contains("+") ? "+" + text : verb.flags.contains(" ") ? " " + text : text
    }

    /// A number with as many digits behind the point, rounded half to even as it is written.
    private func fixed(_ number: Number, _ digits: Int) -> String {
        let digits = min(digits, 30)
        guard let power = Number("1e\(digits)"), let scaled = Number.multiplying(number, power) else {
            return number.text
        }
        let half = scaled.isNegative ? Number("-0.5") : Number("0.5")
        let rounded = half.flatMap { Number.adding(scaled, $0) }?.truncated ?? scaled.truncated
        guard let result = Number(digits: rounded.significand, scale: digits) else { return number.text }
        var text = result.text
        if digits > 0 {
            let behind = text.split(separator: ".").dropFirst().first?.count ?? 0
            if behind == 0 { text += "." }
            text += String(repeating: "0", count: digits - behind)
        }
        return text
    }

    private func padded(_ text: String, _ verb: Verb) -> String {
        let missing = verb.width - text.count
        guard missing > 0 else { return text }
        if verb.flags.contains("-") { return text + String(repeating: " ", count: missing) }
        guard verb.flags.contains("0"), !"sqvt".contains(verb.letter) else {
            return String(repeating: " ", count: missing) + text
        }
        let sign = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.prefix(1)) : ""
        return sign + String(repeating: "0", count: missing) + text.dropFirst(sign.count)
    }
}
