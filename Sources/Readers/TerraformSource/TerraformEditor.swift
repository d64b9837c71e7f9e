public import Documents
internal import HCL
public import Resources

/// The blocks of a Terraform file in the native syntax.
public struct TerraformBlocks {
    /// Those of resources, by what stands before their bodies, as `Resource.anchor` has it.
    fileprivate let resources: [Range<Int>: SyntaxView]

    public init(_ source: SourceText) {
        let tree = HCLParser.parse(source, symbols: SymbolTable())
        let blocks = SyntaxView(tree: tree, id: tree.root).blocks(named: "resource")
        resources = Dictionary(blocks.map { ($0.header, $0) }) { first, _ in first }
    }
}

/// Makes edits of the block of a Terraform resource, in the file that declares it, that leave everything else as it is.
public struct TerraformEditor {
    /// Why an edit is not made, in a few words.
    public struct Refusal: Error {
        public var reason: String
    }

    private let source: SourceText
    private let block: SyntaxView
    private let body: SyntaxView

    /// - Parameter blocks: those of the resource's file.
    /// - Throws: when the block is not found in the text of the resource.
    public init(_ resource: Resource, among blocks: TerraformBlocks) throws(Refusal) {
        source = resource.source
        guard let block = blocks.resources[resource.anchor], let body = block.body else {
            throw Refusal(reason: "the block of the resource is not found")
        }
        self.block = block
        self.body = body
    }

    /// Puts an expression in place of the value that a node of the properties stands for.
    public func replace(_ node: NodeView, by expression: String) throws(Refusal) -> [SourceEdit] {
        guard let written = Self.expression(at: node.range, in: body) else {
            throw Refusal(reason: "the value does not stand in the block itself")
        }
        guard written.literal != nil || [.number, .true, .false].contains(written.kind) else {
            throw Refusal(reason: "the value comes from an expression")
        }
        return written.written == expression ? [] : [SourceEdit(range: written.range, text: expression)]
    }

    /// Adds an argument for a property of the resource itself.
    public func add(_ property: String, _ expression: String) throws(Refusal) -> [SourceEdit] {
        guard let type = block.labels.first?.name,
            let name = Catalogue.terraformBinding(ofType: type)?.attribute(for: property)
        else {
            throw Refusal(reason: "which argument `\(property)` is, is not known")
        }
        return try addArgument(name, expression)
    }

