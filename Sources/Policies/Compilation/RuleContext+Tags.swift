public import CEL
import Documents
public import Resources

/// The effective tags of resources as values.
extension RuleContext {
    /// The effective tags of the judged resource in the current scenario.
    public var tagSet: TagSet {
        if let known = effectiveTags { return known }
        let tags = resource.tags(in: scenario)
        effectiveTags = tags
        return tags
    }

    /// The value of a tag of the judged resource in the current scenario.
    public func tagValue(_ tag: Tag) -> TagValue {
        tagValue(tag, of: resource)
    }

    private func tagValue(_ tag: Tag, of resource: Resource) -> TagValue {
        let (value, isSecret) = tag.resolved(by: resource.resolver, in: scenario)
        if isSecret, case .text(let text) = value { hide(text) }
        return value
    }

    /// What was measured of the judged resource; an empty map where the input says nothing of that, unknown where it says
    /// that nobody knows.
    public func facet(_ name: String) -> Val {
        let facet = (name == "usage" ? resource.billed : nil) ?? resource.facets?[name]
        if facet == nil, name == "metrics", let reason = resource.unmeasured { return unknown(reason) }
        guard let facet, facet.kind == .map else { return activation.frame.map(entries: []) }
        return activation.value(of: facet)
    }

    /// The environment of the judged resource in the current scenario.
    public func environment(by rules: EnvironmentRules) -> Val {
        switch rules.environment(of: resource, tags: tagSet, value: tagValue) {
        case .known(let name): activation.frame.string(name)
        case .unknown(let reason): unknown(reason)
        }
    }

    /// The value of a tag of the judged resource, or null.
    func tag(_ frame: FramePointer, _ key: Val) -> Val { tag(frame, key, in: tagSet, of: resource) }

    /// The value of a tag of another resource, or null.
    func tag(_ frame: FramePointer, of value: Val, _ key: Val) -> Val {
        guard let index = index(of: value) else { return notAResource(frame, value) }
        let other = graph.resources[index]
        return tag(frame, key, in: other.tags(in: scenario), of: other)
    }

    private func tag(_ frame: FramePointer, _ key: Val, in tags: TagSet, of resource: Resource) -> Val {
        switch tags.lookUp(key.string) {
        case .present(let tag): return value(frame, tagValue(tag, of: resource))
        case .absent, .notTaggable: return .null
        case .unknown: return RuleFunctions.undetermined(frame, "the tags are not all known")
        }
    }

    /// The known tags as a map; unknown when there may be more.
    public func tags() -> Val {
        let frame = activation.frame
        switch tagSet {
        case .notTaggable: return frame.map(entries: [])
        case .unknown: return RuleFunctions.undetermined(frame, "the tags are not known")
        case .known(let tags, _, let isOpen):
            if isOpen { return RuleFunctions.undetermined(frame, "the tags are not all known") }
            var seen = Set<String>()
            let entries = tags.filter { seen.insert($0.keyText).inserted }.flatMap { tag in
                [frame.string(tag.keyText), value(frame, tagValue(tag))]
            }
            return frame.map(entries: entries)
        }
    }

    public func value(_ frame: FramePointer, _ value: TagValue) -> Val {
        switch value {
        case .text(let text): frame.string(text)
        case .absent: .null
        case .unknown(let reason): RuleFunctions.undetermined(frame, reason)
        }
    }
}
