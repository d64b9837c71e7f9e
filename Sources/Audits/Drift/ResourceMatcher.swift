import Documents
import Resources

/// Finds out where deployed resources are written.
struct ResourceMatcher {
    enum Outcome {
        /// More than one where they cannot be told apart.
        case written([Int], basis: String)
        case nowhere
        /// Why nobody can say.
        case doubtful(String)
    }

    private let written: [WrittenResource]
    private let byType: [String: [Int]]

    init(_ written: [WrittenResource]) {
        self.written = written
        byType = Dictionary(grouping: written.indices) { written[$0].resource.type }
    }

    func match(_ live: Resource) -> Outcome {
        let stack = StackTags(live.tags)
        let candidates = (byType[live.type] ?? []).filter {
            written[$0].mayLie(in: live) && written[$0].mayBelong(to: stack.name)
        }
        guard !candidates.isEmpty else { return .nowhere }
        let byID = candidates.filter { written[$0].arns.contains(live.id) }
        if !byID.isEmpty { return .written(byID, basis: "by ARN") }
        let known = Set([live.id, live.name] + live.aliases)
        let named = candidates.filter { !written[$0].names.isDisjoint(with: known) }
        let tagged = stack.logicalID.map { id in candidates.filter { written[$0].logicalID == id } } ?? []
        let own = tagged.filter { written[$0].isKnown(of: stack.name) }
        if !own.isEmpty {
            let both = own.filter(named.contains)
            return .written(both.isEmpty ? own : both, basis: "by the tags of its stack")
        }
        if !named.isEmpty { return .written(named, basis: "by name") }
        let shaped = candidates.filter { written[$0].pattern?.matches(live.name) ?? false }
        if !shaped.isEmpty { return .written(shaped, basis: "by the form of its name") }
        return doubt(candidates, tagged, stack).map { .doubtful($0) } ?? .nowhere
    }

    /// Why one of those without a name that is known may be it.
    private func doubt(_ candidates: [Int], _ tagged: [Int], _ stack: StackTags) -> String? {
        if let first = tagged.first(where: { written[$0].isNameless }), let name = stack.name {
            let file = written[first].resource.source.name
            return "nothing says whether `\(file)` is the template of its stack `\(name)`"
        }
        // What a stack made bears its tags, as far as its type takes any.
        let nameless = candidates.first {
            written[$0].isNameless && (written[$0].logicalID == nil || stack.isOpen)
        }
        return nameless.map { "`\(written[$0].resource.name)` has no name that is known before it is deployed" }
    }
}

/// What CloudFormation writes on the resources of a stack.
private struct StackTags {
    var logicalID: String?
    var name: String?
    /// Whether a stack may have made the resource although no tag says so.
    var isOpen = false

    init(_ tags: TagSet) {
        switch tags {
        case .notTaggable, .unknown: isOpen = true
        case .known(_, _, let open):
            isOpen = open
            logicalID = Self.text(of: "aws:cloudformation:logical-id", in: tags)
            name = Self.text(of: "aws:cloudformation:stack-name", in: tags)
        }
    }

    private static func text(of key: String, in tags: TagSet) -> String? {
        guard case .present(let tag) = tags.lookUp(key) else { return nil }
        return tag.value.text
    }
}

/// One resource of a template, a plan or a Terraform file, as far as it can be recognised.
struct WrittenResource {
    let resource: Resource
    /// Those that it has for sure, or in one of the deployments that are known.
    private(set) var names: Set<String> = []
    private(set) var arns: Set<String> = []
    /// The form of a name that is known in parts.
    private(set) var pattern: Glob?
    /// Only in templates: the name that tags of the stack bear.
    private(set) var logicalID: String?
    /// The stacks that a template is for, as far as somebody says so.
    private var stacks: Set<String> = []
    private var account: String?
    private var region: String?

    /// - Parameter stacks: the names of the stacks, where they were given.
    init(_ resource: Resource, stacks: Set<String>) {
        self.resource = resource
        account = resource.account ?? place(.account)
        region = resource.region ?? place(.region)
        let type = Catalogue.type(named: resource.type)
        // Addresses of Terraform have a point in them, names in templates are letters and digits.
        let last = resource.id.split(separator: "/").last.map(String.init) ?? resource.id
        if !last.isEmpty, last.utf8.allSatisfy({ $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 }) {
            logicalID = last
            self.stacks = stacks.isEmpty ? Set([place(.stackName)].compactMap(\.self)) : stacks
        }
        if ARN(resource.id) != nil { arns.insert(resource.id) }
        for alias in resource.aliases {
            if ARN(alias) != nil { arns.insert(alias) } else { names.insert(alias) }
        }
        if let property = type?.nameProperty { takeName(property) }
        if let property = type?.arnProperty, let text = text(of: property) { arns.insert(text) }
    }

    /// Whether nothing says that it lies in another account or region.
    func mayLie(in live: Resource) -> Bool {
        func agree(_ one: String?, _ other: String?) -> Bool { one == nil || other == nil || one == other }
        return agree(account, live.account) && agree(region, live.region)
    }

    /// Whether it can lie in a place of an account, its type apart.
    func mayLie(in place: AccountPlace) -> Bool {
        (account == nil || account == place.account)
            && (region == nil || place.region == "global" || region == place.region)
    }

    /// Whether nothing says that its template is that of another stack. Terraform makes no stacks.
    func mayBelong(to name: String?) -> Bool { name.map { stacks.isEmpty || stacks.contains($0) } ?? true }

    /// Whether its template is that of a stack: somebody says so, or the file is called so, as CDK does and many people do.
    func isKnown(of name: String?) -> Bool {
        name.map { stacks.isEmpty ? fileStem == $0 : stacks.contains($0) } ?? false
    }

    /// Whether nothing is known by which a deployed resource could be recognised.
    var isNameless: Bool { names.isEmpty && pattern == nil }

    /// Whether it is one resource at most, as an address of Terraform is; templates may have many stacks.
    var isSingle: Bool { logicalID == nil }

    /// The name of the file without folder and endings.
    private var fileStem: String {
        let name = resource.source.name.split(separator: "/").last ?? ""
        return String(name.prefix { $0 != "." })
    }

    /// What every deployment that is known says of itself; nil where they differ.
    private func place(_ part: DeploymentPlace) -> String? {
        let scenario = Scenario()
        guard case .value(let value)? = resource.resolver?.place(part, in: scenario), scenario.questions.isEmpty else {
            return nil
        }
        return value.text
    }

    private func node(_ property: String) -> NodeView? {
        property.split(separator: ".").reduce(resource.properties) { (node: NodeView?, key) in node?[String(key)] }
    }

    private func text(of property: String) -> String? {
        guard let node = node(property) else { return nil }
        guard node.node.flags.contains(.deferred) else { return node.text }
        guard case .value(let value)? = resource.resolver?.resolve(node) else { return nil }
        return value.text
    }

    private mutating func takeName(_ property: String) {
        if let text = text(of: property) {
            names.insert(text)
        } else if let node = node(property), let parts = resource.resolver?.parts(of: node, in: Scenario()) {
            let texts = parts.map { part in
                if case .literal(let text) = part { text } else { "*" }
            }
            // A star in a literal would match anything.
            guard texts.contains(where: { $0 != "*" && !$0.isEmpty }),
                !parts.contains(where: { if case .literal(let text) = $0 { text.contains("*") } else { false } })
            else { return }
            pattern = Glob(texts.joined())
        }
    }
}
