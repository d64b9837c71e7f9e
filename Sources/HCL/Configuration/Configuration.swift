public import Documents

/// A Terraform configuration: a folder with the modules that it calls, evaluated as far as its files decide it.
///
///     let configuration = Configuration(folder: "infra", files: DiskFiles(root: "infra"), symbols: SymbolTable())
///     for resource in configuration.resources() { print(resource.address) }
///
/// One thread uses it, and it outlives what it gives out.
public final class Configuration {
    public struct Options {
        /// `TF_VAR_` variables of the environment, without the prefix.
        public var environment: [String: String] = [:]
        public var arguments: [VariableValues.Argument] = []
        /// What `terraform.workspace` is; nil when that is not known.
        public var workspace: String?
        /// Finds matches of RE2 patterns; without it results of `regex` are not known.
        public var patterns: (any PatternMatcher)?
        /// Reads YAML; without it results of `yamldecode` are not known.
        public var yaml: (any YAMLReading)?
        public var limits = DocumentLimits()

        public init() {}
    }

    /// Problems that are told.
    static let mostProblems = 200
    /// Modules inside each other.
    static let deepestModule = 32
    /// Modules of one configuration, each as often as it is used.
    static let mostModules = 10_000
    /// Resources of one configuration.
    static let mostResources = 100_000

    public var symbols: SymbolTable { context.symbols }
    let context: EvaluationContext
    let folder: String
    let files: any ConfigurationFiles
    let options: Options
    private(set) var variables: VariableValues
    private var folders: [String: ModuleFolder] = [:]
    private var installed: [String: String]?
    /// What is wrong, in the order in which it was found, each thing once.
    public private(set) var problems: [Diagnostic] = []
    private var reported: Set<Diagnostic> = []
    private var mistakes: Set<Mistake> = []
    /// The lines of the file in which a mistake was found last.
    private var lines: (source: SourceText, table: LineTable)?
    /// Module calls whose files are not there.
    public private(set) var unreadModules = 0
    private var moduleCount = 0
    /// Names that may still be compared with ones that are not declared: a file can hold many of both.
    private var comparisons = 200_000
    private(set) var root: ModuleInstance?

    public init(folder: String, files: any ConfigurationFiles, symbols: SymbolTable, options: Options = Options()) {
        self.folder = folder
        self.files = files
        context = EvaluationContext(symbols)
        self.options = options
        var problems: [Diagnostic] = []
        variables = VariableValues(
            folder: folder, files: files, environment: options.environment, arguments: options.arguments,
            symbols: symbols, limits: options.limits, problems: &problems)
        for problem in problems { add(problem) }
        root = ModuleInstance(folder: load(folder), address: "", configuration: self, call: nil)
    }

    /// The files that were read so far, in the order of their folders and names.
    public var trees: [SyntaxTree] { folders.sorted { $0.key < $1.key }.flatMap(\.value.trees) }

    /// All resources, with those of modules behind those of the module that calls them.
    public func resources() -> [ResourceInstance] {
        guard let root else { return [] }
        var found: [ResourceInstance] = []
        collect(root, depth: 0, into: &found)
        return found
    }

    /// The texts that the `validation` of a variable of the root module leaves; none if it leaves others too.
    public func allowedValues(of variable: String) -> [String] {
        guard let root, let declaration = root.folder.variables[symbols.intern(variable)] else { return [] }
        let values = VariableDeclaration(declaration, in: root).allowed()
        let texts = values.compactMap(\.asText)
        return texts.count == values.count ? texts : []
    }

    private func collect(_ module: ModuleInstance, depth: Int, into found: inout [ResourceInstance]) {
        for declaration in module.folder.order {
            let instances: [ResourceInstance]
            do throws(EvaluationFailure) {
                instances = try module.expansion(of: declaration).instances
            } catch {
                report(error)
                continue
            }
            for instance in instances {
                guard found.count < Self.mostResources else {
                    return add(
                        Diagnostic(
                            .error, file: folder,
                            message: "the configuration has more than \(Self.mostResources) resources"))
                }
                guard instance.isModule else {
                    found.append(instance)
                    continue
                }
                do throws(EvaluationFailure) {
                    if case .instance(let inner) = try instance.module() {
                        collect(inner, depth: depth + 1, into: &found)
                    }
                } catch {
                    report(error)
                }
            }
        }
    }

    // Problems.

