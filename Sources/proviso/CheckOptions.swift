public import ArgumentParser
import CommandOptions
import Documents
import Engine
public import Policies
import Readers
import Reports
import Resources

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

    @OptionGroup var money: MoneyOptions

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
        money.apply(to: &request)
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

struct ExitOptions: ParsableArguments {
    @OptionGroup var gate: GateOptions

    @Flag(help: "Input without any resource is fine.")
    var allowEmpty = false

    func apply(to settings: inout CheckSettings) {
        gate.apply(to: &settings.job)
        settings.job.allowsEmpty = allowEmpty
        settings.exitsZero = gate.exitZero
    }
}

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
