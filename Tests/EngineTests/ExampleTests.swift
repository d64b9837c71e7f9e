import Documents
import Engine
import Foundation
import Policies
import Testing
import YAML

@Suite("Examples")
struct ExampleTests {
    static let files: [String] = {
        let folder = packageRoot.appending(path: "Examples")
        let found =
            FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        return found.filter { ["yaml", "json", "tf"].contains($0.pathExtension) }.map(\.path).sorted()
    }()

    /// What must be found on a line.
    private struct Expectation: Hashable {
        var line: Int
        var rule: String
    }

    @Test("give exactly the findings that their comments expect", arguments: files)
    func findings(file: String) throws {
        let source = try FileReader().read(file)
        let policies = try #require(PolicySet.load(PolicySelection()).set)
        let result = CheckRun.run(CheckRequest(paths: [file], now: 1_790_000_000), policies: policies)
        #expect(result.errors.isEmpty && result.warnings.isEmpty)
        // A guarantee is a question to `proviso iam`, not an input.
        let isInput = !file.hasSuffix(".guarantee.yaml")
        #expect(result.skipped.isEmpty == isInput && (result.resourceCount > 0) == isInput)
        let failures = result.findings.filter { $0.verdict == .fail }
        #expect(failures.count == Set(failures.map { [$0.rule, "\($0.region.start.offset)"] }).count)
        let found = Set(failures.map { Expectation(line: $0.region.start.line, rule: $0.rule) })
        #expect(found == (try expectations(in: source)).union(try expectationsBeside(file)))
        if file.contains("careless") { #expect(!found.isEmpty) }
    }

    /// JSON has no comments: what a file of that form must give stands beside it, as `LINE: rule` in `NAME.expect`.
    private func expectationsBeside(_ file: String) throws -> Set<Expectation> {
        guard let text = try? String(contentsOfFile: file + ".expect", encoding: .utf8) else { return [] }
        return Set(
            try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return Expectation(
                    line: try #require(Int(parts[0])), rule: parts[1].trimmingCharacters(in: .whitespaces))
            })
    }

    private func expectations(in source: SourceText) throws -> Set<Expectation> {
        let marker = "# expect: "
        if source.name.hasSuffix(".tf") {
            let lines = String(decoding: source.bytes, as: UTF8.self).components(separatedBy: "\n")
            return Set(
                lines.enumerated().flatMap { index, line -> [Expectation] in
                    guard let range = line.range(of: marker) else { return [] }
                    return line[range.upperBound...].components(separatedBy: ", ").map {
                        Expectation(line: index + 1, rule: $0)
                    }
                })
        }
        let document = try DocumentParser.parse(source, symbols: SymbolTable())
        return Set(
            YAMLComments.comments(in: document).flatMap { comment -> [Expectation] in
                let text = String(decoding: source.bytes[comment.range], as: UTF8.self)
                guard text.hasPrefix(marker) else { return [] }
                return text.dropFirst(marker.count).split(separator: ",").map {
                    Expectation(line: comment.line, rule: $0.trimmingCharacters(in: .whitespaces))
                }
            })
    }
}