    /// Something that could not be evaluated, before it is written down.
    private struct Mistake: Hashable {
        var source: ObjectIdentifier
        var range: Range<Int>
        var message: String
    }

    func add(_ problem: Diagnostic) {
        guard problems.count < Self.mostProblems, reported.insert(problem).inserted else { return }
        problems.append(problem)
    }

    /// Remembers what could not be evaluated. It makes values unknown, and the file is judged all the same.
    public func report(_ failure: EvaluationFailure) {
        guard problems.count < Self.mostProblems else { return }
        guard let place = failure.place else {
            return add(Diagnostic(.warning, file: folder, message: failure.message))
        }
        let mistake = Mistake(source: ObjectIdentifier(place.source), range: place.range, message: failure.message)
        guard mistakes.insert(mistake).inserted else { return }
        // Many mistakes are often those of one file, whose lines are counted once.
        let lines = lines?.source === place.source ? lines?.table ?? LineTable(place.source) : LineTable(place.source)
        self.lines = (place.source, lines)
        let region = lines.region(of: place.range)
        add(
            Diagnostic(
                .warning, file: place.source.name, region: region, message: failure.message,
                excerpt: Excerpt(region: region, lines: lines)))
    }

    /// What a message says of the declared name that is nearest to one that is not declared; nothing if none is near.
    func suggestion(for name: String, among declared: some Collection<Symbol>) -> String {
        guard problems.count < Self.mostProblems, comparisons >= declared.count else { return "" }
        comparisons -= declared.count
        let names = declared.lazy.filter { $0 != .none }.map { self.symbols.text(of: $0) }
        return Suggestion.nearest(to: name, among: names).first.map { ": did you mean `\($0)`?" } ?? ""
    }

    // Folders and modules.

    private func load(_ path: String) -> ModuleFolder {
        if let known = folders[path] { return known }
        var trees: [SyntaxTree] = []
        for name in files.names(in: path) where name.hasSuffix(".tf") || name.hasSuffix(".tf.json") {
            do throws(Diagnostic) {
                let source = try files.read(FilePath.joined(path, name))
                let tree = HCLParser.parseFile(source, symbols: symbols, limits: options.limits)
                for problem in tree.problems { add(problem) }
                trees.append(tree)
            } catch {
                add(error)
            }
        }
        let loaded = ModuleFolder(path: path, trees: trees, names: context.names)
        for syntax in loaded.repeated {
            let range = syntax.kind == .block ? syntax.header : syntax.nameRange
            let words =
                syntax.kind == .block ? [syntax.name] + syntax.labels.map(\.name) : ["local value", syntax.name]
            let name = words.joined(separator: " ")
            add(
                Diagnostic(
                    in: syntax.tree.source, at: range, "`\(Diagnostic.shown(name))` is declared twice",
                    help: "give one of them another name, or remove it"))
        }
        folders[path] = loaded
        return loaded
    }

    func module(calledBy call: ResourceInstance) throws(EvaluationFailure) -> CalledModule {
        let block = call.block
        let name = call.name
        guard let expression = call.declaration.attribute("source")?.expression else {
            throw EvaluationFailure(
                "the module `\(name)` has no `source`",
                EvaluationFailure.Place(source: block.tree.source, range: block.header))
        }
        guard let source = expression.literal else {
            return unread("the source of the module `\(name)` is not a plain text", expression)
        }
        guard call.calls.count < Self.deepestModule else {
            throw EvaluationFailure(
                "more than \(Self.deepestModule) modules call each other",
                EvaluationFailure.Place(source: block.tree.source, range: block.header))
        }
        let path: String
        if ModuleFolder.isLocal(source) {
            path = FilePath.joined(call.folder, source)
        } else {
            guard let directory = installedModules()[moduleKey(call)] else {
                return unread(
                    "the module `\(name)` is not installed, so its resources are not known", expression,
                    help: "run `terraform init`, or check a plan")
            }
            path = FilePath.joined(folder, directory)
        }
        guard files.mayRead(path) else {
            return unread(
                files.exists(path)
                    ? "the module `\(name)` lies outside of what is checked, so its resources are not known"
                    : "the module `\(name)` is not there: `\(path)` does not exist", expression,
                help: files.exists(path) ? "check a folder that holds both" : nil)
        }
        let place = EvaluationFailure.Place(source: block.tree.source, range: block.header)
        guard !call.isInside(path) else { throw EvaluationFailure("the module `\(name)` calls itself", place) }
        moduleCount += 1
        guard moduleCount <= Self.mostModules else {
            throw EvaluationFailure("the configuration has more than \(Self.mostModules) modules", place)
        }
        return .instance(
            ModuleInstance(
                folder: load(path), address: call.address, configuration: self,
                call: .init(declaration: call.declaration, scope: call.scope, repetition: call.repetition)))
    }

