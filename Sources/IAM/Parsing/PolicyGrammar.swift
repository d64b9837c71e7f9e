/// What IAM refuses although the structure is right, in the order in which it looks.
///
/// The order matters: of several mistakes IAM names one.
struct PolicyGrammar {
    let kind: PolicyKind

    func check(_ policy: Policy) throws(PolicyRejection) {
        try checkVersion(policy)
        for statement in policy.statements { try checkForm(of: statement) }
        let badResource = try checkResources(policy)
        try checkSids(policy)
        for statement in policy.statements where statement.actions.values.isEmpty {
            throw PolicyRejection(.missingActions, "the statement names no actions", at: statement.range)
        }
        if let badResource { throw badResource }
        for statement in policy.statements {
            for action in statement.actions.values where !action.template.isUnknown { try ActionGrammar.check(action) }
        }
        for statement in policy.statements { try checkPresence(in: statement) }
        try OrganizationGrammar(kind: kind).check(policy)
        if kind == .trust { for statement in policy.statements { try checkTrust(statement) } }
    }

    /// Only STS asks a trust policy.
    private func checkTrust(_ statement: Statement) throws(PolicyRejection) {
        for action in statement.actions.values where !action.template.isUnknown && action.text != "*" {
            let vendor = action.text.prefix { $0 != ":" }.asciiLowercased
            guard !Glob(pattern: vendor).matches("sts") else { continue }
            throw PolicyRejection(
                .action,
                "`\(action.text)` cannot stand in a trust policy: expected one of STS, such as `sts:AssumeRole`",
                iam: "AssumeRole policy may only specify STS AssumeRole actions.", at: action.range)
        }
    }

    private func checkVersion(_ policy: Policy) throws(PolicyRejection) {
        guard kind.requiresCurrentVersion, policy.version != .current else { return }
        throw PolicyRejection(
            .version, "a managed policy must declare `\"Version\": \"2012-10-17\"`", at: policy.range)
    }

    private func checkForm(of statement: Statement) throws(PolicyRejection) {
        if statement.effectText != statement.effect.rawValue {
            throw PolicyRejection(
                .legacyParsing, "`\(statement.effectText)` must be written `\(statement.effect.rawValue)`",
                at: statement.range)
        }
        for condition in statement.conditions where condition.comparison.family == .date {
            for value in condition.values where !value.template.isUnknown && Instant(policyText: value.text) == nil {
                throw PolicyRejection(
                    .legacyParsing, "`\(value.text)` is no date: expected ISO 8601 or seconds since 1970",
                    at: value.range)
            }
        }
    }

    /// The last malformed resource wins; a resource that the older parser refuses wins over all.
    private func checkResources(_ policy: Policy) throws(PolicyRejection) -> PolicyRejection? {
        var found: PolicyRejection?
        for statement in policy.statements {
            // Templates of other tools put names in `${}` where an ARN must be complete; they fill them in before IAM sees them.
            let isTemplate = { (value: Statement.Value) in kind == .unspecified && value.text.contains("${") }
            let isRelative = { (value: Statement.Value) in
                (kind == .unspecified || kind == .resource) && value.text.hasPrefix(Template.relativeBeginning)
            }
            guard
                let resources = statement.resources?.values.filter({
                    !$0.template.isUnknown && !isTemplate($0) && !isRelative($0)
                })
            else { continue }
            for resource in resources.sorted(by: { $0.text > $1.text }) {
                if let rejection = ResourceGrammar.rejection(of: resource) { found = rejection }
            }
            guard found == nil else { continue }
            for resource in resources where !ResourceGrammar.passesOlderParser(resource.text) {
                throw PolicyRejection(.legacyParsing, "`\(resource.text)` is no ARN", at: resource.range)
            }
        }
        return found
    }

    static let sidMessage =
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"

    private func checkSids(_ policy: Policy) throws(PolicyRejection) {
        for statement in policy.statements where kind.hasPlainSids {
            guard let sid = statement.sid, !sid.utf8.allSatisfy({ Self.isPlain($0) }) else { continue }
            throw PolicyRejection(
                .sid, "the Sid `\(sid)` holds more than letters and digits",
                iam: Self.sidMessage, at: statement.range)
        }
        var seen: Set<String> = []
        for statement in policy.statements {
            guard let sid = statement.sid, !sid.isEmpty, !seen.insert(sid).inserted else { continue }
            throw PolicyRejection(.duplicateSid, "two statements have the Sid `\(sid)`", at: statement.range)
        }
    }

    /// Letters and digits are documented. Of the underscore sources disagree whether IAM takes it: the linter speaks of it.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "_"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    private func checkPresence(in statement: Statement) throws(PolicyRejection) {
        let hasResources = statement.resources.map { !$0.values.isEmpty } ?? false
        switch kind.resource {
        case .required where !hasResources, .optional where !hasResources && statement.principals == nil:
            throw PolicyRejection(.missingResources, "the statement names no resources", at: statement.range)
        case .forbidden where statement.resources != nil:
            throw PolicyRejection(
                .resource, "a trust policy names no resources", iam: "Has prohibited field Resource.",
                at: statement.resources?.range ?? statement.range)
        default: break
        }
        switch kind.principal {
        case .required where statement.principals == nil:
            throw PolicyRejection(
                .principal, "the statement names no principal", iam: "Missing required field Principal",
                at: statement.range)
        case .forbidden where statement.principals != nil:
            throw PolicyRejection(
                .principal, "this kind of policy names no principal", at: statement.principals?.range ?? statement.range
            )
        default: break
        }
    }
}
