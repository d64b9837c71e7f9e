/// The outcome of asking a resource for a tag.
public enum TagLookup: Sendable {
    case present(Tag)
    /// The resource has no such tag. `nearMisses` are tags whose keys differ only by case or separators.
    case absent(nearMisses: [Tag])
    /// The input does not show all tags. `nearMisses` as before, among those it shows.
    case unknown(nearMisses: [Tag])
    case notTaggable
}

extension TagSet {
    /// The tag with exactly this key; AWS compares keys by case.
    public func lookUp(_ key: String) -> TagLookup {
        switch self {
        case .notTaggable: return .notTaggable
        case .unknown: return .unknown(nearMisses: [])
        case .known(let tags, _, let isOpen):
            if let tag = tags.first(where: { $0.keyText == key }) { return .present(tag) }
            let near = Self.nearMisses(of: key, in: tags)
            return isOpen ? .unknown(nearMisses: near) : .absent(nearMisses: near)
        }
    }

    /// The tags that the input shows.
    public var shown: [Tag] {
        guard case .known(let tags, _, _) = self else { return [] }
        return tags
    }

    /// The tags whose key is another spelling of this one.
    public func nearMisses(of key: String) -> [Tag] { Self.nearMisses(of: key, in: shown) }

    /// The keys that occur more than once, in the order of their second occurrence. AWS refuses them.
    public var duplicateKeys: [String] {
        var seen: Set<String> = []
        var reported: Set<String> = []
        return shown.map(\.keyText).filter { !seen.insert($0).inserted && reported.insert($0).inserted }
    }

    private static func nearMisses(of key: String, in tags: [Tag]) -> [Tag] {
        let folded = TagKey.fold(key)
        return tags.filter { $0.keyText != key && TagKey.fold($0.keyText) == folded }
    }
}

/// The spelling of tag keys.
public enum TagKey {
    /// The key without case and separators: `Cost_Center`, `cost-center` and `costCenter` fold to the same text.
    public static func fold(_ key: String) -> String {
        String(decoding: key.lowercased().utf8.lazy.filter { !isSeparator($0) }, as: UTF8.self)
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: ":"): true
        default: false
        }
    }
}
