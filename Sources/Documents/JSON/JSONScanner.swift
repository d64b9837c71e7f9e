private import CByteScan

/// Reads JSON text straight into an arena: the inner loop of `JSONParser`.
///
/// It keeps no stack: while a container is open, its node's `extent` holds the index of the container around it.
// INVARIANT: `base` points at the bytes of the builder's source, which lives as long as the builder; no byte at or
// beyond `end`, which is at most their count, is read; offsets fit in 32 bits, because the source was checked by
// `SourceText.utf8(within:)`.
// What the inner loop calls is `mutating` throughout, also where it changes nothing: the scanner would be copied for any other
// method, at each key and each text.
struct JSONScanner: ~Copyable {
    let base: UnsafePointer<UInt8>
    /// One past the text to read: the end of the source, or of a line.
    var end: Int
    var builder: DocumentBuilder
    let symbols: SymbolTable
    let limits: DocumentLimits
    /// Members that get no nodes.
    let skipped: SkippedMembers
    var duplicates: DuplicateKeys
    var guesses: KeyGuesses

    /// Where the scanner is inside the containers.
    struct Place {
        var at: Int
        var depth = 0
        /// The index of the innermost open container.
        var container: UInt32 = 0
        var isMap = false
        var key = Symbol.none
        var keyStart: UInt32 = 0
        /// The flags that the key gives to its value's node.
        var keyFlags: Node.Flags = []
    }

    /// Reads one value.
    /// - Returns: The offset behind it.
    mutating func scanValue(from start: Int) throws(JSONFailure) -> Int {
        var place = Place(at: start)
        builder.addRoot(NodeID(rawValue: UInt32(truncatingIfNeeded: builder.count)))
        repeat {
            if try startValue(&place) { try endValue(&place) }
        } while place.depth > 0
        return place.at
    }

    /// Skips white space.
    @inline(__always)
    func skipSpace(_ at: inout Int) {
        guard at < end, base[at] <= 0x20 else { return }
        while at &+ 16 <= end {
            let ink = byte_scan_ink16(base + at)
            at &+= ink == 0 ? 16 : ink.trailingZeroBitCount
            if ink != 0 { return }
        }
        while at < end, Self.isSpace(base[at]) { at &+= 1 }
    }

    @inline(__always)
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    @inline(__always)
    func byte(_ at: Int) -> UInt8 { at < end ? base[at] : 0 }

    /// Reads a scalar, or the opening of a container up to its first value.
    /// - Returns: True if the value is complete.
    @inline(__always)
    private mutating func startValue(_ place: inout Place) throws(JSONFailure) -> Bool {
        skipSpace(&place.at)
        switch byte(place.at) {
        case UInt8(ascii: "\""):
            try scanText(&place)
            return true
        case UInt8(ascii: "{"):
            try open(.map, &place)
            skipSpace(&place.at)
            if byte(place.at) != UInt8(ascii: "}") { return try !scanKey(&place) }
            try close(&place)
            return true
        case UInt8(ascii: "["):
            try open(.list, &place)
            skipSpace(&place.at)
            if byte(place.at) != UInt8(ascii: "]") { return false }
            try close(&place)
            return true
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try scanNumber(&place)
            return true
        default:
            try scanWord(&place)
            return true
        }
    }

    /// Reads what follows a complete value, up to where the next value starts.
    @inline(__always)
    private mutating func endValue(_ place: inout Place) throws(JSONFailure) {
        while place.depth > 0 {
            skipSpace(&place.at)
            let byte = byte(place.at)
            if byte == UInt8(ascii: ",") {
                place.at &+= 1
                guard place.isMap else { return }
                skipSpace(&place.at)
                if try scanKey(&place) { return }
            } else if byte == (place.isMap ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                try close(&place)
            } else {
                throw failure(place.isMap ? .expectedCommaOrBrace : .expectedCommaOrBracket, place)
            }
        }
    }

    /// Reads a key and its colon.
    /// - Returns: False if the member is one of those to skip: then it is complete.
    @inline(__always)
    private mutating func scanKey(_ place: inout Place) throws(JSONFailure) -> Bool {
        guard byte(place.at) == UInt8(ascii: "\"") else { throw failure(.expectedKey, place) }
        place.keyStart = UInt32(truncatingIfNeeded: place.at)
        place.keyFlags = .quotedKey
        if let known = guesses.key(at: place.at, in: base, end) {
            place.key = known.key
            place.at = known.end
        } else {
            try scanUnexpectedKey(&place)
        }
        skipSpace(&place.at)
        guard byte(place.at) == UInt8(ascii: ":") else { throw failure(.expectedColon, place) }
        place.at &+= 1
        guard skipped.mayHold(place.key), isSkipped(place) else { return true }
        place.at = try offset(behindValueAt: place.at, place)
        return false
    }

    @inline(never)
    private mutating func scanUnexpectedKey(_ place: inout Place) throws(JSONFailure) {
        let start = place.at
        let isEscaped = try scanString(&place)
        let length = place.at &- start &- 2
        if isEscaped {
            place.key = internEscaped(start + 1, length)
            guesses.moveOn(behind: place.key)
        } else {
            place.key = symbols.intern(base + start + 1, length)
            guesses.learn(place.key, at: start..<place.at)
        }
    }

    @inline(__always)
    private mutating func open(_ kind: Node.Kind, _ place: inout Place) throws(JSONFailure) {
        guard place.depth < limits.depth else { throw failure(.tooDeep, place) }
        let node = Node(kind: kind, start: UInt32(truncatingIfNeeded: place.at), end: 0, extent: place.container)
        let id = try append(node, &place)
        place.container = id.rawValue
        place.depth &+= 1
        place.isMap = kind == .map
        place.key = .none
        place.keyFlags = []
        place.at &+= 1
    }

    @inline(__always)
    private mutating func close(_ place: inout Place) throws(JSONFailure) {
        place.at &+= 1
        let id = NodeID(rawValue: place.container)
        let outer = builder[id].extent
        builder.close(id, end: UInt32(truncatingIfNeeded: place.at))
        if place.isMap, !duplicates.check(id, in: &builder) { throw failure(.repeatedKey, place) }
        place.depth &-= 1
        place.container = outer
        place.isMap = place.depth > 0 && builder[NodeID(rawValue: outer)].kind == .map
        place.key = .none
        place.keyFlags = []
    }

    /// Appends the node of a value under the key that was read last.
    @inline(__always)
    mutating func append(_ node: Node, _ place: inout Place) throws(JSONFailure) -> NodeID {
        guard builder.count < limits.nodes else { throw failure(.tooManyNodes, place) }
        var node = node
        node.key = place.key
        node.keyStart = place.keyStart
        node.flags.formUnion(place.keyFlags)
        return builder.append(node)
    }

    /// What is wrong at a place, with the container that is open there.
    @inline(never)
    mutating func failure(_ reason: JSONFailure.Reason, _ place: Place) -> JSONFailure {
        let opened = place.depth > 0 ? Int(builder[NodeID(rawValue: place.container)].start) : -1
        let isAtEnd = place.at >= end && reason != .repeatedKey
        return JSONFailure(isAtEnd ? .unexpectedEnd : reason, at: min(place.at, end), opened: opened)
    }
}
