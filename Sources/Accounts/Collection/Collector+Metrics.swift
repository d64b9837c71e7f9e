import Documents

/// Asking for the metrics of what was collected in one region of one account.
extension Collector {
    struct MetricUnit: Sendable {
        var account: CollectedAccount
        var region: String

        var key: String { [account.id, region, "cloudwatch/GetMetricData"].joined(separator: "/") }
    }

    /// The IAM actions that metrics need.
    static let metricActions = ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"]
    /// The regions in which there is something to measure.
    func metricUnits(of account: CollectedAccount) -> [MetricUnit] {
        guard metricDays != nil, calls.contains(where: { $0.service == .sageMaker }) else { return [] }
        return regions.map { MetricUnit(account: account, region: $0) }
    }

    /// - Returns: nil if somebody ended the run meanwhile.
    func measure(_ unit: MetricUnit) async throws(Diagnostic) -> CallOutcome? {
        let client = client(
            .metrics, in: unit.region, of: unit.account, lane: RequestLane(limit: concurrency))
        var outcome = CallOutcome(
            account: unit.account.id, region: unit.region, service: Service.metrics.name, operation: "GetMetricData",
            types: ["metrics"])
        var plan = MetricPlan(
            account: unit.account.id, region: unit.region,
            window: MetricWindow(days: metricDays ?? 1, before: await journal.began), journal: journal)
        if try await plan.needsTransformHosts() {
            do throws(ServiceFailure) {
                plan.transformHosts = try await MetricHosts.ofTransformJobs(client)
            } catch {
                if error.kind == .interrupted { return nil }
                outcome.add(error, of: "ListMetrics", action: Self.metricActions[1], isAboutResource: false)
            }
        }
        var resources: [MeasuredResource] = []
        for resource in try await plan.resources() where await !journal.isMeasured(resource.key) {
            resources.append(resource)
        }
        report(.measuring(metrics: resources.reduce(0) { $0 + $1.series.count }))
        var failure: ServiceFailure?
        for wave in waves(of: resources) {
            // Nobody who may not ask for one may ask for the next.
            if let failure, [.denied, .forbidden, .unauthenticated, .missing].contains(failure.kind) {
                for _ in wave { add(failure, to: &outcome) }
                continue
            }
            guard let failed = try await measure(wave, unit, client, plan.window) else { return nil }
            for next in failed { add(next, to: &outcome) }
            failure = failed.last
        }
        outcome.resources = await journal.measuredCount(account: unit.account.id, region: unit.region)
        outcome.sawNothing = outcome.resources == 0
        return Task.isCancelled ? nil : outcome
    }

    private func add(_ failure: ServiceFailure, to outcome: inout CallOutcome) {
        outcome.add(failure, of: "GetMetricData", action: Self.metricActions[0], isAboutResource: true)
    }

    /// Resources that are measured together: enough for calls that are full, few enough to keep their values in memory.
    private func waves(of resources: [MeasuredResource]) -> [[MeasuredResource]] {
        var waves: [[MeasuredResource]] = []
        var count = 0
        for resource in resources {
            if waves.isEmpty || count + resource.series.count > concurrency * MetricRequest.limit {
                waves.append([])
                count = 0
            }
            waves[waves.count - 1].append(resource)
            count += resource.series.count
        }
        return waves
    }

    /// - Returns: why resources could not be measured; nil if somebody ended the run.
    private func measure(
        _ wave: [MeasuredResource], _ unit: MetricUnit, _ client: ServiceClient, _ window: MetricWindow
    ) async throws(Diagnostic) -> [ServiceFailure]? {
        let series = wave.flatMap(\.series)
        let starts = stride(from: 0, to: series.count, by: MetricRequest.limit)
        let parts = await withTaskGroup(of: (Int, [MetricRequest.Answer]).self) { group in
            for start in starts {
                let part = Array(series[start..<min(start + MetricRequest.limit, series.count)])
                group.addTask { (start, await MetricRequest(series: part, window: window).answers(from: client)) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        let answers = starts.flatMap { parts[$0] ?? [] }
        var failures: [ServiceFailure] = []
        var next = 0
        for resource in wave {
            let own = answers[next..<next + resource.series.count]
            next += resource.series.count
            var values: [[(hour: Int64, value: Double)]] = []
            do throws(ServiceFailure) {
                for answer in own { values.append(try answer.get()) }
            } catch {
                if error.kind == .interrupted { return nil }
                failures.append(error)
                continue
            }
            try await journal.add(metrics: resource.metrics(values, in: window), of: resource.key, in: unit.key)
        }
        return failures
    }
}

/// The hosts whose metrics CloudWatch has, where nobody else names them.
enum MetricHosts {
    private static let pageLimit = 10_000

    /// By the name of the job, which the name of a host begins with.
    static func ofTransformJobs(_ client: ServiceClient) async throws(ServiceFailure) -> [String: [String]] {
        guard let metric = Metric.all(of: .transformHost).first else { return [:] }
        var hosts: [String: Set<String>] = [:]
        var token: String?
        var seen: Set<String> = []
        repeat {
            var call = ServiceCall(
                operation: "ListMetrics",
                fields: [("Namespace", .text(metric.namespace)), ("MetricName", .text(metric.metric))])
            if let token { call.fields.append(("NextToken", .text(token))) }
            let answer = try await client.call(call)
            guard let list = answer.root["Metrics"], list.kind == .list else {
                throw ServiceFailure(.malformed, "`Metrics` of the answer is no list")
            }
            for found in list.children {
                let host = found["Dimensions"]?.children.first { $0["Name"]?.scalar == "Host" }?["Value"]?.scalar
                guard let host, let slash = host.firstIndex(of: "/") else { continue }
                hosts[String(host[..<slash]), default: []].insert(host)
            }
            token = answer.root["NextToken"]?.scalar.flatMap { $0.isEmpty ? nil : $0 }
            if let token, !seen.insert(token).inserted || seen.count > pageLimit {
                throw ServiceFailure(.refused, "the list of metrics does not end")
            }
        } while token != nil
        return hosts.mapValues { $0.sorted() }
    }
}
