import Documents
import Engine

/// One finding as an article of the page.
struct HTMLFinding {
    let paths: RepositoryPaths
    let secrets: SecretLines

    func html(of finding: Finding) -> String {
        let severity = finding.severity.rawValue
        let verdict = finding.verdict.rawValue
        let label = finding.verdict == .fail ? severity : verdict
        return """
            <article id="f-\(HTML.text(finding.fingerprint))" class="finding s-\(severity) v-\(verdict)" data-severity="\(severity)" data-verdict="\(verdict)">
            <h3><span class="badge">\(label)</span> \(HTML.text(finding.message))</h3>
            <p class="place"><code>\(HTML.text(place(of: finding)))</code> <span>\(HTML.text(finding.rule))</span></p>
            \(excerpt(of: finding))\(facts(of: finding))</article>

            """
    }

    private func place(of finding: Finding) -> String {
        "\(paths.name(of: finding.file)):\(finding.region.start.line):\(finding.region.start.column)"
    }

    /// The line with the part that the finding points at marked.
    private func excerpt(of finding: Finding) -> String {
        guard let excerpt = secrets.safe(finding.excerpt, of: finding.file) else { return "" }
        let scalars = Array(excerpt.text.unicodeScalars)
        let start = min(max(excerpt.caret, 0), scalars.count)
        let end = min(max(start + excerpt.length, start), scalars.count)
        func part(_ range: Range<Int>) -> String { HTML.text(String(String.UnicodeScalarView(scalars[range]))) }
        return "<pre><span class=\"line\">\(excerpt.line)</span>\(part(0..<start))"
            + "<mark>\(part(start..<end))</mark>\(part(end..<scalars.count))</pre>\n"
    }

    private func facts(of finding: Finding) -> String {
        var facts = [("resource", HTML.text("\(finding.resource.name) (\(finding.resource.type))"))]
        if finding.verdict != .fail, let reason = finding.reason { facts.append(("reason", HTML.text(reason))) }
        for item in finding.evidence {
            facts.append(("value", "<code>\(HTML.text(item.path))</code> is <code>\(HTML.text(item.value))</code>"))
        }
        if let expected = finding.expected { facts.append(("expected", HTML.text(expected))) }
        if !finding.scenario.isEmpty { facts.append(("when", HTML.text(finding.scenarioText))) }
        if let suppression = finding.suppression { facts.append(("suppressed", HTML.text(suppression.sentence))) }
        if finding.isReportedOnly { facts.append(("gate", "reported only, does not decide the exit code")) }
        if finding.status == .known { facts.append(("status", "known, as the baseline records")) }
        if let remedy = finding.remedy { facts.append(("to do", HTML.text(remedy))) }
        for reference in finding.references { facts.append(("see", link(to: reference))) }
        let rows = facts.map { "<dt>\($0)</dt><dd>\($1)</dd>\n" }.joined()
        return "<dl>\n\(rows)</dl>\n"
    }

    /// Only what a browser opens as a page becomes a link.
    private func link(to address: String) -> String {
        let text = HTML.text(address)
        guard address.hasPrefix("https://") else { return text }
        return "<a href=\"\(text)\" rel=\"noreferrer noopener\">\(text)</a>"
    }
}
