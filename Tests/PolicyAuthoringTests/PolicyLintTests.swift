import Documents
import Engine
import Foundation
import PolicyAuthoring
import Testing

@Suite("Lint of policies")
struct PolicyLintTests {
    /// The kinds of findings in one pack with these rules, without those about tests and remedies.
    private func kinds(_ rules: String, tests: String? = nil) throws -> [PolicyLintFinding.Kind] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "sample.yaml")
        try Data("pack: sample\ntitle: Sample\nrules:\n\(rules)".utf8).write(to: file)
        if let tests { try Data(tests.utf8).write(to: folder.appending(path: "sample.test.yaml")) }
        let lint = PolicyLint(PolicyTestPlan(paths: [file.path]))
        #expect(lint.problems.map(\.message) == [])
        return lint.findings.map(\.kind).filter { $0 != .missingTests && $0 != .missingRemedy }
    }

    private static func rule(_ name: String = "sample", _ body: String) -> String {
        """
          - id: \(name)
            title: Sample
            severity: low
            targets: [AWS::SageMaker::NotebookInstance]
            \(body)

        """
    }

    struct Sample: Sendable, CustomTestStringConvertible {
        var body: String
        var kinds: [PolicyLintFinding.Kind]
        var testDescription: String { body }

        init(_ body: String, _ kinds: PolicyLintFinding.Kind...) {
            self.body = body
            self.kinds = kinds
        }
    }

    static let samples = [
        Sample("check: { property: InstanceType, noneOf: [ml.p3.2xlarge] }"),
        Sample("check: { property: InstanceType, noneOf: [\"ml.zz*\"] }", .deadPattern),
        Sample("check: { property: InstanceType, noneOf: [p3.2xlarge] }", .deadPattern),
        Sample("check: { property: InstanceType, notMatches: '^p[0-9]' }", .deadPattern),
        Sample("check: { property: InstanceType, notMatches: '^ml[.]p[0-9]' }"),
        Sample("check: { property: RootAccess, oneOf: [Enabled, Disabled] }", .neverFails),
        Sample("check: { property: RootAccess, oneOf: [Yes] }", .deadPattern, .neverPasses),
        Sample("check: { property: NotebookInstanceName, noneOf: [\"*\"] }", .neverPasses),
        Sample("check: { assert: 'true' }", .neverFails),
        Sample(
            "check: { assert: resource.?VolumeSizeInGB.orValue(0) < 5 || resource.?VolumeSizeInGB.orValue(0) >= 5 }",
            .neverFails),
        Sample(
            "check: { assert: resource.?VolumeSizeInGB.orValue(0) < 5 && resource.?VolumeSizeInGB.orValue(0) > 5 }",
            .neverPasses),
        Sample("check: { assert: resource.?VolumeSizeInGB.orValue(0) < 5 && resource.?VolumeSizeInGB.orValue(0) > 3 }"),
        Sample(
            "when: tag('a') == 'x' && tag('a') == 'y'\n    check: { property: RoleArn, exists: true }", .neverMatches),
        Sample("when: tag('a') == 'x' && tag('b') == 'y'\n    check: { property: RoleArn, exists: true }"),
    ]

    @Test("finds what a rule can never do, and nothing else", arguments: samples)
    func rules(sample: Sample) throws {
        #expect(try kinds(Self.rule("sample", sample.body)) == sample.kinds)
    }

    static let contradictions = [
        ("property: InstanceType, equals: ml.t3.medium", "property: InstanceType, equals: ml.t3.large", true),
        ("property: InstanceType, oneOf: [ml.t3.medium]", "property: InstanceType, noneOf: ['ml.t3.*']", true),
        ("property: VolumeSizeInGB, atLeast: 50", "property: VolumeSizeInGB, atMost: 40", true),
        ("property: KmsKeyId, exists: true", "property: KmsKeyId, exists: false", true),
        ("property: VolumeSizeInGB, atLeast: 40", "property: VolumeSizeInGB, atMost: 50", false),
        ("property: InstanceType, equals: ml.t3.medium", "property: RootAccess, equals: Disabled", false),
    ]

    @Test("finds two rules that no resource can both satisfy", arguments: contradictions)
    func contradiction(first: String, second: String, isOne: Bool) throws {
        let found = try kinds(Self.rule("first", "check: { \(first) }") + Self.rule("second", "check: { \(second) }"))
        #expect(found.contains(.contradiction) == isOne)
    }

    @Test("has nothing to say of the built-in packs")
    func builtin() {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Policies")
        let lint = PolicyLint(PolicyTestPlan(paths: [folder.path]))
        #expect(lint.findings.map(\.diagnostic.message) == [] && lint.problems.isEmpty && lint.ruleCount > 0)
    }
}
