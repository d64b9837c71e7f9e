import Documents
public import Policies

/// What exceptions do, for people: those that need somebody first.
public struct ExceptionListing: Sendable {
    private let uses: [ExceptionList.Use]
    private let today: CalendarDate

    public init(_ uses: [ExceptionList.Use], today: CalendarDate) {
        self.uses = uses
        self.today = today
    }

    private enum State: Int, CaseIterable {
        case expired, unused, ending, active

        var title: String {
            switch self {
            case .expired: "expired: no longer counts"
            case .unused: "matches no finding: remove it"
            case .ending: "ends within \(Suppressions.noticeDays) days"
            case .active: "in force"
            }
        }
    }

    private func state(of use: ExceptionList.Use) -> State {
        guard use.entry.isInForce(on: today) else { return .expired }
        if use.findings == 0 { return .unused }
        guard let until = use.entry.until.flatMap({ CalendarDate($0) }) else { return .active }
        return until.daysSince1970 - today.daysSince1970 <= Suppressions.noticeDays ? .ending : .active
    }

    public var text: String {
        guard !uses.isEmpty else { return "no exceptions\n" }
        return State.allCases.map { state in
            let entries = uses.filter { self.state(of: $0) == state }
            guard !entries.isEmpty else { return "" }
            return state.title + "\n" + entries.map(lines).joined() + "\n"
        }.joined() + "\(uses.count) \(uses.count == 1 ? "exception" : "exceptions")\n"
    }

    private func lines(of use: ExceptionList.Use) -> String {
        let entry = use.entry
        let source = entry.node.document.source
        let line = LineTable(source).position(of: entry.node.range.lowerBound).line
        let about = entry.rules.map(\.text).joined(separator: ", ")
        let resources = entry.resources.map(\.text).joined(separator: ", ")
        let files = entry.files.isEmpty ? "" : " in " + entry.files.map(\.text).joined(separator: ", ")
        let count = "\(use.findings) \(use.findings == 1 ? "finding" : "findings")"
        let until = entry.until.map { "until \($0)" } ?? "without an end"
        let ticket = entry.ticket.map { ", \($0)" } ?? ""
        return [
            "  \(source.name):\(line)  \(about) on \(resources)\(files)",
            "    \(count), \(until), owner \(entry.owner)\(ticket): \(entry.reason)",
        ].map { Self.printable($0) + "\n" }.joined()
    }

    private static func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { Excerpt.printable($0) }))
    }
}
