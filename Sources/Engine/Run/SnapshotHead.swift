import Documents

/// What a snapshot says of itself, cut into accounts: each is judged by what was seen of it.
struct SnapshotHead {
    private let schema: String
    private var calls: [String: [String]] = [:]

    /// - Parameter text: the first lines of one snapshot or of several.
    /// - Returns: nil for a text that is not what snapshots begin with.
    init?(_ text: [UInt8]) {
        let source = SourceText(name: "snapshot", copying: text)
        guard let document = try? JSONParser.parseLines(source, symbols: SymbolTable()),
            let schema = document.root?["snapshot"]?.string, !schema.contains(where: { "\"\\".contains($0) })
        else { return nil }
        self.schema = schema
        for id in document.roots {
            let root = NodeView(document: document, id: id)
            guard root["snapshot"]?.string == schema, let list = root["calls"], list.kind == .list else { return nil }
            for call in list.children {
                let text = String(decoding: source.bytes[call.range], as: UTF8.self)
                calls[call["account"]?.text ?? "", default: []].append(text)
            }
        }
    }

    /// One line that says the same of one account.
    func line(for account: String) -> [UInt8] {
        let own = (calls[account] ?? []).joined(separator: ",")
        return Array("{\"snapshot\":\"\(schema)\",\"calls\":[\(own)]}\n".utf8)
    }
}
