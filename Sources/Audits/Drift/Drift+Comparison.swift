public import Accounts
import Documents
public import Engine
import Policies
import Resources

extension Drift {
    /// Compares what is deployed with what is written.
    /// - Parameter index: what was seen, so that nothing counts as not deployed that nobody looked for.
    public init(live: RunResult, code: RunResult, expected: [ExpectedPath], index: SnapshotIndex) {
        var comparison = DriftComparison(
            live: JudgedResources(live), code: JudgedResources(code), sight: AccountSight(index.places),
            stacks: ExpectedPath.stacks(of: expected))
        comparison.compare()
        var seen: Set<String> = []
        self.expected = expected.map(\.path).filter { seen.insert($0).inserted }
        matched = comparison.matched
        items = comparison.items.sorted { $0.order.lexicographicallyPrecedes($1.order) }
        notInCode = comparison.notInCode.sorted { $0.order.lexicographicallyPrecedes($1.order) }
        doubtful = comparison.doubtful.sorted { $0.order.lexicographicallyPrecedes($1.order) }
        notDeployed = comparison.notDeployed.sorted { $0.order.lexicographicallyPrecedes($1.order) }
        notSeen = comparison.notSeen.sorted { $0.order.lexicographicallyPrecedes($1.order) }
    }
}

private struct DriftComparison {
    let live: JudgedResources
    let code: JudgedResources
    let sight: AccountSight
    let written: [WrittenResource]
    /// The lines of the files that were looked into.
    private var lines: [ObjectIdentifier: LineTable] = [:]
    var matched = 0
    var items: [Drift.Item] = []
    var notInCode: [Drift.LiveResource] = []
    var doubtful: [Drift.LiveResource] = []
    var notDeployed: [Drift.CodePlace] = []
    var notSeen: [Drift.CodePlace] = []

    init(live: JudgedResources, code: JudgedResources, sight: AccountSight, stacks: [String: Set<String>]) {
        self.live = live
        self.code = code
        self.sight = sight
        written = code.resources.filter { $0.mayExist && !$0.isOnlyMeasured }.map {
            WrittenResource($0, stacks: stacks[PathLookup.tidied($0.source.name)] ?? [])
        }
    }

    mutating func compare() {
        let matcher = ResourceMatcher(written)
        let deployed = live.resources.filter { !$0.isOnlyMeasured }
        var found: Set<Int> = []
        var doubtfulTypes: Set<String> = []
        for (resource, outcome) in withoutRivals(deployed.map { ($0, matcher.match($0)) }) {
            switch outcome {
            case .written(let indices, let basis):
                matched += 1
                found.formUnion(indices)
                compare(resource, with: indices, basis: basis)
            case .nowhere: if resource.isDeclarable { notInCode.append(described(resource)) }
            case .doubtful(let reason):
                doubtfulTypes.insert(resource.type)
                guard resource.isDeclarable else { continue }
                var described = described(resource)
                described.doubt = reason
                doubtful.append(described)
            }
        }
        for number in written.indices where !found.contains(number) {
            takeNotFound(number, isDoubtful: doubtfulTypes.contains(type(of: number)))
        }
    }

    /// Leaves open which of several regions or accounts an address of Terraform is in that says neither.
    private func withoutRivals(
        _ matches: [(Resource, ResourceMatcher.Outcome)]
    ) -> [(Resource, ResourceMatcher.Outcome)] {
        var places: [Int: Set<AccountPlace>] = [:]
        for case (let resource, .written(let indices, _)) in matches {
            for index in indices where written[index].isSingle {
                places[index, default: []].formUnion([resource.livePlace].compactMap(\.self))
            }
        }
        return matches.map { resource, outcome in
            guard case .written(let indices, _) = outcome,
                let rival = indices.first(where: { places[$0, default: []].count > 1 })
            else { return (resource, outcome) }
            let name = written[rival].resource.name
            return (resource, .doubtful("`\(name)` is one resource, and there are such in several accounts or regions"))
        }
    }

    private func type(of number: Int) -> String { written[number].resource.type }

