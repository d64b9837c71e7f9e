import Documents
import Policies

/// Parts of rules in words.
enum RuleWords {
    static func text(of check: Check) -> String {
        switch check {
        case .requiredTags(let keys): "the tags \(text(of: keys)) are there with a value that is not blank"
        case .tagValues(let checks):
            checks.map { "the tag `\($0.key)`, where it is there, satisfies \(text(of: $0.conditions))" }
                .joined(separator: "; ")
        case .property(let check):
            "`\(check.paths.map(\.description).joined(separator: "`, `"))` \(check.paths.count > 1 ? "each " : "")"
                + "satisfies \(text(of: check.conditions))"
                + (check.defaultValue.map { ", and counts as \(text(of: $0)) where it is absent" } ?? "")
        case .assert(let source, _): "`\(source.text.onOneLine)` is true"
        case .guarantee(let check):
            "no request outside of `\(text(of: check.node).replacing("{{ each }}", with: "(each)"))` can be allowed"
        case .policyLint(let ids, _): "the linter of IAM policies finds none of `\(ids.joined(separator: "`, `"))`"
        case .all(let checks): "all of: " + checks.map { text(of: $0) }.joined(separator: "; ")
        case .any(let checks): "one of: " + checks.map { text(of: $0) }.joined(separator: "; ")
        case .not(let check): "not: \(text(of: check))"
        }
    }

    private static func text(of conditions: [Condition]) -> String {
        conditions.map { "`\($0.kind.rawValue): \(text(of: $0.operand))`" }.joined(separator: " and ")
    }

    static func text(of operand: Operand) -> String {
        switch operand {
        case .literal(let node): text(of: node)
        case .parameter(let name, _): "{param: \(name)}"
        case .expression(let source): source.text.onOneLine
        }
    }

    static func text(of node: NodeView) -> String {
        switch node.kind {
        case .list: "[\(node.children.map { text(of: $0) }.joined(separator: ", "))]"
        case .map: "{\(node.children.map { "\($0.key): \(text(of: $0))" }.joined(separator: ", "))}"
        default: node.text ?? ""
        }
    }
}

/// What a fix does, in words.
enum FixWords {
    static func text(of fix: Fix) -> String {
        let settings = fix.set.map { "sets `\($0.path)` to `\(RuleWords.text(of: $0.value))`" }
        let tags = fix.tags.map { "sets the tag `\($0.key)` to `\(RuleWords.text(of: $0.value))`" }
        return "`proviso check --fix` " + (settings + tags).joined(separator: " and ")
    }
}

extension MessageTemplate {
    /// As it is written in the pack.
    var text: String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .expression(let source): "{{\(source.text)}}"
            }
        }.joined()
    }
}

/// How a finding of a rule is silenced.
struct SilencingText {
    let id: String
    let rule: Rule

    var comment: String { "# proviso:ignore \(id) reason=\"why\" until=2027-12-31" }

    var oneLine: String {
        rule.isSuppressible
            ? "\(comment) on the line, or an entry in exceptions.yaml"
            : "only an entry in exceptions.yaml; comments do not count"
    }
}
