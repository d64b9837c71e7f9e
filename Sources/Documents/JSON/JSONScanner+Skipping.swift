private import CByteScan

extension JSONScanner {
    /// Finds the end of a value without reading it: only strings and the nesting of brackets are looked at.
    func offset(behindValueAt start: Int, _ place: Place) throws(JSONFailure) -> Int {
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
    private func advance(to at: inout Int, nesting: Int, _ place: Place) throws(JSONFailure) {
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
    private func offset(behindStringAt start: Int) throws(JSONFailure) -> Int {
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
