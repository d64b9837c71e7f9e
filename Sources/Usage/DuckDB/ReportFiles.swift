import Documents
import Engine

/// The files of a report, all in one format.
struct ReportFiles: Sendable {
    enum Format: Sendable {
        case csv, parquet
    }

    let format: Format
    private(set) var paths: [String]
    /// How messages name them together.
    private(set) var name = ""

    /// Whether rows may stand in several files.
    var areSeveral: Bool { paths.count > 1 }

    private static let suffixes: [(ending: String, format: Format)] = [
        (".csv", .csv), (".csv.gz", .csv), (".parquet", .parquet),
    ]

    /// - Parameter paths: files, folders, and addresses in S3.
    /// - Throws: an error if nothing of that can be read as a report.
    init(_ paths: [String]) throws(Diagnostic) {
        var found: [String] = []
        for path in paths {
            guard !path.hasPrefix("s3://") else {
                found.append(path)
                continue
            }
            let walk = FileWalker(options: Self.walking).walk(path)
            if let problem = walk.problems.first { throw problem }
            guard !walk.files.isEmpty else {
                throw Diagnostic(
                    file: path, message: "there is no report in this folder",
                    help: "reports are files that end in .csv, .csv.gz or .parquet")
            }
            found += walk.files
        }
        var formats: [(path: String, format: Format)] = []
        for path in found {
            guard let row = Self.suffixes.last(where: { path.lowercased().hasSuffix($0.ending) }) else {
                throw Diagnostic(
                    file: path, message: "this is no report that can be read",
                    help: path.hasPrefix("s3://") && path.hasSuffix("/")
                        ? "name reports in S3 by a pattern, such as `\(Diagnostic.shown(path))**/*.parquet`"
                        : "reports end in .csv, .csv.gz or .parquet; unpack others first")
            }
            formats.append((path, row.format))
        }
        guard let first = formats.first else {
            throw Diagnostic(file: "input", message: "no report is given", help: "give one with `--cur`")
        }
        if let other = formats.first(where: { $0.format != first.format }) {
            throw Diagnostic(
                file: other.path,
                message: "reports as CSV and as Parquet together would be counted twice if they are the same",
                help: "give those of one format")
        }
        format = first.format
        var seen: Set<String> = []
        self.paths = formats.map(\.path).filter { seen.insert($0).inserted }
        nameAll()
    }

    private mutating func nameAll() {
        name = paths.count == 1 ? paths[0] : "\(paths[0]) and \(paths.count - 1) more"
    }

    private static func isPattern(_ path: String) -> Bool {
        path.hasPrefix("s3://") && path.contains { "*?[".contains($0) }
    }

    /// Puts in place of the patterns in S3 what they match, so that each file can be looked at.
    /// - Throws: an error if a pattern matches nothing.
    mutating func expand(by database: DuckDB) throws(Diagnostic) {
        guard let first = paths.first(where: Self.isPattern) else { return }
        let patterns = paths.filter(Self.isPattern)
        let answer = try database.run(
            patterns.enumerated().map {
                "SELECT \($0) AS place, file FROM glob(\(SQLDialect.duckdb.text($1))) ORDER BY file"
            },
            reading: paths, named: patterns.count == 1 ? first : name)
        var matches: [Int: [String]] = [:]
        var lines = try JSONLines(answer, symbols: SymbolTable())
        while let row = try lines.next()?.root {
            guard let place = row["place"]?.text.flatMap({ Int($0) }), let file = row["file"]?.text else { continue }
            matches[place, default: []].append(file)
        }
        if let place = patterns.indices.first(where: { matches[$0] == nil }) {
            throw Diagnostic(
                file: patterns[place], message: "no report matches this pattern",
                help: "`*` stays within a folder, `**` goes through all of them")
        }
        var place = 0
        var seen: Set<String> = []
        paths = paths.flatMap { path in
            guard Self.isPattern(path) else { return [path] }
            defer { place += 1 }
            return matches[place] ?? []
        }.filter { seen.insert($0).inserted }
        nameAll()
    }

    private static var walking: FileWalker.Options {
        var options = FileWalker.Options()
        options.suffixes = suffixes.map(\.ending)
        return options
    }

    /// What stands behind `FROM`. Nothing in a name may count as a pattern.
    var table: String { table(of: paths) }

    /// The same of some of them.
    func table(of paths: [String]) -> String {
        let list = paths.map { SQLDialect.duckdb.text(Self.literal($0)) }.joined(separator: ", ")
        return switch format {
        case .csv:
            "read_csv([\(list)], all_varchar=true, header=true, delim=',', quote='\"', escape='\"', "
                + "union_by_name=true, filename='proviso_file')"
        case .parquet: "read_parquet([\(list)], union_by_name=true, filename='proviso_file')"
        }
    }

    /// What the database may open: it compares the pattern before it looks for files.
    var opened: [String] {
        var paths = paths
        paths += paths.map(Self.literal).filter { $0.contains("[") }
        return paths
    }

    private static func literal(_ path: String) -> String {
        path.map { "*?[".contains($0) ? "[\($0)]" : String($0) }.joined()
    }

    /// DuckDB takes the rows that a cut file still holds and says nothing, so the sums of compressed files are checked first.
    func verify() throws(Diagnostic) {
        let compressed = paths.filter { $0.lowercased().hasSuffix(".gz") && !$0.hasPrefix("s3://") }
        for start in stride(from: 0, to: compressed.count, by: 500) {
            let part = compressed[start..<min(start + 500, compressed.count)]
            let output: ChildProcess.Output
            do throws(ChildProcess.Failure) {
                output = try ChildProcess(program: "gzip").run(["-t", "--"] + part)
            } catch {
                throw Diagnostic(
                    file: name, message: "compressed reports cannot be checked: there is no program `gzip` that runs",
                    help: "install it, or unpack the reports")
            }
            guard output.code == 0 else {
                let words = output.errors.split(whereSeparator: \.isNewline).first { !$0.isEmpty } ?? "gzip refuses it"
                throw Diagnostic(
                    file: part.first { output.errors.contains($0) } ?? name,
                    message: "this compressed report is damaged or cut off: \(Diagnostic.shown(String(words)))",
                    help: "fetch it again")
            }
        }
    }
}
