import Documents
import Engine

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The DuckDB program, as somebody installed it. It runs without a shell, without a database of its own, and may open
/// nothing but the files of the question.
public struct DuckDB: Sendable {
    public static let installation = "install it with `pip install duckdb-cli` or `brew install duckdb`"

    /// The memory that it may take before it uses the disk, such as `2GB`.
    public var memory = "2GB"
    public var threads: Int?
    public var seconds = 3600
    var program = "duckdb"

    public init() {}

    /// Whether a text is an amount of memory, such as `500MB`.
    public static func isSize(_ text: String) -> Bool {
        let digits = text.utf8.prefix { 0x30...0x39 ~= $0 }
        return (1...6).contains(digits.count) && ["MB", "GB"].contains(text.dropFirst(digits.count))
    }

    /// Runs a script whose statements print JSON, a line for each row.
    /// - Parameters:
    ///   - files: what it may read.
    ///   - name: how messages call what is read.
    func run(_ statements: [String], reading files: [String], named name: String) throws(Diagnostic) -> SourceText {
        let scratch = try ScratchFolder()
        var process = ChildProcess(program: program)
        // Times of Parquet files come out in the time zone of the process.
        process.environment = ["TZ": "UTC"]
        process.seconds = seconds
        let script = (settings(scratch.path, files) + statements).map { $0 + ";\n" }.joined()
        let output: ChildProcess.Output
        do throws(ChildProcess.Failure) {
            output = try process.run(
                ["-no-init", "-batch", "-bail", "-jsonlines", ":memory:"], input: Array(script.utf8))
        } catch {
            throw refusal(error, name)
        }
        guard output.code == 0 else { throw Self.failure(output, name) }
        return SourceText(name: "DuckDB", copying: output.bytes)
    }

    private func settings(_ scratch: String, _ files: [String]) -> [String] {
        let dialect = SQLDialect.duckdb
        let isRemote = files.contains { $0.hasPrefix("s3://") }
        var settings = [
            "SET TimeZone='UTC'", "SET memory_limit=\(dialect.text(memory))",
            "SET temp_directory=\(dialect.text(scratch))", "SET preserve_insertion_order=false",
            "SET autoinstall_known_extensions=false",
        ]
        if let threads { settings.append("SET threads=\(threads)") }
        if isRemote {
            settings += ["LOAD httpfs", "LOAD aws", "CREATE SECRET (TYPE s3, PROVIDER credential_chain)"]
        } else {
            let list = files.map(dialect.text).joined(separator: ", ")
            settings += [
                "SET autoload_known_extensions=false", "SET allowed_paths=[\(list)]",
                "SET enable_external_access=false",
            ]
        }
        return settings + ["SET lock_configuration=true"]
    }

    private func refusal(_ failure: ChildProcess.Failure, _ name: String) -> Diagnostic {
        switch failure {
        case .missing:
            Diagnostic(
                file: name,
                message: "reports are read through DuckDB, and there is no program `\(program)` on the path",
                help: Self.installation)
        case .late:
            Diagnostic(
                file: name, message: "DuckDB takes more than \(seconds) s: it was given up",
                help: "allow more with `--timeout`, or give fewer reports")
        case .tooLarge: Diagnostic(file: name, message: "DuckDB's answer is too large", help: "give fewer reports")
        case .refused(let words): Diagnostic(file: name, message: "DuckDB cannot be started: \(words)")
        }
    }

    /// What DuckDB says about a file that it cannot read, in one sentence.
    private static func failure(_ output: ChildProcess.Output, _ name: String) -> Diagnostic {
        let lines = output.errors.split(whereSeparator: \.isNewline).map(String.init)
        let words = lines.first { $0.contains("Error") } ?? lines.first ?? "it ended with code \(output.code)"
        if words.contains("Extension"), words.contains("not found") {
            return Diagnostic(
                file: name, message: "reports in S3 need DuckDB's extensions `httpfs` and `aws`",
                help: "install them with `duckdb -c 'INSTALL httpfs; INSTALL aws'`, or copy the reports here")
        }
        let place = lines.first { $0.contains("file") && $0.contains("=") }.map { "; \(Diagnostic.shown($0))" } ?? ""
        return Diagnostic(
            file: name, message: "DuckDB cannot read this: \(Excerpt.line(words))\(place)",
            help: words.contains("Out of Memory") ? "allow more with `--memory`" : nil)
    }
}

extension Excerpt {
    /// A text as it may stand in a message, a little longer than a value.
    fileprivate static func line(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(300).map { printable($0) }))
    }
}
