extension Library {
    /// Functions over numbers: `math.greatest(a, b, c)`, `math.ceil(x)`, `math.bitAnd(a, b)`.
    ///
    /// The overloads are those of cel-go's `math` library.
    public static let math = Library(
        name: "math",
        functions: [
            extreme("greatest", "max", prefers: .greater), extreme("least", "min", prefers: .less),
            rounding("ceil", .up), rounding("floor", .down), rounding("trunc", .towardZero),
            rounding("round", .toNearestOrAwayFromZero),
            test("isNaN") { $0.isNaN }, test("isInf") { $0.isInfinite }, test("isFinite") { $0.isFinite },
            Function("math.abs") {
                [
                    .global("math_abs_double", [.double], .double, .unary { .double($1.number.magnitude) }),
                    .global("math_abs_int", [.int], .int, .unary(MathFunctions.absolute)),
                    .global("math_abs_uint", [.uint], .uint, .unary { $1 }),
                ]
            },
            Function("math.sign") {
                [
                    .global("math_sign_double", [.double], .double, .unary(MathFunctions.sign)),
                    .global("math_sign_int", [.int], .int, .unary { .int($1.integer.signum()) }),
                    .global("math_sign_uint", [.uint], .uint, .unary { .uint($1.unsigned == 0 ? 0 : 1) }),
                ]
            },
            Function("math.sqrt") {
                [
                    .global("math_sqrt_double", [.double], .double, .unary { .double($1.number.squareRoot()) }),
                    .global("math_sqrt_int", [.int], .double, .unary { .double(Double($1.integer).squareRoot()) }),
                    .global("math_sqrt_uint", [.uint], .double, .unary { .double(Double($1.unsigned).squareRoot()) }),
                ]
            },
            bitwise("bitAnd") { $0 & $1 }, bitwise("bitOr") { $0 | $1 }, bitwise("bitXor") { $0 ^ $1 },
            Function("math.bitNot") {
                [
                    .global("math_bitNot_int_int", [.int], .int, .unary { .int(~$1.integer) }),
                    .global("math_bitNot_uint_uint", [.uint], .uint, .unary { .uint(~$1.unsigned) }),
                ]
            },
            shift("bitShiftLeft") { $0 << $1 }, shift("bitShiftRight") { $0 >> $1 },
        ])

    /// The largest or smallest of one or two numbers, or of those in a list.
    private static func extreme(_ name: String, _ id: String, prefers order: Order) -> Function {
        Function("math.\(name)") {
            let numbers: [(name: String, type: CELType)] = [("double", .double), ("int", .int), ("uint", .uint)]
            var overloads = numbers.map { number in
                Overload.global("math_@\(id)_\(number.name)", [number.type], number.type, .unary { $1 })
            }
            for left in numbers {
                for right in numbers {
                    overloads.append(
                        .global(
                            "math_@\(id)_\(left.name)_\(right.name)", [left.type, right.type],
                            left.type == right.type ? left.type : .dyn,
                            .binary { MathFunctions.preferred($1, $2, order) }))
                }
            }
            return overloads
                + numbers.map { number in
                    .global(
                        "math_@\(id)_list_\(number.name)", [.list(number.type)], number.type,
                        .unary { MathFunctions.extreme($0, $1, order, name: name) })
                }
        }
    }

    private static func rounding(_ name: String, _ rule: FloatingPointRoundingRule) -> Function {
        Function("math.\(name)") {
            [.global("math_\(name)_double", [.double], .double, .unary { .double($1.number.rounded(rule)) })]
        }
    }

    private static func test(_ name: String, _ isTrue: @escaping @Sendable (Double) -> Bool) -> Function {
        Function("math.\(name)") {
            [.global("math_\(name)_double", [.double], .bool, .unary { .bool(isTrue($1.number)) })]
        }
    }

    /// An operation on bits, which is the same for signed and unsigned numbers.
    private static func bitwise(_ name: String, _ compute: @escaping @Sendable (UInt64, UInt64) -> UInt64) -> Function {
        Function("math.\(name)") {
            [
                .global(
                    "math_\(name)_int_int", [.int, .int], .int,
                    .binary { Val(kind: .int, bits: compute($1.bits, $2.bits)) }),
                .global(
                    "math_\(name)_uint_uint", [.uint, .uint], .uint,
                    .binary { Val(kind: .uint, bits: compute($1.bits, $2.bits)) }),
            ]
        }
    }

    /// A shift by a number of places that must not be negative. Zeros come in from both sides, also for signed numbers.
    private static func shift(_ name: String, _ compute: @escaping @Sendable (UInt64, Int64) -> UInt64) -> Function {
        Function("math.\(name)") {
            let numbers: [(name: String, type: CELType)] = [("int", .int), ("uint", .uint)]
            return numbers.map { number in
                .global(
                    "math_\(name)_\(number.name)_int", [number.type, .int], number.type,
                    .binary { frame, value, places in
                        guard places.integer >= 0 else {
                            return frame.invalidArgument("cannot shift by \(places.integer) bits: expected 0 or more")
                        }
                        return Val(kind: value.kind, bits: compute(value.bits, places.integer))
                    })
            }
        }
    }
}

/// The functions of the `math` library that are more than an expression.
enum MathFunctions {
    @Sendable
    static func absolute(_ frame: FramePointer, _ value: Val) -> Val {
        value.integer == .min ? .error(.overflow) : .int(Int64(value.integer.magnitude))
    }

    /// -1, 0 or 1; NaN of NaN.
    @Sendable
    static func sign(_ frame: FramePointer, _ value: Val) -> Val {
        let number = value.number
        if number.isNaN { return value }
        return .double(number > 0 ? 1 : number < 0 ? -1 : 0)
    }

    /// The first of two numbers unless the second stands in the order to it.
    static func preferred(_ first: Val, _ second: Val, _ order: Order) -> Val {
        Val.order(second, first) == order ? second : first
    }

    static func extreme(_ frame: FramePointer, _ list: Val, _ order: Order, name: String) -> Val {
        let elements = frame.elements(of: list)
        guard frame.charge(elements.count) else { return .error(.stepBudget) }
        guard var result = elements.first else {
            return frame.invalidArgument("`math.\(name)` of an empty list: expected at least one number")
        }
        for element in elements {
            if element.isIndefinite { return element }
            guard element.isNumber else { return .error(.noSuchOverload) }
            result = preferred(result, element, order)
        }
        return result
    }
}
