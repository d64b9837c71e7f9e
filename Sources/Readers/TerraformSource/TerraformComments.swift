public import Documents
internal import HCL

/// Finds the comments of a Terraform file, which its resources do not hold.
public enum TerraformComments {
    /// Whether comments are written as in Terraform's native syntax.
    public static func areWritten(in source: SourceText) -> Bool { source.name.hasSuffix(".tf") }

    /// Whether members called `//` are comments, as in Terraform's JSON.
    public static func areMembers(in source: SourceText) -> Bool { source.name.hasSuffix(".tf.json") }

    /// The comments in the order of the source, without their line ends. What looks like one inside a text is none.
    public static func comments(in source: SourceText) -> [Range<Int>] {
        HCLParser.comments(in: HCLParser.parse(source, symbols: SymbolTable()))
    }

    /// A text of a member `//` inside of a resource in JSON.
    public struct Member: Sendable {
        /// Without escapes.
        public var text: String
        /// Between the quotes.
        public var range: Range<Int>
        /// The anchor of the resource.
        public var anchor: Range<Int>
        /// The object that holds it, unless that is the resource.
        public var object: Range<Int>?
    }

    /// The comments of the resources of a file in JSON; none if it is broken.
    public static func members(in source: SourceText) -> [Member] {
        guard let document = try? JSONParser.parse(source, symbols: SymbolTable()) else { return [] }
        return TerraformJSONBlocks(document).flatMap { block in comments(in: block.body, block.anchor, isOuter: true) }
    }

    private static func comments(in node: NodeView, _ anchor: Range<Int>, isOuter: Bool) -> [Member] {
        guard node.node.isContainer else { return [] }
        return node.children.flatMap { child -> [Member] in
            guard node.kind == .map, child.key == "//" else { return comments(in: child, anchor, isOuter: false) }
            return (child.kind == .list ? Array(child.children) : [child]).compactMap { text in
                guard let string = text.string else { return nil }
                let range = text.range.lowerBound + 1..<max(text.range.lowerBound + 1, text.range.upperBound - 1)
                return Member(text: string, range: range, anchor: anchor, object: isOuter ? nil : node.range)
            }
        }
    }
}

/// The resources of a Terraform file in JSON, as its objects.
public struct TerraformJSONBlocks: Sequence {
    public let document: Document

    public struct Block: Sendable {
        public var type: String
        /// The name with its quotes, as `Resource.anchor` has it.
        public var anchor: Range<Int>
        public var body: NodeView
    }

    public init(_ document: Document) { self.document = document }

    public func makeIterator() -> some IteratorProtocol<Block> {
        let blocks = Self.objects(document.root).flatMap { file in
            Self.objects(file["resource"]).flatMap(\.children).flatMap { type in
                Self.objects(type).flatMap(\.children).flatMap { name -> [Block] in
                    guard let key = name.keyRange else { return [] }
                    let anchor = key.lowerBound - 1..<key.upperBound + 1
                    return Self.objects(name).map { Block(type: type.key, anchor: anchor, body: $0) }
                }
            }
        }
        return blocks.makeIterator()
    }

    /// An object, or those of a list.
    private static func objects(_ node: NodeView?) -> [NodeView] {
        guard let node else { return [] }
        return (node.kind == .list ? Array(node.children) : [node]).filter { $0.kind == .map }
    }
}
