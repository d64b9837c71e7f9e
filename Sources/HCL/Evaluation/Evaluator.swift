public import Documents

/// Computes expressions of one tree.
///
///     let evaluator = Evaluator(tree: tree, scope: scope, budget: EvaluationBudget())
///     let value = try evaluator.evaluate(attribute.child)
///
/// What is not known follows from what it depends on, and every unknown value says why it is.
public struct Evaluator: ~Copyable {
    public let tree: SyntaxTree
    let scope: any EvaluationScope
    let budget: EvaluationBudget
    /// The names that `for` expressions introduced, innermost last.
    private var names: [(Symbol, Value)] = []
    /// The elements of the splats around the current place.
    private var items: [Value] = []
    /// Whether something was computed of values that are not known, which may turn out to have no result. Values behind
    /// references do not count: whether they can be computed is decided where they are written.
    var mayFail = false

    public init(tree: SyntaxTree, scope: any EvaluationScope, budget: EvaluationBudget) {
        self.tree = tree
        self.scope = scope
        self.budget = budget
    }

    /// An evaluator that also knows some names, such as the iterator of a dynamic block.
    public init(tree: SyntaxTree, scope: any EvaluationScope, budget: EvaluationBudget, names: [(Symbol, Value)]) {
        self.init(tree: tree, scope: scope, budget: budget)
        self.names = names
    }

    /// The value of an expression.
    /// - Throws: an error if there is none.
    public mutating func evaluate(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        budget.depth &+= 1
        defer { budget.depth &-= 1 }
        guard budget.depth <= EvaluationBudget.deepest else {
            throw .notComputed("more than \(EvaluationBudget.deepest) expressions depend on each other")
        }
        try budget.spend(1)
        do throws(EvaluationFailure) {
            let value = try compute(id)
            try value.checkSize()
            return value
        } catch {
            // The innermost place is the one to show.
            throw error.place == nil ? EvaluationFailure(error.message, place(of: id), kind: error.kind) : error
        }
    }

    private mutating func compute(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        let node = tree[id]
        switch node.kind {
        case .string, .text: return .string(SyntaxView(tree: tree, id: id).literal ?? "")
        case .true: return .bool(true)
        case .false: return .bool(false)
        case .null: return .null
        case .number: return number(id)
        case .variable, .getAttribute, .index, .legacyIndex: return try reference(id)
        case .parentheses, .interpolation, .condition: return try evaluate(node.first)
        case .template: return try template(id)
        case .heredoc, .parts: return try text(of: id)
        case .ifDirective: return try ifDirective(id)
        case .forDirective: return try forDirective(id)
        case .call: return try call(id)
        case .unary: return try unary(node)
        case .binary: return try binary(node)
        case .conditional: return try conditional(node)
        case .tuple:
            var elements: [Value] = []
            for child in tree.children(of: id) { elements.append(try evaluate(child)) }
            return Value(.tuple(elements))
        case .object: return try object(id)
        case .forTuple: return try forTuple(id)
        case .forObject: return try forObject(id)
        case .attributeSplat, .fullSplat: return try splat(node)
        case .splatItem: return items.last ?? .null
        case .name: return .string(tree.name(of: id))
        case .body, .attribute, .block, .label, .objectItem: throw EvaluationFailure("this is no expression")
        }
    }

    private func number(_ id: SyntaxID) -> Value {
        if let number = Number(plainDigits: tree.writtenBytes(of: id)) { return Value(.number(number)) }
        let text = String(decoding: tree.writtenBytes(of: id), as: UTF8.self)
        return Number(text).map { Value(.number($0)) } ?? .unknown("the number has more than 38 digits")
    }

    private mutating func object(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        var members: [Members.Member] = []
        var isSensitive = false
        for item in tree.children(of: id) {
            let keyID = tree.child(item)
            if tree[keyID].kind == .name {
                try budget.spend(1)
                let value = try evaluate(tree.sibling(keyID))
                members.append(Members.Member(key: tree.name(of: keyID), value: value))
                continue
            }
            let written = try evaluate(keyID)
            let key = written.settled(as: .string) ?? written
            let value = try evaluate(tree.sibling(keyID))
            isSensitive = isSensitive || key.isSensitive
            if let unknown = key.unknown { return open([unknown], marks: isSensitive) }
            guard let text = key.asText else {
                throw EvaluationFailure(
                    "a key is a text: this is a value of the type \(key.typeName)", place(of: keyID))
            }
            members.append(Members.Member(key: text, value: value))
        }
        return Value(.object(Members(unordered: members)), isSensitive: isSensitive)
    }

    // References.

