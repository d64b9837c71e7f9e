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
    /// The blocks and arguments of a body, with the values that are literal, and `?` for others.
    private struct Outline {
        var blocks = 0
        var arguments = 0
        var literals = 0

        mutating func text(_ body: SyntaxView) -> String {
            body.children.map { item in
                guard item.kind == .block else {
                    arguments += 1
                    return item.name + "=" + (item.expression.map { literal($0) } ?? "?")
                }
                blocks += 1
                let head = ([item.name] + item.labels.map(\.name)).joined(separator: " ")
                return head + "{" + (item.body.map { text($0) } ?? "") + "}"
            }.sorted().joined(separator: ";")
        }

        private mutating func literal(_ value: SyntaxView) -> String {
            let written = value.written
            switch value.kind {
            case .tuple: return "[" + value.children.map { literal($0) }.joined(separator: ",") + "]"
            case .object:
                let items = value.children.map { item in
                    let key = item.child?.literal ?? (item.child?.kind == .name ? item.child?.name : nil)
                    return (key ?? "?") + "=" + (item.child?.next.map { literal($0) } ?? "?")
                }
                return "{" + items.sorted().joined(separator: ",") + "}"
            case .null, .true, .false: return counted(written)
            case .string, .template, .heredoc:
                if written.contains("${") || written.contains("%{") { return "?" }
                return counted(
                    value.kind == .heredoc ? written.trimmingCharacters(in: .whitespacesAndNewlines) : written)
            case .number: return number(written)
            case .unary:
                guard written.hasPrefix("-"), let operand = value.child, operand.kind == .number else { return "?" }
                return number("-" + operand.written)
            default: return "?"
            }
        }

        private mutating func number(_ written: String) -> String {
            if written.contains(where: { "eE".contains($0) }) { return "?" }
            return counted(written.contains(".") ? Double(written).map { "\($0)" } ?? "?" : written)
        }

        private mutating func counted(_ text: String) -> String {
            literals += 1
            return text
        }
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
        var outline = Outline()
        for file in files {
            let tree = HCLParser.parse(try FileReader().read(file), symbols: SymbolTable())
            guard let expected = theirs[file] ?? nil, tree.problems.isEmpty else { continue }
            compared += 1
            #expect(outline.text(SyntaxView(tree: tree, id: tree.root)) == expected, "\(file)")
        }
        #expect(compared >= 15)
        // Two programs that see nothing agree, too.
        #expect(outline.blocks >= 200 && outline.arguments >= 400 && outline.literals >= 150, "\(outline)")
    }
}

@Suite("Terraform computes the same values", .enabled(if: Oracles.terraform != nil, "PROVISO_TERRAFORM is not set"))
struct ValueOracleTests {
    @Test("of generated expressions")
    func generated() throws {
        var generator = ExpressionGenerator(seed: 20_261_129)
        try compare((0..<2400).map { generator.expression($0) }, mostOpen: 150)
    }

    @Test("of expressions with nulls and empty collections of a type")
    func typed() throws {
        var generator = ExpressionGenerator(
            seed: 20_261_130,
            atoms: .init(
                text: ["var.ns"], number: ["var.nn"], list: ["var.nl", "var.el", "var.es"], object: ["var.em"]))
        try compare((0..<2400).map { generator.expression($0) }, declaring: TerraformTypeCases.variables, mostOpen: 200)
    }

    private func compare(_ expressions: [String], declaring variables: String = "", mostOpen: Int) throws {
        let theirs = try terraform(expressions, declaring: variables)
        var counts = (values: 0, refusals: 0, open: 0)
        for (expression, expected) in zip(expressions, theirs) {
            let ours = value(expression, declaring: variables)
            switch (expected, ours.first) {
            // What is not computed here is never taken for something else.
            case (_, "?"), (nil, _): counts.open += 1
            case (let text?, _):
                if text == Self.refused { counts.refusals += 1 } else { counts.values += 1 }
                #expect(ours == text, "\(expression)")
            }
        }
        // Two programs that refuse everything agree, too.
        #expect(counts.values >= 1_200, "\(counts)")
        #expect(counts.refusals >= 100, "\(counts)")
        #expect(counts.open <= mostOpen, "\(counts)")
    }

