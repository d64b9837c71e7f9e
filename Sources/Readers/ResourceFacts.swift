import Documents
import Resources

/// What the readers ask the catalogue about one type.
struct ResourceFacts {
    /// Nil when the catalogue does not know the type.
    let isTaggable: Bool?
    let arnProperty: String?
    private let nameProperty: String?
    /// The path of the tag property; for a type that the catalogue lacks, `Tags`.
    private let tagPath: [String]?

    init(_ type: String) {
        let known = Catalogue.type(named: type)
        isTaggable = known?.isTaggable
        arnProperty = known?.arnProperty
        nameProperty = known?.nameProperty
        tagPath = known == nil ? ["Tags"] : known?.tagProperty?.split(separator: ".").map(String.init)
    }

    /// The value under the tag property.
    func tagValue(in properties: NodeView?) -> NodeView? {
        tagPath?.reduce(properties) { node, step in node?[step] }
    }

    /// The tags that the properties give in a scenario.
    func tags(
        in properties: NodeView?, _ resolver: (any ValueResolver)?, _ scenario: Scenario = Scenario(),
        names: TagReader.Names? = nil
    ) -> TagSet {
        if isTaggable == false { return .notTaggable }
        if properties?.node.flags.contains(.deferred) ?? false { return .known([], anchor: nil, isOpen: true) }
        let value = tagValue(in: properties)
        if isTaggable == nil, value == nil { return .unknown }
        return TagReader(resolver: resolver, scenario: scenario, names: names).tags(in: value)
    }

    /// The name that the resource will have, if the properties spell it out.
    func physicalName(in properties: NodeView?) -> String? {
        guard let property = nameProperty, let name = properties?[property],
            !name.node.flags.contains(.deferred), let text = name.string, !text.isEmpty
        else { return nil }
        return text
    }
}
