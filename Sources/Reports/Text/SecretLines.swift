import Documents
import Engine

/// The lines on which a finding hides a value: no report shows any part of them, for whatever finding.
struct SecretLines {
    private var lines: [String: [ClosedRange<Int>]] = [:]

    init(of findings: [Finding]) {
        for finding in findings where finding.evidence.contains(where: { $0.value.contains(Evidence.hidden) }) {
            let start = finding.region.start.line
            lines[finding.file, default: []].append(start...max(start, finding.region.end.line))
        }
    }

    func contains(file: String, line: Int) -> Bool {
        lines[file]?.contains { $0.contains(line) } ?? false
    }

    /// The excerpt, unless it may show a secret.
    func safe(_ excerpt: Excerpt?, of file: String) -> Excerpt? {
        excerpt.flatMap { contains(file: file, line: $0.line) || $0.text.isEmpty ? nil : $0 }
    }
}
