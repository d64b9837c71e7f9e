import Documents
import Engine
import Policies
import Testing

@Suite("Mutants of a pack")
struct MutationTests {
    private static func pack(_ rule: String) -> SourceText {
        SourceText(
            name: "pack.yaml",
            text: """
                pack: sample
                title: Sample
                parameters:
                  sizes: { type: "list(string)", default: [small, large] }
                  limit: { type: integer, default: 5 }
                rules:
                  - id: sample
                    title: Sample
                    severity: low
                    targets: [AWS::SageMaker::NotebookInstance]
                \(rule)
                """)
    }

    private func changes(_ rule: String, _ kind: Mutant.Operator) throws -> [String] {
        let suite = try PolicyTestSuite(pack: Self.pack(rule), tests: nil)
        return suite.mutate().entries.map(\.mutant).filter { $0.operator == kind }.map(\.change)
    }

    struct Sample: Sendable, CustomTestStringConvertible {
        var rule: String
        var kind: Mutant.Operator
        var changes: [String]
        var testDescription: String { "\(kind.rawValue) in \(rule)" }
    }

    static let samples: [Sample] = [
        Sample(
            rule: "    check: { assert: \"resource.VolumeSizeInGB <= 7\" }", kind: .comparison,
            changes: ["resource.VolumeSizeInGB <= 7 -> resource.VolumeSizeInGB < 7"]),
        Sample(
            rule: "    check: { assert: \"resource.VolumeSizeInGB <= 7\" }", kind: .limit,
            changes: [
                "resource.VolumeSizeInGB <= 7 -> resource.VolumeSizeInGB <= 8",
                "resource.VolumeSizeInGB <= 7 -> resource.VolumeSizeInGB <= 6",
            ]),
        Sample(
            rule: "    check: { property: VolumeSizeInGB, atMost: 7 }", kind: .limit,
            changes: ["atMost: 7 -> atMost: 8", "atMost: 7 -> atMost: 6"]),
        Sample(
            rule: "    check: { property: VolumeSizeInGB, atMost: { param: limit } }", kind: .limit,
            changes: ["limit: 5 -> 6", "limit: 5 -> 4"]),
        Sample(
            rule: "    check: { property: InstanceType, oneOf: [a, b] }", kind: .member,
            changes: ["a -> (nothing)", "b -> (nothing)"]),
        Sample(
            rule: "    check: { assert: \"resource.InstanceType in params.sizes\" }", kind: .member,
            changes: ["sizes: small -> (nothing)", "sizes: large -> (nothing)"]),
        Sample(
            rule: "    check: { assert: \"resource.InstanceType in ['a', 'b']\" }", kind: .member,
            changes: ["['a', 'b'] has 'a' -> (nothing)", "['a', 'b'] has 'b' -> (nothing)"]),
        Sample(
            rule: "    check: { assert: \"has(resource.RoleArn) && has(resource.KmsKeyId)\" }", kind: .clause,
            changes: ["has(resource.RoleArn) -> true", "has(resource.KmsKeyId) -> true"]),
        Sample(
            rule: "    check: { assert: \"has(resource.RoleArn) || has(resource.KmsKeyId)\" }", kind: .clause,
            changes: ["has(resource.RoleArn) -> false", "has(resource.KmsKeyId) -> false"]),
        Sample(
            rule: "    check: { assert: \"!has(resource.RoleArn)\" }", kind: .negation,
            changes: ["!has(resource.RoleArn) -> (has(resource.RoleArn))"]),
        Sample(
            rule: "    check: { property: InstanceType, noneOf: [a] }", kind: .negation,
            changes: ["noneOf: [a] -> oneOf: [a]"]),
        Sample(
            rule: "    check: { property: RoleArn, exists: true }", kind: .negation,
            changes: ["exists: true -> exists: false"]),
        Sample(
            rule: "    when: has(resource.RoleArn)\n    check: { property: KmsKeyId, exists: true }", kind: .when,
            changes: ["when: has(resource.RoleArn) -> (nothing)"]),
    ]

    @Test("are made by each operator where it applies", arguments: samples)
    func operators(sample: Sample) throws {
        #expect(try changes(sample.rule, sample.kind) == sample.changes)
    }

    private static let cases = """
        tests:
          - name: seven is allowed
            rule: sample
            given: { type: AWS::SageMaker::NotebookInstance, name: n, properties: { VolumeSizeInGB: 7 } }
            expect: pass
          - name: nine is not
            rule: sample
            given: { type: AWS::SageMaker::NotebookInstance, name: n, properties: { VolumeSizeInGB: 9 } }
            expect: fail
        """

    private func suite(_ more: String) throws -> PolicyTestSuite {
        try PolicyTestSuite(
            pack: Self.pack("    check: { property: VolumeSizeInGB, atMost: 7 }"),
            tests: SourceText(name: "pack.test.yaml", text: Self.cases + more))
    }

    @Test("survive when no case notices them, and point at the pack")
    func survivor() throws {
        let result = try suite("").mutate()
        #expect(result.survivors.map(\.change) == ["atMost: 7 -> atMost: 8"])
        let mutant = try #require(result.survivors.first)
        #expect(String(decoding: mutant.pack.source.bytes[mutant.range], as: UTF8.self) == "7")
    }

    @Test("are accepted when they are listed with a reason")
    func equivalent() throws {
        let entry = "\nequivalent:\n  - { rule: sample, change: \"atMost: 7 -> atMost: 8\", reason: Nobody has 8 }"
        let result = try suite(entry).mutate()
        #expect(result.survivors.isEmpty && result.stale.isEmpty)
    }

    @Test("may not be listed when a case kills them")
    func stale() throws {
        let entry = "\nequivalent:\n  - { rule: sample, change: \"atMost: 7 -> atMost: 6\", reason: No }"
        let result = try suite(entry).mutate()
        #expect(result.stale.map(\.message) == ["no surviving mutant of `sample` is `atMost: 7 -> atMost: 6`"])
    }
}
