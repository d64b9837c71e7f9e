internal import Documents

/// Calls of functions, and those functions that look at expressions before they are evaluated.
extension Evaluator {
    mutating func call(_ id: SyntaxID) throws(EvaluationFailure) -> Value {
        let entry = try FunctionTable.entry(named: tree.name(of: id))
        switch entry.form {
        case .attempt: return try attempt(id)
        case .check: return try canEvaluate(id)
        case .fileTemplate: return try templateFile(id)
        case .textTemplate: return try templateString(id)
        case .uncomputed(let reason):
            let (_, unknown, areSensitive) = try arguments(id)
            if let unknown { return open([unknown], of: entry.result, marks: areSensitive) }
            let why = Unknown("`\(tree.name(of: id))` is not known: \(reason)")
            return Value(.unknown(why), of: entry.result, isSensitive: areSensitive)
        case .computed(let function):
            let (values, unknown, areSensitive) = try arguments(id)
            if let unknown { return open([unknown], of: entry.result, marks: areSensitive) }
            guard function.arity.contains(values.count) else {
                let expected = FunctionTable.count(function.arity)
                throw EvaluationFailure(
                    "`\(tree.name(of: id))` has \(values.count) arguments: expected \(expected)")
            }
            let hasUnsettled = entry.takesPlain && values.contains { $0.unknown != nil }
            return try apply(
                function, entry, called: id, to: hasUnsettled ? values.map { $0.settled(as: .string) ?? $0 } : values)
        }
    }

    private mutating func apply(
        _ function: Function, _ entry: FunctionTable.Entry, called id: SyntaxID, to values: [Value]
    ) throws(EvaluationFailure) -> Value {
        let isSensitive =
            switch function.marks {
            case .own: false
            case .parts: values.contains { $0.isSensitive }
            case .result: values.contains { $0.isSensitiveInside }
            }
        let hasUnknown = values.contains { $0.hasUnknownInside }
        if hasUnknown {
            let unknowns: [Unknown] =
                switch function.unknowns {
                case .own: []
                case .whole: values.compactMap { $0.unknown ?? $0.openCount }
                case .inside: values.compactMap(\.innerUnknown)
                }
            guard unknowns.isEmpty else { return open(unknowns, of: entry.result, marks: isSensitive) }
        }
        let arguments = Arguments(values: values, host: scope.host, budget: budget, symbols: tree.symbols)
        let (result, isComputed) = try computing(id, values) { () throws(EvaluationFailure) in
            try function.body(arguments).marked(isSensitive)
        }
        let mayMisfit = hasUnknown && entry.convertsParts
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
