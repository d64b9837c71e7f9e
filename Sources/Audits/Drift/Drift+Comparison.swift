public import Accounts
import Documents
public import Engine
public import History
import Policies
import Resources

extension Drift {
    /// Compares what is deployed with what is written.
    /// - Parameters:
    ///   - expected: what was given as written.
    ///   - scope: what was seen, so that nothing counts as not deployed that nobody looked for.
    public init(live: RunResult, code: RunResult, expected: [String], index: SnapshotIndex, scope: AuditScope) {
        var comparison = DriftComparison(
            live: JudgedResources(live), code: JudgedResources(code), index: index, scope: scope)
        comparison.compare()
        self.expected = expected
        matched = comparison.matched
        items = comparison.items.sorted { $0.order.lexicographicallyPrecedes($1.order) }
        notInCode = comparison.notInCode.sorted { $0.order.lexicographicallyPrecedes($1.order) }
        doubtful = comparison.doubtful.sorted { $0.order.lexicographicallyPrecedes($1.order) }
        notDeployed = comparison.notDeployed.sorted { $0.order.lexicographicallyPrecedes($1.order) }
    }
}

private struct DriftComparison {
    let live: JudgedResources
    let code: JudgedResources
    let index: SnapshotIndex
    let scope: AuditScope
    let written: [WrittenResource]
    /// The lines of the files that were looked into.
    private var lines: [ObjectIdentifier: LineTable] = [:]
    var matched = 0
    var items: [Drift.Item] = []
    var notInCode: [Drift.LiveResource] = []
    var doubtful: [Drift.LiveResource] = []
    var notDeployed: [Drift.CodePlace] = []

    init(live: JudgedResources, code: JudgedResources, index: SnapshotIndex, scope: AuditScope) {
        self.live = live
        self.code = code
        self.index = index
        self.scope = scope
        written = code.resources.filter { $0.mayExist && !$0.isOnlyMeasured }.map { WrittenResource($0) }
    }

    mutating func compare() {
        let matcher = ResourceMatcher(written)
        var deployed: Set<Int> = []
        var doubtfulTypes: Set<String> = []
        for resource in live.resources where !resource.isOnlyMeasured {
            switch matcher.match(resource) {
            case .written(let indices, let basis):
                matched += 1
                deployed.formUnion(indices)
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
        for number in written.indices where !deployed.contains(number) && !doubtfulTypes.contains(type(of: number)) {
            takeUndeployed(number)
        }
    }

    private func type(of number: Int) -> String { written[number].resource.type }

    /// Looks at every rule that fails on one of the sides.
    private mutating func compare(_ resource: Resource, with indices: [Int], basis: String) {
        let there = live.findings(of: resource)
        let here = indices.map { code.findings(of: written[$0].resource) }
        var done: Set<String> = []
        for finding in there where finding.isDue && finding.verdict == .fail && done.insert(finding.rule).inserted {
            let verdicts = Set(here.map { Self.verdict(of: finding.rule, among: $0) })
            let kind: Drift.Kind =
                switch verdicts.count == 1 ? verdicts.first : nil {
                case .pass?: .drifted
                case .fail?, .suppressed?: .both
                case .unknown?, .error?, nil: .undecided
                }
            add(kind, finding, resource, place(of: indices[0], basis: basis))
        }
        for (number, findings) in zip(indices, here) {
            for finding in findings where finding.isDue && finding.verdict == .fail {
                let verdict = Self.verdict(of: finding.rule, among: there)
                guard verdict == .pass, done.insert(finding.rule).inserted else { continue }
                add(.pending, finding, resource, place(of: number, basis: basis))
            }
        }
    }

    /// What a rule says of one resource. One that says nothing has nothing against it.
    private static func verdict(of rule: String, among findings: [Finding]) -> Verdict {
        let verdicts = findings.filter { $0.rule == rule }.map(\.verdict)
        return [.error, .fail, .unknown, .suppressed].first(where: verdicts.contains) ?? .pass
    }

    private mutating func takeUndeployed(_ number: Int) {
        let resource = written[number].resource
        guard wasLookedFor(resource) else { return }
        let place = place(of: number, basis: nil)
        notDeployed.append(place)
        var done: Set<String> = []
        for finding in code.findings(of: resource) where finding.isDue && finding.verdict == .fail {
            guard done.insert(finding.rule).inserted else { continue }
            add(.notDeployed, finding, nil, place)
        }
    }

    /// Whether every resource of its type was seen in a place in which it can be.
    private func wasLookedFor(_ resource: Resource) -> Bool {
        scope.places.contains { place in
            place.type == resource.type && (resource.account == nil || resource.account == place.account)
                && (resource.region == nil || place.region == "global" || resource.region == place.region)
        }
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
        let place = index.place(type: resource.type, id: resource.id)
        let findings = live.findings(of: resource).filter { $0.verdict == .fail && $0.isDue }
        return Drift.LiveResource(
            type: resource.type, id: resource.id, name: resource.name,
            account: place?.account ?? resource.account ?? "", region: place?.region ?? resource.region ?? "",
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
