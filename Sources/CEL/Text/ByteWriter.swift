/// UTF-8 text or other bytes, wherever they lie.
typealias Bytes = UnsafeRawBufferPointer

extension UnsafeRawBufferPointer {
    init(staticText text: StaticString) { self.init(start: text.utf8Start, count: text.utf8CodeUnitCount) }
}

/// Bytes being put together: in memory lent by the caller while they fit, in memory of its own after that.
///
/// What goes beyond `limit` is dropped and remembered in `isTruncated`, so that a hostile expression cannot ask for
/// more memory than it may have.
struct ByteWriter: ~Copyable {
    // INVARIANT: `base` points to `capacity` writable bytes of which the first `count` are initialized; the memory
    // belongs to the writer exactly if `isOwner`.
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var isOwner = false
    private let limit: Int

    private(set) var count = 0
    /// Something was dropped because of the limit.
    private(set) var isTruncated = false

    init(lending memory: UnsafeMutableBufferPointer<UInt8>, limit: Int) {
        if let start = memory.baseAddress {
            base = start
            capacity = memory.count
        } else {
            base = .allocate(capacity: 64)
            capacity = 64
            isOwner = true
        }
        self.limit = limit
    }

    deinit {
        if isOwner { base.deallocate() }
    }

    /// Lends a writer some stack memory for the time of `body`.
    @inline(__always)
    static func with<Result>(limit: Int, _ body: (inout ByteWriter) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { memory in
            var writer = ByteWriter(lending: memory, limit: limit)
            return body(&writer)
        }
    }

    /// What was written; valid until the next change.
    var bytes: Bytes { Bytes(start: base, count: count) }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        guard reserve(1) else { return }
        base[count] = byte
        count &+= 1
    }

    mutating func append(_ bytes: Bytes) {
        guard let start = bytes.baseAddress, reserve(bytes.count) else { return }
        UnsafeMutableRawPointer(base + count).copyMemory(from: start, byteCount: bytes.count)
        count &+= bytes.count
    }

    mutating func append(_ text: StaticString) {
        append(Bytes(staticText: text))
    }

    mutating func append(repeating byte: UInt8, count repetitions: Int) {
        guard repetitions > 0, reserve(repetitions) else { return }
        base.advanced(by: count).update(repeating: byte, count: repetitions)
        count &+= repetitions
    }

    /// Drops everything from `newCount` on.
    mutating func truncate(to newCount: Int) {
        count = Swift.min(count, Swift.max(newCount, 0))
    }

    /// Makes room for `extra` more bytes; false if the limit forbids them.
    private mutating func reserve(_ extra: Int) -> Bool {
        if extra <= capacity &- count, count &+ extra <= limit { return true }
        guard !isTruncated, extra <= limit - count else {
            isTruncated = true
            return false
        }
        let newCapacity = Swift.max(count + extra, Swift.min(capacity * 2, limit))
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity)
        memory.update(from: base, count: count)
        if isOwner { base.deallocate() }
        base = memory
        capacity = newCapacity
        isOwner = true
        return true
    }
}
