import Documents
public import Policies

/// What exceptions do: those that need somebody first.
public struct ExceptionListing: Sendable {
    private let uses: [ExceptionList.Use]
    private let today: CalendarDate

    public init(_ uses: [ExceptionList.Use], today: CalendarDate) {
        self.uses = uses
        self.today = today
    }

    public enum State: String, CaseIterable, Sendable {
        case expired, unused, ending, active

        public var title: String {
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

    /// One exception with what it does.
    public struct Record: Sendable {
        public var state: State
        public var file: String
        public var line: Int
        public var rules: [String]
        public var resources: [String]
        /// Any file when there is none.
        public var files: [String]
        /// As `key=glob`; none when there is none.
        public var tags: [String]
        public var findings: Int
        /// As written; nil when it does not expire.
        public var until: String?
        public var owner: String
        public var ticket: String?
        public var reason: String
    }

    /// The exceptions by state, in the order of their files.
    public var records: [Record] {
        State.allCases.flatMap { state in
            uses.filter { self.state(of: $0) == state }.map { use in
                let entry = use.entry
                let source = entry.node.document.source
                return Record(
                    state: state, file: source.name,
                    line: LineTable(source).position(of: entry.node.range.lowerBound).line,
                    rules: entry.rules.map(\.text), resources: entry.resources.map(\.text),
                    files: entry.files.map(\.text), tags: entry.tags.map(\.text), findings: use.findings,
                    until: entry.until, owner: entry.owner,
                    ticket: entry.ticket, reason: entry.reason)
            }
        }
    }

    public var text: String {
        let records = records
        guard !records.isEmpty else { return "no exceptions\n" }
        return State.allCases.map { state in
            let records = records.filter { $0.state == state }
            guard !records.isEmpty else { return "" }
            return state.title + "\n" + records.map(lines).joined() + "\n"
        }.joined() + "\(records.count) \(records.count == 1 ? "exception" : "exceptions")\n"
    }

    private func lines(of record: Record) -> String {
        let files = record.files.isEmpty ? "" : " in " + record.files.joined(separator: ", ")
        let count = "\(record.findings) \(record.findings == 1 ? "finding" : "findings")"
        let until = record.until.map { "until \($0)" } ?? "without an end"
        let ticket = record.ticket.map { ", \($0)" } ?? ""
        let about =
            record.rules.joined(separator: ", ") + " on " + record.resources.joined(separator: ", ")
            + (record.tags.isEmpty ? "" : " tagged " + record.tags.joined(separator: ", "))
        return [
            "  \(record.file):\(record.line)  \(about)\(files)",
            "    \(count), \(until), owner \(record.owner)\(ticket): \(record.reason)",
        ].map { Self.printable($0) + "\n" }.joined()
    }

    private static func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { Excerpt.printable($0) }))
    }
}
