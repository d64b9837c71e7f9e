import Engine

/// The cost of each day as columns, drawn as SVG in the page.
struct HTMLDayChart {
    let days: [BillTotals.Row]
    let currency: String

    /// More columns than this are thinner than a line: months are drawn then.
    private static let longest = 124
    private static let size = (width: 960, height: 180, left: 80, top: 12, bottom: 24)

    var html: String {
        let title = days.count > Self.longest ? "Bill by month" : "Bill by day"
        let columns = days.count > Self.longest ? months : days
        guard let first = columns.first?.name, let last = columns.last?.name else { return "" }
        let most = max(columns.map(\.cost).max() ?? 0, 0)
        let (size, step) = (Self.size, Double(Self.size.width - Self.size.left) / Double(columns.count))
        let floor = size.height - size.bottom
        let bars = columns.enumerated().map { index, day in
            let part = most > 0 ? max(day.cost, 0) / most : 0
            let height = Int((part * Double(floor - size.top)).rounded())
            let label = "\(day.name ?? "") \(Money.text(day.cost, currency))"
            return """
                <rect class="b-low" x="\(size.left + Int(Double(index) * step))" y="\(floor - height)" \
                width="\(max(1, Int(step * 0.8)))" height="\(height)"><title>\(HTML.text(label))</title></rect>

                """
        }.joined()
        let words = "\(title): \(first) to \(last), at most \(Money.text(most, currency))"
        return """
            <figure class="days"><figcaption>\(title)</figcaption>
            <svg viewBox="0 0 \(size.width) \(size.height)" role="img" aria-label="\(HTML.text(words))">
            <text x="\(size.left - 8)" y="\(size.top + 10)" text-anchor="end">\(HTML.text(Money.grouped(most)))</text>\
            <text x="\(size.left - 8)" y="\(floor)" text-anchor="end">0</text>
            \(bars)<text x="\(size.left)" y="\(size.height - 4)">\(HTML.text(first))</text>\
            <text x="\(size.width)" y="\(size.height - 4)" text-anchor="end">\(HTML.text(last))</text></svg></figure>

            """
    }

    private var months: [BillTotals.Row] {
        Dictionary(days.map { ($0.name.map { String($0.prefix(7)) }, $0.cost) }, uniquingKeysWith: +)
            .map { BillTotals.Row(name: $0.key, cost: $0.value) }.sorted { ($0.name ?? "") < ($1.name ?? "") }
    }
}
