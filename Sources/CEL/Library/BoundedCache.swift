#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What was computed from a text, kept for the next time, for all threads and within a fixed number of entries.
// INVARIANT: `slots` is only touched while `mutex` is held.
final class BoundedCache<Entry: Sendable>: @unchecked Sendable {
    private struct Slot {
        var hash: UInt64
        var key: [UInt8]
        var entry: Entry
    }

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var slots: [Slot?]
    private let mask: UInt64

    /// - Parameter capacity: a power of two.
    init(capacity: Int) {
        slots = Array(repeating: nil, count: capacity)
        mask = UInt64(capacity - 1)
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// The entry for a text; `make` is called outside of the lock, perhaps by two threads at once.
    func entry(for key: Bytes, make: (Bytes) -> Entry) -> Entry {
        let hash = Self.hash(key)
        if let entry = find(key, hash) { return entry }
        let entry = make(key)
        insert(Slot(hash: hash, key: Array(key), entry: entry))
        return entry
    }

    /// A text has two places in which it may be.
    private func places(_ hash: UInt64) -> (Int, Int) {
        let first = Int(truncatingIfNeeded: hash & mask)
        return (first, first ^ 1)
    }

    private func find(_ key: Bytes, _ hash: UInt64) -> Entry? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let (first, second) = places(hash)
        return entry(at: first, key, hash) ?? entry(at: second, key, hash)
    }

    private func entry(at place: Int, _ key: Bytes, _ hash: UInt64) -> Entry? {
        guard let slot = slots[place], slot.hash == hash, slot.key.withUnsafeBytes({ ByteSearch.equal($0, key) }) else {
            return nil
        }
        return slot.entry
    }

    private func insert(_ slot: Slot) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let (first, second) = places(slot.hash)
        // The newest entry moves the older one of its place aside.
        if let older = slots[first], older.hash != slot.hash { slots[second] = older }
        slots[first] = slot
    }

    /// FNV-1a.
    private static func hash(_ key: Bytes) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash ^ hash >> 32
    }
}