    /// Looks at every rule that fails on one of the sides.
    private mutating func compare(_ resource: Resource, with indices: [Int], basis: String) {
        var done: Set<String> = []
        for finding in live.findings(of: resource)
        where finding.isDue && finding.verdict == .fail && done.insert(finding.rule).inserted {
            let outcomes = Set(indices.map { code.outcome(of: finding.rule, on: written[$0].resource) })
            let kind: Drift.Kind =
                switch outcomes.count == 1 ? outcomes.first : nil {
                case .complies?: .drifted
                case .fails?: .both
                case .saysNothing?: .inapplicable
                case .undecided?, nil: .undecided
                }
            add(kind, finding, resource, place(of: indices[0], basis: basis))
        }
        for number in indices {
            for finding in code.findings(of: written[number].resource) where finding.isDue && finding.verdict == .fail {
                switch live.outcome(of: finding.rule, on: resource) {
                // Of what is not known of the deployed one, its own findings tell.
                case .fails, .undecided: continue
                case .complies, .saysNothing: break
                }
                guard done.insert(finding.rule).inserted else { continue }
                add(.pending, finding, resource, place(of: number, basis: basis))
            }
        }
    }

    private mutating func takeNotFound(_ number: Int, isDoubtful: Bool) {
        let resource = written[number].resource
        guard let isSeen = isSeen(written[number]) else { return }
        let place = place(of: number, basis: nil)
        guard isSeen, !isDoubtful else { return notSeen.append(place) }
        notDeployed.append(place)
        var done: Set<String> = []
        for finding in code.findings(of: resource) where finding.isDue && finding.verdict == .fail {
            guard done.insert(finding.rule).inserted else { continue }
            add(.notDeployed, finding, nil, place)
        }
    }

    /// Whether every resource of its type was seen wherever it can be; nil for a type that nobody asked for.
    private func isSeen(_ one: WrittenResource) -> Bool? {
        let asked = sight.places(of: one.resource.type)
        guard !asked.isEmpty else { return nil }
        // Of an account that could not be reached, nothing was seen.
        let unreachable = sight.places(of: CallOutcome.allTypes).contains { one.mayLie(in: $0) }
        let near = asked.filter { one.mayLie(in: $0) }
        return !unreachable && !near.isEmpty && near.allSatisfy(sight.isWhole)
    }

    private mutating func add(
        _ kind: Drift.Kind, _ finding: Finding, _ resource: Resource?, _ place: Drift.CodePlace
    ) {
        items.append(
            Drift.Item(
                kind: kind, rule: finding.rule, severity: finding.severity.rawValue, message: finding.message,
                type: finding.resource.type, live: resource.map(described), code: place))
    }

    private mutating func place(of number: Int, basis: String?) -> Drift.CodePlace {
        let resource = written[number].resource
        let lines = self.lines[ObjectIdentifier(resource.source)] ?? LineTable(resource.source)
        self.lines[ObjectIdentifier(resource.source)] = lines
        return Drift.CodePlace(
            file: resource.source.name, line: lines.position(of: resource.anchor.lowerBound).line,
            name: resource.name, basis: basis)
    }

    private func described(_ resource: Resource) -> Drift.LiveResource {
        let findings = live.findings(of: resource).filter { $0.verdict == .fail && $0.isDue }
        return Drift.LiveResource(
            type: resource.type, id: resource.id, name: resource.name,
            account: resource.livePlace?.account ?? resource.account ?? "",
            region: resource.livePlace?.region ?? resource.region ?? "",
            owner: findings.first?.owner, findings: findings.count)
    }
}

extension Resource {
    /// Whether templates can declare resources of its type, and it is not one that AWS made by itself.
    fileprivate var isDeclarable: Bool {
        guard let type = Catalogue.type(named: type), type.depth != .api, type.depth != .open else { return false }
        guard let arn = ARN(id) else { return true }
        return arn.account != "aws" && !arn.resource.hasPrefix("role/aws-service-role/")
            && !arn.resource.hasPrefix("role/aws-reserved/")
    }
}

extension Drift.Item {
    fileprivate var order: [String] {
        let ranks = Severity.allCases.map(\.rawValue)
        let rank = String(ranks.count - (ranks.firstIndex(of: severity) ?? 0))
        return [kind.rawValue, rank, rule, live?.id ?? "", code.file, code.name]
    }
}

extension Drift.LiveResource {
    fileprivate var order: [String] { [account, region, type, id] }
}

extension Drift.CodePlace {
    fileprivate var order: [String] {
        let digits = String(line)
        return [file, String(repeating: "0", count: max(0, 9 - digits.count)) + digits, name]
    }
}
