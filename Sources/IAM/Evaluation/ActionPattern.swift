/// Patterns of `Action`: `*` and `?`, upper and lower case alike.
enum ActionPattern {
    /// Walks through both texts once; on a mismatch the last `*` takes one character more.
    static func matches(_ name: String, pattern: String) -> Bool {
        var name = name
        var pattern = pattern
        return name.withUTF8 { name in pattern.withUTF8 { matches(name, $0) } }
    }

    private static func matches(_ name: UnsafeBufferPointer<UInt8>, _ pattern: UnsafeBufferPointer<UInt8>) -> Bool {
        var position = 0
        var at = 0
        var star: (pattern: Int, name: Int)?
        while at < name.count {
            if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
                star = (position + 1, at)
                position += 1
            } else if position < pattern.count, accepts(pattern[position], name[at]) {
                position += 1
                at += 1
            } else if let last = star {
                star = (last.pattern, last.name + 1)
                position = last.pattern
                at = last.name + 1
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    private static func accepts(_ pattern: UInt8, _ byte: UInt8) -> Bool {
        pattern == UInt8(ascii: "?") || folded(pattern) == folded(byte)
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
