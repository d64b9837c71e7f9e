import Documents

/// One use of a function of the template language: `!Ref x`, `{"Ref": "x"}`, `{"Fn::If": [...]}`.
struct Intrinsic {
    /// The long name, such as `Fn::GetAtt`.
    let name: String
    /// The node that holds the arguments: the value below the long name, or the tagged node itself.
    let argument: NodeView
    /// The argument carries the short form as its tag, so the tag is no part of the argument.
    let isTagged: Bool
    /// Other keys stand beside the function, which only macros allow.
    let hasSiblings: Bool

    /// What the function does; nil for a name that is not known.
    var function: IntrinsicFunction? { IntrinsicFunction.named(name) }

    /// Reads a node as a use of a function; nil when it is an ordinary value.
    init?(_ node: NodeView) {
        if let tag = node.tag, let name = Self.longName(ofTag: tag) {
            self.init(name: name, argument: node, isTagged: true, hasSiblings: false)
        } else {
            self.init(mapping: node)
        }
    }

    /// Reads a mapping that names a condition, as only conditions and rules hold it: `{"Condition": "IsProd"}`.
    init?(condition node: NodeView) {
        guard node.kind == .map, node.node.stride == 2, let name = node["Condition"] else { return nil }
        self.init(name: "Condition", argument: name, isTagged: false, hasSiblings: false)
    }

    /// Reads a mapping whose key is the long name, whatever its tag.
    private init?(mapping: NodeView) {
        guard mapping.kind == .map else { return nil }
        let node = mapping.node
        let hasSiblings =
            mapping.document.nodes[Int(mapping.id.rawValue) + 1..<Int(mapping.id.rawValue) + node.stride]
            .first.map { $0.stride + 1 < node.stride } ?? false
        for member in mapping.children {
            let key = member.key
            guard Self.isFunction(key: key), !(hasSiblings && key == "Ref") else { continue }
            self.init(name: key, argument: member, isTagged: false, hasSiblings: hasSiblings)
            return
        }
        return nil
    }

    private init(name: String, argument: NodeView, isTagged: Bool, hasSiblings: Bool) {
        self.name = name
        self.argument = argument
        self.isTagged = isTagged
        self.hasSiblings = hasSiblings
    }

    /// The argument read as a use of a function itself: `Fn::Base64: !Sub text`, `!Base64 {"Fn::Sub": text}`.
    var nested: Intrinsic? { isTagged ? Intrinsic(mapping: argument) : Intrinsic(argument) }

    /// The elements of an argument that is a list, else nothing.
    var elements: [NodeView] { argument.kind == .list ? Array(argument.children) : [] }

    /// `Fn::GetAtt` for `!GetAtt`; nil for a tag of YAML itself.
    static func longName(ofTag tag: String) -> String? {
        guard tag.utf8.first == UInt8(ascii: "!"), tag.utf8.count > 1, !tag.utf8.starts(with: "!!".utf8) else {
            return nil
        }
        let short = tag.dropFirst()
        return short == "Ref" || short == "Condition" ? String(short) : "Fn::" + String(short)
    }

    static func isFunction(key: String) -> Bool { key == "Ref" || key.utf8.starts(with: "Fn::".utf8) }
}
