import Documents
import Resources

/// One evaluation: where names are looked up, in which scenario, and how deep inside other functions it is.
struct Evaluation {
    /// What an evaluation notices on its way.
    final class Trace {
        /// The value of a parameter that must not be shown went into the result.
        var readsSecret = false
        /// What is left of `stepLimit`.
        fileprivate var stepsLeft = Evaluation.stepLimit
        /// What conditions were found to be, by their names.
        private lazy var conditions = ScenarioMemo<[String], Result<Bool, Undetermined>>()

        /// Whether a condition holds: decided once where there are so many that some may be decided again and again.
        func truth(
            of condition: String, in evaluation: Evaluation, _ decide: () throws(Undetermined) -> Bool
        ) throws(Undetermined) -> Bool {
            guard stepsLeft < Evaluation.stepLimit - Evaluation.fewSteps else { return try decide() }
            let key = [evaluation.parameters.scope, condition]
            return try conditions.value(for: key, in: evaluation.scenario) {
                do throws(Undetermined) {
                    return .success(try decide())
                } catch {
                    return .failure(error)
                }
            }.get()
        }
    }

    /// Functions inside functions.
    static let depthLimit = 64
    /// Functions and conditions that are evaluated for one value: what names others several times, as conditions may, grows
    /// exponentially otherwise.
    static let stepLimit = 20_000
    /// As many take less time than to remember what they give.
    private static let fewSteps = 64
    /// Bytes of a text that is put together from parts; repeated insertion grows exponentially otherwise.
    static let textLimit = 1 << 20

    let resolver: CloudFormationResolver
    let scenario: Scenario
    let trace: Trace
    let depth: Int

    init(_ resolver: CloudFormationResolver, _ scenario: Scenario) {
        self.init(resolver, scenario, Trace(), depth: 0)
    }

    private init(_ resolver: CloudFormationResolver, _ scenario: Scenario, _ trace: Trace, depth: Int) {
        self.resolver = resolver
        self.scenario = scenario
        self.trace = trace
        self.depth = depth
    }

    var outline: TemplateOutline { resolver.outline }
    var parameters: ParameterValues { resolver.parameters }
    /// The same inside another function.
    var deeper: Evaluation { Evaluation(resolver, scenario, trace, depth: depth + 1) }

    /// The same in another template of the tree of stacks.
    func inside(_ resolver: CloudFormationResolver) -> Evaluation {
        Evaluation(resolver, scenario, trace, depth: depth + 1)
    }

    /// What a node stands for. A node that is not a function stands for itself.
    func value(of node: NodeView) throws(Undetermined) -> Resolution {
        if let call = Intrinsic(node) { return try value(of: call) }
        guard node.kind == .string, DynamicReference.occurs(in: node.document.text(of: node.node)) else {
            return .value(node)
        }
        throw Undetermined(DynamicReference.reason)
    }

    /// Counts a function or a condition that is about to be evaluated.
    func step(mayBeAbsent: Bool = false) throws(Undetermined) {
        guard depth < Self.depthLimit else { throw Undetermined("nested too deeply", mayBeAbsent: mayBeAbsent) }
        guard trace.stepsLeft > 0 else { throw Undetermined("takes too many steps", mayBeAbsent: mayBeAbsent) }
        trace.stepsLeft -= 1
    }

    /// What the argument of a function stands for. It may still carry the function's own tag.
    func argument(of call: Intrinsic) throws(Undetermined) -> Resolution {
        if let nested = call.nested { return try value(of: nested) }
        return call.isTagged ? .value(call.argument) : try value(of: call.argument)
    }

    private func value(of call: Intrinsic) throws(Undetermined) -> Resolution {
        guard let function = call.function else {
            throw Undetermined("not a function that is known", mayBeAbsent: true)
        }
        try step(mayBeAbsent: true)
        guard !call.hasSiblings else { throw Undetermined("changes the keys beside it") }
        return try function.evaluate(call, deeper)
    }

    /// The text of a scalar value, as CloudFormation inserts it into another text.
    func text(of node: NodeView) throws(Undetermined) -> String { try text(of: try value(of: node)) }

    func text(of resolution: Resolution) throws(Undetermined) -> String {
        switch resolution {
        case .value(let value):
            if let boolean = value.boolean { return boolean ? "true" : "false" }
            guard value.kind != .null, let text = value.text else { throw Undetermined("needs a text") }
            return try literal(text)
        case .absent: throw Undetermined("needs a text, not `\(PseudoParameter.noValue)`")
        case .reference(let reference): throw Undetermined("`\(reference.name)` is known after deployment")
        case .unknown(let reason, let mayBeAbsent): throw Undetermined(reason, mayBeAbsent: mayBeAbsent)
        }
    }

