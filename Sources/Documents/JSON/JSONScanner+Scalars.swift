private import CByteScan

extension JSONScanner {
    /// Reads a string value.
    @inline(__always)
    mutating func scanText(_ place: inout Place) throws(JSONFailure) {
        let start = place.at
        let isEscaped = try scanString(&place)
        var node = Node(
            kind: .string, flags: .quoted, start: UInt32(truncatingIfNeeded: start),
            end: UInt32(truncatingIfNeeded: place.at))
        if isEscaped {
            node.flags.insert(.decoded)
            node.extent = storeUnescaped(start + 1, place.at - start - 2)
        }
        _ = try append(node, &place)
    }

    /// Reads a string from its opening quote to behind the closing one.
    /// - Returns: True if it contains escapes.
    @inline(__always)
    mutating func scanString(_ place: inout Place) throws(JSONFailure) -> Bool {
        let start = place.at
        var at = start &+ 1
        var isEscaped = false
        while true {
            if at &+ 16 <= end {
                let special = byte_scan_special16(base + at)
                at &+= special == 0 ? 16 : special.trailingZeroBitCount
                if special == 0 { continue }
            } else {
                while at < end, Self.isPlain(base[at]) { at &+= 1 }
            }
            if at < end, base[at] == UInt8(ascii: "\"") { break }
            isEscaped = try scanSpecial(&at, stringAt: start, place) || isEscaped
        }
        place.at = at &+ 1
        guard place.at &- start <= limits.scalarLength else {
            throw JSONFailure(.scalarTooLong, at: start)
        }
        return isEscaped
    }

    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// Reads escapes or characters beyond ASCII inside a string.
    /// - Returns: True if it was an escape.
    @inline(never)
    private mutating func scanSpecial(_ at: inout Int, stringAt start: Int, _ place: Place) throws(JSONFailure) -> Bool
    {
        guard at < end else { throw JSONFailure(.unclosedString, at: start) }
        let byte = base[at]
        if byte >= 0x80 {
            repeat {
                let length = UTF8Sequence.length(base, at, end)
                guard length > 0 else { throw JSONFailure(.invalidUTF8, at: at) }
                at += length
            } while at < end && base[at] >= 0x80
            return false
        }
        guard byte == UInt8(ascii: "\\") else {
            let isLineBreak = byte == 0x0A || byte == 0x0D
            throw JSONFailure(isLineBreak ? .unclosedString : .controlCharacter, at: isLineBreak ? start : at)
        }
        at += try JSONEscape.read(base, at, end).length
        return true
    }

    /// Decodes a string that was checked by `scanString` into the pool of texts.
    @inline(never)
    private mutating func storeUnescaped(_ start: Int, _ length: Int) -> UInt32 {
        // Every escape is at least as long as the UTF-8 of what it stands for.
        let target = builder.reserveText(length)
        return builder.commitText(JSONEscape.decode(base + start, length, into: target))
    }

    @inline(never)
    mutating func internEscaped(_ start: Int, _ length: Int) -> Symbol {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length + 1) { buffer in
            guard let target = buffer.baseAddress else { return .none }
            return symbols.intern(target, JSONEscape.decode(base + start, length, into: target))
        }
    }

    /// Reads a number.
    @inline(__always)
    mutating func scanNumber(_ place: inout Place) throws(JSONFailure) {
        let start = place.at
        var at = start
        if base[at] == UInt8(ascii: "-") { at &+= 1 }
        let first = at
        skipDigits(&at)
        let digits = at &- first
        guard digits > 0, digits == 1 || base[first] != UInt8(ascii: "0") else {
            throw JSONFailure(digits > 1 ? .leadingZero : .badNumber, at: start)
        }
        var kind = Node.Kind.integer
        if byte(at) == UInt8(ascii: ".") || byte(at) | 0x20 == UInt8(ascii: "e") {
            kind = .double
            try scanFraction(&at, start)
        } else if digits > 18, !fitsInteger(start, at) {
            kind = .double
        }
        place.at = at
        guard at &- start <= limits.scalarLength else { throw JSONFailure(.scalarTooLong, at: start) }
        let node = Node(kind: kind, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: at))
        _ = try append(node, &place)
    }

    @inline(__always)
    private mutating func skipDigits(_ at: inout Int) {
        while at < end, base[at] &- UInt8(ascii: "0") < 10 { at &+= 1 }
    }

    /// Reads the part of a number behind its integer digits.
    @inline(never)
    private mutating func scanFraction(_ at: inout Int, _ start: Int) throws(JSONFailure) {
        if byte(at) == UInt8(ascii: ".") {
            at += 1
            let first = at
            skipDigits(&at)
            guard at > first else { throw JSONFailure(.badNumber, at: start) }
        }
        if byte(at) | 0x20 == UInt8(ascii: "e") {
            at += 1
            if byte(at) == UInt8(ascii: "+") || byte(at) == UInt8(ascii: "-") { at += 1 }
            let first = at
            skipDigits(&at)
            guard at > first else { throw JSONFailure(.badNumber, at: start) }
        }
    }

    @inline(never)
    private mutating func fitsInteger(_ start: Int, _ at: Int) -> Bool {
        at - start <= 20
            && Int64(String(decoding: UnsafeBufferPointer(start: base + start, count: at - start), as: UTF8.self))
                != nil
    }

    /// Reads `true`, `false` or `null`.
    @inline(__always)
    mutating func scanWord(_ place: inout Place) throws(JSONFailure) {
        let start = place.at
        let bytes = UnsafeRawPointer(base)
        guard start &+ 4 <= end else { throw failure(.expectedValue, place) }
        let word = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self))
        var length = 4
        let kind: Node.Kind
        switch word {
        case 0x6C6C_756E: kind = .null
        case 0x6575_7274: kind = .true
        case 0x736C_6166 where byte(start &+ 4) == UInt8(ascii: "e"):
            kind = .false
            length = 5
        default: throw failure(.expectedValue, place)
        }
        place.at = start &+ length
        let node = Node(kind: kind, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: place.at))
        _ = try append(node, &place)
    }
}
