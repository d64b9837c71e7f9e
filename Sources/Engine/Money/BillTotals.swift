import Documents

/// What the bill says of SageMaker as a whole, as `proviso usage --format json` wrote it down.
public struct BillTotals: Sendable {
    /// A part of the cost.
    public struct Row: Hashable, Sendable {
        /// Nil for rows of the bill that do not say.
        public var name: String?
        public var cost: Double

        public init(name: String?, cost: Double) {
            self.name = name
            self.cost = cost
        }
    }

    /// The values of a tag, from the day on which it was active.
    public struct Tag: Sendable {
        public var key: String
        public var rows: [Row]
    }

    /// What the bill names.
    public struct Resource: Sendable {
        public var id: String
        public var name: String
        public var account: String?
        public var cost: Double
    }

    public var currency: String
    /// The first and last day, as `2026-09-01`.
    public var firstDay: String
    public var lastDay: String
    /// The cost of usage; `billed` has fees, taxes, credits and refunds in it.
    public var cost: Double
    public var billed: Double
    /// The most first.
    public private(set) var kinds: [Row] = []
    public private(set) var accounts: [Row] = []
    public private(set) var regions: [Row] = []
    public private(set) var tags: [Tag] = []
    /// In the order of the days.
    public private(set) var days: [Row] = []
    /// Those that cost most, the most first.
    public private(set) var resources: [Resource] = []
    public private(set) var notes: [String] = []

    /// So many resources are kept: nobody reads more.
    private static let longest = 20

    /// Nil where the file does not say what all of it cost.
    init?(_ root: NodeView) {
        guard let report = root["report"], report.kind == .map, let currency = report["currency"]?.text,
            let cost = report["cost"]?.number, cost.isFinite
        else { return nil }
        self.currency = currency
        self.cost = cost
        billed = report["billed"]?.number ?? cost
        firstDay = report["firstDay"]?.text ?? ""
        lastDay = report["lastDay"]?.text ?? ""
        kinds = Self.sums(root["kinds"], by: "kind")
        accounts = Self.sums(root["accounts"], by: "name")
        regions = Self.sums(root["regions"], by: "name")
        tags = Self.elements(of: root["tags"]).compactMap { tag in
            tag["key"]?.text.map { Tag(key: $0, rows: Self.sums(tag["values"], by: "name")) }
        }.filter { !$0.rows.isEmpty }
        days = Self.rows(root["days"], by: "name").sorted { ($0.name ?? "") < ($1.name ?? "") }
        resources = Self.costliest(of: root["resources"])
        notes = Self.elements(of: root["notes"]).compactMap(\.text)
    }

    private static func elements(of list: NodeView?) -> [NodeView] {
        guard let list, list.kind == .list else { return [] }
        return Array(list.children)
    }

    private static func rows(_ list: NodeView?, by key: String) -> [Row] {
        elements(of: list).compactMap { node in
            guard let cost = node["cost"]?.number, cost.isFinite else { return nil }
            return Row(name: node[key]?.text, cost: cost)
        }
    }

    /// The rows with those of one name together: a kind has several components.
    private static func sums(_ list: NodeView?, by key: String) -> [Row] {
        Dictionary(rows(list, by: key).map { ($0.name, $0.cost) }, uniquingKeysWith: +)
            .map { Row(name: $0.key, cost: $0.value) }
            .sorted { ($1.cost, $0.name ?? "") < ($0.cost, $1.name ?? "") }
    }

    private static func costliest(of list: NodeView?) -> [Resource] {
        let all = elements(of: list).compactMap { node -> Resource? in
            guard let id = node["id"]?.text, let cost = node["usage"]?["cost"]?.number, cost.isFinite,
                // What delivers the report costs what all of it costs.
                node["type"]?.text != "AWS::CUR::ReportDefinition", node["type"]?.text != "AWS::BCMDataExports::Export"
            else { return nil }
            return Resource(id: id, name: node["name"]?.text ?? id, account: node["account"]?.text, cost: cost)
        }
        return Array(all.sorted { ($1.cost, $0.id) < ($0.cost, $1.id) }.prefix(longest))
    }
}
