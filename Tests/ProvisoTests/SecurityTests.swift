import Foundation
import Testing

/// What an attacker who writes a pull request may try. SECURITY.md names each of these tests beside its defence.
@Suite("Security")
struct SecurityTests {
    static let formats = ["text", "json", "sarif", "junit", "github", "gitlab", "markdown", "csv", "html"]
    /// What lies outside of the repository and must be seen nowhere.
    private static let secret = "hush-4711"

    /// A repository beside a file that it has no right to, and the links that lead there.
    private func repository(_ files: [String: String]) throws -> (scratch: Scratch, folder: URL) {
        let scratch = try Scratch([
            "outside/secret.yaml": "Resources: {\(Self.secret): [\n", "repository/.git/HEAD": "",
        ])
        for (path, text) in files { try scratch.write(text, to: "repository/\(path)") }
        return (scratch, scratch["repository"])
    }

    private func link(_ path: String, to target: String, in folder: URL) throws {
        let link = folder.appending(path: path)
        try FileManager.default.createDirectory(
            at: link.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: target)
    }

    private func expectHidden(_ ending: Ending) {
        #expect(!(ending.output + ending.errors).contains(Self.secret), "\(ending.output)\(ending.errors)")
    }

    // MARK: Paths

    @Test("links that lead out of what is checked are not followed")
    func links() throws {
        let (scratch, folder) = try repository(["a/clean.yaml": Inputs.clean])
        try link("a/file.yaml", to: scratch["outside/secret.yaml"].path, in: folder)
        try link("a/folder", to: "../../outside", in: folder)
        let ending = try Executable.run(["check", "."], in: folder)
        #expect(ending.code == 0)
        expectHidden(ending)
    }

    static let terraform = [
        #"role_arn = file("../../outside/secret.yaml")"#, #"role_arn = file("link.yaml")"#,
        #"role_arn = templatefile("../../outside/secret.yaml", {})"#,
        #"role_arn = filebase64("/etc/passwd")"#, #"role_arn = join("", fileset("/", "etc/*"))"#,
        #"role_arn = file("~/secret.yaml")"#, #"role_arn = yamldecode(file("link.yaml"))["Resources"]"#,
    ]

    @Test("no function of Terraform reads a file outside of what is checked", arguments: terraform)
    func terraformFiles(_ line: String) throws {
        let (scratch, folder) = try repository([
            "tf/main.tf": """
            resource "aws_sagemaker_notebook_instance" "a" {
              instance_type = "ml.p3.2xlarge"
              \(line)
              tags = { environment = "x" }
            }
            """
        ])
        try link("tf/link.yaml", to: scratch["outside/secret.yaml"].path, in: folder)
        let ending = try Executable.run(["check", ".", "--format", "json"], in: folder)
        expectHidden(ending)
        #expect(!ending.output.contains("root:"))
        #expect(ending.output.contains("aws_sagemaker_notebook_instance.a"))
    }

