import Documents
import Policies
import Resources

extension RuleContext {
    /// Where a value stands that the judged resource has: the literal itself, wherever the text has it.
    func place(of node: NodeView, path: String) -> Place {
        guard let origin = origin(of: node) else { return Place(range: node.range, path: path) }
        // An arm of a choice lies inside its use.
        let isInside = node.range.contains(origin.lowerBound)
        return Place(range: origin, path: path, use: isInside ? nil : node.range)
    }

    /// Where a tag of the judged resource stands. One that its stack gives it stands in no text of the resource.
    func place(of tag: Tag, path: String) -> Place {
        guard tag.value.document.source === resource.source else {
            return Place(range: resource.anchor, path: path)
        }
        return place(of: tag.value, path: path)
    }
}
