import CEL
public import Documents
import Resources

/// Compiles the rules of a pack.
public struct RuleCompiler {
    private let pack: PolicyPack
    private let symbols: SymbolTable
    private let needsFixes: Bool
    private var issues: [Diagnostic] = []

    /// Compiles every rule of a pack. A rule with an error is left out, and the error is among the issues.
    ///
    /// - Parameters:
    ///   - symbols: the root table in which the keys that rules name are interned; not sealed yet.
    ///   - withFixes: whether fixes are compiled as well, which runs that make none can spare themselves.
    public static func compile(
        _ pack: PolicyPack, symbols: SymbolTable, withFixes: Bool = true
    ) -> (rules: [CompiledRule], issues: [Diagnostic]) {
        var compiler = RuleCompiler(pack: pack, symbols: symbols, needsFixes: withFixes)
        let rules = pack.rules.compactMap { compiler.compile($0) }
        return (rules, compiler.issues)
    }

    private init(pack: PolicyPack, symbols: SymbolTable, needsFixes: Bool) {
        self.needsFixes = needsFixes
        self.pack = pack
        self.symbols = symbols
    }

    private mutating func compile(_ rule: Rule) -> CompiledRule? {
        let before = issues.count
        if !pack.isBuiltin { checkTargets(rule) }
        var scope = RuleScope(pack: pack, rule: rule, symbols: symbols)
        // A condition that names no variable is evaluated before them, so it guards them like the check.
        let comesFirst = rule.when.map { !$0.names("variables") } ?? true
        var when = comesFirst ? rule.when.flatMap { condition($0, in: scope) } : nil
        scope.condition = when?.checked
        let variables = rule.variables.compactMap { variable -> (slot: Int, program: Program)? in
            // A variable that is wrong is declared all the same, so that the same mistake is not reported at each use.
            let program = program(variable.expression, as: .resource, in: scope)
            let slot = scope.add(variable.name, of: program?.checked.resultType ?? .dyn)
            return program.map { (slot, $0) }
        }
        if !comesFirst { when = rule.when.flatMap { condition($0, in: scope) } }
        scope.condition = when?.checked
        var checks = CheckCompiler(pack: pack, rule: rule, scope: scope)
        let check = checks.compile(rule.check)
        let message = rule.message.flatMap { self.message($0, of: rule, in: scope) }
        let remedy = rule.remedy.flatMap { self.message($0, of: rule, in: scope) }
        let fix = needsFixes ? rule.fix.flatMap { checks.compile($0) } : nil
        issues += checks.issues
        guard let check, !issues[before...].contains(where: { $0.severity == .error }) else { return nil }
        let programs = Self.programs(variables, when, check, [message, remedy]) + (fix?.programs ?? [])
        return CompiledRule(
            id: "\(pack.id)/\(rule.name)", rule: rule, targets: rule.targets.map { Glob($0.pattern) },
            variables: variables, steadySlots: Self.steadySlots(of: variables), parameters: scope.parameters,
            slotCount: scope.slotCount, when: when, check: check,
            message: message, remedy: remedy, fix: fix, judgesOnlyTags: rule.check.isAboutTags,
            readsTags: programs.contains { $0.reads(RuleSlot.tags.rawValue) },
            readsAccount: programs.contains { $0.reads(RuleSlot.account.rawValue) },
            readsRegion: programs.contains { $0.reads(RuleSlot.region.rawValue) },
            readsEnvironment: programs.contains { $0.reads(RuleSlot.environment.rawValue) },
            readsFacets: programs.contains {
                $0.reads(RuleSlot.metrics.rawValue) || $0.reads(RuleSlot.usage.rawValue)
            },
            followsReferences: programs.contains { program in
                ["related", "referencedBy", "resources"].contains { program.calls($0) }
            },
            followsBackwards: programs.contains { $0.calls("referencedBy") })
    }

    /// The variables that look at nothing that one resource has and another has not: such as all resources of a type.
    private static func steadySlots(of variables: [(slot: Int, program: Program)]) -> [Int] {
        var steady: [Int] = []
        for (slot, program) in variables where !program.calls("tag") {
            let others = variables.lazy.map(\.slot).filter { !steady.contains($0) }
            let changing = RuleSlot.allCases.lazy.filter { $0 != .today }.map(\.rawValue)
            if !others.contains(where: program.reads), !changing.contains(where: program.reads) { steady.append(slot) }
        }
        return steady
    }

    private static func programs(
        _ variables: [(slot: Int, program: Program)], _ when: Program?, _ check: CompiledCheck,
        _ messages: [CompiledMessage?]
    ) -> [Program] {
        variables.map(\.program) + [when].compactMap(\.self) + check.programs
            + messages.flatMap { $0?.programs ?? [] }
    }

    private mutating func checkTargets(_ rule: Rule) {
        let patterns = rule.targets.map { Glob($0.pattern) }
        for (target, pattern) in zip(rule.targets, patterns) where !Catalogue.hasType(matching: pattern) {
            let near = Catalogue.suggestions(for: target.pattern)
            report(
                target.node, "no resource type matches `\(target.pattern)`",
                help: near.isEmpty ? nil : "did you mean `\(near.joined(separator: "`, `"))`?")
        }
        if rule.check.isAboutTags,
            !patterns.contains(where: { Catalogue.types(matching: $0).contains(where: \.isTaggable) })
        {
            report(rule.idNode, "none of the targets of `\(rule.name)` can be tagged")
        }
    }

    private mutating func report(_ node: NodeView, _ message: String, help: String? = nil) {
        issues.append(Diagnostic(in: pack.source, at: node.range, message, help: help))
    }

    private mutating func program(
        _ source: ExpressionSource, as place: ExpressionPlace, in scope: RuleScope
    ) -> Program? {
        scope.compile(source, as: place, reportingTo: &issues)
    }

    /// An expression that must be a boolean.
    private mutating func condition(_ source: ExpressionSource, in scope: RuleScope) -> Program? {
        scope.compileCondition(source, as: .resource, reportingTo: &issues)
    }

    private mutating func message(
        _ template: MessageTemplate, of rule: Rule, in scope: RuleScope
    ) -> CompiledMessage? {
        var parts = [CompiledMessage.Part]()
        for part in template.parts {
            switch part {
            case .text(let text): parts.append(.text(text))
            case .expression(let source):
                guard let program = program(source, as: .message(rule.check), in: scope) else { return nil }
                parts.append(.expression(program))
            }
        }
        return CompiledMessage(parts: parts)
    }
}

extension Check {
    /// Whether the check judges nothing but tags.
    var isAboutTags: Bool {
        switch self {
        case .requiredTags, .tagValues: true
        case .property, .assert, .guarantee, .policyLint: false
        case .all(let checks), .any(let checks): checks.allSatisfy(\.isAboutTags)
        case .not(let check): check.isAboutTags
        }
    }
}

extension CompiledCheck {
    /// Every expression of the check.
    fileprivate var programs: [Program] {
        switch self {
        case .requiredTags(let program), .assertion(let program, _): [program]
        case .tagValues(let demands): demands.flatMap { $0.conditions.compactMap(\.predicate) }
        case .property(let demand): demand.conditions.compactMap(\.predicate) + [demand.defaultValue].compactMap(\.self)
        case .guarantee, .policyLint: []
        case .all(let checks), .any(let checks): checks.flatMap(\.programs)
        case .not(let check): check.programs
        }
    }
}

extension CompiledMessage {
    fileprivate var programs: [Program] {
        parts.compactMap { part in
            if case .expression(let program) = part { program } else { nil }
        }
    }
}
