internal import Documents

extension Evaluator {
    /// A template of one interpolation is the value itself, of whatever type.
    mutating func template(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        let first = tree.child(id)
        guard first != .none, tree.sibling(first) == .none, tree[first].kind == .interpolation else {
            return try text(of: id)
        }
        return try evaluate(first)
    }

    /// The text that parts give.
    mutating func text(of id: SyntaxID) throws(EvaluationFailure) -> Value {
        var text = TextAssembly()
        for part in tree.children(of: id) { try text.add(try evaluate(part), budget) }
        return text.value
    }
}

/// A text that is put together from values, some of which may not be known.
struct TextAssembly {
    private var parts: [Unknown.Part] = []
    private var text = ""
    private var isSensitive = false
    private var unknowns: [Unknown] = []

    static let longest = 16 << 20

    mutating func add(_ value: Value, _ budget: EvaluationBudget) throws(EvaluationFailure) {
        isSensitive = isSensitive || value.isSensitive
        if let unknown = value.unknown {
            unknowns.append(unknown)
            if !text.isEmpty { parts.append(.text(text)) }
            text = ""
            parts += unknown.parts.isEmpty ? [.value(unknown)] : unknown.parts
            return
        }
        guard let added = value.asText else {
            if case .number = value.form {
                unknowns.append(Unknown("a quotient without end has no exact text"))
                return
            }
            throw EvaluationFailure(
                value.isNull
                    ? "the value is null: expected one that can be part of a text"
                    : "a value of the type \(value.typeName) cannot be part of a text")
        }
        try budget.spend(added.utf8.count / 64)
        text += added
        guard text.utf8.count <= Self.longest else {
            throw EvaluationFailure("the text has more than \(Self.longest) bytes")
        }
    }

    var value: Value {
        guard !unknowns.isEmpty else { return Value(.string(text), isSensitive: isSensitive) }
        let all = text.isEmpty ? parts : parts + [.text(text)]
        let choices = unknowns.reduce(into: Set<String>()) { $0.formUnion($1.choices) }
        return Value(
            .unknown(Unknown(unknowns[0].reason, parts: all.count > 200 ? [] : all, choices: choices)),
            isSensitive: isSensitive)
    }
}
