import Documents
import Engine

/// The lines on which a finding hides a value: no report shows any part of them, for whatever finding.
struct SecretLines {
    private var lines: [String: [ClosedRange<Int>]] = [:]

    init(of findings: [Finding]) {
        // By position, as findings are large.
        for index in findings.indices where findings[index].evidence.contains(where: { Self.hides($0.value) }) {
            let (file, region) = (findings[index].file, findings[index].region)
            lines[file, default: []].append(region.start.line...max(region.start.line, region.end.line))
        }
    }

    /// Whether a text has the mark of what is hidden; nearly all have not even its first character.
    private static func hides(_ text: String) -> Bool {
        Evidence.hidden.utf8.first.map { text.utf8.contains($0) } ?? false && text.contains(Evidence.hidden)
    }

    func contains(file: String, line: Int) -> Bool {
        lines[file]?.contains { $0.contains(line) } ?? false
    }

    /// The excerpt, unless it may show a secret.
    func safe(_ excerpt: Excerpt?, of file: String) -> Excerpt? {
        excerpt.flatMap { contains(file: file, line: $0.line) || $0.text.isEmpty ? nil : $0 }
    }
}
