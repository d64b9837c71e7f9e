internal import Documents

/// `for` expressions and directives.
extension Evaluator {
    /// The names that a `for` introduces, its collection, and what follows.
    private func introduction(_ id: SyntaxID) -> (names: [Symbol], collection: SyntaxID) {
        var names: [Symbol] = []
        var current = tree.child(id)
        while tree[current].kind == .name {
            names.append(tree[current].name)
            current = tree.sibling(current)
        }
        return (names, current)
    }

    /// The keys and values that a `for` goes through; nil with the reason if they are not known.
    private mutating func pairs(
        _ collection: SyntaxID
    ) throws(EvaluationFailure) -> (
        pairs: [(key: Value, value: Value)]?, unknown: Unknown?, isSensitive: Bool
    ) {
        let evaluated = try evaluate(collection)
        let source = evaluated.settled(as: .map(.open)) ?? evaluated
        if let unknown = source.unknown { return (nil, unknown, source.isSensitive) }
        if let unknown = source.openCount { return (nil, unknown, source.isSensitiveInside) }
        guard var pairs = source.pairs else { throw unsuitable(source, "a list, a set or a map to go through") }
        // What became a map only because it is gone through has values of any type.
        if evaluated.unknown != nil, source.members != nil { pairs = pairs.map { ($0.key, $0.value.opened()) } }
        try budget.spend(6 * pairs.count)
        return (pairs, nil, source.isSensitive)
    }

    private func bindings(_ names: [Symbol], _ pair: (key: Value, value: Value)) -> [(Symbol, Value)] {
        names.count == 2
            ? [(names[0], pair.key), (names[1], pair.value)] : names.first.map { [($0, pair.value)] } ?? []
    }

    /// Whether an element is taken; nil with the reason if that is not known.
    private mutating func passes(
        _ condition: SyntaxID, _ isSensitive: inout Bool
    ) throws(EvaluationFailure) -> (Bool?, Unknown?) {
        guard condition != .none else { return (true, nil) }
        let value = try evaluate(condition, as: .bool)
        isSensitive = isSensitive || value.isSensitive
        if let unknown = value.unknown { return (nil, unknown) }
        guard let isTaken = value.asBool else { throw unsuitable(value, "true or false") }
        return (isTaken, nil)
    }

    mutating func forTuple(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        let (names, collection) = introduction(id)
        let source = try pairs(collection)
        var isSensitive = source.isSensitive
        guard let pairs = source.pairs else {
            return open([source.unknown].compactMap(\.self), marks: isSensitive)
        }
        let value = tree.sibling(collection)
        let condition = tree.sibling(value)
        var elements: [Value] = []
        for pair in pairs {
            let stop = try with(bindings(names, pair)) { evaluator throws(EvaluationFailure) -> Unknown? in
                let (isTaken, unknown) = try evaluator.passes(condition, &isSensitive)
                if isTaken ?? false { elements.append(try evaluator.evaluate(value)) }
                return unknown
            }
            if let stop { return open([stop], marks: isSensitive) }
        }
        return Value(.tuple(elements), isSensitive: isSensitive)
    }

    mutating func forObject(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        let (names, collection) = introduction(id)
        let source = try pairs(collection)
        var isSensitive = source.isSensitive
        guard let pairs = source.pairs else {
            return open([source.unknown].compactMap(\.self), marks: isSensitive)
        }
        let key = tree.sibling(collection)
        let value = tree.sibling(key)
        let condition = tree.sibling(value)
        let isGrouping = tree[id].flags.contains(.expanded)
        var members: [String: [Value]] = [:]
        for pair in pairs {
            let stop = try with(bindings(names, pair)) { evaluator throws(EvaluationFailure) -> Unknown? in
                let (isTaken, unknown) = try evaluator.passes(condition, &isSensitive)
                guard isTaken ?? false else { return unknown }
                let name = try evaluator.evaluate(key, as: .string)
                isSensitive = isSensitive || name.isSensitive
                if let unknown = name.unknown { return unknown }
                guard let text = name.asText else { throw evaluator.unsuitable(name, "a text as the key") }
                if !isGrouping, members[text] != nil {
                    let which = isSensitive ? "the same secret key" : "the key `\(Diagnostic.shown(text))`"
                    throw EvaluationFailure("two items have \(which): `...` behind the value gathers them")
                }
                members[text, default: []].append(try evaluator.evaluate(value))
                return nil
            }
            if let stop { return open([stop], marks: isSensitive) }
        }
        let found = members.sorted { $0.key < $1.key }
        return Value(
            .object(Members(found.map { ($0.key, isGrouping ? Value(.tuple($0.value)) : $0.value[0]) })),
            isSensitive: isSensitive)
    }

    mutating func forDirective(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        let (names, collection) = introduction(id)
        let (pairs, unknown, isSensitive) = try pairs(collection)
        guard let pairs else { return open([unknown].compactMap(\.self), of: .string, marks: isSensitive) }
        let parts = tree.sibling(collection)
        var text = TextAssembly()
        for pair in pairs {
            try with(bindings(names, pair)) { evaluator throws(EvaluationFailure) in
                try text.add(try evaluator.evaluate(parts), evaluator.budget)
            }
        }
        return text.value.marked(isSensitive)
    }
}
