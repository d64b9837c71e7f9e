extension StandardLibrary {
    /// The signatures of the operators, for the checker. The compiler generates their code.
    static let operators: [Function] = [
        Function("_+_") {
            numeric("add", [("int64", .int), ("uint64", .uint), ("double", .double)]) + [
                intrinsic("add_string", .string, .string, .string),
                intrinsic("add_bytes", .bytes, .bytes, .bytes),
                intrinsic("add_list", .list(element), .list(element), .list(element)),
                intrinsic("add_timestamp_duration", .timestamp, .duration, .timestamp),
                intrinsic("add_duration_timestamp", .duration, .timestamp, .timestamp),
                intrinsic("add_duration_duration", .duration, .duration, .duration),
            ]
        },
        Function("_-_") {
            numeric("subtract", [("int64", .int), ("uint64", .uint), ("double", .double)]) + [
                intrinsic("subtract_timestamp_timestamp", .timestamp, .timestamp, .duration),
                intrinsic("subtract_timestamp_duration", .timestamp, .duration, .timestamp),
                intrinsic("subtract_duration_duration", .duration, .duration, .duration),
            ]
        },
        Function("_*_") { numeric("multiply", [("int64", .int), ("uint64", .uint), ("double", .double)]) },
        Function("_/_") { numeric("divide", [("int64", .int), ("uint64", .uint), ("double", .double)]) },
        Function("_%_") { numeric("modulo", [("int64", .int), ("uint64", .uint)]) },
        Function("-_") {
            [
                .global("negate_int64", [.int], .int, .intrinsic),
                .global("negate_double", [.double], .double, .intrinsic),
            ]
        },
        Function("!_") { [.global("logical_not", [.bool], .bool, .intrinsic)] },
        Function("_==_") { [intrinsic("equals", element, element, .bool)] },
        Function("_!=_") { [intrinsic("not_equals", element, element, .bool)] },
        Function("_<_") { ordering("less") },
        Function("_<=_") { ordering("less_equals") },
        Function("_>_") { ordering("greater") },
        Function("_>=_") { ordering("greater_equals") },
        Function("@in") {
            [
                intrinsic("in_list", element, .list(element), .bool),
                intrinsic("in_map", element, .map(element, .parameter("V")), .bool),
            ]
        },
    ]

    static let element = CELType.parameter("T")

    private static func intrinsic(_ id: String, _ left: CELType, _ right: CELType, _ result: CELType) -> Overload {
        .global(id, [left, right], result, .intrinsic)
    }

    private static func numeric(_ name: String, _ types: [(String, CELType)]) -> [Overload] {
        types.map { intrinsic("\(name)_\($0.0)", $0.1, $0.1, $0.1) }
    }

    /// Comparisons: within every ordered type, and across the number types.
    private static func ordering(_ name: String) -> [Overload] {
        let numbers: [(String, CELType)] = [("int64", .int), ("uint64", .uint), ("double", .double)]
        let others: [(String, CELType)] = [
            ("bool", .bool), ("string", .string), ("bytes", .bytes), ("timestamp", .timestamp), ("duration", .duration),
        ]
        var overloads = (numbers + others).map { intrinsic("\(name)_\($0.0)", $0.1, $0.1, .bool) }
        for left in numbers {
            for right in numbers where left.0 != right.0 {
                overloads.append(intrinsic("\(name)_\(left.0)_\(right.0)", left.1, right.1, .bool))
            }
        }
        return overloads
    }
}
