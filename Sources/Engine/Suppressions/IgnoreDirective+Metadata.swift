import Documents
import Resources

extension IgnoreDirective {
    /// The elements of `Metadata.proviso.ignore` of a resource, which survive JSON and code that writes templates.
    static func directives(in resource: Resource) -> [IgnoreDirective] {
        guard let own = resource.metadata?["proviso"] else { return [] }
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

    private init(element: NodeView) {
        self.init(range: element.range)
        guard element.kind == .map else {
            mistakes = [(element.range, "a suppression is a mapping", "write `{id: pack/rule, reason: why}`")]
            return
        }
        for member in element.children {
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
