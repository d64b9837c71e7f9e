import Documents

/// What expressions of a plan's configuration refer to: resources, by their addresses.
struct PlanReferences {
    /// A resource that an expression names.
    struct Target {
        /// The number of the instance of the module in which it stands.
        let module: Int
        /// The type and the name.
        let base: Slice<UnsafeRawBufferPointer>
        var index: Slice<UnsafeRawBufferPointer>
        /// The path of the attribute; empty where the resource as a whole is meant.
        var attribute: Slice<UnsafeRawBufferPointer>
    }

    /// A step on the way to an attribute.
    enum Step {
        case member(Symbol)
        case element(Int)
    }

    /// The first resource.
    private(set) var target: Target?
    /// Whether there are further ones, or more is referred to than was looked at.
    private(set) var hasOtherTargets = false
    /// The first of what is read rather than managed, or stands elsewhere.
    private(set) var other: Slice<UnsafeRawBufferPointer>?
    /// Whether the element of a counted resource is that of the resource itself.
    private(set) var followsIndex = false

    private let document: Document
    private let names: Names

    /// The expressions that were looked at: each module and its expression once, however many refer to it.
    private var seen: Set<Int> = []

    /// Modules inside each other, and variables that pass a value on.
    private static let depthLimit = 32
    /// The expressions that are looked at for one value.
    private static let workLimit = 1_000

    /// The names of members, looked up once for a plan.
    struct Names {
        let references, expressions, expression, outputs: Symbol?

        init(_ symbols: SymbolTable) {
            references = symbols.symbol(of: "references")
            expressions = symbols.symbol(of: "expressions")
            expression = symbols.symbol(of: "expression")
            outputs = symbols.symbol(of: "outputs")
        }
    }

    /// Finds what an attribute refers to.
    /// - Parameters:
    ///   - resource: the configuration of the resource.
    ///   - module: the number of the instance of the module in which it stands.
    init(of attribute: [Step], in resource: NodeView, module: Int, _ modules: inout PlanModules, _ names: Names) {
        document = resource.document
        self.names = names
        var expression = resource.member(names.expressions)
        for step in attribute {
            if expression?.member(names.references) != nil { break }
            switch step {
            case .member(let key): expression = expression?[key]
            // The only block of a type stands for itself.
            case .element(let index) where expression?.kind == .list:
                expression = expression?.children.dropFirst(index).first { _ in true }
            case .element: break
            }
        }
        collect(expression, module: module, depth: 0, &modules)
    }

    private mutating func collect(_ expression: NodeView?, module: Int, depth: Int, _ modules: inout PlanModules) {
        guard let expression, let references = expression.member(names.references) else { return }
        if depth > 0, !seen.insert(module << 32 | Int(expression.id.rawValue)).inserted { return }
        guard depth < Self.depthLimit, seen.count <= Self.workLimit else {
            hasOtherTargets = true
            return
        }
        var call: Slice<UnsafeRawBufferPointer>?
        for reference in references.children where reference.kind == .string {
            let text = document.text(of: reference.node)
            let first = AddressStep(of: text, from: 0)
            switch Word(UnsafeRawBufferPointer(rebasing: text[first.name])) {
            case .variable: variable(first.next(in: text), of: text, module: module, depth: depth, &modules)
            case .module:
                guard let step = first.next(in: text), let name = step.next(in: text) else {
                    // The call as a whole stands behind its output.
                    if call?.elementsEqual(text) != true { note(text[...]) }
                    continue
                }
                call = text[..<step.end]
                let instance = modules.number(ofCall: step, of: text, in: module)
                output(text[name.name], of: instance, depth: depth, &modules)
            case .element: followsIndex = true
            case .other: note(text[...])
            case nil:
                guard let address = AddressRanges(text), !address.isData, address.module.isEmpty else {
                    note(text[...])
                    continue
                }
                add(
                    Target(
                        module: module, base: text[address.base], index: text[address.index],
                        attribute: text[address.attribute]))
            }
        }
    }

    /// What a reference begins with that names no resource.
    private enum Word {
        case variable, module, element, other

        init?(_ text: UnsafeRawBufferPointer) {
            // Nearly all types of resources are longer.
            guard text.count <= 9, let found = Self.table.first(where: { text.spells($0.word) }) else { return nil }
            self = found.meaning
        }

        private static let table: [(word: StaticString, meaning: Word)] = [
            ("var", .variable), ("module", .module), ("count", .element), ("each", .element), ("local", .other),
            ("path", .other), ("terraform", .other), ("self", .other),
        ]
    }

    private mutating func note(_ text: Slice<UnsafeRawBufferPointer>) { other = other ?? text }

    private mutating func add(_ found: Target) {
        guard let known = target else {
            target = found
            return
        }
        guard known.module == found.module, known.base.elementsEqual(found.base) else {
            hasOtherTargets = true
            return
        }
        // The resource as a whole stands beside its attribute.
        if known.attribute.isEmpty { target?.attribute = found.attribute }
        if known.index.isEmpty { target?.index = found.index }
    }

    /// A variable of a module has the value that the module's call gives it.
    private mutating func variable(
        _ name: AddressStep?, of text: UnsafeRawBufferPointer, module: Int, depth: Int, _ modules: inout PlanModules
    ) {
        let instance = modules.instances[module]
        guard let name, let parent = instance.parent else { return }
        let values = instance.call?.member(names.expressions)
        collect(values?[String(decoding: text[name.name], as: UTF8.self)], module: parent, depth: depth + 1, &modules)
    }

    private mutating func output(
        _ name: Slice<UnsafeRawBufferPointer>, of module: Int, depth: Int, _ modules: inout PlanModules
    ) {
        let outputs = modules.instances[module].configuration?.member(names.outputs)
        let output = outputs?[String(decoding: name, as: UTF8.self)]
        collect(output?.member(names.expression), module: module, depth: depth + 1, &modules)
    }
}
