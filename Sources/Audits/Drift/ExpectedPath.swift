public import Documents

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

    /// - Throws: an error if nothing is there, or a stack is named for a folder: it has one template, and what that one nests
    ///   are stacks of their own.
    public func check() throws(Diagnostic) {
        guard PathLookup.exists(path) else {
            throw Diagnostic(file: path, message: "this does not exist", help: "check what --expected names")
        }
        guard let stack, PathLookup.isDirectory(path) else { return }
        throw Diagnostic(
            file: path, message: "this is a folder: a stack has one template",
            help: "name the template, as in `--expected \(stack)=\(PathLookup.joined(path, "template.yaml"))`")
    }

    /// The stacks that files are the templates of, by the names of the files in the tidiest form.
    static func stacks(of expected: [ExpectedPath]) -> [String: Set<String>] {
        expected.reduce(into: [:]) { stacks, one in
            guard let stack = one.stack else { return }
            stacks[PathLookup.tidied(one.path), default: []].insert(stack)
        }
    }

    /// - SeeAlso: CloudFormation API Reference, CreateStack
    private static func isStack(_ text: String) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
        return text.utf8.count <= 128 && text.utf8.first.map(isLetter) ?? false
            && text.utf8.allSatisfy { isLetter($0) || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "-") }
    }
}
