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
    /// The cost in a month of resources with failures from which on the run fails.
    public var failOnCost: Double?
    /// Files of exceptions beside those of the configuration.
    public var exceptions: [String] = []
    /// The file of known findings; nil for that of the configuration.
    public var baseline: String?
    public var accessFiles = AccessFiles()
    /// The branch, tag or commit from which a change starts: only what is new since then fails.
    public var since: String?
    /// Whether the next commit is judged: what the index holds, not the work tree.
    public var isStaged = false

    public init(_ request: CheckRequest) { self.request = request }

    /// Reads the configuration and takes over what the command line leaves open.
    ///
    /// - Parameter seed: the start of the hash of keys; nil for a random one.
    /// - Returns: the job that can be run, nil if the configuration is wrong, and everything that was found on the way.
    public func configured(seed: UInt64? = nil) -> (job: ConfiguredJob?, issues: [Diagnostic]) {
        do throws(Diagnostic) {
            var job = self
            if let option = since != nil ? "--since" : isStaged ? "--staged" : nil, request.paths.contains("-") {
                throw Diagnostic(file: option, message: "standard input is in no commit", help: "give files")
            }
            let staged = isStaged ? try job.request.takeStaged() : []
            let paths = request.repository ?? .current
            let base = try since.map { (name) throws(Diagnostic) in
                try RepositoryState.base(of: name, paths: paths, isStaged: isStaged)
            }
            // What decides about a change is what was there before it.
            let contents = base?.contents ?? job.request.contents
            let (configuration, issues) = ConfigurationLoader(contents: contents, paths: paths).load(choice, seed: seed)
            let warnings = staged + (base?.warnings ?? [])
            guard !issues.contains(where: { $0.severity == .error }) else {
                return (nil, issues + [base?.noteOnErrors].compactMap(\.self))
            }
            job.selection.contents = contents
            job.selection.texts += try configuration?.bundledPacks(from: contents, paths: paths) ?? []
            return (ConfiguredJob(job, configuration, base: base, seed: seed), warnings + issues)
        } catch {
            return (nil, [error])
        }
    }
}

/// A job with everything that decides how it runs.
public struct ConfiguredJob: Sendable {
    public var request: CheckRequest
    public let selection: PolicySelection
    public private(set) var gate: Gate
    /// Policies that the run needs beside its input; whoever runs the job reads them into `request.access`, from
    /// `decidingContents`.
    public let accessFiles: AccessFiles
    /// Nil when there is none.
    public let configuration: Configuration?
    public let exceptions: [String]
    /// The file of known findings; nil when there is none.
    public let baseline: String?
    let symbols: SymbolTable
    let choice: ConfigurationChoice
    /// What a change starts from; nil where no change is judged.
    private let base: RepositoryState?

    init(_ job: CheckJob, _ configuration: Configuration?, base: RepositoryState?, seed: UInt64?) {
        choice = job.choice
        self.base = base
        var request = job.request
        var selection = job.selection
        if let configuration {
            request.limits = configuration.limits
            configuration.apply(to: &request.runLimits)
            request.filter.include = configuration.include.map(\.value)
            request.filter.exclude = configuration.exclude.map(\.value)
            request.environments = request.environments ?? configuration.environment
            request.tagsComeFromStack = configuration.tagsFromStack?.value == .unknown
            selection.includesBuiltin = selection.includesBuiltin && configuration.includesBuiltin?.value ?? true
            selection.paths = configuration.policies.map(\.value) + selection.paths
            if selection.profile == nil, let profile = configuration.profile {
                selection.profile = profile.value
                selection.profileNode = profile.node
            }
            selection.adjustments = configuration.rules.map(\.value)
            // The last one counts: the command line.
            selection.overrides = configuration.parameters.map(\.value) + selection.overrides
        }
        accessFiles = AccessFiles(job.accessFiles, over: configuration)
        self.request = request
        self.selection = selection
        self.configuration = configuration
        gate = Gate(
            failOn: job.failOn ?? configuration?.failOn?.value ?? Gate().failOn,
            failsOnUnknown: job.failsOnUnknown ?? configuration?.failsOnUnknown?.value ?? false,
            allowsEmpty: job.allowsEmpty)
        gate.failOnCost = job.failOnCost
        exceptions = (configuration?.exceptions ?? []).map(\.value) + job.exceptions
        baseline = job.baseline ?? configuration?.baseline?.value
        symbols = configuration?.symbols ?? seed.map { SymbolTable(seed: $0) } ?? SymbolTable()
    }

    /// The repository whose root paths count from.
    public var repository: RepositoryPaths { request.repository ?? .current }

    /// Where files that decide about findings are read from: of a change, what was there before it.
    public var decidingContents: FileContents { base?.contents ?? request.contents }

    /// The day of the run.
    public var today: CalendarDate { CalendarDate(secondsSince1970: request.now) }

