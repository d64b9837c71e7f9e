#if Account
    import Documents
    import Foundation
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

        private func scope(
            regions: [String] = ["eu-west-1"], rules: Set<String> = ["p/r"], undetermined: Set<[String]> = []
        ) -> AuditScope {
            AuditScope(
                places: Set(regions.map { AuditScope.Place(type: "T", account: "1", region: $0) }), rules: rules,
                undetermined: undetermined)
        }

        private func states(_ findings: [TrackedFinding]) -> [String: FindingState] {
            Dictionary(uniqueKeysWithValues: findings.map { ($0.finding.name, $0.state) })
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
            let next = try history.record(audit(2), findings: [], scope: scope(undetermined: [["p/r", "d"]]))
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

        @Test("audits are kept in order, and those of the past are counted")
        func points() throws {
            let history = try HistoryStore(path: path)
            _ = try history.record(audit(1), findings: [finding("a"), finding("b")], scope: scope())
            _ = try history.record(audit(3), findings: [finding("b")], scope: scope())
            #expect(throws: Diagnostic.self) { try history.record(audit(2), findings: [], scope: scope()) }
            let points = try history.points()
            #expect(points.map(\.open) == [2, 1] && points[1].counts[.resolved] == 1)
            #expect(try history.latest().count == 2)
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

        @Test("a file that is no history is refused")
        func foreign() throws {
            try Data(String(repeating: "no database, ", count: 500).utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: Diagnostic.self) { try HistoryStore(path: path) }
            #expect(throws: Diagnostic.self) { try HistoryStore(path: "/nonexistent/x.sqlite") }
        }
    }
#endif
