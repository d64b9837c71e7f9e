/// Crochemore and Perrin's search, forwards or backwards: linear in the text and in the needle, in constant memory.
///
/// The needle is cut where comparing it first to the right of the cut, then to the left, never needs to look at a byte of
/// the text more than twice: at the beginning of the greatest suffix in one order of bytes or in the opposite one.
///
/// - SeeAlso: M. Crochemore, D. Perrin: Two-way string-matching. Journal of the ACM 38 (1991).
struct TwoWaySearch {
    private let needle: Bytes
    private let isReversed: Bool
    /// The left part is `..<cut`.
    private let cut: Int
    private let period: Int
    /// Whether the needle repeats itself with the period, so that what matched once need not be compared again.
    private let isPeriodic: Bool

    /// - Parameter needle: not empty.
    init(_ needle: Bytes, isReversed: Bool) {
        self.needle = needle
        self.isReversed = isReversed
        let ascending = Self.greatestSuffix(needle, isReversed, isDescending: false)
        let descending = Self.greatestSuffix(needle, isReversed, isDescending: true)
        let suffix = ascending.start > descending.start ? ascending : descending
        cut = suffix.start
        isPeriodic = (0..<suffix.start).allSatisfy { index in
            index + suffix.period < needle.count
                && Self.byte(needle, index, isReversed) == Self.byte(needle, index + suffix.period, isReversed)
        }
        period = isPeriodic ? suffix.period : Swift.max(suffix.start, needle.count - suffix.start) + 1
    }

    @inline(__always)
    private static func byte(_ bytes: Bytes, _ index: Int, _ isReversed: Bool) -> UInt8 {
        bytes[isReversed ? bytes.count - 1 - index : index]
    }

    /// Where the greatest suffix begins, and its period.
    private static func greatestSuffix(
        _ needle: Bytes, _ isReversed: Bool, isDescending: Bool
    ) -> (start: Int, period: Int) {
        var (start, candidate, offset, period) = (0, 1, 0, 1)
        while candidate + offset < needle.count {
            let next = byte(needle, candidate + offset, isReversed)
            let known = byte(needle, start + offset, isReversed)
            if next == known {
                offset += 1
                if offset == period {
                    candidate += period
                    offset = 0
                }
            } else if (next < known) != isDescending {
                candidate += offset + 1
                offset = 0
                period = candidate - start
            } else {
                (start, candidate, offset, period) = (candidate, candidate + 1, 0, 1)
            }
        }
        return (start, period)
    }

    /// The offset of the first occurrence at or after one, counted in the direction of the search.
    func first(in text: Bytes, from start: Int) -> Int? {
        var offset = start
        // How much of the needle's beginning is known to match.
        var known = 0
        while text.count - offset >= needle.count {
            var index = Swift.max(cut, known)
            while index < needle.count, isMatch(text, offset, index) { index += 1 }
            guard index == needle.count else {
                offset += index - cut + 1
                known = 0
                continue
            }
            index = cut
            while index > known, isMatch(text, offset, index - 1) { index -= 1 }
            if index <= known { return offset }
            offset += period
            known = isPeriodic ? needle.count - period : 0
        }
        return nil
    }

    @inline(__always)
    private func isMatch(_ text: Bytes, _ offset: Int, _ index: Int) -> Bool {
        Self.byte(text, offset + index, isReversed) == Self.byte(needle, index, isReversed)
    }
}
