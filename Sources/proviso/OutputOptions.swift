public import ArgumentParser
import Engine
import Policies
public import Reports

struct OutputOptions: ParsableArguments {
    @Option(
        name: .customLong("format"),
        help: ArgumentHelp(
            "A form of report, and the file to write it to. May be repeated. Forms: \(Self.forms).",
            valueName: "form[=file]"))
    var targets: [ReportOutput.Target] = []

    @Option(help: "Colour: auto, always or never.")
    var color = ReportOutput().color

    @Flag(name: .customLong("include-pass"), help: "List the resources that satisfy a rule as well.")
    var includesPasses = false

    private static var forms: String { ReportFormat.allCases.map(\.rawValue).joined(separator: ", ") }

    func validate() throws {
        guard targets.filter({ $0.file == nil }).count <= 1 else {
            throw ValidationError(
                "Only one report can go to standard output; give the others a file: --format form=file.")
        }
    }

    var reports: ReportOutput { ReportOutput(targets: targets, color: color, includesPasses: includesPasses) }
}

struct ColorOptions: ParsableArguments {
    @Option(help: "Colour: auto, always or never.")
    var color: ColorMode.Option = .auto
}

extension ColorMode.Option: ExpressibleByArgument {}

extension ReportOutput.Target: ExpressibleByArgument {
    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let format = ReportFormat(rawValue: parts[0]), parts.count == 1 || !parts[1].isEmpty else { return nil }
        self.init(format: format, file: parts.count > 1 && parts[1] != "-" ? parts[1] : nil)
    }
}
