public import Documents
public import Resources

/// Answers what the functions of one template stand for, as far as the template alone decides it.
///
/// It only reads, so any number of threads may ask it; it adds nothing to the symbol table.
public final class CloudFormationResolver: ValueResolver {
    let outline: TemplateOutline

    init(outline: TemplateOutline) {
        self.outline = outline
    }

    public func resolve(_ node: NodeView, in scenario: Scenario) -> Resolution {
        do throws(Undetermined) {
            return try Evaluation(outline: outline, depth: 0).value(of: node)
        } catch {
            let name = Intrinsic(node)?.name
            return .unknown(
                reason: name.map { "`\($0)`: \(error.reason)" } ?? error.reason, mayBeAbsent: error.mayBeAbsent)
        }
    }
}

extension CloudFormationResolver {
    public func parts(of node: NodeView, in scenario: Scenario) -> [TextPart]? {
        guard let call = Intrinsic(node), let composition = TextComposition.table[call.name] else { return nil }
        return composition(call, Evaluation(outline: outline, depth: 1))
    }
}

/// Why a value is not known.
struct Undetermined: Error {
    /// In a few words, without the name of the function.
    let reason: String
    /// It is not even known whether there is a value.
    var mayBeAbsent = false

    init(_ reason: String, mayBeAbsent: Bool = false) {
        self.reason = reason
        self.mayBeAbsent = mayBeAbsent
    }
}

/// One evaluation: where names are looked up, and how deep inside other functions it is.
struct Evaluation {
    /// Functions inside functions.
    static let depthLimit = 64
    /// Bytes of a text that is put together from parts; repeated insertion grows exponentially otherwise.
    static let textLimit = 1 << 20

    let outline: TemplateOutline
    let depth: Int

    /// What a node stands for. A node that is not a function stands for itself.
    func value(of node: NodeView) throws(Undetermined) -> Resolution {
        if let call = Intrinsic(node) { return try value(of: call) }
        guard node.kind == .string, DynamicReference.occurs(in: node.document.text(of: node.node)) else {
            return .value(node)
        }
        throw Undetermined(DynamicReference.reason)
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
        guard depth < Self.depthLimit else { throw Undetermined("nested too deeply", mayBeAbsent: true) }
        guard !call.hasSiblings else { throw Undetermined("changes the keys beside it") }
        return try function.evaluate(call, Evaluation(outline: outline, depth: depth + 1))
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

    /// The elements of a list value.
    func list(_ resolution: Resolution) throws(Undetermined) -> [NodeView] {
        switch resolution {
        case .value(let value) where value.kind == .list: return Array(value.children)
        case .reference(let reference): throw Undetermined("`\(reference.name)` is known after deployment")
        case .unknown(let reason, let mayBeAbsent): throw Undetermined(reason, mayBeAbsent: mayBeAbsent)
        case .value, .absent: throw Undetermined("needs a list")
        }
    }

    /// What a name in `Ref` or `${...}` stands for.
    func reference(to name: String) throws(Undetermined) -> Resolution {
        if name == PseudoParameter.noValue { return .absent }
        if let scope = PseudoParameter.known[name] { throw Undetermined("`\(name)` depends on \(scope)") }
        switch outline.declaration(of: name) {
        case .resource: return .reference(ResourceReference(target: name, attribute: nil))
        case .parameter: throw Undetermined("parameter `\(name)` is given at deployment")
        case nil: throw Undetermined("the template declares no `\(name)`")
        }
    }

    /// What an attribute of a resource stands for.
    func attribute(_ attribute: String, of name: String) throws(Undetermined) -> Resolution {
        guard case .resource = outline.declaration(of: name) else {
            throw Undetermined("the template declares no resource `\(name)`")
        }
        return .reference(ResourceReference(target: name, attribute: attribute))
    }
}

extension ResourceReference {
    /// As `Fn::GetAtt` writes it.
    fileprivate var name: String { attribute.map { "\(target).\($0)" } ?? target }
}
