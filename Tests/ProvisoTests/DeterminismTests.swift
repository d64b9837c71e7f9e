import Foundation
import Testing

/// The same input gives the same bytes.
@Suite("Determinism")
struct DeterminismTests {
    /// Files of several kinds: choices of deployments, references between files, a plan, a configuration, broken ones.
    private static func inputs() throws -> Scratch {
        var files: [String: String] = [
            "d/chosen.yaml": """
            Parameters: { Type: { Type: String, AllowedValues: [ml.t3.medium, ml.p3.2xlarge, ml.g5.xlarge] } }
            Conditions: { Large: !Equals [!Ref Type, ml.p3.2xlarge] }
            Resources:
              Notebook:
                Type: AWS::SageMaker::NotebookInstance
                Properties:
                  InstanceType: !Ref Type
                  LifecycleConfigName: !If [Large, idle, !Ref "AWS::NoValue"]
                  Tags: [{ Key: Environment, Value: !Ref "AWS::Region" }, { Key: ownr, Value: a }, { Key: "ï", Value: "İ" }]
            """,
            "d/script.yaml": """
            Resources:
              Script:
                Type: AWS::SageMaker::NotebookInstanceLifecycleConfig
                Properties: { NotebookInstanceLifecycleConfigName: idle, OnStart: [{ Content: YQo= }] }
              Role:
                Type: AWS::IAM::Role
                Properties:
                  Policies:
                    - PolicyName: p
                      PolicyDocument:
                        Version: "2012-10-17"
                        Statement: [{ Effect: Allow, Action: ["sagemaker:Create*", "s3:*"], Resource: "*" }]
            """,
            "d/plan.json": """
            {"format_version":"1.2","resource_changes":[{"address":"aws_sagemaker_notebook_instance.n","mode":"managed",
            "type":"aws_sagemaker_notebook_instance","change":{"actions":["create"],
            "after":{"instance_type":"ml.p3.2xlarge","tags":{"environment":"x","b":"1","a":"2"}}}}]}
            """,
            "d/tf/main.tf": """
            variable "type" {}
            resource "aws_sagemaker_notebook_instance" "a" {
              for_each      = { b = 1, a = 2 }
              instance_type = var.type
              tags          = { environment = each.key }
            }
            """,
            "d/broken.yaml": Inputs.brokenTemplate,
        ]
        for number in 0..<6 {
            files["d/\(number).yaml"] = number % 2 == 0 ? Inputs.untagged : Inputs.undetermined
        }
        return try Scratch(files)
    }

    static let surroundings = [
        "", "LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8", "LC_ALL=C", "LC_ALL=POSIX LANG=de_DE@euro", "TZ=Asia/Kathmandu",
        "TZ=America/St_Johns", "TZ=:nowhere", "LC_ALL=C.UTF-8 TZ=Pacific/Kiritimati HOME=/ COLUMNS=40",
    ]

    @Test("every report is the same whatever the number of threads, the language, the time zone and the hashing")
    func surroundings() throws {
        let scratch = try Self.inputs()
        func reports(_ variables: String, _ threads: Int) throws -> [String: String] {
            let formats = SecurityTests.formats.map { "--format \($0)=out/\($0)" }.joined(separator: " ")
            try FileManager.default.createDirectory(at: scratch["out"], withIntermediateDirectories: true)
            let line = "\(variables) $proviso check d --as-of 2026-11-01 --include-pass --threads \(threads) \(formats)"
            let ending = try Executable.shell("env \(line)", in: scratch.folder)
            #expect(ending.code == 2, "one of the files is broken")
            return try Dictionary(
                uniqueKeysWithValues: SecurityTests.formats.map {
                    ($0, try String(contentsOf: scratch["out/\($0)"], encoding: .utf8))
                })
        }
        let first = try reports("", 1)
        #expect(first.values.allSatisfy { $0.utf8.count > 200 })
        // Hashing starts anew in every process.
        for (index, variables) in Self.surroundings.enumerated() {
            let others = try reports(variables, [8, 2, 3, 1][index % 4])
            for (format, text) in others { #expect(text == first[format], "\(format) with `\(variables)`") }
        }
    }

    @Test("the order in which files are named changes nothing but the order of what is said of them")
    func order() throws {
        let scratch = try Self.inputs()
        let names = ["d/chosen.yaml", "d/script.yaml", "d/0.yaml", "d/1.yaml", "d/plan.json", "d/tf"]
        func lines(_ names: [String]) throws -> [String] {
            let ending = try Executable.run(
                ["check", "--as-of", "2026-11-01", "--include-pass", "--format", "csv"] + names, in: scratch.folder)
            #expect(ending.code == 1)
            return ending.output.split(whereSeparator: \.isNewline).map(String.init)
        }
        let first = try lines(names)
        #expect(first.count > 20)
        for other in [names.reversed(), ["d/tf"] + names, Array(names[3...] + names[..<3])] {
            #expect(try lines(other).sorted() == first.sorted())
        }
    }

    @Test("other commands give the same in every run")
    func otherCommands() throws {
        let commands = [
            ["rules"], ["lint-policies", "Policies"], ["config", "--show"], ["schema", "policy"],
            ["eval", "{'b': 1, 'a': 2}.map(k, k)"], ["iam", "lint", "Examples/iam/team.json"],
            ["explain", "tagging/required-tags", "Examples/notebooks/careless.yaml"],
            [
                "iam", "prove", "--guarantee", "Examples/iam/environment-tag.guarantee.yaml", "--identity",
                "Examples/iam/team.json",
            ],
        ]
        for command in commands {
            let endings = try (0..<3).map { _ in try Executable.run(command) }
            #expect(!endings[0].output.isEmpty, "\(command): \(endings[0].errors)")
            #expect(endings.allSatisfy { $0.output == endings[0].output && $0.code == endings[0].code }, "\(command)")
        }
    }
}
