import Engine
import Testing

@Suite("Rules over snapshots of accounts")
struct SnapshotRunTests {
    private static func manifest(_ calls: String = "") -> String {
        #"{"snapshot":"proviso-snapshot/1","tool":"t","collected":"2026-11-01T00:00:00Z","calls":[\#(calls)]}"#
    }

    /// One list of schedules in the manifest.
    private static func schedules(
        _ status: String, region: String = "eu-west-1", operation: String = "ListSchedules"
    ) -> String {
        let gap = #"{"operation":"\#(operation)","reason":"AccessDenied"}"#
        return
            #"{"account":"111122223333","region":"\#(region)","service":"scheduler","operation":"ListSchedules","types":["AWS::Scheduler::Schedule"],"status":"\#(status)","gaps":[\#(status == "complete" ? "" : gap)]}"#
    }

    private static func endpoint(_ more: String = "") -> String {
        #"{"type":"AWS::SageMaker::Endpoint","account":"111122223333","region":"eu-west-1","id":"arn:aws:sagemaker:eu-west-1:111122223333:endpoint/e","tags":[],"answer":{"EndpointName":"e","EndpointConfigName":"c"}\#(more)}"#
    }

    private func verdicts(_ lines: [String], calls: String = "", rule: String) throws -> [String] {
        let trial = try Trial(rule: rule, targets: "AWS::SageMaker::Endpoint")
        let text = ([Self.manifest(calls)] + lines).joined(separator: "\n")
        return try trial.judge(text, name: "account.jsonl", includesPasses: true).findings.map { "\($0.verdict)" }
    }

    @Test("what was measured decides, what was not measured is unknown, and nothing that was measured is nothing")
    func metrics() throws {
        let rule = """
            when: '"Invocations" in metrics'
            check: { assert: 'double(metrics.Invocations.sum) > 0.0' }
            """
        #expect(
            try verdicts([Self.endpoint(#","metrics":{"Invocations":{"sum":0,"hours":24}}"#)], rule: rule) == ["fail"])
        #expect(
            try verdicts([Self.endpoint(#","metrics":{"Invocations":{"sum":3,"hours":24}}"#)], rule: rule) == ["pass"])
        #expect(try verdicts([Self.endpoint()], rule: rule) == ["unknown"])
        #expect(try verdicts([Self.endpoint(#","metrics":{}"#)], rule: rule).isEmpty)
    }

    @Test("what was not collected is neither there nor absent")
    func unseen() throws {
        for rule in [
            #"check: { assert: 'resources("AWS::Scheduler::Schedule").size() == 0' }"#,
            #"check: { assert: 'resource.referencedBy("AWS::Scheduler::Schedule").size() == 0' }"#,
            #"check: { assert: 'resources("AWS::Scheduler::*").size() == 0' }"#,
        ] {
            let lines = [Self.endpoint()]
            #expect(try verdicts(lines, calls: Self.schedules("complete"), rule: rule) == ["pass"])
            #expect(try verdicts(lines, calls: Self.schedules("refused"), rule: rule) == ["unknown"])
            #expect(try verdicts(lines, calls: Self.schedules("partial"), rule: rule) == ["unknown"])
            // Schedules that could not be described are known to be there.
            let described = Self.schedules("partial", operation: "GetSchedule")
            #expect(try verdicts(lines, calls: described, rule: rule) == ["pass"])
            // Elsewhere nobody looked, or somebody did and was refused.
            let both = [Self.schedules("complete"), Self.schedules("refused", region: "us-east-1")].joined(
                separator: ",")
            #expect(try verdicts(lines, calls: both, rule: rule) == ["pass"])
        }
        let rule = #"check: { assert: 'resources("AWS::Scheduler::Schedule").size() == 0' }"#
        #expect(try verdicts([Self.endpoint()], rule: rule) == ["unknown"])
    }
}