    /// Loads the policies, judges, and takes the baseline into account.
    /// - Returns: the outcome, nil if policies, exceptions or baseline are wrong, and everything found on the way.
    public func run() -> (outcome: CheckOutcome?, issues: [Diagnostic]) {
        if let base { return run(since: base) }
        do throws(Diagnostic) {
            let known = try readBaseline()
            let (judged, issues) = judge()
            guard var result = judged?.result else { return (nil, issues) }
            if let known { apply(known, to: &result) }
            return (outcome(of: &result, contents: request.contents, isHook: request.isHook), issues)
        } catch {
            return (nil, [error])
        }
    }

    /// How the process is to end, after nested configurations had their say.
    func outcome(of result: inout RunResult, contents: FileContents, isHook: Bool) -> CheckOutcome {
        let gate = tightenedGate(for: &result, contents: contents)
        gate.settle(&result.findings)
        return CheckOutcome(result: result, status: gate.status(of: result, isHook: isHook))
    }

    /// The gate after nested configurations had their say, which may raise severities as well.
    func tightenedGate(for result: inout RunResult, contents: FileContents) -> Gate {
        var gate = gate
        if choice != .none {
            let (nested, issues) = NestedConfiguration.find(
                above: result.files, main: configuration?.files ?? [], contents: contents, paths: repository,
                symbols: SymbolTable())
            result.errors += issues.filter { $0.severity == .error }
            for configuration in nested {
                result.errors += configuration.apply(to: &result, gate: &gate, paths: repository)
            }
        }
        return gate
    }

    /// Loads the policies and judges, without the baseline.
    /// - Returns: the result with what each exception did, nil if policies or exceptions are wrong, and everything found
    ///   on the way.
    public func judge() -> (judged: (result: RunResult, uses: [ExceptionList.Use])?, issues: [Diagnostic]) {
        let (list, listIssues) = ExceptionList.load(exceptions, contents: request.contents, paths: repository)
        let (set, setIssues) = PolicySet.load(selection, symbols: symbols)
        guard let list, let set else { return (nil, listIssues + setIssues) }
        var request = request
        request.keepsTags = list.readsTags
        var result = CheckRun.run(request, policies: set)
        let uses = list.apply(
            to: &result, today: today, paths: repository, rules: set.ruleIDs,
            reportsUnused: judgesEverything && result.signal == nil)
        return ((result, uses), listIssues + setIssues)
    }

    /// Judges what comes line by line on standard input.
    /// - Parameter write: takes the findings of one account after another; false ends the run.
    /// - Returns: what came of it, nil if policies or exceptions are wrong, and everything found on the way.
    public func stream(
        _ write: ([Finding]) -> Bool, warn: (Diagnostic) -> Void
    ) -> (summary: StreamRun.Summary?, issues: [Diagnostic]) {
        let (list, listIssues) = ExceptionList.load(exceptions, contents: request.contents, paths: repository)
        let (set, setIssues) = PolicySet.load(selection, symbols: symbols)
        guard let list, let set else { return (nil, listIssues + setIssues) }
        var request = request
        request.keepsTags = list.readsTags
        do throws(Diagnostic) {
            try request.readMoney(set)
        } catch {
            return (nil, listIssues + setIssues + [error])
        }
        let (day, paths, rules) = (today, repository, set.ruleIDs)
        let run = StreamRun(request, set, gate: gate) { result in
            _ = list.apply(to: &result, today: day, paths: paths, rules: rules, reportsUnused: false)
        }
        return (run.run(write, warn: warn), listIssues + setIssues)
    }

    /// - Throws: an error if it is missing or broken.
    public func readBaseline() throws(Diagnostic) -> Baseline? { try readBaseline(from: request.contents) }

    func readBaseline(from contents: FileContents) throws(Diagnostic) -> Baseline? {
        guard let baseline else { return nil }
        guard contents.isFile(baseline) else {
            throw Diagnostic(
                file: baseline, message: "there is no baseline", help: "make one with `proviso baseline create`")
        }
        return try Baseline(parsing: try contents.read(baseline))
    }

    private func apply(_ known: Baseline, to result: inout RunResult) {
        let mended = known.apply(to: &result, gate: gate, paths: repository)
        guard !mended.isEmpty, let baseline, result.signal == nil else { return }
        let count = mended.count == 1 ? "1 finding is" : "\(mended.count) findings are"
        result.warnings.append(
            Diagnostic(
                .warning, file: baseline, message: "\(count) known here that no longer arise",
                help: "run `proviso baseline prune`"))
    }

    /// Whether nothing that an exception could be about is left out.
    private var judgesEverything: Bool {
        guard !request.isHook else { return false }
        let home = configuration?.files.last.map { repository.place(of: PathLookup.directory(of: $0)) }
        return request.paths.contains { repository.isRoot($0) || repository.place(of: $0) == home }
    }
}

/// What a run gave, and how the process is to end.
public struct CheckOutcome: Sendable {
    public var result: RunResult
    public var status: ExitStatus
}
