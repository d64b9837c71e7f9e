public import Documents
import Policies

/// A suppression that an input holds.
public struct InlineSuppression: Sendable {
    public var file: String
    public var range: Range<Int>
    public var region: SourceRegion
    /// The same for the same words about the same thing, wherever the lines stand.
    public var identity: String
    /// Whether it silences what it names: its form is right, it has a reason, and its last day has not passed.
    public var isInForce: Bool
    /// The findings that it names, also where it is not in force.
    public var fingerprints: [String]
}

/// What holds for every way to let a finding stay.
enum Suppressions {
    /// From this many days before the end on, a warning says so.
    static let noticeDays = 30

    /// What there is to say of the last day on which something counts.
    static func message(about date: CalendarDate, today: CalendarDate, noun: String) -> String? {
        let days = date.daysSince1970 - today.daysSince1970
        if days < 0 { return "\(noun) expired on \(date) and no longer counts" }
        guard days <= noticeDays else { return nil }
        return "\(noun) ends \(days == 0 ? "today" : days == 1 ? "tomorrow" : "in \(days) days")"
    }

    /// How many verdicts of each kind are hidden: those of a rule on a resource of which every finding is suppressed.
    static func hidden(in findings: [Finding]) -> [Verdict: Int] {
        guard findings.contains(where: { $0.verdict == .suppressed }) else { return [:] }
        struct Key: Hashable {
            var rule: String
            var file: String
            var resource: ResourceIdentity
        }
        var groups: [Key: (isHidden: Bool, verdict: Verdict)] = [:]
        for finding in findings where finding.verdict != .pass {
            let key = Key(rule: finding.rule, file: finding.file, resource: finding.resource)
            let isHidden = finding.verdict == .suppressed
            let verdict = finding.suppression?.verdict ?? finding.verdict
            groups[key] = ((groups[key]?.isHidden ?? true) && isHidden, verdict)
        }
        return groups.values.filter(\.isHidden).reduce(into: [:]) { $0[$1.verdict, default: 0] += 1 }
    }
}

extension Finding {
    /// Lets the finding stay.
    mutating func suppress(_ suppression: Suppression) {
        self.suppression = suppression
        self.suppression?.verdict = verdict
        verdict = .suppressed
    }

    /// Takes a suppression back.
    mutating func restore() {
        guard verdict == .suppressed, let suppression else { return }
        verdict = suppression.verdict
        self.suppression = nil
    }
}
