public import ArgumentParser
import Documents
import Engine
public import PolicyAuthoring
import Reports

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `proviso init`: sets the program up in a repository.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Look at what a repository holds, and write configuration, commit hook and workflow.",
        discussion: """
            Nothing that exists is overwritten without --force. A hook is added to those of a .pre-commit-config.yaml, which is
            never overwritten.

            Exit codes: 0 written, 2 something could not be written or exists already.
            """)

    @Argument(help: "The folder of the repository.")
    var folder = "."

    @Flag(help: "Overwrite files that exist.")
    var force = false

    @Flag(help: "Print the files instead of writing them.")
    var dryRun = false

    @Option(
        help: "The build system for which a workflow is written: github, gitlab or none. By default, what is found.")
    var pipeline: StarterFiles.Pipeline?

    func run() throws {
        let console = Console(color: .auto)
        guard isDirectory(folder) else {
            console.report(Diagnostic(file: folder, message: "there is no such folder", help: "check the path"))
            throw ExitCode(ExitStatus.notJudged.rawValue)
        }
        let survey = RepositorySurvey(of: folder)
        survey.problems.forEach(console.report)
        var files = StarterFiles(for: survey, pipeline: pipeline ?? detected(survey)).files
        try console.print { $0.write(survey.sentence + "\n") }
        let isRefused = try mergeHooks(into: &files, console)
        try console.print { stream in
            if dryRun { for file in files { stream.write("\n--- \(file.path)\n\(file.text)") } }
        }
        if dryRun, isRefused { throw ExitCode(ExitStatus.notJudged.rawValue) }
        if dryRun { return }
        let existing = force ? [] : files.filter { !$0.isAddition && access(path(of: $0), F_OK) == 0 }
        for file in existing {
            console.report(
                Diagnostic(
                    file: path(of: file), message: "the file exists and stays as it is",
                    help: "`--force` overwrites it; `--dry-run` prints what would be written"))
        }
        let kept = Set(existing.map(\.path))
        for file in files where !kept.contains(file.path) { try write(file, console) }
        if isRefused || !existing.isEmpty { throw ExitCode(ExitStatus.notJudged.rawValue) }
        try console.print { stream in
            if files.contains(where: { $0.path == StarterFiles.gitlabFile }) {
                stream.write("next: include `\(StarterFiles.gitlabFile)` in .gitlab-ci.yml, as its first line says\n")
            }
            stream.write("next: `proviso check .`; `proviso baseline create` lets stay what is found by now\n")
        }
    }

    /// Adds our hook to a file with the hooks of others.
    /// - Returns: whether that is not possible.
    private func mergeHooks(into files: inout [StarterFiles.File], _ console: Console) throws -> Bool {
        guard let index = files.firstIndex(where: { $0.path == HookConfiguration.fileName }),
            access(path(of: files[index]), F_OK) == 0
        else { return false }
        let path = path(of: files[index])
        do throws(Diagnostic) {
            if let text = try HookConfiguration.adding(to: try FileReader().read(path)) {
                files[index].text = text
                files[index].isAddition = true
            } else {
                files.remove(at: index)
            }
            return false
        } catch {
            files.remove(at: index)
            try console.print { stream in
                stream.write("\n--- to add to \(path)\n")
                for line in HookConfiguration.entry { stream.write(line + "\n") }
            }
            console.report(error)
            return true
        }
    }

    private func detected(_ survey: RepositorySurvey) -> StarterFiles.Pipeline {
        let hasPipeline = access("\(folder)/.gitlab-ci.yml", F_OK) == 0
        return hasPipeline || survey.isOnGitLab ? .gitlab : .github
    }

    private func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private func path(of file: StarterFiles.File) -> String { folder == "." ? file.path : "\(folder)/\(file.path)" }

    private func write(_ file: StarterFiles.File, _ console: Console) throws {
        do throws(Diagnostic) {
            try TextFile.write(file.text, to: path(of: file))
        } catch {
            console.report(error)
            throw ExitCode(ExitStatus.notJudged.rawValue)
        }
        try console.print { $0.write("wrote \(path(of: file))\n") }
    }
}

extension StarterFiles.Pipeline: ExpressibleByArgument {}

extension RepositorySurvey {
    /// What was found, for people.
    fileprivate var sentence: String {
        let forms = [
            (templates, "template"), (plans, "Terraform plan"),
            (configurations, "Terraform configuration"), (apiOutputs, "file of API output"),
            (resourceFiles, "file of resources"), (iamPolicies, "IAM policy"), (packFolders.count, "folder of packs"),
            (application == nil ? 0 : 1, "CDK application"), (isServerless ? 1 : 0, "SAM application"),
        ]
        let found = forms.filter { $0.0 > 0 }.map { count, noun in
            count == 1 ? "1 \(noun)" : "\(count) " + (noun.hasSuffix("y") ? noun.dropLast() + "ies" : noun + "s")
        }
        let keys =
            usualTagKeys.isEmpty
            ? "" : "; most tagged resources carry \(usualTagKeys.map { Diagnostic.shown($0) }.joined(separator: ", "))"
        return "found " + (found.isEmpty ? "no inputs yet" : found.joined(separator: ", ")) + keys
    }
}
