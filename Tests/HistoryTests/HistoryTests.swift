#if Account
    import Documents
    import Foundation
    import GRDB
    import History
    import Testing

    @Suite("The history of audits")
    struct HistoryTests {
        private static let day: Int64 = 86_400
        private let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).sqlite")
            .path

        private func finding(_ name: String, rule: String = "p/r", region: String = "eu-west-1") -> KnownFinding {
            KnownFinding(
                fingerprint: "\(rule) \(name)", rule: rule, severity: "high", type: "T", resource: name, name: name,
                account: "1", region: region, message: "m", owner: "ana")
        }

        /// An audit on a day, of which the snapshot's hash is that of the day.
        private func audit(_ day: Int64, snapshot: String? = nil) -> AuditRecord {
            AuditRecord(
                time: day * Self.day, snapshot: snapshot ?? "s\(day)", policies: "p", tool: "t", isComplete: true,
                resources: 3)
        }

        /// What was looked at again: regions, rules, and all but some resources.
        private func scope(
            regions: Set<String> = ["eu-west-1"], rules: Set<String> = ["p/r"], open: Set<String> = [],
            because resolution: Resolution = .complies
        ) -> AuditScope {
            AuditScope { finding in
                regions.contains(finding.region) && rules.contains(finding.rule) && !open.contains(finding.resource)
                    ? resolution : nil
            }
        }

        private func states(_ findings: [TrackedFinding]) -> [String: FindingState] {
            Dictionary(uniqueKeysWithValues: findings.map { ($0.finding.name, $0.state) })
        }

        @Test("whether a path can hold a history is told without making one")
        func check() throws {
            try HistoryStore.check(path: path)
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(throws: Diagnostic.self) { try HistoryStore.check(path: path + "/history.sqlite") }
            try HistoryStore(path: path).close()
            try HistoryStore.check(path: path)
            let folder = FileManager.default.temporaryDirectory.path
            #expect(throws: Diagnostic.self) { try HistoryStore.check(path: folder) }
            try "this is a text, and a text is no history".write(toFile: path, atomically: true, encoding: .utf8)
            #expect(throws: Diagnostic.self) { try HistoryStore.check(path: path) }
        }

        @Test("a finding is new, then open, then resolved, and reopened when it is back")
        func life() throws {
            let history = try HistoryStore(path: path)
            #expect(states(try history.record(audit(1), findings: [finding("a")], scope: scope())) == ["a": .new])
            #expect(states(try history.record(audit(2), findings: [finding("a")], scope: scope())) == ["a": .open])
            #expect(states(try history.record(audit(5), findings: [], scope: scope())) == ["a": .resolved])
            #expect(try history.record(audit(6), findings: [], scope: scope()).isEmpty)
            let back = try history.record(audit(9), findings: [finding("a")], scope: scope())
            #expect(states(back) == ["a": .reopened])
            #expect(back[0].firstSeen == Self.day && back[0].age(at: 9 * Self.day) == 8)
        }

        @Test("what was not looked at again is not resolved")
        func unseen() throws {
            let history = try HistoryStore(path: path)
            let all = [finding("a"), finding("b", region: "us-east-1"), finding("c", rule: "p/other"), finding("d")]
            _ = try history.record(
                audit(1), findings: all, scope: scope(regions: ["eu-west-1", "us-east-1"], rules: ["p/r", "p/other"]))
            // Region, rule and verdict are lacking for one each.
            let next = try history.record(audit(2), findings: [], scope: scope(open: ["d"]))
            #expect(states(next) == ["a": .resolved, "b": .unseen, "c": .unseen, "d": .unseen])
            #expect(next.first { $0.finding.name == "b" }?.lastSeen == Self.day)
            let third = try history.record(
                audit(3), findings: [], scope: scope(regions: ["eu-west-1", "us-east-1"], rules: ["p/r", "p/other"]))
            #expect(states(third) == ["b": .resolved, "c": .resolved, "d": .resolved])
        }

        @Test("the same snapshot with the same rules is taken down once, and answers the same")
        func again() throws {
            let history = try HistoryStore(path: path)
            let first = try history.record(audit(1), findings: [finding("a")], scope: scope())
            let later = try history.record(audit(2), findings: [finding("b")], scope: scope())
            #expect(
                try history.record(audit(1), findings: [finding("a")], scope: scope()).map(\.state)
                    == first.map(\.state))
            #expect(try history.record(audit(2), findings: [finding("b")], scope: scope()) == later)
            #expect(try history.points().count == 2)
        }

        @Test("why a finding is resolved is kept", arguments: Resolution.allCases)
        func resolutions(_ resolution: Resolution) throws {
            let history = try HistoryStore(path: path)
            _ = try history.record(audit(1), findings: [finding("a")], scope: scope())
            _ = try history.record(audit(2), findings: [], scope: scope(because: resolution))
            #expect(try history.latest().map(\.resolution) == [resolution])
        }

        @Test("a snapshot that is audited again is told in its own words, whatever came later")
        func words() throws {
            let history = try HistoryStore(path: path)
            let first = try history.record(audit(1), findings: [finding("a")], scope: scope())
            var later = finding("a")
            (later.message, later.severity, later.owner) = ("other words", "low", "bo")
            _ = try history.record(audit(2), findings: [later], scope: scope())
            #expect(try history.record(audit(1), findings: [finding("a")], scope: scope()) == first)
        }

        @Test("audits are kept in order, and those of the past are counted")
        func points() throws {
            let history = try HistoryStore(path: path)
            _ = try history.record(audit(1), findings: [finding("a"), finding("b")], scope: scope())
            _ = try history.record(audit(3), findings: [finding("b")], scope: scope())
            let points = try history.points()
            #expect(points.map(\.open) == [2, 1] && points[1].counts[.resolved] == 1)
            #expect(try history.latest().count == 2)
        }

        /// The one would find a resolved again, the other would resolve b.
        @Test("an older snapshot is refused, and reopens and resolves nothing", arguments: [["a"], []])
        func olderSnapshot(_ names: [String]) throws {
            let history = try HistoryStore(path: path)
            _ = try history.record(audit(1), findings: [finding("a"), finding("b")], scope: scope())
            _ = try history.record(audit(3), findings: [finding("b")], scope: scope())
            let before = try history.latest()
            #expect(throws: Diagnostic.self) {
                try history.record(audit(2), findings: names.map { finding($0) }, scope: scope())
            }
            #expect(try history.latest() == before && history.points().count == 2)
            let next = try history.record(audit(4), findings: [finding("b")], scope: scope())
            #expect(states(next) == ["b": .open])
        }

        @Test("old audits are forgotten, and open findings are not")
        func pruning() throws {
            let history = try HistoryStore(path: path)
            for day in 1...4 as ClosedRange<Int64> {
                _ = try history.record(
                    audit(day), findings: day < 3 ? [finding("a"), finding("b")] : [finding("b")], scope: scope())
            }
            #expect(try history.prune(before: 4 * Self.day) == 3)
            #expect(try history.points().count == 1 && history.latest().map(\.finding.name) == ["b"])
            #expect(try history.latest()[0].firstSeen == Self.day)
            #expect(try history.prune(before: 99 * Self.day) == 0)
        }

        @Test("a history stays when it is closed and opened again")
        func reopening() throws {
            _ = try HistoryStore(path: path).record(audit(1), findings: [finding("a")], scope: scope())
            #expect(
                states(try HistoryStore(path: path).record(audit(2), findings: [finding("a")], scope: scope())) == [
                    "a": .open
                ])
        }

        /// What the first version of the program wrote.
        private static let firstSchema = """
            CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
            INSERT INTO grdb_migrations VALUES ('1: audits, findings and sightings');
            CREATE TABLE run (
              id INTEGER PRIMARY KEY, time INTEGER NOT NULL, snapshot TEXT NOT NULL, policies TEXT NOT NULL,
              tool TEXT NOT NULL, complete INTEGER NOT NULL, resources INTEGER NOT NULL, UNIQUE (snapshot, policies)
            ) STRICT;
            CREATE TABLE finding (
              fingerprint TEXT PRIMARY KEY, rule TEXT NOT NULL, severity TEXT NOT NULL, type TEXT NOT NULL,
              resource TEXT NOT NULL, name TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
              message TEXT NOT NULL, owner TEXT, first INTEGER NOT NULL, last INTEGER NOT NULL, open INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE sighting (
              run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
              fingerprint TEXT NOT NULL REFERENCES finding (fingerprint) ON DELETE CASCADE,
              state TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (run, fingerprint)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX sighting_fingerprint ON sighting (fingerprint);
            INSERT INTO run VALUES (1, 86400, 's1', 'p', 't', 1, 3);
            INSERT INTO finding VALUES
              ('p/r a', 'p/r', 'high', 'T', 'a', 'a', '1', '', 'm', 'ana', 86400, 86400, 1),
              ('p/r b', 'p/r', 'high', 'T', 'b', 'b', '1', 'eu-west-1', 'm', 'ana', 86400, 86400, 1);
            INSERT INTO sighting VALUES (1, 'p/r a', 'new', 86400), (1, 'p/r b', 'new', 86400);
            """

        @Test("a history of the first version is brought up to date, and goes on where it was")
        func migration() throws {
            let old = try DatabaseQueue(path: path)
            try old.write { try $0.execute(sql: Self.firstSchema) }
            try old.close()
            let history = try HistoryStore(path: path)
            #expect(try history.points().map(\.open) == [2] && history.latest().map(\.state) == [.new, .new])
            #expect(try history.latest().allSatisfy { $0.finding.cost == nil && $0.resolution == nil })
            var dear = finding("a")
            dear.cost = AuditCost(currency: "USD", monthly: 2, avoidable: 1)
            let next = try history.record(audit(2), findings: [dear], scope: scope())
            #expect(states(next) == ["a": .open, "b": .resolved] && next[0].firstSeen == Self.day)
            // What the first version did not know of a place is learnt.
            #expect(try history.latest().first { $0.finding.name == "a" }?.finding == dear)
        }

        @Test("a file that is no history is refused")
        func foreign() throws {
            try Data(String(repeating: "no database, ", count: 500).utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: Diagnostic.self) { try HistoryStore(path: path) }
            #expect(throws: Diagnostic.self) { try HistoryStore(path: "/nonexistent/x.sqlite") }
        }
    }
#endif
