package import Documents

/// Reads the members of a mapping that has a fixed set of keys, and reports every other key.
package struct StrictMapping {
    package let view: NodeView
    /// How messages name the mapping, such as `a rule`.
    package let noun: String
    package private(set) var known: [String] = []

    package init(_ view: NodeView, noun: String) {
        self.view = view
        self.noun = noun
    }

    /// The member under a key that the mapping may have. A null member is reported with the unknown keys.
    package mutating func take(_ key: String) -> NodeView? {
        known.append(key)
        guard let member = view[key], member.kind != .null else { return nil }
        return member
    }

    /// A diagnostic for each key that was never asked for, and for each that has no value: somebody who writes `when:`
    /// and nothing behind it does not mean that there is no condition.
    package func wrongKeys() -> [Diagnostic] {
        view.children.filter { !known.contains($0.key) || $0.kind == .null }.map { member in
            if known.contains(member.key) {
                return Diagnostic(
                    in: view.document.source, at: member.keyRange ?? member.range, "`\(member.key)` has no value",
                    help: "give it one, or remove the key")
            }
            let nearest = Suggestion.nearest(to: member.key, among: known).first
            return Diagnostic(
                in: view.document.source, at: member.keyRange ?? member.range,
                "unknown key `\(member.key)` in \(noun)",
                help: nearest.map { "did you mean `\($0)`?" }
                    ?? "known keys are \(known.map { "`\($0)`" }.joined(separator: ", "))")
        }
    }
}
