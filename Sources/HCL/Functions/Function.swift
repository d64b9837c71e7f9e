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

    /// What arguments that must not be shown mean.
    enum MarkRule: Sendable {
        /// The result must not be shown if anything inside the arguments must not.
        case result
        /// The result consists of parts of the arguments, which keep their own marks, and of what these do not decide.
        case parts
        /// The function looks itself.
        case own
    }

    /// How many arguments there may be.
    let arity: ClosedRange<Int>
    let unknowns: UnknownRule
    let marks: MarkRule
    let body: @Sendable (Arguments) throws(EvaluationFailure) -> Value

    static let many = 10_000

    init(
        _ arity: ClosedRange<Int>, _ unknowns: UnknownRule = .whole, marks: MarkRule = .result,
        _ body: @escaping @Sendable (Arguments) throws(EvaluationFailure) -> Value
    ) {
        self.arity = arity
        self.unknowns = unknowns
        self.marks = marks
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

    /// - Parameter cost: the steps for each 16 bytes, by what the function does with them: about 50 ns each.
    func text(_ index: Int, cost: Int = 1) throws(EvaluationFailure) -> String {
        guard let text = values[index].asText else {
            if case .number = values[index].form { throw Value.inexact }
            throw unsuitable(index, "a text")
        }
        try budget.spend(text.utf8.count / 16 * cost)
        return text
    }

    /// The bytes of a text. Terraform composes characters before it has them, which is not done here.
    func bytes(_ index: Int, cost: Int = 5) throws(EvaluationFailure) -> [UInt8] {
        let text = try text(index, cost: cost)
        guard text.isComposed else { throw .notComputed("the text has characters that are not composed") }
        return Array(text.utf8)
    }

    func number(_ index: Int) throws(EvaluationFailure) -> Number {
        if case .string(let text) = values[index].form { try budget.spend(text.utf8.count / 8) }
        guard let number = values[index].asNumber else {
            if case .string(let text) = values[index].form, Number.isNumber(text) {
                throw .notComputed("the number has more than \(Number.mostDigits) digits")
            }
            throw unsuitable(index, "a number")
        }
        return number
    }

    func integer(_ index: Int) throws(EvaluationFailure) -> Int {
        let number = try number(index)
        guard let integer = number.integer else {
            guard number.isExact, !number.isInteger else { throw .notComputed("the number is too large, or not exact") }
            throw unsuitable(index, "a whole number")
        }
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
        try budget.spend(4 * elements.count)
        return elements
    }

    /// The elements of a list or a tuple.
    func sequence(_ index: Int) throws(EvaluationFailure) -> [Value] {
        if case .set = values[index].form { throw unsuitable(index, "a list") }
        return try list(index)
    }

    func members(_ index: Int) throws(EvaluationFailure) -> Members {
        guard let members = values[index].members else { throw unsuitable(index, "a map") }
        try budget.spend(4 * members.count)
        return members
    }

    /// The first argument in another type.
    func converted(to type: ValueType, cost: Int = 1) throws(EvaluationFailure) -> Value {
        try budget.spend(cost * values[0].weight)
        return try values[0].converted(to: type)
    }

    func texts(_ index: Int, skippingNulls: Bool = false) throws(EvaluationFailure) -> [String] {
        var texts: [String] = []
        for element in try list(index) where !(skippingNulls && element.isNull) {
            guard let text = element.asText else {
                if case .number = element.form { throw Value.inexact }
                throw unsuitable(index, "a list of texts")
            }
            try budget.spend(text.utf8.count / 32)
            texts.append(text)
        }
        return texts
    }
}

/// What functions may ask of the world.
public protocol FunctionHost: AnyObject {
    /// What templates may cost.
    var limits: DocumentLimits { get }
    /// A file of the configuration.
    /// - Throws: an error if it does not exist, or lies where files must not be read: `outOfReach`.
    func file(_ path: String) throws(EvaluationFailure) -> SourceText
    /// Tells that a value is not known because a file is out of reach.
    func note(_ failure: EvaluationFailure)
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

extension FunctionHost {
    public var limits: DocumentLimits { DocumentLimits() }

