extension Library {
    /// Functions over lists: `[3, 1, 2].sort()`, `[[1], [2]].flatten()`, `lists.range(3)`, `[1, 2].sum()`.
    ///
    /// The overloads are those of cel-go's `lists` library and of the one of Kubernetes.
    public static let lists = Library(
        name: "lists",
        functions: [
            Function("lists.range") {
                [.global("lists_range", [.int], .list(.int), .unary(ListFunctions.range))]
            },
            Function("reverse") { [.member("list_reverse", [listOfT], listOfT, .unary(ListFunctions.reverse))] },
            Function("slice") {
                [.member("list_slice", [listOfT, .int, .int], listOfT, .ternary(ListFunctions.slice))]
            },
            Function("first") {
                [.member("list_first", [listOfT], .optional(.parameter("T")), .unary(ListFunctions.first))]
            },
            Function("last") {
                [.member("list_last", [listOfT], .optional(.parameter("T")), .unary(ListFunctions.last))]
            },
            Function("flatten") {
                [
                    .member("list_flatten", [.list(listOfT)], listOfT, .unary(ListFunctions.flatten)),
                    .member(
                        "list_flatten_int", [.list(.dyn), .int], .list(.dyn), .binary(ListFunctions.flattenTo)),
                ]
            },
            Function("distinct") { [.member("list_distinct", [listOfT], listOfT, .unary(ListFunctions.distinct))] },
            Function("sort") {
                ordered.map { type in
                    .member("list_\(type.name)_sort", [.list(type.type)], .list(type.type), .unary(ListFunctions.sort))
                }
            },
            Function("isSorted") {
                ordered.map { type in
                    .member(
                        "list_\(type.name)_is_sorted_bool", [.list(type.type)], .bool, .unary(ListFunctions.isSorted))
                }
            },
            Function("min") {
                ordered.map { type in
                    .member(
                        "list_\(type.name)_min_\(type.name)", [.list(type.type)], type.type, .unary(ListFunctions.min))
                }
            },
            Function("max") {
                ordered.map { type in
                    .member(
                        "list_\(type.name)_max_\(type.name)", [.list(type.type)], type.type, .unary(ListFunctions.max))
                }
            },
            Function("sum") {
                summable.map { type in
                    .member(
                        "list_\(type.name)_sum_\(type.name)", [.list(type.type)], type.type,
                        .unary { ListFunctions.sum($0, $1, zero: type.zero) })
                }
            },
            Function("indexOf") {
                [
                    .member(
                        "list_a_index_of_int", [listOfT, .parameter("T")], .int, .binary(ListFunctions.indexOf))
                ]
            },
            Function("lastIndexOf") {
                [
                    .member(
                        "list_a_last_index_of_int", [listOfT, .parameter("T")], .int,
                        .binary(ListFunctions.lastIndexOf))
                ]
            },
        ])

    private static let listOfT = CELType.list(.parameter("T"))

    private static let ordered: [(name: String, type: CELType)] = [
        ("int", .int), ("uint", .uint), ("double", .double), ("bool", .bool), ("duration", .duration),
        ("timestamp", .timestamp), ("string", .string), ("bytes", .bytes),
    ]

    private static let summable: [(name: String, type: CELType, zero: Val)] = [
        ("int", .int, .int(0)), ("uint", .uint, .uint(0)), ("double", .double, .double(0)),
        ("duration", .duration, .duration(nanoseconds: 0)),
    ]

    /// Lists as sets: `sets.contains(list, part)`, `sets.equivalent(a, b)`, `sets.intersects(a, b)`.
    ///
    /// The overloads are those of cel-go's `sets` library.
    public static let sets = Library(
        name: "sets",
        functions: [
            Function("sets.contains") {
                [.global("sets_contains_list_list", [listOfT, listOfT], .bool, .binary(SetFunctions.contains))]
            },
            Function("sets.equivalent") {
                [.global("sets_equivalent_list_list", [listOfT, listOfT], .bool, .binary(SetFunctions.equivalent))]
            },
            Function("sets.intersects") {
                [.global("sets_intersects_list_list", [listOfT, listOfT], .bool, .binary(SetFunctions.intersects))]
            },
        ])
}

/// The functions of the `sets` library. An element that is not known makes the answer unknown only where it decides.
enum SetFunctions {
    @Sendable
    static func contains(_ frame: FramePointer, _ list: Val, _ part: Val) -> Val {
        var verdict = Val.true
        for element in frame.elements(of: part) {
            guard frame.charge(1) else { return .error(.stepBudget) }
            let isContained = frame.isContained(element, in: list)
            if isContained.isFalse { return .false }
            verdict = verdict.and(isContained)
        }
        return verdict
    }

    @Sendable
    static func equivalent(_ frame: FramePointer, _ left: Val, _ right: Val) -> Val {
        let forward = contains(frame, left, right)
        if forward.isFalse { return .false }
        let backward = contains(frame, right, left)
        return backward.isFalse ? .false : forward.and(backward)
    }

    @Sendable
    static func intersects(_ frame: FramePointer, _ left: Val, _ right: Val) -> Val {
        var verdict = Val.false
        for element in frame.elements(of: left) {
            guard frame.charge(1) else { return .error(.stepBudget) }
            let isContained = frame.isContained(element, in: right)
            if isContained.isTrue { return .true }
            if isContained.isIndefinite { verdict = verdict.isFalse ? isContained : verdict.and(isContained) }
        }
        return verdict
    }
}
