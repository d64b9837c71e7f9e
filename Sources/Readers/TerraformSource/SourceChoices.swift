import Documents
import HCL
import Resources

/// The variables of a configuration that have no value but a closed set of them, and what the configuration is for each.
///
/// Every combination is read in full beforehand, so that answering changes nothing and any number of threads may ask.
final class SourceChoices: Sendable {
    /// Combinations that are read; configurations with more keep their variables unknown.
    private static let most = 16

    struct Variable: Sendable {
        var choice: Choice
        var values: [String]
    }

    let variables: [Variable]
    /// The resources of each combination by address, the outcome of the last variable changing fastest.
    private let resources: [[String: Resource]]

    init(_ variables: [Variable], _ resources: [[String: Resource]]) {
        self.variables = variables
        self.resources = resources
    }

    /// The variables that decide something, and the combinations of their values; nil if there are none or too many.
    static func variables(
        _ names: Set<String>, of configuration: Configuration, scope: String
    ) -> (variables: [Variable], combinations: [[String]])? {
        guard !names.isEmpty else { return nil }
        var variables: [Variable] = []
        var combinations: [[String]] = [[]]
        for name in names.sorted() {
            let values = configuration.allowedValues(of: name)
            guard !values.isEmpty, combinations.count * values.count <= most else { return nil }
            let options = values.map { Choice.Option(label: $0, standing: .stated) }
            variables.append(
                Variable(
                    choice: Choice(id: Choice.ID(scope: scope, kind: .parameter, name: name), options: options),
                    values: values))
            combinations = combinations.flatMap { combination in values.map { combination + [$0] } }
        }
        return (variables, combinations)
    }

    /// The resources in a scenario that decides some of the variables; nil while one of those is open.
    /// - Parameter names: the variables that matter.
    func resources(
        in scenario: Scenario, deciding names: Set<String>, from source: any ChoiceSource
    ) -> [String: Resource]? {
        var index = 0
        var isOpen = false
        for variable in variables {
            index *= variable.values.count
            guard names.contains(variable.choice.id.name) else { continue }
            if let outcome = scenario.outcome(of: variable.choice.id, from: source) {
                index += min(outcome, variable.values.count - 1)
            } else {
                isOpen = true
            }
        }
        return isOpen || !resources.indices.contains(index) ? nil : resources[index]
    }

    var names: Set<String> { Set(variables.map(\.choice.id.name)) }
}

extension NodeView {
    /// The keys and positions on the way to a node; nil if it does not lie inside.
    func path(to node: NodeID) -> [String]? {
        var current = self
        var path: [String] = []
        while current.id != node {
            var position = -1
            let next = current.children.first { child in
                position += 1
                return child.id <= node && Int(node.rawValue) < Int(child.id.rawValue) + child.node.stride
            }
            guard let next else { return nil }
            path.append(current.kind == .list ? String(position) : next.key)
            current = next
        }
        return path
    }

    /// The node at the end of a way.
    func descendant(_ path: [String]) -> NodeView? {
        path.reduce(self) { (node: NodeView?, step) in
            node?.kind == .list
                ? Int(step).flatMap { index in node?.children.dropFirst(index).first { _ in true } } : node?[step]
        }
    }
}
