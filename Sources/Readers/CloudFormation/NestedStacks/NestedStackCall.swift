import Documents

/// How a template is used as a nested stack of another one of its tree.
struct NestedStackCall: Sendable {
    /// The position of the other template in the tree.
    let parent: Int
    /// The logical ids of the stacks on the way, each with a slash behind it: `Network/Subnets/`.
    let path: String
    /// The type of the resource that is the stack.
    let type: String
    /// The properties of that resource, as the other template writes them.
    let properties: NodeView?
    /// The condition under which the stack exists, by its name in the other template.
    let condition: String?
    /// Whether this stack, or one around it, has tags, which its resources get from it.
    let givesTags: Bool

    /// What the parameters of the template get.
    private var arguments: NodeView? { properties?["Parameters"] }

    /// Whether more parameters may be passed than can be seen.
    var isOpen: Bool {
        if let properties, properties.kind != .map || Intrinsic(properties) != nil { return true }
        return arguments.map { Intrinsic($0) != nil } ?? false
    }

    func argument(_ name: String) -> NodeView? { isOpen ? nil : arguments?[name] }

    /// The parameters that are passed, each with its value where that is written out.
    var passed: [String: NodeView?] {
        let known = argumentList.map { argument in (argument.key, argument.isWrittenOut ? argument : nil) }
        return Dictionary(known) { _, last in last }
    }

    /// The values that are passed, each under the name of its parameter.
    var argumentList: [NodeView] {
        guard !isOpen, let arguments, arguments.kind == .map else { return [] }
        return Array(arguments.children)
    }
}

extension NodeView {
    /// Whether nothing in a value whose functions are marked is computed.
    fileprivate var isWrittenOut: Bool {
        let first = Int(id.rawValue)
        return !document.nodes[first..<first + node.stride].contains { $0.flags.contains(.deferred) }
    }
}
