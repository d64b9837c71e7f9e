import IAM
import Resources

/// What the linter of IAM policies says about the documents of a resource.
struct PolicyLint {
    let ids: [String]

    /// Every finding of a kind that is asked for; the words are those of the linter.
    func judge(_ index: Int, in access: AccessGraph) -> Judgement {
        let found = access.documents(of: index)
        if found.documents.isEmpty, found.closed.isEmpty { return .notApplicable }
        let outcomes = found.documents.map { judge($0, index, in: access) }
        let closed = found.closed.map { Judgement.unknown(reason: $0.reason, place: $0.place) }
        return .all(outcomes + closed)
    }

    private func judge(_ document: PolicyDocument, _ index: Int, in access: AccessGraph) -> Judgement {
        switch access.policy(document) {
        case .failure(let rejection):
            return .unknown(
                reason: document.reason(of: rejection),
                place: access.place(of: rejection.range, in: document, judged: index, path: document.path))
        case .success(let policy):
            let findings = policy.lint(as: document.kind, only: ids)
            return findings.isEmpty
                ? .pass
                : .fail(
                    findings.map { finding in
                        let statement = finding.statement.map { ".Statement[\($0)]" } ?? ""
                        return Violation(
                            place: access.place(
                                of: finding.range, in: document, judged: index, path: document.path + statement),
                            hint: document.shown(finding.message), remedy: document.holdsSecrets ? nil : finding.help)
                    })
        }
    }
}
