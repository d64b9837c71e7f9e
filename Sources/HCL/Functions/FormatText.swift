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
            try TextAssembly.check(text.utf8.count)
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
            if verb.flags.contains("#") { return try JSONText.encode(value) }
            if case .number = value.form { return signed(general(try required(value.asText, value, verb)), verb) }
            if let text = value.asText { return text }
            return value.isNull ? "null" : try JSONText.encode(value)
        case "q": return try JSONText.encode(.string(cut(try required(value.asText, value, verb), verb)))
        case "t": return try required(value.asBool, value, verb) ? "true" : "false"
        case "d": return try integer(value, verb, radix: 10, prefix: "")
        case "b": return try integer(value, verb, radix: 2, prefix: "0b")
        case "o": return try integer(value, verb, radix: 8, prefix: "0")
        case "x": return try integer(value, verb, radix: 16, prefix: "0x")
        case "X": return try integer(value, verb, radix: 16, prefix: "0X")
        case "f", "F":
            return signed(try fixed(try required(value.asNumber, value, verb), verb.precision ?? 6), verb)
        case "e", "E", "g", "G": throw .notComputed("`%\(verb.letter)` is not computed")
        default: throw EvaluationFailure("`%\(verb.letter)` is not a verb of `format`")
        }
    }

    /// The digits of a number as Go's `%g` writes them: with an exponent where that is large or small.
    private func general(_ text: String) -> String {
        let sign = text.hasPrefix("-") ? "-" : ""
        let pieces = text.dropFirst(sign.count).split(separator: ".", omittingEmptySubsequences: false)
        let all = pieces.joined()
        let digits = all.drop { $0 == "0" }
        guard !digits.isEmpty else { return text }
        let exponent = pieces[0].count - 1 - (all.count - digits.count)
        guard exponent < -4 || exponent >= 6 else { return text }
        let kept = digits.prefix(digits.reversed().drop { $0 == "0" }.count)
        let magnitude = String(exponent.magnitude)
        return sign + kept.prefix(1) + (kept.count > 1 ? "." + kept.dropFirst() : "") + "e" + (exponent < 0 ? "-" : "+")
            + (magnitude.count < 2 ? "0" : "") + magnitude
    }

    private func integer(
        _ value: Value, _ verb: Verb, radix: Int, prefix: String
    ) throws(EvaluationFailure) -> String {
        let number = try required(value.asNumber, value, verb)
        guard number.isExact, verb.precision == nil else { throw .notComputed("the digits of a number are not known") }
        guard number.isInteger else { throw unsuitable(value, verb) }
        let digits = String(number.significand.magnitude, radix: radix, uppercase: verb.letter == "X")
        return signed((number.isNegative ? "-" : "") + (verb.flags.contains("#") ? prefix : "") + digits, verb)
    }

    private func unsuitable(_ value: Value, _ verb: Verb) -> EvaluationFailure {
        EvaluationFailure("a value of the type \(value.typeName) cannot be written with `%\(verb.letter)`")
    }

    private func required<Part>(_ part: Part?, _ value: Value, _ verb: Verb) throws(EvaluationFailure) -> Part {
        guard let part else {
            if case .number = value.form { throw Value.inexact }
            throw unsuitable(value, verb)
        }
        return part
    }

    private func cut(_ text: String, _ verb: Verb) -> String {
        verb.precision.map { String(text.prefix($0)) } ?? text
    }

    private func signed(_ text: String, _ verb: Verb) -> String {
        guard !text.hasPrefix("-") else { return text }
        return verb.flags.contains("+") ? "+" + text : verb.flags.contains(" ") ? " " + text : text
    }

    /// A number with as many digits behind the point. What lies in the middle goes to the even digit; where that is not sure,
    /// because the number is not the same in binary, the text is not computed.
    private func fixed(_ number: Number, _ digits: Int) throws(EvaluationFailure) -> String {
        guard !number.isZero || number.isExact else { throw .notComputed("a zero may be one below zero") }
        guard digits <= 30, let power = Number("1e\(digits)"), let scaled = Number.multiplying(number, power),
            let below = Number(digits: scaled.significand, scale: scaled.scale)?.floor,
            let rest = Number.adding(scaled, below.negated), let half = Number("0.5")
        else { throw .notComputed("the number has too many digits") }
        var whole = below.significand
        let order =
            number.isExact || rest.double.distance(to: 0.5).magnitude > 1e-6
            ? Number.order(Number(digits: rest.significand, scale: rest.scale) ?? half, half) : nil
        switch order {
        case .less?: break
        case .greater?: whole += 1
        case .same? where number.isBinary: whole += whole % 2 == 0 ? 0 : 1
        default: throw .notComputed("the number lies in the middle of two others")
        }
        let magnitude = String(whole.magnitude)
        let padded = String(repeating: "0", count: max(0, digits + 1 - magnitude.utf8.count)) + magnitude
        let text = digits == 0 ? padded : padded.dropLast(digits) + "." + padded.suffix(digits)
        return number.isNegative ? "-" + text : text
    }

    private func padded(_ text: String, _ verb: Verb) -> String {
        let missing = verb.letter == "t" ? 0 : verb.width - text.count
        guard missing > 0 else { return text }
        let areZeros = verb.flags.contains("0") && "sqv".contains(verb.letter)
        if verb.flags.contains("-") { return text + String(repeating: areZeros ? "0" : " ", count: missing) }
        if areZeros { return String(repeating: "0", count: missing) + text }
        guard verb.flags.contains("0") else {
            return String(repeating: " ", count: missing) + text
        }
        let sign = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.prefix(1)) : ""
        return sign + String(repeating: "0", count: missing) + text.dropFirst(sign.count)
    }
}
