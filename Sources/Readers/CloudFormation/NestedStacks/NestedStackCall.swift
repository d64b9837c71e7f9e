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

    /// The parameters that are passed.
    var names: Set<String> { isOpen ? [] : Set(argumentList.map(\.key)) }

    /// The values that are passed, each under the name of its parameter.
    var argumentList: [NodeView] {
        guard !isOpen, let arguments, arguments.kind == .map else { return [] }
        return Array(arguments.children)
    }
}
