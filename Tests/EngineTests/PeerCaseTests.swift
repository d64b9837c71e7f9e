import Documents
import Engine
import Foundation
import Policies
import Testing

/// The inputs on which other programs guess: see the table in Docs/templates.md.
@Suite("Values that an input does not fix yet")
struct PeerCaseTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Benchmarks/peers/verdicts")

    /// A case with the rule that it is about, and the line on which its finding stands.
    static let cases: [(file: String, rule: String, verdict: Verdict, scenario: [String: String], line: Int)] = [
        ("literal.yaml", "no-gpu", .fail, [:], 6),
        ("literal.yaml", "owner", .fail, [:], 8),
        ("ref-default.yaml", "no-gpu", .fail, ["Size": "ml.p3.2xlarge"], 3),
        ("if.yaml", "no-gpu", .fail, ["Env": "prod"], 10),
        ("find-in-map.yaml", "no-gpu", .fail, ["Env": "prod"], 5),
        ("ref-no-default.yaml", "no-gpu", .unknown, [:], 8),
        ("tags-no-value.yaml", "owner", .fail, ["Env": "prod"], 12),
        ("tags-no-value.yaml", "no-gpu", .pass, [:], 7),
        ("after-unknown.json", "no-gpu", .unknown, [:], 30),
    ]

    @Test("get the right verdict in the right deployment", arguments: cases)
    func verdict(file: String, rule: String, verdict: Verdict, scenario: [String: String], line: Int) throws {
        let symbols = SymbolTable()
        let pack = try FileReader().read(Self.folder.appending(path: "proviso.yaml").path)
        let (decoded, issues) = PolicyPack.decode(try PolicyFile.parse(pack, symbols: symbols))
        let policies = try PolicySet.compile(try #require(decoded, "\(issues)"), symbols: symbols)
        var request = CheckRequest(paths: [Self.folder.appending(path: "cases/\(file)").path], now: 1_790_000_000)
        request.includesPasses = true
        let found = CheckRun.run(request, policies: policies).findings.filter { $0.rule == "verdicts/\(rule)" }
        #expect(found.map(\.verdict) == [verdict])
        #expect(found.map(\.scenario) == [scenario])
        #expect(found.map(\.region.start.line) == [line])
    }
}
