/// The outcome of asking a resource for a tag.
public enum TagLookup: Sendable {
    case present(Tag)
    /// The resource has no such tag; `TagSet.nearMisses(of:)` has those whose keys are another spelling.
    case absent
    /// The input does not show all tags.
    case unknown
    case notTaggable
}

extension TagSet {
    /// The tag with exactly this key; AWS compares keys by case.
    public func lookUp(_ key: String) -> TagLookup {
        switch self {
        case .notTaggable: return .notTaggable
        case .unknown: return .unknown
        case .known(let tags, _, let isOpen):
            for index in tags.indices where tags[index].keyText == key { return .present(tags[index]) }
            return isOpen ? .unknown : .absent
        }
    }

    /// The tags that the input shows.
    public var shown: [Tag] {
        guard case .known(let tags, _, _) = self else { return [] }
        return tags
    }

    /// The tags whose key is another spelling of this one.
    public func nearMisses(of key: String) -> [Tag] {
        let folded = TagKey.fold(key)
        return shown.filter { $0.keyText != key && TagKey.fold($0.keyText) == folded }
    }

    /// The keys that occur more than once, in the order of their second occurrence. AWS refuses them.
    public var duplicateKeys: [String] {
        var seen: Set<String> = []
        var reported: Set<String> = []
        return shown.map(\.keyText).filter { !seen.insert($0).inserted && reported.insert($0).inserted }
    }
}

/// The spelling of tag keys.
public enum TagKey {
    /// The key without case and separators: `Cost_Center`, `cost-center` and `costCenter` fold to the same text.
    public static func fold(_ key: String) -> String {
        var folded: [UInt8] = []
        folded.reserveCapacity(key.utf8.count)
        for byte in key.lowercased().utf8 where !isSeparator(byte) { folded.append(byte) }
        return String(decoding: folded, as: UTF8.self)
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: ":"): true
        default: false
        }
    }
}
