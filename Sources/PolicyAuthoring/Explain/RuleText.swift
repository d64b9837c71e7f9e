import Documents
public import Engine
public import Policies
public import Reports

/// What a rule says, for people.
public struct RuleText: Sendable {
    private let rule: Rule
    private let pack: PolicyPack
    private let id: String

    public init(_ rule: Rule, of pack: PolicyPack) {
        self.rule = rule
        self.pack = pack
        id = "\(pack.id)/\(rule.name)"
    }

    public func write(to stream: ReportStream, width: Int) {
        stream.write("\(id) (\(rule.severity.rawValue))\n  \(rule.title)\n")
        if let description = rule.description {
            let lines = TextWrapping.lines(of: description, width: width - 2)
            stream.write("\n\(lines.map { "  \($0)\n" }.joined())\n")
        }
        for (label, text) in facts {
            for (index, piece) in TextWrapping.lines(of: "\(label): \(text)", width: width - 4).enumerated() {
                stream.write((index == 0 ? "  " : "    ") + piece + "\n")
            }
        }
    }

    private var facts: [(label: String, text: String)] {
        var facts = [("targets", rule.targets.map(\.pattern).joined(separator: ", "))]
        if let when = rule.when { facts.append(("when", when.text)) }
        facts += rule.variables.map { ("variable \($0.name)", $0.expression.text) }
        facts.append(("check", RuleWords.text(of: rule.check)))
        for parameter in ParameterUse.names(in: rule).sorted().compactMap({ pack.parameter(named: $0) }) {
            let value = RuleWords.text(of: parameter.value)
            facts.append(("parameter \(pack.id).\(parameter.name)", "\(parameter.type.name), \(value)"))
        }
        if let remedy = rule.remedy { facts.append(("remedy", remedy.text)) }
        if let fix = rule.fix { facts.append(("fix", FixWords.text(of: fix))) }
        if rule.isReportOnly { facts.append(("gate", "reported only, does not decide the exit code")) }
        if let date = rule.effective { facts.append(("gate", "decides the exit code from \(date) on")) }
        facts.append(("silence", SilencingText(id: id, rule: rule).oneLine))
        return facts + rule.references.map { ("see", $0) }
    }
}

extension RuleExplanation {
    /// Writes the explanation for people.
    public func write(to stream: ReportStream) {
        let word = verdict?.rawValue ?? "does not apply"
        let place = "\(Self.shown(file)):\(region.start.line)"
        stream.write("\n\(word): \(Self.shown(resource.name)) (\(Self.shown(resource.type))), \(place)\n")
        for line in words.split(separator: "\n") { stream.write("  \(Self.shown(String(line)))\n") }
        for expression in expressions {
            stream.write("  \(expression.label): `\(Self.shown(expression.text))` is \(Self.shown(expression.value))\n")
            for fact in expression.facts { stream.write("    \(Self.shown(fact.path)) is \(Self.shown(fact.value))\n") }
        }
    }

    /// Nobody reads more of a line.
    private static let longest = 300

    private static func shown(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest).map { Excerpt.printable($0) }))
    }
}

extension RuleExplanation.Outcome {
    fileprivate var label: String {
        switch part {
        case .when: "when"
        case .variable(let name): "variable \(name)"
        case .check: "check"
        }
    }
}

/// Breaks text at blanks.
enum TextWrapping {
    static func lines(of text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if !line.isEmpty, line.count + 1 + word.count > max(width, 20) {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + (line.isEmpty ? [] : [line])
    }
}