    /// Follows a chain of accesses from its root.
    private mutating func reference(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        var names = ReferenceNames()
        var root = id
        while true {
            let node = tree[root]
            guard node.kind.isAccess else { break }
            names.precede(with: node.kind == .getAttribute ? node.name : nil)
            root = node.first
        }
        guard tree[root].kind == .variable else {
            return try follow(names.count, stepsTo: id, from: try evaluate(root))
        }
        let name = tree[root].name
        for index in self.names.indices.reversed() where self.names[index].0 == name {
            return try follow(names.count, stepsTo: id, from: self.names[index].1)
        }
        let (value, consumed) = try scope.value(of: name, names, in: self)
        return try follow(names.count - consumed, stepsTo: id, from: value)
    }

    /// What the last steps of a chain lead to.
    private mutating func follow(
        _ count: Int, stepsTo id: SyntaxID, from value: Value
    ) throws(EvaluationFailure) -> Value {
        if count <= 0 { return value }
        if count == 1 { return try step(id, into: value) }
        var steps = [id]
        steps.reserveCapacity(count)
        while steps.count < count { steps.append(tree[steps[steps.count - 1]].first) }
        var value = value
        while let next = steps.popLast() { value = try step(next, into: value) }
        return value
    }

    private mutating func step(_ id: SyntaxID, into value: Value) throws(EvaluationFailure) -> Value {
        if case .unknown(let unknown) = value.form, unknown.reference == nil { mayFail = true }
        let node = tree[id]
        do throws(EvaluationFailure) {
            switch node.kind {
            case .getAttribute: return try value.attribute(node.name, in: tree.symbols)
            case .legacyIndex:
                return try value.element(at: .number(Int(tree.symbols.text(of: node.name)) ?? -1))
            default: return try index(tree.sibling(node.first), into: value)
            }
        } catch {
            let what = node.kind == .index ? tree.sibling(node.first) : id
            throw EvaluationFailure(error.message, error.place ?? place(of: what), kind: error.kind)
        }
    }

    private mutating func index(_ id: SyntaxID, into value: Value) throws(EvaluationFailure) -> Value {
        let key = try evaluate(id)
        if key.unknown != nil { mayFail = true }
        do throws(EvaluationFailure) {
            return try value.element(at: key)
        } catch {
            // What is said of a secret may give it away.
            throw key.isSensitive || value.isSensitive
                ? EvaluationFailure("there is no such element: the key is secret", kind: error.kind) : error
        }
    }

    func place(of id: SyntaxID) -> EvaluationFailure.Place {
        EvaluationFailure.Place(source: tree.source, range: tree.range(of: id))
    }

    // Names that the language introduces.

    /// Calls `body` with more names.
    mutating func with<Result>(
        _ added: [(Symbol, Value)], _ body: (inout Evaluator) throws(EvaluationFailure) -> Result
    ) throws(EvaluationFailure) -> Result {
        let count = names.count
        for (name, value) in added { names.append((name, value)) }
        defer { names.removeSubrange(count...) }
        return try body(&self)
    }

    private mutating func splat(_ node: SyntaxNode) throws(EvaluationFailure) -> Value {
        let source = try evaluate(node.first)
        let each = tree.sibling(node.first)
        if let unknown = source.unknown, !source.isEntity {
            // The elements may be many or few; a reference to all of them is still one.
            return open([unknown], marks: source.isSensitive)
        }
        if let unknown = source.openCount { return open([unknown], marks: source.isSensitiveInside) }
        let elements: [Value]
        switch source.form {
        case .tuple(let values), .list(let values), .set(let values): elements = values
        case .null:
            // A list that is null has no elements to go through, not even none.
            switch source.type {
            case .list, .set, .tuple: throw EvaluationFailure("the value is null: expected a list to go through")
            case .open: return open([Unknown("the type of a null is not known")], marks: source.isSensitive)
            default: elements = []
            }
        default: elements = [source]
        }
        try budget.spend(elements.count)
        var results: [Value] = []
        for element in elements {
            items.append(element)
            defer { items.removeLast() }
            results.append(try evaluate(each))
        }
        switch source.form {
        case .list, .set:
            let type = tree[each].kind == .splatItem ? source.declared : nil
            return Value(.list(results), of: type, isSensitive: source.isSensitive)
        default: return Value(.tuple(results), isSensitive: source.isSensitive)
        }
    }
}

extension Value {
    /// Collections inside each other, and parts of one value, that are computed.
    private static let deepest = 200
    private static let heaviest = 1_000_000

    /// - Throws: an error if the value is larger than what the rest of the program should have to go through.
    func checkSize() throws(EvaluationFailure) {
        guard depth <= Self.deepest else {
            throw .notComputed("more than \(Self.deepest) collections lie inside each other")
        }
        guard weight <= Self.heaviest else { throw .notComputed("the value has more than \(Self.heaviest) parts") }
    }

