public import Documents
public import IAM
import YAML

/// A guarantee in a file of its own: the `guarantee` mapping of a policy pack, alone, in YAML or JSON.
public enum GuaranteeFile {
    /// Reads a file; `-` is standard input.
    /// - Throws: an error that points at what is wrong.
    public static func read(_ path: String) throws(Diagnostic) -> Guarantee {
        let reader = FileReader()
        return try read(path == "-" ? reader.readStandardInput() : reader.read(path))
    }

    /// Reads a text.
    /// - Throws: an error that points at what is wrong.
    public static func read(_ source: SourceText) throws(Diagnostic) -> Guarantee {
        var options = DocumentParser.Options()
        options.duplicateKeys = .error
        let document = try DocumentParser.parse(source, symbols: SymbolTable(), options: options)
        guard let root = document.roots.first, document.roots.count == 1 else {
            throw Diagnostic(
                file: source.name, message: "the file holds \(document.roots.count) documents: expected one guarantee")
        }
        do throws(PolicyRejection) {
            return try Guarantee(reading: NodeView(document: document, id: root))
        } catch {
            throw Diagnostic(in: source, at: error.shownRange, error.message, help: error.help)
        }
    }
}
