public import Documents

/// One account that is collected, and what its requests are signed with.
public struct CollectedAccount: Sendable {
    public var id: String
    public var credentials: any CredentialProvider
    public var endpoints: ServiceEndpoints

    public init(id: String, credentials: any CredentialProvider, endpoints: ServiceEndpoints) {
        self.id = id
        self.credentials = credentials
        self.endpoints = endpoints
    }
}

/// Executes the table of calls for accounts and regions, and writes what it sees into a journal.
public struct Collector: Sendable {
    /// What happens on the way.
    public enum Event: Sendable {
        /// So many lists are asked for, by `place`.
        case began(lists: [String: Int])
        case finished(CallOutcome)
        case saw(resources: Int)
        /// So many series of CloudWatch are asked for, which costs money.
        case measuring(metrics: Int)
    }

    /// One call of the table in one region of one account.
    private struct Unit: Sendable {
        var account: CollectedAccount
        var region: String
        var call: CollectionCall
        var lane: RequestLane

        var key: String { [account.id, region, call.key].joined(separator: "/") }
    }

    public var accounts: [CollectedAccount]
    public var regions: [String]
    public var calls: [CollectionCall]
    public var budget = RetryBudget()
    /// Requests that are under way at a time, for each service in each region.
    public var concurrency = 4
    /// What one request may cost.
    public var limits = TransportLimits()
    /// How many days of metrics are asked for; nil for none.
    public var metricDays: Int?
    private let transport: any HTTPTransport
    let journal: Journal
    private let pause: @Sendable (Double) async -> Void
    let report: @Sendable (Event) -> Void

    /// Accounts that are read at a time.
    private static let accountLimit = 8
    /// The most pages of one list: a hundred million resources.
    var pageLimit = 1_000_000

    public init(
        accounts: [CollectedAccount], regions: [String], calls: [CollectionCall], transport: any HTTPTransport,
        journal: Journal, pause: @escaping @Sendable (Double) async -> Void = ServiceClient.sleep,
        report: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.accounts = accounts
        self.regions = regions
        self.calls = calls
        self.transport = transport
        self.journal = journal
        self.pause = pause
        self.report = report
    }

    /// Asks for everything that the journal does not hold yet.
    /// - Returns: whether the end was reached; false if the task was cancelled.
    /// - Throws: an error if the journal cannot be written.
    public func run() async throws(Diagnostic) -> Bool {
        report(.began(lists: lists))
        let results = await withTaskGroup(of: Result<Bool, Diagnostic>.self) { group in
            var results: [Result<Bool, Diagnostic>] = []
            for (index, account) in accounts.enumerated() {
                if index >= Self.accountLimit, let result = await group.next() { results.append(result) }
                group.addTask {
                    do throws(Diagnostic) { return .success(try await run(account)) } catch { return .failure(error) }
                }
            }
            for await result in group { results.append(result) }
            return results
        }
        // Of no account, everything was seen, also by a run that was ended before it had any.
        return try Self.isWhole(results) && !Task.isCancelled
    }

    /// What regions of accounts are told apart by.
    public static func place(account: String, region: String) -> String { "\(account)/\(region)" }

    private var lists: [String: Int] {
        var lists: [String: Int] = [:]
        for account in accounts {
            let regions = units(of: account).map(\.region) + metricUnits(of: account).map(\.region)
            for region in regions { lists[Self.place(account: account.id, region: region), default: 0] += 1 }
        }
        return lists
    }

    private static func isWhole(_ results: [Result<Bool, Diagnostic>]) throws(Diagnostic) -> Bool {
        var isWhole = true
        for result in results { isWhole = try result.get() && isWhole }
        return isWhole
    }

    private func run(_ account: CollectedAccount) async throws(Diagnostic) -> Bool {
        let isCollected = try await all(units(of: account)) { (unit) async in
            await attempt(unit.key) { () async throws(Diagnostic) in try await collect(unit) }
        }
        guard isCollected else { return false }
        // What is there says what can be measured.
        return try await all(metricUnits(of: account)) { (unit) async in
            await attempt(unit.key) { () async throws(Diagnostic) in try await measure(unit) }
        }
    }

