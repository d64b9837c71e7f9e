import Documents
import Foundation

@testable import Accounts

/// Collects from an account that answers as a test says, into a folder of its own.
struct TrialCollection {
    static let account = "111122223333"
    static let region = "eu-west-1"

    let folder: URL
    var calls: [CollectionCall] = []
    var metricDays: Int?
    var pageLimit: Int?
    var now: Int64 = 1_000_000_000

    init(operations: [String] = [], metricDays: Int? = nil, now: Int64 = 1_000_000_000) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("proviso-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        calls = CollectionCall.all.filter { operations.contains($0.operation) }
        self.metricDays = metricDays
        self.now = now
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// - Returns: the lines of the snapshot; nil if the run was cancelled.
    func run(
        into file: String = "s.jsonl", _ transport: StubTransport
    ) async throws -> (lines: [String], manifest: Manifest)? {
        let environment = AccountEnvironment.stub()
        let endpoints = ServiceEndpoints(
            environment: environment, configuration: try SharedConfiguration(environment: environment),
            profile: "default")
        let accounts = [
            CollectedAccount(
                id: Self.account, credentials: FixedCredentials(Credentials(accessKeyID: "A", secretAccessKey: "B")),
                endpoints: endpoints)
        ]
        let journal = try Journal(
            path: path(file + ".journal"),
            scope: Collector.scope(
                accounts: [Self.account], regions: [Self.region], calls: calls, metricDays: metricDays),
            now: now)
        var collector = Collector(
            accounts: accounts, regions: [Self.region], calls: calls, transport: transport, journal: journal,
            pause: { _ in })
        collector.metricDays = metricDays
        if let pageLimit { collector.pageLimit = pageLimit }
        guard try await collector.run() else { return nil }
        let manifest = try await Snapshot.write(
            journal, tool: "test", accounts: [Self.account], regions: [Self.region], to: path(file))
        await journal.end()
        let text = String(decoding: try FileReader().read(path(file)).copiedBytes, as: UTF8.self)
        return (text.split(separator: "\n").map(String.init), manifest)
    }
}
