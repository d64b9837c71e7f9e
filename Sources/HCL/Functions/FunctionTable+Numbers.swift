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
        "ceil": Function(1...1) { a throws(EvaluationFailure) in Value(.number(try a.number(0).negated.floor.negated))
        },
        "floor": Function(1...1) { a throws(EvaluationFailure) in Value(.number(try a.number(0).floor)) },
        "log": Function(2...2) { a throws(EvaluationFailure) in
            rounded(log(try a.number(0).double) / log(try a.number(1).double))
        },
        "max": Function(1...Function.many, .inside) { a throws(EvaluationFailure) in
            try extreme(a) { Number.isLess($0, $1) }
        },
        "min": Function(1...Function.many, .inside) { a throws(EvaluationFailure) in
            try extreme(a) { Number.isLess($1, $0) }
        },
        "parseint": Function(2...2) { a throws(EvaluationFailure) in
            let base = try a.integer(1)
            guard (2...36).contains(base), let value = Int(try a.text(0), radix: base) else {
                throw EvaluationFailure("`\(try a.text(0))` is not a whole number in base \(base)")
            }
            return .number(value)
        },
        "pow": Function(2...2) { a throws(EvaluationFailure) in try power(a.number(0), a.number(1)) },
        "signum": Function(1...1) { a throws(EvaluationFailure) in
            let number = try a.number(0)
            return .number(number.isZero ? 0 : number.isNegative ? -1 : 1)
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
        if let whole = Int(exactly: value) { return .number(whole) }
        return Number(rounding: value).map { Value(.number($0)) } ?? .unknown("the result is no finite number")
    }

    private static func extreme(
        _ arguments: Arguments, _ isBetter: (Number, Number) -> Bool
    ) throws(EvaluationFailure) -> Value {
        let numbers = try numbers(arguments.values)
        guard let first = numbers.first else { throw EvaluationFailure("there is no number to compare") }
        return Value(.number(numbers.dropFirst().reduce(first) { isBetter($0, $1) ? $1 : $0 }))
    }

    private static func power(_ base: Number, _ exponent: Number) throws(EvaluationFailure) -> Value {
        guard let count = exponent.integer, (-256...256).contains(count) else {
            return rounded(pow(base.double, exponent.double))
        }
        var result = Number(1)
        for _ in 0..<abs(count) {
            guard let next = Number.multiplying(result, base) else {
                return .unknown("the power has more than 38 digits")
            }
            result = next
        }
        if count < 0 {
            guard let inverse = Number.dividing(Number(1), by: result) else {
                return .unknown("a number is divided by zero")
            }
            return Value(.number(inverse))
        }
        return Value(.number(result))
    }
}
