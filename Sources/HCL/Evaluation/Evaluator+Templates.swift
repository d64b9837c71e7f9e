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
        for part in tree.children(of: id) {
            if tree[part].kind == .text {
                try budget.spend(1)
                try text.add(SyntaxView(tree: tree, id: part).literal ?? "", budget)
            } else {
                try text.add(try evaluate(part), budget)
            }
        }
        return text.value
    }

    mutating func ifDirective(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        let condition = tree.child(id)
        let positive = tree.sibling(condition)
        let negative = tree.sibling(positive)
        let value = try evaluate(condition, as: .bool)
        if let unknown = value.unknown { return open([unknown], of: .string, marks: value.isSensitive) }
        guard let isTrue = value.asBool else { throw unsuitable(value, "true or false") }
        if !isTrue, negative == .none { return .string("") }
        return try evaluate(isTrue ? positive : negative).marked(value.isSensitive)
    }
}

/// A text that is put together from values, some of which may not be known.
struct TextAssembly {
    private var parts: [Unknown.Part] = []
    private var text = ""
    private var isSensitive = false
    private var unknowns: [Unknown] = []

    static let longest = 16 << 20
    static let tooLong = EvaluationFailure.notComputed("the text has more than \(longest) bytes")

    /// - Throws: an error if pieces of so many bytes, each so often, make too long a text.
    static func check(_ length: Int, times count: Int = 1) throws(EvaluationFailure) {
        let (product, overflows) = length.multipliedReportingOverflow(by: count)
        guard !overflows, product <= longest else { throw tooLong }
    }

    mutating func add(_ value: Value, _ budget: EvaluationBudget) throws(EvaluationFailure) {
        isSensitive = isSensitive || value.isSensitive
        if case .string(let added) = value.form { return try add(added, budget) }
        let value = value.settled(as: .string) ?? value
        if let unknown = value.unknown {
            unknowns.append(unknown)
            if !text.isEmpty { parts.append(.text(text)) }
            text = ""
            parts += unknown.parts.isEmpty ? [.value(unknown)] : unknown.parts
            return
        }
        guard let added = value.asText else {
            if case .number = value.form { return try add(.unknown(Value.inexact.message), budget) }
            throw EvaluationFailure(
                value.isNull
                    ? "the value is null: expected one that can be part of a text"
                    : "a value of the type \(value.typeName) cannot be part of a text")
        }
        try add(added, budget)
    }

    mutating func add(_ added: String, _ budget: EvaluationBudget) throws(EvaluationFailure) {
        try budget.spend(added.utf8.count / 64)
        if text.isEmpty { text = added } else { text += added }
        guard text.utf8.count <= Self.longest else { throw Self.tooLong }
    }

    var value: Value {
        guard !unknowns.isEmpty else { return Value(.string(text), isSensitive: isSensitive) }
        let all = text.isEmpty ? parts : parts + [.text(text)]
        let choices = unknowns.reduce(into: Set<String>()) { $0.formUnion($1.choices) }
        return Value(
            .unknown(Unknown(unknowns.reason, parts: all.count > 200 ? [] : all, choices: choices)), of: .string,
            isSensitive: isSensitive)
    }
}
