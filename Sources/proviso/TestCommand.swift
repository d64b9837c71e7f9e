import ArgumentParser
import Documents
import Engine
import Policies
import Reports

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `proviso test`: do policies say what their tests expect?
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the tests of policy packs.",
        discussion: """
            The cases of `compute.yaml` lie in `compute.test.yaml` beside it. An input that says with `# expect: pack/rule` \
            what is found on a line is compared with what is found. A rule without a passing and a failing case fails. \
            Without a path, the folders Policies, policies and Examples of the working directory are tested.

            Exit codes: 0 everything as expected, 1 something else, 2 something could not be tested.
            """)

    @Argument(help: "Packs, files of cases, examples, and directories of these.")
    var paths: [String] = []

    @Flag(help: "Change each rule in small ways, and fail on a change that no case notices.")
    var mutate = false

    @Flag(
        help: """
            Judge each case in every other form, too, and fail where the verdict is another one. Forms: \
            \(ParityForm.allCases.map(\.rawValue).joined(separator: ", ")).
            """)
    var parity = false

    @Flag(help: "Run again whenever a file changes, until interrupted.")
    var watch = false

    @Option(
        name: .customLong("format"),
        help: ArgumentHelp(
            "A form of report, and the file to write it to. May be repeated. Forms: text, json, junit.",
            valueName: "form[=file]"))
    var targets: [Target] = []

    @Option(help: "Colour: auto, always or never.")
    var color: ColorMode.Option = .auto

    struct Target: ExpressibleByArgument {
        var format: PolicyTestFormat
        var file: String?

        init(format: PolicyTestFormat, file: String? = nil) {
            self.format = format
            self.file = file
        }

        init?(argument: String) {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let format = PolicyTestFormat(rawValue: parts[0]), parts.count == 1 || !parts[1].isEmpty else {
                return nil
            }
            self.init(format: format, file: parts.count > 1 ? parts[1] : nil)
        }
    }

    func validate() throws {
        guard targets.filter({ $0.file == nil }).count <= 1 else {
            throw ValidationError(
                "Only one report can go to standard output; give the others a file: --format form=file.")
        }
    }

    func run() throws {
        let console = Console(color: color)
        let paths = paths.isEmpty ? Self.ownFolders : paths
        guard !paths.isEmpty else {
            throw ValidationError("There is no folder Policies, policies or Examples here; give a path.")
        }
        guard watch else { return try end(test(paths, console)) }
        var watcher = FileWatcher { PolicyTestPlan(paths: paths).files + paths }
        repeat { _ = test(paths, console) } while watcher.waitForChange()
        throw ExitCode(128 + (watcher.signal ?? SIGINT))
    }

    private static var ownFolders: [String] {
        ["Policies", "policies", "Examples"].filter { FileWalker().walk($0).problems.isEmpty }
    }

    private func end(_ status: ExitStatus) throws {
        if status != .clean { throw ExitCode(status.rawValue) }
    }

    private func test(_ paths: [String], _ console: Console) -> ExitStatus {
        let run = PolicyTestRun(PolicyTestPlan(paths: paths), mutates: mutate, comparesForms: parity)
        for problem in run.problems { console.report(problem) }
        for pack in run.packs {
            for words in pack.inexpressible { console.report(Diagnostic(.note, file: pack.file, message: words)) }
        }
        for target in targets.isEmpty ? [Target(format: .text)] : targets {
            let report = PolicyTestReport(
                format: target.format, color: target.file == nil ? console.outputColor : .never, width: console.width)
            do throws(Diagnostic) {
                if let file = target.file {
                    try ReportFile(path: file).write { (sink) throws(Diagnostic) in try report.write(run, to: sink) }
                } else {
                    try report.write(run, to: DescriptorSink.standardOutput)
                }
            } catch {
                console.report(error)
                return .notJudged
            }
        }
        return run.status
    }
}
