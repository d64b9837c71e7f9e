/// A property along which references are followed, with what the catalogue says of it.
public struct ReferenceProperty: Sendable {
    let path: PropertyPath
    /// What it refers to; empty when the catalogue says nothing.
    let targets: [ReferenceTarget]

    /// - Parameter path: such as `ProductionVariants[*].ModelName`.
    public init(_ path: String, ofType type: String) {
        self.path = PropertyPath(path)
        targets = Catalogue.type(named: type)?.property(path)?.references ?? []
    }
}
