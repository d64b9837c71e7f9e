public import Documents

/// One function of the language.
struct Function: Sendable {
    /// What arguments that are not known mean.
    enum UnknownRule: Sendable {
        /// An argument that is not known as a whole makes the result unknown; elements inside may be.
        case whole
        /// Nothing inside the arguments may be unknown either.
        case inside
        /// The function looks itself.
        case own
    }

    /// How many arguments there may be.
    let arity: ClosedRange<Int>
    let unknowns: UnknownRule
    let body: @Sendable (Arguments) throws(EvaluationFailure) -> Value

    static let many = 10_000

    init(
        _ arity: ClosedRange<Int>, _ unknowns: UnknownRule = .whole,
        _ body: @escaping @Sendable (Arguments) throws(EvaluationFailure) -> Value
    ) {
        self.arity = arity
        self.unknowns = unknowns
        self.body = body
    }
}

/// The arguments of one call.
struct Arguments {
    var values: [Value]
    let host: any FunctionHost
    let budget: EvaluationBudget
    let symbols: SymbolTable

    var count: Int { values.count }

    subscript(index: Int) -> Value { values[index] }

    private func unsuitable(_ index: Int, _ expected: String) -> EvaluationFailure {
        let value = values[index]
        return EvaluationFailure(
            value.isNull
                ? "argument \(index + 1) is null: expected \(expected)"
                : "argument \(index + 1) is of the type \(value.typeName): expected \(expected)")
    }

    func text(_ index: Int) throws(EvaluationFailure) -> String {
        guard let text = values[index].asText else { throw unsuitable(index, "a text") }
        return text
    }

    func number(_ index: Int) throws(EvaluationFailure) -> Number {
        guard let number = values[index].asNumber else { throw unsuitable(index, "a number") }
        return number
    }

    func integer(_ index: Int) throws(EvaluationFailure) -> Int {
        guard let integer = try number(index).integer else { throw unsuitable(index, "a whole number") }
        return integer
    }

    func bool(_ index: Int) throws(EvaluationFailure) -> Bool {
        guard let bool = values[index].asBool else { throw unsuitable(index, "true or false") }
        return bool
    }

    /// The elements of a list, a tuple or a set.
    func list(_ index: Int) throws(EvaluationFailure) -> [Value] {
        guard values[index].members == nil, let elements = values[index].elements else {
            throw unsuitable(index, "a list")
        }
        try budget.spend(elements.count)
        return elements
    }

    func members(_ index: Int) throws(EvaluationFailure) -> Members {
        guard let members = values[index].members else { throw unsuitable(index, "a map") }
        try budget.spend(members.count)
        return members
    }

    func texts(_ index: Int) throws(EvaluationFailure) -> [String] {
        var texts: [String] = []
        for element in try list(index) {
            guard let text = element.asText else { throw unsuitable(index, "a list of texts") }
            texts.append(text)
        }
        return texts
    }
}

/// What functions may ask of the world.
public protocol FunctionHost: AnyObject {
    /// A file of the configuration.
    /// - Throws: an error if it does not exist or lies outside of where files may be read.
    func file(_ path: String) throws(EvaluationFailure) -> SourceText
    /// Nil if that must not be asked, because the path leads elsewhere.
    func fileExists(_ path: String) -> Bool?
    /// What lies in a folder; nil if that cannot be read or must not be asked.
    func entries(in folder: String) -> [FolderEntry]?
    /// The value of a text in YAML; nil if YAML cannot be read here.
    func yaml(_ text: String) throws(EvaluationFailure) -> Value?
    /// The matches of an RE2 pattern in a text; nil if patterns cannot be matched here.
    /// - Parameter isFirstOnly: whether one match is enough.
    func matches(of pattern: String, in text: String, isFirstOnly: Bool) throws(EvaluationFailure) -> [PatternMatch]?
}

/// Where a pattern matches, in bytes of UTF-8: the whole, then each group.
public struct PatternMatch: Sendable {
    public var groups: [Range<Int>?]

    public init(groups: [Range<Int>?]) { self.groups = groups }
}

extension Evaluator {
    mutating func call(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        let name = tree.name(of: id)
        switch name {
        case "try", "core::try": return try attempt(id)
        case "can", "core::can": return try canEvaluate(id)
        case "templatefile", "core::templatefile": return try templateFile(id)
        case "templatestring", "core::templatestring": return try templateString(id)
        default: break
        }
        let function = try FunctionTable.function(named: name)
        let values = try arguments(id)
        if let unknown = values.unknown { return Self.dependent(on: [unknown], marks: false) }
        guard let function else {
            return Value(.unknown(Unknown(FunctionTable.reason(for: name))))
        }
        guard function.arity.contains(values.all.count) else {
            throw EvaluationFailure(
                "`\(name)` has \(values.all.count) arguments: expected \(FunctionTable.count(function.arity))")
        }
        return try apply(function, to: values.all)
    }

