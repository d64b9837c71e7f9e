import Documents
import Engine
import Foundation
import Policies
import Testing

@Suite("Findings of a plan point into the files that it was made from")
struct PlanSourcesTests {
    private static let rules = """
        pack: trial
        title: Trial
        rules:
          - id: small
            title: Notebooks are small
            severity: high
            targets: [AWS::SageMaker::NotebookInstance]
            check: { property: InstanceType, equals: ml.t3.medium }
          - id: idle
            title: Notebooks stop
            severity: high
            targets: [AWS::SageMaker::NotebookInstance]
            check: { property: LifecycleConfigName, exists: true }
        """

    private static func notebook(_ address: String, type: String) -> String {
        """
        {"address": "\(address)", "mode": "managed", "type": "aws_sagemaker_notebook_instance", "name": "n",
         "change": {"actions": ["create"], "before": null, "after": {"name": "n", "instance_type": "\(type)"},
         "after_unknown": {"arn": true}}}
        """
    }

    private static func plan(_ changes: String...) -> String {
        #"{"format_version": "1.2", "terraform_version": "1.9.5", "resource_changes": [\#(changes.joined(separator: ","))]}"#
    }

    private static let main = """
        module "team" {
          for_each = toset(["a", "b"])
          source   = "./team"
        }

        resource "aws_sagemaker_notebook_instance" "own" {
          name          = "n"
          instance_type = "ml.m5.large" # own
        }
        """

    private static let team = """
        resource "aws_sagemaker_notebook_instance" "this" {
          count         = 1
          instance_type = var.type
        }
        variable "type" { default = "ml.m5.large" }
        """

    /// The findings as `rule file:line`, those that are related behind them.
    private static func places(_ repository: Repository, _ directory: String? = nil) throws -> [String] {
        let result = try run(repository, directory)
        #expect(result.errors.isEmpty)
        return result.findings.filter { $0.verdict == .fail }.map { finding in
            let related = finding.related.map { " \($0.role.rawValue) \(place($0.file, $0.region, repository))" }
            return "\(finding.rule) \(place(finding.file, finding.region, repository))" + related.joined()
        }
    }

    private static func place(_ file: String, _ region: SourceRegion, _ repository: Repository) -> String {
        file.replacing(repository.folder.path + "/", with: "") + ":\(region.start.line)"
    }

    private static func run(_ repository: Repository, _ directory: String? = nil) throws -> RunResult {
        var request = CheckRequest(paths: [repository.folder.path + "/plan.json"], now: 1_790_000_000)
        request.terraformDirectory = directory.map { repository.folder.path + "/" + $0 }
        request.repository = repository.paths
        let symbols = SymbolTable()
        let source = SourceText(name: "trial.yaml", text: rules)
        let pack = try #require(PolicyPack.decode(try PolicyFile.parse(source, symbols: symbols)).0)
        return CheckRun.run(request, policies: try PolicySet.compile(pack, symbols: symbols))
    }

    @Test("at the argument, or at the head of the block when something is missing")
    func argument() throws {
        let repository = try Repository([
            "plan.json": Self.plan(Self.notebook("aws_sagemaker_notebook_instance.own", type: "ml.m5.large")),
            "main.tf": Self.main, "team/main.tf": Self.team,
        ])
        #expect(
            try Self.places(repository) == [
                "trial/idle main.tf:6 plan plan.json:1", "trial/small main.tf:8 plan plan.json:2",
            ])
        let finding = try #require(try Self.run(repository).findings.last)
        #expect(finding.excerpt.text.contains("# own"))
        #expect(finding.resource.name == "aws_sagemaker_notebook_instance.own")
    }

    @Test("in a module, with the call that leads there")
    func module() throws {
        let address = #"module.team[\"b\"].aws_sagemaker_notebook_instance.this[0]"#
        let repository = try Repository([
            "plan.json": Self.plan(Self.notebook(address, type: "ml.m5.large")),
            "main.tf": Self.main, "team/main.tf": Self.team,
        ])
        #expect(
            try Self.places(repository) == [
                "trial/idle team/main.tf:1 call main.tf:1 plan plan.json:1",
                "trial/small team/main.tf:3 call main.tf:1 plan plan.json:2",
            ])
    }

    @Test("what the files do not declare stays in the plan, and a plan alone is as it was")
    func elsewhere() throws {
        let plan = Self.plan(Self.notebook("aws_sagemaker_notebook_instance.other", type: "ml.m5.large"))
        let expected = ["trial/idle plan.json:1", "trial/small plan.json:2"]
        #expect(try Self.places(try Repository(["plan.json": plan, "main.tf": Self.main])) == expected)
        #expect(try Self.places(try Repository(["plan.json": plan])) == expected)
    }

    @Test("the folder may be given, and must hold files")
    func directory() throws {
        let plan = Self.plan(Self.notebook("aws_sagemaker_notebook_instance.own", type: "ml.t3.medium"))
        let repository = try Repository(["plan.json": plan, "infra/main.tf": Self.main, "docs/a.md": ""])
        #expect(try Self.places(repository, "infra") == ["trial/idle infra/main.tf:6 plan plan.json:1"])
        let result = try Self.run(repository, "docs")
        #expect(result.errors.map(\.message) == ["the folder holds no Terraform files: expected `.tf` or `.tf.json`"])
        #expect(result.findings.isEmpty)
    }

    @Test("identities stay, so that a baseline holds whether files stand beside the plan or not")
    func identity() throws {
        let plan = Self.plan(Self.notebook("aws_sagemaker_notebook_instance.own", type: "ml.m5.large"))
        let alone = try Repository(["plan.json": plan])
        let beside = try Repository(["plan.json": plan, "main.tf": Self.main])
        #expect(
            try Set(Self.run(alone).findings.map(\.fingerprint)) == Set(Self.run(beside).findings.map(\.fingerprint)))
    }

    @Test("a suppression in the files counts, and one that the plan does not need is no mistake")
    func suppression() throws {
        let source =
            Self.main.replacing(
                "# own", with: #"# proviso:ignore trial/small reason="approved""#
            ) + "\n# proviso:ignore trial/idle reason=\"none\"\nlocals {}\n"
        let repository = try Repository([
            "plan.json": Self.plan(Self.notebook("aws_sagemaker_notebook_instance.own", type: "ml.m5.large")),
            "main.tf": source,
        ])
        let result = try Self.run(repository)
        #expect(try Self.places(repository) == ["trial/idle main.tf:6 plan plan.json:1"])
        #expect(result.findings.filter { $0.verdict == .suppressed }.map(\.rule) == ["trial/small"])
        #expect(result.warnings.isEmpty)
    }
}
