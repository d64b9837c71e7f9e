import Engine
import Testing

@Suite("Rules over snapshots of accounts")
struct SnapshotRunTests {
    private static let manifest =
        #"{"snapshot":"proviso-snapshot/1","tool":"t","collected":"2026-11-01T00:00:00Z","calls":[]}"#

    private static func endpoint(_ more: String = "") -> String {
        #"{"type":"AWS::SageMaker::Endpoint","account":"111122223333","region":"eu-west-1","id":"arn:aws:sagemaker:eu-west-1:111122223333:endpoint/e","tags":[],"answer":{"EndpointName":"e","EndpointConfigName":"c"}\#(more)}"#
    }

    private func verdicts(_ lines: [String], rule: String) throws -> [String] {
        let trial = try Trial(rule: rule, targets: "AWS::SageMaker::Endpoint")
        let text = ([Self.manifest] + lines).joined(separator: "\n")
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
}