    @Test("a module of Terraform outside of what is checked is not read", arguments: ["../../outside", "./link"])
    func terraformModules(_ source: String) throws {
        let (scratch, folder) = try repository([
            "tf/main.tf": "module \"m\" { source = \"\(source)\" }\n", "clean.yaml": Inputs.clean,
        ])
        try scratch.write(#"resource "aws_sagemaker_model" "\#(Self.secret)" {}"#, to: "outside/main.tf")
        try link("tf/link", to: "../../outside", in: folder)
        let ending = try Executable.run(["check", ".", "--format", "json", "--include-pass"], in: folder)
        expectHidden(ending)
    }

    static let addresses = [
        "../outside/secret.yaml", "/etc/passwd", "file:///etc/passwd", "file://../outside/secret.yaml", "link.yaml",
        "https://example.com/secret.yaml", "s3://bucket/secret.yaml", "\\\\host\\share",
    ]

    @Test("no path or address inside a template leads out of what is checked", arguments: addresses)
    func nestedPaths(_ address: String) throws {
        let template = """
            Transform: [{ Name: "AWS::Include", Parameters: { Location: '\(address)' } }]
            Resources:
              Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: '\(address)' } }
              App: { Type: AWS::Serverless::Application, Properties: { Location: '\(address)' } }
              Machine: { Type: AWS::Serverless::StateMachine, Properties: { DefinitionUri: '\(address)' } }
            """
        let (scratch, folder) = try repository(["a.yaml": template, "clean.yaml": Inputs.clean])
        try link("link.yaml", to: scratch["outside/secret.yaml"].path, in: folder)
        let ending = try Executable.run(["check", ".", "--format", "json", "--include-pass"], in: folder)
        expectHidden(ending)
        #expect(!ending.output.contains("root:x"))
    }

    static let settings = [
        "extends: [../outside/secret.yaml]", "policies: [../outside]", "policies: [../outside/secret.yaml]",
        "exceptions: ../outside/secret.yaml", "baseline: /etc/passwd", "bundles: [../outside]",
        "iam: { scps: [../outside/secret.yaml] }", "iam: { boundary: /proc/self/environ }",
        "extends: [link.yaml]", "policies: [link.yaml]", "exceptions: link.yaml", "baseline: link.yaml",
        "policies: [folder]", "exceptions: folder/secret.yaml", "extends: [dangling.yaml]",
    ]

    @Test("a configuration of the repository names no file outside of it", arguments: settings)
    func configuration(_ line: String) throws {
        let (scratch, folder) = try repository(["proviso.yaml": line + "\n", "clean.yaml": Inputs.clean])
        defer { withExtendedLifetime(scratch) {} }
        try link("link.yaml", to: "../outside/secret.yaml", in: folder)
        try link("folder", to: "../outside", in: folder)
        try link("dangling.yaml", to: "../outside/none.yaml", in: folder)
        let ending = try Executable.run(["check", "clean.yaml"], in: folder)
        #expect(ending.code == 2)
        #expect((ending.output + ending.errors).contains("lies outside of the repository"), "\(ending.errors)")
        expectHidden(ending)
    }

    @Test("a configuration that is a link out of the repository is refused", arguments: ["", "sub/"])
    func linkedConfiguration(_ directory: String) throws {
        let (scratch, folder) = try repository(["sub/clean.yaml": Inputs.clean])
        try link(directory + "proviso.yaml", to: scratch["outside/secret.yaml"].path, in: folder)
        let ending = try Executable.run(["check", "."], in: folder)
        #expect(ending.code == 2)
        #expect((ending.output + ending.errors).contains("this link leads out of the repository"))
        expectHidden(ending)
    }

    @Test("whoever runs the program may name policies that lie elsewhere")
    func namedOutside() throws {
        let (scratch, folder) = try repository(["clean.yaml": Inputs.clean])
        try scratch.write("policies: [pack.yaml]\nrules: { mine/*: high }\n", to: "outside/proviso.yaml")
        try scratch.write(
            Inputs.brokenPack.replacing("resource.type ==", with: "resource.type == 'x'"), to: "outside/pack.yaml")
        let ending = try Executable.run(
            ["check", "clean.yaml", "--config", scratch["outside/proviso.yaml"].path], in: folder)
        #expect(ending.code == 1, "\(ending.errors)")
    }

    @Test("a report replaces nothing outside of the repository, and nothing of git's")
    func reports() throws {
        for format in ["json=../outside/secret.yaml", "json=link.json", "json=folder/new.json", "text=.git/config"] {
            let (scratch, folder) = try repository([
                "proviso.yaml": "formats: ['\(format)']\n", "untagged.yaml": Inputs.untagged,
            ])
            try link("link.json", to: "../outside/secret.yaml", in: folder)
            try link("folder", to: "../outside", in: folder)
            let before = try Data(contentsOf: scratch["outside/secret.yaml"])
            let ending = try Executable.run(["check", "untagged.yaml"], in: folder)
            #expect(ending.code == 2, "\(format)")
            #expect(try Data(contentsOf: scratch["outside/secret.yaml"]) == before)
            let outside = try FileManager.default.contentsOfDirectory(atPath: scratch["outside"].path)
            #expect(outside == ["secret.yaml"])
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: ".git/config").path))
        }
    }

    @Test(
        "a link cannot choose which file a report of the command line replaces", arguments: ["link.json", "dangling"])
    func linkedReport(_ name: String) throws {
        let (scratch, folder) = try repository(["untagged.yaml": Inputs.untagged])
        try link("link.json", to: "../outside/secret.yaml", in: folder)
        try link("dangling", to: "../outside/new", in: folder)
        let ending = try Executable.run(["check", "untagged.yaml", "--format", "json=\(name)"], in: folder)
        #expect(ending.code == 2)
        #expect(ending.errors.contains("this link leads out of the repository"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch["outside"].path) == ["secret.yaml"])
    }

    // MARK: What runs and what is reached

    @Test(
        "a check opens no connection and starts no program",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"), "needs strace"))
    func systemCalls() throws {
        let template =
            Inputs.untagged + """

                  Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: "https://example.com/a.yaml" } }
                """
        let (scratch, folder) = try repository([
            "a.yaml": template, "tf/main.tf": "module \"m\" { source = \"git::https://example.com/m.git\" }\n",
        ])
        let log = scratch["calls"].path
        let ending = try Executable.shell(
            "strace -f -qq -e trace=network,process -o \(log) $proviso check . --format json=out.json", in: folder)
        // Some machines allow no tracing.
        guard let calls = try? String(contentsOfFile: log, encoding: .utf8), !calls.isEmpty else { return }
        #expect(ending.code == 1)
        let lines = calls.split(separator: "\n")
        #expect(lines.allSatisfy { !$0.contains("socket(") && !$0.contains("connect(") && !$0.contains("fork(") })
        #expect(lines.count { $0.contains("execve(") } == 1)
    }

    @Test("a check gives the same without a network", .enabled(if: Self.canUnshare, "needs a namespace of its own"))
    func withoutNetwork() throws {
        let scratch = try Scratch(["a.yaml": Inputs.untagged, "b.yaml": Inputs.oddEnvironment])
        let line = "$proviso check . --format json"
        let with = try Executable.shell(line, in: scratch.folder)
        let without = try Executable.shell("unshare -rn \(line)", in: scratch.folder)
        #expect(with.code == 1 && without.code == 1)
        #expect(with.output == without.output && with.output.contains("tagging/required-tags"))
    }

    private static let canUnshare =
        (try? Executable.shell("unshare -rn true", in: FileManager.default.temporaryDirectory).code) == 0

    @Test("names of files and of branches are never words of a shell or options of git")
    func names() throws {
        let scratch = try Scratch(["--output=x.yaml": Inputs.untagged, "$(touch pwned).yaml": Inputs.untagged])
        let git = "git init -q . && git add -A . && git -c user.name=a -c user.email=a@b commit -qm a"
        #expect(try Executable.shell(git, in: scratch.folder).code == 0)
        for arguments in [
            ["--since", "HEAD; touch pwned"], ["--since", "--output=pwned"], ["--since=--upload-pack=touch pwned"],
        ] {
            #expect(try Executable.run(["check", "."] + arguments, in: scratch.folder).code == 2)
        }
        #expect(try Executable.run(["check", "."], in: scratch.folder).code == 1)
        #expect(try Executable.run(["check", ".", "--staged"], in: scratch.folder).code != nil)
        #expect(!FileManager.default.fileExists(atPath: scratch["pwned"].path))
    }

    @Test("settings of a repository that run programs have no say")
    func gitSettings() throws {
        let scratch = try Scratch(["a.yaml": Inputs.untagged, ".gitattributes": "*.yaml diff=x filter=x\n"])
        let git = "git init -q . && git add -A . && git -c user.name=a -c user.email=a@b commit -qm a && echo >> a.yaml"
        #expect(try Executable.shell(git, in: scratch.folder).code == 0)
        let settings = """
            [diff "x"]
              textconv = touch pwned; cat
              command = touch pwned
            [diff]
              external = touch pwned
            [core]
              fsmonitor = touch pwned
              pager = touch pwned
              hooksPath = hooks
            """
        let file = scratch[".git/config"]
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data((text + settings).utf8).write(to: file)
        for arguments in [["--since", "HEAD"], ["--staged"]] {
            _ = try Executable.run(["check", "."] + arguments, in: scratch.folder)
        }
        #expect(!FileManager.default.fileExists(atPath: scratch["pwned"].path))
    }

    // MARK: What is shown

    /// Everything that a run says, in all forms at once.
    private func reports(on path: String, in scratch: Scratch) throws -> [String: String] {
        let formats = Self.formats.flatMap { ["--format", "\($0)=out-\($0)"] }
        let ending = try Executable.run(["check", path, "--include-pass"] + formats, in: scratch.folder)
        #expect(ending.code == 1, "\(path)")
        var texts = ["messages": ending.output + ending.errors]
        for format in Self.formats { texts[format] = try String(contentsOf: scratch["out-\(format)"], encoding: .utf8) }
        return texts
    }

    @Test("values that the input marks as secret are in no report")
    func secrets() throws {
        let template = """
            Parameters: { Pass: { Type: String, NoEcho: true, Default: \(Self.secret) } }
            Resources:
              Notebook:
                Type: AWS::SageMaker::NotebookInstance
                Properties:
                  InstanceType: !Ref Pass
                  Tags: [{ Key: environment, Value: !Sub 'x-${Pass}' }, { Key: owner, Value: !Ref Pass }]
            """
        let plan = """
            {"format_version":"1.2","resource_changes":[{"address":"aws_sagemaker_notebook_instance.n","mode":"managed",
            "type":"aws_sagemaker_notebook_instance","change":{"actions":["create"],
            "after":{"instance_type":"\(Self.secret)","tags":{"environment":"\(Self.secret)"}},
            "after_sensitive":{"instance_type":true,"tags":{"environment":true}}}}]}
            """
        let configuration = """
            variable "pass" {
              sensitive = true
              default   = "\(Self.secret)"
            }
            resource "aws_sagemaker_notebook_instance" "a" {
              instance_type = var.pass
              tags          = { environment = var.pass }
            }
            """
        for (name, text) in [("a.yaml", template), ("plan.json", plan), ("tf/main.tf", configuration)] {
            let scratch = try Scratch([name: text])
            for (format, report) in try reports(on: name, in: scratch) {
                #expect(!report.contains(Self.secret), "\(format) of \(name): \(report)")
            }
            for rule in ["tagging/allowed-values", "compute/accelerator-approval"] {
                expectHidden(try Executable.run(["explain", rule, name], in: scratch.folder))
            }
        }
    }

    @Test("what the input says steers no terminal and no build log")
    func commands() throws {
        let hostile = #"\e[31m\e]0;x\a\r\n::error::x\n##[error]x\n##vso[task.complete]\u202e"#
        let scratch = try Scratch([
            "a.yaml": """
            Resources:
              "\(hostile)":
                Type: AWS::SageMaker::NotebookInstance
                Properties:
                  InstanceType: "ml.p3.2xlarge"
                  Tags: [{ Key: environment, Value: "\(hostile)" }, { Key: "\(hostile)", Value: a }]
            """
        ])
        for (format, text) in try reports(on: "a.yaml", in: scratch) {
            for scalar in text.unicodeScalars where scalar != "\n" && !(format == "csv" && scalar == "\r") {
                #expect(
                    scalar.value >= 0x20 && scalar.value != 0x7F && scalar != "\u{202E}",
                    "U+\(scalar.value) in \(format)")
            }
            #expect(!text.contains("##[") && !text.contains("##vso["))
            for line in text.split(separator: "\n") { #expect(!line.drop { $0 == " " }.hasPrefix("::error::x")) }
        }
    }

    @Test("each defence of SECURITY.md has its test")
    func page() throws {
        let page = try String(contentsOf: packageRoot.appending(path: "SECURITY.md"), encoding: .utf8)
        let tests = packageRoot.appending(path: "Tests")
        let files = try #require(FileManager.default.enumerator(atPath: tests.path)).compactMap { $0 as? String }
        let sources = try files.filter { $0.hasSuffix(".swift") }.map {
            try String(contentsOf: tests.appending(path: $0), encoding: .utf8)
        }.joined()
        var rows = 0
        for line in page.split(separator: "\n") where line.hasPrefix("| ") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3, cells[0] != "what an attacker may try", !cells[0].hasPrefix("---") else { continue }
            rows += 1
            for name in cells[2].split(separator: ";").map({ $0.trimmingCharacters(in: .whitespaces) }) {
                #expect(sources.contains("\"\(name)\""), "no test is called `\(name)`")
            }
        }
        #expect(rows > 15)
    }
}
