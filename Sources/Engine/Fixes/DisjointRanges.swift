import Documents

/// The places of a text that edits take, of which no two touch the same bytes or insert at the same place.
struct DisjointRanges {
    private var ranges: [Range<Int>] = []

    /// Adds the places of one fix.
    /// - Returns: whether all of them were free; else nothing is added.
    mutating func add(_ new: [Range<Int>]) -> Bool {
        guard new.allSatisfy(isFree) else { return false }
        for range in new { ranges.insert(range, at: place(of: range)) }
        return true
    }

    private func isFree(_ range: Range<Int>) -> Bool {
        let next = place(of: range)
        if next < ranges.count {
            let behind = ranges[next]
            if behind.lowerBound == range.lowerBound || behind.lowerBound < range.upperBound { return false }
        }
        return next == 0 || ranges[next - 1].upperBound <= range.lowerBound
    }

    private func place(of range: Range<Int>) -> Int {
        ranges.partitioningIndex { $0.lowerBound >= range.lowerBound }
    }
}
