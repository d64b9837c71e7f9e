import Foundation
import Testing

@Suite("Exit codes")
struct ExitCodeTests {
    /// The files of every case.
    static let files = [
        "clean.yaml": Inputs.clean, "untagged.yaml": Inputs.untagged, "odd.yaml": Inputs.oddEnvironment,
        "undetermined.yaml": Inputs.undetermined, "broken.yaml": Inputs.brokenTemplate, "pack.yaml": Inputs.brokenPack,
        "reported.yaml": Inputs.reportedPack,
        "words.yaml": "just: words", "chart/Chart.yaml": Inputs.chart, "chart/templates/web.yaml": Inputs.chartTemplate,
        "mixed/broken.yaml": Inputs.brokenTemplate, "mixed/web.yaml": Inputs.chartTemplate,
        "mixed/untagged.yaml": Inputs.untagged, "none/notes.txt": "nothing", "packs/readme.md": "no pack",
    ]

    struct Case: CustomTestStringConvertible {
        var command: String
        var code: Int32
        /// What standard output or standard error must say.
        var says: String

        init(_ command: String, _ code: Int32, _ says: String = "") {
            self.command = command
            self.code = code
            self.says = says
        }

        var testDescription: String { "\(command) -> \(code)" }
    }

    @Test(
        "are those of the table",
        arguments: [
            Case("check clean.yaml", 0, "nothing failed"),
            Case("check broken.yaml", 2, "nothing could be judged"),
            Case("check untagged.yaml", 1, "1 failed (1 high)"),
            Case("check odd.yaml", 1, "1 failed (1 medium)"),
            Case("check odd.yaml --fail-on high", 0, "1 failed (1 medium)"),
            Case("check untagged.yaml --fail-on high", 1),
            Case("check untagged.yaml --fail-on critical", 0),
            Case("check untagged.yaml --exit-zero", 0, "1 failed"),
            Case("check undetermined.yaml", 0, "2 unknown"),
            Case("check undetermined.yaml --on-unknown fail", 3, "2 unknown"),
            Case("check undetermined.yaml --on-unknown fail --exit-zero", 0, "2 unknown"),
            Case("check undetermined.yaml --no-builtin --policy reported.yaml --on-unknown fail", 0, "1 unknown"),
            Case("check undetermined.yaml odd.yaml --on-unknown fail", 1),
            Case("check undetermined.yaml odd.yaml --on-unknown fail --fail-on high", 3),
            // What could not be judged goes before everything else.
            Case("check untagged.yaml broken.yaml", 2, "1 error"),
            Case("check untagged.yaml broken.yaml --exit-zero", 2),
            Case("check undetermined.yaml broken.yaml --on-unknown fail", 2),
            Case("check missing.yaml", 2, "the file does not exist"),
            Case("check clean.yaml missing.yaml", 2, "the file does not exist"),
            Case("check ''", 2, "the file does not exist"),
            // Nothing to judge.
            Case("check none", 2, "there is no resource to judge"),
            Case("check none --allow-empty", 0),
            Case("check words.yaml", 2, "there is no resource to judge"),
            Case("check words.yaml --allow-empty", 0),
            Case("check words.yaml --hook", 0),
            // Directories and hooks pass over what is none of ours.
            Case("check chart --allow-empty", 0, "2 files (1 Helm chart, 1 not an input, and not readable as one)"),
            Case("check chart/templates/web.yaml", 2, "template syntax"),
            Case("check chart/templates/web.yaml clean.yaml --hook", 0, "skipped"),
            Case("check chart/templates/web.yaml --hook", 0, "skipped"),
            Case("check broken.yaml --hook", 2),
            Case("check missing.yaml --hook", 2),
            // The good files of a directory are judged beside the broken one.
            Case("check mixed", 2, "Model is not tagged with cost-center, environment, owner"),
            // Usage.
            Case("check", 2, "Give at least one file or directory"),
            Case("check --nope clean.yaml", 2, "Unknown option '--nope'"),
            Case("chekc clean.yaml", 2),
            Case("check clean.yaml --format yaml", 2, "text, json, sarif"),
            Case("check clean.yaml --format json=", 2, "'json=' is invalid"),
            Case("check clean.yaml --format json --format text", 2, "Only one report can go to standard output"),
            Case("check clean.yaml --format json=- --format text", 2, "Only one report can go to standard output"),
            Case("check clean.yaml --format json=-", 0, "\"proviso-report/1\""),
            Case("check clean.yaml --format json=a --format csv=./a", 2, "two reports would go here"),
            Case("check clean.yaml --format json=./clean.yaml", 2, "the report would overwrite it"),
            Case("check clean.yaml --fail-on hihg", 2, "'hihg' is invalid"),
            Case("check clean.yaml --on-unknown maybe", 2),
            Case(
                "check clean.yaml --type AWS::SageMaker::TransformJb", 2, "did you mean `AWS::SageMaker::TransformJob`"),
            Case("check clean.yaml --rule 'nope/*'", 2, "no rule matches `nope/*`"),
            Case("check clean.yaml --rule tagging/requird-tags", 2, "did you mean `tagging/required-tags`"),
            Case("check clean.yaml --skip-rule nope", 2, "no rule matches `nope`"),
            Case("check clean.yaml --skip-rule '*'", 2, "no rule is selected"),
            Case("check untagged.yaml --skip-rule 'tagging/*'", 0),
            Case("check untagged.yaml --rule 'compute/*'", 0),
            Case("check clean.yaml --param tagging.requiredKeys=5", 2, "expects the type list(string)"),
            Case("check clean.yaml --param 'tagging.requiredKeys=[1]'", 2, "expects the type list(string)"),
            Case("check clean.yaml --param 'tagging.requiredKeys=[a'", 2, "--param tagging.requiredKeys:1:"),
            Case("check clean.yaml --param tagging.requiredKey=5", 2, "did you mean `tagging.requiredKeys`"),
            Case("check clean.yaml --param tagging", 2, "write `--param pack.name=value`"),
            Case("check clean.yaml --param 'tagging.requiredKeys=[budget]'", 1, "not tagged with budget"),
            // Policies.
            Case("check clean.yaml --no-builtin", 2, "no rule is selected"),
            Case("check clean.yaml --policy missing", 2, "the file does not exist"),
            Case("check clean.yaml --policy packs", 2, "there is no policy file in this directory"),
            Case("check clean.yaml --policy pack.yaml", 2, "pack.yaml:8:"),
            Case("check clean.yaml --policy clean.yaml", 2, "unknown key"),
            // Help.
            Case("--help", 0, "USAGE"), Case("check --help", 0, "--fail-on"), Case("help check", 0, "--fail-on"),
            Case("--version", 0, "proviso "), Case("check --version", 0, "proviso "), Case("", 0, "USAGE"),
        ])
    func table(_ test: Case) throws {
        let scratch = try Scratch(Self.files)
        let ending = try Executable.shell("$proviso \(test.command) </dev/null", in: scratch.folder)
        #expect(ending.code == test.code, "\(ending.output)")
        let words = ending.output.replacing(/\s+/, with: " ")
        #expect(test.says.isEmpty || words.contains(test.says), "\(ending.output)")
    }