    /// A text as it will be, unless CloudFormation replaces a part of it.
    func literal(_ text: String) throws(Undetermined) -> String {
        guard text.utf8.count <= Self.textLimit else { throw Undetermined("the text becomes too long") }
        guard !DynamicReference.occurs(in: text) else { throw Undetermined(DynamicReference.reason) }
        return text
    }

    /// The elements of a list value, without those that stand for nothing.
    func list(_ resolution: Resolution) throws(Undetermined) -> [NodeView] {
        switch resolution {
        case .value(let value) where value.kind == .list:
            var elements: [NodeView] = []
            for element in value.children where try !isAbsent(element) { elements.append(element) }
            return elements
        case .reference(let reference): throw Undetermined("`\(reference.name)` is known after deployment")
        case .unknown(let reason, let mayBeAbsent): throw Undetermined(reason, mayBeAbsent: mayBeAbsent)
        case .value, .absent: throw Undetermined("needs a list")
        }
    }

    /// Whether an element of a list stands for nothing. A value that is not known may still be known to be there.
    private func isAbsent(_ element: NodeView) throws(Undetermined) -> Bool {
        guard Intrinsic(element) != nil else { return false }
        do throws(Undetermined) {
            switch try value(of: element) {
            case .absent: return true
            case .unknown(let reason, mayBeAbsent: true): throw Undetermined(reason, mayBeAbsent: true)
            case .value, .reference, .unknown: return false
            }
        } catch {
            guard error.mayBeAbsent else { return false }
            throw error
        }
    }

    /// Whether a condition holds. What decides it does not go into the value.
    func holds(_ condition: String) throws(Undetermined) -> Bool {
        let readsSecret = trace.readsSecret
        defer { trace.readsSecret = readsSecret }
        return try TemplateConditions(evaluation: self).holds(condition)
    }
}

// MARK: - Names

extension Evaluation {
    /// What a name in `Ref` or `${...}` stands for.
    /// - Parameter origin: where it is named.
    func reference(to name: String, at origin: NodeView) throws(Undetermined) -> Resolution {
        if name == PseudoParameter.noValue { return .absent }
        if PseudoParameter.known[name] != nil { return try pseudoParameter(name) }
        switch outline.declaration(of: name) {
        case .resource: return .reference(ResourceReference(target: resolver.prefix + name, attribute: nil))
        case .parameter: return try value(parameters.value(of: name, in: scenario, from: resolver), at: origin)
        case nil: throw Undetermined("the template declares no `\(name)`")
        }
    }

    private func pseudoParameter(_ name: String) throws(Undetermined) -> Resolution {
        switch parameters.deploymentFact(name, in: scenario, from: resolver) {
        case .text(let text): return .value(DerivedDocument.text(text, for: outline.root))
        case .open: throw Undetermined("`\(name)` depends on \(PseudoParameter.known[name] ?? "the stack")")
        case .none:
            let owner = PseudoParameter.isShared(name) ? resolver.place?.root.resolver ?? resolver : resolver
            return try value(owner.parameters.pseudo(name, in: scenario, from: owner), at: outline.root)
        }
    }

    private func value(_ value: ParameterValues.Value, at origin: NodeView) throws(Undetermined) -> Resolution {
        switch value {
        case .known(let node):
            if node.node.flags.contains(.secret) { trace.readsSecret = true }
            if let text = node.string, DynamicReference.occurs(in: text) { throw Undetermined(DynamicReference.reason) }
            return .value(node)
        case .passed(let argument, let parameter):
            guard parameter.isSecret else { return try passed(argument, to: parameter, at: origin) }
            trace.readsSecret = true
            return try passed(argument, to: parameter, at: origin)
        case .other(let domain): throw Undetermined(otherThan: domain)
        case .unknown(let reason): throw Undetermined(reason)
        }
    }

    /// What an attribute of a resource stands for.
    /// - Parameter origin: where it is named.
    func attribute(_ attribute: String, of name: String, at origin: NodeView) throws(Undetermined) -> Resolution {
        guard case .resource = outline.declaration(of: name) else {
            throw Undetermined("the template declares no resource `\(name)`")
        }
        if attribute.hasPrefix("Outputs."), let stack = resolver.place?.nested(name) {
            return try output(String(attribute.dropFirst("Outputs.".utf8.count)), of: stack, at: origin)
        }
        return .reference(ResourceReference(target: resolver.prefix + name, attribute: attribute))
    }
}

extension ResourceReference {
    /// As `Fn::GetAtt` writes it.
    fileprivate var name: String { attribute.map { "\(target).\($0)" } ?? target }
}
