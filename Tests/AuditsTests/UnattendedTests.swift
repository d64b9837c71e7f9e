import Engine
import Foundation
import Policies
import Testing

@Suite("What runs audits unattended")
struct UnattendedTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("its templates pass all built-in rules", arguments: ["read-only-role.yaml", "runner-role.yaml"])
    func templates(name: String) throws {
        var job = CheckJob(
            CheckRequest(paths: [Self.root.appendingPathComponent("Docs/audit/\(name)").path], now: 1_795_910_400))
        job.choice = .none
        job.selection.profile = "all"
        let configured = try #require(job.configured().job)
        let outcome = try #require(configured.run().outcome)
        #expect(outcome.result.findings.filter(\.isDue).map { "\($0.rule) \($0.resource.name): \($0.message)" } == [])
        #expect(outcome.result.errors.isEmpty && outcome.result.verdicts[.pass, default: 0] > 0)
    }
}
