import Documents

/// What a value of an embedded definition stands for that the definition does not spell out.
enum EmbeddedValue: Sendable {
    case unknown(reason: String, mayBeAbsent: Bool = false)
    /// A value of the resource that holds the definition, which that resource's resolver may have to be asked for.
    case outer(NodeView)
    /// A text put together from pieces.
    case text([Piece])
    /// The text that another value gives, read as a JSON scalar: a substitution that stands outside of quotes.
    case scalar(of: Int)
    /// A parameter of the pipeline.
    case parameter(String)

    enum Piece: Sendable {
        case literal(String)
        /// The text of another value, by its index.
        case value(Int)
    }
}

/// Stands in a composed text for a value that is not part of it: the index of the value between two characters for private
/// use. A text that holds them for another reason gives unknown values at worst.
enum EmbeddedMark {
    private static let opening: StaticString = "\u{F8F0E}"
    private static let closing: StaticString = "\u{F8F0F}"

    static func text(of index: Int) -> String { "\u{F8F0E}\(index)\u{F8F0F}" }

    static func occurs(in bytes: UnsafeRawBufferPointer) -> Bool { bytes.contains(opening) }

    static func occurs(in text: String) -> Bool { text.unicodeScalars.contains("\u{F8F0E}") }

    /// A text taken apart. A mark without an index stays literal.
    static func pieces(of text: String) -> [EmbeddedValue.Piece] {
        var pieces: [EmbeddedValue.Piece] = []
        var literal = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            rest = rest.dropFirst()
            if scalar == "\u{F8F0E}", let end = rest.firstIndex(of: "\u{F8F0F}"), let index = Int(String(rest[..<end]))
            {
                if !literal.isEmpty { pieces.append(.literal(literal)) }
                literal = ""
                pieces.append(.value(index))
                rest = rest[rest.index(after: end)...]
            } else {
                literal.unicodeScalars.append(scalar)
            }
        }
        if !literal.isEmpty || pieces.isEmpty { pieces.append(.literal(literal)) }
        return pieces
    }
}
