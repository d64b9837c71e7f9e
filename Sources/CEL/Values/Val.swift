/// A value during evaluation: 16 bytes, trivially copyable, without references to count.
///
/// Lists, maps and texts are pointers: into a document, into a program's constants or into the arena of the current
/// evaluation. A value is valid as long as those live; results that outlive an evaluation are copied into `Value`.
public struct Val: Sendable, BitwiseCopyable {
    public enum Kind: UInt8, Sendable, BitwiseCopyable {
        case null
        case bool
        case int
        case uint
        case double
        /// `bits`: pointer to UTF-8; `count`: bytes.
        case string
        case bytes
        /// `bits`: seconds since 1970 as Int64; `count`: nanoseconds, 0 to 999,999,999.
        case timestamp
        /// `bits`: nanoseconds as Int64.
        case duration
        /// `bits`: a pointer to a constant of the program that names the type.
        case type
        /// A list or map stored in a document. `bits`: pointer to its Node; `count`: slot of the document in the frame.
        case nodeList
        case nodeMap
        /// A host object whose fields are those of a document mapping. `bits`: pointer to Node; `count`: document slot.
        case object
        /// `bits`: pointer to `count` values.
        case list
        /// `bits`: pointer to `count` pairs of key and value.
        case map
        /// `bits`: pointer to a value, or 0 for none.
        case optional
        /// A value that functions of a library or of the host understand. `detail`: which kind of it.
        case opaque
        /// `bits`: a code in the lower half, the expression it arose in in the upper half.
        case error
        /// `count`: the index of the reason in the frame.
        case unknown
        /// Nothing there: the outcome of a lookup that found no value. Never the result of an evaluation.
        case absent
    }

    public var bits: UInt64
    /// From the lowest byte: the kind, the detail, two bytes of zeros, four of the count. One word instead of fields, so
    /// that a value travels in two registers as it is.
    // INVARIANT: the lowest byte is the raw value of a kind, and those are numbered as the compiler numbers cases.
    @usableFromInline var description: UInt64

    @inlinable @inline(__always)
    public init(kind: Kind, bits: UInt64 = 0, count: UInt32 = 0, detail: UInt8 = 0) {
        self.bits = bits
        description = UInt64(kind.rawValue) | UInt64(detail) << 8 | UInt64(count) << 32
    }

    @inlinable @inline(__always)
    public var kind: Kind {
        get { unsafeBitCast(UInt8(truncatingIfNeeded: description), to: Kind.self) }
        set { description = description & ~0xFF | UInt64(newValue.rawValue) }
    }

    @inlinable @inline(__always)
    public var detail: UInt8 {
        get { UInt8(truncatingIfNeeded: description >> 8) }
        set { description = description & ~0xFF00 | UInt64(newValue) << 8 }
    }

    @inlinable @inline(__always)
    public var count: UInt32 {
        get { UInt32(truncatingIfNeeded: description >> 32) }
        set { description = description & 0xFFFF_FFFF | UInt64(newValue) << 32 }
    }
}
