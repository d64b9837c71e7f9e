#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Memory in large pages, for what is filled from one end to the other.
///
/// The text of a large plan and its nodes fill tens of megabytes once. Each page of 4 KB is a fault; without most of them such
/// a run takes 5 to 8 % less time.
enum LargePages {
    /// Below this size a large page would be half empty.
    private static let smallestSize = 8 << 20
    private static let pageSize: UInt = 2 << 20

    /// Asks for large pages where the system has them; elsewhere, or where it refuses, nothing happens.
    static func advise(_ memory: UnsafeMutableRawPointer, _ size: Int) {
        #if os(Linux)
            guard size >= smallestSize else { return }
            let start = (UInt(bitPattern: memory) &+ pageSize &- 1) & ~(pageSize &- 1)
            let end = (UInt(bitPattern: memory) &+ UInt(size)) & ~(pageSize &- 1)
            guard start < end, let first = UnsafeMutableRawPointer(bitPattern: start) else { return }
            _ = madvise(first, Int(end &- start), MADV_HUGEPAGE)
        #endif
    }
}
