import Documents
import Resources

/// The `configuration` of a plan: what the values were written as, without the values.
struct PlanConfiguration {
    private let configuration: NodeView?
    private let variables: NodeView?

    init(_ plan: NodeView) {
        configuration = plan["configuration"].flatMap { $0.kind == .map ? $0 : nil }
        variables = plan["variables"]
    }

    /// The modules; those that addresses name are found when they are asked for.
    func modules(_ symbols: SymbolTable) -> PlanModules { PlanModules(configuration?["root_module"], symbols: symbols) }
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
