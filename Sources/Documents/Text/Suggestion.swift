/// Finds what someone may have meant by a name that does not exist.
public enum Suggestion {
    /// Names longer than this are not compared: nobody mistypes them, and the cost grows with the product of lengths.
    static let longestName = 128
    /// More slips than this are not a misspelling.
    static let mostSlips = 4

    /// The candidates nearest to a name, best first: at most three, and none that differs in more than a third of it
    /// or in more than four places.
    ///
    /// Case is ignored in the comparison and breaks ties.
    public static func nearest(to name: String, among candidates: some Sequence<String>) -> [String] {
        let wanted = Array(name.lowercased().utf8)
        guard !wanted.isEmpty, wanted.count <= longestName else { return [] }
        let limit = max(1, min(wanted.count / 3, mostSlips))
        var found: [(distance: Int, name: String)] = []
        for candidate in candidates where abs(candidate.utf8.count - wanted.count) <= limit {
            let other = Array(candidate.lowercased().utf8)
            if let distance = EditDistance.between(wanted, other, atMost: limit) {
                found.append((distance * 2 + (candidate == name ? 0 : 1), candidate))
            }
        }
        return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
    }
}

/// The number of insertions, deletions, replacements and swaps of neighbours that lead from one text to another.
enum EditDistance {
    /// Nil when the distance is greater than the limit.
    /// - Complexity: O(n m); it stops as soon as the limit is out of reach.
    static func between(_ left: [UInt8], _ right: [UInt8], atMost limit: Int) -> Int? {
        guard abs(left.count - right.count) <= limit else { return nil }
        // What both begin with costs nothing.
        let common = zip(left, right).prefix { $0 == $1 }.count
        if common > 0 {
            return between(Array(left.dropFirst(common)), Array(right.dropFirst(common)), atMost: limit)
        }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        var current = last
        for (row, byte) in left.enumerated() {
            current[0] = row + 1
            for column in right.indices {
                let replaced = last[column] + (byte == right[column] ? 0 : 1)
                var best = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, byte == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current[column + 1] = best
            }
            // A swap reaches back two rows, so both must be beyond the limit.
            if (current.min() ?? 0) > limit, (last.min() ?? 0) > limit { return nil }
            (beforeLast, last, current) = (last, current, beforeLast)
        }
        return last[right.count] <= limit ? last[right.count] : nil
    }
}
