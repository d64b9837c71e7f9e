import Documents

/// A call of `GetMetricData` for as many series as it takes, page by page.
struct MetricRequest: Sendable {
    /// The most series of one call.
    /// - SeeAlso: Amazon CloudWatch API Reference, GetMetricData
    static let limit = 500
    private static let pageLimit = 1000

    let series: [MeasuredResource.Series]
    let window: MetricWindow

    /// What a series gave: its values, or why it gave none.
    typealias Answer = Result<[(hour: Int64, value: Double)], ServiceFailure>

    func answers(from client: ServiceClient) async -> [Answer] {
        do throws(ServiceFailure) {
            return try await pages(from: client)
        } catch {
            return series.map { _ in .failure(error) }
        }
    }

    private func pages(from client: ServiceClient) async throws(ServiceFailure) -> [Answer] {
        var answers: [Answer?] = series.map { _ in nil }
        /// Those of which another page was announced, or never came.
        var cut: Set<Int> = []
        var token: String?
        var seen: Set<String> = []
        repeat {
            let answer = try await client.call(call(after: token))
            guard let results = answer.root["MetricDataResults"], results.kind == .list else {
                throw ServiceFailure(.malformed, "`MetricDataResults` of the answer is no list")
            }
            for result in results.children { try take(result, into: &answers, cut: &cut) }
            token = answer.root["NextToken"]?.scalar.flatMap { $0.isEmpty ? nil : $0 }
            if let token, !seen.insert(token).inserted || seen.count > Self.pageLimit {
                throw ServiceFailure(.refused, "the metrics do not end: the service gives the same page again")
            }
        } while token != nil
        for index in cut where (try? answers[index]?.get()) != nil {
            answers[index] = .failure(
                ServiceFailure(.unavailable, code: "PartialData", "CloudWatch gave a part of the values"))
        }
        return answers.map { $0 ?? .failure(ServiceFailure(.malformed, "the answer lacks a metric")) }
    }

    private func take(
        _ result: NodeView, into answers: inout [Answer?], cut: inout Set<Int>
    ) throws(ServiceFailure) {
        guard let id = result["Id"]?.scalar, id.hasPrefix("m"), let index = Int(id.dropFirst()),
            answers.indices.contains(index), let times = result["Timestamps"], let values = result["Values"]
        else { throw ServiceFailure(.malformed, "the answer has metrics that nobody asked for") }
        let status = result["StatusCode"]?.scalar ?? "Complete"
        guard ["Complete", "PartialData"].contains(status) else {
            let kind: ServiceFailure.Kind = status == "Forbidden" ? .denied : .unavailable
            answers[index] = .failure(ServiceFailure(kind, code: status, "CloudWatch answered `\(status)`"))
            return
        }
        // What a page leaves out, the next one has; after the last one nobody knows it.
        if status == "Complete" { cut.remove(index) } else { cut.insert(index) }
        let points = zip(times.children.map(\.number), values.children.map(\.number)).compactMap { time, value in
            time.flatMap { time in value.map { (hour: Int64(time.rounded(.down)), value: $0) } }
        }
        switch answers[index] {
        case .failure?: return
        case .success(let known)?: answers[index] = .success(known + points)
        case nil: answers[index] = .success(points)
        }
    }

    private func call(after token: String?) -> ServiceCall {
        let queries = series.enumerated().map { index, series in
            let dimensions = series.dimensions.map {
                JSONText.object([("Name", JSONText.quoted($0.name)), ("Value", JSONText.quoted($0.value))])
            }
            let metric = JSONText.object([
                ("Namespace", JSONText.quoted(series.metric.namespace)),
                ("MetricName", JSONText.quoted(series.metric.metric)), ("Dimensions", JSONText.array(dimensions)),
            ])
            let statistic = JSONText.object([
                ("Metric", metric), ("Period", String(MetricWindow.hour)),
                ("Stat", JSONText.quoted(series.metric.isSum ? "Sum" : "Maximum")),
            ])
            return JSONText.object([("Id", JSONText.quoted("m\(index)")), ("MetricStat", statistic)])
        }
        var call = ServiceCall(operation: "GetMetricData")
        call.fields = [
            ("StartTime", .integer(Int(window.start))), ("EndTime", .integer(Int(window.end))),
            ("MetricDataQueries", .json(JSONText.array(queries))),
        ]
        if let token { call.fields.append(("NextToken", .text(token))) }
        return call
    }
}
