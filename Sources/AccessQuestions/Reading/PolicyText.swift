public import Documents
import IAM

/// The text that a policy was read from, with the way to positions in the file.
public struct PolicyText: Sendable {
    /// The file.
    public let file: SourceText
    private let lines: LineTable
    private let embedded: EmbeddedText?
    private let embeddedLines: LineTable?

    init(file: SourceText, lines: LineTable, embedded: EmbeddedText? = nil) {
        self.file = file
        self.lines = lines
        self.embedded = embedded
        embeddedLines = embedded.map { LineTable($0.text) }
    }

    /// Where a range of the policy's text stands in the file, and the line to show for it.
    ///
    /// Of a document inside a string the line is shown as the document has it, not as the string writes it.
    func place(of range: Range<Int>) -> (region: SourceRegion, excerpt: Excerpt) {
        guard let embedded, let embeddedLines else {
            let region = lines.region(of: range)
            return (region, Excerpt(region: region, lines: lines))
        }
        let region = lines.region(of: embedded.range(inFile: range))
        var excerpt = Excerpt(region: embeddedLines.region(of: range), lines: embeddedLines)
        excerpt.line = region.start.line
        return (region, excerpt)
    }

    /// The first byte of a range, for messages about all of it.
    static func opening(of range: Range<Int>) -> Range<Int> {
        range.lowerBound..<min(range.lowerBound + 1, range.upperBound)
    }

    func diagnostic(
        _ severity: Diagnostic.Severity = .error, at range: Range<Int>, _ message: String, help: String? = nil
    ) -> Diagnostic {
        let (region, excerpt) = place(of: range)
        return Diagnostic(severity, file: file.name, region: region, message: message, help: help, excerpt: excerpt)
    }
}
