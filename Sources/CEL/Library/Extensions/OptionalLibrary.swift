extension Library {
    /// Values that may be missing: `optional.of(x)`, `m.?key.orValue(0)`, `optional.unwrap(list)`.
    ///
    /// The overloads are those of cel-go's optional types; `or` and `orValue` evaluate their argument only when needed.
    public static let optional = Library(
        name: "optional",
        functions: [
            Function("optional.of") {
                [.global("optional_of", [element], optionalOfT, .unary { $0.optional($1) })]
            },
            Function("optional.none") { [.global("optional_none", [], optionalOfT, .variadic { _, _ in .none })] },
            Function("optional.ofNonZeroValue") {
                [
                    .global(
                        "optional_ofNonZeroValue", [element], optionalOfT, .unary(OptionalFunctions.ofNonZeroValue))
                ]
            },
            Function("hasValue") {
                [.member("optional_hasValue", [optionalOfT], .bool, .unary { .bool($1.wrapped != nil) })]
            },
            Function("value") {
                [.member("optional_value", [optionalOfT], element, .unary { $1.wrapped ?? .error(.emptyOptional) })]
            },
            Function("or") { [.member("optional_or_optional", [optionalOfT, optionalOfT], optionalOfT, .intrinsic)] },
            Function("orValue") { [.member("optional_orValue_value", [optionalOfT, element], element, .intrinsic)] },
            Function("optional.unwrap") {
                [.global("optional_unwrap", [.list(optionalOfT)], .list(element), .unary(OptionalFunctions.unwrap))]
            },
            Function("unwrapOpt") {
                [.member("optional_unwrapOpt", [.list(optionalOfT)], .list(element), .unary(OptionalFunctions.unwrap))]
            },
        ])

    private static let element = CELType.parameter("T")
    private static let optionalOfT = CELType.optional(.parameter("T"))
}

/// The functions of the `optional` library.
enum OptionalFunctions {
    /// None for null, false, 0, and what is empty.
    @Sendable
    static func ofNonZeroValue(_ frame: FramePointer, _ value: Val) -> Val {
        let isZero: Bool
        switch value.kind {
        case .null: isZero = true
        case .bool, .int, .uint, .duration: isZero = value.bits == 0
        case .double: isZero = value.number == 0
        case .string, .bytes: isZero = value.count == 0
        case .timestamp: isZero = value.seconds == 0 && value.count == 0
        case .optional: isZero = value.wrapped == nil
        case .list, .map, .nodeList, .nodeMap, .object:
            let count = frame.count(of: value)
            guard count.kind == .int else { return count }
            isZero = count.integer == 0
        default: isZero = false
        }
        return isZero ? .none : frame.optional(value)
    }

    /// The values of those optionals that have one.
    @Sendable
    static func unwrap(_ frame: FramePointer, _ list: Val) -> Val {
        let elements = frame.elements(of: list)
        guard frame.charge(elements.count) else { return .error(.stepBudget) }
        if let problem = ListFunctions.firstProblem(in: elements, expecting: .optional) { return problem }
        return frame.list(copying: elements.compactMap(\.wrapped))
    }
}
