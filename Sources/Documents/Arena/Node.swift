/// The index of a node in its document's arena.
public struct NodeID: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: UInt32

    @inlinable
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    @inlinable
    public static func < (left: NodeID, right: NodeID) -> Bool { left.rawValue < right.rawValue }
}

/// One stored value of a document: 24 bytes, trivially copyable.
///
/// The nodes of a subtree lie together: a container is followed by its first child, and the next sibling of a node
/// lies `extent` nodes further (one further for a scalar). A member of a mapping keeps its key beside its value.
public struct Node: Sendable {
    public enum Kind: UInt8, Sendable {
        case null
        case `false`
        case `true`
        /// The text is a decimal integer that fits in 64 bits.
        case integer
        /// The text is a decimal number, `inf`, `-inf` or `nan`.
        case double
        case string
        case list
        case map
        /// A value that the input says exists but does not give, such as a plan's "known after apply".
        case unknown
    }

    public struct Flags: OptionSet, Sendable {
        public let rawValue: UInt8

        @inlinable
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The source range includes a quote on each side of the text.
        @inlinable public static var quoted: Flags { Flags(rawValue: 1 << 0) }
        /// The text differs from the source bytes; `extent` is its offset in the pool of decoded texts.
        @inlinable public static var decoded: Flags { Flags(rawValue: 1 << 1) }
        /// The value is not literal: whoever evaluates the document must ask its resolver (CloudFormation intrinsics).
        @inlinable public static var deferred: Flags { Flags(rawValue: 1 << 2) }
        /// The value must never be shown (NoEcho parameters, sensitive plan values).
        @inlinable public static var secret: Flags { Flags(rawValue: 1 << 3) }
        /// The key's source range includes quotes.
        @inlinable public static var quotedKey: Flags { Flags(rawValue: 1 << 4) }
        /// The node was copied from another place: an alias, a merged mapping, a value moved by a reader.
        @inlinable public static var copied: Flags { Flags(rawValue: 1 << 5) }
        /// The mapping may have a key twice, of which the last counts. Whoever builds a mapping without the flag answers
        /// for it that no key comes again: look-up stops at the first that it finds.
        @inlinable public static var repeatsKeys: Flags { Flags(rawValue: 1 << 6) }
    }

    public var kind: Kind
    public var flags: Flags
    /// An index into the document's `tags`; 0 when the source gives no tag.
    public var tag: UInt16
    /// Byte range of the value in the source, quotes included, properties (anchor, tag) excluded.
    public var start: UInt32
    public var end: UInt32
    /// Containers: the number of nodes of the subtree, itself included. Scalars: see `Flags.decoded`.
    public var extent: UInt32
    /// Byte offset of the key, its quote included; meaningless without a key.
    public var keyStart: UInt32
    public var key: Symbol

    @inlinable
    public init(
        kind: Kind, flags: Flags = [], tag: UInt16 = 0, start: UInt32, end: UInt32, extent: UInt32 = 0,
        keyStart: UInt32 = 0, key: Symbol = .none
    ) {
        self.kind = kind
        self.flags = flags
        self.tag = tag
        self.start = start
        self.end = end
        self.extent = extent
        self.keyStart = keyStart
        self.key = key
    }

    @inlinable @inline(__always)
    public var isContainer: Bool { kind == .list || kind == .map }

    /// The distance to the next sibling.
    @inlinable @inline(__always)
    public var stride: Int { isContainer ? Int(extent) : 1 }
}
