import Policies

/// What reports say of SageMaker.
public struct UsageReport: Sendable {
    public var form: ReportForm
    /// The name of the report in messages.
    public var name: String
    public var fileCount: Int
    public var currency = ""
    public var rowCount = 0
    /// Rows that are about one hour.
    public var hourlyRows = 0
    /// Rows that name a resource.
    public var namedRows = 0
    /// The first and last day, as `2026-09-01`.
    public var firstDay = ""
    public var lastDay = ""
    public var charges: [Charge] = []
    public var kinds: [KindCost] = []
    public var accounts: [NamedCost] = []
    public var regions: [NamedCost] = []
    public var days: [NamedCost] = []
    public var tags: [TagCost] = []
    public var resources: [ResourceUsage] = []
    public var denied: [DeniedCost] = []
    public var transfers: [TransferCost] = []
    /// The on-demand cost of an hour that never stops; nil where the report does not say.
    public var steadyHourlyCost: Amount?
    /// The part of the on-demand cost that Savings Plans cover; nil where nothing could be covered.
    public var coveredShare: Double?
    /// What is missing or doubtful, and what the totals contain.
    public var notes: [String] = []

    /// A total of lines of one type: only some are usage.
    public struct Charge: Sendable {
        public var type: String
        public var rowCount: Int
        public var billed: Amount
        /// Under a Savings Plan what the plan makes of it; of what nobody used, what it was worth.
        public var cost: Amount
        public var isUsage: Bool { UsageSource.usageTypes.contains(type) }
    }

    public struct KindCost: Sendable {
        public var kind: String
        public var component: String?
        public var unit: String?
        public var quantity: Amount
        public var cost: Amount
    }

    public struct NamedCost: Sendable {
        /// Nil for rows that do not say.
        public var name: String?
        public var cost: Amount
    }

    public struct TagCost: Sendable {
        public var key: String
        /// The first day on which a row carries the tag: before that it was not active, or nobody used it.
        public var since: String?
        public var values: [NamedCost] = []

        /// The cost from that day on.
        public var cost: Double { values.reduce(0) { $0 + $1.cost.value } }
        public var untaggedCost: Double { values.first { $0.name == nil }?.cost.value ?? 0 }
    }

    public struct DeniedCost: Sendable {
        public var account: String?
        public var resource: String?
        public var region: String?
        public var instance: String
        public var hours: Amount
        public var cost: Amount
    }

    public struct TransferCost: Sendable {
        public var account: String?
        public var region: String?
        public var resource: String?
        public var cost: Amount
    }

    /// The days of a month that the report has usage of; nil if it may be all of them.
    /// - Parameter month: such as `2026-09`.
    func part(ofMonth month: String) -> ClosedRange<String>? {
        guard let first = CalendarDate(month + "-01") else { return nil }
        var next = first
        (next.year, next.month) = first.month == 12 ? (first.year + 1, 1) : (first.year, first.month + 1)
        let last = CalendarDate(secondsSince1970: Int64(next.daysSince1970 - 1) * 86_400)
        let (from, to) = (max(first.description, firstDay), min(last.description, lastDay))
        return from <= to && (from, to) != (first.description, last.description) ? from...to : nil
    }

    /// The cost of all usage.
    public var cost: Amount { Amount(charges.filter(\.isUsage).reduce(0) { $0 + $1.cost.value }) }
    /// Everything that was billed for SageMaker and its Savings Plans, with fees, taxes, credits and refunds.
    public var billed: Amount { Amount(charges.reduce(0) { $0 + $1.billed.value }) }
}

/// What reports say of one resource.
public struct ResourceUsage: Sendable {
    public var account: String?
    /// As the report names it: an ARN, mostly.
    public var id: String
    public var region: String?
    public var cost: Amount
    public var firstDay = ""
    public var lastDay = ""
    public var tags: [(key: String, value: String)] = []
    /// The month in which it cost most.
    public var month: (name: String, cost: Amount)?
    public var instances: [Instance] = []
    public var run: Run?
    public var spike: Spike?
    public var transfer: (cost: Amount, isEstimate: Bool)?

    public struct Instance: Sendable {
        public var type: String
        public var hours: Amount
        public var cost: Amount
        public var rate: Amount?
    }

    /// Days on end on which it ran around the clock.
    public struct Run: Sendable {
        public var usageType: String
        public var firstDay: String
        public var lastDay: String
        public var days: Int
        public var instances: Amount
        public var rate: Amount?
        public var dailyCost: Amount
    }

    /// The day that stands out most.
    public struct Spike: Sendable {
        public var day: String
        public var cost: Amount
        public var median: Amount
    }
}
