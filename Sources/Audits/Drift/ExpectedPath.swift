/// What somebody gives as written: a file or a folder, and of a template the stack that it is for.
public struct ExpectedPath: Sendable, Hashable {
    public var path: String
    public var stack: String?

    public init(path: String, stack: String? = nil) {
        self.path = path
        self.stack = stack
    }

    /// Reads `path` or `stack=path`.
    /// - Parameter exists: whether there is such a path: one may hold the mark as well.
    public init(_ text: String, exists: (String) -> Bool) {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        if parts.count == 2, Self.isStack(parts[0]), !exists(text) {
            self.init(path: parts[1], stack: parts[0])
        } else {
            self.init(path: text)
        }
    }

    /// - SeeAlso: CloudFormation API Reference, CreateStack
    private static func isStack(_ text: String) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
        return text.utf8.count <= 128 && text.utf8.first.map(isLetter) ?? false
            && text.utf8.allSatisfy { isLetter($0) || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "-") }
    }
}
