import Foundation
import Testing

/// Docs/iam.md shows what the program prints.
@Suite("documentation")
struct DocumentationTests {
    struct Console: Sendable, CustomTestStringConvertible {
        var command: [String]
        var output: String
        var testDescription: String { command.joined(separator: " ") }

        static let all: [Console] = {
            let text = (try? String(contentsOf: Program.root.appending(path: "Docs/iam.md"), encoding: .utf8)) ?? ""
            return text.components(separatedBy: "```console\n").dropFirst().compactMap { block -> Console? in
                guard let end = block.range(of: "\n```") else { return nil }
                let lines = block[..<end.lowerBound].replacing("\\\n", with: " ").split(
                    separator: "\n", omittingEmptySubsequences: false)
                guard let first = lines.first, first.hasPrefix("$ proviso ") else { return nil }
                let command = first.dropFirst("$ proviso ".count).split(separator: " ").map(String.init)
                return Console(command: command, output: lines.dropFirst().joined(separator: "\n"))
            }
        }()
    }

    @Test("each console block is a real run; `...` stands for what is left out", arguments: Console.all)
    func output(_ console: Console) throws {
        let run = try Program.run(console.command)
        let shown = console.output.components(separatedBy: "...")
        #expect(run.output.hasPrefix(shown[0]), "\(run.output)")
        if shown.count == 1 { #expect(run.output == console.output + "\n") }
    }

    @Test("there are such blocks")
    func count() { #expect(Console.all.count == 4) }
}