    public func note(_ failure: EvaluationFailure) {}
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
        let (values, unknown, areSensitive) = try arguments(id)
        let type = FunctionTable.resultType(of: name)
        if let unknown { return open([unknown], of: type, marks: areSensitive) }
        guard let function else {
            return Value(.unknown(Unknown(FunctionTable.reason(for: name))), of: type, isSensitive: areSensitive)
        }
        guard function.arity.contains(values.count) else {
            throw EvaluationFailure(
                "`\(name)` has \(values.count) arguments: expected \(FunctionTable.count(function.arity))")
        }
        let takesPlain = FunctionTable.takesPlain(name)
        return try apply(function, called: id, to: takesPlain ? values.map { $0.settled(as: .string) ?? $0 } : values)
    }

    private mutating func apply(
        _ function: Function, called id: SyntaxID, to values: [Value]
    ) throws(EvaluationFailure) -> Value {
        let isSensitive =
            switch function.marks {
            case .own: false
            case .parts: values.contains { $0.isSensitive }
            case .result: values.contains { $0.isSensitiveInside }
            }
        let unknowns: [Unknown]
        switch function.unknowns {
        case .own: unknowns = []
        case .whole: unknowns = values.compactMap { $0.unknown ?? $0.openCount }
        case .inside: unknowns = values.compactMap(\.innerUnknown)
        }
        guard unknowns.isEmpty else {
            return open(unknowns, of: FunctionTable.resultType(of: tree.name(of: id)), marks: isSensitive)
        }
        let arguments = Arguments(values: values, host: scope.host, budget: budget, symbols: tree.symbols)
        let (result, isComputed) = try computing(id, values) { () throws(EvaluationFailure) in
            try function.body(arguments).marked(isSensitive)
        }
        let mayMisfit = values.contains(where: \.hasUnknownInside) && FunctionTable.convertsParts(tree.name(of: id))
        if !isComputed || mayMisfit || result.unknown != nil && !result.isEntity { mayFail = true }
        return result
    }

    /// Calls `body`, which computes a function. What Proviso does not compute is not known, and no message tells a secret.
    private func computing(
        _ id: SyntaxID, _ values: [Value], _ body: () throws(EvaluationFailure) -> Value
    ) throws(EvaluationFailure) -> (value: Value, isComputed: Bool) {
        let isSensitive = values.contains { $0.isSensitiveInside }
        do throws(EvaluationFailure) {
            return (try body(), true)
        } catch {
            let message =
                isSensitive ? "`\(tree.name(of: id))` cannot be computed of a value that is secret" : error.message
            if error.kind == .outOfReach { scope.host.note(EvaluationFailure(message, place(of: id))) }
            guard error.kind == .refused || budget.steps < 0 else {
                return (Value(.unknown(Unknown(message)), isSensitive: isSensitive), false)
            }
            throw EvaluationFailure(message, isSensitive ? nil : error.place, kind: error.kind)
        }
    }

    /// The arguments of a call, with the elements of one that is followed by `...`.
    private mutating func arguments(
        _ id: SyntaxID
    ) throws(EvaluationFailure) -> (all: [Value], unknown: Unknown?, areSensitive: Bool) {
        var values: [Value] = []
        for child in tree.children(of: id) { values.append(try evaluate(child)) }
        let areSensitive = values.contains { $0.isSensitiveInside }
        guard tree[id].flags.contains(.expanded), let last = values.popLast() else {
            return (values, nil, areSensitive)
        }
        if let unknown = last.unknown ?? last.openCount { return ([], unknown, areSensitive) }
        guard last.members == nil, let elements = last.elements else {
            throw EvaluationFailure("`...` stands behind a value of the type \(last.typeName): expected a list")
        }
        try budget.spend(elements.count)
        return (values + elements.map { $0.marked(like: last) }, nil, areSensitive)
    }

    // Functions that look at expressions before they are evaluated.

    /// The first argument that can be evaluated. One that is not known, or that is computed of such, may turn out to fail, so
    /// what follows it is not decided; neither is it behind one that is merely not computed here.
    private mutating func attempt(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        var failure = EvaluationFailure("`try` has no arguments: expected at least one")
        let couldFail = mayFail
        defer { mayFail = couldFail }
        for child in tree.children(of: id) {
            mayFail = false
            do throws(EvaluationFailure) {
                let value = try evaluate(child)
                return mayFail ? value.orAnother : value
            } catch {
                guard error.kind == .refused else { return try unknown(for: error) }
                failure = error
            }
        }
        throw EvaluationFailure(failure.message)
    }

