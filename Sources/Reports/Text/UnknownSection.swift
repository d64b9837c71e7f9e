import Engine

/// The verdicts that could not be reached, by reason, in few lines: they must not drown what fails.
struct UnknownSection {
    /// How many places are listed for one reason; the machine-readable reports have them all.
    private static let placeLimit = 8

    private let palette: Palette
    private let width: Int

    init(color: ColorMode, width: Int) {
        palette = Palette(mode: color)
        self.width = max(width, 40)
    }

    func write(_ findings: [Finding], to page: inout TextPage) {
        // By position, as findings are large.
        let unknown = findings.indices.filter { findings[$0].verdict == .unknown }.map { findings[$0] }
        guard !unknown.isEmpty else { return }
        let count = Counting.count(unknown.count, "verdict")
        let heading = palette.paint("unknown", .cyan) + palette.paint(": \(count) could not be reached", .strong)
        let reasons = unknown.grouped { $0.reason ?? $0.message }
        page.section([heading] + reasons.flatMap { lines(reason: $0.key, $0.elements) })
    }

    private struct Place: Hashable {
        var location: String
        var resource: String
    }

    private func lines(reason: String, _ findings: [Finding]) -> [String] {
        let heading = PrintableText.line(reason) + (findings.count > 1 ? " (\(findings.count))" : "")
        var lines = LineWrapping.lines(of: heading, width: width - 2).map { "  " + $0 }
        let places = findings.grouped { finding in
            let start = finding.region.start
            return Place(
                location: PrintableText.line(finding.file) + ":\(start.line):\(start.column)",
                resource: PrintableText.line(finding.resource.name))
        }
        for (place, findings) in places.prefix(Self.placeLimit) {
            lines += self.lines(of: place, rules: findings.map { PrintableText.line($0.rule) }.joined(separator: ", "))
        }
        if places.count > Self.placeLimit {
            lines.append("    and \(Counting.count(places.count - Self.placeLimit, "more place"))")
        }
        return lines
    }
    /// One line if it fits, else the rules below.
    private func lines(of place: Place, rules: String) -> [String] {
        let line = "    " + palette.paint(place.location, .blue) + "  " + place.resource
        let taken = 8 + DisplayWidth.of(place.location) + DisplayWidth.of(place.resource)
        if taken + DisplayWidth.of(rules) <= width { return [line + "  " + palette.paint(rules, .faint)] }
        return [line] + LineWrapping.lines(of: rules, width: width - 6).map { "      " + palette.paint($0, .faint) }
    }
}
