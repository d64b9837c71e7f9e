import Documents
import Resources

/// Reads the JSON that stands in texts of an input which itself says what the texts hold.
struct EmbeddedJSON {
    private var budget: Int
    private(set) var diagnostics: DiagnosticList

    init(limits: DocumentLimits, diagnostics: DiagnosticList) {
        budget = limits.embeddedSize
        self.diagnostics = diagnostics
    }

    /// The value that a node is, or that its text spells, with positions in the file. Nil, and said why, if the text is not
    /// JSON.
    /// - Parameter what: what the text should hold, for messages.
    mutating func definition(
        in node: NodeView, dialect: EmbeddedDialect = .literal, what: String
    ) -> EmbeddedDefinition? {
        guard node.kind == .string else {
            return node.kind == .map ? EmbeddedDefinition(root: node) : nil
        }
        budget -= node.document.text(of: node.node).count
        guard budget >= 0 else {
            diagnostics.add(
                .error, at: node.opening, "\(what) is not read: the texts of this file are too long together")
            return nil
        }
        do throws(Undetermined) {
            return parse(try TextComposer.compose(node, resolver: nil), node, dialect, what)
        } catch {
            diagnostics.add(.error, at: node.opening, "\(what) is not read: \(error.reason)")
            return nil
        }
    }

    private mutating func parse(
        _ text: ComposedText, _ node: NodeView, _ dialect: EmbeddedDialect, _ what: String
    ) -> EmbeddedDefinition? {
        do throws(Diagnostic) {
            return try DefinitionWriter.write(text, dialect: dialect, for: node)
        } catch {
            let offset = error.region?.start.offset ?? 0
            diagnostics.add(
                .error, at: text.sourceRange(of: offset..<offset + 1), "\(what) cannot be read: \(error.message)",
                help: error.help)
            return nil
        }
    }

    mutating func add(
        _ severity: Diagnostic.Severity, at range: Range<Int>, _ message: String, help: String? = nil
    ) {
        diagnostics.add(severity, at: range, message, help: help)
    }
}
