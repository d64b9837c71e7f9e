internal import Documents

/// Reads the JSON syntax: the same tree, with strings as templates.
///
/// Which members are blocks depends on who reads the file; here they are those of Terraform's language. Blocks inside of
/// resources become arguments, since a list of objects says the same.
/// - SeeAlso: https://developer.hashicorp.com/terraform/language/syntax/json
struct JSONSyntax: ~Copyable {
    /// Blocks at the top, with the number of their labels.
    private static let labels: [String: Int] = [
        "resource": 2, "data": 2, "module": 1, "variable": 1, "output": 1, "provider": 1, "locals": 0, "terraform": 0,
        "ephemeral": 2, "check": 1, "moved": 0, "import": 0, "removed": 0,
    ]
    /// Blocks inside of blocks.
    private static let inner: [String: Int] = [
        "validation": 0, "lifecycle": 0, "dynamic": 1, "content": 0, "provisioner": 1, "connection": 0,
        "default_tags": 0,
    ]

    private var parser: SyntaxParser
    private let document: Document
    private let poolStarts: [NodeID: Int]
    /// Whether texts stand for themselves: in files of variables and in the defaults of variables.
    private var isLiteral = false
    /// What is wrong with the file, at most one thing, as in native syntax.
    private var problem: SyntaxFailure?

    static func parse(_ source: SourceText, symbols: SymbolTable, limits: DocumentLimits) -> SyntaxTree {
        var options = JSONParser.Options()
        options.limits = limits
        let document: Document
        do throws(Diagnostic) {
            document = try JSONParser.parse(source, symbols: symbols, options: options)
        } catch {
            return SyntaxTree(
                source: source, symbols: symbols, nodes: [SyntaxNode(.body, start: 0)], problems: [error])
        }
        let decoded = document.nodes.indices.filter {
            document.nodes[$0].kind == .string && document.nodes[$0].flags.contains(.decoded)
        }
        .map { NodeView(document: document, id: NodeID(rawValue: UInt32($0))) }
        let pool = DecodedStrings(document.source, decoded)
        var syntax = JSONSyntax(
            document, pool, Dictionary(zip(decoded.map(\.id), pool.starts)) { first, _ in first }, limits)
        syntax.file()
        let problems = syntax.problem.map { problem in
            let range = pool.contains(problem.range) ? pool.sourceRange(problem.range) : problem.range
            return [Diagnostic(in: document.source, at: range, problem.message, help: problem.help)]
        }
        return SyntaxTree(
            source: document.source, symbols: symbols, nodes: syntax.parser.nodes, problems: problems ?? [], pool: pool)
    }

    private init(_ document: Document, _ pool: DecodedStrings, _ starts: [NodeID: Int], _ limits: DocumentLimits) {
        self.document = document
        poolStarts = starts
        parser = SyntaxParser(pool.bytes, from: 0, symbols: document.symbols, limits: limits, fallback: pool)
    }

    // Structure.

    private mutating func file() {
        parser.nodes.append(SyntaxNode(.body, start: 0, end: document.source.bytes.count))
        guard let root = document.root else { return }
        var chain = SyntaxParser.Chain()
        // A file of variables holds arguments only.
        let isVariables = document.source.name.hasSuffix(".tfvars.json")
        isLiteral = isVariables
        for object in Self.elements(root) {
            do throws(SyntaxFailure) {
                try body(object, isVariables ? [:] : Self.labels, isTop: true, isVariables: isVariables, &chain)
            } catch {
                problem = problem ?? error
            }
        }
        parser.nodes[0].first = chain.first
    }

    /// A list stands for each of its elements.
    private static func elements(_ node: NodeView) -> [NodeView] {
        node.kind == .list ? Array(node.children) : [node]
    }

    private mutating func body(
        _ object: NodeView, _ blocks: [String: Int], isTop: Bool, isVariables: Bool = false, isVariable: Bool = false,
        _ chain: inout SyntaxParser.Chain
    ) throws(SyntaxFailure) {
        guard object.kind == .map else { throw SyntaxFailure(object.range, "expected an object") }
        for member in object.children {
            // A comment.
            if member.key == "//" { continue }
            if let count = blocks[member.key] {
                try self.blocks(member, member, [], count, isTop: isTop, &chain)
            } else if !isTop || isVariables {
                let outer = isLiteral
                defer { isLiteral = outer }
                isLiteral = outer || isVariable && member.key == "default"
                try item(isTop: isTop, &chain) { syntax throws(SyntaxFailure) in try syntax.attribute(member) }
            }
        }
    }

    /// The blocks of one type: an object for each label on the way to their bodies.
    private mutating func blocks(
        _ member: NodeView, _ node: NodeView, _ labels: [NodeView], _ remaining: Int, isTop: Bool,
        _ chain: inout SyntaxParser.Chain
    ) throws(SyntaxFailure) {
        for object in Self.elements(node) {
            guard remaining > 0, object.kind == .map else {
                try item(isTop: isTop, &chain) { syntax throws(SyntaxFailure) in
                    try syntax.block(member, labels, object)
                }
                continue
            }
            for label in object.children where label.key != "//" {
                try blocks(member, label, labels + [label], remaining - 1, isTop: isTop, &chain)
            }
        }
    }

