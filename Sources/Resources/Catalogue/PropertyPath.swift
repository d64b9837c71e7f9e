/// A property path such as `ProductionVariants[*].ModelName`, cut into its steps.
public struct PropertyPath: Hashable, Sendable {
    struct Step: Hashable, Sendable {
        var name: String
        /// How many pairs of brackets follow the name; each goes from a list to its elements.
        var elementDepth: Int
    }

    private(set) var steps: [Step] = []

    /// An empty path, to which steps are added.
    public init() {}

    /// Reads `A.B[*].C`, `A.B[].C` and `A.B[0].C` alike.
    public init(_ text: String) {
        steps = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map { part in
            let bracket = part.firstIndex(of: UInt8(ascii: "[")) ?? part.endIndex
            return Step(
                name: String(Substring(part[..<bracket])),
                elementDepth: part[bracket...].count { $0 == UInt8(ascii: "[") })
        }
    }

    /// Goes on to a property.
    public mutating func append(_ name: String) { steps.append(Step(name: name, elementDepth: 0)) }

    /// Goes on from a list to its elements. A path begins with a property, so an element before it goes nowhere.
    public mutating func appendElement() {
        if !steps.isEmpty { steps[steps.count - 1].elementDepth += 1 }
    }
}
