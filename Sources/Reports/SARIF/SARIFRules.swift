import Engine
import Policies

/// The rules of a SARIF run: those that ran, and those that findings name beside them.
///
/// What is said of a rule depends on the rule alone, so that it does not vary between runs.
struct SARIFRules {
    /// What GitHub takes.
    private static let ruleLimit = 25_000
    private static let nameLength = 255
    private static let descriptionLength = 1_024
    private static let tagLimit = 20

    private let rules: [RuleSummary]
    private let places: [String: Int]

    init(of run: RunResult) {
        var rules = run.rules.all
        if rules.count > Self.ruleLimit {
            let used = Set(run.findings.map(\.rule))
            rules = rules.filter { used.contains($0.id) }
        }
        var places: [String: Int] = [:]
        var unique: [RuleSummary] = []
        for rule in rules + run.findings.map(RuleSummary.init(of:)) where places[rule.id] == nil {
            places[rule.id] = unique.count
            unique.append(rule)
        }
        self.rules = unique
        self.places = places
    }

    /// The place of a rule in the list.
    func index(of id: String) -> Int? { places[id] }

    func write(to json: JSONWriter) {
        for rule in rules { json.object { write(rule, to: json) } }
    }

    private func write(_ rule: RuleSummary, to json: JSONWriter) {
        json.member("id", rule.id)
        json.member("name", Self.name(of: rule).cut(to: Self.nameLength))
        json.sarifText("shortDescription", rule.title.cut(to: Self.descriptionLength))
        json.sarifText("fullDescription", (rule.description ?? rule.title).cut(to: Self.descriptionLength))
        json.object("help") {
            json.member("text", Self.help(of: rule, asMarkdown: false))
            json.member("markdown", Self.help(of: rule, asMarkdown: true))
        }
        json.member("helpUri", ifPresent: rule.references.first(where: \.isWebAddress))
        json.object("defaultConfiguration", layout: .inline) { json.member("level", rule.severity.sarifLevel) }
        json.object("properties") {
            json.member("tags", Array(rule.labels.prefix(Self.tagLimit)))
            json.member("precision", "high")
            // Either of the two: `security-severity` makes a security alert of every result.
            if rule.labels.contains("security") {
                json.member("security-severity", rule.severity.securityScore)
            } else {
                json.member("problem.severity", rule.severity.problemSeverity)
            }
        }
    }

    /// `NoGpuNotebooks` for `compute/no-gpu-notebooks`.
    private static func name(of rule: RuleSummary) -> String {
        let id = rule.id.split(separator: "/").last ?? ""
        return id.split { $0 == "-" || $0 == "_" || $0 == " " }
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private static func help(of rule: RuleSummary, asMarkdown: Bool) -> String {
        var parts = [rule.description ?? rule.title]
        if let remedy = rule.remedy { parts.append((asMarkdown ? "**Remedy:** " : "Remedy: ") + remedy) }
        if !rule.references.isEmpty {
            let list = rule.references.map { asMarkdown && $0.isWebAddress ? "- <\($0)>" : "- \($0)" }
            parts.append((asMarkdown ? "**See also**\n\n" : "See also\n") + list.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }
}

extension RuleSummary {
    /// What is known of a rule by one of its findings; nothing that depends on the resource.
    init(of finding: Finding) {
        self.init(
            id: finding.rule, title: finding.title, description: nil, remedy: nil, severity: finding.severity,
            references: finding.references, labels: [])
    }
}

extension Severity {
    var sarifLevel: String {
        switch self {
        case .critical, .high: "error"
        case .medium: "warning"
        case .low, .info: "note"
        }
    }

    fileprivate var problemSeverity: String {
        switch self {
        case .critical, .high: "error"
        case .medium: "warning"
        case .low, .info: "recommendation"
        }
    }

    /// A score that GitHub shows as the severity of the same name; it knows none below low.
    fileprivate var securityScore: String {
        switch self {
        case .critical: "9.5"
        case .high: "8.0"
        case .medium: "5.5"
        case .low: "2.0"
        case .info: "0.1"
        }
    }
}

extension String {
    /// Whether the text is an address that may stand in a report as such.
    var isWebAddress: Bool {
        (hasPrefix("https://") || hasPrefix("http://"))
            && utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !Array("<>\"\\^`{|}".utf8).contains($0) }
    }

    /// The text cut to a number of UTF-16 code units, the unit in which most readers of JSON count.
    func cut(to length: Int) -> String {
        guard utf16.count > length else { return self }
        var cut = String.UnicodeScalarView()
        var room = length - 1
        for scalar in unicodeScalars {
            room -= scalar.value > 0xFFFF ? 2 : 1
            if room < 0 { break }
            cut.append(scalar)
        }
        return String(cut) + "…"
    }
}
