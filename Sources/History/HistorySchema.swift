#if Account
    internal import GRDB

    /// The tables of a history, and how older ones become the present ones. What was released is never changed here:
    /// a change is another step.
    enum HistorySchema {
        static var migrator: DatabaseMigrator {
            var migrator = DatabaseMigrator()
            migrator.registerMigration("1: audits, findings and sightings") { database in
                try database.execute(
                    sql: """
                        CREATE TABLE run (
                          id INTEGER PRIMARY KEY, time INTEGER NOT NULL, snapshot TEXT NOT NULL, policies TEXT NOT NULL,
                          tool TEXT NOT NULL, complete INTEGER NOT NULL, resources INTEGER NOT NULL,
                          UNIQUE (snapshot, policies)
                        ) STRICT;
                        CREATE TABLE finding (
                          fingerprint TEXT PRIMARY KEY, rule TEXT NOT NULL, severity TEXT NOT NULL, type TEXT NOT NULL,
                          resource TEXT NOT NULL, name TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
                          message TEXT NOT NULL, owner TEXT, first INTEGER NOT NULL, last INTEGER NOT NULL,
                          open INTEGER NOT NULL
                        ) STRICT;
                        CREATE TABLE sighting (
                          run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
                          fingerprint TEXT NOT NULL REFERENCES finding (fingerprint) ON DELETE CASCADE,
                          state TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (run, fingerprint)
                        ) STRICT, WITHOUT ROWID;
                        CREATE INDEX sighting_fingerprint ON sighting (fingerprint);
                        """)
            }
            migrator.registerMigration("2: what findings cost") { database in
                try database.execute(
                    sql: """
                        CREATE TABLE cost (
                          run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE, currency TEXT NOT NULL,
                          monthly REAL NOT NULL, avoidable REAL NOT NULL, PRIMARY KEY (run, currency)
                        ) STRICT, WITHOUT ROWID;
                        ALTER TABLE finding ADD COLUMN currency TEXT;
                        ALTER TABLE finding ADD COLUMN monthly REAL;
                        ALTER TABLE finding ADD COLUMN avoidable REAL;
                        """)
            }
            migrator.registerMigration("3: why findings are resolved") { database in
                try database.execute(sql: "ALTER TABLE sighting ADD COLUMN resolution TEXT")
            }
            return migrator
        }
    }
#endif
