import Documents

/// Which resources of one region are measured, from what was collected there.
///
/// What was not seen whole is not measured: an endpoint whose components nobody listed may be busy by them.
struct MetricPlan {
    /// One line of the snapshot.
    struct Line {
        let key: String
        let answer: NodeView

        /// Nil for a line that says only what a list said.
        init?(key: String, _ bytes: [UInt8]) {
            let text = String(decoding: bytes, as: UTF8.self)
            guard let root = CredentialAnswer.root(of: text), let answer = root["answer"],
                root["summary"]?.boolean != true
            else { return nil }
            self.key = key
            self.answer = answer
        }

        func time(_ name: String) -> Int64? { answer[name]?.scalar.flatMap(AWSTime.parse) }
    }

    /// The lines of a type, and whether there are no others.
    struct Lines {
        var lines: [Line]
        var isWhole: Bool
    }

    let account: String
    let region: String
    let window: MetricWindow
    let journal: Journal
    /// The hosts of transform jobs that CloudWatch names, by the job; nil if it does not say.
    var transformHosts: [String: [String]]?

    func resources() async throws(Diagnostic) -> [MeasuredResource] {
        let endpoints = EndpointMetrics(
            window: window, endpoints: try await lines("Endpoint"), configurations: try await lines("EndpointConfig"),
            components: try await lines("InferenceComponent"))
        let training = try await lines("TrainingJob").lines.compactMap { JobMetrics.training($0, window) }
        let transform = try await transformJobs().compactMap { JobMetrics.transform($0, window, transformHosts) }
        return endpoints.resources + training + transform
    }

    /// Whether there is a transform job whose hosts CloudWatch has to name.
    func needsTransformHosts() async throws(Diagnostic) -> Bool {
        try await transformJobs().contains { JobMetrics.ran($0, .transform, in: window) != nil }
    }

    private func transformJobs() async throws(Diagnostic) -> [Line] { try await lines("TransformJob").lines }

    private func lines(_ name: String) async throws(Diagnostic) -> Lines {
        let type = "AWS::SageMaker::\(name)"
        let outcomes = await journal.outcomes.values.filter {
            $0.account == account && $0.region == region && $0.types.contains(type)
        }
        var found = Lines(lines: [], isWhole: !outcomes.isEmpty && outcomes.allSatisfy { $0.listWasWhole })
        for key in await journal.keys(account: account, region: region, type: type) {
            if let line = Line(key: key, try await journal.line(key)) {
                found.lines.append(line)
            } else {
                found.isWhole = false
            }
        }
        return found
    }
}
