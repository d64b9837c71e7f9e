import Documents
import FuzzDriver
import HCL

/// The parser of Terraform's native and JSON syntax, and the evaluation of whatever it reads.
@main
struct FuzzTerraform {
    static func main() { FuzzDriver.run { TerraformSubject.run($0) } }
}

enum TerraformSubject {
    static func run(_ input: UnsafeRawBufferPointer) {
        let symbols = SymbolTable(seed: 1)
        for name in ["main.tf", "main.tf.json", "terraform.tfvars"] {
            let source = SourceText(name: name, copying: input)
            check(HCLParser.parseFile(source, symbols: symbols))
            _ = HCLParser.comments(in: HCLParser.parse(source, symbols: symbols))
            evaluate(OneFile(source), symbols)
        }
    }

    private static func check(_ tree: SyntaxTree) {
        let size = tree.source.bytes.count
        for problem in tree.problems {
            FuzzDriver.expect(!problem.message.isEmpty, "a problem without words")
        }
        FuzzDriver.expect(tree.problems.count <= 1, "one file gives more than one error")
        var seen = 0
        visit(SyntaxView(tree: tree, id: tree.root), within: 0..<size, &seen)
        FuzzDriver.expect(seen <= tree.nodes.count, "the nodes form no tree")
    }

    private static func visit(_ view: SyntaxView, within outer: Range<Int>, _ seen: inout Int) {
        seen += 1
        let range = view.range
        FuzzDriver.expect(
            range.lowerBound <= range.upperBound && range.upperBound <= outer.upperBound,
            "\(range) lies outside of \(outer)")
        _ = (view.name, view.literal)
        for child in view.children { visit(child, within: outer, &seen) }
    }

    private static func evaluate(_ files: OneFile, _ symbols: SymbolTable) {
        let configuration = Configuration(folder: ".", files: files, symbols: symbols)
        for resource in configuration.resources().prefix(200) {
            FuzzDriver.expect(!resource.address.isEmpty, "a resource without an address")
            for content in resource.contents { evaluate(content, depth: 0) }
        }
        for problem in configuration.problems { FuzzDriver.expect(!problem.message.isEmpty, "a problem without words") }
    }

    private static func evaluate(_ content: BodyContent, depth: Int) {
        for attribute in content.attributes { _ = try? attribute.value() }
        guard depth < 300 else { return }
        for block in content.blocks().prefix(200) {
            if case .body(let inner) = block.content { evaluate(inner, depth: depth + 1) }
        }
    }
}

/// A folder with one file, beside which everything may be looked for and nothing is found.
private final class OneFile: ConfigurationFiles {
    private let source: SourceText

    init(_ source: SourceText) { self.source = source }

    func names(in folder: String) -> [String] { folder == "." ? [source.name] : [] }

    func read(_ path: String) throws(Diagnostic) -> SourceText {
        guard path == source.name else { throw Diagnostic(file: path, message: "the file does not exist") }
        return source
    }

    func mayRead(_ path: String) -> Bool { true }

    func exists(_ path: String) -> Bool { path == source.name || path == "." }

    func entries(in folder: String) -> [FolderEntry]? {
        folder == "." ? [FolderEntry(name: source.name, kind: .file)] : []
    }
}
