internal import Documents

/// Reads the native syntax: a scanner and a parser in one, which looks at each byte about once and keeps no tokens.
// INVARIANT: `base` points at `end` bytes at least, which live as long as the parser; no byte at or beyond `end` is read;
// offsets fit in 32 bits, because the source was checked by `SourceText.utf8(within:)`.
struct SyntaxParser: ~Copyable {
    let base: UnsafePointer<UInt8>
    var end: Int
    var at: Int
    let symbols: SymbolTable
    let limits: DocumentLimits
    var nodes: [SyntaxNode]
    /// Inside parentheses, brackets and interpolations a line break is a blank.
    var ignoresNewlines = false
    var depth = 0
    /// The parts of the heredoc that is being read, in order; nil outside of one. Strip markers and indentation are about
    /// neighbours in this list, whatever directives they lie in.
    var heredocParts: [SyntaxID]?

    init(
        _ bytes: UnsafeRawBufferPointer, from start: Int, symbols: SymbolTable, limits: DocumentLimits,
        fallback: AnyObject
    ) {
        // An empty text may have no address. Any will do then, since nothing is read through it.
        let address = bytes.baseAddress ?? UnsafeRawPointer(Unmanaged.passUnretained(fallback).toOpaque())
        base = address.assumingMemoryBound(to: UInt8.self)
        end = bytes.count
        at = start
        self.symbols = symbols
        self.limits = limits
        nodes = []
        nodes.reserveCapacity(bytes.count / 12 + 16)
    }

    subscript(id: SyntaxID) -> SyntaxNode {
        get { nodes[Int(id.rawValue)] }
        set { nodes[Int(id.rawValue)] = newValue }
    }

    @inline(__always)
    mutating func append(_ node: SyntaxNode) throws(SyntaxFailure) -> SyntaxID {
        guard nodes.count < limits.nodes else { throw SyntaxFailure(at..<at, limits.tooManyNodes) }
        nodes.append(node)
        return SyntaxID(rawValue: UInt32(truncatingIfNeeded: nodes.count &- 1))
    }

    /// The children of a node while they are being read.
    struct Chain {
        var first = SyntaxID.none
        private var last = SyntaxID.none

        @inline(__always)
        mutating func add(_ id: SyntaxID, in nodes: inout [SyntaxNode]) {
            if last == .none { first = id } else { nodes[Int(last.rawValue)].next = id }
            last = id
        }
    }

    // Bytes.

    /// The byte at an offset; 0 at the end.
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 { offset < end ? base[offset] : 0 }

    @inline(__always)
    var current: UInt8 { at < end ? base[at] : 0 }

    @inline(__always)
    func isNext(_ character: Unicode.Scalar) -> Bool { current == UInt8(ascii: character) }

