import Documents
internal import HCL
public import Resources

/// The Terraform files that a plan was made from: where what the plan says is written.
///
/// The files are read when it is made, which is worth the time only for a plan about which there is something to say.
public struct PlanSources {
    private let places: ConfigurationPlaces
    /// What the places are parts of.
    private let configuration: Configuration
    private let plan: Document
    /// The changes of the plan, ascending by where they start, with their addresses.
    private let changes: [(start: Int, node: NodeView, address: String)]

    init(_ plan: Document, configuration: Configuration) {
        self.plan = plan
        self.configuration = configuration
        places = ConfigurationPlaces(configuration)
        changes = plan.roots.flatMap { root -> [(start: Int, node: NodeView, address: String)] in
            guard let list = NodeView(document: plan, id: root)["resource_changes"] else { return [] }
            return list.children.compactMap { change in
                change["address"]?.string.map { (change.range.lowerBound, change, $0) }
            }
        }
    }

    /// The head of a resource's block, by the address of the resource; nil if the files do not declare it.
    public func place(of address: String) -> ResourcePlace? { places.place(of: address).map(ResourcePlace.init) }

    /// The heads of the module calls that lead to a resource, outermost first.
    public func calls(of address: String) -> [ResourcePlace] { places.calls(of: address).map(ResourcePlace.init) }

    /// Where it is written what stands in the plan at an offset: the argument if it is that of one, else the head of the
    /// resource's block.
    /// - Returns: nil if the place is no part of a change, or the files do not declare the resource.
    public func place(at offset: Int) -> ResourcePlace? {
        guard let change = change(at: offset) else { return nil }
        var steps = path(to: offset, in: change.node)[...]
        var attribute: [String] = []
        if steps.popFirst() == "change", let part = steps.popFirst(), part == "after" || part == "after_unknown" {
            attribute = Array(steps)
        }
        // What a resource is given; the rest of these comes from its provider.
        if attribute.first == "tags_all" { attribute[0] = "tags" }
        let place = places.place(of: change.address, attribute: attribute) ?? places.place(of: change.address)
        return place.map(ResourcePlace.init)
    }

    private func change(at offset: Int) -> (start: Int, node: NodeView, address: String)? {
        let next = changes.partitioningIndex { $0.start > offset }
        guard next > 0, offset < changes[next - 1].node.range.upperBound else { return nil }
        return changes[next - 1]
    }

    /// The keys and positions on the way to an offset, which may be that of a key.
    private func path(to offset: Int, in root: NodeView) -> [String] {
        var path: [String] = []
        var current = root
        while let (position, child) = current.children.enumerated().first(where: { $1.covers(offset) }) {
            path.append(current.kind == .list ? String(position) : child.key)
            current = child
        }
        return path
    }
}

extension ResourcePlace {
    fileprivate init(_ place: ConfigurationPlace) { self.init(source: place.source, range: place.range) }
}

extension NodeView {
    /// Whether an offset lies in the value or its key.
    fileprivate func covers(_ offset: Int) -> Bool {
        (keyRange?.lowerBound ?? range.lowerBound) <= offset && offset < range.upperBound
    }
}
