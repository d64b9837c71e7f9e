#if Account
    public import Documents
    internal import GRDB

    /// The audits of the past, in an SQLite file.
    ///
    ///     let history = try HistoryStore(path: "history.sqlite")
    ///     let findings = try history.record(audit, findings: found, scope: scope)
    ///
    /// A finding that is not found again counts as resolved only if the scope of the audit says why. To record a snapshot a
    /// second time with the same rules changes nothing and answers the same.
    public struct HistoryStore: Sendable {
        private let database: DatabaseQueue
        private let path: String

        /// Opens a history, makes it if there is none, and brings an older one up to date.
        /// - Throws: an error if the file is something else, or of a later version of the program.
        public init(path: String) throws(Diagnostic) {
            self.path = path
            do {
                database = try DatabaseQueue(path: path)
                let migrator = HistorySchema.migrator
                let database = database
                guard try !database.read({ try migrator.hasBeenSuperseded($0) }) else {
                    throw Diagnostic(
                        file: path, message: "a later version of the program wrote this history",
                        help: "use that version, or another file")
                }
                try migrator.migrate(database)
            } catch {
                throw Self.failure(path, error)
            }
        }

        /// Looks whether a path can hold a history, and makes none.
        /// - Throws: an error if what is there is none, or nothing can be put there.
        public static func check(path: String) throws(Diagnostic) {
            if PathLookup.exists(path) { return try HistoryStore(path: path).close() }
            let folder = PathLookup.directory(of: path)
            guard PathLookup.isDirectory(folder) else {
                throw Diagnostic(
                    file: path, message: "there is no folder `\(folder)` for the history",
                    help: "make it, or give another place")
            }
        }

        /// Ends the work on the file, so that all of it is there.
        public func close() { try? database.close() }

        /// Takes an audit down.
        /// - Returns: the findings of this audit, those that it resolved, and those that were open and not looked at.
        public func record(
            _ audit: AuditRecord, findings: [KnownFinding], scope: AuditScope
        ) throws(Diagnostic) -> [TrackedFinding] {
            try write { database in
                if let run = try Self.run(of: audit, in: database) {
                    return try Self.tracked(run, in: database, found: findings)
                }
                let latest = try Int64.fetchOne(database, sql: "SELECT max(time) FROM run") ?? Int64.min
                guard audit.time >= latest else {
                    throw Diagnostic(
                        file: path, message: "the history holds a later audit than that of this snapshot",
                        help: "audits are taken down in the order in which their snapshots were collected")
                }
                try database.execute(
                    sql: """
                        INSERT INTO run (time, snapshot, policies, tool, complete, resources) VALUES (?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        audit.time, audit.snapshot, audit.policies, audit.tool, audit.isComplete, audit.resources,
                    ])
                let run = database.lastInsertedRowID
                for cost in audit.costs {
                    try database.execute(
                        sql: "INSERT INTO cost (run, currency, monthly, avoidable) VALUES (?, ?, ?, ?)",
                        arguments: [run, cost.currency, cost.monthly, cost.avoidable])
                }
                try Self.take(findings, scope, audit, run, in: database)
                return try Self.tracked(run, in: database, found: findings)
            }
        }

        private static func run(of audit: AuditRecord, in database: Database) throws -> Int64? {
            try Int64.fetchOne(
                database, sql: "SELECT id FROM run WHERE snapshot = ? AND policies = ?",
                arguments: [audit.snapshot, audit.policies])
        }

        private static func take(
            _ findings: [KnownFinding], _ scope: AuditScope, _ audit: AuditRecord, _ run: Int64, in database: Database
        ) throws {
            var known: [String: (isOpen: Bool, finding: KnownFinding)] = [:]
            for row in try Row.fetchAll(database, sql: "SELECT * FROM finding") {
                known[row["fingerprint"]] = (row["open"], KnownFinding(row))
            }
            var found: Set<String> = []
            for finding in findings where found.insert(finding.fingerprint).inserted {
                let state: FindingState =
                    switch known[finding.fingerprint]?.isOpen {
                    case nil: .new
                    case true?: .open
                    case false?: .reopened
                    }
                try upsert(finding, at: audit.time, in: database)
                try note(state, finding.fingerprint, run, in: database)
            }
            for (fingerprint, entry) in known where entry.isOpen && !found.contains(fingerprint) {
                let resolution = scope.resolution(entry.finding)
                if resolution != nil {
                    try database.execute(
                        sql: "UPDATE finding SET open = 0 WHERE fingerprint = ?", arguments: [fingerprint])
                }
                try note(resolution == nil ? .unseen : .resolved, fingerprint, run, resolution, in: database)
            }
        }

        private static func upsert(_ finding: KnownFinding, at time: Int64, in database: Database) throws {
            try database.execute(
                sql: """
                    INSERT INTO finding
                      (fingerprint, rule, severity, type, resource, name, account, region, message, owner, first, last, open,
                       currency, monthly, avoidable)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
                    ON CONFLICT (fingerprint) DO UPDATE SET
                      account = excluded.account, region = excluded.region, name = excluded.name,
                      severity = excluded.severity, message = excluded.message, owner = excluded.owner, last = excluded.last,
                      open = 1, currency = excluded.currency, monthly = excluded.monthly, avoidable = excluded.avoidable
                    """,
                arguments: [
                    finding.fingerprint, finding.rule, finding.severity, finding.type, finding.resource, finding.name,
                    finding.account, finding.region, finding.message, finding.owner, time, time,
                    finding.cost?.currency, finding.cost?.monthly, finding.cost?.avoidable,
                ])
        }

        private static func note(
            _ state: FindingState, _ fingerprint: String, _ run: Int64, _ resolution: Resolution? = nil,
            in database: Database
        ) throws {
            try database.execute(
                sql: """
                    INSERT INTO sighting (run, fingerprint, state, last, resolution)
                    SELECT ?, fingerprint, ?, last, ? FROM finding WHERE fingerprint = ?
                    """,
                arguments: [run, state.rawValue, resolution?.rawValue, fingerprint])
        }

        /// The findings of a run as they were then.
        /// - Parameter found: those of the run itself, where they are at hand: a later one may have changed their words.
        private static func tracked(
            _ run: Int64, in database: Database, found: [KnownFinding] = []
        ) throws -> [TrackedFinding] {
            let found = Dictionary(found.map { ($0.fingerprint, $0) }) { first, _ in first }
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT finding.*, sighting.state AS state, sighting.last AS seen, sighting.resolution AS resolution
                    FROM sighting JOIN finding USING (fingerprint) WHERE sighting.run = ?
                    ORDER BY account, region, type, resource, rule, fingerprint
                    """,
                arguments: [run])
            return rows.compactMap { row in
                FindingState(rawValue: row["state"]).map {
                    TrackedFinding(
                        finding: found[row["fingerprint"]] ?? KnownFinding(row), state: $0, firstSeen: row["first"],
                        lastSeen: row["seen"],
                        resolution: (row["resolution"] as String?).flatMap(Resolution.init(rawValue:)))
                }
            }
        }

        /// The audits of the past, oldest first.
        public func points() throws(Diagnostic) -> [AuditPoint] {
            try read { database in
                var counts: [Int64: [FindingState: Int]] = [:]
                var severities: [Int64: [String: Int]] = [:]
                let rows = try Row.fetchAll(
                    database,
                    sql: """
                        SELECT run, state, severity, count(*) AS number FROM sighting JOIN finding USING (fingerprint)
                        GROUP BY run, state, severity
                        """)
                for row in rows {
                    guard let state = FindingState(rawValue: row["state"]) else { continue }
                    let (run, number) = (row["run"] as Int64, row["number"] as Int)
                    counts[run, default: [:]][state, default: 0] += number
                    if state.isPresent { severities[run, default: [:]][row["severity"], default: 0] += number }
                }
                return try Row.fetchAll(database, sql: "SELECT * FROM run ORDER BY time, id").map { row in
                    var audit = AuditRecord(row)
                    audit.costs = try Self.costs(of: row["id"], in: database)
                    return AuditPoint(
                        audit: audit, counts: counts[row["id"]] ?? [:], severities: severities[row["id"]] ?? [:])
                }
            }
        }

        private static func costs(of run: Int64, in database: Database) throws -> [AuditCost] {
            try Row.fetchAll(database, sql: "SELECT * FROM cost WHERE run = ? ORDER BY currency", arguments: [run])
                .compactMap(AuditCost.init)
        }

        /// The findings of the last audit.
        public func latest() throws(Diagnostic) -> [TrackedFinding] {
            try read { database in
                let run = try Int64.fetchOne(database, sql: "SELECT id FROM run ORDER BY time DESC, id DESC LIMIT 1")
                return try run.map { try Self.tracked($0, in: database) } ?? []
            }
        }

        /// Forgets audits before an instant, except the last one, and findings that are resolved and in no audit any more.
        /// - Returns: how many audits were forgotten.
        public func prune(before time: Int64) throws(Diagnostic) -> Int {
            try write { database in
                try database.execute(
                    sql:
                        "DELETE FROM run WHERE time < ? AND id <> (SELECT id FROM run ORDER BY time DESC, id DESC LIMIT 1)",
                    arguments: [time])
                let count = database.changesCount
                try database.execute(
                    sql: "DELETE FROM finding WHERE open = 0 AND fingerprint NOT IN (SELECT fingerprint FROM sighting)")
                return count
            }
        }

        // MARK: Access

        private func write<Value>(_ body: (Database) throws -> Value) throws(Diagnostic) -> Value {
            do { return try database.write(body) } catch { throw Self.failure(path, error) }
        }

        private func read<Value>(_ body: (Database) throws -> Value) throws(Diagnostic) -> Value {
            do { return try database.read(body) } catch { throw Self.failure(path, error) }
        }

        private static func failure(_ path: String, _ error: any Error) -> Diagnostic {
            if let diagnostic = error as? Diagnostic { return diagnostic }
            let failure = error as? DatabaseError
            let words =
                switch failure?.resultCode {
                case .SQLITE_NOTADB?: "this is no history"
                case .SQLITE_CANTOPEN?: "the history cannot be opened"
                case .SQLITE_BUSY?: "another audit uses the history"
                case .SQLITE_READONLY?: "the history cannot be written"
                case .SQLITE_FULL?, .SQLITE_IOERR?: "the history cannot be written to the disk"
                case .SQLITE_CORRUPT?: "the history is damaged"
                default: "the history cannot be used: \(failure?.message ?? "it is not what was expected")"
                }
            return Diagnostic(file: path, message: words, help: "check the file, or give another one")
        }
    }

    extension KnownFinding {
        fileprivate init(_ row: Row) {
            self.init(
                fingerprint: row["fingerprint"], rule: row["rule"], severity: row["severity"], type: row["type"],
                resource: row["resource"], name: row["name"], account: row["account"], region: row["region"],
                message: row["message"], owner: row["owner"], cost: AuditCost(row))
        }
    }

    extension AuditCost {
        fileprivate init?(_ row: Row) {
            guard let currency = row["currency"] as String? else { return nil }
            self.init(currency: currency, monthly: row["monthly"] ?? 0, avoidable: row["avoidable"] ?? 0)
        }
    }

    extension AuditRecord {
        fileprivate init(_ row: Row) {
            self.init(
                time: row["time"], snapshot: row["snapshot"], policies: row["policies"], tool: row["tool"],
                isComplete: row["complete"], resources: row["resources"])
        }
    }
#endif
