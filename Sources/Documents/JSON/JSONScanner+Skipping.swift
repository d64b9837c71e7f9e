private import CByteScan

/// The members of a text that are passed over.
struct SkippedMembers {
    /// The symbols on the ways to them; none for an element of a list.
    let paths: [[Symbol]]
    /// Their own keys: the ends of the ways.
    fileprivate let keys: [Symbol]
    /// A bit for each of their own keys, so that almost all other keys are told from them at once.
    private let bits: UInt64

    init(_ paths: [[String]], _ symbols: SymbolTable) {
        self.paths = paths.map { $0.map { $0 == "*" ? .none : symbols.intern($0) } }
        keys = self.paths.map { $0.last ?? .none }
        bits = keys.reduce(0) { $0 | Self.bit($1) }
    }

    /// False if no path ends with this key.
    @inline(__always)
    func mayHold(_ key: Symbol) -> Bool { bits & Self.bit(key) != 0 }

    @inline(__always)
    private static func bit(_ key: Symbol) -> UInt64 { 1 << UInt64(key.rawValue & 63) }
}

extension JSONScanner {
    /// Whether the member whose key was just read is one of those to pass over.
    @inline(never)
    mutating func isSkipped(_ place: Place) -> Bool {
        candidates: for index in skipped.keys.indices where skipped.keys[index] == place.key {
            let path = skipped.paths[index]
            guard path.count == place.depth else { continue }
            // While containers are open, each knows the one around it.
            var container = NodeID(rawValue: place.container)
            for step in path.dropLast().reversed() {
                guard builder[container].key == step else { continue candidates }
                container = NodeID(rawValue: builder[container].extent)
            }
            return true
        }
        return false
    }

    /// Finds the end of a value without reading it: only strings and the nesting of brackets are looked at.
    mutating func offset(behindValueAt start: Int, _ place: Place) throws(JSONFailure) -> Int {
        var at = start
        skipSpace(&at)
        var place = place
        place.at = at
        var nesting = 0
        while true {
            try advance(to: &at, nesting: nesting, place)
            switch base[at] {
            case UInt8(ascii: "\""):
                at = try offset(behindStringAt: at)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                nesting &+= 1
                at &+= 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard nesting > 0 else { throw failure(.expectedValue, place) }
                nesting &-= 1
                at &+= 1
            default:
                // A number or a word: only outside brackets does the search stop at one.
                while at < end, !Self.isSpace(base[at]), base[at] != UInt8(ascii: ","), base[at] != UInt8(ascii: "}") {
                    at &+= 1
                }
                guard at > place.at else { throw failure(.expectedValue, place) }
            }
            if nesting == 0 { return at }
        }
    }

    /// Moves to the next quote or bracket, if inside brackets.
    @inline(__always)
    private mutating func advance(to at: inout Int, nesting: Int, _ place: Place) throws(JSONFailure) {
        guard nesting > 0 else {
            if at >= end { throw failure(.expectedValue, Place(at: end)) }
            return
        }
        while at &+ 16 <= end {
            let found = byte_scan_nesting16(base + at)
            at &+= found == 0 ? 16 : found.trailingZeroBitCount
            if found != 0 { return }
        }
        while at < end, base[at] != UInt8(ascii: "\""), base[at] | 0x20 != UInt8(ascii: "{"),
            base[at] | 0x20 != UInt8(ascii: "}")
        {
            at &+= 1
        }
        guard at < end else { throw JSONFailure(.unexpectedEnd, at: end, opened: place.at) }
    }

    @inline(__always)
    private mutating func offset(behindStringAt start: Int) throws(JSONFailure) -> Int {
        var at = start &+ 1
        while at < end {
            if at &+ 16 <= end {
                let special = byte_scan_special16(base + at)
                at &+= special == 0 ? 16 : special.trailingZeroBitCount
                if special == 0 { continue }
            }
            if base[at] == UInt8(ascii: "\"") { return at &+ 1 }
            at &+= base[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        throw JSONFailure(.unclosedString, at: start, opened: -1)
    }
}
