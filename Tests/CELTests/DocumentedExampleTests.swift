import CEL
import Documents
import Foundation
import Testing

/// What the page about the library shows is compiled and run.
@Suite("the page about the library")
struct DocumentedExampleTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func page() throws -> String {
        try String(decoding: Data(contentsOf: folder.appendingPathComponent("Docs/cel.md")), as: UTF8.self)
    }

    /// The block that follows a text.
    private static func block(after mark: String, in page: String) throws -> String {
        let rest = try #require(page.firstRange(of: mark)).upperBound
        let lines = page[rest...].split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasPrefix("```") })
        return lines[(start + 1)...].prefix { $0 != "```" }.joined(separator: "\n")
    }

    @Test("shows an example that prints what it says")
    func example() throws {
        var output: [String] = []
        func print(_ items: Any...) { output.append(items.map { "\($0)" }.joined(separator: " ")) }
        try runExample(print: print)
        #expect(output.joined(separator: "\n") == (try Self.block(after: "\nprints\n", in: Self.page())))
    }

    @Test("shows the source of the example that runs")
    func source() throws {
        let file = try String(decoding: Data(contentsOf: URL(fileURLWithPath: #filePath)), as: UTF8.self)
        let lines = file.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex(of: "    // The example begins."))
        let end = try #require(lines.firstIndex(of: "    // The example ends."))
        let source = lines[(start + 1)..<end].map { $0.hasPrefix("    ") ? $0.dropFirst(4) : $0 }
        #expect(
            source.joined(separator: "\n") == (try Self.block(after: "DocumentedExampleTests.swift", in: Self.page())))
    }

    @Test("names the outcomes of contested expressions")
    func contested() throws {
        let rows = try Self.page().matches(of: /(?m)^\| `(.+)` \| (?:`(.+)`|error) \| .*\|$/)
        #expect(rows.count == 9)
        for row in rows {
            // What the check refuses has no value either.
            let value = try? ExpressionOutcome.value(of: String(row.output.1))
            if let expected = row.output.2 {
                #expect(value?.description == String(expected), "\(row.output.1)")
            } else if let value {
                guard case .error = value else {
                    Issue.record("\(row.output.1) gives \(value)")
                    continue
                }
            }
        }
    }

    @Test("names the limits that hold")
    func limits() throws {
        let page = try Self.page()
        let options = ParserOptions()
        for limit in [options.maximumLength, options.maximumDepth, options.maximumErrors, Frame.defaultSteps] {
            #expect(page.contains("| \(limit) |"))
        }
        try expectError("lists.range(1000001)", nil)
        #expect(try ExpressionOutcome.value(of: "lists.range(1000000).size()") == .int(1_000_000))
        try expectError("'%.1001f'.format([1.0])", nil)
        try expectTrue("'%.1000f'.format([1.0]).size() == 1002")
        #expect(RegularExpression.lengthLimit == 65_536)
    }
}

private func runExample(print: (Any...) -> Void) throws {
    // The example begins.
    // Variables, functions and options are declared once, and used for many expressions.
    let isLarge = Function("isLarge") {
        [.member("int_isLarge", [.int], .bool, .unary { _, size in .bool(size.integer > 100) })]
    }
    let declarations = Declarations(
        variables: [.init("volume", .dyn), .init("limit", .int)],
        libraries: [.standard, .optional, Library(name: "example", functions: [isLarge])])
    let environment = Environment(declarations)
    let program = try environment.compile("volume.size <= limit && !int(volume.size).isLarge() && has(volume.owner)")

    // Data whose keys extend the environment's symbols is evaluated where it lies, without being converted.
    let source = SourceText(name: "volume.json", text: #"{"size": 50, "owner": "ml"}"#)
    let document = try JSONParser.parse(source, symbols: SymbolTable(extending: environment.symbols))

    // One activation for each thread; a program may be used by all of them.
    let activation = Activation(environment)
    if let root = document.root { activation.bind("volume", root) }
    activation.bind("limit", .int(20))
    print(program.value(in: activation))

    // What decided, with the place in the expression and the node of the data.
    for leaf in program.explain(in: activation).leaves {
        let line = leaf.node.map { LineTable(source).position(of: $0.range.lowerBound).line }
        print(leaf.place.text, "is", leaf.value ?? .null, "in line", line ?? 0)
    }
    // The example ends.
}
