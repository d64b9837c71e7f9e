#if Account
    import ArgumentParser
    import Documents
    import Engine
    import Policies

    /// Which rules judge an audit, and what counts: the same options as those of `proviso check`.
    struct AuditPolicyOptions: ParsableArguments {
        @Option(
            name: .customLong("config"),
            help: "The configuration file; otherwise proviso.yaml between here and the root of the repository.")
        var file: String?

        @Flag(name: .customLong("no-config"), help: "Read no configuration file.")
        var isOff = false

        @Option(name: .customLong("policy"), help: "A policy pack, or a directory of packs. May be repeated.")
        var paths: [String] = []

        @Flag(name: .customLong("no-builtin"), help: "Leave the built-in packs out.")
        var excludesBuiltin = false

        @Option(
            help: "The choice of rules: starter, recommended, strict, finops, security or all. (default: recommended)")
        var profile: String?

        @Option(name: .customLong("rule"), help: "Only rules whose id matches this glob. May be repeated.")
        var only: [String] = []

        @Option(name: .customLong("skip-rule"), help: "No rules whose id matches this glob. May be repeated.")
        var except: [String] = []

        @Option(
            name: .customLong("param"),
            help: ArgumentHelp(
                "A parameter of a pack; the value is YAML. May be repeated.", valueName: "pack.name=value"))
        var parameters: [String] = []

        @Option(help: "The lowest severity that counts: info, low, medium, high or critical. (default: medium)")
        var failOn: String?

        @Option(help: "Whether undetermined verdicts count: ignore or fail. (default: ignore)")
        var onUnknown: OnUnknown?

        @Flag(help: "End with 0 also when there are findings, for those who gate elsewhere.")
        var exitZero = false

        @Option(
            name: .customLong("exceptions"),
            help: ArgumentHelp("A file of exceptions. May be repeated.", valueName: "file"))
        var exceptions: [String] = []

        @Option(help: ArgumentHelp("The file of known findings, which do not make the run fail.", valueName: "file"))
        var baseline: String?

        @Option(
            name: .customLong("usage"),
            help: ArgumentHelp(
                "What the bill says of the resources, as `proviso usage --format json` gives it.", valueName: "file"))
        var usageFile: String?

        @Option(
            name: .customLong("prices"),
            help: ArgumentHelp(
                "Prices of instances by the hour, YAML or CSV, for resources of which no bill speaks.",
                valueName: "file"))
        var priceFile: String?

        enum OnUnknown: String, ExpressibleByArgument, CaseIterable {
            case ignore, fail
        }

        func validate() throws {
            if file != nil, isOff { throw ValidationError("Give --config or --no-config, not both.") }
            if let failOn, Severity(rawValue: failOn) == nil {
                throw ValidationError("`\(failOn)` is no severity: expected info, low, medium, high or critical.")
            }
        }

        /// The job that judges files as of a time.
        func job(judging files: [String], time: Int64, environment: [String: String]) throws(Diagnostic) -> CheckJob {
            var job = CheckJob(CheckRequest(paths: files, now: time))
            job.choice = ConfigurationChoice(option: file, isOff: isOff, variable: environment["PROVISO_CONFIG"])
            job.selection.includesBuiltin = !excludesBuiltin
            job.selection.paths = paths
            job.selection.profile = profile
            job.selection.only = only
            job.selection.except = except
            for parameter in parameters { job.selection.overrides.append(try ParameterOverride(parsing: parameter)) }
            job.failOn = failOn.flatMap { Severity(rawValue: $0) }
            job.failsOnUnknown = onUnknown.map { $0 == .fail }
            job.exceptions = exceptions
            job.baseline = baseline
            job.request.usageFile = usageFile
            job.request.priceFile = priceFile
            job.allowsEmpty = true
            return job
        }
    }
#endif
