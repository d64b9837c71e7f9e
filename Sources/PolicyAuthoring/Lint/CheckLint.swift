import CEL
import Documents
import Policies
import Resources

/// Compares what property checks demand with the values that AWS knows for the property.
struct CheckLint {
    private let rule: Rule
    private let id: String
    private let pack: PolicyPack
    private let types: [ResourceType]
    private(set) var findings: [PolicyLintFinding] = []

    init(_ rule: Rule, of pack: PolicyPack) {
        self.rule = rule
        self.pack = pack
        id = "\(pack.id)/\(rule.name)"
        types = rule.targets.flatMap { Array(Catalogue.types(matching: Glob($0.pattern))) }
        visit(rule.check)
    }

    private mutating func visit(_ check: Check) {
        switch check {
        case .property(let property): for condition in property.conditions { lint(condition, of: property) }
        case .all(let checks), .any(let checks): for check in checks { visit(check) }
        case .not(let check): visit(check)
        case .requiredTags, .tagValues, .assert, .guarantee, .policyLint: break
        }
    }

    private mutating func lint(_ condition: Condition, of check: PropertyCheck) {
        let properties = check.paths.flatMap { path in types.compactMap { $0.property(path.description) } }
        guard !properties.isEmpty, let operand = value(of: condition.operand) else { return }
        let values = KnownValues(of: properties)
        switch condition.kind {
        case .oneOf, .noneOf: lintList(operand, condition.kind, values)
        case .equals, .notEquals: lintPatterns([operand], values) { Glob($0.escapedGlob).matches }
        case .matches, .notMatches: lintExpression(operand, values)
        case .atLeast, .atMost: lintLimit(operand, condition.kind, properties)
        case .satisfies, .exists: break
        }
    }

    private func value(of operand: Operand) -> NodeView? {
        switch operand {
        case .literal(let node): node
        case .parameter(let name, _): pack.parameter(named: name)?.value
        case .expression: nil
        }
    }

    private mutating func lintList(_ list: NodeView, _ kind: Condition.Kind, _ values: KnownValues) {
        let patterns = list.kind == .list ? Array(list.children) : [list]
        lintPatterns(patterns, values) { Glob($0).matches }
        let globs = patterns.compactMap(\.text).map { Glob($0) }
        guard values.isComplete, !values.all.isEmpty else {
            if globs.contains(where: { $0.matches("\u{1}any") }) {
                add(kind == .oneOf ? .neverFails : .neverPasses, list, "`*` matches every value")
            }
            return
        }
        let matched = values.all.count { value in globs.contains { $0.matches(value) } }
        if matched == values.all.count {
            add(kind == .oneOf ? .neverFails : .neverPasses, list, "the list holds every value that the schema allows")
        } else if matched == 0 {
            add(kind == .oneOf ? .neverPasses : .neverFails, list, "the list holds no value that the schema allows")
        }
    }

    private mutating func lintPatterns(
        _ patterns: [NodeView], _ values: KnownValues, _ matcher: (String) -> (String) -> Bool
    ) {
        guard !values.all.isEmpty else { return }
        for pattern in patterns {
            guard let text = pattern.string, !values.all.contains(where: matcher(text)) else { continue }
            let near = Suggestion.nearest(to: text, among: values.all).first
            add(
                .deadPattern, pattern, "`\(text)` matches no \(values.noun)",
                help: near.map { "did you mean `\($0)`?" } ?? "check the name")
        }
    }

    private mutating func lintExpression(_ pattern: NodeView, _ values: KnownValues) {
        guard let text = pattern.text, !values.all.isEmpty,
            case .success(let expression) = RegularExpression.compile(text)
        else { return }
        let matches = values.all.contains { value in
            Array(value.utf8).withUnsafeBytes { expression.matches($0) }
        }
        if !matches { add(.deadPattern, pattern, "`\(text)` matches no \(values.noun)") }
    }

    private mutating func lintLimit(_ limit: NodeView, _ kind: Condition.Kind, _ properties: [PropertyInfo]) {
        guard let number = limit.number else { return }
        let (least, most) = (properties.map(\.minimum), properties.map(\.maximum))
        if kind == .atLeast {
            if least.allSatisfy({ $0.map { $0 >= number } ?? false }) {
                add(.neverFails, limit, "the service allows no value below \(limit.text ?? "")")
            } else if most.allSatisfy({ $0.map { $0 < number } ?? false }) {
                add(.neverPasses, limit, "the service allows no value as great as \(limit.text ?? "")")
            }
        } else if most.allSatisfy({ $0.map { $0 <= number } ?? false }) {
            add(.neverFails, limit, "the service allows no value above \(limit.text ?? "")")
        } else if least.allSatisfy({ $0.map { $0 > number } ?? false }) {
            add(.neverPasses, limit, "the service allows no value as small as \(limit.text ?? "")")
        }
    }

    private mutating func add(
        _ kind: PolicyLintFinding.Kind, _ node: NodeView, _ message: String, help: String? = nil
    ) {
        findings.append(PolicyLintFinding(kind, id, node, message, help: help))
    }
}

/// The values that AWS knows for some properties.
private struct KnownValues {
    var all: [String] = []
    /// Whether there can be no others.
    var isComplete = true
    var noun = "value that the schema allows"

    init(of properties: [PropertyInfo]) {
        for property in properties {
            if let use = property.instanceUse {
                all += InstanceType.names(acceptedFor: use)
                noun = "instance type that is known"
                // New ones appear all the time.
                isComplete = false
            } else if !property.allowedValues.isEmpty {
                all += property.allowedValues
            } else {
                all = []
                isComplete = false
                return
            }
        }
    }
}

extension String {
    /// The glob that matches this text alone.
    fileprivate var escapedGlob: String {
        var glob = ""
        for character in self {
            if "*?\\".contains(character) { glob += "\\" }
            glob.append(character)
        }
        return glob
    }
}
