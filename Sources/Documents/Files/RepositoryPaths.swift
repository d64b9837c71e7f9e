/// Says where files lie in the repository: what a code host needs to show a finding beside the code.
///
/// Purely lexical: nothing is looked up on the disk.
public struct RepositoryPaths: Sendable {
    /// The name of an input that came through standard input and was given no other.
    public static let standardInput = "<stdin>"

    public enum Place: Hashable, Sendable {
        /// Relative to the root of the repository, with forward slashes and without `.` and `..`.
        case inside(String)
        /// Somewhere else: absolute, unless it is not known from where the name counts.
        case outside(String)
        /// Nowhere: standard input, or no name at all.
        case nowhere
    }

    private let root: [Substring]?
    private let workingDirectory: [Substring]?

    /// - Parameters:
    ///   - root: the absolute path of the repository; nil when the working directory counts as such.
    ///   - workingDirectory: the absolute path from which relative names count; nil when the root counts as such.
    public init(root: String? = nil, workingDirectory: String? = nil) {
        self.root = (root ?? workingDirectory).map { RepositoryPaths.components(of: $0) }
        self.workingDirectory = (workingDirectory ?? root).map { RepositoryPaths.components(of: $0) }
    }

    /// The place of a file named as the user named it.
    public func place(of file: String) -> Place {
        guard !file.isEmpty, file != Self.standardInput else { return .nowhere }
        let isAbsolute = file.hasPrefix("/")
        guard isAbsolute || root != nil else {
            let path = Self.components(of: file)
            return path.first == ".." ? .outside(path.joined(separator: "/")) : .inside(path.joined(separator: "/"))
        }
        let path = Self.components(of: isAbsolute ? file : (workingDirectory ?? []).joined(separator: "/") + "/" + file)
            .drop { $0 == ".." }
        if let root, path.starts(with: root), path.count > root.count {
            return .inside(path.dropFirst(root.count).joined(separator: "/"))
        }
        return .outside("/" + path.joined(separator: "/"))
    }

    /// The shortest name of a file that a code host understands.
    public func name(of file: String) -> String {
        switch place(of: file) {
        case .inside(let path), .outside(let path): path
        case .nowhere: file
        }
    }

    /// The absolute path of the root; nil when it is not known.
    public var rootPath: String? { root.map { "/" + $0.joined(separator: "/") } }

    /// Whether a path leads to the root of the repository.
    public func isRoot(_ path: String) -> Bool {
        guard let root else { return Self.components(of: path).isEmpty }
        let absolute = path.hasPrefix("/") ? path : (workingDirectory ?? []).joined(separator: "/") + "/" + path
        return Self.components(of: absolute) == root
    }

    /// How many directories the working directory lies below the root; 0 where that is not known.
    public var depthBelowRoot: Int {
        guard let root, let workingDirectory, workingDirectory.starts(with: root) else { return 0 }
        return workingDirectory.count - root.count
    }

    /// The working directory as a `file:` address that ends in a slash; nil when it is not known.
    public var workingDirectoryAddress: String? {
        workingDirectory.map { Self.address(ofAbsolute: "/" + $0.joined(separator: "/") + "/") }
    }

    /// The address of a file relative to the root of the repository, absolute only for a file outside; nil for standard
    /// input.
    public func address(of file: String) -> String? {
        switch place(of: file) {
        case .inside(let path): Self.percentEncoded(path)
        case .outside(let path): path.hasPrefix("/") ? Self.address(ofAbsolute: path) : Self.percentEncoded(path)
        case .nowhere: nil
        }
    }

    private static func address(ofAbsolute path: String) -> String { "file://" + percentEncoded(path) }

    private static func components(of path: String) -> [Substring] {
        var components: [Substring] = []
        for component in path.split(separator: "/") where component != "." {
            if component == "..", let last = components.last, last != ".." {
                components.removeLast()
            } else {
                components.append(component)
            }
        }
        return components
    }

    /// Encodes everything but the unreserved characters of RFC 3986 and the slash, so that no name can be taken for a
    /// scheme, a query or a fragment.
    static func percentEncoded(_ path: String) -> String {
        var encoded = ""
        for byte in path.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E:
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                encoded += (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
