/// What a document may cost. Inputs come from strangers; each limit ends in a clear error.
public struct DocumentLimits: Sendable {
    /// Bytes of one file.
    public var size = 256 << 20
    /// Containers inside each other.
    public var depth = 256
    /// Bytes of one scalar.
    public var scalarLength = 16 << 20
    /// Nodes of one file.
    public var nodes = 50_000_000
    /// Nodes made by expanding aliases and merge keys.
    public var aliasNodes = 100_000
    /// Bytes of all documents together that stand inside texts of one file, each as often as it is used.
    public var embeddedSize = 64 << 20
    /// Documents in one YAML stream.
    public var documents = 10_000

    public init() {}
}
