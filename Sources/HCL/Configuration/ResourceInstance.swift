internal import Documents

/// A resource, a data source or a module call, as one element of a repeated block makes it.
public final class ResourceInstance: @unchecked Sendable {
    let declaration: ModuleFolder.Declaration
    let scope: InstanceScope
    /// The index with its brackets, or nothing.
    let index: String
    /// Why it is not known how many there are; nil when it is.
    public let repetition: Unknown?
    private var attributes: [Symbol: State] = [:]
    private var called: CalledModule?

    private enum State {
        case underWay
        case known(Value)
    }

    init(_ declaration: ModuleFolder.Declaration, index: String, scope: InstanceScope, repetition: Unknown?) {
        self.declaration = declaration
        self.index = index
        self.scope = scope
        self.repetition = repetition
    }

    /// The block that declares it.
    public var block: SyntaxView { declaration.block }
    /// The first label: the type of a resource.
    public var type: String { text(declaration.labels.first) }
    public var name: String { text(declaration.labels.last) }
    public var isModule: Bool { declaration.kind == .module }
    public var isData: Bool { declaration.kind == .data }

    /// Such as `module.a[0].aws_x.y["k"]`.
    public private(set) lazy var address: String = {
        let own = isModule ? "module." + name : (isData ? "data." : "") + type + "." + name
        return (scope.module.address.isEmpty ? "" : scope.module.address + ".") + own + index
    }()

    /// The blocks of the module calls that lead to it, outermost first.
    public var calls: [SyntaxView] {
        var calls: [SyntaxView] = []
        var module = scope.module
        while let call = module.call {
            calls.append(call.declaration.block)
            module = call.parent
        }
        return calls.reversed()
    }

    /// Why it is not known how many there are of the modules on the way, inside another one's module if that is given;
    /// nil when it is.
    public func moduleRepetition(inside other: ResourceInstance? = nil) -> Unknown? {
        var found: [Unknown] = []
        var module = scope.module
        while let call = module.call, module !== other?.scope.module {
            if let unknown = call.repetition { found.append(unknown) }
            module = call.parent
        }
        guard let outermost = found.last else { return nil }
        return found.count == 1
            ? outermost
            : Unknown(outermost.reason, choices: found.reduce(into: []) { $0.formUnion($1.choices) })
    }

    /// The path of the folder that declares it.
    public var folder: String { scope.module.folder.path }

    /// Whether a folder is the one that declares it, or one on the way to that.
    func isInside(_ path: String) -> Bool {
        var module: ModuleInstance? = scope.module
        while let current = module {
            if current.folder.path == path { return true }
            module = current.call?.parent
        }
        return false
    }

    // As others refer to it.

    /// What stands for the whole where only a plain value would do.
    public private(set) lazy var whole = Unknown(
        "`\(address)` is known after apply",
        reference: isModule || isData ? nil : ResourceAttribute(address: address, path: []))

    /// - Throws: an error if there can be no such attribute.
    public func attribute(named name: String) throws(EvaluationFailure) -> Value {
        try attribute(scope.context.symbols.intern(name))
    }

    func attribute(_ name: Symbol) throws(EvaluationFailure) -> Value {
        if isModule { return try output(name) }
        switch attributes[name] {
        case .known(let value)?: return value
        case .underWay?: throw EvaluationFailure("`\(address).\(text(name))` depends on itself")
        case nil: break
        }
        attributes[name] = .underWay
        do throws(EvaluationFailure) {
            let value = try written(name) ?? computed(name)
            attributes[name] = .known(value)
            return value
        } catch {
            // The attribute itself is reported where the resource is read; here it is merely not known.
            let value = Value.unknown("`\(address).\(text(name))` cannot be computed")
            attributes[name] = .known(value)
            return value
        }
    }

    private func text(_ name: Symbol) -> String { scope.context.symbols.text(of: name) }

    /// The value that the block gives an attribute, if it is known. One that is not known is the resource's.
    private func written(_ name: Symbol) throws(EvaluationFailure) -> Value? {
        guard let expression = declaration.attribute(name)?.expression else { return nil }
        let value = try scope.evaluate(expression)
        if value.isNull { return nil }
        // The provider converts it to the type of the attribute.
        guard let unknown = value.unknown else { return isModule ? value : value.opened() }
        if case .untyped? = unknown.source { return value }
        guard unknown.reference == nil, unknown.parts.isEmpty, !isData else { return value }
        let reference = ResourceAttribute(address: address, path: [text(name)])
        return Value(
            .unknown(Unknown(unknown.reason, reference: reference, choices: unknown.choices)),
            isSensitive: value.isSensitive)
    }

    private func computed(_ name: Symbol) -> Value {
        let name = text(name)
        if isData {
            let reason = "`\(address)` is read when Terraform runs"
            return Value(.unknown(Unknown(reason, source: .data(self, attribute: name))))
        }
        return Value(.unknown(Unknown(computed: ResourceAttribute(address: address, path: [name]))))
    }

    private func output(_ name: Symbol) throws(EvaluationFailure) -> Value {
        switch try module() {
        case .instance(let module): return try module.output(name)
        case .unread(let reason): return .unknown(reason)
        }
    }

    /// The module that a module call leads to.
    func module() throws(EvaluationFailure) -> CalledModule {
        if let called { return called }
        let found = try scope.module.configuration.module(calledBy: self)
        called = found
        return found
    }
}

/// What a module call leads to.
enum CalledModule {
    case instance(ModuleInstance)
    /// Its files are not there.
    case unread(reason: String)
}
