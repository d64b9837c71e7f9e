import Foundation
import Testing

/// The commands in the comments of Examples/iam give the verdicts that stand below them.
@Suite("examples")
struct ExampleTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var command: [String]
        var verdict: String
        var testDescription: String { command.joined(separator: " ") }

        static let all: [Example] = {
            let folder = Program.root.appending(path: "Examples/iam")
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
            return files.filter { $0.hasSuffix(".guarantee.yaml") }.sorted().flatMap { file -> [Example] in
                let text = (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)) ?? ""
                let lines = text.split(separator: "\n").map(String.init)
                return zip(lines, lines.dropFirst()).compactMap { line, next in
                    guard let start = line.range(of: "$ proviso "), let mark = next.range(of: "#   # ") else {
                        return nil
                    }
                    return Example(
                        command: line[start.upperBound...].split(separator: " ").map(String.init),
                        verdict: String(next[mark.upperBound...]))
                }
            }
        }()
    }

    @Test("there is a set that holds and one that does not for each guarantee")
    func coverage() {
        #expect(Example.all.filter { $0.verdict == "PROVED" }.count == 3)
        #expect(Example.all.filter { $0.verdict == "COUNTEREXAMPLE" }.count == 5)
        #expect(Example.all.filter { $0.verdict == "NEW ACCESS" }.count == 1)
    }

    @Test("each command gives the verdict that its comment promises", arguments: Example.all)
    func verdict(_ example: Example) throws {
        let run = try Program.run(example.command)
        #expect(run.output.hasPrefix(example.verdict + ": "), "\(run.output)\(run.errors)")
        #expect(run.code == (example.verdict == "PROVED" ? 0 : 1))
        #expect(run.errors.isEmpty)
    }

    @Test("the JSON form gives the same verdict, and a request and statement that fit together", arguments: Example.all)
    func json(_ example: Example) throws {
        guard example.command.contains("prove") else { return }
        let answer = try Program.run(example.command + ["--format", "json"]).json
        #expect(answer["verdict"] as? String == example.verdict)
        #expect((answer["assumptions"] as? [String])?.isEmpty == false)
        let request = try #require(answer["request"] as? [String: Any])
        let statement = try #require(answer["statement"] as? [String: Any])
        guard example.verdict == "COUNTEREXAMPLE" else {
            #expect(request.isEmpty && statement.isEmpty)
            #expect((answer["carriers"] as? [Any])?.isEmpty == false)
            return
        }
        // The request is put to the other command, which must allow it by the same statement.
        let action = try #require(request["action"] as? String)
        let resource = try #require(request["resource"] as? String)
        var arguments = ["iam", "can", "--action", action, "--resource", resource, "--format", "json"]
        for (key, value) in try #require(request["context"] as? [String: Any]) {
            for text in value as? [String] ?? [value as? String ?? ""] { arguments += ["--context", "\(key)=\(text)"] }
        }
        var index = 0
        while index < example.command.count {
            if ["--identity", "--scp"].contains(example.command[index]) {
                arguments += example.command[index...index + 1]
            }
            index += 1
        }
        let confirmed = try Program.run(arguments)
        #expect(confirmed.code == 0, "\(confirmed.output)")
        #expect((confirmed.json["statement"] as? [String: Any])?["sid"] as? String == statement["sid"] as? String)
    }
}
