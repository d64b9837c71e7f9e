public import ArgumentParser
import Documents
import Engine
public import Reports

/// `proviso eval`: tries an expression out.
struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Evaluate a CEL expression over a file and say what decided.",
        discussion: """
            The members of the file are variables, and `data` is the whole.

            Exit codes: 0 there is a value, 2 there is none.
            """)

    @Argument(help: "The expression.")
    var expression: String

    @Option(name: .customLong("data"), help: "A file of JSON or YAML; `-` is standard input.")
    var dataPath: String?

    @Flag(help: "Say what decided whatever the value is; otherwise only where it is false.")
    var explain = false

    @Flag(help: "Refuse what other implementations of CEL do not accept.")
    var strict = false

    @Option(help: "text, or json: the value alone with its type, such as {\"int\": \"1\"}.")
    var format: ExpressionReport.Format = .text

    @Option(help: "Colour: auto, always or never.")
    var color: ColorMode.Option = .auto

    /// Arguments in which an expression that begins with a dash, such as `-1 < 0`, cannot be taken for an option.
    static func marked(_ arguments: [String]) -> [String] {
        guard arguments.first == configuration.commandName, !arguments.contains("--"),
            let index = arguments.firstIndex(where: { ExpressionRequest.isExpression(argument: $0) })
        else { return arguments }
        return arguments[..<index] + arguments[(index + 1)...] + ["--", arguments[index]]
    }

    func run() throws {
        let console = Console(color: color)
        let report = ExpressionReport(format: format, color: console.outputColor, width: console.width)
        let outcome = Result { () throws(ExpressionFailure) in try ExpressionRun.run(request) }
        do throws(Diagnostic) {
            try write(outcome, report, console)
        } catch {
            console.report(error)
            throw ExitCode(ExitStatus.notJudged.rawValue)
        }
        if case .failure = outcome { throw ExitCode(ExitStatus.notJudged.rawValue) }
    }

    private var request: ExpressionRequest {
        var request = ExpressionRequest(expression, dataPath: dataPath)
        request.isStrict = strict
        request.alwaysExplains = explain
        return request
    }

    private func write(
        _ outcome: Result<ExpressionResult, ExpressionFailure>, _ report: ExpressionReport, _ console: Console
    ) throws(Diagnostic) {
        switch outcome {
        case .success(let result):
            result.warnings.forEach(console.report)
            try report.write(result, to: DescriptorSink.standardOutput)
        case .failure(let failure):
            failure.problems.forEach(console.report)
            try report.write(failure, to: DescriptorSink.standardOutput)
        }
    }
}

extension ExpressionReport.Format: ExpressibleByArgument {}
