import Documents
import Resources

extension IgnoreDirective {
    /// The elements of `Metadata.proviso.ignore` of a resource, which survive JSON and code that writes templates.
    static func directives(in resource: Resource) -> [IgnoreDirective] {
        guard let metadata = resource.metadata, let own = metadata["proviso"] else { return [] }
        if let double = repeated(in: metadata, among: ["proviso"]) ?? repeated(in: own, among: ["ignore"]) {
            var directive = IgnoreDirective(range: double.keyRange ?? double.range)
            directive.mistakes = [twice(double.key, at: double.keyRange ?? double.range)]
            return [directive]
        }
        guard own.kind == .map, let list = own["ignore"], list.kind == .list else {
            var directive = IgnoreDirective(range: own.keyRange ?? own.range)
            directive.mistakes = [
                (
                    own.keyRange ?? own.range, "`Metadata.proviso` is not understood",
                    "write `ignore: [{id: pack/rule, reason: why}]` below it"
                )
            ]
            return [directive]
        }
        return list.children.map { IgnoreDirective(element: $0) }
    }

    /// The second member of a mapping with the same key.
    private static func repeated(in node: NodeView, among keys: Set<String>) -> NodeView? {
        guard node.kind == .map else { return nil }
        var seen: Set<String> = []
        return node.children.first { keys.contains($0.key) && !seen.insert($0.key).inserted }
    }

    private init(element: NodeView) {
        self.init(range: element.range)
        guard element.kind == .map else {
            mistakes = [(element.range, "a suppression is a mapping", "write `{id: pack/rule, reason: why}`")]
            return
        }
        var seen: Set<String> = []
        for member in element.children {
            if !seen.insert(member.key).inserted {
                mistakes.append(Self.twice(member.key, at: member.keyRange ?? member.range))
            }
            switch member.key {
            case "id":
                let names = member.kind == .list ? Array(member.children) : [member]
                rules = names.compactMap { name in name.text.map { Name(text: $0, range: name.range) } }
            case "reason": reason = member.text
            case "until": until = Name(text: member.text ?? "", range: member.range)
            default:
                let near = Suggestion.nearest(to: member.key, among: ["id", "reason", "until"]).first
                mistakes.append(
                    (
                        member.keyRange ?? member.range,
                        "unknown key `\(Diagnostic.shown(member.key))` in a suppression",
                        near.map { "did you mean `\($0)`?" } ?? "known keys are `id`, `reason` and `until`"
                    ))
            }
        }
    }
}
