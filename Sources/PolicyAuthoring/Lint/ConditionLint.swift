import CEL
import Documents
import Policies

/// Finds conditions and assertions whose outcome is the same for every resource, as far as their form shows it.
struct ConditionLint {
    private(set) var findings: [PolicyLintFinding] = []

    init(_ rule: Rule, id: String) {
        if let when = rule.when, let outcome = ConstantOutcome(of: when.text) {
            findings.append(
                outcome.isTrue
                    ? PolicyLintFinding(
                        .doubtful, id, when.node, "the condition is always true: \(outcome.reason)",
                        help: "leave `when` out")
                    : PolicyLintFinding(.neverMatches, id, when.node, "the condition is never true: \(outcome.reason)"))
        }
        visit(rule.check, id)
    }

    private mutating func visit(_ check: Check, _ id: String) {
        switch check {
        case .assert(let source, _):
            guard let outcome = ConstantOutcome(of: source.text) else { return }
            findings.append(
                PolicyLintFinding(
                    outcome.isTrue ? .neverFails : .neverPasses, id, source.node,
                    "the assertion is \(outcome.isTrue ? "always" : "never") true: \(outcome.reason)"))
        case .all(let checks), .any(let checks): for check in checks { visit(check, id) }
        case .not(let check): visit(check, id)
        case .requiredTags, .tagValues, .property, .guarantee, .policyLint: break
        }
    }
}

/// The one outcome that an expression can have.
struct ConstantOutcome {
    var isTrue: Bool
    /// Why, in words.
    var reason: String

    /// Nil when its form does not show one.
    init?(of text: String) {
        guard let tree = try? ExpressionTree(parsing: text) else { return nil }
        self.init(tree, tree.root)
    }

    private init(isTrue: Bool, reason: String) {
        self.isTrue = isTrue
        self.reason = reason
    }

    private init?(_ tree: ExpressionTree, _ id: ExpressionID) {
        switch tree[id] {
        case .literal(.bool(let value)): self.init(isTrue: value, reason: "it says `\(value)`")
        case .and(let parts):
            if let part = parts.lazy.compactMap({ ConstantOutcome(tree, $0) }).first(where: { !$0.isTrue }) {
                self = part
            } else if let reason = Limits.conflict(among: parts.compactMap { Limits.Bound(tree, $0) }) {
                self.init(isTrue: false, reason: reason)
            } else {
                return nil
            }
        case .or(let parts):
            if let part = parts.lazy.compactMap({ ConstantOutcome(tree, $0) }).first(where: \.isTrue) {
                self = part
            } else if let reason = Limits.conflict(among: parts.compactMap { Limits.Bound(tree, $0)?.negated }) {
                self.init(isTrue: true, reason: "one side always holds, because the opposite cannot be: \(reason)")
            } else {
                return nil
            }
        case .call("!_", let operands):
            guard let operand = operands.first.flatMap({ ConstantOutcome(tree, $0) }) else { return nil }
            self.init(isTrue: !operand.isTrue, reason: operand.reason)
        default: return nil
        }
    }
}

/// Demands on one value by comparison with constants.
enum Limits {
    struct Bound: Hashable {
        enum Relation: String {
            case less = "<"
            case atMost = "<="
            case more = ">"
            case atLeast = ">="
            case equal = "=="
            case other = "!="
        }

        var subject: String
        var relation: Relation
        var constant: Constant

        init(_ subject: String, _ relation: Relation, _ constant: Constant) {
            self.subject = subject
            self.relation = relation
            self.constant = constant
        }

        /// Nil for anything but a comparison of something with a constant.
        init?(_ tree: ExpressionTree, _ id: ExpressionID) {
            guard case .call(let function, let operands) = tree[id], operands.count == 2,
                let relation = Relation(rawValue: function.filter { $0 != "_" })
            else { return nil }
            let texts = operands.map { tree.source.slice(tree.range(of: $0)).onOneLine }
            if let constant = Constant(tree[operands[1]]), Constant(tree[operands[0]]) == nil {
                self.init(texts[0], relation, constant)
            } else if let constant = Constant(tree[operands[0]]), Constant(tree[operands[1]]) == nil {
                self.init(texts[1], relation.flipped, constant)
            } else {
                return nil
            }
        }

        var negated: Bound { Bound(subject, relation.negated, constant) }

        fileprivate var text: String { "\(subject) \(relation.rawValue) \(constant.text)" }
    }

    enum Constant: Hashable {
        case number(Double)
        case text(String)

        init?(_ expression: Expression) {
            switch expression {
            case .literal(.int(let value)): self = .number(Double(value))
            case .literal(.uint(let value)): self = .number(Double(value))
            case .literal(.double(let value)): self = .number(value)
            case .literal(.string(let value)): self = .text(value)
            default: return nil
            }
        }

        fileprivate var text: String {
            switch self {
            case .number(let value):
                value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
            case .text(let text): "\"\(text)\""
            }
        }
    }

    /// Why demands on one value cannot all be met; nil if they may be.
    static func conflict(among bounds: [Bound]) -> String? {
        for (index, left) in bounds.enumerated() {
            for right in bounds[index...].dropFirst() where left.subject == right.subject {
                if conflict(left, right) { return "`\(left.text)` and `\(right.text)` exclude each other" }
            }
        }
        return nil
    }

    private static func conflict(_ left: Bound, _ right: Bound) -> Bool {
        switch (left.relation, right.relation) {
        case (.equal, .equal): return left.constant != right.constant
        case (.equal, .other), (.other, .equal): return left.constant == right.constant
        case (.other, _), (_, .other): return false
        default: break
        }
        guard case .number(let first) = left.constant, case .number(let second) = right.constant else { return false }
        let (lower, upper) = (left.relation.isLower, right.relation.isLower)
        if left.relation == .equal { return !right.relation.holds(first, second) }
        if right.relation == .equal { return !left.relation.holds(second, first) }
        guard lower != upper else { return false }
        let (least, most) = lower ? (first, second) : (second, first)
        let isStrict =
            left.relation == .less || left.relation == .more || right.relation == .less || right.relation == .more
        return least > most || least == most && isStrict
    }
}

extension Limits.Bound.Relation {
    fileprivate var flipped: Self {
        switch self {
        case .less: .more
        case .atMost: .atLeast
        case .more: .less
        case .atLeast: .atMost
        case .equal, .other: self
        }
    }

    fileprivate var negated: Self {
        switch self {
        case .less: .atLeast
        case .atMost: .more
        case .more: .atMost
        case .atLeast: .less
        case .equal: .other
        case .other: .equal
        }
    }

    /// Whether values are bounded from below.
    fileprivate var isLower: Bool { self == .more || self == .atLeast }

    fileprivate func holds(_ value: Double, _ bound: Double) -> Bool {
        switch self {
        case .less: value < bound
        case .atMost: value <= bound
        case .more: value > bound
        case .atLeast: value >= bound
        case .equal: value == bound
        case .other: value != bound
        }
    }
}
