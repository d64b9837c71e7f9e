/// Patterns of `Action`: `*` and `?`, upper and lower case alike.
enum ActionPattern {
    static func matches(_ name: String, pattern: String) -> Bool {
        var name = name
        var pattern = pattern
        return name.withUTF8 { name in
            pattern.withUTF8 { ByteGlob.matches(name, $0) { folded($0) == folded($1) } }
        }
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
