import Resources

/// A pattern of paths: `*` and `?` inside a step, `**` for any number of steps.
///
/// It matches a file and everything below a directory. A pattern without a slash matches a step at any depth, as in
/// `.gitignore`; every other one counts from the directory of the file that holds it.
public struct PathPattern: Sendable {
    private enum Step: Sendable {
        case any
        case one(Glob)
    }

    public let text: String
    private let steps: [Step]

    /// - Parameter directory: the path from the root of the repository to the directory from which the pattern counts;
    ///   empty for the root itself.
    public init(_ text: String, in directory: String = "") {
        self.text = text
        let own = text.split(separator: "/").filter { $0 != "." }
        let isAnchored = own.count > 1 || text.hasPrefix("/")
        let prefix = directory.split(separator: "/").map { Step.one(Glob(Self.escaped($0))) }
        steps =
            prefix + (isAnchored ? [] : [.any])
            + own.map { $0 == "**" ? .any : .one(Glob(String($0))) }
    }

    /// - Parameter path: from the root of the repository.
    public func matches(_ path: String) -> Bool {
        matches(steps[...], path.split(separator: "/").map(String.init)[...])
    }

    /// Whether the steps of a pattern match a path or a directory above it.
    private func matches(_ steps: ArraySlice<Step>, _ path: ArraySlice<String>) -> Bool {
        // Which steps of the pattern may come next, after each step of the path: no pattern makes this slow.
        var open: Set<Int> = Self.closure([steps.startIndex], of: steps)
        for name in path {
            if open.contains(steps.endIndex) { return true }
            var next: Set<Int> = []
            for index in open where index < steps.endIndex {
                switch steps[index] {
                case .any: next.insert(index)
                case .one(let glob): if glob.matches(name) { next.insert(index + 1) }
                }
            }
            open = Self.closure(next, of: steps)
            if open.isEmpty { return false }
        }
        return open.contains(steps.endIndex)
    }

    /// With the steps behind each `**`, which may stand for nothing.
    private static func closure(_ open: Set<Int>, of steps: ArraySlice<Step>) -> Set<Int> {
        var all = open
        for var index in open {
            while index < steps.endIndex, case .any = steps[index] {
                index += 1
                all.insert(index)
            }
        }
        return all
    }

    private static func escaped(_ step: Substring) -> String {
        step.reduce(into: "") { text, character in
            if "*?\\".contains(character) { text.append("\\") }
            text.append(character)
        }
    }
}
