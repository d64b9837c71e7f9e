/// Numbers as horizontal bars, drawn as SVG in the page.
package struct HTMLChart {
    package struct Bar {
        package var name: String
        package var count: Int
        /// What stands behind the bar; nil for the count.
        var label: String?

        package init(name: String, count: Int, label: String? = nil) {
            self.name = name
            self.count = count
            self.label = label
        }
    }

    let title: String
    let bars: [Bar]

    /// Nobody compares more bars than this.
    private static let longest = 8
    private static let rowHeight = 26
    private static let nameWidth = 150
    private static let barWidth = 150

    package init(title: String, bars: [Bar]) {
        self.title = title
        self.bars = bars
    }

    /// The most frequent names, and the rest together.
    package init(title: String, counting names: [String]) {
        let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            Bar(name: $0.key, count: $0.value)
        }
        var bars = Array(sorted.prefix(Self.longest))
        if sorted.count > Self.longest {
            bars.removeLast()
            let rest = sorted.dropFirst(bars.count).reduce(0) { $0 + $1.count }
            bars.append(Bar(name: "\(sorted.count - bars.count) others", count: rest))
        }
        self.init(title: title, bars: bars)
    }

    /// Names with amounts of money, the largest ones and the rest together.
    init(title: String, summing sums: [(name: String, amount: Double)]) {
        let sorted = sums.sorted { ($1.amount, $0.name) < ($0.amount, $1.name) }
        let isWhole = sorted.count <= Self.longest
        var bars = sorted.prefix(isWhole ? Self.longest : Self.longest - 1).map {
            Bar(name: $0.name, amount: $0.amount)
        }
        if !isWhole {
            let rest = sorted.dropFirst(bars.count)
            bars.append(Bar(name: "\(rest.count) others", amount: rest.reduce(0) { $0 + $1.amount }))
        }
        self.init(title: title, bars: bars)
    }

    package var html: String {
        let most = max(bars.map(\.count).max() ?? 1, 1)
        let width = Self.nameWidth + Self.barWidth + max(40, (bars.map(\.text.count).max() ?? 0) * 8 + 10)
        let height = bars.count * Self.rowHeight
        let words = bars.map { "\($0.name) \($0.text)" }.joined(separator: ", ")
        let rows = bars.enumerated().map { index, bar in
            let top = index * Self.rowHeight
            let length = max(2, Int(Double(bar.count) * Double(Self.barWidth) / Double(most)))
            let name = HTML.text(Self.shortened(bar.name))
            return """
                <text x="\(Self.nameWidth - 8)" y="\(top + 17)" text-anchor="end">\(name)</text>\
                <rect class="b-\(Self.style(of: bar.name))" x="\(Self.nameWidth)" y="\(top + 4)" width="\(length)" height="18" \
                rx="3"/><text x="\(Self.nameWidth + length + 6)" y="\(top + 17)">\(HTML.text(bar.text))</text>

                """
        }.joined()
        return """
            <figure><figcaption>\(HTML.text(title))</figcaption>
            <svg viewBox="0 0 \(width) \(height)" role="img" aria-label="\(HTML.text("\(title): \(words)"))">
            \(rows)</svg></figure>

            """
    }

    private static func style(of name: String) -> String {
        ["critical", "high", "medium", "low", "info"].contains(name) ? name : "other"
    }

    private static func shortened(_ name: String) -> String {
        name.count > 18 ? name.prefix(17) + "…" : name
    }
}

extension HTMLChart.Bar {
    /// Bars are drawn in whole numbers; a cent is as small as anybody looks.
    fileprivate init(name: String, amount: Double) {
        let cents = (max(amount, 0) * 100).rounded()
        self.init(name: name, count: cents < 1e15 ? Int(cents) : 1_000_000_000_000_000, label: Money.digits(amount))
    }

    fileprivate var text: String { label ?? String(count) }
}
