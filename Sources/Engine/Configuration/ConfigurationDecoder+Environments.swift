import Documents
import Policies
import Resources

extension ConfigurationDecoder {
    /// How the environment of a resource is found out.
    mutating func decodeEnvironment(_ node: NodeView, into configuration: inout Configuration) {
        guard var fields = decoder.mapping(node, noun: "what is said of the environment") else { return }
        var rules = configuration.environment ?? .usual
        func note(_ node: NodeView) { configuration.environmentSettings.append(Setting(node.key, at: node)) }
        for (key, list) in [("tagKeys", \EnvironmentRules.tagKeys), ("values", \EnvironmentRules.values)] {
            guard let node = fields.take(key) else { continue }
            rules[keyPath: list] = decoder.strings(node, of: "texts")
            note(node)
        }
        for (key, map) in [("synonyms", \EnvironmentRules.synonyms), ("accounts", \EnvironmentRules.accounts)] {
            guard let node = fields.take(key) else { continue }
            rules[keyPath: map] = Dictionary(texts(node).map { ($0.key, $0.value) }) { $1 }
            note(node)
        }
        for (key, patterns) in [("stacks", \EnvironmentRules.stacks), ("names", \EnvironmentRules.names)] {
            guard let node = fields.take(key) else { continue }
            rules[keyPath: patterns] = texts(node).map { .init($0.key, environment: $0.value) }
            note(node)
        }
        if let node = fields.take("stack"), let stack = decoder.string(node) {
            rules.stack = stack
            note(node)
        }
        decoder.finish(fields)
        configuration.environment = rules
    }

    /// The texts of a mapping, in the order of the source.
    private mutating func texts(_ node: NodeView) -> [(key: String, value: String)] {
        guard node.kind == .map else {
            decoder.report(node.range, "expected a mapping of texts to environments")
            return []
        }
        return node.children.compactMap { member in decoder.string(member).map { (member.key, $0) } }
    }

    /// Parameters that only hold for resources of an environment.
    mutating func decodeEnvironments(_ node: NodeView, into configuration: inout Configuration) {
        guard node.kind == .map else {
            return decoder.report(node.range, "expected a mapping of environments to what holds in them")
        }
        let rules = configuration.environment ?? .usual
        for environment in node.children {
            if !rules.values.isEmpty, !rules.values.contains(environment.key) {
                let near = Suggestion.nearest(to: environment.key, among: rules.values).first
                decoder.report(
                    environment.keyRange ?? environment.range, "no environment is called `\(environment.key)`",
                    help: near.map { "did you mean `\($0)`?" }
                        ?? "environments are \(rules.values.joined(separator: ", ")); `environment.values` sets them")
            }
            guard var fields = decoder.mapping(environment, noun: "what holds in an environment") else { continue }
            let found = decoder.required(&fields, "parameters") { $1 }.map { parameters($0) } ?? []
            decoder.finish(fields)
            configuration.parameters += found.map { setting in
                var setting = setting
                setting.value.environment = environment.key
                return setting
            }
        }
    }
}
