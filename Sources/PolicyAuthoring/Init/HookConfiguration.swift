public import Documents
import Policies

/// The file of the pre-commit framework, which may hold the hooks of others.
public enum HookConfiguration {
    public static let fileName = ".pre-commit-config.yaml"

    /// A file with nothing but our hook.
    static let text = "repos:\n" + entry.map { "  \($0)\n" }.joined()

    /// What is added to `repos`.
    public static let entry = [
        "- repo: local",
        "  hooks:",
        "    - id: proviso",
        "      name: proviso",
        "      entry: proviso check --hook",
        "      language: system",
        "      files: \\.(ya?ml|json|template|tf|tfvars)$",
        "      require_serial: true",
    ]

    /// Adds our hook behind those of others, and leaves every other byte as it is.
    ///
    /// - Returns: nil if the file has a hook of ours.
    /// - Throws: an error if the place for it is not clear.
    public static func adding(to source: SourceText) throws(Diagnostic) -> String? {
        let failure = Diagnostic(
            file: source.name, message: "the hook cannot be added: `repos` is no list with a line for each entry",
            help: "add the lines above to `repos`")
        let old = try PolicyFile.parse(source, symbols: SymbolTable())
        guard old.roots.count == 1, let repositories = old.root?["repos"], repositories.kind == .list,
            let last = Array(repositories.children).last, last.kind == .map
        else { throw failure }
        if hooks(of: repositories).contains(where: { $0.hasPrefix("proviso") }) { return nil }
        let lines = LineTable(source)
        let first = lines.text(ofLine: lines.position(of: last.range.lowerBound).line)
        let indent = first.prefix { $0 == " " }
        guard first.dropFirst(indent.count).hasPrefix("- ") else { throw failure }

        let lineEnd = source.bytes.contains("\r\n") ? "\r\n" : "\n"
        let place = end(of: last, lines)
        var bytes = Array(source.bytes[..<place])
        if let end = bytes.last, end != 0x0A { bytes += Array(lineEnd.utf8) }
        for line in entry { bytes += Array((indent + line + lineEnd).utf8) }
        bytes += Array(source.bytes[place...])

        // Whatever the form of the file, nothing but the entry is new.
        let new = try? PolicyFile.parse(SourceText(name: source.name, copying: bytes), symbols: SymbolTable())
        guard let root = new?.root, let all = root["repos"], all.kind == .list,
            Array(all.children).count == Array(repositories.children).count + 1,
            hooks(of: all) == hooks(of: repositories) + ["proviso"], keys(of: root) == keys(of: old.root)
        else { throw failure }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func keys(of root: NodeView?) -> [String] {
        guard let root else { return [] }
        return root.children.map { $0.key }
    }

    private static func hooks(of repositories: NodeView) -> [String] {
        var hooks: [String] = []
        for repository in repositories.children {
            guard let list = repository["hooks"] else { continue }
            for hook in list.children { hooks.append(hook["id"]?.text ?? "") }
        }
        return hooks
    }

    private static func isBracketed(_ node: NodeView) -> Bool {
        let bytes = node.document.source.bytes
        guard node.range.lowerBound < bytes.count else { return false }
        return bytes[node.range.lowerBound] == UInt8(ascii: "[") || bytes[node.range.lowerBound] == UInt8(ascii: "{")
    }

    /// Where the line behind the last one of a node starts.
    private static func end(of node: NodeView, _ lines: LineTable) -> Int {
        var last = node
        // Where brackets end is known; where indentation ends is where the last value in it does.
        while !isBracketed(last), let child = Array(last.children).last { last = child }
        let end = lines.position(of: last.range.upperBound)
        return end.column == 1 ? end.offset : lines.offset(ofLine: end.line + 1)
    }
}
