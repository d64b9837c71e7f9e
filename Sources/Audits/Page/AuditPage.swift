import Accounts
import Engine
import History
import Policies
import Reports

/// An audit as one page: no other file is loaded, there is no script, and it can be printed.
struct AuditPage {
    let audit: Audit

    var html: String {
        [
            HTMLPage.plainHead(title: "Proviso audit", styles: Self.styles), header, "<main>\n",
            summary, trend, groups, sections, audit.drift.map { DriftSection(drift: $0).html } ?? "", costs, gaps,
            "</main>\n<footer>proviso \(HTML.text(Version.current))</footer>\n</body>\n</html>\n",
        ].joined()
    }

    private var header: String {
        let accounts = audit.manifest.accounts.joined(separator: ", ")
        let regions = audit.manifest.regions.joined(separator: ", ")
        let whole = audit.manifest.isComplete ? "" : " <strong>Not everything was seen.</strong>"
        return """
            <header><h1>Proviso audit</h1><p>\(HTML.text("\(accounts) in \(regions), collected \(audit.manifest.collected)")).\
            \(whole)</p></header>

            """
    }

    // MARK: Numbers

    private var summary: String {
        var cells = FindingState.inOrder.map { ($0.rawValue, String(audit.findings($0).count)) }
        cells.append(("resources", String(audit.resources)))
        for totals in audit.costs {
            cells.append(("\(totals.currency) a month", Money.digits(totals.total.monthly)))
            cells.append(("avoidable", Money.digits(totals.total.avoidable)))
        }
        let items = cells.map { name, value in
            "<div class=\"c-\(Self.word(name))\"><dt>\(HTML.text(name))</dt><dd>\(HTML.text(value))</dd></div>\n"
        }
        return "<dl class=\"summary\" aria-label=\"Summary\">\n\(items.joined())</dl>\n\(change)"
    }

    private static func word(_ name: String) -> String { FindingState(rawValue: name) == nil ? "other" : name }

    /// How many more or less than the audit before.
    private var change: String {
        guard let last = audit.points.last, let before = audit.points.dropLast().last else { return "" }
        let difference = last.open - before.open
        let words = difference == 0 ? "as many" : difference > 0 ? "\(difference) more" : "\(-difference) fewer"
        return "<p class=\"note\">\(last.open) findings are there, \(words) than in the audit of "
            + "\(HTML.text(AWSTime.text(before.audit.time))).</p>\n"
    }

    private var trend: String {
        let charts = TrendChart.all(of: audit.points) { String(AWSTime.text($0.audit.time).prefix(10)) }
        guard !charts.isEmpty else { return "" }
        return """
            <section aria-label="Trend">
            <h2>Trend</h2>
            <div class="trends">
            \(charts.map(\.html).joined())</div>
            \(numbers)</section>

            """
    }

    /// The numbers of the charts, for those who cannot see them.
    private var numbers: String {
        let states = FindingState.inOrder.map(\.rawValue)
        let head = (["collected", "seen"] + states).map { "<th scope=\"col\">\($0)</th>" }.joined()
        let rows = audit.points.map { point in
            let cells =
                [point.audit.isComplete ? "all" : "in part"]
                + FindingState.inOrder.map { String(point.counts[$0, default: 0]) }
            return "<tr><th scope=\"row\">\(HTML.text(AWSTime.text(point.audit.time)))</th>"
                + cells.map { "<td>\($0)</td>" }.joined() + "</tr>\n"
        }
        return """
            <details><summary>Numbers</summary><div class="wide"><table>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(rows.joined())</tbody></table></div></details>

            """
    }

    private var groups: String {
        let present = audit.findings.filter(\.state.isPresent).map(\.finding)
        guard !present.isEmpty else { return "" }
        let severities = Severity.allCases.reversed().map(\.rawValue).map { severity in
            HTMLChart.Bar(name: severity, count: present.count { $0.severity == severity })
        }.filter { $0.count > 0 }
        return """
            <section aria-label="Groups">
            <h2>Where they are</h2>
            <div class="charts">
            \(HTMLChart(title: "By severity", bars: severities).html)\
            \(HTMLChart(title: "By account", counting: present.map { $0.account.isEmpty ? "(not known)" : $0.account }).html)\
            \(HTMLChart(title: "By owner", counting: present.map { $0.owner ?? "(none)" }).html)\
            \(HTMLChart(title: "By region", counting: present.map { $0.region.isEmpty ? "global" : $0.region }).html)\
            \(HTMLChart(title: "By pack", counting: present.map { String($0.rule.prefix { $0 != "/" }) }).html)</div>
            </section>

            """
    }

    private var costs: String { HTMLCost(totals: audit.costs, bill: nil).html }

    // MARK: Findings

    private var sections: String {
        guard !audit.sections.isEmpty else { return "<section>\n<h2>Findings</h2>\n<p>None.</p>\n</section>\n" }
        return "<section id=\"findings\" aria-label=\"Findings\">\n<h2>Findings</h2>\n"
            + audit.sections.map { section in
                // What has not changed since the last time can wait.
                let isOpen = [.new, .reopened, .resolved].contains(section.state)
                let title = "\(section.title.prefix(1).uppercased())\(section.title.dropFirst())"
                return "<details class=\"file\"\(isOpen ? " open" : "")><summary>\(HTML.text(title)) "
                    + "<span>\(section.findings.count)</span></summary>\n"
                    + section.findings.map(card).joined() + "</details>\n"
            }.joined() + "</section>\n"
    }

    private func card(_ tracked: TrackedFinding) -> String {
        let finding = tracked.finding
        let isThere = tracked.state.isPresent
        let place = [finding.account, finding.region].filter { !$0.isEmpty }.joined(separator: ", ")
        var facts = [("resource", "\(finding.name) (\(finding.type))"), ("place", place)]
        if finding.resource != finding.name { facts.append(("id", finding.resource)) }
        if let owner = finding.owner { facts.append(("owner", owner)) }
        let last = isThere && tracked.state != .unseen ? "" : ", last \(AWSTime.text(tracked.lastSeen))"
        facts.append(("first seen", "\(AWSTime.text(tracked.firstSeen)) (\(audit.age(of: tracked)))\(last)"))
        if let resolution = tracked.resolution { facts.append(("resolved", resolution.words)) }
        if let cost = finding.cost {
            let saving = cost.avoidable > 0 ? ", \(Money.text(cost.avoidable, cost.currency)) avoidable" : ""
            facts.append(("cost", "\(Money.text(cost.monthly, cost.currency)) a month\(saving)"))
        }
        let rows = facts.map { "<dt>\($0.0)</dt><dd>\(HTML.text($0.1))</dd>\n" }
        return """
            <article id="f-\(HTML.text(finding.fingerprint))" class="finding s-\(HTML.text(finding.severity)) v-\(isThere ? "fail" : "pass")">
            <h3><span class="badge">\(HTML.text(finding.severity))</span> \(HTML.text(finding.message))</h3>
            <p class="place">\(HTML.text(finding.rule))</p>
            <dl>
            \(rows.joined())</dl>
            </article>

            """
    }

    private var gaps: String {
        guard !audit.gaps.isEmpty else { return "" }
        let items = audit.gaps.map { "<li>\(HTML.text($0))</li>\n" }
        return """
            <section>
            <h2>Not seen</h2>
            <p>Nothing is said about these, and what was open there is not resolved.</p>
            <ul>
            \(items.joined())</ul>
            </section>

            """
    }
}
