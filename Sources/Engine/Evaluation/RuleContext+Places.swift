import Documents
import Policies

extension RuleContext {
    /// Where a value stands that the judged resource has: the literal itself, wherever the text has it.
    func place(of node: NodeView, path: String) -> Place {
        guard let origin = origin(of: node) else { return Place(range: node.range, path: path) }
        // An arm of a choice lies inside its use.
        let isInside = node.range.contains(origin.lowerBound)
        return Place(range: origin, path: path, use: isInside ? nil : node.range)
    }
}

extension Violation {
    /// The same without texts that must not be shown.
    func hiding(_ secrets: Set<String>) -> Violation {
        guard !secrets.isEmpty else { return self }
        let secrets = secrets.sorted { $0.utf8.count > $1.utf8.count }
        func hidden(_ text: String) -> String {
            secrets.reduce(text) { $0.replacing($1, with: Evidence.hidden) }
        }
        var violation = self
        violation.value = value.map(hidden)
        violation.message = message.map(hidden)
        violation.remedy = remedy.map(hidden)
        violation.hint = hint.map(hidden)
        violation.evidence = evidence.map { Evidence(path: $0.path, value: hidden($0.value)) }
        return violation
    }
}
