import Foundation
import Testing

/// Every limit of Docs/limits.md, reached from outside.
@Suite("Limits through the command")
struct LimitCommandTests {
    struct Limit: CustomTestStringConvertible, Sendable {
        /// As the table calls it.
        var name: String
        /// What is said when it is reached.
        var words: String
        /// What reaches it, from the path to the text.
        var files: @Sendable () -> [String: String]
        var configuration = ""
        var arguments: [String] = []
        var folders: String?
        /// Whether the other file is judged all the same.
        var sparesOthers = true

        var testDescription: String { name }
    }

    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    private static func pack(_ condition: String) -> [String: String] {
        let text = Inputs.brokenPack.replacing(#""resource.type ==""#, with: "'\(condition)'")
        return ["pack.yaml": text]
    }

    static let limits = [
        Limit(
            name: "bytes of a file", words: "the file has more than 2000 bytes",
            files: { ["bad.yaml": Inputs.untagged + repeated("# more\n", 400)] }, configuration: "fileSize: 2000"),
        Limit(
            name: "lists and mappings inside each other", words: "more than 20 ",
            files: { ["bad.json": "{\"AWSTemplateFormatVersion\": " + repeated("[", 30) + repeated("]", 30) + "}"] },
            configuration: "depth: 20"),
        Limit(
            name: "values of a file", words: "more than 100 values",
            files: { ["bad.yaml": "AWSTemplateFormatVersion: [" + repeated("1, ", 200) + "1]\n"] },
            configuration: "values: 100"),
        Limit(
            name: "bytes of one text", words: "16777216",
            files: { ["bad.yaml": "AWSTemplateFormatVersion: \"" + repeated("x", 17 << 20) + "\"\n"] }),
        Limit(
            name: "values made by aliases and merge keys", words: "100000",
            files: {
                let levels = (1...9).map { "a\($0): &a\($0) [\(repeated("*a\($0 - 1), ", 9))*a\($0 - 1)]\n" }
                return ["bad.yaml": "AWSTemplateFormatVersion: x\na0: &a0 [1]\n" + levels.joined()]
            }),
        Limit(
            name: "documents in a YAML stream", words: "10000",
            files: { ["bad.yaml": "AWSTemplateFormatVersion: x\n" + repeated("--- 1\n", 10_001)] }),
        Limit(
            name: "directories inside each other", words: "more than 64 directories lie inside each other",
            files: { [:] }, folders: repeated("d/", 70)),
        Limit(
            name: "files of one walk", words: "there are more than 5 files",
            files: { Dictionary(uniqueKeysWithValues: (0..<9).map { ("z\($0).yaml", Inputs.clean) }) },
            configuration: "files: 5"),
        Limit(
            name: "seconds for a file", words: "takes more than 1 s: it was given up",
            files: {
                var files = pack("lists.range(2000).all(x, lists.range(2000).all(y, x + y >= 0))")
                files["bad.yaml"] =
                    "Resources:\n" + (0..<400).map { "  M\($0): { Type: AWS::SageMaker::Model }\n" }.joined()
                return files
            }, arguments: ["--timeout", "1", "--policy", "pack.yaml"]),
        Limit(
            name: "bytes of the files that are known together", words: "more than 3000 bytes",
            files: { ["bad.yaml": Inputs.untagged + repeated("# more\n", 500)] }, configuration: "total: 3000"),
        Limit(
            name: "deployments of a resource that are tried", words: "not all deployments were looked at",
            files: {
                let parameters = (0..<12).map { "  P\($0): { Type: String, AllowedValues: [a, b] }\n" }.joined()
                let tags = (0..<12).map { "{ Key: k\($0), Value: !Ref P\($0) }" }.joined(separator: ", ")
                return [
                    "bad.yaml": """
                    Parameters:
                    \(parameters)Resources:
                      M: { Type: AWS::SageMaker::Model, Properties: { Tags: [\(tags)] } }
                    """
                ].merging(pack(#"tags.map(k, tags[k]).filter(v, v == "a").size() < 12"#)) { $1 }
            }, arguments: ["--policy", "pack.yaml", "--rule", "mine/*"],
            sparesOthers: false),
        Limit(
            name: "findings of a run", words: "there are more than 2 findings",
            files: { ["bad.yaml": Inputs.untagged, "bad2.yaml": Inputs.untagged, "bad3.yaml": Inputs.untagged] },
            arguments: ["--max-findings", "2"], sparesOthers: false),
        Limit(
            name: "bytes of a report", words: "the report becomes longer than 100 bytes",
            files: { ["bad.yaml": Inputs.untagged] }, configuration: "report: 100", sparesOthers: false),
        Limit(
            name: "steps of an evaluation", words: "step",
            files: {
                pack("lists.range(3000).all(x, lists.range(3000).all(y, lists.range(3).all(z, x + y + z >= 0)))")
                    .merging(["bad.yaml": Inputs.untagged]) { $1 }
            }, arguments: ["--policy", "pack.yaml"]),
        Limit(
            name: "memory of a regular expression", words: "too large",
            files: { pack(#"resource.type.matches("\\pL{900}")"#) }, arguments: ["--policy", "pack.yaml"],
            sparesOthers: false),
        Limit(
            name: "characters of a value in a message", words: "...",
            files: {
                ["bad.yaml": Inputs.clean.replacing("dev", with: repeated("q", 5_000))]
            }),
    ]

    @Test("each limit is reached through the command, says so and spares the other file", arguments: limits)
    func reached(_ limit: Limit) throws {
        let scratch = try Scratch(limit.files())
        try scratch.write(Inputs.untagged, to: "other.yaml")
        if let folders = limit.folders { try scratch.write(Inputs.untagged, to: folders + "deep.yaml") }
        var line = "$proviso check . --color never " + limit.arguments.joined(separator: " ")
        if !limit.configuration.isEmpty {
            try scratch.write("limits: { \(limit.configuration) }\n", to: "proviso.yaml")
            line += " --config proviso.yaml"
        } else {
            line += " --no-config"
        }
        let ending = try Executable.shell(line, in: scratch.folder)
        // Lines of the report are wrapped.
        let output = ending.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        #expect(output.contains(limit.words), "\(ending.output.prefix(3_000))")
        let isError = !["characters of a value in a message", "deployments of a resource that are tried"].contains(
            limit.name)
        #expect(ending.code == (isError ? 2 : 1) || !isError && ending.code == 3, "\(String(describing: ending.code))")
        if limit.sparesOthers { #expect(output.contains("other.yaml"), "\(ending.output.prefix(3_000))") }
        #expect(ending.output.utf8.count < 100_000)
        #expect(!output.contains(Self.repeated("q", 300)))
    }

    @Test("no limit of the page is left out")
    func complete() throws {
        let page = try String(contentsOf: packageRoot.appending(path: "Docs/limits.md"), encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") }.map {
            $0.split(separator: "|")[0].trimmingCharacters(in: .whitespaces)
        }
        // Archives and searches for files have tests of their own, where they are read.
        let elsewhere = ["limit", "bytes in an archive of policies", "files that `fileset` of Terraform finds"]
        #expect(Set(rows).subtracting(elsewhere) == Set(Self.limits.map(\.name)))
    }
}