    var isEntity: Bool { if case .entity = form { true } else { false } }
    var isSet: Bool { if case .set = form { true } else { false } }

    /// The type of a part, which is not known, of a value whose type is known; nil if that says nothing.
    private func partType(_ name: String?) -> ValueType? {
        switch (form, declared) {
        case (.list, let element), (.map, let element): element
        case (.unknown, .list(let element)?), (.unknown, .map(let element)?): element.isDefinite ? element : nil
        case (.unknown, .object(let attributes)?): attributes.first { $0.name == name }?.type
        case (.unknown, .tuple(let types)?):
            name.flatMap { Int($0) }.flatMap { types.indices.contains($0) ? types[$0] : nil }
        default: nil
        }
    }

    /// What stands behind a dot.
    func attribute(_ name: Symbol, in symbols: SymbolTable) throws(EvaluationFailure) -> Value {
        if case .entity(let entity) = form { return try entity.attribute(name).marked(like: self) }
        return try attribute(named: symbols.text(of: name))
    }

    func attribute(named name: String) throws(EvaluationFailure) -> Value {
        switch form {
        case .object(let members), .map(let members):
            guard let value = members[name] else {
                throw EvaluationFailure(
                    "there is no attribute `\(name)`" + (isSensitive ? "" : Value.suggestion(name, members)))
            }
            return value.marked(like: self)
        case .entity(let entity): return try entity.attribute(named: name).marked(like: self)
        case .unknown(let unknown):
            if case .untyped(let value)? = unknown.source {
                return try value.attribute(named: name).opened().marked(like: self)
            }
            return Value(.unknown(unknown.extended(by: name)), of: partType(name), isSensitive: isSensitive)
        case .null: throw EvaluationFailure("the value is null and has no attribute `\(name)`")
        case .tuple, .list:
            guard Int(name) != nil else {
                throw EvaluationFailure(
                    "a value of the type \(typeName) has no attributes: expected an index in brackets")
            }
            return try element(at: .string(name))
        default: throw EvaluationFailure("a value of the type \(typeName) has no attributes")
        }
    }

    private static func suggestion(_ name: String, _ members: Members) -> String {
        members.all.count > 100
            ? ""
            : Suggestion.nearest(to: name, among: members.all.map(\.key)).first.map { ": did you mean `\($0)`?" } ?? ""
    }

    /// What an index leads to.
    func element(at key: Value) throws(EvaluationFailure) -> Value {
        let key = key.settled(as: .string) ?? key
        if let unknown = key.unknown {
            return Value(
                .unknown(Unknown(unknown.reason, choices: unknown.choices)), of: partType(nil),
                isSensitive: key.isSensitive)
        }
        switch form {
        case .tuple(let elements), .list(let elements):
            guard let number = key.asNumber, let index = number.integer else {
                throw EvaluationFailure("the index of a list is a whole number")
            }
            guard elements.indices.contains(index) else {
                throw EvaluationFailure(
                    "the index \(index) lies outside of the list, which has \(elements.count) elements")
            }
            return elements[index].marked(like: self).marked(like: key)
        case .object(let members), .map(let members):
            guard let text = key.asText else { throw EvaluationFailure("the key of a map is a text") }
            guard let value = members[text] else {
                throw EvaluationFailure("there is no element with the key `\(text)`")
            }
            return value.marked(like: self).marked(like: key)
        case .entity(let entity):
            guard let text = key.asText else { throw EvaluationFailure("the name of an attribute is a text") }
            return try entity.attribute(named: text).marked(like: self)
        case .unknown(let unknown):
            if case .untyped(let value)? = unknown.source, !value.isSet {
                return try value.element(at: key).opened().marked(like: self)
            }
            let name = key.asText
            return Value(
                .unknown(unknown.extended(by: name ?? "")), of: partType(name), isSensitive: isSensitive)
        case .set: throw EvaluationFailure("a set has no indexes: convert it with `tolist`")
        case .null: throw EvaluationFailure("the value is null and has no elements")
        default: throw EvaluationFailure("a value of the type \(typeName) has no elements")
        }
    }
}

extension SyntaxNode.Kind {
    /// Whether it is a step of a reference.
    fileprivate var isAccess: Bool { self == .getAttribute || self == .index || self == .legacyIndex }
}

extension Unknown {
    /// A part of a value that is not known.
    func extended(by name: String) -> Unknown {
        guard let reference else { return Unknown(reason, choices: choices) }
        let path = reference.path + [name]
        return Unknown(reason, reference: ResourceAttribute(address: reference.address, path: path), choices: choices)
    }
}
