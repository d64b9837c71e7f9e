public import Documents
public import Resources

/// What a collection was asked for and what became of it: the first line of a snapshot.
public struct Manifest: Sendable {
    public static let schema = "proviso-snapshot/1"

    /// The version of the program.
    public var tool: String
    /// When the collection began.
    public var collected: String
    public var accounts: [String]
    public var regions: [String]
    public var outcomes: [CallOutcome]

    public init(tool: String, collected: String, accounts: [String], regions: [String], outcomes: [CallOutcome]) {
        self.tool = tool
        self.collected = collected
        self.accounts = accounts
        self.regions = regions
        self.outcomes = outcomes
    }

    /// Whether everything that was asked for was seen.
    public var isComplete: Bool { outcomes.allSatisfy { $0.status == .complete } }

    /// The places that were asked for, and whether everything of their type was seen: by all lists that give it, if there
    /// are several.
    public var places: [AccountPlace: Bool] {
        var places: [AccountPlace: Bool] = [:]
        for outcome in outcomes {
            for type in outcome.types {
                let place = AccountPlace(type: type, account: outcome.account, region: outcome.region)
                places[place] = places[place, default: true] && outcome.status == .complete
            }
        }
        return places
    }

    /// The permissions that the caller lacked.
    public var lackingPermissions: [String] {
        Set(outcomes.flatMap { $0.gaps.compactMap(\.permission) }).sorted()
    }

    var text: String {
        JSONText.object([
            ("snapshot", JSONText.quoted(Self.schema)), ("tool", JSONText.quoted(tool)),
            ("collected", JSONText.quoted(collected)), ("accounts", JSONText.array(accounts.map(JSONText.quoted))),
            ("regions", JSONText.array(regions.map(JSONText.quoted))), ("calls", JSONText.array(outcomes.map(\.json))),
        ])
    }

    /// Reads the first line of a snapshot; nil if it is none.
    public init?(_ root: NodeView) {
        guard root["snapshot"]?.scalar == Self.schema, let calls = root["calls"], calls.kind == .list else {
            return nil
        }
        tool = root["tool"]?.scalar ?? ""
        collected = root["collected"]?.scalar ?? ""
        accounts = root["accounts"]?.children.compactMap(\.scalar) ?? []
        regions = root["regions"]?.children.compactMap(\.scalar) ?? []
        outcomes = calls.children.compactMap(CallOutcome.init)
    }
}

/// Writes a snapshot: the manifest, then one resource a line, in an order that does not depend on the run.
public enum Snapshot {
    public static func write(
        _ journal: Journal, tool: String, accounts: [String], regions: [String],
        unreachable: [UnreachableAccount] = [], to path: String
    ) async throws(Diagnostic) -> Manifest {
        let outcomes =
            await journal.outcomes.sorted { $0.key < $1.key }.map(\.value) + unreachable.map(CallOutcome.init)
        let manifest = Manifest(
            tool: tool, collected: AWSTime.text(await journal.began), accounts: accounts, regions: regions,
            outcomes: outcomes)
        try await journal.write(manifest, to: path)
        return manifest
    }
}

extension Journal {
    fileprivate func write(_ manifest: Manifest, to path: String) throws(Diagnostic) {
        let file = try GzipFile(path: path)
        try file.write(Array((manifest.text + "\n").utf8))
        try forEachLine { (line) throws(Diagnostic) in try file.write(line + [0x0A]) }
        try file.finish()
    }
}
