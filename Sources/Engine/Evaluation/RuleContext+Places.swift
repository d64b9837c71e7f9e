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
