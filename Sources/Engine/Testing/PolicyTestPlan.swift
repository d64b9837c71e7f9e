public import Documents
import Policies
import YAML

/// What there is to test below some paths: packs with the cases beside them, and examples with the findings that their
/// comments expect.
public struct PolicyTestPlan: Sendable {
    public struct Pack: Hashable, Sendable {
        public var file: String
        /// The file of cases beside it; nil when there is none.
        public var tests: String?
    }

    public private(set) var packs: [Pack] = []
    public private(set) var examples: [String] = []
    /// Paths that cannot be read, and cases without a pack.
    public private(set) var problems: [Diagnostic] = []

    /// The comment in an example that says which rules are violated on its line: `# expect: pack/rule, pack/rule`.
    static let marker = "# expect:"

    private static let caseSuffixes = [".test.yaml", ".test.yml"]

    /// Every file whose change could change an outcome.
    public var files: [String] { packs.flatMap { [$0.file] + [$0.tests].compactMap(\.self) } + examples }

    public init(paths: [String]) {
        var packFiles: Set<String> = []
        for path in paths {
            var walker = FileWalker()
            walker.options.suffixes = [".yaml", ".yml", ".json", ".template"]
            let found = walker.walk(path)
            problems += found.problems
            let isNamed = found.files == [path]
            var candidates: [String] = []
            for file in found.files {
                if let pack = Self.packFile(ofCases: file) {
                    packFiles.insert(pack)
                } else if isPack(file, isNamed: isNamed) {
                    packFiles.insert(file)
                } else {
                    candidates.append(file)
                }
            }
            addExamples(candidates, isNamed: isNamed)
        }
        for file in packFiles.sorted() { add(file) }
    }

    private static func packFile(ofCases file: String) -> String? {
        caseSuffixes.first { file.hasSuffix($0) }.map { suffix in
            String(file.dropLast(suffix.count)) + suffix.dropFirst(".test".count)
        }
    }

    private mutating func add(_ file: String) {
        guard FileWalker().walk(file).problems.isEmpty else {
            problems.append(
                Diagnostic(
                    file: file, message: "there are cases for this pack, but it does not exist",
                    help: "the cases of `compute.yaml` lie in `compute.test.yaml`"))
            return
        }
        let base = file[..<(file.lastIndex(of: ".") ?? file.endIndex)]
        let cases = Self.caseSuffixes.map { base + $0 }.first { FileWalker().walk($0).problems.isEmpty }
        packs.append(Pack(file: file, tests: cases))
    }

    private mutating func isPack(_ file: String, isNamed: Bool) -> Bool {
        guard file.hasSuffix(".yaml") || file.hasSuffix(".yml"), let source = read(file) else { return false }
        guard source.hasLine(beginningWith: "pack:") else { return false }
        do throws(Diagnostic) {
            let root = try PolicyFile.parse(source, symbols: SymbolTable()).root
            return root?["pack"] != nil && root?["rules"] != nil
        } catch {
            problems.append(error)
            return false
        }
    }

    /// Where one input says what must be found in it, the others of its folder say by their silence that nothing must be.
    private mutating func addExamples(_ candidates: [String], isNamed: Bool) {
        guard !isNamed else {
            examples += candidates
            return
        }
        let marked = Set(candidates.filter { read($0)?.contains(Self.marker) ?? false }.map(Self.folder))
        examples += candidates.filter { marked.contains(Self.folder(of: $0)) }
    }

    private static func folder(of file: String) -> Substring { file[..<(file.lastIndex(of: "/") ?? file.startIndex)] }

    private mutating func read(_ file: String) -> SourceText? {
        do throws(Diagnostic) {
            return try FileReader().read(file)
        } catch {
            problems.append(error)
            return nil
        }
    }
}

extension SourceText {
    fileprivate func hasLine(beginningWith text: String) -> Bool {
        let text = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            if bytes[start...].starts(with: text) { return true }
            guard let end = bytes[start...].firstIndex(of: 0x0A) else { return false }
            start = end + 1
        }
        return false
    }

    fileprivate func contains(_ text: String) -> Bool {
        let text = Array(text.utf8)
        guard let first = text.first else { return true }
        var start = 0
        while let found = bytes[start...].firstIndex(of: first) {
            if bytes[found...].starts(with: text) { return true }
            start = found + 1
        }
        return false
    }
}
