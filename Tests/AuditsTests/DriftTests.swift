import Documents
import Engine
import Foundation
import Testing

@testable import Audits

@Suite("Drift between code and accounts")
struct DriftTests {
    private static let (gpu, plain) = (AuditTests.gpu, AuditTests.plain)

    private func template(_ id: String, name: String?, instance: String) -> String {
        let property = name.map { "\n          NotebookInstanceName: \($0)" } ?? ""
        return """
            AWSTemplateFormatVersion: "2010-09-09"
            Parameters: { Env: { Type: String } }
            Resources:
              \(id):
                Type: AWS::SageMaker::NotebookInstance
                Properties:
                  InstanceType: \(instance)
                  RoleArn: arn:aws:iam::123456789012:role/r\(property.replacingOccurrences(of: "          ", with: "      "))
            """
    }

    private func account(_ name: String, _ instance: String, tags: [String: String] = [:]) -> SampleAccount {
        SampleAccount(notebooks: [(name, instance, tags)])
    }

    private func kinds(_ drift: Drift) -> [String] { drift.items.map { "\($0.kind) \($0.live?.name ?? "-")" } }

    @Test("what complies as written and not as deployed was changed by hand")
    func drifted() throws {
        let drift = try Judge().drift(
            account("train", Self.gpu), code: ["a.yaml": template("Train", name: "train", instance: Self.plain)])
        #expect(kinds(drift) == ["drifted train"] && drift.matched == 1)
        #expect(drift.items[0].code.basis == "by name" && drift.items[0].code.line == 4)
        #expect(drift.notInCode.isEmpty && drift.notDeployed.isEmpty)
    }

    @Test("what complies nowhere has to be mended where it is written")
    func both() throws {
        let code = ["a.yaml": template("Train", name: "train", instance: Self.gpu)]
        #expect(try kinds(Judge().drift(account("train", Self.gpu), code: code)) == ["both train"])
    }

    @Test("what complies as deployed alone is undone by the next deployment")
    func pending() throws {
        let code = ["a.yaml": template("Train", name: "train", instance: Self.gpu)]
        #expect(try kinds(Judge().drift(account("train", Self.plain), code: code)) == ["pending train"])
    }

    @Test("what is not decided as written is said to be so")
    func undecided() throws {
        let code = ["a.yaml": template("Train", name: "train", instance: "!Ref Env")]
        #expect(try kinds(Judge().drift(account("train", Self.gpu), code: code)) == ["undecided train"])
    }

    @Test("what is written and not deployed counts only where somebody looked")
    func notDeployed() throws {
        let code = ["a.yaml": template("Gone", name: "gone", instance: Self.gpu)]
        let drift = try Judge().drift(account("train", Self.plain), code: code)
        #expect(kinds(drift) == ["notDeployed -"] && drift.notDeployed.map(\.name) == ["Gone"])
        #expect(drift.notInCode.map(\.name) == ["train"])
        var partial = account("train", Self.plain)
        partial.isComplete = false
        let unseen = try Judge().drift(partial, code: code)
        #expect(unseen.notDeployed.isEmpty && unseen.notSeen.map(\.name) == ["Gone"] && unseen.items.isEmpty)
    }

    @Test("what may lie in a region that was not seen is not said to be not deployed", arguments: [true, false])
    func refusedRegion(isSeen: Bool) throws {
        let code = ["a.yaml": template("Gone", name: "gone", instance: Self.gpu)]
        var account = account("train", Self.plain)
        account.otherRegion = ("us-east-1", isSeen)
        let drift = try Judge().drift(account, code: code)
        #expect(drift.notDeployed.count == (isSeen ? 1 : 0) && drift.notSeen.count == (isSeen ? 0 : 1))
    }

    @Test("a rule that does not apply to what is written has nothing to say for it")
    func inapplicable() throws {
        var judge = Judge()
        judge.when = "resource.InstanceType.startsWith(\"ml.p\")"
        let code = ["a.yaml": template("Train", name: "train", instance: Self.plain)]
        let drift = try judge.drift(account("train", Self.gpu), code: code)
        #expect(kinds(drift) == ["inapplicable train"])
    }

    @Test("the tags of a stack say where a resource without a name is written")
    func stackTags() throws {
        let code = ["ml.yaml": template("Train", name: nil, instance: Self.plain)]
        let tags = ["aws:cloudformation:logical-id": "Train", "aws:cloudformation:stack-name": "ml"]
        let drift = try Judge().drift(account("Train-x7Gh2", Self.gpu, tags: tags), code: code)
        #expect(kinds(drift) == ["drifted Train-x7Gh2"] && drift.items[0].code.basis == "by the tags of its stack")
        // Without such tags no stack made it.
        let other = try Judge().drift(account("Train-x7Gh2", Self.gpu), code: code)
        #expect(other.matched == 0 && other.notInCode.count == 1)
    }

