public import Documents

/// Files that an input may name, such as the template of a nested stack: none of them lies outside of a root.
public struct NearbyFiles: Sendable {
    /// Where files are read from.
    public var contents: FileContents
    /// The folder that no path leaves, whatever links and `..` it holds.
    public var root: String

    public init(contents: FileContents, root: String) {
        self.contents = contents
        self.root = root
    }
}
