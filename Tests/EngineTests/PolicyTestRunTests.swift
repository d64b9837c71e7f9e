import Documents
import Engine
import Foundation
import Policies
import Testing

@Suite("A run of policy tests")
struct PolicyTestRunTests {
    private static let pack = """
        pack: sample
        title: Sample
        rules:
          - id: sample
            title: Sample
            severity: low
            targets: [AWS::SageMaker::NotebookInstance]
            check:
              assert: resource.VolumeSizeInGB < 9 || resource.?InstanceType.orValue("") == "ml.t3.medium"
            remedy: Change it
        """

    private static func cases(_ volumes: [(Int, String)]) -> String {
        "tests:\n"
            + volumes.map { volume, expectation in
                """
                  - name: "\(volume)"
                    rule: sample
                    given: { type: AWS::SageMaker::NotebookInstance, name: n, properties: { VolumeSizeInGB: \(volume) } }
                    expect: \(expectation)

                """
            }.joined()
    }

    private static let example = """
        Resources:
          Small:
            Type: AWS::SageMaker::NotebookInstance
            Properties: { VolumeSizeInGB: 5 }
          Large:
            Type: AWS::SageMaker::NotebookInstance
            Properties: { VolumeSizeInGB: 10 } MARK
        """

    /// Runs what lies in a folder of these files.
    private func run(_ files: [String: String]) throws -> PolicyTestRun {
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return PolicyTestRun(PolicyTestPlan(paths: [folder.path]))
    }

    @Test("is clean when every case and every example gives what is expected")
    func clean() throws {
        let run = try run([
            "policies/sample.yaml": Self.pack, "policies/sample.test.yaml": Self.cases([(5, "pass"), (10, "fail")]),
            "examples/a.yaml": Self.example.replacing("MARK", with: "# expect: sample/sample"),
        ])
        #expect(run.status == .clean && run.problems.isEmpty)
        #expect(run.packs.map(\.id) == ["sample"] && run.examples.map(\.expectedCount) == [1])
    }

    @Test("fails on a case that gives something else, and says what")
    func wrongCase() throws {
        let run = try run([
            "sample.yaml": Self.pack, "sample.test.yaml": Self.cases([(5, "pass"), (10, "fail"), (11, "pass")]),
        ])
        #expect(run.status == .findings)
        #expect(
            run.packs.first?.result.outcomes.compactMap(\.failure?.message) == [
                "`11`: the verdict is fail, expected pass"
            ])
    }

    @Test("fails on a rule without a failing case")
    func incomplete() throws {
        let run = try run(["sample.yaml": Self.pack, "sample.test.yaml": Self.cases([(5, "pass")])])
        #expect(run.status == .findings)
        #expect(run.packs.first?.result.incomplete.map(\.message) == ["the rule `sample` has no failing case"])
    }

    @Test("fails on a pack without cases")
    func untested() throws {
        let run = try run(["sample.yaml": Self.pack])
        #expect(run.status == .findings)
        #expect(
            run.packs.first?.result.incomplete.map(\.message) == [
                "the rule `sample` has no passing and no failing case"
            ])
    }

    @Test("says which branch no case takes")
    func coverage() throws {
        let run = try run(["sample.yaml": Self.pack, "sample.test.yaml": Self.cases([(5, "pass"), (10, "fail")])])
        let rule = try #require(run.packs.first?.result.coverage.first)
        #expect(rule.outcomeCount == 4 && rule.takenCount == 3)
        let missing = rule.branches.filter { $0.missing != nil }
        #expect(missing.map(\.text) == [#"resource.?InstanceType.orValue("") == "ml.t3.medium""#])
        #expect(missing.map(\.missing) == ["never true"])
        #expect(missing.map { String(decoding: $0.source.bytes[$0.range], as: UTF8.self) } == missing.map(\.text))
    }

    @Test("fails on an example that gives more or less than its comments expect")
    func examples() throws {
        let files = ["sample.yaml": Self.pack, "sample.test.yaml": Self.cases([(5, "pass"), (10, "fail")])]
        let more = try run(
            files.merging([
                "examples/a.yaml": Self.example.replacing("MARK", with: ""),
                "examples/b.yaml": Self.example.replacing("MARK", with: "# expect: sample/sample"),
            ]) { $1 })
        #expect(more.status == .findings)
        #expect(more.examples.map(\.failures.count) == [1, 0])
        let less = try run(
            files.merging(["a.yaml": Self.example.replacing("MARK", with: "# expect: sample/sample, sample/other")]) {
                $1
            })
        #expect(less.examples.flatMap(\.failures).map(\.message) == ["`sample/other` finds nothing on this line"])
    }

    @Test("cannot judge a pack that is wrong, cases without a pack, and nothing at all")
    func problems() throws {
        #expect(
            try run(["sample.yaml": Self.pack.replacing("severity: low", with: "severity: lowest")]).status
                == .notJudged)
        #expect(try run(["sample.test.yaml": Self.cases([(5, "pass")])]).status == .notJudged)
        #expect(try run(["notes.yaml": "a: 1"]).status == .notJudged)
    }
}
