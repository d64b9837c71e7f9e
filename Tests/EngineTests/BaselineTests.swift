import Documents
import Engine
import Foundation
import Policies
import Testing

@Suite("Baseline")
struct BaselineTests {
    /// Records what a repository has now.
    private func record(_ repository: Repository) throws -> Baseline {
        try repository.write("baseline: known.txt", to: "proviso.yaml")
        let configured = try repository.configured()
        let result = try #require(configured.judge().judged).result
        let baseline = Baseline(result, gate: configured.gate, paths: configured.repository)
        try repository.write(baseline.text, to: "known.txt")
        return baseline
    }

    private func prune(_ repository: Repository, _ paths: [String] = ["."]) throws -> Baseline {
        let configured = try repository.configured(paths)
        let result = try #require(configured.judge().judged).result
        let baseline = try #require(try configured.readBaseline())
        return baseline.pruned(by: result, gate: configured.gate, paths: configured.repository) { path in
            FileManager.default.fileExists(atPath: repository.folder.appending(path: path).path)
        }
    }

    @Test("what is known of an account is known in every snapshot of it, and forgotten only where it is mended")
    func live() throws {
        let repository = try Repository(["one.jsonl": LiveAccount(notebooks: ["a", "b"]).text])
        let known = try record(repository)
        let places = Set(known.entries.map(\.file))
        #expect(places == ["aws:123456789012/eu-west-1/AWS::SageMaker::NotebookInstance"])
        #expect(known.entries.allSatisfy { $0.resource.hasPrefix("arn:aws:sagemaker:") })

        try FileManager.default.removeItem(at: repository.folder.appending(path: "one.jsonl"))
        try repository.write(LiveAccount(notebooks: ["a", "b"]).text, to: "other/two.jsonl")
        #expect(try repository.run().status == .clean)
        // What was not seen as a whole, and another region, say nothing of it.
        for account in [
            LiveAccount(notebooks: ["a"], isComplete: false), LiveAccount(region: "us-east-1", notebooks: ["a"]),
            LiveAccount(notebooks: ["a", "b"], knowsTags: false),
        ] {
            try repository.write(account.text, to: "other/two.jsonl")
            #expect(try prune(repository).entries == known.entries)
        }
        try repository.write(LiveAccount(notebooks: ["a"]).text, to: "other/two.jsonl")
        #expect(try Set(prune(repository).entries.map(\.resource)).count == 1)
    }

    @Test("of 300 old findings in 500 files none fails a run, and one new one in another file does")
    func manyFiles() throws {
        let repository = try Repository()
        let tagged = "Resources:\n  M:\n    Type: AWS::S3::Bucket\n"
        for number in 0..<500 {
            try repository.write(number < 300 ? untagged("M") : tagged, to: "d\(number % 7)/f\(number).yaml")
        }
        #expect(try record(repository).entries.count == 300)
        let clean = try repository.run()
        #expect(clean.status == .clean && clean.result.findings.count { $0.status == .known } == 300)
        #expect(clean.result.verdicts[.fail] == 300 && clean.result.knownVerdictCount == 300)

        try repository.write(untagged("M"), to: "d0/f350.yaml")
        let dirty = try repository.run()
        #expect(dirty.status == .findings)
        #expect(dirty.result.findings.filter(\.isDue).map { $0.file.suffix(12) } == ["d0/f350.yaml"])

        try repository.write(tagged, to: "d0/f350.yaml")
        try repository.write(tagged, to: "d0/f0.yaml")
        let mended = try repository.run()
        #expect(mended.status == .clean)
        #expect(mended.result.warnings.map(\.message) == ["1 finding is known here that no longer arise"])
        let pruned = try prune(repository)
        #expect(pruned.entries.count == 299)
        try repository.write(pruned.text, to: "known.txt")
        #expect(try repository.run().result.warnings.isEmpty)
    }

    @Test("an old finding never hides the same one on another resource, or in a copy of the file")
    func copies() throws {
        let repository = try Repository(["a.yaml": untagged("M")])
        _ = try record(repository)
        try repository.write(untagged("M", "N"), to: "a.yaml")
        try repository.write(untagged("M"), to: "b/a.yaml")
        let due = try repository.run().result.findings.filter(\.isDue)
        #expect(due.map(\.resource.name) == ["N", "M"])
    }

