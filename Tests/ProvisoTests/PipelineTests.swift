import Foundation
import Testing

/// Tools of others that the pipeline hands our files to; tests that need one that is missing are skipped and say so.
private enum Tool {
    static let preCommit = has(["pre-commit", "--version"])
    static let sarif = has(["sarif", "--version"])
    static let junit = has(["python3", "-c", "import junitparser"])
    static let schema = has(["python3", "-c", "import jsonschema"])
    static let chromium = has(["chromium", "--version"])
    static let python = has(["python3", "--version"])
    static let shellcheck = has(["shellcheck", "--version"]) && has(["python3", "-c", "import yaml"])

    private static func has(_ command: [String]) -> Bool { (try? run(command))?.code == 0 }

    static func run(
        _ command: [String], in folder: URL = packageRoot, path: String? = nil
    ) throws -> (code: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        if let path { environment["PATH"] = path + ":" + (environment["PATH"] ?? "") }
        for (name, value) in [("GIT_AUTHOR_NAME", "a"), ("GIT_COMMITTER_NAME", "a")] { environment[name] = value }
        for name in ["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"] { environment[name] = "a@example.com" }
        for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] { environment[name] = nil }
        process.environment = environment
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}

@Suite("In the pipeline")
struct PipelineTests {
    private static let bad = """
        Resources:
          N:
            Type: AWS::SageMaker::NotebookInstance
            Properties: { InstanceType: ml.p3.2xlarge, RoleArn: r }

        """
    private static let good = """
        Resources:
          M: { Type: AWS::SNS::Topic }

        """

    @Test(
        "a commit with a bad template is refused by pre-commit, a good one passes, and what is not ours is no obstacle",
        .enabled(if: Tool.preCommit, "needs pre-commit"))
    func preCommit() throws {
        let scratch = try Scratch()
        let folder = scratch["repository"]
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let program = URL(filePath: Executable.path).deletingLastPathComponent().path
        func run(_ command: String...) throws -> (code: Int32, output: String) {
            try Tool.run(command, in: folder, path: program)
        }
        func write(_ text: String, _ name: String) throws {
            try Data(text.utf8).write(to: folder.appending(path: name))
            #expect(try run("git", "add", name).code == 0)
        }
        #expect(try run("git", "init", "-q").code == 0)
        #expect(try Executable.run(["init", "--pipeline", "none"], in: folder).code == 0)
        #expect(try run("git", "add", ".pre-commit-config.yaml", "proviso.yaml").code == 0)
        #expect(try run("pre-commit", "install").code == 0)

        try write(Self.bad, "bad.yaml")
        let refused = try run("git", "commit", "-m", "bad")
        #expect(refused.code != 0)
        #expect(refused.output.contains("compute/accelerator-approval") && refused.output.contains("bad.yaml:4"))

        try write(Self.good, "bad.yaml")
        try write("apiVersion: v1\nkind: {{ .Values.kind }}\n  x: - y\n", "chart.yaml")
        try write("a: [1,\n", "broken.yaml")
        try write("\u{0}\u{1}\u{2}", "binary.json")
        let accepted = try run("git", "commit", "-m", "good")
        #expect(accepted.code == 0, "\(accepted.output)")

        try write("Resources:\n  N:\n    Type: AWS::SageMaker::NotebookInstance\n   Properties: x\n", "template.yaml")
        #expect(try run("git", "commit", "-m", "broken").code != 0)
    }

    private func report(_ form: String) throws -> (folder: Scratch, file: URL) {
        let scratch = try Scratch()
        let file = scratch["report"]
        let ending = try Executable.run(["check", "Examples", "--format", "\(form)=\(file.path)"])
        #expect(ending.code == 1)
        return (scratch, file)
    }

    @Test("the SARIF report is read by sarif-tools", .enabled(if: Tool.sarif, "needs sarif-tools"))
    func sarif() throws {
        let (folder, file) = try report("sarif")
        let named = folder["report.sarif"]
        try FileManager.default.copyItem(at: file, to: named)
        let (code, output) = try Tool.run(["sarif", "summary", named.path])
        #expect(code == 0 && output.contains("tagging/required-tags"), "\(output)")
    }

    @Test("the JUnit reports are read by junitparser", .enabled(if: Tool.junit, "needs junitparser"))
    func junit() throws {
        let (folder, file) = try report("junit")
        let tests = folder["tests.xml"]
        #expect(try Executable.run(["test", "--format", "junit=\(tests.path)"]).code == 0)
        let (code, output) = try Tool.run([
            "python3", "-c",
            """
            import sys, junitparser
            for file, failing in ((sys.argv[1], True), (sys.argv[2], False)):
                xml = junitparser.JUnitXml.fromfile(file)
                assert xml.tests == sum(len(list(suite)) for suite in xml) > 0, file
                assert (xml.failures > 0) == failing and xml.errors == 0, (file, xml.failures, xml.errors)
            """, file.path, tests.path,
        ])
        #expect(code == 0, "\(output)")
    }

