public import ArgumentParser
import Documents
import Engine
public import Policies
import Readers
import Reports
import Resources

struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: "The configuration file; otherwise proviso.yaml between here and the root of the repository.")
    var file: String?

    @Flag(name: .customLong("no-config"), help: "Read no configuration file.")
    var isOff = false

    func validate() throws {
        if file != nil, isOff { throw ValidationError("Give --config or --no-config, not both.") }
    }

    var choice: ConfigurationChoice {
        ConfigurationChoice(option: file, isOff: isOff, variable: CheckSettings.configurationVariable)
    }
}

struct PolicyOptions: ParsableArguments {
    @Option(name: .customLong("policy"), help: "A policy pack, or a directory of packs. May be repeated.")
    var paths: [String] = []

    @Flag(name: .customLong("no-builtin"), help: "Leave the built-in packs out.")
    var excludesBuiltin = false

    @Option(
        help:
            "The choice of rules: starter, recommended, strict, finops, security, security-hub, ... (default: recommended)"
    )
    var profile: String?

    @Option(name: .customLong("rule"), help: "Only rules whose id matches this glob. May be repeated.")
    var only: [String] = []

    @Option(name: .customLong("skip-rule"), help: "No rules whose id matches this glob. May be repeated.")
    var except: [String] = []

    @Option(
        name: .customLong("param"),
        help: ArgumentHelp("A parameter of a pack; the value is YAML. May be repeated.", valueName: "pack.name=value"))
    var parameters: [String] = []

    func validate() throws { _ = try overrides() }

    func selection() throws -> PolicySelection {
        var selection = PolicySelection()
        selection.includesBuiltin = !excludesBuiltin
        selection.paths = paths
        selection.profile = profile
        selection.only = only
        selection.except = except
        selection.overrides = try overrides()
        return selection
    }

    private func overrides() throws -> [ParameterOverride] {
        try parameters.map { parameter in
            do throws(Diagnostic) {
                return try ParameterOverride(parsing: parameter)
            } catch {
                throw ValidationError([error.message, error.help].compactMap(\.self).joined(separator: "; "))
            }
        }
    }
}

struct InputOptions: ParsableArguments {
    @Option(
        name: .customLong("type"),
        help: "The resource type of every record of the API output given, such as AWS::SageMaker::TransformJob.")
    var type: String?

    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp("The day on which to judge, for `until`, `effective` and `today`.", valueName: "date"))
    var day: CalendarDate?

    @Option(help: "The name under which standard input is reported.")
    var stdinFilename = CheckRequest(paths: [], now: 0).standardInputName

    @Flag(name: .customLong("hook"), help: "Pass over named files that are none of ours, as a commit hook needs it.")
    var isHook = false

    @Option(
        name: .customLong("context"),
        help: ArgumentHelp(
            "A file or directory whose resources the inputs may refer to; they are not judged. May be repeated.",
            valueName: "path"))
    var contextPaths: [String] = []

    @Flag(
        name: .customLong("include-unchanged"),
        help: "Judge what a Terraform plan leaves as it is, too, not only what it creates, updates or replaces.")
    var includesUnchanged = false

    @Option(
        name: .customLong("var"),
        help: ArgumentHelp(
            "A variable of a Terraform configuration. May be repeated; the last value counts.",
            valueName: "name=value"))
    var variables: [TerraformVariable] = []

    @Option(
        name: .customLong("var-file"),
        help: ArgumentHelp(
            "A file with variables of a Terraform configuration; --var goes before it. May be repeated.",
            valueName: "file"))
    var variableFiles: [String] = []

    @Option(help: "The workspace of a Terraform configuration; without it `terraform.workspace` is not known.")
    var workspace: String?

    @Option(
        help: ArgumentHelp(
            "The folder with the Terraform files that plans were made from, into which findings point; by default that of each plan.",
            valueName: "folder"))
    var terraformDir: String?

    @Option(
        name: .customLong("usage"),
        help: ArgumentHelp(
            "What the bill says of the resources, as `proviso usage --format json` gives it.", valueName: "file"))
    var usageFile: String?

    @Option(
        name: .customLong("prices"),
        help: ArgumentHelp(
            "Prices of instances by the hour, YAML or CSV, for resources of which no bill speaks.", valueName: "file"))
    var priceFile: String?

    @Option(
        help: ArgumentHelp("How long reading a file, and then judging it, may take.", valueName: "seconds"))
    var timeout = RunLimits().fileSeconds

    @Option(help: ArgumentHelp("How many findings are kept.", valueName: "count"))
    var maxFindings = RunLimits().findings

    @Option(help: ArgumentHelp("Threads; by default one for each processor.", visibility: .hidden))
    var threads: Int?

    func validate() throws {
        guard timeout > 0 else { throw ValidationError("--timeout takes a number of seconds above 0.") }
        guard maxFindings > 0 else { throw ValidationError("--max-findings takes a number above 0.") }
        guard let type, Catalogue.type(named: type) == nil else { return }
        let near = Catalogue.suggestions(for: type).first.map { "; did you mean `\($0)`?" }
        throw ValidationError("No resource type is called `\(type)`\(near ?? "")")
    }

    func apply(to request: inout CheckRequest) {
        request.form = type.map { .apiOutput(type: $0) }
        request.standardInputName = stdinFilename
        request.isHook = isHook
        request.contextPaths = contextPaths
        request.terraform.includesUnchanged = includesUnchanged
        request.terraform.workspace = workspace
        request.terraformDirectory = terraformDir
        request.usageFile = usageFile
        request.priceFile = priceFile
        for file in variableFiles { request.terraform.setVariables(from: file) }
        for variable in variables { request.terraform.setVariable(variable.name, to: variable.value) }
        if let day { request.now = Int64(day.daysSince1970) * 86_400 }
        // A century is as good as no limit.
        request.runLimits.fileSeconds = min(timeout, 3_155_760_000)
        request.runLimits.findings = min(maxFindings, Int(Int32.max))
        request.workers = threads.map { min(max(1, $0), 64) }
    }
}

