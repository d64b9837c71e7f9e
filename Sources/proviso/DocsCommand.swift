import ArgumentParser
import Documents
import Engine
import PolicyAuthoring

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `proviso docs`: pages of documentation from packs.
struct DocsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs", abstract: "Write a page for each rule of some packs, and a catalogue.",
        discussion: "Exit codes: 0 written or up to date, 1 with --check: a page is stale, 2 a pack is wrong.")

    @Argument(help: "Packs and directories of packs; their tests give the examples.")
    var paths: [String]

    @Option(help: "The folder of the pages.")
    var output = "Docs/rules"

    @Flag(help: "Write nothing; fail when a page is missing, differs, or belongs to no rule.")
    var check = false

    func run() throws {
        let console = Console(color: .auto)
        let documentation = RuleDocumentation(PolicyTestPlan(paths: paths))
        guard documentation.problems.isEmpty else {
            documentation.problems.forEach(console.report)
            throw ExitCode(ExitStatus.notJudged.rawValue)
        }
        let stale = stale(documentation)
        guard !check else {
            for path in stale {
                console.report(
                    Diagnostic(
                        file: path, message: "the page does not say what the packs say",
                        help: "run `proviso docs` and commit what it writes"))
            }
            if !stale.isEmpty { throw ExitCode(ExitStatus.findings.rawValue) }
            return
        }
        do throws(Diagnostic) {
            for page in documentation.pages { try TextFile.write(page.text, to: path(of: page)) }
        } catch {
            console.report(error)
            throw ExitCode(ExitStatus.notJudged.rawValue)
        }
        let known = Set(documentation.pages.map(path))
        for path in stale where !known.contains(path) { unlink(path) }
    }

    private func path(of page: RuleDocumentation.Page) -> String { "\(output)/\(page.path)" }

    /// The pages that are not as they would be written, and those that no rule has.
    private func stale(_ documentation: RuleDocumentation) -> [String] {
        let different = documentation.pages.filter { page in
            guard let source = try? FileReader().read(path(of: page)) else { return true }
            return !source.hasBytes(page.text.utf8)
        }.map(path)
        var options = FileWalker.Options()
        options.suffixes = [".md"]
        let known = Set(documentation.pages.map(path))
        return different + FileWalker(options: options).walk(output).files.filter { !known.contains($0) }
    }
}
