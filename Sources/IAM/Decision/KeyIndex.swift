/// Condition keys by their names in lower case, families by their beginnings.
struct KeyIndex: Sendable {
    private var exact: [String: ConditionKey] = [:]
    private var families: [(prefix: String, key: ConditionKey)] = []

    init(_ keys: [ConditionKey]) {
        for key in keys {
            let lower = key.normalizedName
            if let dollar = lower.firstIndex(of: "$") {
                families.append((String(lower[..<dollar]), key))
            } else if lower.hasSuffix("/") {
                families.append((lower, key))
            } else {
                exact[lower] = key
            }
        }
    }

    /// The documented key under which a key in lower case falls.
    func key(_ key: String) -> ConditionKey? {
        exact[key] ?? families.first { key.hasPrefix($0.prefix) && key.utf8.count > $0.prefix.utf8.count }?.key
    }
}
