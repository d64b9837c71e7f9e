internal import Documents

/// The files of one folder, which make a module: what it declares, wherever it stands.
public final class ModuleFolder {
    /// The path by which the folder is read.
    public let path: String
    public let trees: [SyntaxTree]
    /// Whether a part of it could not be read, so that names may be declared that are not seen.
    let isIncomplete: Bool
    private(set) var variables: [Symbol: Declaration] = [:]
    private(set) var locals: [Symbol: Local] = [:]
    private(set) var outputs: [Symbol: Declaration] = [:]
    private(set) var modules: [Symbol: Declaration] = [:]
    private(set) var resources: [ResourceName: Declaration] = [:]
    private(set) var dataSources: [ResourceName: Declaration] = [:]
    private(set) var providers: [Declaration] = []
    /// Blocks and local values whose name another one has already.
    private(set) var repeated: [SyntaxView] = []
    /// Resources and module calls, in the order in which they are written.
    private(set) var order: [Declaration] = []
    /// How many numbers declarations and local values have.
    private var slots = 0
    private let names: ModuleNames

    struct ResourceName: RawRepresentable, Hashable {
        let rawValue: UInt64

        init(rawValue: UInt64) { self.rawValue = rawValue }

        init(type: Symbol, name: Symbol) {
            rawValue = UInt64(type.rawValue) << 32 | UInt64(name.rawValue)
        }

        var type: Symbol { Symbol(rawValue: UInt32(truncatingIfNeeded: rawValue >> 32)) }
        var name: Symbol { Symbol(rawValue: UInt32(truncatingIfNeeded: rawValue)) }
    }

    /// The labels of a block: its name, behind its type where it has one.
    struct Labels {
        private(set) var count = 0
        private(set) var first = Symbol.none
        private(set) var last = Symbol.none

        init(_ block: SyntaxView) {
            block.tree.forEachChild(of: block.id, .label) { label in
                last = block.tree[label].name
                if count == 0 { first = last }
                count += 1
            }
        }

        var resource: ResourceName { ResourceName(type: first, name: last) }
    }

    /// A local value.
    struct Local {
        var attribute: SyntaxView
        /// Its number in the folder.
        let slot: Int
    }

    /// A block, with those of override files that change it.
    final class Declaration {
        enum Kind {
            case variable, output, provider, module, resource, data
        }

        let kind: Kind
        let block: SyntaxView
        let labels: Labels
        let body: SyntaxView?
        /// Its number in the folder, by which modules keep what they compute of it.
        let slot: Int
        var overrides: [SyntaxView] = []

        init(_ kind: Kind, _ block: SyntaxView, _ labels: Labels, slot: Int) {
            self.kind = kind
            self.block = block
            self.labels = labels
            self.slot = slot
            body = block.body
        }

        /// An argument of the block itself, from the last file that gives it.
        func attribute(_ name: Symbol) -> SyntaxView? {
            for override in overrides.reversed() {
                if let attribute = override.body?.attribute(name) { return attribute }
            }
            return body?.attribute(name)
        }

        func attribute(_ name: String) -> SyntaxView? {
            block.tree.symbols.symbol(of: name).flatMap { attribute($0) }
        }

        /// Blocks of a type, from the last file that has some.
        func blocks(named type: String) -> [SyntaxView] {
            for override in overrides.reversed() {
                if let blocks = override.body?.blocks(named: type), !blocks.isEmpty { return blocks }
            }
            return body?.blocks(named: type) ?? []
        }

        /// The bodies that say what it is. Those of override files come first: they take the place of others.
        var bodies: [SyntaxView] { overrides.reversed().compactMap(\.body) + [body].compactMap(\.self) }
    }

    public convenience init(path: String, trees: [SyntaxTree]) {
        self.init(path: path, trees: trees, names: ModuleNames(trees.first?.symbols ?? SymbolTable()))
    }

    init(path: String, trees: [SyntaxTree], names: ModuleNames) {
        self.path = path
        self.trees = trees
        self.names = names
        isIncomplete = trees.contains { !$0.problems.isEmpty }
        var overrides: [SyntaxTree] = []
        for tree in trees {
            if Self.overrides(tree) { overrides.append(tree) } else { declare(tree) }
        }
        for tree in overrides { override(tree) }
    }

    /// `override.tf` and `x_override.tf` change what other files declare.
    private static func overrides(_ tree: SyntaxTree) -> Bool {
        let name = tree.source.name
        return overrideNames.contains { name == $0 } || overrideEndings.contains { name.hasSuffix($0) }
    }

