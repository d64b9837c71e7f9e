public import Documents
import Policies

/// Which configuration a run uses.
public enum ConfigurationChoice: Hashable, Sendable {
    /// The outermost `proviso.yaml` from the working directory up to the root of the repository.
    case search
    case file(String)
    case none

    /// - Parameters:
    ///   - option: the file of `--config`.
    ///   - isOff: whether `--no-config` was given.
    ///   - variable: the value of `PROVISO_CONFIG`.
    public init(option: String?, isOff: Bool, variable: String?) {
        if isOff {
            self = .none
        } else if let option {
            self = .file(option)
        } else if let variable, !variable.isEmpty {
            self = .file(variable)
        } else {
            self = .search
        }
    }
}

/// Reads a configuration with everything that it extends.
public struct ConfigurationLoader: Sendable {
    private let contents: FileContents
    private let paths: RepositoryPaths

    public init(contents: FileContents = .disk, paths: RepositoryPaths = .current) {
        self.contents = contents
        self.paths = paths
    }

    /// - Returns: the configuration, nil if there is none or it is wrong, and everything that was found on the way.
    public func load(
        _ choice: ConfigurationChoice, seed: UInt64? = nil
    ) -> (configuration: Configuration?, issues: [Diagnostic]) {
        guard let file = file(choice) else { return (nil, []) }
        let symbols = seed.map { SymbolTable(seed: $0) } ?? SymbolTable()
        var reading = ConfigurationReading(contents: contents, paths: paths, symbols: symbols)
        if choice == .search { reading.readFound(file) } else { reading.read(file) }
        let hasErrors = reading.issues.contains { $0.severity == .error }
        return (hasErrors ? nil : reading.configuration, reading.issues)
    }

    /// The configuration of files in the working directory: with what nested files above them ask for beyond it.
    public func loadHere(_ choice: ConfigurationChoice) -> (configuration: Configuration?, issues: [Diagnostic]) {
        var (configuration, issues) = load(choice)
        guard choice != .none, !issues.contains(where: { $0.severity == .error }) else {
            return (configuration, issues)
        }
        let (nested, others) = NestedConfiguration.find(
            above: ["any"], main: configuration?.files ?? [], contents: contents, paths: paths, symbols: SymbolTable())
        issues += others
        for one in nested {
            var given = configuration ?? Configuration(symbols: SymbolTable())
            given.tighten(by: one)
            configuration = given
        }
        return (configuration, issues)
    }

    /// The file that a choice leads to; nil if there is none.
    public func file(_ choice: ConfigurationChoice) -> String? {
        switch choice {
        case .none: return nil
        case .file(let file): return file
        case .search:
            let candidates = paths.directoriesToRoot.map { PathLookup.joined($0, Configuration.fileName) }
            // The outermost one: files below it may tighten what it says, wherever the program is started.
            return candidates.last(where: contents.isFile)
        }
    }
}

/// The files of one configuration under way.
struct ConfigurationReading {
    let contents: FileContents
    let paths: RepositoryPaths
    private(set) var configuration: Configuration
    private(set) var issues: [Diagnostic] = []
    /// The files that extend the one that is read, outermost first.
    private var open: [String] = []

    /// Files that extend each other further than this are a mistake.
    private static let deepest = 8

    init(contents: FileContents, paths: RepositoryPaths, symbols: SymbolTable) {
        self.contents = contents
        self.paths = paths
        configuration = Configuration(symbols: symbols)
    }

    /// Reads a file that nobody named.
    mutating func readFound(_ file: String) {
        guard !contents.leaves(paths, through: file) else {
            return issues.append(
                Diagnostic(
                    file: file, message: "this link leads out of the repository",
                    help: "name the file that it leads to with `--config`"))
        }
        read(file)
    }

    mutating func read(_ file: String) {
        do throws(Diagnostic) {
            let document = try PolicyFile.parse(try contents.read(file), symbols: configuration.symbols)
            read(document, of: file)
        } catch {
            issues.append(error)
        }
    }

    private mutating func read(_ document: Document, of file: String) {
        issues += document.warnings
        guard document.roots.count == 1, let root = document.root, root.kind != .null else {
            if document.roots.count > 1 {
                issues.append(Diagnostic(file: file, message: "a configuration file holds one document"))
            } else {
                // An empty file says nothing, which is no mistake.
                configuration.files.append(file)
            }
            return
        }
        open.append(file)
        defer { open.removeLast() }
        var decoder = ConfigurationDecoder(document.source, file: file, paths: paths, contents: contents)
        for base in decoder.bases(root) { extend(base) }
        decoder.decode(root, into: &configuration)
        issues += decoder.issues
        configuration.files.append(file)
    }

    private mutating func extend(_ base: Setting<String>) {
        let name = paths.stableName(of: base.value)
        if open.contains(where: { paths.stableName(of: $0) == name }) {
            return issues.append(base.diagnostic("`\(base.value)` extends itself"))
        }
        guard open.count < Self.deepest else {
            return issues.append(base.diagnostic("more than \(Self.deepest) files extend each other"))
        }
        guard contents.isFile(base.value) else {
            return issues.append(
                base.diagnostic("there is no file `\(base.value)`", help: "paths count from the file that names them"))
        }
        read(base.value)
    }
}

extension RepositoryPaths {
    /// The directories from the working directory up to the root of the repository, as seen from the working directory;
    /// the working directory alone outside of one.
    var directoriesToRoot: [String] {
        let depth = depthBelowRoot
        return (0...depth).map { level in
            level == 0 ? "." : [String](repeating: "..", count: level).joined(separator: "/")
        }
    }
}
