import History
import Policies
import Reports

/// Numbers over time as stacked columns, drawn as SVG in a page.
struct TrendChart {
    /// One part of every column, the lowest first.
    struct Series {
        var name: String
        /// The class that gives it a colour.
        var style: String
        var values: [Double]
    }

    let title: String
    /// What stands below the columns, as `2026-11-29`.
    let days: [String]
    let series: [Series]
    /// How a number is written.
    let label: (Double) -> String

    private static let width = 480
    private static let height = 210
    private static let left = 52
    /// Half a day's name stands beyond the last column.
    private static let right = 30
    private static let top = 10
    private static let bottom = 28
    private static var plotHeight: Double { Double(height - top - bottom) }
    private static var plotWidth: Double { Double(width - left - right) }

    private func total(_ index: Int) -> Double { series.reduce(0) { $0 + $1.values[index] } }

    /// The top of the scale, a round number, and the distance of its lines.
    private var scale: (top: Double, step: Double) {
        let most = max(days.indices.map(total).max() ?? 0, 1)
        var step = 1.0
        while most / step > 40 { step *= 10 }
        let factor = [1.0, 2, 5, 10].first { most / (step * $0) <= 4 } ?? 10
        step *= factor
        return ((most / step).rounded(.up) * step, step)
    }

    var html: String {
        guard !days.isEmpty else { return "" }
        let words = days.indices.last.map { "\(days[$0]): \(label(total($0)))" } ?? ""
        return """
            <figure class="trend"><figcaption>\(HTML.text(title))</figcaption>
            <svg viewBox="0 0 \(Self.width) \(Self.height)" role="img" aria-label="\(HTML.text("\(title), last \(words)"))">
            \(lines)\(columns)\(names)</svg>
            \(legend)</figure>

            """
    }

    private var lines: String {
        let (top, step) = scale
        let count = Int((top / step).rounded())
        return (0...max(count, 1)).map { number in
            let value = Double(number) * step
            let y = Self.rounded(Double(Self.top) + Self.plotHeight * (1 - value / top))
            return "<line class=\"grid\" x1=\"\(Self.left)\" x2=\"\(Self.width - 4)\" y1=\"\(y)\" y2=\"\(y)\"/>"
                + "<text x=\"\(Self.left - 6)\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">\(HTML.text(label(value)))</text>\n"
        }.joined()
    }

    private var columns: String {
        let (top, _) = scale
        let slot = Self.plotWidth / Double(days.count)
        let width = min(slot * 0.7, 48)
        return days.indices.map { index in
            let x = Self.rounded(Double(Self.left) + slot * (Double(index) + 0.5) - width / 2)
            var base = Double(Self.top) + Self.plotHeight
            let parts = series.filter { $0.values[index] > 0 }.map { part in
                let length = max(part.values[index] / top * Self.plotHeight, 1)
                base -= length
                return "<rect class=\"b-\(part.style)\" x=\"\(x)\" y=\"\(Self.rounded(base))\" "
                    + "width=\"\(Self.rounded(width))\" height=\"\(Self.rounded(length))\"/>"
            }
            let details = series.filter { $0.values[index] > 0 }.map { "\($0.name) \(label($0.values[index]))" }
            let words = ([days[index], label(total(index))] + details).joined(separator: ", ")
            return "<g><title>\(HTML.text(words))</title>\(parts.joined())</g>\n"
        }.joined()
    }

    /// The days, as many as have room.
    private var names: String {
        let slot = Self.plotWidth / Double(days.count)
        let every = max(1, Int((86 / slot).rounded(.up)))
        return days.indices.filter { (days.count - 1 - $0) % every == 0 }.map { index in
            let x = Self.rounded(Double(Self.left) + slot * (Double(index) + 0.5))
            return "<text x=\"\(x)\" y=\"\(Self.height - 8)\" text-anchor=\"middle\">\(HTML.text(days[index]))</text>\n"
        }.joined()
    }

    private var legend: String {
        let used = series.filter { $0.values.contains { $0 > 0 } }
        guard used.count > 1 else { return "" }
        let items = used.map { "<li><span class=\"k-\($0.style)\"></span>\(HTML.text($0.name))</li>" }
        return "<ul class=\"legend\">\(items.joined())</ul>\n"
    }

    /// A place in the drawing. Pages are compared byte for byte, so that no more digits than anybody sees are written.
    private static func rounded(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(abs(tenths % 10))"
    }
}

extension TrendChart {
    /// Nobody tells more columns apart.
    private static let longest = 60

    /// What the audits of a history say, oldest first: findings by severity, what came and went, and costs.
    static func all(of points: [AuditPoint], day: (AuditPoint) -> String) -> [TrendChart] {
        let points = Array(points.suffix(longest))
        guard points.count > 1 else { return [] }
        let days = points.map(day)
        let count = { (value: Double) in String(Int(value)) }
        var charts = [
            TrendChart(
                title: "Findings by severity", days: days,
                series: Severity.allCases.reversed().map(\.rawValue).map { severity in
                    Series(
                        name: severity, style: severity,
                        values: points.map { Double($0.severities[severity, default: 0]) })
                }, label: count),
            TrendChart(
                title: "What came and went", days: days,
                series: [FindingState.new, .reopened, .resolved].map { state in
                    Series(
                        name: state.rawValue, style: state == .resolved ? "gone" : state == .new ? "high" : "medium",
                        values: points.map { Double($0.counts[state, default: 0]) })
                }, label: count),
        ]
        for currency in Set(points.flatMap { $0.audit.costs.map(\.currency) }).sorted() {
            let costs = points.map { point in point.audit.costs.first { $0.currency == currency } }
            charts.append(
                TrendChart(
                    title: "Cost of resources with findings, \(currency) a month", days: days,
                    series: [
                        Series(name: "avoidable", style: "high", values: costs.map { $0?.avoidable ?? 0 }),
                        Series(
                            name: "the rest", style: "other",
                            values: costs.map { max(0, ($0?.monthly ?? 0) - ($0?.avoidable ?? 0)) }),
                    ], label: { Money.digits($0.rounded()).replacingSuffix(".00") }))
        }
        return charts
    }
}

extension String {
    fileprivate func replacingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