    private mutating func canEvaluate(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        let expression = tree.child(id)
        guard expression != .none else { throw EvaluationFailure("`can` has no argument: expected one") }
        let couldFail = mayFail
        defer { mayFail = couldFail }
        mayFail = false
        do throws(EvaluationFailure) {
            let value = try evaluate(expression)
            if let unknown = value.innerUnknown { return Self.dependent(on: [unknown], of: .bool, marks: false) }
            return mayFail ? .unknown("what it is computed of is not known") : .bool(true)
        } catch {
            return error.kind == .refused ? .bool(false) : try unknown(for: error)
        }
    }

    /// What stands for an expression that is not computed; nothing does when all steps are spent.
    private func unknown(for failure: EvaluationFailure) throws(EvaluationFailure) -> Value {
        guard budget.steps >= 0 else { throw failure }
        return .unknown(failure.message)
    }

    private mutating func templateFile(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        try template(of: id, expected: "`templatefile` has two arguments: a path and an object") {
            (host: any FunctionHost, path: String) throws(EvaluationFailure) in (try host.file(path), path)
        }
    }

    private mutating func templateString(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        switch tree[tree.child(id)].kind {
        case .variable, .getAttribute, .index, .legacyIndex, .splatItem: break
        default: throw EvaluationFailure("the template of `templatestring` is a reference to one that stands elsewhere")
        }
        return try template(of: id, expected: "`templatestring` has two arguments: a template and an object") {
            (_: any FunctionHost, text: String) throws(EvaluationFailure) in
            (SourceText(name: "template", text: text), "template")
        }
    }

    private mutating func template(
        of id: SyntaxID, expected: String,
        _ source: (any FunctionHost, String) throws(EvaluationFailure) -> (SourceText, name: String)
    ) throws(EvaluationFailure) -> Value {
        let (values, unknown, areSensitive) = try arguments(id)
        if let unknown { return open([unknown], marks: areSensitive) }
        guard values.count == 2 else { throw EvaluationFailure(expected) }
        if let unknown = values.compactMap(\.unknown).first {
            return open([unknown], marks: areSensitive)
        }
        var couldFail = mayFail
        defer { mayFail = couldFail }
        let (result, isComputed) = try computing(id, values) { () throws(EvaluationFailure) in
            guard let text = values[0].asText, let members = values[1].members else {
                throw EvaluationFailure(expected)
            }
            let (source, name) = try source(scope.host, text)
            try budget.spend(source.bytes.count / 8)
            // Parts of an object keep their own marks; the object as a whole may have one, too.
            return try render(source, named: name, members, &couldFail).marked(
                values[0].isSensitive || values[1].isSensitive)
        }
        if !isComputed { couldFail = true }
        return result
    }

    private func render(
        _ text: SourceText, named path: String, _ members: Members, _ couldFail: inout Bool
    ) throws(EvaluationFailure) -> Value {
        let template: SyntaxView
        do throws(Diagnostic) {
            template = try HCLParser.parseTemplate(text, symbols: tree.symbols, limits: scope.host.limits)
        } catch {
            throw EvaluationFailure("the template `\(error.file)` cannot be read: \(error.message)")
        }
        let names = members.all.map { (tree.symbols.intern($0.key), $0.value) }
        var evaluator = Evaluator(
            tree: template.tree, scope: NamelessScope(host: scope.host), budget: budget, names: names)
        defer { couldFail = couldFail || evaluator.mayFail }
        do throws(EvaluationFailure) {
            return try evaluator.evaluate(template.id)
        } catch {
            throw EvaluationFailure("in the template `\(path)`: \(error.message)", kind: error.kind)
        }
    }
}

extension Value {
    /// The value, or another one in its place: it is not known which.
    fileprivate var orAnother: Value {
        if case .unknown(let unknown) = form, unknown.source.map(\.isKept) ?? true {
            return Value(form, isSensitive: isSensitive)
        }
        let reason = innerUnknown?.reason ?? "what it is computed of is not known"
        return Value(.unknown(Unknown(reason)), isSensitive: isSensitiveInside)
    }
}

extension Unknown.Source {
    /// Whether it stays where another value may take the place of this one.
    fileprivate var isKept: Bool { if case .untyped = self { false } else { true } }
}