    @Test("whatever turns out to be what is not known")
    func unseen() throws {
        var generator = ExpressionGenerator(
            seed: 20_261_131,
            atoms: .init(
                text: ["var.s"], number: ["var.n"], bool: ["var.b"], list: ["var.l"], object: ["var.m"],
                any: ["local.d"])
        )
        let expressions = (0..<1200).map { generator.expression($0) }
        let types = ["s": "string", "n": "number", "b": "bool", "l": "list(string)", "m": "map(string)"]
        let open = types.map { "variable \"\($0)\" {\n  type = \($1)\n}\n" }.joined()
        let ours = expressions.map { value($0, declaring: open + "variable \"d\" {}\nlocals {\n  d = var.d\n}\n") }
        var known = 0
        for values in Self.outcomes {
            let declared = types.map { name, type in
                "variable \"\(name)\" {\n  type = \(type)\n  default = \(values[name] ?? "null")\n}\n"
            }
            let theirs = try terraform(
                expressions, declaring: declared.joined() + "locals {\n  d = \(values["d"] ?? "null")\n}\n")
            for ((expression, ours), theirs) in zip(zip(expressions, ours), theirs) where !ours.hasPrefix("?") {
                guard let theirs else { continue }
                known += 1
                #expect(ours == theirs, "\(expression) with \(values)")
            }
        }
        #expect(known >= 2_000, "\(known)")
    }

    /// What may turn out to be the values of variables, and of a local value of whatever type.
    private static let outcomes: [[String: String]] = [
        ["s": #""1""#, "n": "1", "b": "true", "l": #"["b", "a"]"#, "m": #"{ a = "1" }"#, "d": #""1""#],
        ["s": #""""#, "n": "-2.5", "b": "false", "l": "[]", "m": "{}", "d": "1"],
        ["d": #"["b", "a", "b"]"#], ["s": #""x""#, "n": "0", "d": #"toset(["b", "a"])"#],
        ["s": #""true""#, "l": #"["a", null]"#, "m": #"{ b = null }"#, "d": #"{ a = 1, b = "x" }"#],
        ["n": "3", "b": "true", "d": #"tomap({ a = "x" })"#], ["s": #""a""#, "l": #"["a"]"#, "d": "true"], [:],
        ["s": #""10""#, "n": "10", "d": "tolist([1, 2])"],
    ]

    private func value(_ expression: String, declaring variables: String) -> String {
        Sample("\(variables)\nresource \"aws_a\" \"x\" { v = \(Self.attempt(expression)) }").value("aws_a.x", "v")
    }

    /// What stands for what is refused: no JSON text is this word.
    private static let refused = "refused"

    private static func attempt(_ expression: String) -> String { "try(jsonencode(\(expression)), \"\(refused)\")" }

    /// What Terraform makes of expressions; nil where it does not know it either before something is applied.
    private func terraform(_ expressions: [String], declaring variables: String) throws -> [String?] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "terraform-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let outputs = expressions.enumerated().map { index, expression in
            "output \"o\(index)\" {\n  value = \(Self.attempt(expression))\n}\n"
        }
        try Data((variables + "\n" + outputs.joined()).utf8).write(to: folder.appending(path: "main.tf"))
        let terraform = try #require(Oracles.terraform)
        _ = try Oracles.run(terraform, ["apply", "-auto-approve", "-input=false", "-no-color"], in: folder)
        struct Output: Decodable { var value: String? }
        let values = try JSONDecoder().decode(
            [String: Output].self, from: try Oracles.run(terraform, ["output", "-json"], in: folder))
        try #require(values.count == expressions.count)
        return expressions.indices.map { values["o\($0)"]?.value }
    }
}
