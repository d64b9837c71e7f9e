import Accounts
import Engine
import History
import Reports

/// What changed since the last audit, short enough for a message. It holds no property of any resource but its name.
public struct AuditDigest: Sendable {
    private let audit: Audit

    public init(_ audit: Audit) { self.audit = audit }

    /// Findings of one state; the reports have all of them.
    static let longest = 15
    /// Characters of a text of a stranger.
    private static let widest = 200

    private static let states: [FindingState] = [.new, .reopened, .resolved]

    /// Whether anybody has to hear of it.
    public var saysSomething: Bool {
        !audit.manifest.isComplete || Self.states.contains { !audit.findings($0).isEmpty }
    }

    /// One line, of letters that every service takes.
    public var subject: String {
        let counts = Self.states.map { "\(audit.findings($0).count) \($0.rawValue)" }
        let place =
            audit.manifest.accounts.count == 1
            ? audit.manifest.accounts[0] : "\(audit.manifest.accounts.count) accounts"
        return "Proviso audit of \(Self.ascii(place)): \(counts.joined(separator: ", "))"
    }

    /// For people.
    public var text: String {
        var lines = [subject, Self.short(audit.heading)]
        for totals in audit.costs { lines.append("Cost: \(totals.sentence)") }
        if !audit.manifest.isComplete { lines.append("Not everything was seen: \(audit.gaps.count) gaps") }
        for state in Self.states {
            let findings = audit.findings(state)
            guard !findings.isEmpty else { continue }
            lines += ["", "\(state.title): \(findings.count)"]
            lines += findings.prefix(Self.longest).map { tracked in
                let finding = tracked.finding
                let owner = finding.owner.map { ", \($0)" } ?? ""
                return Self.short(
                    "- \(finding.severity) \(finding.rule): \(finding.name) (\(finding.account) \(finding.region)\(owner))"
                )
            }
            if findings.count > Self.longest { lines.append("- and \(findings.count - Self.longest) more") }
        }
        return lines.joined(separator: "\n")
    }

    /// For programs, in the form `proviso-digest/1`. `text` is what chat programs show.
    public var json: String {
        let counts = FindingState.allCases.map { state in
            (state.rawValue, Optional(String(audit.findings(state).count)))
        }
        let costs = audit.costs.map { totals in
            JSONText.object([
                ("currency", JSONText.quoted(totals.currency)), ("monthly", Money.digits(totals.total.monthly)),
                ("avoidable", Money.digits(totals.total.avoidable)),
            ])
        }
        let lists = Self.states.map { state in
            (state.rawValue, Optional(JSONText.array(audit.findings(state).prefix(Self.longest).map(finding))))
        }
        return JSONText.object(
            [
                ("schema", JSONText.quoted("proviso-digest/1")), ("text", JSONText.quoted(Self.escaped(text))),
                ("collected", JSONText.quoted(audit.manifest.collected)),
                ("accounts", JSONText.array(audit.manifest.accounts.prefix(Self.longest).map(JSONText.quoted))),
                ("complete", audit.manifest.isComplete ? "true" : "false"), ("counts", JSONText.object(counts)),
                ("costs", JSONText.array(costs)),
            ] + lists)
    }

    private func finding(_ tracked: TrackedFinding) -> String {
        let finding = tracked.finding
        return JSONText.object([
            ("severity", JSONText.quoted(finding.severity)), ("rule", JSONText.quoted(finding.rule)),
            ("name", JSONText.quoted(Self.short(finding.name))), ("account", JSONText.quoted(finding.account)),
            ("region", JSONText.quoted(finding.region)),
            ("owner", finding.owner.map { JSONText.quoted(Self.short($0)) }),
            ("days", String(tracked.age(at: audit.time))), ("fingerprint", JSONText.quoted(finding.fingerprint)),
        ])
    }

    private static func short(_ text: String) -> String {
        let line = Plain.line(text)
        return line.count > widest ? line.prefix(widest - 1) + "…" : line
    }

    private static func ascii(_ text: String) -> String {
        String(decoding: text.utf8.filter { $0 >= 0x20 && $0 < 0x7F }.prefix(40), as: UTF8.self)
    }

    /// Chat programs take these three for the start of markup or of a mention.
    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(character)
            }
        }.joined()
    }
}
