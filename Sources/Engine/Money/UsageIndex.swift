import Documents
import Readers
import Resources

/// What the bill says of resources, as `proviso usage --format json` wrote it down: found by ARN, and by type and name
/// where a resource has no ARN yet.
struct UsageIndex: Sendable {
    /// What the bill says of one resource.
    struct Entry: Sendable {
        var account: String?
        var region: String?
        /// The mapping `usage`.
        var usage: NodeView
    }

    private struct TypeName: Hashable {
        var type, name: String
    }

    /// What the bill says as a whole.
    let totals: BillTotals?
    private var byARN: [String: Entry] = [:]
    private var byName: [TypeName: [Entry]] = [:]
    /// What delivers the report, by its type, with the path of the report.
    private var deliveries: [(type: String, path: String, entry: Entry)] = []

    /// - Throws: an error if the file cannot be read or is none of these.
    init(_ path: String, contents: FileContents, limits: DocumentLimits, symbols: SymbolTable) throws(Diagnostic) {
        let source = try contents.read(path, limit: limits.size)
        let input = try InputReader(limits: limits).read(source, symbols: symbols)
        guard input.isBill else {
            throw Diagnostic(
                file: path, message: "this is not what a bill says of resources",
                help: "make it with `proviso usage --cur REPORTS --format json`")
        }
        if let error = input.diagnostics.first(where: { $0.severity == .error }) { throw error }
        totals = input.documents.first?.root.flatMap { BillTotals($0) }
        for resource in input.resources {
            guard let usage = resource.facets?["usage"] else { continue }
            let entry = Entry(account: resource.account, region: resource.region, usage: usage)
            if resource.id.hasPrefix("arn:") {
                byARN[resource.id.lowercased()] = entry
                byName[TypeName(type: resource.type, name: resource.name.lowercased()), default: []].append(entry)
            } else {
                deliveries.append((resource.type, resource.id, entry))
            }
        }
    }

    /// What the bill says of a resource. A name counts only where no other resource of the bill could be meant.
    /// - Parameter hasLogicalName: whether its name is one that only its template knows.
    func entry(of resource: Resource, hasLogicalName: Bool) -> Entry? {
        let names = resource.aliases + (hasLogicalName ? [] : [resource.id, resource.name])
        for name in names {
            if let entry = byARN[name.lowercased()] { return entry }
        }
        for name in names {
            let found = byName[TypeName(type: resource.type, name: name.lowercased())] ?? []
            let possible = found.filter { entry in
                (resource.account == nil || resource.account == entry.account)
                    && (resource.region == nil || resource.region == entry.region)
            }
            if possible.count == 1 { return possible[0] }
        }
        return deliveries.first { delivery in
            delivery.type == resource.type
                && delivery.path.split(separator: "/").contains { names.contains(String($0)) }
        }?.entry
    }
}

extension Input {
    /// Whether it is what `proviso usage --format json` wrote.
    var isBill: Bool { kind == .resourceFile && documents.first?.root.map(UsageFile.isUsage) ?? false }

    /// Gives the resources what the bill says of them.
    mutating func join(_ index: UsageIndex) {
        let hasLogicalNames = kind == .cloudFormation || kind == .terraform
        for position in resources.indices {
            guard let entry = index.entry(of: resources[position], hasLogicalName: hasLogicalNames) else { continue }
            resources[position].billed = entry.usage
        }
    }
}
