/// Looks for the files that a pattern of `fileset` matches.
///
/// Links are followed by Terraform. Here a folder that holds one on the way makes the result unknown.
struct FileSearch {
    private let host: any FunctionHost
    private let budget: EvaluationBudget
    private var found: Set<String> = []
    private var isWhole = true
    /// Which folders were gone through with how many patterns left: there are many ways to a place.
    private var visited: Set<Visit> = []

    private struct Visit: Hashable {
        var folder: String
        var rest: Int
    }

    private static let mostFiles = 10_000
    /// The steps that reading a folder costs.
    private static let listingCost = 500

    init(host: any FunctionHost, budget: EvaluationBudget) {
        self.host = host
        self.budget = budget
    }

    /// The paths of the files from the folder; nil if not all of them can be known.
    /// - Throws: `outOfReach` if the folder lies where files must not be read.
    mutating func files(in folder: String, matching pattern: String) throws(EvaluationFailure) -> [String]? {
        guard host.fileExists(folder) != nil else { throw .outOfReach(folder, isFolder: true) }
        let steps = pattern.split(separator: "/").filter { $0 != "." }
        guard !steps.contains("..") else { return nil }
        var patterns: [FilePattern] = []
        for step in steps {
            let pattern = try FilePattern(String(step))
            // Any number of folders twice is any number of folders.
            if !pattern.isAnyPath || patterns.last?.isAnyPath != true { patterns.append(pattern) }
        }
        try visit(folder, "", patterns[...])
        return isWhole ? found.sorted() : nil
    }

    /// - Parameters:
    ///   - folder: where to look.
    ///   - path: the way there from the folder where the search began, with a slash at its end.
    ///   - rest: what has to match.
    private mutating func visit(
        _ folder: String, _ path: String, _ rest: ArraySlice<FilePattern>
    ) throws(EvaluationFailure) {
        guard isWhole, let first = rest.first, visited.insert(Visit(folder: path, rest: rest.count)).inserted else {
            return
        }
        let isLast = rest.count == 1
        // Any number of folders, also none.
        if first.isAnyPath, !isLast { try visit(folder, path, rest.dropFirst()) }
        guard let entries = host.entries(in: folder), found.count <= Self.mostFiles else {
            isWhole = false
            return
        }
        try budget.spend(20 * entries.count + Self.listingCost)
        for entry in entries where first.isAnyPath || first.matches(entry.name) {
            switch entry.kind {
            case .other: isWhole = false
            case .file: if isLast { found.insert(path + entry.name) }
            case .folder:
                if first.isAnyPath || !isLast {
                    try visit(
                        folder + "/" + entry.name, path + entry.name + "/", first.isAnyPath ? rest : rest.dropFirst())
                }
            }
        }
    }
}

/// What one step of a path has to look like: `*`, `?`, `[a-z]`, `[^a-z]` and `{one,other}`; `\` takes the next character as it
/// is. A step that is `**` stands for any number of folders.
/// - SeeAlso: https://developer.hashicorp.com/terraform/language/functions/fileset
struct FilePattern {
    private enum Part {
        case any
        case one
        case character(Character)
        case set([ClosedRange<Character>], isInverted: Bool)
    }

    let isAnyPath: Bool
    /// What braces spell out.
    private let choices: [[Part]]

    private static let mostChoices = 1_000
    private static let deepest = 50

    init(_ text: String) throws(EvaluationFailure) {
        isAnyPath = text == "**"
        var reading = PatternReading(rest: Array(text)[...])
        choices = try reading.alternatives(depth: 0, reading.failure(text))
    }

    func matches(_ name: String) -> Bool {
        let name = Array(name)
        return choices.contains { Self.matches($0, name) }
    }

    /// With one place to return to: the last `*`, which takes one more character.
    private static func matches(_ parts: [Part], _ name: [Character]) -> Bool {
        var (at, place) = (0, 0)
        var last: (at: Int, place: Int)?
        while place < name.count || at < parts.count {
            if at < parts.count {
                if case .any = parts[at] {
                    last = (at, place)
                    at += 1
                    continue
                }
                if place < name.count, matches(parts[at], name[place]) {
                    at += 1
                    place += 1
                    continue
                }
            }
            guard let back = last, back.place < name.count else { return false }
            last = (back.at, back.place + 1)
            (at, place) = (back.at + 1, back.place + 1)
        }
        return true
    }

    private static func matches(_ part: Part, _ character: Character) -> Bool {
        switch part {
        case .any, .one: true
        case .character(let wanted): wanted == character
        case .set(let ranges, let isInverted): ranges.contains { $0.contains(character) } != isInverted
        }
    }

    private struct PatternReading {
        var rest: ArraySlice<Character>

        func failure(_ text: String) -> EvaluationFailure {
            EvaluationFailure("`\(text)` is not a pattern of file names: a bracket or brace is not closed")
        }

        /// Up to the end, or to the brace that closes.
        mutating func alternatives(
            depth: Int, _ failure: EvaluationFailure
        ) throws(EvaluationFailure) -> [[Part]] {
            guard depth <= FilePattern.deepest else {
                throw .notComputed("more than \(FilePattern.deepest) braces of a pattern lie inside each other")
            }
            let isInBraces = depth > 0
            var finished: [[Part]] = []
            var current: [[Part]] = [[]]
            func add(_ part: Part) { for index in current.indices { current[index].append(part) } }
            while let character = rest.popFirst() {
                switch character {
                case "*": add(.any)
                case "?": add(.one)
                case "[": add(try set(failure))
                case "\\":
                    guard let next = rest.popFirst() else { throw failure }
                    add(.character(next))
                case "{":
                    let inner = try alternatives(depth: depth + 1, failure)
                    current = current.flatMap { start in inner.map { start + $0 } }
                    guard current.count <= FilePattern.mostChoices else {
                        throw EvaluationFailure("the pattern spells out more than \(FilePattern.mostChoices) others")
                    }
                case ",":
                    guard isInBraces else {
                        add(.character(character))
                        continue
                    }
                    finished += current
                    current = [[]]
                case "}":
                    guard isInBraces else {
                        add(.character(character))
                        continue
                    }
                    return finished + current
                default: add(.character(character))
                }
            }
            guard !isInBraces else { throw failure }
            return current
        }

        private mutating func set(_ failure: EvaluationFailure) throws(EvaluationFailure) -> Part {
            var ranges: [ClosedRange<Character>] = []
            let isInverted = rest.first == "^"
            if isInverted { rest.removeFirst() }
            func next() throws(EvaluationFailure) -> Character {
                guard let first = rest.popFirst() else { throw failure }
                guard first == "\\" else { return first }
                guard let second = rest.popFirst() else { throw failure }
                return second
            }
            while let first = rest.first, first != "]" {
                let low = try next()
                guard rest.first == "-" else {
                    ranges.append(low...low)
                    continue
                }
                rest.removeFirst()
                let high = try next()
                guard low <= high else { throw failure }
                ranges.append(low...high)
            }
            guard rest.popFirst() == "]", !ranges.isEmpty else { throw failure }
            return .set(ranges, isInverted: isInverted)
        }
    }
}
