extension RandomAccessCollection {
    /// The first position whose element meets a condition that holds for all behind one that meets it; `endIndex` if none
    /// does. Takes logarithmic time.
    @inlinable
    package func partitioningIndex(where isBehind: (Element) -> Bool) -> Index {
        var low = startIndex
        var count = self.count
        while count > 0 {
            let half = count / 2
            let middle = index(low, offsetBy: half)
            if isBehind(self[middle]) {
                count = half
            } else {
                low = index(after: middle)
                count -= half + 1
            }
        }
        return low
    }
}
