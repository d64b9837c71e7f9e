import Documents
import Engine

/// The files of a report, all in one format.
struct ReportFiles: Sendable {
    enum Format: Sendable {
        case csv, parquet
    }

    let format: Format
    let paths: [String]
    /// How messages name them together.
    let name: String

    /// Whether rows may stand in several files: an address in S3 may be a pattern.
    var mayBeSeveral: Bool { paths.count > 1 || paths.contains { $0.hasPrefix("s3://") } }

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
                    help: "reports end in .csv, .csv.gz or .parquet; unpack others first")
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
        name = paths.count == 1 ? paths[0] : "\(paths[0]) and \(paths.count - 1) more"
    }

    private static var walking: FileWalker.Options {
        var options = FileWalker.Options()
        options.suffixes = suffixes.map(\.ending)
        return options
    }

    /// What stands behind `FROM`. Nothing in a name may count as a pattern.
    var table: String {
        let dialect = SQLDialect.duckdb
        let list = paths.map { dialect.text($0.hasPrefix("s3://") ? $0 : Self.literal($0)) }.joined(separator: ", ")
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