    @Test("of templates with the same logical id, that counts which is named by the stack")
    func stackNames() throws {
        let code = [
            "ml-dev.template.yaml": template("Train", name: nil, instance: Self.gpu),
            "ml-prod.template.yaml": template("Train", name: nil, instance: Self.plain),
        ]
        for (stack, kind) in [("ml-dev", "both"), ("ml-prod", "drifted")] {
            let tags = ["aws:cloudformation:logical-id": "Train", "aws:cloudformation:stack-name": stack]
            let drift = try Judge().drift(account("Train-x7Gh2", Self.gpu, tags: tags), code: code)
            #expect(kinds(drift).filter { $0.hasSuffix("Train-x7Gh2") } == ["\(kind) Train-x7Gh2"], "\(stack)")
        }
    }

    @Test("of a foreign stack with the same logical id nobody can say that it is written here")
    func foreignStack() throws {
        let code = ["a.yaml": template("Train", name: nil, instance: Self.plain)]
        let tags = ["aws:cloudformation:logical-id": "Train", "aws:cloudformation:stack-name": "other"]
        let live = account("Train-x7Gh2", Self.gpu, tags: tags)
        let open = try Judge().drift(live, code: code)
        #expect(open.matched == 0 && open.items.isEmpty && open.notInCode.isEmpty)
        #expect(open.doubtful.first?.doubt?.contains("template of its stack `other`") == true)
        let own = try Judge().drift(live, code: code, stacks: ["a.yaml": ["other"]])
        #expect(kinds(own) == ["drifted Train-x7Gh2"])
        let foreign = try Judge().drift(live, code: code, stacks: ["a.yaml": ["ml"]])
        #expect(foreign.matched == 0 && foreign.notInCode.count == 1 && foreign.doubtful.isEmpty)
    }

    @Test(
        "a template may be that of several stacks, and its path may be spelled in any way",
        arguments: ["a.yaml", "./x/../a.yaml", ".//a.yaml"])
    func severalStacks(path: String) throws {
        let code = ["a.yaml": template("Train", name: nil, instance: Self.plain), "x/b.yaml": "Resources: {}\n"]
        for (stack, count) in [("dev", 1), ("prod", 1), ("other", 0)] {
            let tags = ["aws:cloudformation:logical-id": "Train", "aws:cloudformation:stack-name": stack]
            let live = account("Train-x7Gh2", Self.gpu, tags: tags)
            let drift = try Judge().drift(live, code: code, stacks: [path: ["dev", "prod"]])
            #expect(drift.matched == count && drift.notInCode.count == 1 - count, "\(stack)")
        }
    }

    @Test("a folder is the template of no stack, and what is not there is nothing")
    func expectedFolder() throws {
        let folder = Folder()
        let file = try folder.write("Resources: {}\n", to: "a.yaml")
        for (path, isFit) in [
            (ExpectedPath(path: file, stack: "s"), true), (ExpectedPath(path: folder.path), true),
            (ExpectedPath(path: folder.path, stack: "s"), false), (ExpectedPath(path: file + "x"), false),
        ] {
            #expect(((try? path.check()) != nil) == isFit, "\(path)")
        }
    }

    @Test("a rule that was not settled on a deployed resource is undecided, not silent")
    func openLive() throws {
        var judge = Judge()
        judge.when = "resource.InstanceType.startsWith(\"ml.p\")"
        let live = JudgedResources(try judge.judged(account("train", Self.plain)).result)
        let resource = try #require(live.resources.first)
        #expect(live.outcome(of: "p/no-gpu", on: resource) == .saysNothing)
        #expect(live.outcome(of: "p/ended-before", on: resource) == .undecided)
    }

    @Test("what complies with the default of a parameter alone may be deployed with another value")
    func defaultValue() throws {
        let text = template("Train", name: "train", instance: "!Ref Env")
            .replacing("{ Type: String }", with: "{ Type: String, Default: \(Self.plain) }")
        #expect(try kinds(Judge().drift(account("train", Self.gpu), code: ["a.yaml": text])) == ["undecided train"])
    }

