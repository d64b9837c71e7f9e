import Documents
import Resources

/// Says of the values that a plan does not know what they will be: an attribute of another resource, or nothing yet.
///
/// Everything it looks up is indexed when it is first asked; any number of threads may ask.
// INVARIANT: the plan's document and symbol table are only read; `index` is written under its lock.
final class PlanResolver: ValueResolver {
    private struct Index {
        var modules: PlanModules
        let names: PlanReferences.Names
        /// The addresses of the changes in their modules, without an index.
        let addresses: NameNumbers
        /// The first change of each such address.
        var first: [Int] = []
        /// The further ones.
        var others: [Int: [Int]] = [:]
        /// What was found out, by the mark: several rules ask for the same value, and again for its explanation.
        var resolutions: [UInt32: Resolution] = [:]
        /// The canonical names of attributes by their own ones, for each type.
        var attributes: [String: Attributes] = [:]

        struct Attributes {
            let names: NameNumbers
            var canonical: [String?] = []
        }

        mutating func add(_ change: Int, at base: Slice<UnsafeRawBufferPointer>, in module: Int) {
            let number = addresses.number(of: base, in: module)
            if number == first.count { first.append(change) } else { others[number, default: []].append(change) }
        }
    }

    private let plan: NodeView
    private let changes: [PlannedChange]
    private let types: [String: String]
    private let tags: Symbol?
    private let effectiveTags: Symbol?
    private let index = Guarded<Index?>(nil)

    /// - Parameters:
    ///   - changes: the changes after which something remains, in their order.
    ///   - types: the canonical types by Terraform's.
    init(_ plan: NodeView, changes: [PlannedChange], types: [String: String]) {
        self.plan = plan
        self.changes = changes
        self.types = types
        tags = plan.document.symbols.symbol(of: "tags")
        effectiveTags = plan.document.symbols.symbol(of: "tags_all")
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
        guard let change = change(holding: mark), let attribute = path(to: mark, in: change.unknown),
            let address = AddressRanges(change.addressBytes)
        else { return Self.unknown(nil) }
        let module = index.modules.number(of: change.addressBytes[address.module])
        guard let resource = index.modules.resource(change.addressBytes[address.base], in: module) else {
            return Self.unknown(nil)
        }
        let found = PlanReferences(of: attribute, in: resource, module: module, &index.modules, index.names)
        guard let target = found.target else { return Self.unknown(found.other) }
        if found.hasOtherTargets { return Self.unknown(nil) }
        let own = found.followsIndex ? change.addressBytes[address.index] : nil
        guard let instance = instance(of: target, follows: own, index) else { return Self.unknown(target.base) }
        return .reference(
            ResourceReference(target: instance.addressText, attribute: canonical(target, instance, &index)))
    }

    /// - Parameter origin: where the value will come from.
    private static func unknown(_ origin: Slice<UnsafeRawBufferPointer>?) -> Resolution {
        let words = origin.map { ", from `\(String(decoding: $0, as: UTF8.self))`" }
        return .unknown(reason: reason + (words ?? ""), mayBeAbsent: true)
    }

    // MARK: Looking things up

    private func makeIndex() -> Index {
        let symbols = plan.document.symbols
        var index = Index(
            modules: PlanConfiguration(plan).modules(symbols), names: PlanReferences.Names(symbols),
            addresses: NameNumbers(like: symbols))
        for (position, change) in changes.enumerated() {
            let address = change.addressBytes
            guard let parsed = AddressRanges(address), !parsed.isData else { continue }
            index.add(position, at: address[parsed.base], in: index.modules.number(of: address[parsed.module]))
        }
        return index
    }

    /// The change whose nodes a node lies among.
    private func change(holding node: NodeID) -> PlannedChange? {
        let next = changes.partitioningIndex { $0.entry.id > node }
        return next == 0 ? nil : changes[next - 1]
    }

    /// The keys and positions on the way to a node.
    private func path(to node: NodeID, in root: NodeView?) -> [PlanReferences.Step]? {
        guard let root else { return nil }
        let nodes = plan.document.nodes
        let target = Int(node.rawValue)
        var current = Int(root.id.rawValue)
        var path: [PlanReferences.Step] = []
        while current != target {
            var child = current + 1
            var position = 0
            let end = current + nodes[current].stride
            guard target < end else { return nil }
            while child < end, child + nodes[child].stride <= target {
                child += nodes[child].stride
                position += 1
            }
            guard child < end, child <= target else { return nil }
            if nodes[current].kind == .list {
                path.append(.element(position))
            } else {
                // The effective tags are written as `tags`.
                let isEffective = path.isEmpty && nodes[child].key == effectiveTags
                path.append(.member(isEffective ? tags ?? nodes[child].key : nodes[child].key))
            }
            current = child
        }
        return path
    }

    /// The instance that a reference means; nil when that is not known, or when it is none of the plan.
    /// - Parameter own: the index of the resource that refers, where that of the target is the same.
    private func instance(
        of target: PlanReferences.Target, follows own: Slice<UnsafeRawBufferPointer>?, _ index: Index
    ) -> PlannedChange? {
        guard let number = index.addresses.known(target.base, in: target.module) else { return nil }
        let candidates = [index.first[number]] + (index.others[number] ?? [])
        func candidate(_ wanted: Slice<UnsafeRawBufferPointer>) -> PlannedChange? {
            candidates.lazy.map { self.changes[$0] }.first { change in
                let address = change.addressBytes
                return AddressRanges(address).map { address[$0.index].elementsEqual(wanted) } ?? false
            }
        }
        if !target.index.isEmpty, let exact = candidate(target.index) { return exact }
        if candidates.count == 1 { return changes[candidates[0]] }
        return own.flatMap(candidate)
    }

    /// The canonical attribute that a reference names; nil when it names the resource as such.
    private func canonical(
        _ target: PlanReferences.Target, _ resource: PlannedChange, _ index: inout Index
    ) -> String? {
        guard !target.attribute.isEmpty else { return nil }
        let text = UnsafeRawBufferPointer(rebasing: target.attribute)
        let type = resource.terraformType
        let attributes = index.attributes[type] ?? Index.Attributes(names: NameNumbers(like: plan.document.symbols))
        let number = attributes.names.number(of: target.attribute)
        if number < attributes.canonical.count { return attributes.canonical[number] }
        var steps: [String] = []
        var step = AddressStep?.some(AddressStep(of: text, from: 0))
        while let next = step {
            steps.append(String(decoding: text[next.name], as: UTF8.self))
            step = next.next(in: text)
        }
        let found =
            steps.first == "id"
            ? nil : types[type].flatMap { TerraformKind.canonical(steps, ofType: type, standingFor: $0) }
        index.attributes[type] = Index.Attributes(names: attributes.names, canonical: attributes.canonical + [found])
        return found
    }
}
