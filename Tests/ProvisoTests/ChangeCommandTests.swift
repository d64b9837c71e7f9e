import Foundation
import Testing

@Suite("A change, by the executable")
struct ChangeCommandTests {
    private static let pack = """
        pack: own
        title: Own
        rules:
          - id: tagged
            title: Models are tagged
            severity: high
            targets: [AWS::IAM::*]
            check: { guarantee: { actions: [sagemaker:CreateModel], onlyWhen: { StringEquals: { aws:RequestTag/team: a } } } }
        """
    private static let open = #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#
    /// A service control policy that keeps the guarantee for everybody.
    private static let strict = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
          {"Effect":"Deny","Action":"sagemaker:CreateModel","Resource":"*",
           "Condition":{"StringNotEquals":{"aws:RequestTag/team":"a"}}}]}
        """

    private static func role(_ name: String) -> String {
        """
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          \(name):
            Type: AWS::IAM::ManagedPolicy
            Properties:
              PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "sagemaker:CreateModel", Resource: "*" }] }
        """
    }

    private func repository(scp: String) throws -> Scratch {
        let scratch = try Scratch([
            "proviso.yaml": "{builtin: false, policies: own.yaml, iam: {scps: [scp.json], assumeNoScp: true}}\n",
            "own.yaml": Self.pack, "scp.json": scp, "infra/a.yaml": Self.role("Old"),
        ])
        let git = "git init -q . && git add -A . && git -c user.name=a -c user.email=a@b commit -qm a"
        #expect(try Executable.shell(git, in: scratch.folder).code == 0)
        return scratch
    }

    @Test("service control policies that the change edits do not judge it, and the edit is reported")
    func organisationPolicies() throws {
        let scratch = try repository(scp: Self.open)
        try scratch.write(Self.role("New"), to: "infra/b.yaml")
        #expect(try Executable.run(["check", "infra", "--since", "HEAD"], in: scratch.folder).code == 1)
        // Whoever adds the policy that is too open could forbid it on paper in the same change.
        try scratch.write(Self.strict, to: "scp.json")
        #expect(try Executable.run(["check", "infra"], in: scratch.folder).code == 0)
        let ending = try Executable.run(["check", "infra", "--since", "HEAD"], in: scratch.folder)
        #expect(ending.code == 1)
        #expect(
            (ending.output + ending.errors).contains("this file decides about findings and was edited since `HEAD`"))
    }

    @Test("service control policies are those of the index where the next commit is judged")
    func stagedPolicies() throws {
        let scratch = try repository(scp: Self.open)
        try scratch.write(Self.role("New"), to: "infra/b.yaml")
        #expect(try Executable.shell("git add infra", in: scratch.folder).code == 0)
        try scratch.write(Self.strict, to: "scp.json")
        #expect(try Executable.run(["check", "--staged"], in: scratch.folder).code == 1)
        #expect(try Executable.shell("git add scp.json", in: scratch.folder).code == 0)
        #expect(try Executable.run(["check", "--staged"], in: scratch.folder).code == 0)
    }

    @Test("GitLab gets what was unknown before as well, or it would take that for mended")
    func unknownBefore() throws {
        let scratch = try Scratch([
            "a.yaml": Inputs.undetermined, "README": "x",
        ])
        let git = "git init -q . && git add -A . && git -c user.name=a -c user.email=a@b commit -qm a"
        #expect(try Executable.shell(git, in: scratch.folder).code == 0)
        let arguments = ["check", ".", "--on-unknown", "fail", "--format", "gitlab"]
        let whole = try Executable.run(arguments, in: scratch.folder)
        #expect(whole.code == 3 && whole.output.contains("fingerprint"))
        let change = try Executable.run(arguments + ["--since", "HEAD"], in: scratch.folder)
        #expect(change.code == 0 && change.output == whole.output)
    }

    @Test("standard input is in no commit, and what a change starts from must be readable")
    func refusals() throws {
        let scratch = try Scratch(["a.yaml": Inputs.clean, "proviso.yaml": "onUnknown: perhaps\n"])
        let git = "git init -q . && git add -A . && git -c user.name=a -c user.email=a@b commit -qm a"
        #expect(try Executable.shell(git, in: scratch.folder).code == 0)
        for option in ["--since HEAD", "--staged"] {
            let ending = try Executable.shell("$proviso check - \(option) < a.yaml", in: scratch.folder)
            #expect(ending.code == 2 && ending.output.contains("standard input is in no commit"))
        }
        try scratch.write("onUnknown: fail\n", to: "proviso.yaml")
        let ending = try Executable.run(["check", ".", "--since", "HEAD"], in: scratch.folder)
        #expect(ending.code == 2 && ending.errors.contains("this is what `HEAD` holds"))
        for name in ["HEAD~3", "--output=x", "a..b", "v@{1}"] {
            let ending = try Executable.run(["check", ".", "--since=\(name)"], in: scratch.folder)
            #expect(
                ending.code == 2 && ending.errors.contains("check the name") && !ending.errors.contains("git fetch"))
        }
    }

    @Test("what a configuration names may have any ending")
    func anyEnding() throws {
        let scratch = try repository(scp: Self.open)
        try scratch.write(
            "{builtin: false, policies: own.yaml, iam: {scps: [scp.policy], assumeNoScp: true}}\n", to: "proviso.yaml")
        try scratch.write(Self.strict, to: "scp.policy")
        let commit = "git add -A . && git -c user.name=a -c user.email=a@b commit -qm b"
        #expect(try Executable.shell(commit, in: scratch.folder).code == 0)
        try scratch.write(Self.role("New"), to: "infra/b.yaml")
        #expect(try Executable.run(["check", "infra", "--since", "HEAD"], in: scratch.folder).code == 0)
    }
}
