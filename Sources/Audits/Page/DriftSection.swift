import Reports

/// How what is deployed differs from what is written, as a part of a page.
struct DriftSection {
    let drift: Drift

    var html: String {
        let items = Drift.Kind.allCases.map { kind in table(kind.title, drift.items(kind)) }
        return """
            <section id="drift" aria-label="Code and accounts">
            <h2>Code and accounts</h2>
            <p>\(HTML.text(DriftText(drift: drift).summary)).</p>
            \(items.joined())\(list("Not in code", drift.notInCode))\(list("Perhaps in code", drift.doubtful))\
            \(list("Written, and not known whether deployed", drift.notSeen))</section>

            """
    }

    private static let columns = ["severity", "rule", "finding", "deployed", "written"]

    private func table(_ title: String, _ items: [Drift.Item]) -> String {
        let rows = items.map { item in
            let live = item.live.map { "\($0.name), \($0.account) \($0.region)" } ?? "not deployed"
            return Self.row(Self.columns, [item.severity, item.rule, item.message, live, item.code.words])
        }
        return Self.table(title, Self.columns, rows)
    }

    private func list(_ title: String, _ resources: [Drift.LiveResource]) -> String {
        let columns = ["type", "resource", "account", "region", "findings"]
        let rows = resources.map { resource in
            let doubt = resource.doubt.map { ": \($0)" } ?? ""
            return Self.row(
                columns,
                [
                    resource.type, resource.name + doubt, resource.account, resource.region, String(resource.findings),
                ])
        }
        return Self.table(title, columns, rows)
    }

    private func list(_ title: String, _ places: [Drift.CodePlace]) -> String {
        let columns = ["written"]
        return Self.table(title, columns, places.map { Self.row(columns, [$0.words]) })
    }

    private static func table(_ title: String, _ columns: [String], _ rows: [String]) -> String {
        guard !rows.isEmpty else { return "" }
        let head = columns.map { "<th scope=\"col\">\($0)</th>" }.joined()
        let heading = HTML.text("\(title.prefix(1).uppercased())\(title.dropFirst())")
        return """
            <details class="file" open><summary>\(heading) <span>\(rows.count)</span></summary>
            <div class="wide"><table class="cards">
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(rows.joined())</tbody></table></div></details>

            """
    }

    private static func row(_ columns: [String], _ cells: [String]) -> String {
        let fields = zip(columns, cells).map { "<td data-name=\"\($0)\">\(HTML.text($1))</td>" }
        return "<tr>\(fields.joined())</tr>\n"
    }
}
