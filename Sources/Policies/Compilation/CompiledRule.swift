public import CEL
public import Documents
public import Resources

/// A rule ready to be evaluated: every check in one form, every expression compiled.
public struct CompiledRule: Sendable {
    /// `pack/rule`.
    public var id: String
    public var rule: Rule
    public var targets: [Glob]
    /// The variables that only this rule's expressions have, by slot: named expressions of the rule.
    public var variables: [(slot: Int, program: Program)]
    /// The slots of those variables that come to the same for every resource of an input.
    public var steadySlots: [Int]
    /// The parameters of the pack by slot.
    public var parameters: [(slot: Int, type: ParameterType, value: NodeView)]
    public var slotCount: Int
    public var when: Program?
    public var check: CompiledCheck
    public var message: CompiledMessage?
    public var remedy: CompiledMessage?
    public var fix: CompiledFix?

    /// Whether the check is about tags alone, so that the rule does not apply to what cannot be tagged.
    public var judgesOnlyTags: Bool
    /// Whether an expression of the rule names the variable `tags`, which takes time to make.
    public var readsTags: Bool
    /// Whether an expression of the rule names the variables `account` and `region`.
    public var readsAccount: Bool
    public var readsRegion: Bool
    /// Whether an expression of the rule names the variable `environment`.
    public var readsEnvironment: Bool
    /// Whether an expression of the rule names what was measured of the resource, `metrics` or `usage`.
    public var readsFacets: Bool
    /// Whether an expression of the rule looks at other resources than the one that is judged.
    public var followsReferences: Bool
    /// Whether an expression of the rule asks which resources refer to another one.
    public var followsBackwards: Bool

    public func applies(toType type: String) -> Bool { targets.contains { $0.matches(type) } }
}

/// A fix with its values compiled.
public struct CompiledFix: Sendable {
    public struct Property: Sendable {
        public var path: PropertySelector
        public var value: Program
    }

    public struct Tag: Sendable {
        public var key: String
        public var value: Program
    }

    public var set: [Property]
    public var tags: [Tag]

    var programs: [Program] { self.set.map(\.value) + tags.map(\.value) }
}

/// The slots of the variables that every expression of every rule sees.
public enum RuleSlot: Int, CaseIterable, Sendable {
    case resource, tags, account, region, environment, today
    /// What was measured of the resource, and what the bill says of it.
    case metrics, usage
    /// The offending value and its path, for messages and `satisfies`; the missing tag keys, for messages.
    case value, path, missing
}

/// A check in the form that is evaluated.
public indirect enum CompiledCheck: Sendable {
    /// The program gives the list of keys.
    case requiredTags(Program)
    case tagValues([TagDemand])
    case property(PropertyDemand)
    case assertion(Program, at: [PropertySelector])
    /// All of them must hold.
    case guarantee([GuaranteeDemand])
    case policyLint([String])
    case all([CompiledCheck])
    case any([CompiledCheck])
    case not(CompiledCheck)
}

public struct TagDemand: Sendable {
    public var key: String
    public var conditions: [CompiledCondition]
}

public struct PropertyDemand: Sendable {
    public struct Path: Sendable {
        public var selector: PropertySelector
        /// Where the catalogue has the property's default.
        public var inCatalogue: PropertyPath
    }

    public var paths: [Path]
    public var conditions: [CompiledCondition]
    /// What an absent property counts as.
    public var defaultValue: Program?
}

public struct CompiledCondition: Sendable {
    public var kind: Condition.Kind
    /// True when `value` meets the condition; nil for `exists`.
    public var predicate: Program?
    /// For `exists`: whether the property must be there or must not.
    public var mustExist: Bool
    /// The expectation in words.
    public var expectation: String
}

/// A message with its expressions compiled.
public struct CompiledMessage: Sendable {
    public enum Part: Sendable {
        case text(String)
        case expression(Program)
    }

    public var parts: [Part]
}
