import Engine

/// The bill as a whole: by kind, account, owner tag, region and day, and what costs most in it with what it fails.
struct HTMLBill {
    let bill: BillTotals
    let totals: [CostTotals]

    /// So many tags are drawn.
    private static let tags = 3

    var html: String {
        let (cost, billed) = (Money.text(bill.cost, bill.currency), Money.text(bill.billed, bill.currency))
        let days = "\(bill.firstDay) to \(bill.lastDay)"
        return """
            <h2>The bill</h2>
            <p>The usage of SageMaker cost \(HTML.text(cost)), \(HTML.text(days)); with fees, taxes, credits and refunds \
            \(HTML.text(billed)) were billed.</p>
            <div class="charts">
            \(charts)</div>
            \(HTMLDayChart(days: bill.days, currency: bill.currency).html)\(costliest)\(notes)
            """
    }

    private var charts: String {
        let owners = bill.tags.sorted { $0.key.lowercased() == "owner" && $1.key.lowercased() != "owner" }
        let byTag = owners.prefix(Self.tags).map { chart("Bill by tag \($0.key)", $0.rows, none: "(untagged)") }
        let regions = bill.regions.count > 1 ? chart("Bill by region", bill.regions, none: "(none)") : ""
        return chart("Bill by kind", bill.kinds, none: "(none)")
            + chart("Bill by account", bill.accounts, none: "(none)")
            + byTag.joined() + regions
    }

    private func chart(_ title: String, _ rows: [BillTotals.Row], none: String) -> String {
        rows.isEmpty ? "" : HTMLChart(title: title, summing: rows.map { ($0.name ?? none, $0.cost) }).html
    }

    private var costliest: String {
        guard !bill.resources.isEmpty else { return "" }
        return """
            <div class="table"><table>
            <caption>What cost most, in \(HTML.text(bill.currency)) from \(HTML.text("\(bill.firstDay) to \(bill.lastDay)"))</caption>
            <thead><tr><th scope="col">Resource</th><th scope="col">Account</th><th scope="col" class="n">Cost</th>\
            <th scope="col">Violations</th></tr></thead>
            <tbody>
            \(bill.resources.prefix(HTMLCost.longest).map(row).joined())</tbody></table></div>

            """
    }

    private func row(_ resource: BillTotals.Resource) -> String {
        let items = totals.flatMap(\.items).filter { $0.isSame(as: resource) }
        let links = items.isEmpty ? "none" : items.map(\.links).joined(separator: "<br>")
        return """
            <tr><th scope="row">\(HTML.text(resource.name))<br><small>\(HTML.text(resource.id))</small></th>\
            <td>\(HTML.text(resource.account ?? "(not known)"))</td>\
            <td class="n">\(HTML.text(Money.grouped(resource.cost)))</td><td>\(links)</td></tr>

            """
    }

    private var notes: String {
        guard !bill.notes.isEmpty else { return "" }
        return "<ul class=\"notes\">\n\(bill.notes.map { "<li>\(HTML.text($0))</li>\n" }.joined())</ul>\n"
    }
}

extension CostTotals.Item {
    /// By ARN; by name where the input has no ARN and states the same account, or none.
    fileprivate func isSame(as billed: BillTotals.Resource) -> Bool {
        if resource.id.hasPrefix("arn:") { return resource.id.lowercased() == billed.id.lowercased() }
        return resource.name == billed.name && (account == nil || account == billed.account)
    }
}