    @Test("lines that move, and where the program is started, change nothing")
    func stable() throws {
        let repository = try Repository(["x/a.yaml": untagged("M")])
        let baseline = try record(repository)
        try repository.write("# a\n\n" + untagged("M").replacing("Resources:", with: "# b\nResources:"), to: "x/a.yaml")
        #expect(try repository.run().status == .clean)
        for (paths, file) in [("", "x/a.yaml"), ("/x", "a.yaml"), ("/x", "./a.yaml"), ("/y", "../x/a.yaml")] {
            let place = RepositoryPaths(root: "/repo", workingDirectory: "/repo" + paths).stableName(of: file)
            #expect(place == baseline.entries.first?.file)
        }
    }

    @Test("pruning a part keeps what it does not judge, and never adds")
    func part() throws {
        let repository = try Repository(["a/a.yaml": untagged("A"), "b/b.yaml": untagged("B"), "c.yaml": untagged("C")])
        _ = try record(repository)
        try repository.write(untagged("New"), to: "a/a.yaml")
        try repository.write("Resources: {}\n", to: "b/b.yaml")
        try repository.remove("c.yaml")
        #expect(try prune(repository, ["a"]).entries.map(\.file) == ["b/b.yaml"])
        #expect(try prune(repository).entries.isEmpty)
    }

    @Test("the file is the same whatever the order of the findings, and reads back")
    func text() throws {
        let entries = ["b", "a"].enumerated().map { index, file in
            Baseline.Entry(
                fingerprint: String(repeating: "\(index)", count: 32), rule: "r/r", file: file + "\t\n\\",
                resource: "x\u{1B}[2J\n# y")
        }
        let text = Baseline(entries).text
        #expect(text == Baseline(entries.reversed()).text)
        #expect(text.split(separator: "\n").count == 3)
        #expect(!text.contains("\u{1B}"))
        let read = try Baseline(parsing: SourceText(name: "b.txt", text: text))
        #expect(read.text == text)
        #expect(read.entries.map(\.file) == ["a\t\n\\", "b\t\n\\"])
    }

    @Test(
        "a file that is broken is an error with its line, not a baseline without entries",
        arguments: [
            ("", "this is not a baseline of this version", nil),
            ("# proviso baseline 1\nabc\n", "this line is no entry of a baseline", 2),
            ("# proviso baseline 1\n<<<<<<< ours\n", "a merge left a conflict here", 2),
            (
                "# proviso baseline 1\n00000000000000000000000000000000\ta/b\tf\tr\n"
                    + "00000000000000000000000000000000\ta/b\tf\tr\n", "this finding stands twice", 3
            ),
        ] as [(String, String, Int?)])
    func broken(text: String, message: String, line: Int?) throws {
        let repository = try Repository(["a.yaml": untagged("M"), "proviso.yaml": "baseline: b.txt", "b.txt": text])
        let (outcome, issues) = try repository.configured().run()
        #expect(outcome == nil)
        #expect(issues.map(\.message) == [message])
        #expect(issues.first?.region?.start.line == line)
    }

    @Test("a baseline that is named and missing is an error")
    func missing() throws {
        let repository = try Repository(["a.yaml": untagged("M"), "proviso.yaml": "baseline: b.txt"])
        #expect(try repository.configured().run().issues.map(\.message) == ["there is no baseline"])
    }

    @Test("unknown verdicts are known too where they make a run fail")
    func unknown() throws {
        let text = untagged("M") + "    Properties: { Tags: !Ref P }\nParameters: { P: { Type: String } }\n"
        let repository = try Repository(["a.yaml": text])
        var job = try repository.job()
        job.failsOnUnknown = true
        let (configured, _) = job.configured()
        let result = try #require(configured?.judge().judged).result
        let gate = try #require(configured).gate
        #expect(gate.status(of: result) == .undetermined)
        var known = result
        _ = Baseline(result, gate: gate, paths: repository.paths).apply(to: &known, gate: gate, paths: repository.paths)
        #expect(gate.status(of: known) == .clean)
    }
}