    private func apply(_ function: Function, to values: [Value]) throws(EvaluationFailure) -> Value {
        let isSensitive: Bool
        switch function.unknowns {
        case .own: isSensitive = false
        case .whole: isSensitive = values.contains { $0.isSensitive }
        case .inside: isSensitive = values.contains { $0.isSensitiveInside }
        }
        let unknowns: [Unknown]
        switch function.unknowns {
        case .own: unknowns = []
        case .whole: unknowns = values.compactMap(\.unknown)
        case .inside: unknowns = values.compactMap(\.innerUnknown)
        }
        guard unknowns.isEmpty else { return Self.dependent(on: unknowns, marks: isSensitive) }
        let arguments = Arguments(values: values, host: scope.host, budget: budget, symbols: tree.symbols)
        return try function.body(arguments).marked(isSensitive)
    }

    private mutating func arguments(_ id: SyntaxID) throws(EvaluationFailure) -> (all: [Value], unknown: Unknown?) {
        var values: [Value] = []
        for child in tree.children(of: id) { values.append(try evaluate(child)) }
        guard tree[id].flags.contains(.expanded), let last = values.popLast() else { return (values, nil) }
        if let unknown = last.unknown { return ([], unknown) }
        guard last.members == nil, let elements = last.elements else {
            throw EvaluationFailure("`...` stands behind a value of the type \(last.typeName): expected a list")
        }
        return (values + elements, nil)
    }

    // Functions that look at expressions before they are evaluated.

    /// The first argument that can be evaluated. One that is not known may turn out to fail, so what follows it is not
    /// decided.
    private mutating func attempt(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        var failure = EvaluationFailure("`try` has no arguments: expected at least one")
        for child in tree.children(of: id) {
            do throws(EvaluationFailure) {
                return try evaluate(child)
            } catch {
                failure = error
            }
        }
        throw EvaluationFailure(failure.message)
    }

    private mutating func canEvaluate(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        let expression = tree.child(id)
        guard expression != .none else { throw EvaluationFailure("`can` has no argument: expected one") }
        do throws(EvaluationFailure) {
            let value = try evaluate(expression)
            if let unknown = value.innerUnknown { return Self.dependent(on: [unknown], marks: false) }
            return .bool(true)
        } catch {
            return .bool(false)
        }
    }

    private mutating func templateFile(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        let values = try arguments(id).all
        guard values.count == 2 else {
            throw EvaluationFailure("`templatefile` has two arguments: a path and an object")
        }
        if let unknown = values.compactMap(\.unknown).first { return Self.dependent(on: [unknown], marks: false) }
        guard let path = values[0].asText, let members = values[1].members else {
            throw EvaluationFailure("`templatefile` has two arguments: a path and an object")
        }
        return try render(try scope.host.file(path), named: path, members)
    }

    private mutating func templateString(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        let values = try arguments(id).all
        let expected = EvaluationFailure("`templatestring` has two arguments: a template and an object")
        guard values.count == 2 else { throw expected }
        if let unknown = values.compactMap(\.unknown).first {
            return Self.dependent(on: [unknown], marks: values[0].isSensitive)
        }
        guard let text = values[0].asText, let members = values[1].members else { throw expected }
        let source = SourceText(name: "template", text: text)
        return try render(source, named: "template", members).marked(values[0].isSensitive)
    }

    private func render(
        _ text: SourceText, named path: String, _ members: Members
    ) throws(EvaluationFailure) -> Value {
        let template: SyntaxView
        do throws(Diagnostic) {
            template = try HCLParser.parseTemplate(text, symbols: tree.symbols)
        } catch {
            throw EvaluationFailure("the template `\(error.file)` cannot be read: \(error.message)")
        }
        let names = members.all.map { (tree.symbols.intern($0.key), $0.value) }
        var evaluator = Evaluator(tree: template.tree, scope: scope, budget: budget, names: names)
        do throws(EvaluationFailure) {
            return try evaluator.evaluate(template.id)
        } catch {
            throw EvaluationFailure("in the template `\(path)`: \(error.message)")
        }
    }
}
