/// Looks for a part of a text in as many steps as the text has bytes, whatever they are.
/// - SeeAlso: Knuth, Morris, Pratt: "Fast Pattern Matching in Strings", 1977
package struct PartSearch: Sendable {
    package let part: [UInt8]
    /// For each length of a beginning of the part, how long the longest shorter beginning is that it ends with.
    private let borders: [Int]

    package init(_ part: [UInt8]) {
        self.part = part
        var borders = [Int](repeating: 0, count: part.count + 1)
        var matched = 0
        for index in part.indices.dropFirst() {
            while matched > 0, part[index] != part[matched] { matched = borders[matched] }
            if part[index] == part[matched] { matched += 1 }
            borders[index + 1] = matched
        }
        self.borders = borders
    }

    /// Where the part begins, at or behind an offset.
    package func firstOffset(in text: [UInt8], from start: Int) -> Int? {
        guard !part.isEmpty else { return start }
        var matched = 0
        for index in text.indices[start...] {
            while matched > 0, text[index] != part[matched] { matched = borders[matched] }
            if text[index] == part[matched] { matched += 1 }
            if matched == part.count { return index + 1 - matched }
        }
        return nil
    }
}
