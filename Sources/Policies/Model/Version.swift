/// A version of this program or of a pack: three numbers.
public struct Version: Comparable, Sendable {
    /// The version of this program.
    public static let current = "0.1.0"

    private var numbers: [Int]

    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...3).contains(parts.count), parts.allSatisfy({ $0.map { $0 >= 0 } ?? false }) else { return nil }
        numbers = parts.compactMap(\.self) + [Int](repeating: 0, count: 3 - parts.count)
    }

    public static func < (left: Version, right: Version) -> Bool {
        left.numbers.lexicographicallyPrecedes(right.numbers)
    }
}
