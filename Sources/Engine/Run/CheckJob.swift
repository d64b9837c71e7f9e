public import Documents
public import Policies

/// A run as people ask for it: what the command line says, over what the configuration says.
public struct CheckJob: Sendable {
    public var request: CheckRequest
    public var selection = PolicySelection()
    public var choice = ConfigurationChoice.search
    /// The lowest severity that counts; nil where the command line does not say.
    public var failOn: Severity?
    public var failsOnUnknown: Bool?
    public var allowsEmpty = false

    public init(_ request: CheckRequest) { self.request = request }

    /// Reads the configuration and takes over what the command line leaves open.
    ///
    /// - Parameter seed: the start of the hash of keys; nil for a random one.
    /// - Returns: the job that can be run, nil if the configuration is wrong, and everything that was found on the way.
    public func configured(seed: UInt64? = nil) -> (job: ConfiguredJob?, issues: [Diagnostic]) {
        let (configuration, issues) = ConfigurationLoader(
            contents: request.contents, paths: request.repository ?? .current
        ).load(choice, seed: seed)
        guard !issues.contains(where: { $0.severity == .error }) else { return (nil, issues) }
        return (ConfiguredJob(self, configuration, seed: seed), issues)
    }
}

/// A job with everything that decides how it runs.
public struct ConfiguredJob: Sendable {
    public var request: CheckRequest
    public let selection: PolicySelection
    public let gate: Gate
    /// Nil when there is none.
    public let configuration: Configuration?
    private let symbols: SymbolTable

    init(_ job: CheckJob, _ configuration: Configuration?, seed: UInt64?) {
        var request = job.request
        var selection = job.selection
        if let configuration {
            request.limits = configuration.limits
            request.filter.include = configuration.include.map(\.value)
            request.filter.exclude = configuration.exclude.map(\.value)
            request.tagsComeFromStack = configuration.tagsFromStack?.value == .unknown
            selection.includesBuiltin = selection.includesBuiltin && configuration.includesBuiltin?.value ?? true
            selection.paths = configuration.policies.map(\.value) + selection.paths
            selection.adjustments = configuration.rules.map(\.value)
            // The last one counts: the command line.
            selection.overrides = configuration.parameters.map(\.value) + selection.overrides
        }
        self.request = request
        self.selection = selection
        self.configuration = configuration
        gate = Gate(
            failOn: job.failOn ?? configuration?.failOn?.value ?? Gate().failOn,
            failsOnUnknown: job.failsOnUnknown ?? configuration?.failsOnUnknown?.value ?? false,
            allowsEmpty: job.allowsEmpty)
        symbols = configuration?.symbols ?? seed.map { SymbolTable(seed: $0) } ?? SymbolTable()
    }

    /// Loads the policies and judges.
    /// - Returns: the outcome, nil if the policies are wrong, and everything that was found on the way.
    public func run() -> (outcome: CheckOutcome?, issues: [Diagnostic]) {
        let (set, issues) = PolicySet.load(selection, symbols: symbols)
        guard let set else { return (nil, issues) }
        let result = CheckRun.run(request, policies: set)
        return (CheckOutcome(result: result, status: gate.status(of: result, isHook: request.isHook)), issues)
    }
}

/// What a run gave, and how the process is to end.
public struct CheckOutcome: Sendable {
    public var result: RunResult
    public var status: ExitStatus
}
