/// A property along which references are followed, with what the catalogue says of it.
public struct ReferenceProperty: Sendable {
    /// A path such as `ProductionVariants[*].ModelName` in the resources of a type.
    public struct ID: Hashable, Sendable {
        var path: String
        var type: String

        public init(path: String, type: String) {
            self.path = path
            self.type = type
        }
    }

    let path: PropertyPath
    /// What it refers to; empty when the catalogue says nothing.
    let targets: [ReferenceTarget]

    public init(_ id: ID) {
        path = PropertyPath(id.path)
        targets = Catalogue.type(named: id.type)?.property(id.path)?.references ?? []
    }
}