    /// Reads an argument or a block. One at the top that cannot be read is left out, and reading goes on with the next one.
    private mutating func item(
        isTop: Bool, _ chain: inout SyntaxParser.Chain,
        _ read: (inout JSONSyntax) throws(SyntaxFailure) -> SyntaxID
    ) throws(SyntaxFailure) {
        let count = parser.nodes.count
        do throws(SyntaxFailure) {
            chain.add(try read(&self), in: &parser.nodes)
        } catch {
            guard isTop else { throw error }
            problem = problem ?? error
            parser.nodes.removeSubrange(count...)
            parser.depth = 0
            parser.ignoresNewlines = false
            parser.heredocParts = nil
        }
    }

    private mutating func block(
        _ member: NodeView, _ labels: [NodeView], _ object: NodeView
    ) throws(SyntaxFailure) -> SyntaxID {
        try parser.enter()
        defer { parser.depth -= 1 }
        var chain = SyntaxParser.Chain()
        for label in labels {
            let range = label.keyRange ?? label.range
            let node = SyntaxNode(
                .label, start: range.lowerBound - 1, end: range.upperBound + 1, name: label.node.key)
            chain.add(try parser.append(node), in: &parser.nodes)
        }
        var inner = SyntaxParser.Chain()
        try body(object, Self.inner, isTop: false, isVariable: member.key == "variable", &inner)
        let bodyNode = SyntaxNode(
            .body, start: object.range.lowerBound, end: object.range.upperBound, first: inner.first)
        chain.add(try parser.append(bodyNode), in: &parser.nodes)
        return try parser.append(
            SyntaxNode(
                .block, start: Int(member.node.keyStart), end: object.range.upperBound, flags: .quotedName,
                name: member.node.key, first: chain.first))
    }

    private mutating func attribute(_ member: NodeView) throws(SyntaxFailure) -> SyntaxID {
        let value = try expression(member)
        return try parser.append(
            SyntaxNode(
                .attribute, start: Int(member.node.keyStart), end: member.range.upperBound, flags: .quotedName,
                name: member.node.key, first: value))
    }

    // Expressions.

    private mutating func expression(_ node: NodeView) throws(SyntaxFailure) -> SyntaxID {
        try parser.enter()
        defer { parser.depth -= 1 }
        let (start, end) = (node.range.lowerBound, node.range.upperBound)
        var chain = SyntaxParser.Chain()
        switch node.kind {
        case .null, .unknown: return try parser.append(SyntaxNode(.null, start: start, end: end))
        case .true: return try parser.append(SyntaxNode(.true, start: start, end: end))
        case .false: return try parser.append(SyntaxNode(.false, start: start, end: end))
        case .integer, .double: return try parser.append(SyntaxNode(.number, start: start, end: end))
        case .string: return try template(node)
        case .list:
            for element in node.children { chain.add(try expression(element), in: &parser.nodes) }
            return try parser.append(SyntaxNode(.tuple, start: start, end: end, first: chain.first))
        case .map:
            for member in node.children where member.key != "//" {
                let (key, flags) = try self.key(member)
                let value = try expression(member)
                parser[key].next = value
                chain.add(
                    try parser.append(
                        SyntaxNode(
                            .objectItem, start: Int(member.node.keyStart), end: member.range.upperBound,
                            flags: flags, first: key)), in: &parser.nodes)
            }
            return try parser.append(SyntaxNode(.object, start: start, end: end, first: chain.first))
        }
    }

    /// The key of an object: a template, as texts are.
    private mutating func key(_ member: NodeView) throws(SyntaxFailure) -> (SyntaxID, SyntaxNode.Flags) {
        let range = member.keyRange ?? member.range
        let isPlain = isLiteral || !["${", "%{"].contains { member.key.contains($0) }
        // With escapes the text of the file is not that of the key.
        guard !isPlain, range.count == member.key.utf8.count else {
            let name = SyntaxNode(.name, start: range.lowerBound, end: range.upperBound, name: member.node.key)
            return (try parser.append(name), .bareKey)
        }
        let outerEnd = parser.end
        defer { parser.end = outerEnd }
        (parser.at, parser.end) = (range.lowerBound, range.upperBound)
        return (try parser.parseBare(), [])
    }

    /// A string: a template, which in a type constraint or a reference without quotes is an expression.
    private mutating func template(_ node: NodeView) throws(SyntaxFailure) -> SyntaxID {
        let outerEnd = parser.end
        defer { parser.end = outerEnd }
        if let start = poolStarts[node.id] {
            parser.at = start
            parser.end = start + document.text(of: node.node).count
        } else {
            parser.at = node.range.lowerBound + 1
            parser.end = node.range.upperBound - 1
        }
        if isLiteral { return try parser.append(SyntaxNode(.text, start: parser.at, end: parser.end)) }
        return try parser.parseBare()
    }
}
