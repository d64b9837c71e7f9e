import Documents
import Resources

/// What the sections of a template declare: the names that its functions may use.
struct TemplateOutline {
    enum Declaration {
        case parameter
        case resource
    }

    /// The whole template, marked.
    let root: NodeView
    let mappings: NodeView?
    let conditions: NodeView?
    /// More may exist than the template shows: a macro or a loop makes resources.
    let isOpen: Bool
    /// By symbol.
    private let declarations: [Int: Declaration]

    init(root: NodeView) {
        self.root = root
        mappings = root["Mappings"]
        conditions = root["Conditions"]
        var declarations: [Int: Declaration] = [:]
        var isOpen = root["Transform"] != nil || root["Fn::Transform"] != nil
        for parameter in Self.members(of: root["Parameters"]) {
            declarations[Int(parameter.node.key.rawValue)] = .parameter
            isOpen = isOpen || parameter.key.hasPrefix("Fn::")
        }
        for resource in Self.members(of: root["Resources"]) {
            declarations[Int(resource.node.key.rawValue)] = .resource
            isOpen = isOpen || Self.makesMore(resource)
        }
        self.declarations = declarations
        self.isOpen = isOpen
    }

    func declaration(of name: String) -> Declaration? {
        root.document.symbols.symbol(of: name).flatMap { declarations[Int($0.rawValue)] }
    }

    /// Whether a name may stand in `Ref`.
    func declares(_ name: UnsafeRawBufferPointer) -> Bool {
        if isOpen { return true }
        if let symbol = root.document.symbols.symbol(of: name), declarations[Int(symbol.rawValue)] != nil {
            return true
        }
        let text = String(decoding: name, as: UTF8.self)
        return PseudoParameter.known[text] != nil || text == PseudoParameter.noValue
    }

    func declaresCondition(_ name: String) -> Bool { conditions?[name] != nil }

    /// The declared name closest to one that is not declared.
    func nearestName(to name: String) -> String? {
        let names = declarations.keys.lazy.map { key in
            root.document.symbols.text(of: Symbol(rawValue: UInt32(truncatingIfNeeded: key)))
        }
        return Suggestion.nearest(to: name, among: names).first
    }

    /// What the section `Mappings` has under three names.
    enum Mapped {
        case value(NodeView)
        case nothing
        /// A macro, such as `AWS::Include`, adds what the template does not show.
        case open
    }

    /// The value of a mapping.
    /// - Parameter names: the mapping and the two keys; nil for a name that is none of those that the template shows.
    func mapped(_ names: [String?]) -> Mapped {
        guard var section = mappings else { return isMacro(root) ? .open : .nothing }
        for name in names {
            guard let member = name.flatMap({ section[$0] }) else { return isMacro(section) ? .open : .nothing }
            section = member
        }
        return .value(section)
    }

    /// Whether a macro makes members of a mapping.
    private func isMacro(_ map: NodeView) -> Bool {
        map.kind == .map && map.children.contains { Intrinsic.isFunction(key: $0.key) }
    }

    /// Whether more resources come out of a member of `Resources` than the member itself: a loop, a module, a SAM type.
    private static func makesMore(_ member: NodeView) -> Bool {
        if Intrinsic.isFunction(key: member.key) { return true }
        guard let type = member["Type"] else { return false }
        return type.tag != nil || (type.string?.utf8.starts(with: "AWS::Serverless::".utf8) ?? false)
    }

    private static func members(of section: NodeView?) -> [NodeView] {
        guard let section, section.kind == .map else { return [] }
        return Array(section.children)
    }
}

/// The parameters that CloudFormation defines itself.
enum PseudoParameter {
    static let noValue = "AWS::NoValue"

    /// What each one depends on, in a few words.
    static let known: [String: String] = [
        "AWS::AccountId": "the account",
        "AWS::NotificationARNs": "the stack",
        "AWS::Partition": "the region",
        "AWS::Region": "the region",
        "AWS::StackId": "the stack",
        "AWS::StackName": "the stack",
        "AWS::URLSuffix": "the region",
    ]

    /// Whether nested stacks have the same as the stack around them.
    static func isShared(_ name: String) -> Bool { known[name].map { $0 != "the stack" } ?? false }
}
