internal import Documents

/// The files of one folder, which make a module: what it declares, wherever it stands.
public final class ModuleFolder {
    /// The path by which the folder is read.
    public let path: String
    public let trees: [SyntaxTree]
    /// Whether a part of it could not be read, so that names may be declared that are not seen.
    let isIncomplete: Bool
    private(set) var variables: [Symbol: SyntaxView] = [:]
    private(set) var locals: [Symbol: SyntaxView] = [:]
    private(set) var outputs: [Symbol: SyntaxView] = [:]
    private(set) var modules: [Symbol: Declaration] = [:]
    private(set) var resources: [ResourceName: Declaration] = [:]
    private(set) var dataSources: [ResourceName: Declaration] = [:]
    private(set) var providers: [SyntaxView] = []
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
    }

    public init(path: String, trees: [SyntaxTree]) {
        self.path = path
        self.trees = trees
        isIncomplete = trees.contains { !$0.problems.isEmpty }
        for tree in trees where !Self.overrides(tree) { declare(tree) }
        for tree in trees where Self.overrides(tree) { override(tree) }
    }

    /// `override.tf` and `x_override.tf` change what other files declare.
    private static func overrides(_ tree: SyntaxTree) -> Bool {
        guard let name = tree.source.name.split(separator: "/").last?.prefix(while: { $0 != "." }) else { return false }
        return name == "override" || name.hasSuffix("_override")
    }

    private func declare(_ tree: SyntaxTree) {
        for block in SyntaxView(tree: tree, id: tree.root).blocks {
            let labels = block.labels
            switch (block.name, labels.count) {
            case ("locals", 0):
                for attribute in block.body.map({ Array($0.attributes) }) ?? [] {
                    locals[attribute.node.name] = attribute
                }
            case ("variable", 1): variables[labels[0].node.name] = block
            case ("output", 1): outputs[labels[0].node.name] = block
            case ("provider", 1): providers.append(block)
            case ("module", 1):
                let declaration = Declaration(block, labels)
                modules[labels[0].node.name] = declaration
                order.append(declaration)
            case ("resource", 2):
                let declaration = Declaration(block, labels)
                resources[Self.resourceName(labels)] = declaration
                order.append(declaration)
            case ("data", 2): dataSources[Self.resourceName(labels)] = Declaration(block, labels)
            default: break
            }
        }
    }

    private func override(_ tree: SyntaxTree) {
        for block in SyntaxView(tree: tree, id: tree.root).blocks {
            let labels = block.labels
            switch (block.name, labels.count) {
            case ("module", 1): modules[labels[0].node.name]?.overrides.append(block)
            case ("resource", 2): resources[Self.resourceName(labels)]?.overrides.append(block)
            case ("data", 2): dataSources[Self.resourceName(labels)]?.overrides.append(block)
            default: break
            }
        }
        // Everything else is replaced as a whole, argument by argument for locals.
        let others: Set<String> = ["locals", "variable", "output", "provider"]
        if SyntaxView(tree: tree, id: tree.root).blocks.contains(where: { others.contains($0.name) }) {
            let count = order.count
            declare(tree)
            order.removeSubrange(count...)
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
