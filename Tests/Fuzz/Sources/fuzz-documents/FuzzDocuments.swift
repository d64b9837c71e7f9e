import Documents
import FuzzDriver
import YAML

/// The parsers of JSON, of JSON lines and of YAML, each over the same bytes.
@main
struct FuzzDocuments {
    static func main() { FuzzDriver.run { DocumentSubject.run($0) } }
}

enum DocumentSubject {
    static func run(_ input: UnsafeRawBufferPointer) {
        let source = SourceText(name: "input", copying: input)
        let symbols = SymbolTable(seed: 1)
        let json = parse(source) { (source) throws(Diagnostic) in try JSONParser.parse(source, symbols: symbols) }
        _ = parse(source) { (source) throws(Diagnostic) in try JSONParser.parseLines(source, symbols: symbols) }
        for schema in [YAMLSchema.core, .legacy] {
            var options = YAMLParser.Options()
            options.schema = schema
            _ = parse(source) { (source) throws(Diagnostic) in
                try YAMLParser.parse(source, symbols: symbols, options: options)
            }
        }
        let either = parse(source) { (source) throws(Diagnostic) in
            try DocumentParser.parse(source, symbols: symbols)
        }
        if let json, let either {
            FuzzDriver.expect(json.nodes.count == either.nodes.count, "JSON is read differently when it is recognised")
        }
    }

    private static func parse(
        _ source: SourceText, _ parser: (SourceText) throws(Diagnostic) -> Document
    ) -> Document? {
        do throws(Diagnostic) {
            let document = try parser(source)
            document.warnings.forEach(FuzzDriver.expectShowable)
            for root in document.roots { walk(NodeView(document: document, id: root), within: document.nodes.count) }
            return document
        } catch {
            FuzzDriver.expectShowable(error)
            return nil
        }
    }

    /// Reads everything that there is to read of a node.
    private static func walk(_ view: NodeView, within limit: Int) {
        let size = view.document.source.bytes.count
        FuzzDriver.expect(view.range.upperBound <= size, "\(view.range) lies outside of the source")
        if let key = view.keyRange { FuzzDriver.expect(key.upperBound <= size, "\(key) lies outside of the source") }
        _ = (view.text, view.integer, view.number, view.boolean, view.tag)
        guard view.node.isContainer else { return }
        FuzzDriver.expect(Int(view.id.rawValue) + Int(view.node.extent) <= limit, "a container is too long")
        for child in view.children { walk(child, within: limit) }
    }
}
