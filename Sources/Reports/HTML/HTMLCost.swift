package import Engine

/// What resources with failures cost: by rule, owner and account, then the resources themselves, what can be avoided first.
package struct HTMLCost {
    private static let longest = 20

    let totals: CostTotals

    package init(totals: CostTotals) { self.totals = totals }

    package var html: String {
        let sum = Money.text(totals.total.monthly, totals.currency)
        let saving = Money.text(totals.total.avoidable, totals.currency)
        return """
            <section id="cost" aria-label="Cost">
            <h2>Cost</h2>
            <p>Resources with violations cost \(HTML.text(sum)) a month, \(HTML.text(saving)) of it avoidable.</p>
            <div class="charts">
            \(chart("Cost by rule", totals.byRule))\(chart("Cost by owner", totals.byOwner))\
            \(chart("Cost by account", totals.byAccount))</div>
            <ol>
            \(totals.items.prefix(Self.longest).map(item).joined())</ol>
            \(rest)</section>

            """
    }

    private func chart(_ title: String, _ rows: [CostTotals.Row]) -> String {
        HTMLChart(title: title, summing: rows.map { ($0.name, $0.sum.monthly) }).html
    }

    private func item(_ item: CostTotals.Item) -> String {
        """
        <li><strong>\(HTML.text(item.resource.name))</strong> <small>\(HTML.text(item.resource.type))</small><br>\
        \(HTML.text(item.cost.words))<br><small>\(HTML.text(item.rules.joined(separator: ", ")))</small></li>

        """
    }

    private var rest: String {
        let count = totals.items.count - Self.longest
        return count > 0 ? "<p>And \(count) more.</p>\n" : ""
    }
}
