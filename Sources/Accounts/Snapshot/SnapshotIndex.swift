public import Documents
public import Resources

/// What the resources of a snapshot are and where, read without judging them.
public struct SnapshotIndex: Sendable {
    private struct Key: Hashable {
        var place: AccountPlace
        var id: String
    }

    public let manifest: Manifest
    /// What was asked for, and whether everything there was seen.
    public let places: [AccountPlace: Bool]
    private let resources: Set<Key>
    /// Where there are lines that do not say which resource they are: their answers may.
    private let nameless: Set<AccountPlace>
    /// The hash of the content, the time of the collection included.
    public let hash: String
    public var resourceCount: Int { resources.count }

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
        var resources: Set<Key> = []
        var nameless: Set<AccountPlace> = []
        while let line = try lines.next() {
            guard let root = line.root, let type = root["type"]?.scalar else { continue }
            let place = AccountPlace(
                type: type, account: root["account"]?.scalar ?? "", region: root["region"]?.scalar ?? "global")
            if let id = root["id"]?.scalar, !id.isEmpty {
                resources.insert(Key(place: place, id: id))
            } else {
                nameless.insert(place)
            }
        }
        self.manifest = manifest
        places = manifest.places
        self.resources = resources
        self.nameless = nameless
    }

    /// Whether the snapshot holds a resource.
    public func holds(_ id: String, at place: AccountPlace) -> Bool { resources.contains(Key(place: place, id: id)) }

    /// Whether everything at a place was seen, and a resource is not among it.
    public func lacks(_ id: String, at place: AccountPlace) -> Bool {
        places[place] == true && !nameless.contains(place) && !holds(id, at: place)
    }

    /// The time of the collection, in seconds since 1970.
    public var time: Int64? { AWSTime.parse(manifest.collected) }
}