    private func unread(_ message: String, _ place: SyntaxView, help: String? = nil) -> CalledModule {
        unreadModules += 1
        add(Diagnostic(.note, in: place.tree.source, at: place.range, message, help: help))
        return .unread(reason: message)
    }

    /// The name of a module call as Terraform lists it: those on the way, joined by dots.
    private func moduleKey(_ call: ResourceInstance) -> String {
        (call.calls.compactMap { $0.labels.first?.name } + [call.name]).joined(separator: ".")
    }

    /// The folders of modules that `terraform init` has fetched.
    private func installedModules() -> [String: String] {
        if let installed { return installed }
        var found: [String: String] = [:]
        let path = FilePath.joined(folder, ".terraform/modules/modules.json")
        if files.exists(path), files.mayRead(path) {
            do throws(Diagnostic) {
                let document = try JSONParser.parse(try files.read(path), symbols: SymbolTable())
                for module in document.root?["Modules"]?.children.map({ $0 }) ?? [] {
                    if let key = module["Key"]?.string, let directory = module["Dir"]?.string { found[key] = directory }
                }
            } catch {
                add(Diagnostic(.warning, file: error.file, region: error.region, message: error.message))
            }
        }
        installed = found
        return found
    }

    /// A folder as `path.module` names it.
    func relative(_ path: String) -> String {
        if path == folder { return "." }
        if folder == "." { return path }
        let here = folder.split(separator: "/")
        let there = path.split(separator: "/")
        let common = zip(here, there).prefix { $0 == $1 }.count
        let up = Array(repeating: "..", count: here.count - common)
        return (up + there.dropFirst(common).map(String.init)).joined(separator: "/")
    }
}

/// Matches RE2 patterns.
public protocol PatternMatcher: AnyObject {
    /// - Throws: an error if the pattern is none.
    func matches(of pattern: String, in text: String, isFirstOnly: Bool) throws(EvaluationFailure) -> [PatternMatch]
}

/// Reads YAML.
public protocol YAMLReading: AnyObject {
    /// - Throws: an error if the text is no YAML, or none that has a value.
    func value(of text: String) throws(EvaluationFailure) -> Value
}

extension Configuration: FunctionHost {
    /// What Terraform replaces by the folder of who runs it.
    private static let home = "~".utf8

    public var limits: DocumentLimits { options.limits }

    public func file(_ path: String) throws(EvaluationFailure) -> SourceText {
        guard !path.utf8.starts(with: Self.home) else { throw .outOfReach(path) }
        let place = FilePath.joined(folder, path)
        guard files.exists(place) else {
            throw EvaluationFailure("the file `\(Diagnostic.shown(path))` does not exist")
        }
        guard files.mayRead(place) else {
            throw .outOfReach(path)
        }
        do throws(Diagnostic) {
            return try files.read(place)
        } catch {
            throw .notComputed("the file `\(Diagnostic.shown(path))` cannot be read: \(error.message)")
        }
    }

    public func note(_ failure: EvaluationFailure) {
        guard let place = failure.place else { return }
        add(
            Diagnostic(
                .note, in: place.source, at: place.range, failure.message + ", so this value is not known",
                help: "check a folder that holds both"))
    }

    public func fileExists(_ path: String) -> Bool? {
        guard !path.utf8.starts(with: Self.home) else { return nil }
        let place = FilePath.joined(folder, path)
        guard files.exists(place) else { return false }
        return files.mayRead(place) ? true : nil
    }

    public func entries(in folder: String) -> [FolderEntry]? {
        guard !folder.utf8.starts(with: Self.home) else { return nil }
        let place = FilePath.joined(self.folder, folder)
        guard files.exists(place) else { return [] }
        return files.mayRead(place) ? files.entries(in: place) : nil
    }

    public func yaml(_ text: String) throws(EvaluationFailure) -> Value? { try options.yaml?.value(of: text) }

    public func matches(
        of pattern: String, in text: String, isFirstOnly: Bool
    ) throws(EvaluationFailure) -> [PatternMatch]? {
        try options.patterns?.matches(of: pattern, in: text, isFirstOnly: isFirstOnly)
    }
}
