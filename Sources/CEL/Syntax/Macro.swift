/// A call that the parser replaces by an expression of its own, because its arguments are not simply evaluated.
enum Macro {
    /// Over the elements of a list or the keys of a map: `range.all(x, p)`.
    case comprehension(Comprehension.Kind)
    case optionalMap(isFlat: Bool)

    /// Macros that are called on a target, by name.
    static let members: [String: Macro] = [
        "all": .comprehension(.all),
        "exists": .comprehension(.exists),
        "exists_one": .comprehension(.existsOne),
        "existsOne": .comprehension(.existsOne),
        "filter": .comprehension(.filter),
        "map": .comprehension(.map),
        "sortBy": .comprehension(.sortBy),
        "transformList": .comprehension(.transformList),
        "transformMap": .comprehension(.transformMap),
        "transformMapEntry": .comprehension(.transformMapEntry),
        "optMap": .optionalMap(isFlat: false),
        "optFlatMap": .optionalMap(isFlat: true),
    ]
}

extension Comprehension.Kind {
    /// What the arguments of a macro are, by their number. Other numbers of arguments make it an ordinary call.
    enum Role { case variable, filter, body }

    func roles(arguments count: Int) -> [Role]? {
        switch (self, count) {
        case (.all, 2), (.exists, 2), (.existsOne, 2), (.filter, 2), (.map, 2), (.sortBy, 2): return [.variable, .body]
        case (.map, 3): return [.variable, .filter, .body]
        case (.all, 3), (.exists, 3), (.existsOne, 3): return [.variable, .variable, .body]
        case (.transformList, 3), (.transformMap, 3), (.transformMapEntry, 3): return [.variable, .variable, .body]
        case (.transformList, 4), (.transformMap, 4), (.transformMapEntry, 4):
            return [.variable, .variable, .filter, .body]
        default: return nil
        }
    }
}