    private func addArgument(_ name: String, _ expression: String) throws(Refusal) -> [SourceEdit] {
        guard body.attribute(named: name) == nil else { throw Refusal(reason: "`\(name)` is given already") }
        let bytes = source.bytes
        guard let last = body.attributes.max(by: { $0.range.upperBound < $1.range.upperBound }) else {
            throw Refusal(reason: "there is nothing to put the argument beside")
        }
        let lineStart = bytes[..<last.range.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let indent = bytes[lineStart..<last.range.lowerBound]
        guard indent.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else {
            throw Refusal(reason: "the block stands on one line")
        }
        let end = bytes[last.range.upperBound...].firstIndex(of: 0x0A) ?? bytes.count
        let rest = bytes[last.range.upperBound..<end].drop { $0 == 0x20 || $0 == 0x09 }
        guard rest.isEmpty || rest.first == UInt8(ascii: "#") || rest.first == UInt8(ascii: "/") || rest.first == 0x0D
        else { throw Refusal(reason: "something else stands on the line of the last argument") }
        guard !Self.endsInsideComment(rest) else {
            throw Refusal(reason: "a comment behind the last argument goes on on the next line")
        }
        // Where lines end with CR LF, the argument goes before both.
        let lineBreak = lineBreak(at: end)
        let place = lineBreak == "\r\n" && end > last.range.upperBound ? end - 1 : end
        let text = String(decoding: indent, as: UTF8.self) + "\(name) = \(expression)"
        return [SourceEdit(range: place..<place, text: lineBreak + text)]
    }

    /// The line break that ends at an offset, or the one that the file has elsewhere.
    private func lineBreak(at offset: Int) -> String {
        let bytes = source.bytes
        guard let end = offset < bytes.count ? offset : bytes.firstIndex(of: 0x0A), end > 0, bytes[end - 1] == 0x0D
        else {
            return "\n"
        }
        return "\r\n"
    }

    /// Whether a comment between marks that begins in a text does not end there.
    private static func endsInsideComment(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        var rest = text[...]
        while rest.starts(with: "/*".utf8) {
            rest = rest.dropFirst(2)
            while !rest.isEmpty, !rest.starts(with: "*/".utf8) { rest = rest.dropFirst() }
            guard !rest.isEmpty else { return true }
            rest = rest.dropFirst(2).drop { $0 == 0x20 || $0 == 0x09 }
        }
        return false
    }

    /// Adds a tag to those that the block spells out, or the first one.
    /// - Parameter quoted: the key as a text of the language.
    public func addTag(_ key: String, quoted: String, _ expression: String) throws(Refusal) -> [SourceEdit] {
        let tag = "\(Self.isName(key) ? key : quoted) = \(expression)"
        guard let tags = body.attribute(named: "tags")?.expression else {
            return try addArgument("tags", "{ \(tag) }")
        }
        guard tags.kind == .object else { throw Refusal(reason: "the tags come from an expression") }
        let closing = tags.range.upperBound - 1
        guard let last = Array(tags.children).last else { return try addFirst(tag, to: tags) }
        let bytes = source.bytes
        let lineStart = bytes[..<last.range.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let indent = bytes[lineStart..<last.range.lowerBound]
        let behind = bytes[last.range.upperBound..<closing]
        guard indent.allSatisfy({ $0 == 0x20 || $0 == 0x09 }), let lineEnd = behind.firstIndex(of: 0x0A) else {
            guard behind.allSatisfy({ $0 == 0x20 }) else { throw Refusal(reason: "the tags have no clear end") }
            return [SourceEdit(range: last.range.upperBound..<last.range.upperBound, text: ", \(tag)")]
        }
        let text = String(decoding: indent, as: UTF8.self) + tag
        let comma = behind.first == UInt8(ascii: ",") ? 1 : 0
        // Behind the comment of the last tag, which may be about that tag alone.
        let rest = bytes[(last.range.upperBound + comma)..<lineEnd].drop { $0 == 0x20 || $0 == 0x09 }
        guard rest.isEmpty || rest.first == UInt8(ascii: "#") || rest.first == UInt8(ascii: "/") || rest.first == 0x0D,
            !Self.endsInsideComment(rest)
        else { throw Refusal(reason: "something else stands on the line of the last tag") }
        let lineBreak = lineBreak(at: lineEnd)
        let place = lineBreak == "\r\n" && lineEnd > last.range.upperBound ? lineEnd - 1 : lineEnd
        return [SourceEdit(range: place..<place, text: lineBreak + text + (comma == 1 ? "," : ""))]
    }

    /// Adds a tag to a mapping without any, beside the comments that it holds.
    private func addFirst(_ tag: String, to tags: SyntaxView) throws(Refusal) -> [SourceEdit] {
        let bytes = source.bytes
        let closing = tags.range.upperBound - 1
        let inside = bytes[tags.range.lowerBound + 1..<closing]
        guard !inside.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) else {
            return [SourceEdit(range: tags.range, text: "{ \(tag) }")]
        }
        guard let lineEnd = inside.lastIndex(of: 0x0A),
            bytes[(lineEnd + 1)..<closing].allSatisfy({ $0 == 0x20 || $0 == 0x09 })
        else { throw Refusal(reason: "the tags have no clear end") }
        let indent = String(decoding: bytes[(lineEnd + 1)..<closing], as: UTF8.self)
        return [SourceEdit(range: lineEnd + 1..<lineEnd + 1, text: "\(indent)  \(tag)" + lineBreak(at: lineEnd))]
    }

    private static func isName(_ key: String) -> Bool {
        guard let first = key.utf8.first, (0x61...0x7A).contains(first | 0x20) || first == UInt8(ascii: "_") else {
            return false
        }
        return key.utf8.allSatisfy {
            (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
                || $0 == UInt8(ascii: "-")
        }
    }

    /// The expression that is written at a range.
    private static func expression(at range: Range<Int>, in view: SyntaxView) -> SyntaxView? {
        for child in view.children where child.range.lowerBound <= range.lowerBound {
            guard child.range.upperBound >= range.upperBound else { continue }
            if child.range == range, child.kind != .attribute, child.kind != .block, child.kind != .body {
                return child
            }
            if let found = expression(at: range, in: child) { return found }
        }
        return nil
    }
}