    private static let overrideNames = ["override.tf", "override.tf.json"]
    private static let overrideEndings = overrideNames.flatMap { ["/" + $0, "_" + $0] }

    private func declare(_ tree: SyntaxTree) {
        for block in SyntaxView(tree: tree, id: tree.root).blocks {
            let labels = Labels(block)
            switch (block.node.name, labels.count) {
            case (names.locals, 0):
                for attribute in block.body.map({ Array($0.attributes) }) ?? [] {
                    if locals[attribute.node.name] != nil { repeated.append(attribute) }
                    declareLocal(attribute)
                }
            case (names.variableBlock, 1): declare(.variable, block, labels, labels.last, in: &variables)
            case (names.output, 1): declare(.output, block, labels, labels.last, in: &outputs)
            case (names.provider, 1):
                let declaration = declaration(.provider, block, labels)
                if provider(like: declaration) != nil { repeated.append(block) }
                providers.append(declaration)
            case (names.module, 1):
                if let new = declare(.module, block, labels, labels.last, in: &modules) { order.append(new) }
            case (names.resource, 2):
                let name = labels.resource
                if let new = declare(.resource, block, labels, name, in: &resources) { order.append(new) }
            case (names.data, 2): declare(.data, block, labels, labels.resource, in: &dataSources)
            default: break
            }
        }
    }

    private func declaration(_ kind: Declaration.Kind, _ block: SyntaxView, _ labels: Labels) -> Declaration {
        defer { slots += 1 }
        return Declaration(kind, block, labels, slot: slots)
    }

    private func declareLocal(_ attribute: SyntaxView) {
        let name = attribute.node.name
        guard locals[name] == nil else {
            locals[name]?.attribute = attribute
            return
        }
        locals[name] = Local(attribute: attribute, slot: slots)
        slots += 1
    }

    /// - Returns: the declaration; nil if it is not the first one with its name.
    @discardableResult
    private func declare<Name>(
        _ kind: Declaration.Kind, _ block: SyntaxView, _ labels: Labels, _ name: Name,
        in declared: inout [Name: Declaration]
    ) -> Declaration? {
        guard declared[name] == nil else {
            repeated.append(block)
            return nil
        }
        let declaration = declaration(kind, block, labels)
        declared[name] = declaration
        return declaration
    }

    /// The block of the same provider with the same alias.
    private func provider(like declaration: Declaration) -> Declaration? {
        provider(
            declaration.labels.last,
            alias: declaration.block.body?.attribute(named: "alias")?.expression?.literal)
    }

    func provider(_ name: Symbol, alias: String?) -> Declaration? {
        providers.first {
            $0.labels.last == name && $0.block.body?.attribute(named: "alias")?.expression?.literal == alias
        }
    }

    /// An override changes a block argument by argument; what it names alone is declared by it.
    private func override(_ tree: SyntaxTree) {
        for block in SyntaxView(tree: tree, id: tree.root).blocks {
            let labels = Labels(block)
            switch (block.node.name, labels.count) {
            case (names.locals, 0):
                for attribute in block.body.map({ Array($0.attributes) }) ?? [] { declareLocal(attribute) }
            case (names.variableBlock, 1): override(.variable, block, labels, labels.last, in: &variables)
            case (names.output, 1): override(.output, block, labels, labels.last, in: &outputs)
            case (names.provider, 1):
                let declaration = declaration(.provider, block, labels)
                if let known = provider(like: declaration) {
                    known.overrides.append(block)
                } else {
                    providers.append(declaration)
                }
            case (names.module, 1): modules[labels.last]?.overrides.append(block)
            case (names.resource, 2): resources[labels.resource]?.overrides.append(block)
            case (names.data, 2): dataSources[labels.resource]?.overrides.append(block)
            default: break
            }
        }
    }

    private func override(
        _ kind: Declaration.Kind, _ block: SyntaxView, _ labels: Labels, _ name: Symbol,
        in declared: inout [Symbol: Declaration]
    ) {
        if let known = declared[name] {
            known.overrides.append(block)
        } else {
            declared[name] = declaration(kind, block, labels)
        }
    }

    /// The sources of modules that lie in folders beside or below this one.
    public var localModules: [String] {
        modules.values.compactMap { declaration in
            declaration.attribute("source")?.expression?.literal.flatMap {
                Self.isLocal($0) ? FilePath.joined(path, $0) : nil
            }
        }
    }

    static func isLocal(_ source: String) -> Bool { source.hasPrefix("./") || source.hasPrefix("../") }
}
