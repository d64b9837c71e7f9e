import Documents
import YAML

/// A pack inside the program, of which only those rules are read that a run needs.
struct EmbeddedPack: Sendable {
    let index: PackIndex
    private let file: StaticString
    private let text: StaticString

    static var all: [EmbeddedPack] {
        EmbeddedPacks.all.compactMap { pack in
            PackIndex(pack.index).map { EmbeddedPack(index: $0, file: pack.file, text: pack.text) }
        }
    }

    /// Interns every key that a rule of an embedded pack may name, so that rules can be compiled when documents are read
    /// already. That none is missing is tested.
    static func internKeys(in symbols: SymbolTable) {
        for key in EmbeddedPacks.keys.bytes.split(separator: UInt8(ascii: " ")) {
            _ = symbols.intern(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: key)))
        }
    }

    var id: String { index.id }

    var name: String { SourceText.builtinPrefix + file.description }

    var source: SourceText { SourceText(name: name, copying: text.bytes) }

    /// The pack without its rules.
    func frame(symbols: SymbolTable) throws(Diagnostic) -> PolicyPack {
        let document = try PolicyFile.parse(source, part: index.header, symbols: symbols)
        return try Self.first(of: PolicyPack.decodeFrame(document), in: document)
    }

    /// The rule at a place of the index, from the text of `frame`.
    func rule(at place: Int, of frame: PolicyPack, symbols: SymbolTable) throws(Diagnostic) -> Rule {
        let document = try PolicyFile.parse(frame.source, part: index.rules[place].part, symbols: symbols)
        return try Self.first(of: Rule.decode(document), in: document)
    }

    /// The pack with all of its rules.
    func decoded(symbols: SymbolTable) -> (pack: PolicyPack?, issues: [Diagnostic]) {
        do throws(Diagnostic) {
            return PolicyPack.decode(try PolicyFile.parse(source, symbols: symbols))
        } catch {
            return (nil, [error])
        }
    }

    private static func first<Value>(
        of decoded: (value: Value?, issues: [Diagnostic]), in document: Document
    ) throws(Diagnostic) -> Value {
        if let error = decoded.issues.first(where: { $0.severity == .error }) { throw error }
        guard let value = decoded.value else {
            throw Diagnostic(file: document.source.name, message: "the pack inside the program is damaged")
        }
        return value
    }
}
