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
    /// Expressions put together at random, from a fixed seed.
    private struct Generator {
        var state: UInt64

        mutating func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }

        mutating func pick(_ texts: [String]) -> String { texts[next(texts.count)] }

        mutating func number(_ depth: Int) -> String {
            guard depth > 0 else { return pick(["0", "1", "2.5", "-3", "10", "1e2"]) }
            return switch next(8) {
            case 0: "(\(number(depth - 1)) + \(number(depth - 1)))"
            case 1: "(\(number(depth - 1)) * \(number(depth - 1)))"
            case 2: "-\(number(0))"
            case 3: "length(\(list(depth - 1)))"
            case 4: "max(\(number(depth - 1)), \(number(0)))"
            case 5: "(\(bool(depth - 1)) ? \(number(depth - 1)) : \(number(0)))"
            case 6: "floor(\(number(depth - 1)))"
            default: "abs(\(number(depth - 1)))"
            }
        }

        mutating func text(_ depth: Int) -> String {
            guard depth > 0 else {
                return pick([#""""#, #""a""#, #""Hello World""#, #""x-y_z""#, #""é\n\"""#, #""$${a}""#])
            }
            return switch next(10) {
            case 0: "upper(\(text(depth - 1)))"
            case 1: "\"<${\(text(depth - 1))}|${\(number(depth - 1))}>\""
            case 2: "join(\",\", \(list(depth - 1)))"
            case 3: "replace(\(text(depth - 1)), \"l\", \"L\")"
            case 4: "format(\"%s:%5.1f\", \(text(depth - 1)), \(number(0)))"
            case 5: "jsonencode(\(list(depth - 1)))"
            case 6: "\"%{ if \(bool(depth - 1)) }y${\(text(0))}%{ else }n%{ endif }\""
            case 7: "\"%{ for x in \(list(depth - 1)) ~} ${x}; %{ endfor ~}\""
            case 8: "sha256(\(text(depth - 1)))"
            default: "substr(\(text(depth - 1)), 0, 3)"
            }
        }

        mutating func bool(_ depth: Int) -> String {
            guard depth > 0 else { return pick(["true", "false"]) }
            return switch next(6) {
            case 0: "(\(number(depth - 1)) < \(number(depth - 1)))"
            case 1: "(\(text(depth - 1)) == \(text(depth - 1)))"
            case 2: "!\(bool(depth - 1))"
            case 3: "(\(bool(depth - 1)) && \(bool(0)))"
            case 4: "contains(\(list(depth - 1)), \(text(0)))"
            default: "can(\(list(0))[0])"
            }
        }

        mutating func list(_ depth: Int) -> String {
            guard depth > 0 else { return pick(["[]", #"["a"]"#, #"["b", "a", "c"]"#, #"["x", "x"]"#]) }
            return switch next(8) {
            case 0: "[\(text(depth - 1)), \(text(depth - 1))]"
            case 1: "[for x in \(list(depth - 1)) : \"${x}!\" if x != \"a\"]"
            case 2: "concat(\(list(depth - 1)), \(list(0)))"
            case 3: "sort(\(list(depth - 1)))"
            case 4: "distinct(\(list(depth - 1)))"
            case 5: "split(\"l\", \(text(depth - 1)))"
            case 6: "keys({ for i, x in \(list(depth - 1)) : \"${i}${x}\" => i })"
            default: "reverse(\(list(depth - 1)))"
            }
        }
    }

    @Test("of generated expressions")
    func generated() throws {
        var generator = Generator(state: 20_261_128)
        let expressions = (0..<400).map { index in
            switch index % 4 {
            case 0: generator.text(3)
            case 1: generator.list(3)
            case 2: generator.number(3)
            default: generator.bool(3)
            }
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "terraform-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let outputs = expressions.enumerated().map { index, expression in
            "output \"o\(index)\" {\n  value = try(jsonencode(\(expression)), \"none\")\n}\n"
        }
        try Data(outputs.joined().utf8).write(to: folder.appending(path: "main.tf"))
        let terraform = try #require(Oracles.terraform)
        _ = try Oracles.run(terraform, ["apply", "-auto-approve", "-input=false", "-no-color"], in: folder)
        struct Output: Decodable { var value: String }
        let theirs = try JSONDecoder().decode(
            [String: Output].self, from: try Oracles.run(terraform, ["output", "-json"], in: folder))
        #expect(theirs.count == expressions.count)
        for (index, expression) in expressions.enumerated() {
            let sample = Sample("resource \"aws_a\" \"x\" { v = try(jsonencode(\(expression)), \"none\") }")
            // Binary numbers know a zero below zero.
            let expected = theirs["o\(index)"].map { $0.value == "-0" ? "0" : $0.value }
            #expect(sample.value("aws_a.x", "v") == expected, "\(expression)")
        }
    }
}
