public import Documents

/// The sums of the bundles of a repository: a line for each file, `SUM  PATH`, as `sha256sum` writes them.
///
/// The lock lies beside the configuration, not in the bundle: whoever changes a bundle changes a file that is reviewed.
public struct BundleLock: Sendable {
    public static let fileName = "proviso.lock"

    /// The sum of each file, by the path from the lock file's directory.
    public private(set) var sums: [String: String]

    public init(sums: [String: String]) { self.sums = sums }

    /// - Throws: an error at the first line that is none of a lock file.
    public init(parsing source: SourceText) throws(Diagnostic) {
        sums = [:]
        for line in source.bytes.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix("#") { continue }
            let (sum, path) = (text.prefix(64), text.dropFirst(66))
            guard sum.utf8.count == 64, text.dropFirst(64).hasPrefix("  "), !path.isEmpty,
                sum.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
                sums.updateValue(String(sum), forKey: String(path)) == nil
            else {
                throw Diagnostic(
                    in: source, at: line.startIndex..<line.endIndex, "this line is no entry of a lock file",
                    help: "write the file anew with `proviso bundle lock`")
            }
        }
    }

    public var text: String {
        "# proviso lock 1: sums of the bundles; `proviso bundle lock` writes them anew.\n"
            + sums.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined()
    }
}

/// The files of bundles.
public struct PolicyBundle: Sendable {
    /// As it was named.
    public var path: String
    /// The files whose sums are locked: the archive, or every pack of the directory.
    public private(set) var locked: [SourceText] = []
    private let isArchive: Bool

    /// Reads a directory or an archive, which is not looked into yet.
    /// - Throws: an error if it cannot be read, or is a directory that is empty or holds links.
    public init(_ path: String, contents: FileContents = .disk) throws(Diagnostic) {
        self.path = path
        isArchive = contents.isFile(path)
        if isArchive {
            // The sum is that of the file, which is looked into only afterwards.
            locked = [try contents.read(path, unpacks: false)]
        } else {
            var options = FileWalker.Options()
            options.suffixes = [".yaml", ".yml"]
            let found = contents.walk(path, options: options)
            if let problem = found.problems.first { throw problem }
            for file in found.files where Self.isPack(file) {
                if contents.isOnDisk, PathLookup.isLink(file) {
                    throw Diagnostic(file: file, message: "this is a link: a bundle holds files alone")
                }
                locked.append(try contents.read(file))
            }
            guard !locked.isEmpty else { throw empty }
        }
    }

    private var empty: Diagnostic { Diagnostic(file: path, message: "there is no pack in this bundle") }

    /// The packs. What is in an archive should be looked at only when its sum is the one that was locked.
    /// - Throws: an error if an archive is broken, holds no pack, or holds links or paths that lead out of it.
    public func packs() throws(Diagnostic) -> [SourceText] {
        guard isArchive, let archive = locked.first else { return locked }
        let packs = try BundleArchive.files(of: archive).filter { Self.isPack($0.path) }.map { file in
            SourceText(name: path + "/" + file.path, copying: file.bytes)
        }
        guard !packs.isEmpty else { throw empty }
        return packs
    }

    private static func isPack(_ path: String) -> Bool {
        (path.hasSuffix(".yaml") || path.hasSuffix(".yml")) && !path.hasSuffix(PolicyFile.testSuffix)
    }

    /// Compares the bundle with its sums.
    /// - Parameter directory: the directory of the lock file, from which its paths count.
    /// - Throws: an error that names the first file that is not what was locked.
    public func check(against lock: BundleLock, in directory: String) throws(Diagnostic) {
        var seen: Set<String> = []
        for file in locked {
            let name = Self.name(of: file.name, in: directory)
            seen.insert(name)
            guard let sum = lock.sums[name] else {
                throw Diagnostic(
                    file: file.name, message: "the lock file does not know this file",
                    help: "look at it, then run `proviso bundle lock`")
            }
            guard sum == ContentHash.hexadecimal(of: file.bytes) else {
                throw Diagnostic(
                    file: file.name, message: "this file is not the one whose sum is locked",
                    help: "look at what changed, then run `proviso bundle lock`")
            }
        }
        let prefix = Self.name(of: path, in: directory) + "/"
        if let missing = lock.sums.keys.sorted().first(where: { $0.hasPrefix(prefix) && !seen.contains($0) }) {
            throw Diagnostic(file: PathLookup.joined(directory, missing), message: "a file of the bundle is missing")
        }
    }

    /// The sums of the bundle.
    public func sums(in directory: String) -> [String: String] {
        Dictionary(locked.map { (Self.name(of: $0.name, in: directory), ContentHash.hexadecimal(of: $0.bytes)) }) { $1 }
    }

    private static func name(of path: String, in directory: String) -> String {
        directory != "." && path.hasPrefix(directory + "/") ? String(path.dropFirst(directory.utf8.count + 1)) : path
    }
}
