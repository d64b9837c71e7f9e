import Resources

/// What is known of a rule before it is compiled.
public struct RuleEntry: Sendable {
    /// `pack/rule`.
    public let id: String
    /// Whether the rule may look at other resources than the one that is judged.
    let followsReferences: Bool
    let origin: Origin
    private let targets: Targets

    enum Origin: Sendable {
        case compiled(CompiledRule)
        case embedded(EmbeddedRules.Place)
    }

    private enum Targets: Sendable {
        case patterns([Glob])
        case indexed(PackIndex.Rule)
    }

    init(_ rule: CompiledRule) {
        id = rule.id
        followsReferences = rule.followsReferences
        origin = .compiled(rule)
        targets = .patterns(rule.targets)
    }

    init(_ rule: PackIndex.Rule, id: String, at place: EmbeddedRules.Place) {
        self.id = id
        followsReferences = rule.followsReferences
        origin = .embedded(place)
        targets = .indexed(rule)
    }

    public func applies(toType type: String) -> Bool {
        switch targets {
        case .patterns(let patterns): patterns.contains { $0.matches(type) }
        case .indexed(let rule): rule.applies(toType: type)
        }
    }
}

/// Where the rules of a pack come from.
enum PackSource: Sendable {
    case decoded(PolicyPack)
    case embedded(EmbeddedPack)

    var id: String {
        switch self {
        case .decoded(let pack): pack.id
        case .embedded(let pack): pack.id
        }
    }

    var name: String {
        switch self {
        case .decoded(let pack): pack.source.name
        case .embedded(let pack): pack.name
        }
    }

    var outlines: [RuleOutline] {
        switch self {
        case .decoded(let pack): pack.rules.map { RuleOutline($0, ofPack: pack.id) }
        case .embedded(let pack):
            pack.index.rules.map { RuleOutline(id: "\(pack.id)/\($0.name)", profiles: $0.profiles) }
        }
    }
}

/// What a selection of rules goes by.
struct RuleOutline {
    /// `pack/rule`.
    var id: String
    var profiles: [String]
}

extension RuleOutline {
    init(_ rule: Rule, ofPack pack: String) {
        id = "\(pack)/\(rule.name)"
        profiles = rule.profiles
    }
}
