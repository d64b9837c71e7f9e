public import Documents

/// One resource of an input, in the names of the CloudFormation schema whatever the source.
public struct Resource: Sendable {
    /// The CloudFormation type name, such as `AWS::SageMaker::NotebookInstance`.
    public var type: String
    /// What a person calls it: the logical id of a template, the address of a plan, the name or ARN of a live resource.
    public var name: String
    /// An identity that is stable across runs: logical id, address or ARN.
    public var id: String
    /// The unit of input inside which ids are unique and references by id are followed: a template, a plan, a
    /// Terraform module, a snapshot of an account. The name of the source unless the reader says otherwise.
    public var scope: String
    /// The mapping of properties; nil when the input gives none.
    public var properties: NodeView?
    /// The byte range that stands for the resource itself, for findings about something that is missing: its key.
    public var anchor: Range<Int>
    /// The text that `anchor` and the positions of `properties` refer to.
    public var source: SourceText
    public var tags: TagSet
    /// What the input says beside the properties, for tools: the `Metadata` of a template's resource.
    public var metadata: NodeView?
    /// A mapping whose members `metrics` and `usage` hold what was measured of the resource and what the bill says of it.
    public var facets: NodeView?
    /// What a bill beside the input says of the resource; it goes before what the input says.
    public var billed: NodeView?
    /// Whether the input says nothing of the resource but what was measured: whoever looks at its properties has nothing to
    /// judge.
    public var isOnlyMeasured = false
    public var account: String?
    public var region: String?
    /// Other names by which references reach it: physical name, ARN.
    public var aliases: [String]
    /// Whether values among the properties must not be shown, so that whoever writes about them has to look.
    public var holdsSecrets = false
    /// Whether its scalars have the types of its schema already: the reader gave them those.
    public var hasSchemaTypes = false
    /// Resolves the deferred nodes among the properties and tags; nil when the input has none.
    public var resolver: (any ValueResolver)?
    /// The condition under which the resource exists, as `resolver` knows it; nil when it always does.
    public var condition: String?
    /// Where the Terraform modules on the way to the resource are called, outermost first.
    public var calls: [ResourcePlace] = []
    /// Whether it was read from an account, so that its id tells it from every other wherever the input lies.
    public var isLive = false
    /// Whether the resource may get tags that no input shows.
    public var mayHaveMoreTags = false

    public init(
        type: String, name: String, id: String, properties: NodeView?, anchor: Range<Int>, source: SourceText,
        tags: TagSet, account: String? = nil, region: String? = nil, aliases: [String] = [],
        resolver: (any ValueResolver)? = nil, scope: String? = nil, metadata: NodeView? = nil,
        condition: String? = nil
    ) {
        self.type = type
        self.name = name
        self.id = id
        self.properties = properties
        self.anchor = anchor
        self.source = source
        self.tags = tags
        self.account = account
        self.region = region
        self.aliases = aliases
        self.resolver = resolver
        self.scope = scope ?? source.name
        self.metadata = metadata
        self.condition = condition
    }

    /// Whether the resource exists in a scenario; nil while that is not known.
    public func exists(in scenario: Scenario) -> Bool? {
        guard let condition, let resolver else { return true }
        return resolver.holds(condition, in: scenario)
    }

    /// The effective tags in a scenario.
    public func tags(in scenario: Scenario) -> TagSet {
        guard case .known(_, _, isOpen: true) = tags, let resolver else { return tags }
        let effective = resolver.tags(of: self, in: scenario)
        guard mayHaveMoreTags, case .known(let known, let anchor, _) = effective else { return effective }
        return .known(known, anchor: anchor, isOpen: true)
    }
}

/// A place in a text that has to do with a resource.
public struct ResourcePlace: Sendable {
    public var source: SourceText
    public var range: Range<Int>

    public init(source: SourceText, range: Range<Int>) {
        self.source = source
        self.range = range
    }
}

/// The effective tags of a resource.
public enum TagSet: Sendable {
    /// The type takes no tags.
    case notTaggable
    /// The input does not say, for instance describe output without `ListTags`.
    case unknown
    /// What the input gives. `anchor` is the key of the tag list, if there is one; `isOpen` when further tags may exist
    /// that the input does not show (an element of the list or the list itself is not known yet).
    case known([Tag], anchor: Range<Int>?, isOpen: Bool)
}

public struct Tag: Sendable {
    public var key: NodeView?
    public var keyText: String
    /// The node of the value: a scalar, or deferred when the input does not fix it yet.
    public var value: NodeView

    public init(key: NodeView?, keyText: String, value: NodeView) {
        self.key = key
        self.keyText = keyText
        self.value = value
    }
}
