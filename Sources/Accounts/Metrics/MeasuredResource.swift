/// A resource whose metrics are asked for.
struct MeasuredResource: Sendable {
    /// One series of values in CloudWatch.
    struct Series: Sendable {
        var metric: Metric
        var dimensions: [(name: String, value: String)]
        /// How many vCPUs or GPUs count 100 % each; nil if that is not known or does not matter.
        var capacity: Int?

        init(_ metric: Metric, _ dimensions: [(name: String, value: String)], capacity: Int? = nil) {
            self.metric = metric
            self.dimensions = dimensions
            self.capacity = capacity
        }
    }

    /// Its place in the snapshot.
    let key: String
    /// The first hour that counts.
    var start: Int64
    var series: [Series] = []
    /// What is known beside what CloudWatch says.
    var facts: [(key: String, json: String)] = []

    init(key: String, start: Int64) {
        self.key = key
        self.start = start
    }

    /// What rules see as `metrics`, as JSON.
    /// - Parameter values: of each series, by the hour in which they lie.
    func metrics(_ values: [[(hour: Int64, value: Double)]], in window: MetricWindow) -> String {
        var names: [String] = []
        var groups: [String: [Int]] = [:]
        for (index, series) in series.enumerated() {
            if groups[series.metric.name] == nil { names.append(series.metric.name) }
            groups[series.metric.name, default: []].append(index)
        }
        let measured: [(key: String, json: String?)] = names.map { name in
            let indices = groups[name] ?? []
            let own = indices.map { index in values[index].filter { $0.hour >= start && $0.hour < window.end } }
            let isSum = indices.first.map { series[$0].metric.isSum } ?? false
            return (name, isSum ? sums(own, in: window) : peaks(own, of: indices, in: window))
        }
        return JSONText.object(measured + facts.map { ($0.key, $0.json) })
    }

    /// What came together in each hour, over all series.
    private func sums(_ values: [[(hour: Int64, value: Double)]], in window: MetricWindow) -> String {
        let hours = window.hours(from: start)
        var totals = [Double](repeating: 0, count: hours)
        for point in values.joined() {
            let hour = Int((point.hour - start) / MetricWindow.hour)
            if totals.indices.contains(hour) { totals[hour] += point.value }
        }
        let sorted = totals.sorted()
        // A rhythm of days shows in two of them at the least.
        let hasRhythm = hours >= 48
        return JSONText.object([
            ("sum", number(totals.reduce(0, +))), ("hours", String(hours)),
            ("quietHours", String(totals.count { $0 <= 0 })),
            ("p5", hasRhythm ? number(Self.percentile(5, of: sorted)) : nil),
            ("p95", hasRhythm ? number(Self.percentile(95, of: sorted)) : nil),
        ])
    }

    /// The value that so many of a hundred do not exceed.
    private static func percentile(_ share: Int, of sorted: [Double]) -> Double {
        sorted.isEmpty ? 0 : sorted[max(0, (sorted.count * share + 99) / 100 - 1)]
    }

    /// The highest value of all series; nil where nothing was measured, unless that means zero.
    private func peaks(
        _ values: [[(hour: Int64, value: Double)]], of indices: [Int], in window: MetricWindow
    ) -> String? {
        let highest = values.map { $0.map(\.value).max() }
        let isZero = indices.allSatisfy { series[$0].metric.isZeroWithoutData }
        guard let peak = highest.compactMap(\.self).max() ?? (isZero ? 0 : nil), let first = indices.first else {
            return nil
        }
        let factor = series[first].metric.factor
        let hours = window.hours(from: start)
        let used = share(highest, of: indices)
        return JSONText.object([
            ("max", number(peak * factor)), ("hours", String(hours)), ("days", String(hours / 24)),
            ("used", used.map(number)),
        ])
    }

    /// The largest share of what a series could come to at most; nil if that is not known of all that have values.
    private func share(_ highest: [Double?], of indices: [Int]) -> Double? {
        var used: Double?
        for (peak, index) in zip(highest, indices) {
            guard let peak, series[index].metric.unit != nil else { continue }
            guard let capacity = series[index].capacity, capacity > 0 else { return nil }
            used = max(used ?? 0, peak / (100 * Double(capacity)))
        }
        return used
    }

    private func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        // More digits than CloudWatch measures would only differ from run to run.
        let rounded = (value * 10_000).rounded() / 10_000
        return Int64(exactly: rounded).map(String.init) ?? "\(rounded)"
    }
}
