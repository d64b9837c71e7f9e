import Documents

/// What snapshots say of themselves, cut into accounts: each is judged by what was seen of it.
struct SnapshotHead {
    private var schema: String?
    private var calls: [String: [String]] = [:]

    /// Adds what the first lines of one snapshot or of several say of accounts.
    ///
    /// A text that is not what snapshots begin with adds nothing: the account that it stands before has it whole, and says
    /// what is wrong.
    /// - Parameter isWanted: whether lines of an account may come.
    mutating func add(_ text: [UInt8], of isWanted: (String) -> Bool) {
        let source = SourceText(name: "snapshot", copying: text)
        guard let document = try? JSONParser.parseLines(source, symbols: SymbolTable()) else { return }
        for id in document.roots {
            let root = NodeView(document: document, id: id)
            guard let own = root["snapshot"]?.string, own == schema ?? own,
                !own.contains(where: { "\"\\".contains($0) }), let list = root["calls"], list.kind == .list
            else { return }
            schema = own
            for call in list.children {
                let account = call["account"]?.text ?? ""
                guard isWanted(account) else { continue }
                calls[account, default: []].append(String(decoding: source.bytes[call.range], as: UTF8.self))
            }
        }
    }

    /// One line that says the same of one account, which is kept no longer; nil where no snapshot said anything yet.
    /// - Parameter isNeeded: whether it is said also that nothing was asked of the account.
    mutating func take(_ account: String, isNeeded: Bool) -> [UInt8]? {
        let own = calls.removeValue(forKey: account)
        guard let schema, isNeeded || own != nil else { return nil }
        return Array("{\"snapshot\":\"\(schema)\",\"calls\":[\((own ?? []).joined(separator: ","))]}\n".utf8)
    }
}