    @Test(
        "the GitLab report is as GitLab documents Code Quality",
        .enabled(if: Tool.schema, "needs Python with jsonschema"))
    func gitlab() throws {
        let (folder, file) = try report("gitlab")
        defer { withExtendedLifetime(folder) {} }
        // https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
        let (code, output) = try Tool.run([
            "python3", "-c",
            """
            import json, sys, jsonschema
            schema = {"type": "array", "minItems": 1, "items": {"type": "object",
              "required": ["description", "check_name", "fingerprint", "location", "severity"],
              "properties": {
                "description": {"type": "string", "minLength": 1}, "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {"type": "object", "required": ["path"],
                  "properties": {"path": {"type": "string", "pattern": "^[^./]"}},
                  "anyOf": [
                    {"required": ["lines"], "properties": {"lines": {"required": ["begin"],
                      "properties": {"begin": {"type": "integer", "minimum": 1}}}}},
                    {"required": ["positions"], "properties": {"positions": {"required": ["begin"],
                      "properties": {"begin": {"required": ["line"]}}}}}]}}}}
            data = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator(schema).validate(data)
            assert len({entry["fingerprint"] for entry in data}) == len(data)
            """, file.path,
        ])
        #expect(code == 0, "\(output)")
    }

    @Test("the page opens in a browser without a complaint", .enabled(if: Tool.chromium, "needs chromium"))
    func html() throws {
        let (folder, file) = try report("html")
        let page = folder["report.html"]
        try FileManager.default.copyItem(at: file, to: page)
        let (code, output) = try Tool.run([
            "timeout", "60", "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
            "--v=0",
            "--virtual-time-budget=2000", "--dump-dom", page.absoluteString,
        ])
        #expect(code == 0)
        // The script ran: the filters are shown and the findings are counted.
        #expect(output.contains("shown</output>") && !output.contains("<form id=\"filters\" hidden"))
        #expect(!output.contains("CONSOLE"), "\(output.split(separator: "\n").filter { $0.contains("CONSOLE") })")
    }

