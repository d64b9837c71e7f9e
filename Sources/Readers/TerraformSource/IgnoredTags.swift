import HCL

/// The tags that a provider leaves alone: what is written under their keys never reaches a resource.
struct IgnoredTags {
    private var keys: Set<String> = []
    private var prefixes: [String] = []
    /// Why it is not known which they are.
    private(set) var unknown: Unknown?

    init(_ provider: [BodyContent]) {
        for block in provider.flatMap({ $0.blocks() }) where block.type == "ignore_tags" {
            switch block.content {
            case .unknown(let unknown): self.unknown = unknown
            case .body(let body):
                for attribute in body.attributes {
                    if attribute.name == "keys" { keys.formUnion(texts(attribute)) }
                    if attribute.name == "key_prefixes" { prefixes += texts(attribute) }
                }
            }
        }
    }

    func contain(_ key: String) -> Bool {
        keys.contains(key) || prefixes.contains { key.utf8.starts(with: $0.utf8) }
    }

    private mutating func texts(_ attribute: BodyContent.Attribute) -> [String] {
        do throws(EvaluationFailure) {
            let value = try attribute.value()
            if let unknown = value.unknown { self.unknown = unknown }
            return (value.elements ?? []).compactMap { element in
                if let unknown = element.settled.unknown { self.unknown = unknown }
                return if case .string(let text) = element.form { text } else { nil }
            }
        } catch {
            unknown = Unknown("the tags that the provider ignores cannot be computed")
            return []
        }
    }
}
