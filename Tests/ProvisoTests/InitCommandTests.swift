import Foundation
import Testing

@Suite("proviso init")
struct InitCommandTests {
    private static let template = """
        Resources:
        \((1...4).map { "  N\($0): { Type: AWS::SNS::Topic, Properties: { Tags: [{ Key: team, Value: a }] } }" }.joined(separator: "\n"))

        """

    @Test("writes what fits the repository, and overwrites nothing")
    func files() throws {
        let scratch = try Scratch()
        let folder = scratch["repository"]
        try FileManager.default.createDirectory(
            at: folder.appending(path: "policies"), withIntermediateDirectories: true)
        try Data(Self.template.utf8).write(to: folder.appending(path: "template.yaml"))
        try FileManager.default.copyItem(
            at: packageRoot.appending(path: "Policies/tagging.yaml"), to: folder.appending(path: "policies/own.yaml"))
        let first = try Executable.run(["init"], in: folder)
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.output.contains("1 template") && first.output.contains("carry team"))
        let configuration = try String(contentsOf: folder.appending(path: "proviso.yaml"), encoding: .utf8)
        #expect(configuration.contains("requiredKeys: [team]") && configuration.contains("- policies"))
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: ".github/workflows/proviso.yml").path))

        try Data("failOn: high\n".utf8).write(to: folder.appending(path: "proviso.yaml"))
        let second = try Executable.run(["init"], in: folder)
        #expect(second.code == 2 && second.errors.contains("stays as it is"))
        #expect(try String(contentsOf: folder.appending(path: "proviso.yaml"), encoding: .utf8) == "failOn: high\n")
        #expect(try Executable.run(["init", "--force"], in: folder).code == 0)
    }

    /// A folder with some files, and what `init` did there.
    private func initialized(
        _ files: [String: String], _ arguments: [String] = []
    ) throws -> (scratch: Scratch, ending: Ending, read: (String) -> String) {
        let scratch = try Scratch()
        let folder = scratch["repository"]
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let ending = try Executable.run(["init"] + arguments, in: folder)
        return (
            scratch, ending,
            { name in (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? "" }
        )
    }

    @Test("writes a workflow that does not fail where there is nothing yet, and makes the templates of an application")
    func nothingYet() throws {
        let empty = try initialized([:])
        #expect(empty.read(".github/workflows/proviso.yml").contains("args: --allow-empty"))
        let (scratch, ending, read) = try initialized([
            "cdk.json": "{}", "package-lock.json": "{}", "samconfig.toml": "",
        ])
        let workflow = read(".github/workflows/proviso.yml")
        #expect(ending.code == 0 && ending.output.contains("1 CDK application, 1 SAM application"))
        #expect(workflow.contains("- run: npm ci\n      - run: npx --yes aws-cdk@2 synth --quiet\n"))
        #expect(workflow.contains("since: none") && !workflow.contains("--allow-empty"))
        // Whoever compares with nothing needs no history.
        #expect(empty.read(".github/workflows/proviso.yml").contains("fetch-depth: 0"))
        #expect(!workflow.contains("fetch-depth"))
        withExtendedLifetime((empty.scratch, scratch)) {}
    }

    @Test(
        "judges the branch that others start from",
        arguments: [
            (["HEAD": "ref: refs/heads/topic\n"], ["topic"]),
            (["HEAD": "ref: refs/heads/a\n", "refs/remotes/origin/HEAD": "ref: refs/remotes/origin/t/x\n"], ["t/x"]),
            (["HEAD": "ref: refs/heads/topic\n", "refs/heads/trunk": "0\n"], ["trunk"]),
            (["HEAD": "ref: refs/heads/topic\n", "packed-refs": "0 refs/remotes/origin/main\n"], ["main"]),
            (["HEAD": "0123456789012345678901234567890123456789\n"], ["main", "master"]),
            ([:], ["main", "master"]),
        ])
    func branches(git: [String: String], branches: [String]) throws {
        let files = Dictionary(uniqueKeysWithValues: git.map { (".git/" + $0.key, $0.value) })
        let (scratch, ending, read) = try initialized(files)
        #expect(ending.code == 0, "\(ending.errors)")
        let expected = "    branches:\n" + branches.map { "      - \($0)\n" }.joined() + "permissions:"
        #expect(read(".github/workflows/proviso.yml").contains(expected))
        withExtendedLifetime(scratch) {}
    }

    @Test("writes a job for GitLab where the remote lies there, and says what includes it")
    func gitlab() throws {
        let config = "[remote \"origin\"]\n\turl = git@gitlab.com:a/b.git\n"
        let (scratch, ending, read) = try initialized([".git/config": config, ".git/HEAD": "ref: refs/heads/main\n"])
        #expect(ending.code == 0 && ending.output.contains("include `.gitlab/proviso.gitlab-ci.yml` in .gitlab-ci.yml"))
        #expect(read(".gitlab/proviso.gitlab-ci.yml").contains("--format gitlab=gl-code-quality.json"))
        let other = try initialized([".git/config": "[remote \"o\"]\n\turl = https://github.com/a/gitlab-tools.git\n"])
        #expect(other.read(".gitlab/proviso.gitlab-ci.yml").isEmpty)
        withExtendedLifetime(scratch) {}
    }

    @Test(
        "adds its hook to those of others and keeps every byte of them",
        arguments: [
            ("repos:\n- repo: a # x\n  rev: v1\n  hooks:\n  - id: b\n\n# end\nfail_fast: true\n", "  - id: b\n"),
            (
                "repos:\n- repo: a\n  hooks:\n  - id: b\n    args: [\n      x,\n    ]\nci: {autofix_prs: false}\n",
                "x,\n    ]\n"
            ),
            ("fail_fast: true\nrepos:\n    - repo: a\n      hooks: [ {id: b} ]", "{id: b} ]"),
            ("repos:\r\n  - repo: a\r\n    hooks:\r\n      - id: b\r\n        args: ['-x']\r\n", "args: ['-x']\r\n"),
        ])
    func merges(existing: String, before: String) throws {
        let (scratch, ending, read) = try initialized([".pre-commit-config.yaml": existing], ["--force"])
        let merged = read(".pre-commit-config.yaml")
        #expect(ending.code == 0, "\(ending.errors)")
        let start = try #require(merged.range(of: before)).upperBound
        let added = try #require(merged.range(of: "require_serial: true")).upperBound
        #expect(merged[start..<added].contains("id: proviso"))
        let rest = merged[..<start] + merged[added...].drop { $0.isNewline }
        #expect(rest.filter { !$0.isNewline } == existing.filter { !$0.isNewline })
        withExtendedLifetime(scratch) {}
    }

    @Test(
        "adds no second hook, and leaves alone what it cannot add to, with what is to be added",
        arguments: [
            ("repos: [{repo: a, hooks: [{id: b}]}]\n", 2), ("repos: []\n", 2), ("a: [\n", 2),
            ("repos:\n  - repo: a\n    hooks:\n      - id: proviso-system\n", 0),
        ])
    func leavesHooks(existing: String, code: Int32) throws {
        let (scratch, ending, read) = try initialized([".pre-commit-config.yaml": existing], ["--force"])
        #expect(ending.code == code && read(".pre-commit-config.yaml") == existing, "\(ending.errors)")
        #expect(ending.output.contains("entry: proviso check --hook") == (code == 2))
        withExtendedLifetime(scratch) {}
    }

    @Test("shows names of tags without what a terminal or a build system would take for a command")
    func hostileTags() throws {
        let key = #""a\u001b[2J\n::error::x""#
        let resources = (1...4).map {
            #""N\#($0)": {"Type": "AWS::SNS::Topic", "Properties": {"Tags": [{"Key": \#(key), "Value": "a"}]}}"#
        }
        let text = "{\"Resources\": {\(resources.joined(separator: ","))}}"
        let (scratch, ending, _) = try initialized(["t.json": text], ["--dry-run"])
        #expect(ending.code == 0 && ending.output.contains("most tagged resources carry"))
        #expect(!ending.output.contains("\u{1B}") && !ending.output.contains("\n::error::"))
        withExtendedLifetime(scratch) {}
    }

    @Test("says when there is no such folder")
    func missing() throws {
        let ending = try Executable.run(["init", "/nonexistent"])
        #expect(ending.code == 2 && ending.errors.contains("no such folder"))
    }
}

@Suite("proviso config")
struct ConfigCommandTests {
    @Test("shows what a nested file tightens where it is in force")
    func nested() throws {
        let scratch = try Scratch()
        let team = scratch["repository/team"]
        for folder in [team, scratch["repository/.git"]] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        try Data("failOn: high\n".utf8).write(to: scratch["repository/proviso.yaml"])
        try Data("{failOn: low, onUnknown: fail, rules: {'tagging/*': critical}}".utf8).write(
            to: team.appending(path: "proviso.yaml"))
        let outside = try Executable.run(["config", "--show"], in: scratch["repository"])
        #expect(outside.code == 0 && outside.output.contains("failOn: high") && !outside.output.contains("tagging"))
        let inside = try Executable.run(["config", "--show"], in: team)
        #expect(inside.code == 0, "\(inside.errors)")
        for line in ["failOn: low", "onUnknown: fail", "tagging/*"] {
            #expect(inside.output.contains(line), "\(inside.output)")
        }
    }
}
