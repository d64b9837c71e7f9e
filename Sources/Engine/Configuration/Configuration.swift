public import Documents
public import Policies
public import Resources

/// What `proviso.yaml` says, with the place that says it.
public struct Configuration: Sendable {
    /// The name that is searched for.
    public static let fileName = "proviso.yaml"

    /// The files that were read: what a file extends before the file itself.
    public var files: [String] = []
    /// The table in which the files were parsed: rules must be compiled with it.
    public var symbols: SymbolTable

    /// Packs, directories of packs, and bundles; the paths count from the working directory.
    public var policies: [Setting<String>] = []
    /// Packs of others, whose sums stand in `proviso.lock` beside the configuration.
    public var bundles: [Setting<String>] = []
    public var includesBuiltin: Setting<Bool>?
    public var profile: Setting<String>?
    public var rules: [Setting<RuleAdjustment>] = []
    public var parameters: [Setting<ParameterOverride>] = []
    public var failOn: Setting<Severity>?
    public var failsOnUnknown: Setting<Bool>?
    public var exceptions: [Setting<String>] = []
    public var baseline: Setting<String>?
    /// Only files that one of these matches are judged; all files when there is none.
    public var include: [Setting<PathPattern>] = []
    public var exclude: [Setting<PathPattern>] = []
    public var formats: [Setting<String>] = []
    /// How the environment of a resource is found out; nil for the usual way.
    public var environment: EnvironmentRules?
    /// The keys that say so.
    public var environmentSettings: [Setting<String>] = []
    public var tagsFromStack: Setting<TagsFromStack>?
    /// Service control policies, one entry for each level; several files of a level with commas.
    public var serviceControl: [Setting<String>] = []
    public var boundary: Setting<String>?
    public var session: Setting<String>?
    public var assumesNoServiceControl: Setting<Bool>?
    public var fileSize: Setting<Int>?
    public var depth: Setting<Int>?
    public var values: Setting<Int>?
    public var walkedFiles: Setting<Int>?
    public var heldBytes: Setting<Int>?
    public var reportBytes: Setting<Int>?

    /// Whether tags that no template shows may come from its stack.
    public enum TagsFromStack: String, CaseIterable, Sendable {
        case absent, unknown
    }

    public init(symbols: SymbolTable = SymbolTable()) { self.symbols = symbols }

    /// The limits of documents: the standard ones where nothing else is said.
    public var limits: DocumentLimits {
        var limits = DocumentLimits()
        if let fileSize { limits.size = fileSize.value }
        if let depth { limits.depth = depth.value }
        if let values { limits.nodes = values.value }
        return limits
    }

    /// Takes over what is said of the limits of a run.
    func apply(to limits: inout RunLimits) {
        limits.files = walkedFiles?.value ?? limits.files
        limits.heldBytes = heldBytes?.value ?? limits.heldBytes
    }
}

/// A value of the configuration with the place that gives it.
public struct Setting<Value: Sendable>: Sendable {
    public var value: Value
    /// The value in the file.
    public var node: NodeView

    public init(_ value: Value, at node: NodeView) {
        self.value = value
        self.node = node
    }

    private var place: Range<Int> { node.keyRange ?? node.range }

    /// `proviso.yaml:3`.
    public var origin: String {
        let source = node.document.source
        return "\(source.name):\(LineTable(source).position(of: place.lowerBound).line)"
    }

    /// A message about the value.
    public func diagnostic(
        _ message: String, help: String? = nil, severity: Diagnostic.Severity = .error
    ) -> Diagnostic {
        Diagnostic(severity, in: node.document.source, at: node.range, message, help: help)
    }
}
