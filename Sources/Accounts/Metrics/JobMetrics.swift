import Documents
import Resources

/// The metrics of the hosts of jobs that ran within the hours that are looked at.
enum JobMetrics {
    /// How the descriptions of a kind of job name what matters here.
    struct Kind {
        var name: String
        var began: String
        var ended: String
        var hardware: String

        static let training = Kind(
            name: "TrainingJobName", began: "TrainingStartTime", ended: "TrainingEndTime", hardware: "ResourceConfig")
        static let transform = Kind(
            name: "TransformJobName", began: "TransformStartTime", ended: "TransformEndTime",
            hardware: "TransformResources")
    }

    /// No job has more instances.
    private static let hostLimit = 10_000

    /// When a job began; nil for one that never ran or ended before.
    static func ran(_ line: MetricPlan.Line, _ kind: Kind, in window: MetricWindow) -> Int64? {
        guard let began = line.time(kind.began) else { return nil }
        return line.time(kind.ended).map { $0 < window.start } ?? false ? nil : began
    }

    /// Nil for a job that ended before the hours that are looked at: nobody knows what it used.
    static func training(_ line: MetricPlan.Line, _ window: MetricWindow) -> MeasuredResource? {
        measured(line, .training, window) { name, hardware in
            let groups = hardware["InstanceGroups"]?.children.compactMap { $0["InstanceCount"]?.integer } ?? []
            let count =
                hardware["InstanceCount"]?.integer ?? groups.reduce(0) { $0.addingReportingOverflow($1).partialValue }
            guard count > 0, count <= Int64(hostLimit) else { return [] }
            return (1...Int(count)).map { "\(name)/algo-\($0)" }
        } metrics: {
            Metric.all(of: .trainingHost)
        }
    }

    /// - Parameter hosts: of each job; nil if nobody knows them.
    static func transform(
        _ line: MetricPlan.Line, _ window: MetricWindow, _ hosts: [String: [String]]?
    ) -> MeasuredResource? {
        if hosts == nil, ran(line, .transform, in: window) != nil { return nil }
        return measured(line, .transform, window) { name, _ in
            hosts?[name] ?? []
        } metrics: {
            Metric.all(of: .transformHost)
        }
    }

    private static func measured(
        _ line: MetricPlan.Line, _ kind: Kind, _ window: MetricWindow, hosts: (String, NodeView) -> [String],
        metrics: () -> [Metric]
    ) -> MeasuredResource? {
        guard let name = line.answer[kind.name]?.scalar, let hardware = line.answer[kind.hardware] else { return nil }
        guard let began = ran(line, kind, in: window) else {
            // What never ran used nothing.
            return line.time(kind.began) == nil ? MeasuredResource(key: line.key, start: window.end) : nil
        }
        // The hour in which it began counts: its hosts are those of no other job.
        var resource = MeasuredResource(
            key: line.key, start: max(window.start, began / MetricWindow.hour * MetricWindow.hour))
        let type = hardware["InstanceType"]?.scalar.map { InstanceType($0) }
        for host in hosts(name, hardware) {
            for metric in metrics() {
                guard let capacity = metric.capacity(on: type ?? InstanceType("")) else { continue }
                resource.series.append(.init(metric, [("Host", host)], capacity: capacity))
            }
        }
        return resource
    }
}
