import Foundation
import Testing

@Suite("Every option of every command")
struct CommandLineTests {
    private static let files = [
        "own.yaml": #"""
        pack: own
        title: Own
        parameters:
          most: { type: integer, default: 50, description: GiB }
        rules:
          - id: size
            title: Volumes are small
            severity: medium
            targets: [AWS::SageMaker::NotebookInstance]
            check: { property: VolumeSizeInGB, atMost: { param: most } }
            remedy: Make it smaller
            fix: { set: { VolumeSizeInGB: 50 } }
        """#,
        "nb.yaml": #"""
        AWSTemplateFormatVersion: "2010-09-09"
        Parameters:
          Size: { Type: Number }
        Resources:
          Large: { Type: AWS::SageMaker::NotebookInstance, Properties: { VolumeSizeInGB: 500 } }
          Open: { Type: AWS::SageMaker::NotebookInstance, Properties: { VolumeSizeInGB: !Ref Size } }
        """#,
        "critical.yaml": #"""
        { builtin: false, policies: own.yaml, failOn: critical }
        """#,
        "sizes.json": #"""
        [{ "ParameterKey": "Size", "ParameterValue": "700" }]
        """#,
        "answer.json": #"""
        { "NotebookInstanceName": "n", "VolumeSizeInGB": 90 }
        """#,
        "exceptions.yaml": #"""
        exceptions:
          - { rule: own/size, resource: Large, owner: me, reason: because, until: 2026-12-31 }
        """#,
        "main.tf": #"""
        variable "size" {}
        resource "aws_sagemaker_notebook_instance" "n" {
          name        = terraform.workspace
          volume_size = var.size
          role_arn    = file("role.txt")
        }
        """#,
        "role.txt": #"""
        arn:aws:iam::123456789012:role/R
        """#,
        "large.tfvars": #"""
        size = 600
        """#,
        "plan.json": #"""
        {"format_version":"1.2","resource_changes":[{"address":"aws_sagemaker_notebook_instance.n","mode":"managed","type":"aws_sagemaker_notebook_instance","name":"n","change":{"actions":["no-op"],"before":{"volume_size":600},"after":{"volume_size":600},"after_unknown":{}}}]}
        """#,
        "chart.yaml": #"""
        kind: {{ x }}
        """#,
        "empty.yaml": #"""
        a: 1
        """#,
        "allow.json": #"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sagemaker:*","Resource":"*"}]}
        """#,
        "none.json": #"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}
        """#,
        "all.json": #"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}
        """#,
        "rcp.json": #"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}
        """#,
        "list.json": #"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sagemaker:List*","Resource":"*"}]}
        """#,
        "role.yaml": #"""
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          P:
            Type: AWS::IAM::ManagedPolicy
            Properties: { PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "sagemaker:CreateModel", Resource: "*" }] } }
        """#,
        "access.yaml": #"""
        pack: access
        title: Access
        rules:
          - id: tagged
            title: Models are tagged
            severity: high
            targets: [AWS::IAM::*]
            check: { guarantee: { actions: [sagemaker:CreateModel], onlyWhen: { StringEquals: { aws:RequestTag/team: a } } } }
        """#,
        "guarantee.yaml": #"""
        actions: [sagemaker:CreateModel]
        onlyWhen: { StringEquals: { aws:RequestTag/team: a } }
        """#,
        "data.json": #"""
        { "a": 1 }
        """#,
        "prices.yaml": #"""
        { currency: USD, date: 2026-11-01, prices: [{ type: ml.t3.medium, perHour: 0.05 }] }
        """#,
        "usage.json": #"""
        {"schema": "proviso-usage/1", "report": {"rows": 1}, "resources": [{"type": "AWS::SageMaker::NotebookInstance", "name": "Large", "id": "Large", "usage": {"cost": 9}}]}
        """#,
        "bundled/proviso.yaml": #"""
        { builtin: false, bundles: [pack.d] }
        """#,
        "tests/own.test.yaml": #"""
        tests:
          - { name: large, rule: size, given: { type: AWS::SageMaker::NotebookInstance, properties: { VolumeSizeInGB: 51 } }, expect: fail }
          - { name: small, rule: size, given: { type: AWS::SageMaker::NotebookInstance, properties: { VolumeSizeInGB: 50 } }, expect: pass }
        """#,
    ]

    /// A command as the program describes itself.
    private struct Command: Decodable {
        struct Argument: Decodable {
            struct Name: Decodable {
                var kind: String
                var name: String
            }

            var kind: String
            var names: [Name]?
        }

        var commandName: String
        var arguments: [Argument]?
        var subcommands: [Command]?

        /// The command lines of the command and of those below it, each with its options.
        func options(below path: [String] = []) -> [(line: [String], options: Set<String>)] {
            let line = path + [commandName]
            let names = (arguments ?? []).flatMap { $0.names ?? [] }.filter { $0.kind == "long" }.map { "--" + $0.name }
            let own = (line, Set(names).subtracting(["--help", "--version"]))
            return [own] + (subcommands ?? []).flatMap { $0.options(below: line) }
        }
    }

    private struct Description: Decodable { var command: Command }

    private func scratch() throws -> Scratch {
        let scratch = try Scratch(Self.files)
        for copy in ["bundled/pack.d/own.yaml", "tests/own.yaml"] {
            try scratch.write(Self.files["own.yaml"] ?? "", to: copy)
        }
        let git = "git init -q . && git add -A . && git -c user.name=a -c user.email=a@b commit -qm a"
        try #require(try Executable.shell(git, in: scratch.folder).code == 0)
        return scratch
    }

    @Test("does what the help says, or is refused with words")
    func options() throws {
        let scratch = try scratch()
        for sample in CommandLineCase.all {
            let ending = try Executable.run(
                sample.line.split(separator: " ").map(String.init), input: Self.files["nb.yaml"] ?? "",
                in: scratch.folder)
            #expect(ending.code == sample.code, "\(sample.line)\n\(ending.output)\(ending.errors)")
            #expect(
                sample.says.isEmpty || (ending.output + ending.errors).contains(sample.says),
                "\(sample.line)\n\(ending.output)")
        }
    }

    @Test("is tried here")
    func completeness() throws {
        let dump = try Executable.run(["--experimental-dump-help"]).output
        let description = try JSONDecoder().decode(Description.self, from: Data(dump.utf8))
        let tried = CommandLineCase.all.map { $0.line.split(separator: " ").map(String.init) }
        for (line, options) in description.command.options() {
            let command = line.dropFirst()
            let words = Set(tried.filter { $0.starts(with: command) }.flatMap { $0 })
            // Watching never ends by itself, and is tried by a test of its own.
            #expect(
                options.subtracting(words).subtracting(["--watch"]).sorted() == [], "\(line.joined(separator: " "))")
        }
        #expect(description.command.options().count > 20)
    }

    @Test(
        "that does not exist is refused with what there is",
        arguments: ["check .", "test", "rules", "iam lint a", "init"])
    func unknown(command: String) throws {
        let ending = try Executable.run(command.split(separator: " ").map(String.init) + ["--no-such-option"])
        #expect(ending.code == 2 && ending.errors.contains("no-such-option"))
    }
}
