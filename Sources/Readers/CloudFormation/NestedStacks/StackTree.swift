import Documents
import Resources

/// A template together with those that it uses as nested stacks, each as often as it is used.
///
/// Resolvers refer to the tree, never the other way round. It grows while an input is read, and never afterwards.
final class StackTree: Sendable {
    struct Stack: Sendable {
        let outline: TemplateOutline
        let parameters: ParameterValues
        /// Nil for the template that is deployed by itself.
        let call: NestedStackCall?
        /// The file that holds the template.
        let file: String
    }

    private struct Contents {
        var stacks: [Stack] = []
        /// The nested stacks of each, by logical id.
        var nested: [[String: Int]] = []
    }

    private let contents = Guarded(Contents())

    /// Adds a template.
    /// - Returns: its position.
    func add(_ stack: Stack) -> Int {
        contents.withLock { contents in
            let index = contents.stacks.count
            contents.stacks.append(stack)
            contents.nested.append([:])
            if let call = stack.call {
                // `Network/Subnets/` is the stack `Subnets` of its parent.
                let id = call.path.split(separator: "/").last.map(String.init) ?? ""
                contents.nested[call.parent][id] = index
            }
            return index
        }
    }

    func stack(_ index: Int) -> Stack { contents.withLock { $0.stacks[index] } }

    /// The position of a nested stack, given by its logical id.
    func nested(_ id: String, in index: Int) -> Int? { contents.withLock { $0.nested[index][id] } }

    /// The positions of the nested stacks of a template, in the order of their names.
    func nested(in index: Int) -> [Int] {
        contents.withLock { contents in contents.nested[index].sorted { $0.key < $1.key }.map(\.value) }
    }

    /// What the templates below one compare one of its names with: a parameter that it passes on, or a parameter of
    /// CloudFormation itself that is the same for all of them.
    func literals(beside name: String, below index: Int) -> [NodeView] {
        nested(in: index).flatMap { position -> [NodeView] in
            let stack = stack(position)
            if PseudoParameter.isShared(name) {
                return stack.parameters.ownLiterals(beside: name) + literals(beside: name, below: position)
            }
            let passed = stack.call?.argumentList.filter { LiteralSearch.parameter(in: $0) == name }.map(\.key) ?? []
            return passed.flatMap { inner in
                // A value that the nested template does not allow cannot be deployed, so those that it allows matter.
                stack.parameters.allowedValues(of: inner) + stack.parameters.ownLiterals(beside: inner)
                    + literals(beside: inner, below: position)
            }
        }
    }
}

/// Where in a tree of stacks a template stands.
struct StackPlace: Sendable {
    let tree: StackTree
    let index: Int

    var call: NestedStackCall? { tree.stack(index).call }
    var parent: StackPlace? { call.map { StackPlace(tree: tree, index: $0.parent) } }
    var root: StackPlace { parent?.root ?? self }

    func nested(_ id: String) -> StackPlace? {
        tree.nested(id, in: index).map { StackPlace(tree: tree, index: $0) }
    }

    /// Whoever answers for the template.
    var resolver: CloudFormationResolver { CloudFormationResolver(self) }
}
