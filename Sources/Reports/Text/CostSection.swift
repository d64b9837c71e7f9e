import Documents
import Engine

/// What resources that fail cost in a month as a table, what can be avoided first.
struct CostSection {
    /// The rows of the table.
    private static let longest = 10

    private let palette: Palette
    private let width: Int

    init(color: ColorMode, width: Int) {
        palette = Palette(mode: color)
        self.width = max(width, 40)
    }

    /// Nothing where no cost is known, or of one resource: its finding says it.
    func lines(of findings: [Finding]) -> [String] {
        CostTotals.of(findings).filter { $0.items.count > 1 }.flatMap(lines)
    }

    private func lines(of totals: CostTotals) -> [String] {
        let head = Row(avoidable: "avoidable", cost: "cost", name: "resource", rules: "")
        let items = totals.items.prefix(Self.longest).map(Row.init)
        let owners = totals.byOwner.count > 1 ? totals.byOwner.prefix(Self.longest).map(Row.init) : []
        let rows = [head] + items + owners
        let columns = (rows.map(\.avoidable.count).max() ?? 0, rows.map(\.cost.count).max() ?? 0)
        func text(_ row: Row) -> String { row.text(columns, width: width) }
        var lines = [palette.paint("What can be avoided first, in \(totals.currency) a month", .strong)]
        lines += [text(head)] + items.map(text)
        let rest = totals.items.count - items.count
        if rest > 0 { lines.append("  and \(rest) more: see `--format json`") }
        guard !owners.isEmpty else { return lines }
        lines.append(palette.paint("By owner", .strong))
        return lines + owners.map(text)
    }
}

/// A row of the table.
private struct Row {
    var avoidable: String
    var cost: String
    var name: String
    var rules: String

    func text(_ columns: (avoidable: Int, cost: Int), width: Int) -> String {
        let numbers =
            "  " + avoidable.leftPadded(to: columns.avoidable) + "  " + cost.leftPadded(to: columns.cost) + "  "
        let room = max(width - numbers.count, 16)
        let full = PrintableText.line(rules.isEmpty ? name : "\(name)  \(rules)")
        return numbers + (full.count > room ? full.prefix(room - 1) + "…" : full)
    }
}

extension Row {
    fileprivate init(_ item: CostTotals.Item) {
        avoidable = item.cost.avoidable.map(Money.grouped) ?? "-"
        cost = Money.grouped(item.cost.monthly)
        name = item.resource.name + (item.account.map { " (\($0))" } ?? "")
        rules = item.rules.joined(separator: ", ")
    }

    fileprivate init(_ row: CostTotals.Row) {
        avoidable = Money.grouped(row.sum.avoidable)
        cost = Money.grouped(row.sum.monthly)
        name = row.name
        rules = ""
    }
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
