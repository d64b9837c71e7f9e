import Documents
import IAM
import Reports

/// A statement as answers show it: who it is, and the part of its text that matters for a request.
struct StatementView {
    let reference: StatementReference
    let effect: Effect?
    private let source: LoadedPolicies.Source?
    private let statement: Statement?

    init(_ reference: StatementReference, in policies: LoadedPolicies) {
        self.reference = reference
        source = policies.sources[reference.policy]
        statement = source?.policy.statements.first { $0.index == reference.index }
        effect = statement?.effect
    }

    /// `DenyGPU of scp.json`.
    var name: String {
        guard let sid = reference.sid, !sid.isEmpty else {
            return "statement \(reference.index + 1) of \(reference.policy)"
        }
        return "`\(sid)` of \(reference.policy)"
    }

    /// The statement with the action that it covers underlined, or a condition.
    func diagnostic(_ message: String, action: String? = nil, pointsAtCondition: Bool = false) -> Diagnostic {
        guard let source, let statement else { return Diagnostic(.note, file: reference.policy, message: message) }
        return source.text.diagnostic(
            .note, at: range(of: statement, action: action, pointsAtCondition: pointsAtCondition), message)
    }

    private func range(of statement: Statement, action: String?, pointsAtCondition: Bool) -> Range<Int> {
        if pointsAtCondition, let condition = statement.conditions.first { return condition.range }
        let clause = statement.actions
        guard let action, !clause.isNegated else { return clause.range }
        let value = clause.values.first { Glob(pattern: $0.text, ignoringCase: true).matches(action) }
        return value?.range ?? clause.range
    }

    func write(_ key: String?, to json: JSONWriter) {
        json.object(key) {
            json.member("policy", reference.policy)
            json.member("kind", reference.layer.name)
            json.member("sid", reference.sid ?? "")
            json.member("index", reference.index)
            json.member("effect", ifPresent: effect?.rawValue)
            guard let source else { return }
            json.member("file", source.text.file.name)
            let region = source.text.place(of: reference.range).region
            json.object("region", layout: .inline) {
                json.member("startLine", region.start.line)
                json.member("startColumn", region.start.column)
                json.member("endLine", region.end.line)
                json.member("endColumn", region.end.column)
            }
        }
    }
}
