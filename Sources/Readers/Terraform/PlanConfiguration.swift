import Documents
import Resources

/// The `configuration` of a plan: what the values were written as, without the values.
struct PlanConfiguration {
    /// Modules inside each other, and variables that pass a value on.
    private static let depthLimit = 32

    private let configuration: NodeView?
    private let variables: NodeView?

    init(_ plan: NodeView) {
        configuration = plan["configuration"].flatMap { $0.kind == .map ? $0 : nil }
        variables = plan["variables"]
    }

    // MARK: Modules and resources

    /// The configuration of a module, by the names on the way to it.
    func module(_ names: [Substring]) -> NodeView? {
        names.reduce(configuration?["root_module"]) { module, name in
            module?["module_calls"]?[String(name)]?["module"]
        }
    }

    /// The resources of a module by their addresses inside it.
    func resources(of module: NodeView) -> [String: NodeID] {
        var found: [String: NodeID] = [:]
        guard let resources = module["resources"], let name = module.document.symbols.symbol(of: "address") else {
            return found
        }
        found.reserveCapacity(resources.children.reduce(0) { count, _ in count + 1 })
        for resource in resources.children {
            if let address = resource[name]?.string { found[address] = resource.id }
        }
        return found
    }

    // MARK: References

    /// What an expression refers to: resources by their addresses, from the root module.
    /// - Parameters:
    ///   - module: the instance of the module in which the expression stands.
    ///   - attribute: the path of the attribute, with the indexes of its blocks.
    func references(of attribute: [String], in resource: NodeView, module: Substring) -> References {
        var expression = resource["expressions"]
        for step in attribute {
            if expression?["references"] != nil { break }
            expression =
                expression?.kind == .list
                ? Int(step).flatMap { index in expression?.children.dropFirst(index).first { _ in true } }
                : expression?[step] ?? (Int(step) == nil ? nil : expression)
        }
        var references = References()
        collect(expression, module: module, depth: 0, into: &references)
        return references
    }

    /// The resources that an expression names, and whether it names anything else.
    struct References {
        var resources: [TerraformAddress] = []
        /// The instance of the module in which each stands.
        var modules: [Substring] = []
        /// What is read rather than managed, or stands elsewhere.
        var others: [Substring] = []
        /// Whether the element of a counted resource is that of the resource itself.
        var followsIndex = false

        mutating func add(_ address: TerraformAddress, module: Substring) {
            guard
                let known = resources.indices.first(where: {
                    resources[$0].base == address.base && modules[$0] == module
                })
            else {
                resources.append(address)
                modules.append(module)
                return
            }
            // The resource as a whole stands beside its attribute.
            if resources[known].attribute.isEmpty { resources[known].attribute = address.attribute }
            if resources[known].index.isEmpty { resources[known].index = address.index }
        }
    }

    private func collect(_ expression: NodeView?, module: Substring, depth: Int, into found: inout References) {
        guard depth < Self.depthLimit, let expression else { return }
        guard let references = expression["references"] else { return }
        var calls: Set<Substring> = []
        for reference in references.children {
            guard let text = reference.string else { continue }
            let steps = TerraformAddress.steps(of: text[...])
            let first = steps.first.flatMap { mayBeWord($0) ? $0.withoutIndex : nil }
            switch first {
            case "var": variable(steps, module: module, depth: depth, into: &found)
            case "module" where steps.count > 2:
                calls.insert(text[..<steps[1].endIndex])
                output(steps, module: module, depth: depth, into: &found)
            // The call as a whole stands beside its output.
            case "module": if !calls.contains(text[...]) { found.others.append(text[...]) }
            case "count", "each": found.followsIndex = true
            case "local", "path", "terraform", "self": found.others.append(text[...])
            default:
                guard let address = TerraformAddress(text[...], steps), !address.isData else {
                    found.others.append(text[...])
                    continue
                }
                found.add(address, module: module)
            }
        }
    }

    /// Whether the first step of a reference may be one of the language's words: nearly all types of resources are longer.
    private func mayBeWord(_ step: Substring) -> Bool {
        step.utf8.count <= 9 || step.utf8.last == UInt8(ascii: "]")
    }

    /// A variable of a module has the value that the module's call gives it.
    private func variable(_ steps: [Substring], module: Substring, depth: Int, into found: inout References) {
        guard steps.count > 1, let parent = TerraformAddress.parent(of: module),
            let name = TerraformAddress.moduleNames(module).last
        else { return }
        let call = self.module(TerraformAddress.moduleNames(parent))?["module_calls"]?[String(name)]
        collect(
            call?["expressions"]?[String(steps[1].withoutIndex)], module: parent, depth: depth + 1,
            into: &found)
    }

    private func output(_ steps: [Substring], module: Substring, depth: Int, into found: inout References) {
        let inner = (module.isEmpty ? "" : module + ".") + "module." + steps[1]
        let output = self.module(TerraformAddress.moduleNames(inner[...]))?["outputs"]?[String(steps[2])]
        collect(output?["expression"], module: inner[...], depth: depth + 1, into: &found)
    }
}

// MARK: - Providers

extension PlanConfiguration {
    /// Where the resources of a provider go, as far as its configuration says.
    struct Location: Hashable {
        var account: String?
        var region: String?
        /// Whether the provider adds tags of its own to those that a resource is given.
        var mayAddTags: Bool

        /// Of a provider of which nothing is known.
        static let open = Location(mayAddTags: true)
    }

    /// What is known where nothing is said of a provider: without a configuration it may add tags.
    var nowhere: Location { Location(mayAddTags: configuration == nil) }

    /// By the keys that resources name their providers with.
    func locations() -> [String: Location] {
        var found: [String: Location] = [:]
        for provider in configuration?["provider_config"]?.children.map({ $0 }) ?? [] {
            let name = provider["name"]?.string
            guard name == "aws" || name == "awscc" else { continue }
            let expressions = provider["expressions"]
            let isRoot = provider["module_address"] == nil
            let accounts = value(of: expressions?["allowed_account_ids"], isRoot: isRoot)
            let role = expressions?["assume_role"].flatMap { $0.kind == .list ? $0.children.first { _ in true } : $0 }
            found[provider.key] = Location(
                account: Self.onlyElement(of: accounts)?.text
                    ?? value(of: role?["role_arn"], isRoot: isRoot)?.string.flatMap(ARN.init)?.account,
                region: value(of: expressions?["region"], isRoot: isRoot)?.string,
                mayAddTags: expressions?["default_tags"] != nil)
        }
        return found
    }

    private static func onlyElement(of list: NodeView?) -> NodeView? {
        guard let list, list.kind == .list, list.node.extent == 2 else { return nil }
        return list.children.first { _ in true }
    }

    /// The value of an expression that is a constant or a variable of the root module.
    private func value(of expression: NodeView?, isRoot: Bool) -> NodeView? {
        if let constant = expression?["constant_value"] { return constant }
        guard isRoot, let references = expression?["references"]?.children.map({ $0 }), references.count == 1,
            let name = references[0].string, name.hasPrefix("var.")
        else { return nil }
        return variables?[String(name.dropFirst(4))]?["value"]
    }
}
