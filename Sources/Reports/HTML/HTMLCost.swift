package import Engine

/// What SageMaker costs: what can be avoided first, then the resources with failures, then the bill as a whole.
package struct HTMLCost {
    /// The rows of a table.
    static let longest = 20

    let totals: [CostTotals]
    let bill: BillTotals?

    package init(totals: [CostTotals], bill: BillTotals?) {
        self.totals = totals
        self.bill = bill
    }

    /// Empty where no cost is known.
    package var html: String {
        guard !totals.isEmpty || bill != nil else { return "" }
        return """
            <section id="cost" aria-label="Cost">
            <h2>Cost</h2>
            \(totals.map(failures).joined())\(bill.map { HTMLBill(bill: $0, totals: totals).html } ?? "")</section>

            """
    }

    private func failures(_ totals: CostTotals) -> String {
        let sum = Money.text(totals.total.monthly, totals.currency)
        let saving = Money.text(totals.total.avoidable, totals.currency)
        let rest = totals.items.count - Self.longest
        return """
            <p>Resources with violations cost \(HTML.text(sum)) a month, \(HTML.text(saving)) of it avoidable.</p>
            <div class="table"><table>
            <caption>What can be avoided first, in \(HTML.text(totals.currency)) a month</caption>
            <thead><tr><th scope="col">Resource</th><th scope="col">Account</th><th scope="col">Owner</th>\
            <th scope="col" class="n">Avoidable</th><th scope="col" class="n">Cost</th><th scope="col">Violations</th></tr></thead>
            <tbody>
            \(totals.items.prefix(Self.longest).map(row).joined())</tbody></table></div>
            \(rest > 0 ? "<p>And \(rest) more.</p>\n" : "")<div class="charts">
            \(chart("Cost by rule", totals.byRule))\(chart("Cost by owner", totals.byOwner))\
            \(chart("Cost by account", totals.byAccount))</div>

            """
    }

    private func row(_ item: CostTotals.Item) -> String {
        let saving = item.cost.avoidable.map(Money.grouped) ?? "not known"
        return """
            <tr><th scope="row">\(HTML.text(item.resource.name))<br><small>\(HTML.text(item.resource.type))</small></th>\
            <td>\(HTML.text(item.account ?? "(not known)"))</td><td>\(HTML.text(item.owner ?? "(none)"))</td>\
            <td class="n">\(HTML.text(saving))</td><td class="n">\(HTML.text(Money.grouped(item.cost.monthly)))<br>\
            <small>\(HTML.text(item.cost.origin))</small></td><td>\(item.links)</td></tr>

            """
    }

    private func chart(_ title: String, _ rows: [CostTotals.Row]) -> String {
        HTMLChart(title: title, summing: rows.map { ($0.name, $0.sum.monthly) }).html
    }
}

extension CostTotals.Item {
    /// The rules that it fails, each leading to its finding.
    var links: String {
        zip(rules, fingerprints).map { "<a href=\"#f-\(HTML.text($1))\">\(HTML.text($0))</a>" }
            .joined(separator: "<br>")
    }
}
