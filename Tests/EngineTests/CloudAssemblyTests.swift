import Documents
import Engine
import Policies
import Testing

@Suite("Output of CDK")
struct CloudAssemblyTests {
    private static let manifest = """
        {"version": "36.0.0", "artifacts": {
          "Ml": {"type": "aws:cloudformation:stack", "environment": "aws://123456789012/eu-west-1",
            "properties": {"templateFile": "Ml.template.json", "tags": {"owner": "ml"}}},
          "Any": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
            "properties": {"templateFile": "Any.template.json"}},
          "assembly-Prod": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}},
          "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}}}}
        """

    private static func template(_ properties: String, more: String = "") -> String {
        """
        {"Resources": {"Notebook1A2B": {"Type": "AWS::SageMaker::NotebookInstance", "Properties": {\(properties)},
          "Metadata": {"aws:cdk:path": "Ml/Notebook"}}\(more)}}
        """
    }

    private static let files = [
        "manifest.json": manifest,
        "tree.json": #"{"version": "tree-0.1", "tree": {"id": "App", "path": ""}}"#,
        "Ml.assets.json": #"{"version": "36.0.0", "files": {}, "dockerImages": {}}"#,
        "Ml.template.json": template(#""RoleArn": {"Fn::Sub": "${AWS::AccountId}/${AWS::Region}"}"#),
        "Any.template.json": template(#""RoleArn": {"Fn::Sub": "${AWS::AccountId}/${AWS::Region}"}"#),
        "Old.template.json": template(#""RoleArn": "old""#),
        "asset.12ab.json": template(#""RoleArn": "asset""#),
        "asset.34cd/code.json": template(#""RoleArn": "asset""#),
        "assembly-Prod/manifest.json": manifest.replacing("Ml.template", with: "Prod.template"),
        "assembly-Prod/Any.template.json": #"{"Resources": {}}"#,
        "assembly-Prod/Prod.template.json": template(#""RoleArn": {"Ref": "AWS::Region"}"#),
    ]

    @Test("its stacks are judged in their account and region, under the names of their constructs")
    func environments() throws {
        let folder = try Folder(Self.files)
        defer { folder.remove() }
        let policies = try Trial(rule: "check: {property: RoleArn, equals: 123456789012/eu-west-1}").policies
        let (lines, result) = folder.verdicts(["."], by: policies)
        #expect(
            lines == [
                "Any.template.json Ml/Notebook: unknown", "Ml.template.json Ml/Notebook: pass",
                "assembly-Prod/Prod.template.json Ml/Notebook: fail",
            ])
        #expect(Set(result.findings.map(\.resource.id)) == ["Notebook1A2B"])
        #expect(result.errors.isEmpty)
    }

    @Test("rules see the region of a stack, and its tags")
    func facts() throws {
        let folder = try Folder(Self.files)
        defer { folder.remove() }
        let rule = #"check: { assert: 'region == "eu-west-1" && account == "123456789012" && tag("owner") == "ml"' }"#
        let lines = folder.verdicts(["Ml.template.json"], by: try Trial(rule: rule).policies).lines
        #expect(lines == ["Ml.template.json Ml/Notebook: pass"])
    }

    @Test("assets, what describes them, and templates of no stack are passed over with the reason")
    func passedOver() throws {
        let folder = try Folder(Self.files)
        defer { folder.remove() }
        let policies = try Trial(rule: "check: {property: RoleArn, notEquals: asset}").policies
        let result = folder.verdicts(["."], by: policies).result
        let reasons = Dictionary(
            result.skipped.map { ($0.file.replacing(folder.url.path + "/", with: ""), $0.reason) }, uniquingKeysWith: +)
        #expect(
            reasons == [
                "manifest.json": "CDK output", "assembly-Prod/manifest.json": "CDK output", "tree.json": "CDK output",
                "assembly-Prod/Any.template.json": "no resources recognised",
                "Ml.assets.json": "CDK output", "asset.12ab.json": "an asset in the output of CDK",
                "asset.34cd/code.json": "an asset in the output of CDK",
                "Old.template.json": "no stack of `manifest.json` has this template",
            ])
        // Who names a file wants it judged.
        #expect(folder.verdicts(["Old.template.json"], by: policies).result.findings.count == 1)
    }

    @Test("a template that the manifest names and that is not there is an error")
    func missingTemplate() throws {
        var files = Self.files
        files["Any.template.json"] = nil
        let folder = try Folder(files)
        defer { folder.remove() }
        let policies = try Trial(rule: "check: {property: RoleArn, notEquals: asset}").policies
        let messages = folder.verdicts(["."], by: policies).result.errors.map(\.message)
        #expect(messages == ["the template `Any.template.json` of a stack is not in the folder"])
    }

    @Test("nested stacks lie where their metadata says")
    func nested() throws {
        let stack = #"""
            , "Inner": {"Type": "AWS::CloudFormation::Stack",
              "Properties": {"TemplateURL": {"Fn::Sub": "https://s3.${AWS::URLSuffix}/b/1.json"}, "Parameters": {"T": "ml.p3.2xlarge"}},
              "Metadata": {"aws:asset:path": "MlInner.nested.template.json", "aws:asset:property": "TemplateURL"}}
            """#
        let inner = #"""
            {"Parameters": {"T": {"Type": "String"}}, "Resources": {
              "Nb": {"Type": "AWS::SageMaker::NotebookInstance", "Properties": {"InstanceType": {"Ref": "T"}},
                "Metadata": {"aws:cdk:path": "Ml/Inner/Nb"}}}}
            """#
        var files = Self.files
        files["Ml.template.json"] = Self.template(#""InstanceType": "ml.t3.medium""#, more: stack)
        files["MlInner.nested.template.json"] = inner
        let folder = try Folder(files)
        defer { folder.remove() }
        let policies = try Trial(rule: "check: {property: InstanceType, noneOf: ['ml.p*']}").policies
        let (lines, result) = folder.verdicts(["."], by: policies)
        #expect(lines.contains("MlInner.nested.template.json Ml/Inner/Nb: fail"))
        #expect(!result.skipped.contains { $0.file.hasSuffix("MlInner.nested.template.json") })
    }

    @Test("a nested stack that no metadata leads to is judged alone, and one of an earlier run not at all")
    func unlinked() throws {
        let notebook = Self.template(#""InstanceType": "ml.p3.2xlarge""#)
        var files = Self.files
        files["manifest.json"] = Self.manifest.replacing(
            #""artifacts": {"#,
            with:
                #""artifacts": {"Ml.assets": {"type": "cdk:asset-manifest", "properties": {"file": "Ml.assets.json"}},"#
        )
        files["Ml.assets.json"] = #"{"files": {"12ab": {"source": {"path": "MlNow.nested.template.json"}}}}"#
        files["MlNow.nested.template.json"] = notebook
        files["MlOld.nested.template.json"] = notebook
        let folder = try Folder(files)
        defer { folder.remove() }
        let policies = try Trial(rule: "check: {property: InstanceType, noneOf: ['ml.p*']}").policies
        let (lines, result) = folder.verdicts(["."], by: policies)
        #expect(lines.contains("MlNow.nested.template.json Ml/Notebook: fail"))
        #expect(result.skipped.contains { $0.file.hasSuffix("MlOld.nested.template.json") })
    }

    @Test("a manifest that cannot be read is an error")
    func broken() throws {
        let folder = try Folder(["manifest.json": "{", "A.template.json": Self.template("")])
        defer { folder.remove() }
        let result = folder.verdicts(
            ["A.template.json"], by: try Trial(rule: "check: {property: X, exists: true}").policies
        )
        .result
        #expect(result.errors.first?.file.hasSuffix("manifest.json") == true)
    }
}
