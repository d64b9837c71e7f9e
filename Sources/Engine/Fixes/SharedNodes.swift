import Documents

/// The places of a document that aliases and merges read as well, so that a change there would change something else.
struct SharedNodes {
    private struct Member: Hashable {
        var key: Symbol
        var start: UInt32
    }

    private let ranges: RangeIndex
    private let containers: RangeIndex
    private let members: Set<Member>

    init(_ document: Document) {
        var ranges: [Range<Int>] = []
        var containers: [Range<Int>] = []
        var members: Set<Member> = []
        for node in document.nodes where node.flags.contains(.copied) {
            let range = Int(node.start)..<max(Int(node.start), Int(node.end))
            ranges.append(range)
            if node.isContainer { containers.append(range) }
            members.insert(Member(key: node.key, start: node.start))
        }
        self.ranges = RangeIndex(ranges)
        self.containers = RangeIndex(containers)
        self.members = members
    }

    func shares(_ node: NodeView) -> Bool { ranges.overlap(node.range) }

    /// Whether what is added to a container would be added elsewhere too.
    func shares(contentsOf container: NodeView) -> Bool {
        containers.enclose(container.range)
            || !members.isEmpty
                && container.children.contains { child in
                    !child.node.flags.contains(.copied) && child.node.key != .none
                        && members.contains(Member(key: child.node.key, start: child.node.start))
                }
    }
}

/// Ranges of which one is found by what it has in common with another, in logarithmic time.
private struct RangeIndex {
    private let starts: [Int]
    /// The greatest end of the ranges up to each position.
    private let ends: [Int]

    init(_ ranges: [Range<Int>]) {
        let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
        starts = sorted.map(\.lowerBound)
        var last = Int.min
        ends = sorted.map {
            last = max(last, $0.upperBound)
            return last
        }
    }

    func overlap(_ range: Range<Int>) -> Bool { end(before: range.upperBound) > range.lowerBound }

    func enclose(_ range: Range<Int>) -> Bool { end(before: range.lowerBound + 1) >= range.upperBound }

    /// The greatest end of the ranges that start before a place.
    private func end(before place: Int) -> Int {
        let count = starts.partitioningIndex { $0 >= place }
        return count > 0 ? ends[count - 1] : Int.min
    }
}