    @Test("an unreadable file is an error", .enabled(if: getuid() != 0, "root reads everything"))
    func unreadable() throws {
        let scratch = try Scratch(["a.yaml": Inputs.clean, "b.yaml": Inputs.clean])
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: scratch["a.yaml"].path)
        for path in ["a.yaml", "."] {
            let ending = try Executable.run(["check", path], in: scratch.folder)
            #expect(ending.code == 2)
            #expect(ending.output.contains("permission denied"))
        }
    }

    @Test("a report that cannot be written is an error, and the others are written all the same")
    func unwritable() throws {
        let scratch = try Scratch(["clean.yaml": Inputs.clean])
        let ending = try Executable.run(
            ["check", "clean.yaml", "--format", "json=no/such/folder.json", "--format", "sarif=good.sarif"],
            in: scratch.folder)
        #expect(ending.code == 2)
        #expect(ending.errors.contains("cannot write `no/such/folder.json`"))
        #expect(FileManager.default.fileExists(atPath: scratch["good.sarif"].path))
    }

    @Test("a folder that may not be written is an error", .enabled(if: getuid() != 0, "root writes everywhere"))
    func readOnly() throws {
        let scratch = try Scratch(["clean.yaml": Inputs.clean, "out/keep": ""])
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: scratch["out"].path)
        let ending = try Executable.run(["check", "clean.yaml", "--format", "json=out/a.json"], in: scratch.folder)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: scratch["out"].path)
        #expect(ending.code == 2)
        #expect(ending.errors.contains("cannot write `out/a.json`"))
    }

    @Test("every format can be asked for at once, each with a file")
    func formats() throws {
        let scratch = try Scratch(["untagged.yaml": Inputs.untagged])
        let formats = ["text", "json", "sarif", "junit", "github", "gitlab", "markdown", "csv"]
        let ending = try Executable.run(
            ["check", "untagged.yaml"] + formats.flatMap { ["--format", "\($0)=out.\($0)"] }, in: scratch.folder)
        #expect(ending.code == 1)
        #expect(ending.output.isEmpty && ending.errors.isEmpty)
        for format in formats {
            #expect(try Data(contentsOf: scratch["out.\(format)"]).count > 50, "\(format)")
        }
    }

    @Test("what went wrong is said on standard error when no readable report goes to standard output")
    func silentReports() throws {
        let scratch = try Scratch(["broken.yaml": Inputs.brokenTemplate])
        for format in ["json", "sarif=a.sarif", "text=a.txt"] {
            let ending = try Executable.run(["check", "broken.yaml", "--format", format], in: scratch.folder)
            #expect(ending.code == 2)
            #expect(ending.errors.contains("broken.yaml:3:"), "\(format): \(ending.errors)")
        }
    }
}
