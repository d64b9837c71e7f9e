internal import Documents

/// The files of one folder, which make a module: what it declares, wherever it stands.
public final class ModuleFolder {
    /// The path by which the folder is read.
    public let path: String
    public let trees: [SyntaxTree]
    /// Whether a part of it could not be read, so that names may be declared that are not seen.
    let isIncomplete: Bool
    private(set) var variables: [Symbol: Declaration] = [:]
    private(set) var locals: [Symbol: SyntaxView] = [:]
    private(set) var outputs: [Symbol: Declaration] = [:]
    private(set) var modules: [Symbol: Declaration] = [:]
    private(set) var resources: [ResourceName: Declaration] = [:]
    private(set) var dataSources: [ResourceName: Declaration] = [:]
    private(set) var providers: [Declaration] = []
    /// Blocks and local values whose name another one has already.
    private(set) var repeated: [SyntaxView] = []
    /// Resources and module calls, in the order in which they are written.
    private(set) var order: [Declaration] = []

    struct ResourceName: Hashable {
        var type: Symbol
        var name: Symbol
    }

    /// A block, with those of override files that change it.
    final class Declaration {
        let block: SyntaxView
        let labels: [SyntaxView]
        var overrides: [SyntaxView] = []

        init(_ block: SyntaxView, _ labels: [SyntaxView]) {
            self.block = block
            self.labels = labels
        }

        /// An argument of the block itself, from the last file that gives it.
        func attribute(_ name: String) -> SyntaxView? {
            for override in overrides.reversed() {
                if let attribute = override.body?.attribute(named: name) { return attribute }
            }
            return block.body?.attribute(named: name)
        }

        /// Blocks of a type, from the last file that has some.
        func blocks(named type: String) -> [SyntaxView] {
            for override in overrides.reversed() {
                if let blocks = override.body?.blocks(named: type), !blocks.isEmpty { return blocks }
            }
            return block.body?.blocks(named: type) ?? []
        }

        /// The bodies that say what it is. Those of override files come first: they take the place of others.
        var bodies: [SyntaxView] { overrides.reversed().compactMap(\.body) + [block.body].compactMap(\.self) }
    }

    public init(path: String, trees: [SyntaxTree]) {
        self.path = path
        self.trees = trees
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
            let labels = block.labels
            let declaration = Declaration(block, labels)
            switch (block.name, labels.count) {
            case ("locals", 0):
                for attribute in block.body.map({ Array($0.attributes) }) ?? [] {
                    if locals[attribute.node.name] != nil { repeated.append(attribute) }
                    locals[attribute.node.name] = attribute
                }
            case ("variable", 1): declare(declaration, labels[0].node.name, in: &variables)
            case ("output", 1): declare(declaration, labels[0].node.name, in: &outputs)
            case ("provider", 1):
                if provider(like: declaration) != nil { repeated.append(block) }
                providers.append(declaration)
            case ("module", 1):
                if declare(declaration, labels[0].node.name, in: &modules) { order.append(declaration) }
            case ("resource", 2):
                if declare(declaration, Self.resourceName(labels), in: &resources) { order.append(declaration) }
            case ("data", 2): declare(declaration, Self.resourceName(labels), in: &dataSources)
            default: break
            }
        }
    }

    /// - Returns: whether it is the first one with its name.
    @discardableResult
    private func declare<Name>(
        _ declaration: Declaration, _ name: Name, in declared: inout [Name: Declaration]
    ) -> Bool {
        guard declared[name] == nil else {
            repeated.append(declaration.block)
            return false
        }
        declared[name] = declaration
        return true
    }

    /// The block of the same provider with the same alias.
    private func provider(like declaration: Declaration) -> Declaration? {
        provider(
            declaration.labels[0].name,
            alias: declaration.block.body?.attribute(named: "alias")?.expression?.literal)
    }

    func provider(_ name: String, alias: String?) -> Declaration? {
        providers.first {
            $0.labels[0].name == name && $0.block.body?.attribute(named: "alias")?.expression?.literal == alias
        }
    }

    /// An override changes a block argument by argument; what it names alone is declared by it.
    private func override(_ tree: SyntaxTree) {
        for block in SyntaxView(tree: tree, id: tree.root).blocks {
            let labels = block.labels
            switch (block.name, labels.count) {
            case ("locals", 0):
                for attribute in block.body.map({ Array($0.attributes) }) ?? [] {
                    locals[attribute.node.name] = attribute
                }
            case ("variable", 1): override(block, labels[0].node.name, in: &variables)
            case ("output", 1): override(block, labels[0].node.name, in: &outputs)
            case ("provider", 1):
                let declaration = Declaration(block, labels)
                if let known = provider(like: declaration) {
                    known.overrides.append(block)
                } else {
                    providers.append(declaration)
                }
            case ("module", 1): modules[labels[0].node.name]?.overrides.append(block)
            case ("resource", 2): resources[Self.resourceName(labels)]?.overrides.append(block)
            case ("data", 2): dataSources[Self.resourceName(labels)]?.overrides.append(block)
            default: break
            }
        }
    }

    private func override(_ block: SyntaxView, _ name: Symbol, in declared: inout [Symbol: Declaration]) {
        if let known = declared[name] {
            known.overrides.append(block)
        } else {
            declared[name] = Declaration(block, block.labels)
        }
    }

    private static func resourceName(_ labels: [SyntaxView]) -> ResourceName {
        ResourceName(type: labels[0].node.name, name: labels[1].node.name)
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
