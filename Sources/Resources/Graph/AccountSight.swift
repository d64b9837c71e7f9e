/// Which types of resources of accounts were seen whole, and where: what a snapshot says of itself.
///
/// Rules that ask for resources of a type must not take those that were not seen for absent.
public final class AccountSight: Sendable {
    /// Whether everything was seen there, for each place that was asked for.
    private let places: [AccountPlace: Bool]
    private let byType: [String: [AccountPlace]]

    public init(_ places: [AccountPlace: Bool]) {
        self.places = places
        byType = Dictionary(grouping: places.keys, by: \.type)
    }

    /// The places where a type was asked for.
    public func places(of type: String) -> [AccountPlace] { byType[type] ?? [] }

    /// Whether everything at a place was seen.
    public func isWhole(_ place: AccountPlace) -> Bool { places[place] ?? false }

    /// Why there may be resources of a type, or of the types that a pattern matches, beside a resource that the input does
    /// not show; nil where it shows them all.
    public func reason(toDoubt type: Glob, beside resource: Resource) -> String? {
        guard type.isLiteral else {
            return byType.keys.sorted().filter(type.matches).lazy.compactMap {
                self.reason(toDoubt: $0, beside: resource)
            }.first
        }
        return reason(toDoubt: type.literalPrefix, beside: resource)
    }

    private func reason(toDoubt type: String, beside resource: Resource) -> String? {
        let near = (byType[type] ?? []).filter { place in
            (resource.account.map { $0 == place.account } ?? true)
                && (resource.region.map { [$0, "global"].contains(place.region) } ?? true)
        }
        if near.isEmpty { return "`\(type)` was not collected" }
        return near.contains { places[$0] == false } ? "`\(type)` was not collected whole" : nil
    }
}
