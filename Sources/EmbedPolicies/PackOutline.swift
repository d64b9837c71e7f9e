/// Which lines of a pack are which rule, and what a rule is about.
///
/// The built-in packs are written in one way, which this relies on: block style, two spaces for each level, the rules last.
/// Whatever is written otherwise is an error of the build. That the outline says the same as the pack is tested.
struct PackOutline {
    let file: String
    let text: String
    /// A line for the pack, `ID END`, then one for each rule, `NAME START END REACH PROFILES TARGET...`. Places are in bytes.
    private(set) var index = ""
    /// Words that may be keys of documents.
    private(set) var keys: Set<String> = []

    private struct Rule {
        var name: String
        var start: Int
        var lines: [Substring] = []
    }

    init(file: String, text: String) throws {
        self.file = file
        self.text = text
        var rules: [Rule] = []
        var headerEnd: Int?
        var id: String?
        var offset = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "rules:" {
                headerEnd = offset
            } else if headerEnd == nil, line.hasPrefix("pack: ") {
                id = String(line.dropFirst(6))
            } else if headerEnd != nil, line.hasPrefix("  - id: ") {
                rules.append(Rule(name: String(line.dropFirst(8)), start: offset))
            }
            if !rules.isEmpty { rules[rules.count - 1].lines.append(line) }
            offset += line.utf8.count + 1
        }
        guard let id, let headerEnd, !rules.isEmpty else { throw error("there are no `pack:`, `rules:` or rules") }
        index = "\(id) \(headerEnd)\n"
        let ends = rules.dropFirst().map(\.start) + [text.utf8.count]
        for (rule, end) in zip(rules, ends) {
            if rule.lines.contains(where: { $0.contains(": &") || $0.contains(": *") }) {
                throw error("`\(rule.name)` has an anchor or an alias, but each rule is read alone")
            }
            let targets = try targets(of: rule)
            let words = [rule.name, "\(rule.start)", "\(end)", reach(of: rule), try profiles(of: rule)] + targets
            index += words.joined(separator: " ") + "\n"
        }
        keys = Self.keys(in: text)
    }

    private func targets(of rule: Rule) throws -> [String] {
        guard let place = rule.lines.firstIndex(where: { $0.hasPrefix("    targets:") }) else {
            throw error("`\(rule.name)` has no targets")
        }
        let inline = rule.lines[place].dropFirst("    targets:".count)
        let targets =
            inline.isEmpty
            ? rule.lines[(place + 1)...].prefix { $0.hasPrefix("      - ") }.map { $0.dropFirst(8) }
            : inline.split { " [],".contains($0) }
        let names = targets.map { $0.filter { $0 != "\"" && $0 != "'" } }
        guard !names.isEmpty, names.allSatisfy({ !$0.contains(" ") }) else {
            throw error("the targets of `\(rule.name)` are not a list of names, without comments")
        }
        return names
    }

    /// Whether a rule may look at other resources than the one that is judged. Prose with such a word does no harm.
    private func reach(of rule: Rule) -> String {
        let functions = ["related(", "referencedBy(", "resources("]
        return rule.lines.contains { line in functions.contains { line.contains($0) } } ? "follows" : "stays"
    }

    /// The profiles with commas between; a hyphen where a rule names none.
    private func profiles(of rule: Rule) throws -> String {
        guard let line = rule.lines.first(where: { $0.hasPrefix("    profiles:") }) else { return "-" }
        let names = line.dropFirst("    profiles:".count)
        guard names.hasPrefix(" ["), names.hasSuffix("]") else {
            throw error("the profiles of `\(rule.name)` are not a list in brackets")
        }
        return names.dropFirst(2).dropLast().filter { $0 != " " }
    }

    /// The words outside of prose, but for the expressions in it.
    private static func keys(in text: String) -> Set<String> {
        var keys: Set<String> = []
        var prose: Int?
        for line in text.split(separator: "\n") {
            let indent = line.prefix { $0 == " " }.count
            let content = line.dropFirst(indent)
            if prose.map({ indent <= $0 }) ?? true {
                prose = proseKeys.contains { content.hasPrefix($0) } ? indent : nil
            }
            let code = prose == nil ? [content] : expressions(in: content)
            for word in code.joined(separator: " ").split(whereSeparator: { !isPartOfWord($0) }) {
                keys.insert(String(word))
                // `x: 1` and `a ? b:c` have a colon that belongs to no key.
                keys.formUnion(word.split(separator: ":").map(String.init))
            }
        }
        return keys.filter { $0.contains { $0.isLetter } }
    }

    private static func isPartOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_-:".contains(character)
    }

    /// What stands between double braces. An expression that goes on on the next line counts up to there.
    private static func expressions(in line: Substring) -> [Substring] {
        var found: [Substring] = []
        var rest = line
        while let start = rest.firstIndex(of: "{") {
            rest = rest[start...].drop { $0 == "{" }
            found.append(rest.prefix { $0 != "}" })
        }
        return found
    }

    private static let proseKeys = [
        "title:", "description:", "references:", "sources:", "labels:", "severity:", "profiles:", "targets:",
        "message:", "remedy:",
    ]

    private func error(_ message: String) -> OutlineError { OutlineError(description: "\(file): \(message)") }

    struct OutlineError: Error, CustomStringConvertible { let description: String }
}
