public import Documents
public import Resources
import YAML

/// Which rules a run uses.
public struct PolicySelection: Sendable {
    /// Whether the packs inside the program take part.
    public var includesBuiltin = true
    /// Files of packs, and directories of such files.
    public var paths: [String] = []
    /// Where they are read from.
    public var contents = FileContents.disk
    /// Packs that were read already.
    public var texts: [SourceText] = []
    public var overrides: [ParameterOverride] = []
    /// Globs over rule ids; when there are any, only rules that match one take part.
    public var only: [String] = []
    /// Whether the fixes of the built-in packs are needed. Their own tests compile them, so that a run can spare itself that;
    /// those of other packs are compiled in any case, as they may be wrong.
    public var needsFixes = false
    /// Globs over rule ids that do not take part.
    public var except: [String] = []
    /// The choice of rules; nil for the standard one. Who names a rule gets it whatever the profile holds.
    public var profile: String?
    /// Where a configuration names the profile.
    public var profileNode: NodeView?
    /// What a configuration says of rules; the last one that matches a rule counts.
    public var adjustments: [RuleAdjustment] = []

    public init() {}
}

/// What a configuration says of the rules whose ids match a glob.
public struct RuleAdjustment: Sendable {
    public var pattern: Glob
    /// Whether the rules take part; nil to leave that as it is.
    public var isOn: Bool?
    /// The severity in place of the pack's.
    public var severity: Severity?
    /// Where it says so.
    public var node: NodeView

    public init(pattern: Glob, isOn: Bool? = nil, severity: Severity? = nil, node: NodeView) {
        self.pattern = pattern
        self.isOn = isOn
        self.severity = severity
        self.node = node
    }
}

/// A value for a parameter in place of its default.
public struct ParameterOverride: Sendable {
    public var pack: String
    public var parameter: String
    public var value: Value
    /// The environment in which it holds; nil for all.
    public var environment: String?

    public enum Value: Sendable {
        /// YAML, from the command line.
        case text(String)
        /// Parsed with the symbols of the run.
        case node(NodeView)
    }

    public init(pack: String, parameter: String, node: NodeView) {
        self.pack = pack
        self.parameter = parameter
        value = .node(node)
    }

    /// Reads `pack.parameter=VALUE`, where the value is YAML.
    public init(parsing text: String) throws(Diagnostic) {
        let (path, value) = text.split(at: "=")
        let (pack, parameter) = path.split(at: ".")
        guard let value, let parameter, !pack.isEmpty, !parameter.isEmpty, !value.isEmpty else {
            throw Diagnostic(
                file: "--param", message: "`\(text)` is not a parameter", help: "write `--param pack.name=value`")
        }
        self.pack = pack
        self.parameter = parameter
        self.value = .text(value)
    }
}

extension String {
    fileprivate func split(at separator: Character) -> (String, String?) {
        guard let index = firstIndex(of: separator) else { return (self, nil) }
        return (String(self[..<index]), String(self[self.index(after: index)...]))
    }
}

/// The packs of a run. Rules of packs inside the program are compiled when something asks for them.
public struct PolicySet: Sendable {
    /// In the order of their ids.
    public let entries: [RuleEntry]
    /// The root table of the run: it holds every key that a rule names.
    public let symbols: SymbolTable
    /// Whether a rule looks at other resources than the one that is judged, so that all must be known before it is judged.
    public let followsReferences: Bool
    /// By rule and environment: the rule with the parameters that hold there. Empty for most rules.
    public internal(set) var variants: [String: [String: CompiledRule]] = [:]
    private let sources: [PackSource]
    private let embedded: EmbeddedRules

    init(_ sources: [PackSource], entries: [RuleEntry], embedded: EmbeddedRules, symbols: SymbolTable) {
        self.sources = sources
        self.entries = entries.sorted { $0.id < $1.id }
        self.embedded = embedded
        self.symbols = symbols
        followsReferences = entries.contains(where: \.followsReferences)
    }

    /// The rule of an entry; nil if the program is damaged, of which `issues` tells then.
    public func rule(_ entry: RuleEntry) -> CompiledRule? {
        switch entry.origin {
        case .compiled(let rule): rule
        case .embedded(let place): embedded.rule(place, symbols: symbols)
        }
    }

    /// Every rule, in the order of their ids.
    public var rules: [CompiledRule] { entries.compactMap { rule($0) } }

    /// Every pack, with all of its rules.
    public var packs: [PolicyPack] {
        sources.compactMap { source in
            switch source {
            case .decoded(let pack): pack
            case .embedded(let pack): pack.decoded(symbols: SymbolTable(extending: symbols)).pack
            }
        }
    }

    /// The id of every rule of every pack, also of those that are not selected.
    public var ruleIDs: [String] { sources.flatMap { $0.outlines.map(\.id) } }

    /// What was found when rules were compiled after the set was loaded.
    public var issues: [Diagnostic] { embedded.issues }

    /// Loads the packs of a selection.
    ///
    /// - Parameter seed: the start of the hash of keys; nil for a random one.
    /// - Returns: the set, or nil if any of it is wrong, and everything that was found on the way.
    public static func load(
        _ selection: PolicySelection, seed: UInt64? = nil
    ) -> (set: PolicySet?, issues: [Diagnostic]) {
        load(selection, symbols: seed.map { SymbolTable(seed: $0) } ?? SymbolTable())
    }

    /// Loads the packs of a selection.
    ///
    /// - Parameter symbols: the root table of the run, in which values of parameters were parsed.
    /// - Returns: the set, or nil if any of it is wrong, and everything that was found on the way.
    public static func load(
        _ selection: PolicySelection, symbols: SymbolTable
    ) -> (set: PolicySet?, issues: [Diagnostic]) {
        var loader = PolicyLoader(symbols: symbols)
        let set = loader.load(selection)
        return (loader.issues.contains { $0.severity == .error } ? nil : set, loader.issues)
    }
}

extension PolicySet {
    /// Compiles one pack.
    /// - Parameter symbols: the root table of the run, in which the pack was parsed.
    /// - Throws: the first error.
    public static func compile(_ pack: PolicyPack, symbols: SymbolTable) throws(Diagnostic) -> PolicySet {
        let (rules, issues) = RuleCompiler.compile(pack, symbols: symbols)
        if let error = issues.first(where: { $0.severity == .error }) { throw error }
        return PolicySet(
            [.decoded(pack)], entries: rules.map { RuleEntry($0) }, embedded: EmbeddedRules([]), symbols: symbols)
    }
}

/// How policy files are parsed: the core schema of YAML 1.2, and no key twice.
public enum PolicyFile {
    /// - Parameter symbols: the root table of the run, so that values of parameters can be compared with those of inputs.
    public static func parse(_ source: SourceText, symbols: SymbolTable) throws(Diagnostic) -> Document {
        try YAMLParser.parse(source, symbols: symbols, options: options)
    }

    /// Parses a part of a pack, which must be UTF-8, as if it were alone. Positions are those in the whole.
    static func parse(_ source: SourceText, part: Range<Int>, symbols: SymbolTable) throws(Diagnostic) -> Document {
        try YAMLParser.parse(source, part: part, symbols: symbols, options: options)
    }

    private static var options: YAMLParser.Options {
        var options = YAMLParser.Options()
        options.schema = .core
        options.duplicateKeys = .error
        return options
    }

    /// The tests that lie beside a pack are no packs.
    public static let testSuffix = ".test.yaml"
}
