import Documents

/// A tree of values as one line of text, by which trees of different formats compare.
enum TreeText {
    static func of(_ view: NodeView) -> String {
        switch view.kind {
        case .null: "null"
        case .true: "true"
        case .false: "false"
        case .integer: "\(view.integer.map(String.init) ?? "?")"
        case .double: view.number.map { $0 == $0.rounded() && abs($0) < 1e15 ? "\(Int64($0))" : "\($0)" } ?? "?"
        case .string: "\"\(view.text ?? "")\""
        case .list: "[" + view.children.map { of($0) }.joined(separator: ", ") + "]"
        case .map: "{" + view.children.map { "\"\($0.key)\": \(of($0))" }.sorted().joined(separator: ", ") + "}"
        case .unknown: "unknown"
        }
    }
}
