public import Documents

/// One resource of an input, in the names of the CloudFormation schema whatever the source.
///
/// A value that is one reference: rules pass resources around for each evaluation, and two dozen references to count would
/// cost more than what they look at. Who changes a resource that others hold gets a copy of its own.
public struct Resource: Sendable {
    private var fields: Fields

    /// The CloudFormation type name, such as `AWS::SageMaker::NotebookInstance`.
    public var type: String {
        get { fields.type }
        set { own().type = newValue }
    }
    /// What a person calls it: the logical id of a template, the address of a plan, the name or ARN of a live resource.
    public var name: String {
        get { fields.name }
        set { own().name = newValue }
    }
    /// An identity that is stable across runs: logical id, address or ARN.
    public var id: String {
        get { fields.id }
        set { own().id = newValue }
    }
    /// The unit of input inside which ids are unique and references by id are followed: a template, a plan, a
    /// Terraform module, a snapshot of an account. The name of the source unless the reader says otherwise.
    public var scope: String {
        get { fields.scope }
        set { own().scope = newValue }
    }
    /// The mapping of properties; nil when the input gives none.
    public var properties: NodeView? {
        get { fields.properties }
        set { own().properties = newValue }
    }
    /// The byte range that stands for the resource itself, for findings about something that is missing: its key.
    public var anchor: Range<Int> {
        get { fields.anchor }
        set { own().anchor = newValue }
    }
    /// The text that `anchor` and the positions of `properties` refer to.
    public var source: SourceText {
        get { fields.source }
        set { own().source = newValue }
    }
    public var tags: TagSet {
        get { fields.tags }
        set { own().tags = newValue }
    }
    /// What the input says beside the properties, for tools: the `Metadata` of a template's resource.
    public var metadata: NodeView? {
        get { fields.metadata }
        set { own().metadata = newValue }
    }
    /// A mapping whose members `metrics` and `usage` hold what was measured of the resource and what the bill says of it.
    public var facets: NodeView? {
        get { fields.facets }
        set { own().facets = newValue }
    }
    /// Why nothing is known of what was measured, where that is so: nobody asked, or got no answer.
    public var unmeasured: String? {
        get { fields.unmeasured }
        set { own().unmeasured = newValue }
    }
    /// What a bill beside the input says of the resource; it goes before what the input says.
    public var billed: NodeView? {
        get { fields.billed }
        set { own().billed = newValue }
    }
    /// Whether the input says nothing of the resource but what was measured: whoever looks at its properties has nothing to
    /// judge.
    public var isOnlyMeasured: Bool {
        get { fields.isOnlyMeasured }
        set { own().isOnlyMeasured = newValue }
    }
    public var account: String? {
        get { fields.account }
        set { own().account = newValue }
    }
    public var region: String? {
        get { fields.region }
        set { own().region = newValue }
    }
    /// Other names by which references reach it: physical name, ARN.
    public var aliases: [String] {
        get { fields.aliases }
        set { own().aliases = newValue }
    }
    /// Whether values among the properties must not be shown, so that whoever writes about them has to look.
    public var holdsSecrets: Bool {
        get { fields.holdsSecrets }
        set { own().holdsSecrets = newValue }
    }
    /// Whether its scalars have the types of its schema already: the reader gave them those.
    public var hasSchemaTypes: Bool {
        get { fields.hasSchemaTypes }
        set { own().hasSchemaTypes = newValue }
    }
    /// Resolves the deferred nodes among the properties and tags; nil when the input has none.
    public var resolver: (any ValueResolver)? {
        get { fields.resolver }
        set { own().resolver = newValue }
    }
    /// The condition under which the resource exists, as `resolver` knows it; nil when it always does.
    public var condition: String? {
        get { fields.condition }
        set { own().condition = newValue }
    }
    /// Where the Terraform modules on the way to the resource are called, outermost first.
    public var calls: [ResourcePlace] {
        get { fields.calls }
        set { own().calls = newValue }
    }
    /// Where it is, if it was read from an account: that and its id tell it from every other wherever the input lies.
    public var livePlace: AccountPlace? {
        get { fields.livePlace }
        set { own().livePlace = newValue }
    }
    public var isLive: Bool { fields.livePlace != nil }
    /// What of its account was seen; nil for a resource of which nobody says that.
    public var sight: AccountSight? {
        get { fields.sight }
        set { own().sight = newValue }
    }
    /// Whether the resource may get tags that no input shows.
    public var mayHaveMoreTags: Bool {
        get { fields.mayHaveMoreTags }
        set { own().mayHaveMoreTags = newValue }
    }