    private func all<Unit: Sendable>(
        _ units: [Unit], _ body: @escaping @Sendable (Unit) async -> Result<Bool, Diagnostic>
    ) async throws(Diagnostic) -> Bool {
        let results = await withTaskGroup(of: Result<Bool, Diagnostic>.self) { group in
            for unit in units { group.addTask { await body(unit) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return try Self.isWhole(results)
    }

    private func units(of account: CollectedAccount) -> [Unit] {
        var lanes: [String: RequestLane] = [:]
        var units: [Unit] = []
        for call in calls {
            // Accounts share nothing, regions and services have limits of their own.
            for region in call.service.onlyRegion.map({ _ in ["global"] }) ?? regions {
                let name = [region, call.service.name].joined(separator: "/")
                let lane = lanes[name] ?? RequestLane(limit: concurrency)
                lanes[name] = lane
                units.append(Unit(account: account, region: region, call: call, lane: lane))
            }
        }
        return units
    }

    /// - Returns: whether the call has an outcome, or what is wrong with the journal.
    private func attempt(
        _ key: String, _ body: () async throws(Diagnostic) -> CallOutcome?
    ) async -> Result<Bool, Diagnostic> {
        do throws(Diagnostic) {
            if let known = await journal.outcomes[key] {
                report(.finished(known))
                return .success(true)
            }
            guard !Task.isCancelled, let outcome = try await body() else { return .success(false) }
            try await journal.add(outcome, of: key)
            report(.finished(outcome))
            return .success(true)
        } catch {
            return .failure(error)
        }
    }

    func client(
        _ service: Service, in region: String, of account: CollectedAccount, lane: RequestLane
    ) -> ServiceClient {
        var client = ServiceClient(
            service: service, region: service.onlyRegion ?? region, endpoints: account.endpoints,
            credentials: account.credentials, transport: transport, lane: lane, budget: budget, pause: pause)
        client.limits = limits
        return client
    }

    /// - Returns: nil if somebody ended the run meanwhile.
    private func collect(_ unit: Unit) async throws(Diagnostic) -> CallOutcome? {
        let client = client(unit.call.service, in: unit.region, of: unit.account, lane: unit.lane)
        var outcome = CallOutcome(account: unit.account.id, region: unit.region, call: unit.call)
        var token: String?
        var tokens: Set<String> = []
        var pages = 0
        let action = unit.call.service.action(unit.call.operation)
        repeat {
            let page: ServiceAnswer
            do throws(ServiceFailure) {
                page = try await client.call(
                    unit.call.page(after: token, account: unit.account.id, region: unit.region))
                try unit.call.check(page)
            } catch {
                if error.kind == .interrupted { return nil }
                outcome.sawNothing = pages == 0
                outcome.add(error, of: unit.call.operation, action: action, isAboutResource: false)
                break
            }
            pages += 1
            guard try await collect(page, of: unit, client, into: &outcome) else { return nil }
            do throws(ServiceFailure) {
                token = try nextToken(in: page, of: unit.call, after: &tokens)
            } catch {
                outcome.add(error, of: unit.call.operation, action: action, isAboutResource: false)
                break
            }
        } while token != nil
        outcome.resources = await journal.count(in: unit.key)
        return Task.isCancelled ? nil : outcome
    }

    /// - Throws: a failure if the service gives a token again, since that list would never end, or too many.
    private func nextToken(
        in page: ServiceAnswer, of call: CollectionCall, after seen: inout Set<String>
    ) throws(ServiceFailure) -> String? {
        guard let paging = call.paging, let token = page.root[paging.announces]?.scalar, !token.isEmpty else {
            return nil
        }
        guard seen.insert(token).inserted else {
            throw ServiceFailure(.refused, "the list does not end: the service gives the same page again")
        }
        guard seen.count < pageLimit else {
            throw ServiceFailure(.refused, "the list goes on after \(pageLimit) pages: what follows was not asked for")
        }
        return token
    }

    /// Describes the elements of a page, several at a time.
    /// - Returns: false if somebody ended the run meanwhile.
    private func collect(
        _ page: ServiceAnswer, of unit: Unit, _ client: ServiceClient, into outcome: inout CallOutcome
    ) async throws(Diagnostic) -> Bool {
        var items: [CollectedItem] = []
        for result in unit.call.results {
            for element in page.root[result.list]?.children.map(\.self) ?? [] {
                guard let item = CollectedItem(element, type: result.type, call: unit.call) else {
                    let needed = unit.call.identity.filter { !$0.isOptional }.map(\.name)
                    let failure = ServiceFailure(
                        .malformed, "an element of `\(result.list)` has no \(needed.joined(separator: ", "))")
                    outcome.add(failure, of: unit.call.operation, action: "", isAboutResource: false)
                    continue
                }
                if await !journal.hasSeen(item.key, in: unit.key) { items.append(item) }
            }
        }
        let results = await withTaskGroup(of: Result<ItemOutcome, Diagnostic>.self) { group in
            for item in items {
                group.addTask { await record(item, of: unit, client) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for result in results {
            switch try result.get() {
            case .interrupted: return false
            case .seen(let gaps):
                for gap in gaps {
                    outcome.add(
                        gap.failure, of: gap.operation, action: client.service.action(gap.operation),
                        isAboutResource: true)
                }
            }
        }
        report(.saw(resources: results.count))
        return !Task.isCancelled
    }

    private enum ItemOutcome: Sendable {
        case seen([(operation: String, failure: ServiceFailure)])
        case interrupted
    }

    private func record(
        _ item: CollectedItem, of unit: Unit, _ client: ServiceClient
    ) async -> Result<ItemOutcome, Diagnostic> {
        let found = await item.describe(with: client, call: unit.call, account: unit.account.id, region: unit.region)
        do throws(Diagnostic) {
            switch found {
            case .interrupted: return .success(.interrupted)
            case .gone: return .success(.seen([]))
            case .found(let line, let gaps):
                try await journal.add(line, item: item.key, hasGaps: !gaps.isEmpty, in: unit.key)
                return .success(.seen(gaps))
            }
        } catch {
            return .failure(error)
        }
    }
}

extension Collector {
    /// What a run asks for, as a text that is the same only for the same.
    public static func scope(
        accounts: [String], regions: [String], calls: [CollectionCall], metricDays: Int? = nil
    ) -> String {
        let metrics = metricDays.map { ["metrics=\($0)"] } ?? []
        let parts = [accounts, regions, calls.map(\.key) + metrics]
        return parts.map { $0.joined(separator: ",") }.joined(separator: ";")
    }
}
