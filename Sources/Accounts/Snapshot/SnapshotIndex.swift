public import Documents

/// What the resources of a snapshot are and where, read without judging them.
public struct SnapshotIndex: Sendable {
    public let manifest: Manifest
    /// The account and the region of each resource, by its type and id.
    private let places: [String: (account: String, region: String)]
    /// The hash of the content, the time of the collection included.
    public let hash: String
    public var resourceCount: Int { places.count }

    /// - Throws: an error if the file is no snapshot.
    public init(path: String) throws(Diagnostic) {
        let source = try FileReader().read(path)
        hash = ContentHash.hexadecimal(of: source.bytes)
        var lines = try JSONLines(source, symbols: SymbolTable())
        guard let first = try lines.next(), let root = first.root, let manifest = Manifest(root) else {
            throw Diagnostic(
                file: path, message: "this is no snapshot: expected `\(Manifest.schema)` in the first line",
                help: "make one with `proviso collect`")
        }
        var places: [String: (account: String, region: String)] = [:]
        while let line = try lines.next() {
            guard let type = line.root?["type"]?.scalar, let id = line.root?["id"]?.scalar else { continue }
            places[Self.key(type, id)] = (line.root?["account"]?.scalar ?? "", line.root?["region"]?.scalar ?? "")
        }
        self.manifest = manifest
        self.places = places
    }

    private static func key(_ type: String, _ id: String) -> String { "\(type)\u{1}\(id)" }

    /// Where a resource is; nil for one that the snapshot does not hold.
    public func place(type: String, id: String) -> (account: String, region: String)? { places[Self.key(type, id)] }

    /// The time of the collection, in seconds since 1970.
    public var time: Int64? { AWSTime.parse(manifest.collected) }
}
