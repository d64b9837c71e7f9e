import Documents
import Engine

/// Something about the run as such: what could not be read or judged.
struct SARIFNotification {
    private let level: String
    private let text: String
    private var rule: String?
    private var file = ""
    private var region: SourceRegion?

    private init(_ level: String, _ text: String) {
        self.level = level
        self.text = text
    }

    /// The errors and warnings of a run, and the rules that could not be evaluated.
    static func problems(of run: RunResult) -> [SARIFNotification] {
        let failures = run.findings.filter { $0.verdict == .error }.map { finding in
            var notification = SARIFNotification("error", [finding.message, finding.reason].sentences)
            notification.rule = finding.rule
            notification.file = finding.file
            notification.region = finding.region
            return notification
        }
        let problems = (run.errors + run.warnings).map { diagnostic in
            var notification = SARIFNotification(
                diagnostic.severity.rawValue, [diagnostic.message, diagnostic.help].sentences)
            notification.file = diagnostic.file
            notification.region = diagnostic.region
            return notification
        }
        return failures + problems
    }

    /// How many verdicts could not be reached, by reason. They are no results: an alert would claim a failure.
    static func undecided(of run: RunResult) -> [SARIFNotification] {
        let findings = run.findings.filter { $0.verdict == .unknown && !$0.isUndetermined }
        return findings.grouped { $0.reason ?? $0.message }.map { group in
            let count = Counting.count(group.elements.count, "verdict")
            return SARIFNotification("note", "\(count) could not be reached: \(group.key)".asSentence)
        }
    }

    static func truncation(of results: SARIFResults) -> [SARIFNotification] {
        guard results.omittedCount > 0 else { return [] }
        let count = Counting.count(results.omittedCount, "result")
        return [
            SARIFNotification(
                "warning", "\(count) left out: a run holds at most \(results.limit), the gravest are kept.")
        ]
    }

    func write(rules: SARIFRules, paths: RepositoryPaths, to json: JSONWriter) {
        json.member("level", level)
        json.sarifText("message", text)
        if let address = paths.address(of: file) {
            json.array("locations") { json.object { json.sarifPlace(address: address, region: region) } }
        }
        if let rule, let index = rules.index(of: rule) {
            json.object("associatedRule", layout: .inline) {
                json.member("id", rule)
                json.member("index", index)
            }
        }
    }
}

extension [String?] {
    /// What is there, as sentences behind each other.
    fileprivate var sentences: String { compactMap { $0?.asSentence }.joined(separator: " ") }
}
