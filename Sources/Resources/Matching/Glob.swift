/// A name pattern: `*` is any text, `?` one character, a backslash takes the next character as it is.
///
/// It matches the whole text, case-sensitively. Matching takes time linear in the text for each star, and no more.
public struct Glob: Hashable, Sendable {
    private enum Piece: Hashable, Sendable {
        case byte(UInt8)
        /// One Unicode code point.
        case one
        case any
    }

    /// The pattern as written.
    public let text: String
    private let pieces: [Piece]

    public init(_ text: String) {
        self.text = text
        var pieces: [Piece] = []
        var isEscaped = false
        for byte in text.utf8 {
            switch byte {
            case _ where isEscaped:
                pieces.append(.byte(byte))
                isEscaped = false
            case UInt8(ascii: "\\"): isEscaped = true
            case UInt8(ascii: "*"): if pieces.last != .any { pieces.append(.any) }
            case UInt8(ascii: "?"): pieces.append(.one)
            default: pieces.append(.byte(byte))
            }
        }
        if isEscaped { pieces.append(.byte(UInt8(ascii: "\\"))) }
        self.pieces = pieces
    }

    /// Whether the pattern can match only one text.
    public var isLiteral: Bool { literalBytes.count == pieces.count }

    /// The text that every match begins with.
    public var literalPrefix: String {
        let bytes = literalBytes
        // A prefix that ends inside a code point cannot be compared as text.
        return String(validating: bytes, as: UTF8.self) ?? ""
    }

    private var literalBytes: [UInt8] {
        var bytes: [UInt8] = []
        for piece in pieces {
            guard case .byte(let byte) = piece else { break }
            bytes.append(byte)
        }
        return bytes
    }

    public func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { matches(UnsafeRawBufferPointer($0)) }
    }

    /// Matches the bytes of a UTF-8 text.
    public func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var piece = 0
        var position = 0
        // Where to go on when the pieces after the last star do not fit: that star takes one byte more.
        var retry: (piece: Int, position: Int)?
        while true {
            if piece < pieces.count, pieces[piece] == .any {
                piece += 1
                retry = (piece, position)
            } else if let length = length(of: piece, in: bytes, at: position) {
                piece += 1
                position += length
            } else if piece == pieces.count, position == bytes.count {
                return true
            } else {
                guard let last = retry, last.position < bytes.count else { return false }
                retry = (last.piece, last.position + 1)
                piece = last.piece
                position = last.position + 1
            }
        }
    }

    /// How many bytes a piece takes at a position; nil if it does not match there.
    private func length(of piece: Int, in bytes: UnsafeRawBufferPointer, at position: Int) -> Int? {
        guard piece < pieces.count, position < bytes.count else { return nil }
        switch pieces[piece] {
        case .byte(let byte): return bytes[position] == byte ? 1 : nil
        case .any: return nil
        case .one:
            guard bytes[position] & 0xC0 != 0x80 else { return nil }
            var end = position + 1
            while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
            return end - position
        }
    }
}
