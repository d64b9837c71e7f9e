internal import Documents

/// How often a block is repeated, by its `count` or `for_each`.
enum Repetition {
    case none
    case count(Int)
    case each([(key: String, value: Value)])
    case unknown(Unknown)

    static let most = 10_000

    init(of declaration: ModuleFolder.Declaration, in module: ModuleInstance) throws(EvaluationFailure) {
        if let expression = declaration.attribute(module.context.names.count)?.expression {
            let value = try module.evaluate(expression).settled
            if let unknown = value.innerUnknown {
                self = .unknown(unknown)
                return
            }
            guard let count = value.asNumber?.integer, count >= 0 else {
                throw EvaluationFailure("`count` is not a whole number", Self.place(expression))
            }
            guard count <= Self.most else {
                throw EvaluationFailure("`count` is larger than \(Self.most)", Self.place(expression))
            }
            self = .count(count)
        } else if let expression = declaration.attribute(module.context.names.forEach)?.expression {
            let value = try module.evaluate(expression)
            // Terraform takes a map or a set: what is neither may become a set, what is one of them stays it.
            let isSettled = value.settled.isSet || value.settled.members != nil
            self = try Self.each(isSettled ? value.settled : value, expression)
        } else {
            self = .none
        }
    }

    static func each(_ value: Value, _ expression: SyntaxView) throws(EvaluationFailure) -> Repetition {
        let isSet = if case .set = value.form { true } else { false }
        guard !value.isSensitive, !(isSet && value.isSensitiveInside) else {
            throw EvaluationFailure(
                "`for_each` is a secret value: the addresses of the resources would tell it", place(expression))
        }
        if let unknown = value.unknown { return .unknown(unknown) }
        var pairs: [(key: String, value: Value)] = []
        switch value.form {
        case .object(let members), .map(let members): pairs = members.all.map { ($0.key, $0.value) }
        case .set(let elements):
            for element in elements {
                if let unknown = element.unknown { return .unknown(unknown) }
                guard let key = element.asText else {
                    throw EvaluationFailure("`for_each` is a set of something else than texts", place(expression))
                }
                pairs.append((key, element))
            }
        default:
            throw EvaluationFailure(
                "`for_each` is a value of the type \(value.typeName): expected a map or a set of texts",
                place(expression))
        }
        guard pairs.count <= most else {
            throw EvaluationFailure("`for_each` has more than \(most) elements", place(expression))
        }
        return .each(pairs)
    }

    private static func place(_ view: SyntaxView) -> EvaluationFailure.Place {
        EvaluationFailure.Place(source: view.tree.source, range: view.range)
    }
}

/// What a block makes: one thing, or one for each element.
final class Expansion {
    let instances: [ResourceInstance]
    private let repetition: Repetition

    init(_ declaration: ModuleFolder.Declaration, _ repetition: Repetition, in module: ModuleInstance) {
        self.repetition = repetition
        func instance(_ suffix: String, _ scope: InstanceScope, _ unknown: Unknown? = nil) -> ResourceInstance {
            ResourceInstance(declaration, index: suffix, scope: scope, repetition: unknown)
        }
        switch repetition {
        case .none: instances = [instance("", InstanceScope(module))]
        case .count(let count):
            instances = (0..<count).map { index in
                instance("[\(index)]", InstanceScope(module, index: .number(index)))
            }
        case .each(let pairs):
            instances = pairs.map { pair in
                let scope = InstanceScope(module, each: (.string(pair.key), pair.value))
                return instance("[\(InstanceKey.quoted(pair.key))]", scope)
            }
        case .unknown(let unknown):
            let value = Value(.unknown(Unknown(unknown.reason, choices: unknown.choices)))
            let scope = InstanceScope(module, index: value, each: (value, value))
            instances = [instance("", scope, unknown)]
        }
    }

    /// What a reference to the block stands for.
    private(set) lazy var value: Value = {
        let entities = instances.map { Value(.entity($0)) }
        switch repetition {
        case .none: return entities.first ?? .null
        case .count: return Value(.tuple(entities))
        case .each(let pairs): return Value(.object(Members(zip(pairs, entities).map { ($0.key, $1) })))
        case .unknown(let unknown): return Value(.unknown(Unknown(unknown.reason, choices: unknown.choices)))
        }
    }()
}

/// A module, seen from inside one element of a repeated block.
final class InstanceScope: EvaluationScope {
    /// Owned by the configuration.
    unowned let module: ModuleInstance
    let context: EvaluationContext
    let index: Value?
    let each: (key: Value, value: Value)?
    /// The texts that arguments were found to be. Most are names, by which others refer to the resource.
    private var texts: [(tree: ObjectIdentifier, place: SyntaxID, value: Value)] = []
    private static let mostTexts = 8

    init(_ module: ModuleInstance, index: Value? = nil, each: (key: Value, value: Value)? = nil) {
        self.module = module
        context = module.context
        self.index = index
        self.each = each
    }

    var host: any FunctionHost { module.host }

    func value(
        of root: Symbol, _ steps: ReferenceNames, in evaluator: borrowing Evaluator
    ) throws(EvaluationFailure) -> (Value, consumed: Int) {
        let names = context.names
        guard let name = steps.first else {
            return try module.value(of: root, steps, in: evaluator)
        }
        if root == names.each, let each {
            if name == names.key { return (each.key, 1) }
            if name == names.value { return (each.value, 1) }
        }
        if root == names.count, let index, name == names.index { return (index, 1) }
        if root == names.own { return (.unknown("`self` is known after apply"), 1) }
        return try module.value(of: root, steps, in: evaluator)
    }

    func evaluate(_ expression: SyntaxView, names: [(Symbol, Value)] = []) throws(EvaluationFailure) -> Value {
        if names.isEmpty, let known = text(of: expression) { return known }
        var evaluator = Evaluator(tree: expression.tree, scope: self, budget: context.budget, names: names)
        let value = try evaluator.evaluate(expression.id)
        let isPutTogether = expression.kind == .template || expression.kind == .call
        if names.isEmpty, isPutTogether, texts.count < Self.mostTexts, case .string = value.form {
            texts.append((ObjectIdentifier(expression.tree), expression.id, value))
        }
        return value
    }

    private func text(of expression: SyntaxView) -> Value? {
        let tree = ObjectIdentifier(expression.tree)
        for index in texts.indices where texts[index].place == expression.id && texts[index].tree == tree {
            return texts[index].value
        }
        return nil
    }
}
