public import ArgumentParser
import Documents
import Engine
import Reports
public import Usage

/// `proviso usage`: what the bill says of SageMaker.
struct UsageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage", abstract: "Say what cost and usage reports say of SageMaker.",
        discussion: """
            Reads cost and usage reports (CUR as CSV and Parquet, CUR 2.0, FOCUS 1.0 and 1.2) through the program duckdb. \
            `proviso check --usage FILE` takes what `--format json` gives.

            Exit codes: 0 there is an answer, 2 the reports cannot be read or their totals would mean nothing.
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable { case text, json, csv }

    @Option(
        name: .customLong("cur"), parsing: .upToNextOption,
        help: ArgumentHelp("Reports: files, folders, and addresses in S3.", valueName: "path"))
    var paths: [String] = []

    @Option(
        name: .customLong("tag"),
        help: ArgumentHelp(
            "A cost-allocation tag; the first one says who pays. May be repeated. (default: cost-center, owner, environment)",
            valueName: "key"))
    var tags: [String] = []

    @Option(
        name: .customLong("deny"),
        help: ArgumentHelp(
            "Instance types that should not appear, such as `ml.p5*`. May be repeated. (default: ml.p4*, ml.p5*, ml.p6*, ml.trn*)",
            valueName: "pattern"))
    var denied: [String] = []

    @Option(help: ArgumentHelp("The currency whose rows count.", valueName: "code"))
    var currency: String?

    @Option(
        help: ArgumentHelp(
            "A snapshot with metrics: the cost of data is divided among endpoints by their invocations.",
            valueName: "file"))
    var invocations: String?

    @Option(
        name: .customLong("print-sql"),
        help: ArgumentHelp(
            "Print the statements instead of running them: duckdb, athena, trino or spark.", valueName: "dialect"))
    var dialect: SQLDialect?

    @Option(help: ArgumentHelp("The table that printed statements read, such as `billing.cur`.", valueName: "name"))
    var table: String?

    @Option(
        name: .customLong("table-form"),
        help: "The form of that table: \(ReportForm.allCases.map(\.rawValue).joined(separator: ", ")).")
    var tableForm: ReportForm = .cur2

    @Option(help: ArgumentHelp("Memory of the database.", valueName: "size"))
    var memory = DuckDB().memory

    @Option(help: ArgumentHelp("How long the database may take.", valueName: "seconds"))
    var timeout = DuckDB().seconds

    @Option(help: ArgumentHelp("Threads of the database; by default one for each processor.", visibility: .hidden))
    var threads: Int?

    @Option(name: .customLong("format"), help: "The form of the answer: text, json or csv.")
    var form: Form = .text

    func validate() throws {
        if let table {
            guard dialect != nil, paths.isEmpty else {
                throw ValidationError("--table goes with --print-sql, and without --cur.")
            }
            guard Self.isTable(table) else {
                throw ValidationError("`\(table)` is no name of a table, such as billing.cur.")
            }
        } else if paths.isEmpty {
            throw ValidationError("Give at least one report: --cur FILE; or --print-sql with --table NAME.")
        }
        if let key = tags.first(where: { !UsageRequest.isTagKey($0) }) {
            throw ValidationError("`\(key)` is no key of a tag.")
        }
        if let pattern = denied.first(where: { !UsageRequest.isInstancePattern($0) }) {
            throw ValidationError("`\(pattern)` is no pattern of an instance type, such as ml.p5*.")
        }
        if let currency, !Currency.isKnown(currency) {
            throw ValidationError("`\(currency)` is no currency: a code of ISO 4217 in capital letters, such as USD.")
        }
        guard timeout > 0 else { throw ValidationError("--timeout takes a number of seconds above 0.") }
        guard (threads ?? 1) > 0 else { throw ValidationError("--threads takes a number above 0.") }
        guard DuckDB.isSize(memory) else {
            throw ValidationError("--memory takes a size such as 2GB or 500MB.")
        }
    }

    func run() throws {
        let console = Console(color: .auto)
        do throws(Diagnostic) {
            if let dialect { return try printStatements(dialect) }
            let report = try UsageRun(try request()).run()
            let stream = ReportStream(sink: DescriptorSink.standardOutput)
            switch form {
            case .text: UsageText(report, to: stream, width: console.width).write()
            case .json: UsageJSON(report, to: stream).write()
            case .csv: UsageCSV(report, to: stream).write()
            }
            try stream.finish()
        } catch {
            console.report(error)
            throw ExitCode(ExitStatus.notJudged.rawValue)
        }
    }

    private func request() throws(Diagnostic) -> UsageRequest {
        var request = UsageRequest(paths: paths)
        if !tags.isEmpty { request.tags = tags }
        if !denied.isEmpty { request.denied = denied }
        request.currency = currency
        request.database.memory = memory
        request.database.seconds = min(timeout, 30 * 86_400)
        request.database.threads = threads.map { min($0, 1024) }
        if let invocations { request.invocations = try InvocationFile.read(invocations) }
        return request
    }

    private func printStatements(_ dialect: SQLDialect) throws(Diagnostic) {
        let request = try request()
        let script: UsageScript
        if let table {
            let columns = ReportColumns(documented: tableForm, tags: request.tags)
            script = UsageScript(
                columns, dialect: dialect, table: table, tags: request.tags, denied: request.deniedPattern,
                currency: currency)
        } else {
            let (columns, table) = try UsageRun(request).columns()
            script = UsageScript(
                columns, dialect: dialect, table: table, tags: request.tags, denied: request.deniedPattern,
                currency: currency)
        }
        let stream = ReportStream(sink: DescriptorSink.standardOutput)
        stream.write(script.preface + "\n\n")
        for (title, sql) in script.statements() { stream.write("-- \(title)\n\(sql);\n\n") }
        try stream.finish()
    }

    /// Names between points, each plain or between quotes: nothing else may come into a statement.
    private static func isTable(_ text: String) -> Bool {
        let names = text.split(separator: ".", omittingEmptySubsequences: false)
        return names.count <= 3 && names.allSatisfy(isName)
    }

    private static func isName(_ name: Substring) -> Bool {
        if let quote = name.first, quote == "\"" || quote == "`" {
            return name.count > 2 && name.last == quote && !name.dropFirst().dropLast().contains(quote)
        }
        return !name.isEmpty && name.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x5F }
    }
}

extension SQLDialect: ExpressibleByArgument {}
extension ReportForm: ExpressibleByArgument {}
