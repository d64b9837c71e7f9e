/// Finds texts among the members of an object without reading what lies inside the others.
///
/// It looks at brackets and quotes alone: of a text that is no JSON it may find nothing, or anything that stands there.
public enum TopLevelMember {
    /// The text of the first member that has one of these names, as it is written between its quotes.
    /// - Complexity: O(*n*), about a nanosecond for each byte.
    public static func text(_ names: [StaticString], in bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var depth = 0
        var at = 0
        var key: UnsafeRawBufferPointer?
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                guard let end = closing(at, in: bytes) else { return nil }
                let text = UnsafeRawBufferPointer(rebasing: bytes[at + 1..<end])
                if depth == 1, let name = key, names.contains(where: { $0.isEqual(to: name) }) { return text }
                if depth == 1 { key = key == nil ? text : key }
                at = end
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ",") where depth == 1: key = nil
            default: break
            }
            at += 1
        }
        return nil
    }

    private static func closing(_ quote: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        var at = quote + 1
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "\"") { return at }
            at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }
}

extension StaticString {
    fileprivate func isEqual(to bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count == utf8CodeUnitCount
            && bytes.elementsEqual(UnsafeRawBufferPointer(start: utf8Start, count: utf8CodeUnitCount))
    }
}