    public init(
        type: String, name: String, id: String, properties: NodeView?, anchor: Range<Int>, source: SourceText,
        tags: TagSet, account: String? = nil, region: String? = nil, aliases: [String] = [],
        resolver: (any ValueResolver)? = nil, scope: String? = nil, metadata: NodeView? = nil,
        condition: String? = nil
    ) {
        fields = Fields(
            type: type, name: name, id: id, scope: scope ?? source.name, properties: properties, anchor: anchor,
            source: source, tags: tags, metadata: metadata, account: account, region: region, aliases: aliases,
            resolver: resolver, condition: condition)
    }

    /// The fields, which nobody else holds.
    private mutating func own() -> Fields {
        if !isKnownUniquelyReferenced(&fields) { fields = Fields(fields) }
        return fields
    }

    /// Whether the resource exists in a scenario; nil while that is not known.
    public func exists(in scenario: Scenario) -> Bool? {
        guard let condition, let resolver else { return true }
        return resolver.holds(condition, in: scenario)
    }

    /// Why it is not known whether the resource exists.
    public var existenceReason: String {
        let condition = condition ?? ""
        return resolver?.reason(forOpen: condition) ?? "condition `\(condition)` of the resource is not decided"
    }

    /// The effective tags in a scenario.
    public func tags(in scenario: Scenario) -> TagSet {
        guard case .known(_, _, isOpen: true) = tags, let resolver else { return tags }
        let effective = resolver.tags(of: self, in: scenario)
        guard mayHaveMoreTags, case .known(let known, let anchor, _) = effective else { return effective }
        return .known(known, anchor: anchor, isOpen: true)
    }
}

// INVARIANT: fields that more than one resource holds are never written: `Resource.own` gives out none.
private final class Fields: @unchecked Sendable {
    var type: String
    var name: String
    var id: String
    var scope: String
    var properties: NodeView?
    var anchor: Range<Int>
    var source: SourceText
    var tags: TagSet
    var metadata: NodeView?
    var facets: NodeView?
    var unmeasured: String?
    var billed: NodeView?
    var isOnlyMeasured = false
    var account: String?
    var region: String?
    var aliases: [String]
    var holdsSecrets = false
    var hasSchemaTypes = false
    var resolver: (any ValueResolver)?
    var condition: String?
    var calls: [ResourcePlace] = []
    var livePlace: AccountPlace?
    var sight: AccountSight?
    var mayHaveMoreTags = false

    init(
        type: String, name: String, id: String, scope: String, properties: NodeView?, anchor: Range<Int>,
        source: SourceText, tags: TagSet, metadata: NodeView?, account: String?, region: String?, aliases: [String],
        resolver: (any ValueResolver)?, condition: String?
    ) {
        self.type = type
        self.name = name
        self.id = id
        self.scope = scope
        self.properties = properties
        self.anchor = anchor
        self.source = source
        self.tags = tags
        self.metadata = metadata
        self.account = account
        self.region = region
        self.aliases = aliases
        self.resolver = resolver
        self.condition = condition
    }

    convenience init(_ other: Fields) {
        self.init(
            type: other.type, name: other.name, id: other.id, scope: other.scope, properties: other.properties,
            anchor: other.anchor, source: other.source, tags: other.tags, metadata: other.metadata,
            account: other.account, region: other.region, aliases: other.aliases, resolver: other.resolver,
            condition: other.condition)
        facets = other.facets
        unmeasured = other.unmeasured
        billed = other.billed
        isOnlyMeasured = other.isOnlyMeasured
        holdsSecrets = other.holdsSecrets
        hasSchemaTypes = other.hasSchemaTypes
        calls = other.calls
        livePlace = other.livePlace
        sight = other.sight
        mayHaveMoreTags = other.mayHaveMoreTags
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
