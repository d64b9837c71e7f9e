import Documents
import Resources

/// What the resource of a finding costs in a month.
public struct FindingCost: Hashable, Sendable {
    /// Where the number comes from.
    public enum Source: Hashable, Sendable {
        /// The bill, with the month in which the resource cost most, and the days of it that the bill has, if not all.
        case bill(month: String, days: ClosedRange<String>? = nil)
        /// A list of prices, with its day.
        case prices(date: String)
    }

    public var monthly: Double
    /// What is saved when the finding is mended, as far as its rule says what part that is.
    public var avoidable: Double?
    public var currency: String
    public var source: Source
    /// What is paid for: the same money in several files is money once. Nil where only the file tells resources apart.
    private(set) var subject: Subject?

    enum Subject: Hashable, Sendable {
        /// An entry of the bill, by its place there.
        case entry(Int)
        case arn(String)
    }

    /// In words: `of 2026-09, by the bill`.
    public var origin: String {
        switch source {
        case .bill(let month, nil): "by the bill of \(month)"
        case .bill(let month, let days?):
            "by the bill of \(month), of which it has \(days.lowerBound) to \(days.upperBound)"
        case .prices(let date): "by prices of \(date)"
        }
    }

    /// Nil where neither the bill nor the prices say what the resource costs.
    init?(of resource: Resource, share: Double?, prices: PricedInput?) {
        subject =
            resource.billed.map { .entry($0.range.lowerBound) }
            ?? (resource.id.hasPrefix("arn:") ? .arn(resource.id.lowercased()) : nil)
        if let usage = resource.usage, let cost = usage["monthCost"]?.number {
            monthly = cost
            currency = usage["currency"]?.string ?? "(unknown currency)"
            source = .bill(month: usage["month"]?.text ?? "(unknown month)", days: Self.days(of: usage))
        } else if let found = prices?.monthlyCost(of: resource) {
            (monthly, currency, source) = (found.cost, found.currency, .prices(date: found.date))
        } else {
            return nil
        }
        guard monthly.isFinite, monthly >= 0 else { return nil }
        avoidable = share.map { $0 * monthly }
    }

    private static func days(of usage: NodeView) -> ClosedRange<String>? {
        guard let from = usage["monthFrom"]?.text, let to = usage["monthTo"]?.text, from <= to else { return nil }
        return from...to
    }
}

extension Resource {
    /// What the bill says of the resource, whoever joined them.
    var usage: NodeView? { billed ?? facets?["usage"] }
}

/// What the resources of failures cost in a month, each resource once.
public struct CostTotals: Sendable {
    public struct Sum: Hashable, Sendable {
        public var monthly = 0.0
        public var avoidable = 0.0
    }

    public struct Row: Sendable {
        public var name: String
        public var sum: Sum
    }

    /// One resource with its findings.
    public struct Item: Sendable {
        public var resource: ResourceIdentity
        public var account: String?
        public var owner: String?
        public var cost: FindingCost
        public var rules: [String]
        /// The first finding of each of the rules.
        public var fingerprints: [String] = []
    }

    public var currency: String
    public var total = Sum()
    public var byRule: [Row] = []
    public var byOwner: [Row] = []
    public var byAccount: [Row] = []
    /// What can be avoided first.
    public var items: [Item] = []

    /// The totals of each currency, in their order; empty where nothing is known.
    public static func of(_ findings: [Finding]) -> [CostTotals] {
        var costs: [String: [Finding]] = [:]
        // By position, as findings are large.
        for index in findings.indices where findings[index].verdict == .fail && findings[index].status == .new {
            if let cost = findings[index].cost { costs[cost.currency, default: []].append(findings[index]) }
        }
        return costs.sorted { $0.key < $1.key }.map { CostTotals(currency: $0.key, $0.value) }
    }

    private enum Key: Hashable {
        case subject(FindingCost.Subject)
        case place(ResourceIdentity, account: String?, file: String)

        init(_ finding: Finding, _ cost: FindingCost) {
            self =
                cost.subject.map { .subject($0) }
                ?? .place(finding.resource, account: finding.account, file: finding.livePlace?.text ?? finding.file)
        }
    }

    private init(currency: String, _ findings: [Finding]) {
        self.currency = currency
        var items: [Key: Item] = [:]
        var rules: [String: Sum] = [:]
        var seen: [Key: Set<String>] = [:]
        for finding in findings {
            guard let cost = finding.cost else { continue }
            let key = Key(finding, cost)
            var item =
                items[key]
                ?? Item(
                    resource: finding.resource, account: finding.account, owner: finding.owner, cost: cost, rules: [])
            // Whoever deletes a resource cannot stop it, too: the largest saving counts.
            if cost.avoidable ?? 0 > item.cost.avoidable ?? 0 { item.cost.avoidable = cost.avoidable }
            if seen[key, default: []].insert(finding.rule).inserted {
                item.rules.append(finding.rule)
                item.fingerprints.append(finding.fingerprint)
                rules[finding.rule, default: Sum()].add(cost)
            }
            items[key] = item
        }
        self.items = items.values.sorted { left, right in
            let (one, other) = (left.cost.avoidable ?? 0, right.cost.avoidable ?? 0)
            if one != other { return one > other }
            if left.cost.monthly != right.cost.monthly { return left.cost.monthly > right.cost.monthly }
            return (left.resource.id, left.account ?? "") < (right.resource.id, right.account ?? "")
        }
        for item in self.items { total.add(item.cost) }
        byRule = Self.rows(rules)
        byOwner = Self.rows(self.items) { $0.owner ?? "(none)" }
        byAccount = Self.rows(self.items) { $0.account ?? "(not known)" }
    }

    private static func rows(_ items: [Item], by name: (Item) -> String) -> [Row] {
        var sums: [String: Sum] = [:]
        for item in items { sums[name(item), default: Sum()].add(item.cost) }
        return rows(sums)
    }

    private static func rows(_ sums: [String: Sum]) -> [Row] {
        sums.map { Row(name: $0.key, sum: $0.value) }
            .sorted { ($1.sum.monthly, $0.name) < ($0.sum.monthly, $1.name) }
    }
}

extension CostTotals.Sum {
    fileprivate mutating func add(_ cost: FindingCost) {
        monthly += cost.monthly
        avoidable += cost.avoidable ?? 0
    }
}
