/// The functions of the `strings` library.
enum StringFunctions {
    @Sendable
    static func charAt(_ frame: FramePointer, _ string: Val, _ index: Val) -> Val {
        let text = string.text
        frame.charge(bytes: text.count)
        guard let offset = CodePoints.offset(of: index.integer, in: text) else {
            return frame.indexOutOfRange(index.integer, CodePoints.count(text))
        }
        guard offset < text.count else { return .string("") }
        return .string(Bytes(rebasing: text[offset..<offset + CodePoints.decode(text, at: offset).length]))
    }

    @Sendable
    static func indexOf(_ frame: FramePointer, _ string: Val, _ wanted: Val) -> Val {
        indexOfFrom(frame, string, wanted, .int(0))
    }

    @Sendable
    static func indexOfFrom(_ frame: FramePointer, _ string: Val, _ wanted: Val, _ start: Val) -> Val {
        let text = string.text
        frame.charge(bytes: text.count)
        guard let from = CodePoints.offset(of: start.integer, in: text) else {
            return frame.indexOutOfRange(start.integer, CodePoints.count(text))
        }
        guard let found = ByteSearch.first(wanted.text, in: text, from: from) else { return .int(-1) }
        return .int(CodePoints.count(Bytes(rebasing: text[..<found])))
    }

    @Sendable
    static func lastIndexOf(_ frame: FramePointer, _ string: Val, _ wanted: Val) -> Val {
        last(frame, string.text, wanted.text, before: string.text.count)
    }

    @Sendable
    static func lastIndexOfFrom(_ frame: FramePointer, _ string: Val, _ wanted: Val, _ start: Val) -> Val {
        guard let before = CodePoints.offset(of: start.integer, in: string.text) else {
            return frame.indexOutOfRange(start.integer, CodePoints.count(string.text))
        }
        return last(frame, string.text, wanted.text, before: before)
    }

    private static func last(_ frame: FramePointer, _ text: Bytes, _ wanted: Bytes, before: Int) -> Val {
        frame.charge(bytes: text.count)
        let found = wanted.isEmpty ? before : ByteSearch.last(wanted, in: text, before: before)
        return .int(found.map { CodePoints.count(Bytes(rebasing: text[..<$0])) } ?? -1)
    }

    @Sendable
    static func substring(_ frame: FramePointer, _ string: Val, _ start: Val) -> Val {
        let text = string.text
        frame.charge(bytes: text.count)
        guard let from = CodePoints.offset(of: start.integer, in: text) else {
            return frame.indexOutOfRange(start.integer, CodePoints.count(text))
        }
        return .string(Bytes(rebasing: text[from...]))
    }

    @Sendable
    static func substringUpTo(_ frame: FramePointer, _ string: Val, _ start: Val, _ end: Val) -> Val {
        let text = string.text
        frame.charge(bytes: text.count)
        guard start.integer <= end.integer else {
            return frame.invalidArgument("start \(start.integer) lies behind end \(end.integer)")
        }
        guard let from = CodePoints.offset(of: start.integer, in: text) else {
            return frame.indexOutOfRange(start.integer, CodePoints.count(text))
        }
        guard let to = CodePoints.offset(of: end.integer, in: text) else {
            return frame.indexOutOfRange(end.integer, CodePoints.count(text))
        }
        return .string(Bytes(rebasing: text[from..<to]))
    }

    @Sendable
    static func trim(_ frame: FramePointer, _ string: Val) -> Val {
        let text = string.text
        frame.charge(bytes: text.count)
        var start = 0
        var end = text.count
        while start < end {
            let (scalar, length) = CodePoints.decode(text, at: start)
            guard CodePoints.isWhiteSpace(scalar) else { break }
            start += length
        }
        while end > start {
            let previous = CodePoints.start(before: end, in: text)
            guard CodePoints.isWhiteSpace(CodePoints.decode(text, at: previous).scalar) else { break }
            end = previous
        }
        return .string(Bytes(rebasing: text[start..<Swift.max(start, end)]))
    }

    @Sendable
    static func lowerAscii(_ frame: FramePointer, _ string: Val) -> Val {
        map(frame, string) { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    @Sendable
    static func upperAscii(_ frame: FramePointer, _ string: Val) -> Val {
        map(frame, string) { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 }
    }

    /// The string with each byte replaced; itself if nothing changes.
    @inline(__always)
    private static func map(_ frame: FramePointer, _ string: Val, _ transform: (UInt8) -> UInt8) -> Val {
        let text = string.text
        frame.charge(bytes: text.count)
        guard text.contains(where: { transform($0) != $0 }) else { return string }
        return frame.string(capacity: text.count) { output in
            for offset in 0..<text.count { output[offset] = transform(text[offset]) }
            return text.count
        }
    }

    @Sendable
    static func reverse(_ frame: FramePointer, _ string: Val) -> Val {
        let text = string.text
        frame.charge(bytes: text.count)
        return frame.string(capacity: text.count) { output in
            var offset = 0
            while offset < text.count {
                let length = CodePoints.decode(text, at: offset).length
                for index in 0..<length { output[text.count - offset - length + index] = text[offset + index] }
                offset += length
            }
            return text.count
        }
    }

    /// The string between double quotes, with what cannot be printed escaped.
    @Sendable
    static func quote(_ frame: FramePointer, _ string: Val) -> Val {
        frame.charge(bytes: string.text.count)
        return frame.string { $0.append(quoting: string.text) }
    }
}

extension ByteWriter {
    /// A string literal of CEL.
    mutating func append(quoting text: Bytes) {
        append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case 0x07: append("\\a")
            case 0x08: append("\\b")
            case 0x09: append("\\t")
            case 0x0A: append("\\n")
            case 0x0B: append("\\v")
            case 0x0C: append("\\f")
            case 0x0D: append("\\r")
            case UInt8(ascii: "\\"): append("\\\\")
            case UInt8(ascii: "\""): append("\\\"")
            default: append(byte)
            }
        }
        append(UInt8(ascii: "\""))
    }
}