    @Test("CDK says which stack a template is for")
    func assembly() throws {
        let manifest = """
            {"version": "36.0.0", "artifacts": {"Ml": {"type": "aws:cloudformation:stack", "environment":
            "aws://unknown-account/unknown-region", "properties": {"templateFile": "Ml.template.json", "stackName": "ml-prod"}}}}
            """
        let resource = #"{"Type": "AWS::SageMaker::NotebookInstance", "Properties": {"InstanceType": "ml.t3.medium"}}"#
        let judge = Judge()
        _ = try judge.folder.write(manifest, to: "code/manifest.json")
        for (stack, count) in [("ml-prod", 1), ("Ml", 0)] {
            let tags = ["aws:cloudformation:logical-id": "Train", "aws:cloudformation:stack-name": stack]
            let drift = try judge.drift(
                account("Train-x7Gh2", Self.gpu, tags: tags),
                code: ["Ml.template.json": #"{"Resources": {"Train": \#(resource)}}"#])
            #expect(drift.matched == count && drift.notInCode.count == 1 - count, "\(stack)")
        }
    }

    @Test("a path may name the stack of its template, and a name may hold the same mark")
    func expectedPaths() {
        #expect(ExpectedPath("ml=a.yaml") { _ in false } == ExpectedPath(path: "a.yaml", stack: "ml"))
        #expect(ExpectedPath("ml=a.yaml") { $0 == "ml=a.yaml" } == ExpectedPath(path: "ml=a.yaml"))
        #expect(ExpectedPath("./ml=a.yaml") { _ in false } == ExpectedPath(path: "./ml=a.yaml"))
    }

    @Test("an address of Terraform is one resource, wherever there are such")
    func rivals() throws {
        let code = """
            resource "aws_sagemaker_notebook_instance" "nb" {
              name          = "train"
              instance_type = "ml.t3.medium"
              role_arn      = "arn:aws:iam::123456789012:role/r"
            }
            """
        let one = account("train", Self.gpu)
        var other = one
        other.region = "us-east-1"
        other.otherRegion = (one.region, true)
        let lines = one.text.split(separator: "\n").dropFirst()
        let drift = try Judge().drift(other.text + lines.joined(separator: "\n") + "\n", code: ["main.tf": code])
        #expect(drift.matched == 0 && drift.items.isEmpty && drift.doubtful.count == 2)
        #expect(drift.doubtful.first?.doubt?.contains("several accounts or regions") == true)
    }

    @Test("a name that is known in parts is enough where it fits")
    func pattern() throws {
        let code = ["a.yaml": template("Train", name: "!Sub \"${Env}-train\"", instance: Self.plain)]
        #expect(try kinds(Judge().drift(account("prod-train", Self.gpu), code: code)) == ["drifted prod-train"])
        #expect(try Judge().drift(account("prod-other", Self.gpu), code: code).notInCode.count == 1)
    }

    @Test("where templates that cannot be told apart disagree, nothing is claimed")
    func ambiguous() throws {
        let code = [
            "a.yaml": template("Train", name: "train", instance: Self.plain),
            "b.yaml": template("Train", name: "train", instance: Self.gpu),
        ]
        #expect(try kinds(Judge().drift(account("train", Self.gpu), code: code)) == ["undecided train"])
    }

    @Test("a Terraform resource whose name is not known leaves what is deployed in doubt")
    func doubt() throws {
        let code = """
            variable "name" {}
            resource "aws_sagemaker_notebook_instance" "nb" {
              name          = var.name
              instance_type = "ml.t3.medium"
              role_arn      = "arn:aws:iam::123456789012:role/r"
            }
            """
        let drift = try Judge().drift(account("train", Self.gpu), code: ["main.tf": code])
        #expect(drift.notInCode.isEmpty && drift.doubtful.map(\.name) == ["train"] && drift.notDeployed.isEmpty)
        let named = code.replacingOccurrences(of: "var.name", with: "\"train\"")
        #expect(try kinds(Judge().drift(account("train", Self.gpu), code: ["main.tf": named])) == ["drifted train"])
    }

    @Test("every form says it", arguments: [AuditFormat.text, .json, .markdown, .html])
    func forms(format: AuditFormat) throws {
        var audit = try AuditTests.audit(account("train", Self.gpu))
        audit.drift = try Judge().drift(
            account("train", Self.gpu), code: ["a.yaml": template("Train", name: "train", instance: Self.plain)])
        let text = format.text(of: audit)
        #expect(text.contains(format == .json ? "\"kind\":\"drifted\"" : "ompliant as written, not as deployed"))
    }
}