struct AccessOptions: ParsableArguments {
    @Option(
        name: .customLong("scp"),
        help: ArgumentHelp(
            "Service control policies of one level, from the root to the account; several files with commas. May be repeated, one level each.",
            valueName: "file"))
    var serviceControl: [String] = []

    @Option(
        help: ArgumentHelp("The permissions boundary of principals that have none in the input.", valueName: "file"))
    var boundary: String?

    @Option(help: ArgumentHelp("The session policy of principals.", valueName: "file"))
    var session: String?

    @Flag(
        name: .customLong("assume-no-scp"),
        help: "No service control policy forbids anything but those that are given.")
    var assumesNoServiceControl = false

    var files: AccessFiles {
        var files = AccessFiles()
        files.serviceControl = serviceControl
        files.boundary = boundary
        files.session = session
        files.assumesNoServiceControl = assumesNoServiceControl ? true : nil
        return files
    }
}

struct GateOptions: ParsableArguments {
    @Option(
        help: "The lowest severity that counts: info, low, medium, high or critical. (default: \(Gate().failOn))")
    var failOn: Severity?

    @Option(help: "Whether undetermined verdicts count: ignore or fail. (default: ignore)")
    var onUnknown: OnUnknown?

    @Option(
        help: ArgumentHelp(
            "What resources with failures may cost together in a month; from this on the run fails.",
            valueName: "amount"))
    var failOnCost: Double?

    @Flag(help: "End with 0 also when there are findings, for those who gate elsewhere.")
    var exitZero = false

    @Flag(help: "Input without any resource is fine.")
    var allowEmpty = false

    enum OnUnknown: String, ExpressibleByArgument, CaseIterable {
        case ignore, fail
    }

    func validate() throws {
        guard let failOnCost else { return }
        guard failOnCost.isFinite, failOnCost >= 0 else {
            throw ValidationError("--fail-on-cost takes an amount of money from 0 on.")
        }
    }

    func apply(to settings: inout CheckSettings) {
        settings.job.failOnCost = failOnCost
        settings.job.failOn = failOn
        settings.job.failsOnUnknown = onUnknown.map { $0 == .fail }
        settings.job.allowsEmpty = allowEmpty
        settings.exitsZero = exitZero
    }
}

extension Severity: ExpressibleByArgument {}

extension CalendarDate: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// `name=value` behind `--var`.
struct TerraformVariable: ExpressibleByArgument {
    let name: String
    let value: String

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else { return nil }
        name = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
    }
}
