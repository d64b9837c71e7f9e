import Documents
import Policies
import Resources

/// Decodes a file of exceptions.
struct ExceptionDecoder {
    private var decoder: StrictDecoder
    private let directory: String

    init(_ source: SourceText, file: String, paths: RepositoryPaths) {
        decoder = StrictDecoder(source: source)
        let directory = PathLookup.directory(of: paths.stableName(of: file))
        self.directory = directory == "." ? "" : directory
    }

    var issues: [Diagnostic] { decoder.issues }

    mutating func entries(of document: Document) -> [PolicyException] {
        guard let root = document.root, root.kind != .null else { return [] }
        guard document.roots.count == 1, var fields = decoder.mapping(root, noun: "a file of exceptions") else {
            if document.roots.count > 1 { decoder.report(0..<0, "a file of exceptions holds one document") }
            return []
        }
        let nodes = decoder.required(&fields, "exceptions") { $0.list($1, of: "exceptions") } ?? []
        decoder.finish(fields)
        let entries = nodes.compactMap { entry($0) }
        checkDoubles(entries)
        return entries
    }

    private mutating func entry(_ node: NodeView) -> PolicyException? {
        guard var fields = decoder.mapping(node, noun: "an exception") else { return nil }
        let rules = globs("rule", &fields)
        let resources = globs("resource", &fields)
        let files = fields.take("file").map { texts($0, of: "patterns of paths") } ?? []
        let tags = fields.take("tags").map { tagGlobs($0) } ?? []
        let owner = words("owner", &fields)
        let reason = words("reason", &fields)
        let ticket = fields.take("ticket").flatMap { scalar($0) }
        let until = fields.take("until").flatMap { scalar($0) }
        decoder.finish(fields)
        guard let rules, let resources, let owner, let reason else { return nil }
        return PolicyException(
            rules: rules, resources: resources, files: files.map { PathPattern($0, in: directory) }, tags: tags,
            owner: owner, reason: reason, ticket: ticket, until: until, node: node)
    }

    private mutating func globs(_ key: String, _ fields: inout StrictMapping) -> [Glob]? {
        guard let node = decoder.required(&fields, key, { $1 }) else { return nil }
        let texts = texts(node, of: "globs")
        if texts.isEmpty { decoder.report(node.range, "`\(key)` needs at least one glob") }
        return texts.isEmpty ? nil : texts.map { Glob($0) }
    }

    /// A text that says something.
    private mutating func words(_ key: String, _ fields: inout StrictMapping) -> String? {
        guard let node = decoder.required(&fields, key, { $1 }), let text = decoder.string(node) else { return nil }
        guard text.contains(where: { !$0.isWhitespace }) else {
            decoder.report(node.range, "`\(key)` says nothing")
            return nil
        }
        return text
    }

    private mutating func texts(_ node: NodeView, of noun: String) -> [String] {
        node.kind == .string ? [node.string ?? ""] : decoder.strings(node, of: noun)
    }

    /// Keys with globs over values.
    private mutating func tagGlobs(_ node: NodeView) -> [PolicyException.Tag] {
        guard node.kind == .map, node.children.contains(where: { _ in true }) else {
            decoder.report(node.range, "expected a mapping from keys of tags to globs over their values")
            return []
        }
        return node.children.compactMap { member in
            scalar(member).map { PolicyException.Tag(key: member.key, value: Glob($0)) }
        }
    }

    /// A ticket may be a number, and a date that is none is judged later.
    private mutating func scalar(_ node: NodeView) -> String? {
        if let text = node.text { return text }
        decoder.report(node.range, "expected a text")
        return nil
    }

    /// Two entries about the same would hide which one counts.
    private mutating func checkDoubles(_ entries: [PolicyException]) {
        var seen: Set<[[String]]> = []
        for entry in entries {
            let key = [
                entry.rules.map(\.text), entry.resources.map(\.text), entry.files.map(\.text), entry.tags.map(\.text),
            ]
            if !seen.insert(key).inserted {
                let range = entry.node["rule"]?.range ?? entry.node.range
                decoder.report(range, "a second exception is about the same rules and resources", help: "keep one")
            }
        }
    }
}