    /// Passes over a byte if it is the next one.
    @inline(__always)
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard isNext(character) else { return false }
        at &+= 1
        return true
    }

    /// Passes over blanks and comments, and over line breaks where they do not count.
    @inline(__always)
    mutating func skipBlanks() throws(SyntaxFailure) {
        while at < end {
            switch base[at] {
            case 0x20, 0x09, 0x0D: at &+= 1
            case 0x0A:
                guard ignoresNewlines else { return }
                at &+= 1
            case UInt8(ascii: "#"): skipLine()
            case UInt8(ascii: "/"):
                guard try skipSlashComment() else { return }
            default: return
            }
        }
    }

    /// Passes over blanks, comments and line breaks.
    @inline(__always)
    mutating func skipLines() throws(SyntaxFailure) {
        let outer = ignoresNewlines
        ignoresNewlines = true
        try skipBlanks()
        ignoresNewlines = outer
    }

    /// Moves to the end of the line.
    mutating func skipLine() {
        while at < end, base[at] != 0x0A { at &+= 1 }
    }

    /// - Returns: False if the slash begins no comment.
    private mutating func skipSlashComment() throws(SyntaxFailure) -> Bool {
        switch byte(at + 1) {
        case UInt8(ascii: "/"):
            skipLine()
            return true
        case UInt8(ascii: "*"):
            let start = at
            at += 2
            while at < end {
                if base[at] == UInt8(ascii: "*"), byte(at + 1) == UInt8(ascii: "/") {
                    at += 2
                    return true
                }
                at &+= 1
            }
            throw SyntaxFailure(
                start..<start + 2, "the comment that starts here is not closed", help: "close it with `*/`",
                takesRest: true)
        default: return false
        }
    }

    // Names.

    /// Passes over an identifier.
    /// - Returns: Its length in bytes, 0 if there is none.
    @inline(__always)
    mutating func skipIdentifier() -> Int {
        let start = at
        guard at < end, Self.startsName(base[at]) || base[at] >= 0x80 && takeScalar({ $0.isIDStart }) else { return 0 }
        if at == start { at &+= 1 }
        while at < end {
            if Self.continuesName(base[at]) {
                at &+= 1
            } else if base[at] < 0x80 || !takeScalar({ $0.isIDContinue }) {
                break
            }
        }
        return at &- start
    }

    @inline(__always)
    static func startsName(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_") }

    @inline(__always)
    static func continuesName(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    /// Passes over a character beyond ASCII that has a property.
    private mutating func takeScalar(_ hasProperty: (Unicode.Scalar.Properties) -> Bool) -> Bool {
        let length = UTF8Sequence.length(base, at, end)
        guard length > 0,
            let scalar = String(decoding: UnsafeBufferPointer(start: base + at, count: length), as: UTF8.self)
                .unicodeScalars.first, hasProperty(scalar.properties)
        else { return false }
        at += length
        return true
    }

    @inline(__always)
    func intern(_ start: Int, _ length: Int) -> Symbol {
        symbols.intern(UnsafeRawBufferPointer(start: base + start, count: length))
    }

    /// Whether the bytes at an offset are a word and no longer name.
    func isWord(_ word: StaticString, at offset: Int) -> Bool {
        let length = word.utf8CodeUnitCount
        guard offset + length <= end else { return false }
        for index in 0..<length where base[offset + index] != word.utf8Start[index] { return false }
        let after = byte(offset + length)
        return !Self.continuesName(after) && after < 0x80
    }

    /// Passes over a word.
    mutating func takeWord(_ word: StaticString) -> Bool {
        guard isWord(word, at: at) else { return false }
        at += word.utf8CodeUnitCount
        return true
    }

    // Depth.

    mutating func enter() throws(SyntaxFailure) {
        depth &+= 1
        guard depth <= limits.depth else {
            throw SyntaxFailure(at..<at + 1, "more than \(limits.depth) blocks and expressions lie inside each other")
        }
    }

    // Messages.

    /// What stands at the current place, for a message.
    @inline(never)
    func unexpected(_ expected: String, help: String? = nil) -> SyntaxFailure {
        guard at < end else {
            return SyntaxFailure(end..<end, "the file ends too early: expected \(expected)", help: help)
        }
        if base[at] == 0x0A || base[at] == 0x0D && byte(at + 1) == 0x0A {
            return SyntaxFailure(at..<at, "the line ends too early: expected \(expected)", help: help)
        }
        let length = tokenLength
        let text = String(decoding: UnsafeBufferPointer(start: base + at, count: length), as: UTF8.self)
        let found = Diagnostic.shown(text)
        return SyntaxFailure(at..<at + length, "unexpected `\(found)`: expected \(expected)", help: help ?? hint)
    }

    private var tokenLength: Int {
        var offset = at
        while offset < end, Self.continuesName(base[offset]) || base[offset] >= 0x80 { offset += 1 }
        if offset > at { return offset - at }
        let second = byte(at + 1)
        let pairs: [(Unicode.Scalar, Unicode.Scalar)] = [
            ("=", "="), ("!", "="), ("<", "="), (">", "="), ("&", "&"), ("|", "|"), ("<", "<"), ("=", ">"), ("$", "{"),
        ]
        return pairs.contains { base[at] == UInt8(ascii: $0.0) && second == UInt8(ascii: $0.1) } ? 2 : 1
    }

    /// The typical mistake that shows itself by what stands at the current place.
    private var hint: String? {
        switch current {
        case UInt8(ascii: "'"): "write texts in double quotes"
        case UInt8(ascii: ";"): "end an argument with a line break"
        case UInt8(ascii: "`"): "write texts in double quotes"
        case UInt8(ascii: "\\"): "a backslash means something only inside a text"
        case UInt8(ascii: "&") where byte(at + 1) != UInt8(ascii: "&"): "write `&&` for both conditions"
        case UInt8(ascii: "|") where byte(at + 1) != UInt8(ascii: "|"): "write `||` for either condition"
        case UInt8(ascii: "$") where byte(at + 1) == UInt8(ascii: "{"):
            "outside of a text write the expression without `${` and `}`"
        default: nil
        }
    }
}
