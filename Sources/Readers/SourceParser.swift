import Documents
import YAML

/// Parses a text as JSON, YAML or JSON lines, told by its content.
struct SourceParser {
    let limits: DocumentLimits

    func parse(_ source: SourceText, symbols: SymbolTable) throws(Diagnostic) -> Document {
        do throws(Diagnostic) {
            return try document(in: source, symbols)
        } catch {
            throw error.discreet(in: source)
        }
    }

    private func document(in source: SourceText, _ symbols: SymbolTable) throws(Diagnostic) -> Document {
        if source.bytes.starts(with: Self.archiveOpening) {
            throw Diagnostic(
                file: source.name,
                message: "this is an archive, such as `terraform plan -out` writes, and not JSON or YAML",
                help: "of a plan, give what `terraform show -json` prints")
        }
        var options = DocumentParser.Options()
        options.schema = .legacy
        options.limits = limits
        if TerraformShape.opens(source.bytes) {
            options.skippedMembers = TerraformShape.passedOver
            let document = try DocumentParser.parse(source, symbols: symbols, options: options)
            if document.root?["resource_changes"] != nil || document.root?["values"] != nil { return document }
            // Only what was passed over is there to be read.
            options.skippedMembers = []
        }
        do throws(Diagnostic) {
            return try DocumentParser.parse(source, symbols: symbols, options: options)
        } catch {
            guard startsWithCompleteLine(source) else { throw error }
            return try JSONParser.parseLines(source, symbols: symbols, options: lineOptions)
        }
    }

    /// How zip archives begin, as binary plans do.
    private static let archiveOpening: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

    private var lineOptions: JSONParser.Options {
        var options = JSONParser.Options()
        options.limits = limits
        return options
    }

    /// Whether the first line that is not blank is a whole JSON value in brackets, which in a text that is not JSON means
    /// that each line is one.
    private func startsWithCompleteLine(_ source: SourceText) -> Bool {
        // Most broken texts are not even tried. A byte order mark and the zeros of UTF-16 say nothing.
        let opening = source.bytes.first { (0x21...0x7E).contains($0) }
        guard opening == UInt8(ascii: "{") || opening == UInt8(ascii: "["),
            var lines = try? JSONLines(source, symbols: SymbolTable(), options: lineOptions),
            let first = try? lines.next()
        else { return false }
        return first.root?.node.isContainer ?? false
    }
}
