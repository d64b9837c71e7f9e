import Documents
import Resources

/// Says of the values that a plan does not know what they will be: an attribute of another resource, or nothing yet.
///
/// Everything it looks up is indexed when it is first asked; any number of threads may ask.
// INVARIANT: the plan's document and symbol table are only read; `index` is written once, under its lock.
final class PlanResolver: ValueResolver {
    private struct Index {
        /// The addresses of the entries.
        var addresses: [String] = []
        /// Entries by the address without the last index: the first of each.
        var instances: [String: Int] = [:]
        /// The further ones.
        var otherInstances: [String: [Int]] = [:]

        mutating func add(_ entry: Int, at address: String) {
            if instances[address] == nil {
                instances[address] = entry
            } else {
                otherInstances[address, default: []].append(entry)
            }
        }
        /// The resources of modules by their names, joined.
        var modules: [Substring: (module: NodeView, resources: [String: NodeID])] = [:]
        /// The names of modules, joined, by their instances.
        var names: [Substring: Substring] = [:]
        /// What was found out, by the mark: several rules ask for the same value, and again for its explanation.
        var resolutions: [UInt32: Resolution] = [:]
        /// The attributes of Terraform's types by canonical name.
        var attributes: [String: String?] = [:]
    }

    private let plan: NodeView
    private let entries: [NodeID]
    private let types: [String: String]
    private let configuration: PlanConfiguration
    private let index = Guarded<Index?>(nil)

    /// - Parameters:
    ///   - entries: the resource changes after which something remains, in their order.
    ///   - types: the canonical types by Terraform's.
    init(_ plan: NodeView, entries: [NodeID], types: [String: String]) {
        self.plan = plan
        self.entries = entries
        self.types = types
        configuration = PlanConfiguration(plan)
    }

    func resolve(_ node: NodeView, in scenario: Scenario) -> Resolution {
        guard node.kind == .unknown else { return .value(node) }
        return index.withLock { index in
            let mark = node.node.extent
            if let known = index?.resolutions[mark] { return known }
            var built = index ?? makeIndex()
            index = nil
            let resolution = resolve(NodeID(rawValue: mark), &built)
            built.resolutions[mark] = resolution
            index = built
            return resolution
        }
    }

    func mayResolve(_ node: NodeView) -> Bool { node.kind != .unknown }

    /// The address of the resource whose attribute a value will be; nil when that is not known.
    func target(of mark: NodeID) -> String? {
        index.withLock { index in
            var built = index ?? makeIndex()
            index = nil
            defer { index = built }
            guard case .reference(let reference) = resolve(mark, &built) else { return nil }
            return reference.target
        }
    }

    static let reason = "known after apply"

    private func resolve(_ mark: NodeID, _ index: inout Index) -> Resolution {
        let unknown = Resolution.unknown(reason: Self.reason, mayBeAbsent: true)
        guard let entry = entry(holding: mark),
            let address = TerraformAddress(index.addresses[entry][...]),
            let change = NodeView(document: plan.document, id: entries[entry])["change"],
            let attribute = path(to: mark, in: change["after_unknown"]),
            let resource = resource(address, &index)
        else { return unknown }
        let found = configuration.references(of: attribute, in: resource, module: address.module)
        guard found.resources.count == 1, let target = found.resources.first, let module = found.modules.first else {
            guard let other = found.others.first, found.resources.isEmpty else { return unknown }
            return .unknown(reason: "\(Self.reason), from `\(other)`", mayBeAbsent: true)
        }
        guard let instance = instance(of: target, module: module, follows: found.followsIndex, from: address, index)
        else { return .unknown(reason: "\(Self.reason), from `\(target.base)`", mayBeAbsent: true) }
        return .reference(ResourceReference(target: instance, attribute: canonical(target, &index)))
    }

    // MARK: Looking things up

    private func makeIndex() -> Index {
        var index = Index()
        index.addresses.reserveCapacity(entries.count)
        index.instances.reserveCapacity(entries.count)
        let key = plan.document.symbols.symbol(of: "address")
        for (position, id) in entries.enumerated() {
            let address = key.flatMap { NodeView(document: plan.document, id: id)[$0]?.string } ?? ""
            index.addresses.append(address)
            // An address without an index at its end is that of its resource.
            guard address.utf8.last == UInt8(ascii: "]") else {
                index.add(position, at: address)
                continue
            }
            if let parsed = TerraformAddress(address[...]) {
                index.add(position, at: Self.base(parsed, module: parsed.module))
            }
        }
        return index
    }

    private static func base(_ address: TerraformAddress, module: Substring) -> String {
        module.isEmpty ? String(address.base) : "\(module).\(address.base)"
    }

    /// The entry whose nodes a node lies among.
    private func entry(holding node: NodeID) -> Int? {
        let next = entries.partitioningIndex { $0 > node }
        return next == 0 ? nil : next - 1
    }

    /// The keys and positions on the way to a node.
    private func path(to node: NodeID, in root: NodeView?) -> [String]? {
        guard var current = root else { return nil }
        var path: [String] = []
        while current.id != node {
            var position = 0
            let next = current.children.first { child in
                defer { position += 1 }
                return child.id <= node
                    && node.rawValue < child.id.rawValue + UInt32(truncatingIfNeeded: child.node.stride)
            }
            guard let next else { return nil }
            path.append(current.kind == .list ? String(position - 1) : next.key)
            current = next
        }
        // The effective tags are written as `tags`.
        if path.first == "tags_all" { path[0] = "tags" }
        return path
    }

    private func resource(_ address: TerraformAddress, _ index: inout Index) -> NodeView? {
        let key: Substring
        if let known = index.names[address.module] {
            key = known
        } else {
            let names = TerraformAddress.moduleNames(address.module)
            key = Substring(names.joined(separator: "."))
            index.names[address.module] = key
            if index.modules[key] == nil, let module = configuration.module(names) {
                index.modules[key] = (module, configuration.resources(of: module))
            }
        }
        guard let known = index.modules[key], let id = known.resources[String(address.base)] else { return nil }
        return NodeView(document: plan.document, id: id)
    }

    /// The address of the instance that a reference means; nil when that is not known, or when it is none of the plan.
    private func instance(
        of target: TerraformAddress, module: Substring, follows: Bool, from source: TerraformAddress, _ index: Index
    ) -> String? {
        let base = Self.base(target, module: module)
        guard let first = index.instances[base] else { return nil }
        let candidates = [first] + (index.otherInstances[base] ?? [])
        if !target.index.isEmpty,
            let exact = candidates.first(where: { index.addresses[$0] == base + target.index })
        {
            return index.addresses[exact]
        }
        if candidates.count == 1 { return index.addresses[candidates[0]] }
        guard follows, let same = candidates.first(where: { index.addresses[$0] == base + source.index }) else {
            return nil
        }
        return index.addresses[same]
    }

    /// The canonical attribute that a reference names; nil when it names the resource as such.
    private func canonical(_ target: TerraformAddress, _ index: inout Index) -> String? {
        guard let first = target.attribute.first, first != "id" else { return nil }
        let type = String(target.base[..<(target.base.utf8.firstIndex(of: UInt8(ascii: ".")) ?? target.base.endIndex)])
        let key = type + "." + target.attribute.joined(separator: ".")
        if let known = index.attributes[key] { return known }
        let found = types[type].flatMap {
            TerraformKind.canonical(target.attribute.map(String.init), ofType: type, standingFor: $0)
        }
        index.attributes[key] = .some(found)
        return found
    }
}
