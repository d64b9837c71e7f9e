import Documents
import HCL

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Measures the reading and the evaluation of Terraform files: `hcl-bench FOLDER`, whose folders are configurations.
@main
struct HCLBench {
    private static let rounds = 9

    static func main() throws {
        guard let root = CommandLine.arguments.dropFirst().first else {
            return print("usage: hcl-bench FOLDER")
        }
        var options = FileWalker.Options()
        options.suffixes = [".tf"]
        let paths = FileWalker(options: options).walk(root).files
        let sources = try paths.map { try FileReader().read($0) }
        let bytes = sources.reduce(0) { $0 + $1.bytes.count }
        let folders = Set(paths.map { $0.split(separator: "/").dropLast().joined(separator: "/") }).sorted()

        var nodes = 0
        report("HCL, parsed", sources.count, bytes) {
            nodes = 0
            for source in sources { nodes += HCLParser.parse(source, symbols: SymbolTable()).nodes.count }
        }
        var count = 0
        let isAbsolute = root.hasPrefix("/")
        report("HCL, read, parsed and evaluated", sources.count, bytes) {
            count = 0
            for folder in folders { count += evaluate((isAbsolute ? "/" : "") + folder) }
        }
        print("HCL: \(nodes) nodes, \(count) values of arguments")
    }

    /// Evaluates every argument of every resource.
    private static func evaluate(_ folder: String) -> Int {
        let configuration = Configuration(folder: folder, files: DiskFiles(root: folder), symbols: SymbolTable())
        var count = 0
        for resource in configuration.resources() {
            for content in resource.contents { count += evaluate(content) }
        }
        return count
    }

    private static func evaluate(_ content: BodyContent) -> Int {
        var count = 0
        for attribute in content.attributes where (try? attribute.value()) != nil { count += 1 }
        for block in content.blocks() {
            if case .body(let inner) = block.content { count += evaluate(inner) }
        }
        return count
    }

    private static func report(_ title: String, _ files: Int, _ bytes: Int, _ work: () -> Void) {
        let times = (0..<rounds).map { _ in seconds(work) }.sorted()
        let megabytes = Double(bytes) / 1e6
        let (best, median) = (megabytes / times[0], megabytes / times[times.count / 2])
        print(
            "\(title): \(files) files, \(tenths(megabytes)) MB, best \(tenths(best)) MB/s, median \(tenths(median)) MB/s"
        )
    }

    private static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

    /// The CPU seconds that a piece of work takes.
    private static func seconds(_ work: () -> Void) -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        let start = now()
        work()
        return now() - start
    }
}
