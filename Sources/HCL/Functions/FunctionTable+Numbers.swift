internal import Documents

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension FunctionTable {
    static let numeric: [String: Function] = [
        "abs": Function(1...1) { a throws(EvaluationFailure) in
            let number = try a.number(0)
            return Value(.number(number.isNegative ? number.negated : number))
        },
        "ceil": Function(1...1) { a throws(EvaluationFailure) in try whole(try a.number(0).negated.floor?.negated) },
        "floor": Function(1...1) { a throws(EvaluationFailure) in try whole(try a.number(0).floor) },
        "log": Function(2...2) { a throws(EvaluationFailure) in
            rounded(log(try a.number(0).double) / log(try a.number(1).double))
        },
        "max": Function(1...Function.many, .inside) { a throws(EvaluationFailure) in
            try extreme(a, .greater)
        },
        "min": Function(1...Function.many, .inside) { a throws(EvaluationFailure) in
            try extreme(a, .less)
        },
        "parseint": Function(2...2) { a throws(EvaluationFailure) in
            let (base, text) = (try a.integer(1), try a.text(0))
            guard (2...62).contains(base), let digits = digits(of: text, in: base) else {
                throw EvaluationFailure("`\(Diagnostic.shown(text))` is not a whole number in base \(base)")
            }
            return Value(.number(try number(digits, in: base, isNegative: text.utf8.first == UInt8(ascii: "-"))))
        },
        "pow": Function(2...2) { a throws(EvaluationFailure) in
            rounded(pow(try a.number(0).double, try a.number(1).double))
        },
        "signum": Function(1...1) { a throws(EvaluationFailure) in
            let number = try a.integer(0)
            return .number(number == 0 ? 0 : number < 0 ? -1 : 1)
        },
        "sum": Function(1...1, .inside) { a throws(EvaluationFailure) in
            let numbers = try numbers(a.list(0))
            guard var sum = numbers.first else { throw EvaluationFailure("a sum needs at least one number") }
            for number in numbers.dropFirst() {
                guard let next = Number.adding(sum, number) else { return .unknown("the sum has more than 38 digits") }
                sum = next
            }
            return Value(.number(sum))
        },
    ]

    static func numbers(_ values: [Value]) throws(EvaluationFailure) -> [Number] {
        var numbers: [Number] = []
        for value in values {
            guard let number = value.asNumber else {
                throw EvaluationFailure("a value of the type \(value.typeName): expected a number")
            }
            numbers.append(number)
        }
        return numbers
    }

    private static func rounded(_ value: Double) -> Value {
        return Number(rounding: value).map { Value(.number($0)) } ?? .unknown("the result is no finite number")
    }

    private static func whole(_ number: Number?) throws(EvaluationFailure) -> Value {
        guard let number else { throw .notComputed("the number is too close to a whole one to be rounded") }
        return Value(.number(number))
    }

    /// The number that stands in an order to all others.
    private static func extreme(_ arguments: Arguments, _ order: Number.Order) throws(EvaluationFailure) -> Value {
        try arguments.budget.spend(arguments.values.reduce(0) { $0 + 8 * $1.weight })
        let numbers = try numbers(arguments.values)
        guard var found = numbers.first else { throw EvaluationFailure("there is no number to compare") }
        for number in numbers.dropFirst() {
            switch Number.order(number, found) {
            case nil: found = found.approximate
            case order?: found = number
            default: break
            }
        }
        return Value(.number(found))
    }

    /// The digits of a whole number: `0` to `9`, `a` to `z` for 10 to 35, and from there `A` to `Z`; up to base 36 large letters are
    /// small ones.
    private static func digits(of text: String, in base: Int) -> [Int]? {
        var bytes = text.utf8[...]
        if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        var digits: [Int] = []
        for byte in bytes {
            let digit: Int
            switch byte {
            case 0x30...0x39: digit = Int(byte) - 0x30
            case 0x61...0x7A: digit = Int(byte) - 0x61 + 10
            case 0x41...0x5A: digit = Int(byte) - 0x41 + (base <= 36 ? 10 : 36)
            default: return nil
            }
            guard digit < base else { return nil }
            digits.append(digit)
        }
        return digits.isEmpty ? nil : digits
    }

    private static func number(
        _ digits: [Int], in base: Int, isNegative: Bool
    ) throws(EvaluationFailure) -> Number {
        var number: Number? = Number(0)
        for digit in digits {
            number = number.flatMap { .multiplying($0, Number(base)) }.flatMap { .adding($0, Number(digit)) }
        }
        guard let number else { throw .notComputed("the number has more than \(Number.mostDigits) digits") }
        return isNegative ? number.negated : number
    }
}
