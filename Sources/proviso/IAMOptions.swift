import AccessQuestions
import ArgumentParser
import Documents
import Engine
import Reports

/// The policies that limit a principal beside its own.
struct IAMLimitOptions: ParsableArguments {
    @Option(
        name: .customLong("scp"),
        help: ArgumentHelp(
            "Service control policies of one level, from the root to the account; several files with commas. May be repeated, one level each.",
            valueName: "file"))
    var serviceControl: [String] = []

    @Option(
        name: .customLong("rcp"),
        help: ArgumentHelp(
            "Resource control policies of one level. May be repeated, one level each.", valueName: "file"))
    var resourceControl: [String] = []

    @Option(help: ArgumentHelp("The permissions boundary.", valueName: "file"))
    var boundary: String?

    @Option(help: ArgumentHelp("The session policy.", valueName: "file"))
    var session: String?

    @Option(
        name: .customLong("resource-policy"),
        help: ArgumentHelp(
            "The policy of the resource that is asked about: a file, or FILE#NAME for that of one resource of a file.",
            valueName: "file"))
    var resource: [String] = []

    @Option(help: ArgumentHelp("Who asks: a user, a role or a session of a role.", valueName: "arn"))
    var principal: String?

    func files(identity: [String]) -> PolicySetFiles {
        var files = PolicySetFiles()
        files.identity = identity
        files.serviceControl = serviceControl
        files.resourceControl = resourceControl
        files.boundary = boundary
        files.session = session
        files.resource = resource
        files.principal = principal
        return files
    }
}

/// A principal's own policies with those that limit it.
struct IAMPolicyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Policies of the principal: a file, or FILE#NAME for those of one principal of a file, which may be a template, a plan or a Terraform folder. May be repeated.",
            valueName: "file"))
    var identity: [String] = []

    @OptionGroup var limits: IAMLimitOptions

    var files: PolicySetFiles { limits.files(identity: identity) }

    func validate() throws {
        guard !identity.isEmpty || !limits.resource.isEmpty else {
            throw ValidationError("Give the policies of the principal with --identity.")
        }
    }
}

/// How an answer is printed.
struct IAMAnswerOptions: ParsableArguments {
    enum Form: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Option(help: "The form of the answer: text or json.")
    var format: Form = .text

    @Option(help: "Colour: auto, always or never.")
    var color: ColorMode.Option = .auto

    /// Answers, and ends with the code that the answer calls for.
    func run(_ answer: (Console) throws(Diagnostic) -> any AnswerOutput) throws {
        let console = Console(color: color)
        let status: Int32
        do throws(Diagnostic) {
            status = try print(try answer(console), on: console)
        } catch {
            console.report(error)
            status = ExitStatus.notJudged.rawValue
        }
        if status != ExitStatus.clean.rawValue { throw ExitCode(status) }
    }

    private func print(_ answer: any AnswerOutput, on console: Console) throws(Diagnostic) -> Int32 {
        let stream = ReportStream(sink: DescriptorSink.standardOutput)
        switch format {
        case .text: stream.write(answer.text(color: console.outputColor, width: console.width))
        case .json: answer.writeJSON(to: stream)
        }
        try stream.finish()
        return answer.exitCode
    }
}

extension Console {
    /// Reads the files of a policy set and says what is doubtful about them.
    func load(_ files: PolicySetFiles) throws(Diagnostic) -> LoadedPolicies {
        let policies = try LoadedPolicies(files)
        for warning in policies.warnings { report(warning) }
        return policies
    }
}