    @Test(
        "hostile names come through the readers of SARIF and JUnit as they are, or printable",
        .enabled(if: Tool.sarif && Tool.junit, "needs sarif-tools and junitparser"))
    func hostileNames() throws {
        let folder = try Scratch()
        let name = "a]]>&<b \u{1B}[2J\n::error::\"'%0A.yaml"
        let key = #""N<&\u001b\u0007]]>\n::error::\u0000""#
        let text = """
            {"Resources": {\(key): {"Type": "AWS::SageMaker::NotebookInstance",
              "Properties": {"InstanceType": "ml.p3.2xlarge", "RoleArn": "r"}}}}
            """
        try Data(text.utf8).write(to: folder[name])
        let (sarif, junit) = (folder["r.sarif"].path, folder["r.xml"].path)
        let root = folder[name].deletingLastPathComponent()
        let ending = try Executable.run(
            ["check", name, "--format", "sarif=\(sarif)", "--format", "junit=\(junit)", "--format", "github"], in: root)
        #expect(ending.code == 1, "\(ending.errors)")
        #expect(!ending.output.contains("\u{1B}"))
        #expect(
            ending.output.split(separator: "\n").allSatisfy {
                !$0.hasPrefix("::") || $0.contains(" file=") && $0.contains(",title=")
            })
        let summary = try Tool.run(["timeout", "60", "sarif", "summary", sarif])
        #expect(summary.code == 0 && summary.output.contains("compute/accelerator-approval"), "\(summary.output)")
        let read = try Tool.run([
            "timeout", "60", "python3", "-c",
            """
            import sys, junitparser
            xml = junitparser.JUnitXml.fromfile(sys.argv[1])
            cases = [case for suite in xml for case in suite]
            assert xml.failures > 0 and xml.errors == 0 and len(cases) == xml.tests
            assert all("N<&" in case.classname and "\\x1b" not in case.classname for case in cases), cases
            """, junit,
        ])
        #expect(read.code == 0, "\(read.output)")
    }

    @Test(
        "the steps of the action and of the release are sound shell scripts",
        .enabled(if: Tool.shellcheck, "needs shellcheck and Python with PyYAML"))
    func steps() throws {
        let (code, output) = try Tool.run([
            "python3", "-c",
            """
            import subprocess, sys, yaml
            action, release = (yaml.safe_load(open(name)) for name in sys.argv[1:])
            jobs = [action["runs"]] + list(release["jobs"].values())
            steps = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
            assert len(steps) >= 8
            for step in steps:
                check = subprocess.run(["shellcheck", "-s", "bash", "-"], input="#!/bin/bash\n" + step, text=True)
                if check.returncode: sys.exit(step)
            """, "action.yml", ".github/workflows/release.yml",
        ])
        #expect(code == 0, "\(output)")
    }

    @Test("the image of a release is that of the Dockerfile, with the released programs")
    func image() throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(at: scratch["image"], withIntermediateDirectories: true)
        let workflow = packageRoot.appending(path: ".github/workflows/release.yml")
        let release = try String(contentsOf: workflow, encoding: .utf8)
        let start = try #require(release.range(of: "sed -e '1,/AS build/d'")).lowerBound
        let end = try #require(release.range(of: "> image/Dockerfile")).upperBound
        let dockerfile = try String(contentsOf: packageRoot.appending(path: "Dockerfile"), encoding: .utf8)
        try Data(dockerfile.utf8).write(to: scratch["Dockerfile"])
        #expect(try Tool.run(["bash", "-ec", String(release[start..<end])], in: scratch.folder).code == 0)
        let image = try String(contentsOf: scratch["image"].appending(path: "Dockerfile"), encoding: .utf8)
        // What it runs, without comments, is the last stage of the other.
        func commands(_ text: String) -> [String] {
            text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
        }
        let lastStage = commands(dockerfile).drop { !$0.hasPrefix("FROM alpine") }
        var expected = lastStage.map {
            $0.hasPrefix("COPY --from=build") ? "COPY ${TARGETARCH}/proviso /usr/local/bin/proviso" : $0
        }
        expected.insert("ARG TARGETARCH", at: 1)
        #expect(commands(image) == expected && expected.contains { $0.contains("apk add --no-cache git") })
    }

    @Test(
        "a pull request cannot relax its own gate: the action judges it since its base, which it fetches",
        .enabled(if: Tool.python, "needs Python"))
    func pullRequest() throws {
        let scratch = try Scratch()
        let action = try String(contentsOf: packageRoot.appending(path: "action.yml"), encoding: .utf8)
        // The script of the step is what is indented below its `run`.
        let step = try #require(action.range(of: "- name: Judge")).upperBound
        let start = try #require(action.range(of: "run: |\n", range: step..<action.endIndex)).upperBound
        let lines = action[start...].split(separator: "\n", omittingEmptySubsequences: false)
        let script = lines.prefix { $0.hasPrefix("        ") || $0.isEmpty }.joined(separator: "\n")
        let program = URL(filePath: Executable.path).deletingLastPathComponent().path
        let root = scratch["x"].deletingLastPathComponent().path
        try Data(script.utf8).write(to: scratch["judge.sh"])
        try Data(Self.bad.utf8).write(to: scratch["bad.yaml"])
        let (code, output) = try Tool.run([
            "bash", "-c",
            """
            set -eu
            cd "$1"; PATH="$2:$PATH"
            git() { command git -c user.name=a -c user.email=a@example.com -c init.defaultBranch=main "$@"; }
            mkdir origin; cd origin; git init -q -b main; echo 'failOn: low' > proviso.yaml
            git add -A; git commit -qm base; git checkout -qb change
            cp ../bad.yaml .; echo "{failOn: critical, rules: {'*': off}}" > proviso.yaml
            git add -A; git commit -qm change
            cd ..; git clone -q --depth 1 -b change "file://$PWD/origin" clone; cd clone
            export PATHS=. ARGUMENTS= SARIF=x.sarif SINCE= GITHUB_STEP_SUMMARY="$1/summary"
            code=0; GITHUB_BASE_REF=main bash -e ../judge.sh || code=$?
            test $code = 1 || { echo "pull request: $code"; exit 1; }
            grep -q failed "$1/summary" || { echo "no summary"; exit 1; }
            code=0; SINCE=none GITHUB_BASE_REF=main bash -e ../judge.sh || code=$?
            test $code = 0 || test $code = 2 || { echo "alone: $code"; exit 1; }
            """, "bash", root, program,
        ])
        #expect(code == 0 && output.contains("proviso.yaml"), "\(output)")
    }

    @Test("annotations bring the report for people into the summary of the job, after what other steps said there")
    func stepSummary() throws {
        let scratch = try Scratch(["a.yaml": Inputs.untagged, "summary": "before\n"])
        func check(_ summary: String, _ formats: String = "--format github") throws -> (code: Int32?, summary: String) {
            let line = "GITHUB_STEP_SUMMARY=\(summary) $proviso check a.yaml \(formats)"
            let ending = try Executable.shell(line, in: scratch.folder)
            return (ending.code, try String(contentsOf: scratch["summary"], encoding: .utf8))
        }
        let (code, text) = try check("summary")
        #expect(code == 1 && text.hasPrefix("before\n") && text.contains("tagging/required-tags"))
        #expect(try check("summary", "--format text").summary == text)
        #expect(try check("summary", "--format github --format markdown=m.md").summary == text)
        #expect(try check("nowhere/summary").code == 2)
    }

    @Test(
        "the manual says what the program says of itself; `make docs` writes it",
        .enabled(if: Tool.python, "needs Python"))
    func manual() throws {
        let (code, page) = try Tool.run(["python3", "Scripts/generate_manual.py", Executable.path])
        let committed = try String(contentsOf: packageRoot.appending(path: "Docs/man/proviso.1"), encoding: .utf8)
        #expect(code == 0 && page.contains(".SS ") && page == committed)
    }

    @Test("there is a script for each shell", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let ending = try Executable.run(["completions", shell])
        #expect(ending.code == 0 && ending.output.contains("lint-policies"))
    }
}
