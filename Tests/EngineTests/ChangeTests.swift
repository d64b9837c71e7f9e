import Documents
import Engine
import Foundation
import Policies
import Testing

/// A repository with a history.
private func repository(_ files: [String: String]) throws -> Repository {
    let repository = try Repository(files)
    try repository.git("init", "-q", "-b", "main")
    try repository.commit()
    try repository.git("checkout", "-q", "-b", "change")
    return repository
}

extension Repository {
    @discardableResult
    fileprivate func git(_ arguments: String..., in folder: URL? = nil) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"] + arguments
        process.currentDirectoryURL = folder ?? self.folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    fileprivate func commit() throws {
        try git("add", "-A")
        try git("commit", "-q", "--allow-empty", "-m", "x")
    }

    fileprivate func judge(
        since: String? = "main", staged: Bool = false, _ paths: [String] = ["."], searches: Bool = false
    ) throws -> (outcome: CheckOutcome?, issues: [Diagnostic]) {
        var job = try job(paths)
        job.since = since
        job.isStaged = staged
        if searches { job.choice = .search }
        let (configured, issues) = job.configured()
        guard let configured else { return (nil, issues) }
        let (outcome, others) = configured.run()
        return (outcome, issues + others)
    }
}

@Suite("A change", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/git")))
struct ChangeTests {
    @Test("only what is new fails; what was there is known, and what is gone is fixed")
    func classes() throws {
        let repository = try repository(["a.yaml": untagged("Old", "Gone"), "b.yaml": untagged("B")])
        #expect(try repository.judge().outcome?.status == .clean)
        try repository.write(untagged("Old", "New"), to: "a.yaml")
        let outcome = try #require(try repository.judge().outcome)
        #expect(outcome.status == .findings)
        #expect(outcome.due == ["tagging/required-tags New"])
        #expect(outcome.result.fixed.map(\.resource.name) == ["Gone"])
        #expect(outcome.result.findings.count { $0.status == .known } == 2)
    }

    @Test("a file that is renamed brings nothing new, and a copy does")
    func renames() throws {
        let repository = try repository(["a.yaml": untagged("A", "B", "C")])
        try repository.git("mv", "a.yaml", "z.yaml")
        #expect(try repository.judge().outcome?.status == .clean)
        try repository.write(untagged("A", "B", "C"), to: "copy.yaml")
        #expect(try repository.judge().outcome?.due.count == 3)
    }

    @Test("a file that is moved to where more is asked for fails for what was harmless where it lay")
    func stricterPlace() throws {
        let repository = try repository([
            "proviso.yaml": "failOn: critical", "prod/proviso.yaml": "failOn: high", "dev/a.yaml": untagged("A"),
            "prod/b.yaml": untagged("B"),
        ])
        #expect(try repository.judge().outcome?.status == .clean)
        try repository.git("mv", "dev/a.yaml", "prod/a.yaml")
        try repository.git("mv", "prod/b.yaml", "prod/c.yaml")
        let outcome = try #require(try repository.judge().outcome)
        #expect(outcome.status == .findings)
        #expect(outcome.due == ["tagging/required-tags A"])
    }

    @Test("switching off what uses a template or a folder makes nothing new")
    func switchedOff() throws {
        func parent(_ more: String) -> String {
            """
            Conditions: {Never: !Equals [a, b]}
            Resources:
              S:
                Type: AWS::CloudFormation::Stack
                \(more)
                Properties: {TemplateURL: a.yaml}
            """
        }
        func call(_ keys: String) -> String { "module \"m\" {\n  source = \"./m\"\n  for_each = toset(\(keys))\n}\n" }
        let repository = try repository([
            "a.yaml": untagged("A"), "parent.yaml": parent(""), "main.tf": call("[\"a.b\"]"),
            "m/main.tf": "resource \"aws_sagemaker_model\" \"x\" {\n}\n",
        ])
        try repository.write(parent("Condition: Never"), to: "parent.yaml")
        try repository.write(call("[]"), to: "main.tf")
        let outcome = try #require(try repository.judge().outcome)
        #expect(outcome.due.filter { $0.contains("required-tags") } == [])
        #expect(outcome.result.findings.contains { $0.resource.name == "A" && $0.status == .known })
    }

    @Test("a configuration that is moved with its folder judges what comes to it")
    func movedConfiguration() throws {
        let repository = try repository([
            "proviso.yaml": "failOn: critical", "prod/proviso.yaml": "failOn: high", "prod/a.yaml": untagged("A"),
        ])
        try repository.git("mv", "prod", "live")
        #expect(try repository.judge().outcome?.status == .clean)
        try repository.write(untagged("A", "B"), to: "live/a.yaml")
        let outcome = try #require(try repository.judge().outcome)
        #expect(outcome.status == .findings)
        #expect(outcome.due == ["tagging/required-tags B"])
    }

    @Test("a change that uses a template as a nested stack, or a folder as a module, does not say how it was deployed")
    func uses() throws {
        let tags = "[{Key: cost-center, Value: x}, {Key: owner, Value: me}, {Key: environment, Value: production}]"
        let parent = """
            Resources:
              S:
                Type: AWS::CloudFormation::Stack
                Properties: {TemplateURL: a.yaml, Tags: \(tags)}
            """
        func model(_ name: String, tags: String) -> String {
            "resource \"aws_sagemaker_model\" \"\(name)\" {\n  execution_role_arn = \"r\"\n  tags = \(tags)\n}\n"
        }
        let variable = "variable \"tags\" {\n  default = {}\n}\n"
        let repository = try repository([
            "a.yaml": untagged("A"), "module/a.tf": variable + model("c", tags: "var.tags"),
        ])
        try repository.write(untagged("A", "B"), to: "a.yaml")
        try repository.write(parent, to: "parent.yaml")
        try repository.write(model("d", tags: "var.tags"), to: "module/b.tf")
        try repository.write(
            """
            module "m" {
              source = "./module"
              tags   = { cost-center = "x", owner = "me", environment = "production" }
            }
            """, to: "main.tf")
        let due = try #require(try repository.judge().outcome?.due)
        #expect(due.filter { $0.contains("required-tags") }.sorted().map { $0.suffix(2) } == [" B", ".d"])
    }

    @Test("commits of others after the branch left it do not count")
    func mergeBase() throws {
        let repository = try repository(["a.yaml": untagged("A")])
        try repository.commit()
        try repository.git("checkout", "-q", "main")
        try repository.write("Resources: { R: { Type: AWS::S3::Bucket } }", to: "a.yaml")
        try repository.commit()
        try repository.git("checkout", "-q", "change")
        #expect(try repository.judge().outcome?.status == .clean)
    }

    @Test("the configuration before the change judges it, and its edit is reported")
    func configuration() throws {
        let repository = try repository(["a.yaml": untagged("A"), "proviso.yaml": "failOn: high"])
        try repository.write(untagged("A", "B"), to: "a.yaml")
        try repository.write("{failOn: critical, rules: {'*': off}}", to: "proviso.yaml")
        let outcome = try #require(try repository.judge().outcome)
        #expect(outcome.status == .findings && outcome.due == ["tagging/required-tags B"])
        #expect(outcome.result.warnings.map(\.message) == [edit("edited")])
    }

    private func edit(_ verb: String) -> String {
        "this file decides about findings and was \(verb) since `main`"
    }

    @Test("policies, exceptions and a baseline that the change edits do not count for it, and are reported")
    func decisions() throws {
        let pack = """
            pack: own
            title: Own
            rules:
              - id: rule
                title: Rule
                severity: high
                targets: [AWS::SageMaker::Model]
                check: { property: ModelName, exists: true }
            """
        let exceptions = "exceptions: []\n"
        let repository = try repository([
            "proviso.yaml":
                "{builtin: false, policies: rules, exceptions: [exceptions.yaml], baseline: known.txt}",
            "rules/own.yaml": pack, "exceptions.yaml": exceptions, "known.txt": Baseline([]).text,
            "a.yaml": untagged("A"),
        ])
        try repository.write(untagged("A", "B"), to: "a.yaml")
        try repository.write(pack.replacing("exists: true", with: "exists: false"), to: "rules/own.yaml")
        try repository.write(
            "exceptions:\n- {rule: '*', resource: '*', owner: me, reason: because}\n", to: "exceptions.yaml")
        let known = Baseline(
            [Baseline.Entry(fingerprint: String(repeating: "a", count: 32), rule: "r/r", file: "a.yaml", resource: "B")]
        )
        try repository.write(known.text, to: "known.txt")

        let outcome = try #require(try repository.judge().outcome)
        #expect(outcome.due == ["own/rule B"])
        let warnings = outcome.result.warnings
        #expect(warnings.map { $0.file.split(separator: "/").last } == ["exceptions.yaml", "known.txt", "own.yaml"])
        #expect(warnings.allSatisfy { $0.message == edit("edited") })
        #expect(warnings[1].help == "1 finding was added: a baseline only shrinks")
    }

    @Test("every file that a configuration names is reported when the change edits it")
    func namedFiles() throws {
        let policy = #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#
        let repository = try repository([
            "proviso.yaml":
                "{iam: {scps: [[scp.json, more.json]], boundary: 'boundary.json#B', session: session.json}}",
            "scp.json": policy, "more.json": policy, "boundary.json": policy, "session.json": policy,
            "team/proviso.yaml": "failOn: low", "team/a.yaml": untagged("A"),
        ])
        #expect(try repository.judge().outcome?.result.warnings.isEmpty == true)
        let named = ["boundary.json", "more.json", "scp.json", "session.json", "team/proviso.yaml"]
        for name in named { try repository.write(try repository.read(name) + "\n", to: name) }
        let warnings = try #require(try repository.judge().outcome).result.warnings
        #expect(warnings.map { $0.file.replacing(repository.folder.path + "/", with: "") } == named)
        #expect(warnings.allSatisfy { $0.message == edit("edited") })
    }

    @Test("files that inputs read are those of the same state")
    func filesBeside() throws {
        let notebook = """
            variable "type" {}
            resource "aws_sagemaker_notebook_instance" "n" {
              name = "n"
              role_arn = file("role.txt")
              instance_type = var.type
            }
            """
        let pack = """
            pack: own
            title: Own
            rules:
              - id: small
                title: Small
                severity: high
                targets: [AWS::SageMaker::NotebookInstance]
                check: { property: InstanceType, equals: ml.t3.medium }
              - id: role
                title: Role
                severity: high
                targets: [AWS::SageMaker::NotebookInstance]
                check: { property: RoleArn, equals: good }
            """
        let repository = try repository([
            "proviso.yaml": "{builtin: false, policies: own.yaml}", "own.yaml": pack, "infra/main.tf": notebook,
            "infra/terraform.tfvars": "type = \"ml.p3.2xlarge\"", "infra/role.txt": "good",
        ])
        #expect(try repository.judge(["infra"]).outcome?.due == [])
        try repository.write("bad", to: "infra/role.txt")
        #expect(try repository.judge(["infra"]).outcome?.due == ["own/role aws_sagemaker_notebook_instance.n"])
        try repository.write("type = \"ml.t3.medium\"", to: "infra/terraform.tfvars")
        #expect(try repository.judge(["infra"]).outcome?.result.fixed.map(\.rule) == ["own/small"])
    }

    @Test("a suppression that the change adds counts once it is merged, and is listed")
    func suppressions() throws {
        let comment = "# proviso:ignore tagging/required-tags reason=\"why\""
        let repository = try repository(["a.yaml": untagged("A", comment: comment)])
        // One that was merged goes on counting, wherever it moves.
        try repository.write("# moved\n" + untagged("A", comment: comment), to: "a.yaml")
        let unmoved = try #require(try repository.judge().outcome)
        #expect(unmoved.status == .clean && unmoved.result.warnings.isEmpty)

        try repository.write(untagged("A", "B", comment: comment), to: "a.yaml")
        let outcome = try #require(try repository.judge().outcome)
        #expect(outcome.due == ["tagging/required-tags B"])
        #expect(outcome.result.verdicts[.suppressed] == 1 && outcome.result.verdicts[.fail] == 1)
        #expect(
            outcome.result.warnings.map(\.message) == [
                "this suppression is new since `main`: it counts once it is merged"
            ])
        #expect(outcome.result.warnings.first?.region?.start.line == 5)

        // One that is taken away uncovers what was there, and that is new.
        try repository.write(untagged("A"), to: "a.yaml")
        #expect(try repository.judge().outcome?.due == ["tagging/required-tags A"])
    }

    /// Two resources that a rule forbids, the first of them with `first` behind its value and `last` above the last.
    private func gpus(
        first: String = "", last: String = "", types: [String] = ["ml.p3.2xlarge", "ml.p4d.24xlarge"]
    )
        -> String
    {
        "Resources:\n"
            + zip(["A", "B"], types).map { name, type in
                """
                  \(name):\(name == "B" ? " " + last : "")
                    Type: AWS::SageMaker::NotebookInstance
                    Properties:
                      InstanceType: \(type)\(name == "A" ? " " + first : "")
                      RootAccess: Enabled

                """
            }.joined()
    }

    private func strict(_ template: String) throws -> Repository {
        let pack = """
            pack: own
            title: Own
            rules:
              - id: no-gpu
                title: No GPU
                severity: high
                targets: [AWS::SageMaker::NotebookInstance]
                check: { property: InstanceType, oneOf: [ml.t3.medium, ml.t3.large] }
              - id: no-root
                title: No root
                severity: high
                targets: [AWS::SageMaker::NotebookInstance]
                check: { property: RootAccess, equals: Disabled }
            """
        return try repository([
            "proviso.yaml": "{builtin: false, policies: own.yaml}", "own.yaml": pack, "a.yaml": template,
        ])
    }

    @Test("a suppression that the change moves does not count for what it reaches now")
    func movedSuppressions() throws {
        let directive = "# proviso:ignore own/no-gpu,own/no-root reason=\"why\""
        let repository = try strict(gpus(first: directive, types: ["ml.t3.medium", "ml.t3.large"]))
        let types = ["ml.p3.2xlarge", "ml.t3.large"]
        // On the line it was merged for another value; the key of the resource and another line reach something else.
        let moved = [
            gpus(first: directive, types: types),
            gpus(types: types).replacing("  A:", with: "  A: " + directive),
            gpus(types: types).replacing("      RootAccess", with: "      \(directive)\n      RootAccess"),
        ]
        for template in moved {
            try repository.write(template, to: "a.yaml")
            let outcome = try #require(try repository.judge().outcome)
            #expect(outcome.status == .findings && outcome.due == ["own/no-gpu A"], "\(template)")
            let listed = outcome.result.warnings.count { $0.message.hasPrefix("this suppression is new since `main`") }
            #expect(listed == template.split(separator: "proviso:ignore").count - 1, "\(template)")
        }
    }

    @Test(
        "a suppression that did not count before the change does not count for it",
        arguments: [
            "# proviso:ignore own/no-gpu reason=\"why\" ticket=1", "# proviso:ignore own/no-gpu",
            "# proviso:ignore own/no-gpu reason=\"why\" until=2020-01-01",
        ])
    func mendedSuppressions(broken: String) throws {
        let repository = try strict(gpus(last: broken, types: ["ml.t3.medium", "ml.t3.large"]))
        let mended = "# proviso:ignore own/no-gpu reason=\"why\""
        try repository.write(gpus(last: mended, types: ["ml.t3.medium", "ml.p3.2xlarge"]), to: "a.yaml")
        let outcome = try #require(try repository.judge().outcome)
        #expect(outcome.due == ["own/no-gpu B"])
        #expect(outcome.result.warnings.count == 1)
    }

    @Test("moving the files that decide does not change what judges, and is reported as their edits")
    func movedDecisions() throws {
        let bad = gpus()
        func judged(_ move: (from: String, to: String)) throws -> CheckOutcome {
            let repository = try strict(gpus(types: ["ml.t3.medium", "ml.t3.large"]))
            try repository.git("mv", move.from, move.to)
            try repository.write(bad, to: "a.yaml")
            try repository.git("add", "-A")
            return try #require(try repository.judge(staged: true, searches: true).outcome)
        }
        let config = try judged(("proviso.yaml", "x.yaml"))
        #expect(config.due.count == 2 && config.status == .findings)
        #expect(config.result.warnings.map(\.message) == [edit("removed")])
        let rules = try judged(("own.yaml", "old.yaml"))
        #expect(rules.due.count == 2 && rules.status == .findings)
        #expect(rules.result.warnings.map(\.message) == [edit("removed")])
    }

    @Test("a configuration that the change moves into force does not judge it")
    func movedIntoForce() throws {
        let repository = try repository([
            "other/proviso.yaml": "{failOn: critical, rules: {'*': off}}", "a.yaml": untagged("A"),
        ])
        try repository.git("mv", "other/proviso.yaml", "proviso.yaml")
        try repository.write(untagged("A", "B"), to: "a.yaml")
        try repository.git("add", "-A")
        let outcome = try #require(try repository.judge(staged: true, searches: true).outcome)
        #expect(outcome.status == .findings && outcome.due == ["tagging/required-tags B"])
        #expect(outcome.result.warnings.map(\.message).contains(edit("added")))
    }

    @Test("a file that was not judged where it was brings what is new where it is")
    func movedIntoSight() throws {
        let exception = "exceptions:\n- {rule: '*', resource: '*', file: tests/**, owner: me, reason: a test}\n"
        let repository = try repository([
            "proviso.yaml": "{exclude: [left/**], exceptions: [exceptions.yaml]}", "exceptions.yaml": exception,
            "left/a.yaml": untagged("A"), ".hidden/b.yaml": untagged("B", "B2"), "c.txt": untagged("C", "C2", "C3"),
            "tests/d.yaml": untagged("D", "D2", "D3", "D4"),
        ])
        try repository.write("", to: "infra/x")
        for (from, to) in [("left/a.yaml", "a"), (".hidden/b.yaml", "b"), ("c.txt", "c"), ("tests/d.yaml", "d")] {
            try repository.git("mv", from, "infra/\(to).yaml")
        }
        let (outcome, issues) = try repository.judge()
        #expect(outcome?.due.count == 10, "\(outcome?.due ?? []) \(issues)")
    }

    @Test("a name that is not UTF-8 is passed over, with a warning if it may be an input")
    func foreignNames() throws {
        let repository = try repository(["a.yaml": untagged("A")])
        func write(_ name: [UInt8], _ text: String) {
            let path = repository.folder.path.utf8 + [UInt8(ascii: "/")] + name + [0]
            let file = path.withUnsafeBufferPointer {
                $0.withMemoryRebound(to: CChar.self) { fopen($0.baseAddress!, "w") }
            }
            guard let file else { return }
            fputs(text, file)
            fclose(file)
        }
        write(Array("caf".utf8) + [0xE9] + Array(".png".utf8), "x")
        try repository.commit()
        try repository.write(untagged("A", "B"), to: "a.yaml")
        try repository.git("add", "-A")
        let since = try repository.judge(since: "HEAD")
        #expect(since.outcome?.due == ["tagging/required-tags B"] && since.issues.isEmpty)
        #expect(try repository.judge(since: nil, staged: true).outcome?.due.count == 2)

        write(Array("caf".utf8) + [0xE9] + Array(".yaml".utf8), untagged("C"))
        try repository.git("add", "-A")
        let staged = try repository.judge(since: nil, staged: true)
        #expect(staged.outcome?.due.count == 2)
        #expect(staged.issues.map(\.message) == ["`caf\u{FFFD}.yaml` is passed over: its name is not UTF-8"])
    }

    @Test("what the index holds is judged, not the work tree, and only the files that the commit changes")
    func staged() throws {
        let repository = try repository(["a.yaml": untagged("A"), "b.yaml": untagged("B"), "sub/c.yaml": untagged("C")])
        #expect(try repository.judge(since: nil, staged: true).outcome?.status == .clean)
        try repository.write(untagged("A", "X"), to: "a.yaml")
        try repository.git("add", "a.yaml")
        try repository.write(untagged("Y"), to: "a.yaml")
        try repository.write(untagged("Z"), to: "b.yaml")
        let outcome = try #require(try repository.judge(since: nil, staged: true).outcome)
        #expect(outcome.due == ["tagging/required-tags A", "tagging/required-tags X"])
        #expect(try repository.judge(since: "HEAD", staged: true).outcome?.due == ["tagging/required-tags X"])
        #expect(try repository.judge(since: nil, staged: true, ["sub"]).outcome?.due == [])
    }

    @Test("names that a shell or git could take for something else are names")
    func hostileNames() throws {
        let names = ["$(touch pwned).yaml", "a b;c.yaml", "-n.yaml", "new\nline.yaml", "quote\"'.yaml", "ä.yaml"]
        let repository = try repository(["x.yaml": untagged("X")])
        for name in names { try repository.write(untagged("M"), to: name) }
        #expect(try repository.judge().outcome?.due.count == names.count)
        try repository.git("add", "-A")
        #expect(try repository.judge(since: nil, staged: true).outcome?.due.count == names.count)
        try repository.commit()
        #expect(try repository.judge(since: "HEAD").outcome?.status == .clean)
        #expect(!FileManager.default.fileExists(atPath: repository.folder.path + "/pwned"))
        for reference in ["--help", "-x", "a;b", "$(touch pwned)", "main..change"] {
            let issue = try #require(try repository.judge(since: reference).issues.first)
            #expect(issue.message == "there is no commit `\(reference)`")
        }
    }

    @Test("a history that is not at hand is an error with the command that brings it")
    func shallow() throws {
        let origin = try repository(["a.yaml": untagged("A")])
        try origin.commit()
        let clone = try Repository()
        try clone.git("clone", "-q", "--depth", "1", "-b", "change", "file://" + origin.folder.path, "clone")
        let folder = clone.folder.appending(path: "clone")
        var request = CheckRequest(paths: [folder.path], now: 0)
        request.repository = RepositoryPaths(root: folder.path, workingDirectory: folder.path)
        var job = CheckJob(request)
        job.since = "origin/main"
        job.choice = .none
        let issue = try #require(job.configured().issues.first)
        #expect(issue.message == "there is no commit `origin/main`")
        let command = "git fetch --unshallow origin +main:refs/remotes/origin/main"
        #expect(issue.help == "this clone is shallow: run `\(command)`")
        try clone.git("fetch", "-q", "--depth", "1", "origin", "+main:refs/remotes/origin/main", in: folder)
        #expect(
            job.configured().issues.first?.message
                == "`origin/main` and the checked-out commit have no common history here")
        try clone.git("fetch", "-q", "--unshallow", "origin", "+main:refs/remotes/origin/main", in: folder)
        #expect(job.configured().job?.run().outcome?.status == .clean)
    }

    @Test("links of the repository are not followed in a state of it")
    func links() throws {
        let repository = try repository(["a.yaml": untagged("A")])
        try FileManager.default.createSymbolicLink(
            atPath: repository.folder.path + "/link.yaml", withDestinationPath: "/etc/passwd")
        try repository.commit()
        #expect(try repository.judge(since: nil, staged: true).outcome?.status == .clean)
        #expect(try repository.judge(since: "HEAD").outcome?.status == .clean)
    }
}
