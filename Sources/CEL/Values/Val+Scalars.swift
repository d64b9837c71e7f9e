import Documents

extension Val {
    @inlinable @inline(__always) public static var null: Val { Val(kind: .null) }
    @inlinable @inline(__always) public static var absent: Val { Val(kind: .absent) }
    @inlinable @inline(__always) public static var `true`: Val { Val(kind: .bool, bits: 1) }
    @inlinable @inline(__always) public static var `false`: Val { Val(kind: .bool, bits: 0) }

    @inlinable @inline(__always)
    public static func bool(_ value: Bool) -> Val { Val(kind: .bool, bits: value ? 1 : 0) }

    @inlinable @inline(__always)
    public static func int(_ value: Int64) -> Val { Val(kind: .int, bits: UInt64(bitPattern: value)) }

    @inlinable @inline(__always)
    public static func int(_ value: Int) -> Val { Val(kind: .int, bits: UInt64(bitPattern: Int64(value))) }

    @inlinable @inline(__always)
    public static func uint(_ value: UInt64) -> Val { Val(kind: .uint, bits: value) }

    @inlinable @inline(__always)
    public static func double(_ value: Double) -> Val { Val(kind: .double, bits: value.bitPattern) }

    @inlinable @inline(__always)
    public static func duration(nanoseconds: Int64) -> Val {
        Val(kind: .duration, bits: UInt64(bitPattern: nanoseconds))
    }

    /// - Parameter nanoseconds: 0 to 999,999,999.
    @inlinable @inline(__always)
    public static func timestamp(seconds: Int64, nanoseconds: UInt32) -> Val {
        Val(kind: .timestamp, bits: UInt64(bitPattern: seconds), count: nanoseconds)
    }

    /// A text that outlives the evaluation or lies in its arena.
    @inlinable @inline(__always)
    public static func string(_ text: UnsafeRawBufferPointer) -> Val {
        Val(kind: .string, bits: address(of: text), count: UInt32(truncatingIfNeeded: text.count))
    }

    @inlinable @inline(__always)
    public static func bytes(_ bytes: UnsafeRawBufferPointer) -> Val {
        Val(kind: .bytes, bits: address(of: bytes), count: UInt32(truncatingIfNeeded: bytes.count))
    }

    @inlinable @inline(__always)
    public static func string(_ text: StaticString) -> Val {
        .string(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// The type of a name that is not freed.
    @inlinable @inline(__always)
    public static func type(_ name: StaticString) -> Val {
        Val(
            kind: .type, bits: UInt64(UInt(bitPattern: name.utf8Start)),
            count: UInt32(truncatingIfNeeded: name.utf8CodeUnitCount))
    }

    @inlinable @inline(__always)
    public static func error(_ code: ErrorCode) -> Val { Val(kind: .error, bits: UInt64(code.rawValue)) }

    @inlinable @inline(__always) public static var none: Val { Val(kind: .optional) }

    @inlinable @inline(__always)
    static func address(of buffer: UnsafeRawBufferPointer) -> UInt64 {
        UInt64(UInt(bitPattern: buffer.baseAddress))
    }

    /// The value of kind `bool`.
    @inlinable @inline(__always) public var boolean: Bool { bits != 0 }
    /// The value of kind `int`.
    @inlinable @inline(__always) public var integer: Int64 { Int64(bitPattern: bits) }
    /// The value of kind `uint`.
    @inlinable @inline(__always) public var unsigned: UInt64 { bits }
    /// The value of kind `double`.
    @inlinable @inline(__always) public var number: Double { Double(bitPattern: bits) }
    /// The value of kind `duration`.
    @inlinable @inline(__always) public var nanoseconds: Int64 { Int64(bitPattern: bits) }
    /// The whole seconds of kind `timestamp`; `count` holds the nanoseconds.
    @inlinable @inline(__always) public var seconds: Int64 { Int64(bitPattern: bits) }

    /// The UTF-8 of kind `string` or `type`, the octets of kind `bytes`, the payload of kind `opaque`.
    @inlinable @inline(__always) public var text: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: UInt(bits)), count: Int(count))
    }

    /// The steps for looking at a text once; 0 of other values.
    @inline(__always)
    var textSteps: Int {
        kind == .string || kind == .bytes || kind == .opaque ? Int(count >> 6) : 0
    }

    /// The elements of kind `list`.
    @inlinable @inline(__always) public var elements: UnsafeBufferPointer<Val> {
        UnsafeBufferPointer(start: UnsafePointer(bitPattern: UInt(bits)), count: Int(count))
    }

    /// The keys and values of kind `map`, alternating.
    @inlinable @inline(__always) public var entries: UnsafeBufferPointer<Val> {
        UnsafeBufferPointer(start: UnsafePointer(bitPattern: UInt(bits)), count: 2 * Int(count))
    }

    /// The value inside kind `optional`; nil for none.
    @inlinable @inline(__always) public var wrapped: Val? { UnsafePointer<Val>(bitPattern: UInt(bits))?.pointee }

    /// The stored node of kind `nodeList`, `nodeMap` or `object`.
    @inline(__always) var node: UnsafePointer<Node> {
        // INVARIANT: these kinds are made from the address of a node only.
        UnsafePointer(bitPattern: UInt(bits)).unsafelyUnwrapped
    }

    @inlinable @inline(__always) public var isError: Bool { kind == .error }
    @inlinable @inline(__always) public var isUnknown: Bool { kind == .unknown }
    /// An error or unknown: what every strict function passes on.
    @inlinable @inline(__always) public var isIndefinite: Bool { kind == .error || kind == .unknown }
    /// Unknown, and perhaps not there at all.
    @inlinable @inline(__always) public var mayBeAbsent: Bool { kind == .unknown && detail != 0 }
    @inlinable @inline(__always) public var isList: Bool { kind == .list || kind == .nodeList }
    @inlinable @inline(__always) public var isMap: Bool { kind == .map || kind == .nodeMap || kind == .object }
    /// A mapping of a document, also as a host object: its members are nodes.
    @inlinable @inline(__always) public var hasNodeMembers: Bool { kind == .nodeMap || kind == .object }
    @inlinable @inline(__always) public var isTrue: Bool { kind == .bool && bits != 0 }
    @inlinable @inline(__always) public var isFalse: Bool { kind == .bool && bits == 0 }

    /// The code of kind `error`.
    public var errorCode: ErrorCode {
        ErrorCode(rawValue: UInt32(truncatingIfNeeded: bits)) ?? .invalidArgument
    }
}
