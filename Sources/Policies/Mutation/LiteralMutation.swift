import Documents

/// The changes of a value that is written in a pack.
enum LiteralMutation {
    static func changes(of node: NodeView) -> [Change<NodeView>] {
        switch node.kind {
        case .integer:
            guard let number = node.integer else { return [] }
            return ([1, -1] as [Int64]).compactMap { step in
                let (result, overflow) = number.addingReportingOverflow(step)
                return overflow ? nil : change(.limit, of: node, to: String(result))
            }
        case .double:
            return ([1, -1] as [Double]).compactMap { step in
                change(.limit, of: node, to: String((node.number ?? 0) + step))
            }
        case .true, .false:
            return [change(.negation, of: node, to: node.kind == .true ? "false" : "true")].compactMap(\.self)
        case .list: return members(of: node)
        case .map:
            return node.children.filter { $0.kind == .list }.flatMap { member in
                members(of: member).compactMap { inner in
                    replaced(node, member: member.key, by: inner.result).map { whole in inner.map { _ in whole } }
                }
            }
        case .string, .null, .unknown: return []
        }
    }

    /// A list without each of its elements.
    static func members(of node: NodeView) -> [Change<NodeView>] {
        let elements = Array(node.children)
        return elements.indices.compactMap { index in
            var rest = elements
            let dropped = rest.remove(at: index)
            guard let value = parsed("[\(rest.map(flow).joined(separator: ", "))]", like: node) else { return nil }
            return Change(
                operator: .member, before: dropped.sourceText, after: Mutant.nothing, range: dropped.range,
                result: value)
        }
    }

    private static func change(_ kind: Mutant.Operator, of node: NodeView, to text: String) -> Change<NodeView>? {
        parsed(text, like: node).map {
            Change(operator: kind, before: node.sourceText, after: text, range: node.range, result: $0)
        }
    }

    private static func replaced(_ map: NodeView, member key: String, by value: NodeView) -> NodeView? {
        let members = map.children.map { "\(YAMLScalar.quoted($0.key)): \(flow($0.key == key ? value : $0))" }
        return parsed("{\(members.joined(separator: ", "))}", like: map)
    }

    /// The value on one line, in the notation that YAML and JSON share.
    static func flow(_ node: NodeView) -> String {
        switch node.kind {
        case .list: "[\(node.children.map(flow).joined(separator: ", "))]"
        case .map: "{\(node.children.map { "\(YAMLScalar.quoted($0.key)): \(flow($0))" }.joined(separator: ", "))}"
        case .string: YAMLScalar.quoted(node.text ?? "")
        case .null, .unknown: "null"
        case .false, .true, .integer, .double: node.text ?? "null"
        }
    }

    private static func parsed(_ text: String, like node: NodeView) -> NodeView? {
        let source = SourceText(name: node.document.source.name, text: text)
        return (try? PolicyFile.parse(source, symbols: node.document.symbols))?.root
    }
}
