/// What concerns the document as a whole.
enum DocumentRules {
    static let rules = [
        LintRule(id: "missing-version", severity: .warning) { subject in
            guard !subject.policy.declaresVersion else { return [] }
            return [
                LintMatch(
                    message: "the policy declares no version, so that policy variables in it are plain text",
                    help: "add `\"Version\": \"2012-10-17\"`", range: start(of: subject.policy))
            ]
        },
        LintRule(id: "old-version", severity: .note) { subject in
            guard subject.policy.declaresVersion, subject.policy.version == .original else { return [] }
            return [
                LintMatch(
                    message: "version 2008-10-17 of the policy language knows no policy variables",
                    help: "declare `2012-10-17`", range: start(of: subject.policy))
            ]
        },
        LintRule(id: "variable-in-old-version", severity: .error) { subject in
            guard subject.policy.version == .original else { return [] }
            return subject.policy.statements.flatMap { statement in
                let values = (statement.resources?.values ?? []) + statement.conditions.flatMap(\.values)
                return values.filter { !Template($0.text, version: .current).variables.isEmpty }.map {
                    subject.match(
                        statement, "`\($0.text)` is plain text in this version of the policy language",
                        help: "declare `\"Version\": \"2012-10-17\"`", at: $0.range)
                }
            }
        },
        LintRule(id: "policy-too-long", severity: .error) { subject in
            guard subject.kind == .managed, let source = subject.policy.source else { return [] }
            let length = source.bytes[subject.policy.range.clamped(to: source.bytes.indices)].count {
                !" \n\r\t".utf8.contains($0)
            }
            guard length > managedLimit else { return [] }
            return [
                LintMatch(
                    message:
                        "the policy has \(length) characters, white space apart: a managed policy may have \(managedLimit)",
                    range: start(of: subject.policy))
            ]
        },
        LintRule(id: "sid-with-underscore", severity: .error) { subject in
            guard subject.kind.hasPlainSids else { return [] }
            return subject.policy.statements.compactMap { statement in
                guard let sid = statement.sid, sid.utf8.contains(UInt8(ascii: "_")) else { return nil }
                return subject.match(
                    statement,
                    "the Sid `\(sid)` holds an underscore, which IAM answers with `\(PolicyGrammar.sidMessage)`",
                    help: "use letters and digits only", at: statement.range)
            }
        },
    ]

    /// - SeeAlso: IAM User Guide, "IAM and AWS STS quotas".
    private static let managedLimit = 6144

    private static func start(of policy: Policy) -> Range<Int> {
        policy.range.lowerBound..<min(policy.range.lowerBound + 1, policy.range.upperBound)
    }
}
