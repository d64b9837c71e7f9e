import Documents

/// What a reader has to say about one input, bounded so that a hostile input cannot make it talk for ever.
struct DiagnosticList {
    /// How many of each severity are kept.
    static let limit = 100

    private let source: SourceText
    private var lines: LineTable?
    private var kept: [Diagnostic]
    private var counts: [Diagnostic.Severity: Int] = [:]

    init(_ source: SourceText, startingWith diagnostics: [Diagnostic] = []) {
        self.source = source
        kept = diagnostics.map { $0.discreet(in: source) }
    }

    mutating func add(
        _ severity: Diagnostic.Severity, at range: Range<Int>, _ message: @autoclosure () -> String,
        help: @autoclosure () -> String? = nil
    ) {
        counts[severity, default: 0] += 1
        guard counts[severity, default: 0] <= Self.limit else { return }
        let lines = self.lines ?? LineTable(source, showsMembersOnly: InputReader.holdsSecrets(source))
        self.lines = lines
        let region = lines.region(of: range)
        kept.append(
            Diagnostic(
                severity, file: source.name, region: region, message: message(), help: help(),
                excerpt: Excerpt(region: region, lines: lines)))
    }

    /// Adds what is wrong with another file that the input was read with.
    mutating func add(_ diagnostic: Diagnostic) {
        counts[diagnostic.severity, default: 0] += 1
        if counts[diagnostic.severity, default: 0] <= Self.limit { kept.append(diagnostic) }
    }

    /// Whether a part of the input was not read.
    var hasErrors: Bool { counts[.error, default: 0] > 0 || kept.contains { $0.severity == .error } }

    /// Everything that was kept, and one line for each severity of which more was said.
    var all: [Diagnostic] {
        let severities: [Diagnostic.Severity] = [.error, .warning, .note]
        return kept
            + severities.compactMap { severity in
                let omitted = counts[severity, default: 0] - Self.limit
                guard omitted > 0 else { return nil }
                return Diagnostic(
                    severity, file: source.name, message: "\(omitted) more of these \(severity.rawValue)s are not shown"
                )
            }
    }
}
