import Documents
import Foundation
import HCL
import Testing

/// Other programs that read the language.
private enum Oracles {
    private static let environment = ProcessInfo.processInfo.environment
    /// A Python that has python-hcl2.
    static let python = environment["PROVISO_HCL2_PYTHON"]
    /// Terraform itself.
    static let terraform = environment["PROVISO_TERRAFORM"]
    static let sharedData = environment["PROVISO_SHARED_DATA"]

    static let scripts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Oracles")

    static func run(_ program: String, _ arguments: [String], in folder: URL? = nil) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let file = FileManager.default.temporaryDirectory.appending(path: "oracle-\(UUID().uuidString)")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        process.standardOutput = try FileHandle(forWritingTo: file)
        process.standardError = FileHandle.nullDevice
        process.environment = environment.merging(["TF_CLI_CONFIG_FILE": "/dev/null"]) { $1 }
        try process.run()
        process.waitUntilExit()
        return try Data(contentsOf: file)
    }
}

@Suite("python-hcl2 sees the same structure", .enabled(if: Oracles.python != nil, "PROVISO_HCL2_PYTHON is not set"))
struct StructureOracleTests {
    private func outline(_ body: SyntaxView) -> String {
        body.children.map { item in
            guard item.kind == .block else { return item.name }
            let head = ([item.name] + item.labels.map(\.name)).joined(separator: " ")
            return head + "{" + (item.body.map(outline) ?? "") + "}"
        }.sorted().joined(separator: ";")
    }

    @Test("of every configuration that others wrote", .enabled(if: Oracles.sharedData != nil))
    func configurations() throws {
        let folder = URL(filePath: try #require(Oracles.sharedData)).appending(path: "terraform")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".tf") }
            .map { folder.appending(path: $0).path }.sorted()
        let python = try #require(Oracles.python)
        let output = try Oracles.run(python, [Oracles.scripts.appending(path: "hcl_structure.py").path] + files)
        let theirs = try JSONDecoder().decode([String: String?].self, from: output)
        #expect(theirs.count == files.count)
        var compared = 0
        for file in files {
            let tree = HCLParser.parse(try FileReader().read(file), symbols: SymbolTable())
            guard let expected = theirs[file] ?? nil, tree.problems.isEmpty else { continue }
            compared += 1
            #expect(outline(SyntaxView(tree: tree, id: tree.root)) == expected, "\(file)")
        }
        #expect(compared >= 15)
    }
}

@Suite("Terraform computes the same values", .enabled(if: Oracles.terraform != nil, "PROVISO_TERRAFORM is not set"))
struct ValueOracleTests {
    @Test("of generated expressions")
    func generated() throws {
        var generator = ExpressionGenerator(seed: 20_261_129)
        let expressions = (0..<2400).map { generator.expression($0) }
        let theirs = try terraform(expressions)
        var counts = (values: 0, refusals: 0, open: 0, accepted: 0)
        for (expression, expected) in zip(expressions, theirs) {
            let ours = Sample("resource \"aws_a\" \"x\" { v = jsonencode(\(expression)) }").value("aws_a.x", "v")
            switch (expected, ours.first) {
            // What is not computed here is never taken for something else.
            case (_, "?"), (.open, _): counts.open += 1
            case (.refused, _):
                // A null has no type here, so that one of the wrong type is taken.
                if !ours.hasPrefix("!"), expression.contains("null") {
                    counts.accepted += 1
                } else {
                    counts.refusals += 1
                    #expect(ours.hasPrefix("!"), "Terraform refuses \(expression)")
                }
            case (.json(let text), _):
                counts.values += 1
                #expect(ours == text, "\(expression)")
            }
        }
        // Two programs that refuse everything agree, too.
        #expect(counts.values >= 1_600, "\(counts)")
        #expect(counts.refusals >= 100, "\(counts)")
        #expect(counts.accepted <= 3, "\(counts)")
        #expect(counts.open <= 150, "\(counts)")
    }

    private enum Outcome {
        case json(String)
        case refused
        /// Not even Terraform knows it before something is applied.
        case open
    }

    /// What Terraform makes of expressions.
    private func terraform(_ expressions: [String]) throws -> [Outcome] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "terraform-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // No JSON text is this word.
        let outputs = expressions.enumerated().map { index, expression in
            "output \"o\(index)\" {\n  value = try(jsonencode(\(expression)), \"refused\")\n}\n"
        }
        try Data(outputs.joined().utf8).write(to: folder.appending(path: "main.tf"))
        let terraform = try #require(Oracles.terraform)
        _ = try Oracles.run(terraform, ["apply", "-auto-approve", "-input=false", "-no-color"], in: folder)
        struct Output: Decodable { var value: String? }
        let values = try JSONDecoder().decode(
            [String: Output].self, from: try Oracles.run(terraform, ["output", "-json"], in: folder))
        try #require(values.count == expressions.count)
        return expressions.indices.map { index in
            guard let text = values["o\(index)"]?.value else { return .open }
            return text == "refused" ? .refused : .json(text)
        }
    }
}
