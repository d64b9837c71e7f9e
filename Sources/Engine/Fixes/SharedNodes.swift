import Documents

/// The places of a document that aliases and merges read as well, so that a change there would change something else.
struct SharedNodes {
    private struct Member: Hashable {
        var key: Symbol
        var start: UInt32
    }

    private var ranges: [Range<Int>] = []
    private var containers: [Range<Int>] = []
    private var members: Set<Member> = []

    init(_ document: Document) {
        for node in document.nodes where node.flags.contains(.copied) {
            let range = Int(node.start)..<max(Int(node.start), Int(node.end))
            ranges.append(range)
            if node.isContainer { containers.append(range) }
            members.insert(Member(key: node.key, start: node.start))
        }
    }

    func shares(_ node: NodeView) -> Bool { ranges.contains { $0.overlaps(node.range) } }

    /// Whether what is added to a container would be added elsewhere too.
    func shares(contentsOf container: NodeView) -> Bool {
        containers.contains {
            $0.lowerBound <= container.range.lowerBound && $0.upperBound >= container.range.upperBound
        }
            || container.children.contains { child in
                !child.node.flags.contains(.copied) && child.node.key != .none
                    && members.contains(Member(key: child.node.key, start: child.node.start))
            }
    }
}
