/// The memory of a symbol table: the bytes of its keys and the hash slots that find them.
///
/// A key is kept as a record: its length as four bytes, then its bytes. Records never move, so a child table may point
/// at the records of its parent.
// INVARIANT: `records` holds `count` initialised pointers in a buffer of `recordCapacity`; `slots` has a power of two of
// them, more than half free; every pointer leads to a record inside a chunk that `deallocate` frees.
struct KeyStore {
    typealias Record = UnsafePointer<UInt8>

    /// A place of the hash table. `symbol` is 0 when it is free.
    struct Slot {
        var hash: UInt32
        var symbol: UInt32
        var record: Record?
    }

    /// The two secrets of the hash function.
    struct Secrets {
        var low: UInt64
        var high: UInt64

        init(seed: UInt64) {
            low = KeyStore.mix(seed ^ 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB)
            high = KeyStore.mix(seed ^ 0x8EBC_6AF0_9C88_C6E3, 0x5899_65CC_7537_4CC3)
        }
    }

    private(set) var count = 0
    private var used = 0
    private var mask: Int
    private var slots: UnsafeMutablePointer<Slot>
    private var records: UnsafeMutablePointer<Record>
    private var recordCapacity = 64
    private var chunks: [UnsafeMutablePointer<UInt8>] = []
    private var free: UnsafeMutablePointer<UInt8>
    private var freeCount = 1_024
    let secrets: Secrets

    init(slots count: Int, secrets: Secrets) {
        self.secrets = secrets
        mask = count - 1
        slots = .allocate(capacity: count)
        slots.initialize(repeating: Slot(hash: 0, symbol: 0, record: nil), count: count)
        records = .allocate(capacity: recordCapacity)
        free = .allocate(capacity: freeCount)
        chunks.append(free)
    }

    func deallocate() {
        slots.deallocate()
        records.deallocate()
        for chunk in chunks { chunk.deallocate() }
    }

    func record(at index: Int) -> Record { records[index] }

    /// The slot's symbol and record for a key, or nil.
    @inline(__always)
    func find(_ key: UnsafePointer<UInt8>, _ length: Int, hash: UInt32) -> Slot? {
        var index = Int(hash) & mask
        while true {
            let slot = slots[index]
            if slot.symbol == 0 { return nil }
            if slot.hash == hash, let record = slot.record, KeyStore.record(record, equals: key, length) { return slot }
            index = (index &+ 1) & mask
        }
    }

    /// Copies a key into a new record and numbers it.
    mutating func add(_ key: UnsafePointer<UInt8>, _ length: Int) -> Record {
        let memory = memory(forRecordOf: length)
        UnsafeMutableRawPointer(memory).storeBytes(of: UInt32(truncatingIfNeeded: length), as: UInt32.self)
        (memory + 4).update(from: key, count: length)
        if count == recordCapacity { growRecords() }
        (records + count).initialize(to: Record(memory))
        count += 1
        return Record(memory)
    }

    private mutating func memory(forRecordOf length: Int) -> UnsafeMutablePointer<UInt8> {
        let size = (length + 4 + 7) & ~7
        if size > freeCount {
            freeCount = max(size, 16_384)
            free = .allocate(capacity: freeCount)
            chunks.append(free)
        }
        defer {
            free += size
            freeCount -= size
        }
        return free
    }

    /// Makes a symbol findable. The key must not be in the table yet.
    mutating func place(_ slot: Slot) {
        if (used + 1) * 2 > mask + 1 { growSlots() }
        used += 1
        fill(slot)
    }

    private func fill(_ slot: Slot) {
        var index = Int(slot.hash) & mask
        while slots[index].symbol != 0 { index = (index &+ 1) & mask }
        slots[index] = slot
    }

    private mutating func growSlots() {
        let old = UnsafeMutableBufferPointer(start: slots, count: mask + 1)
        slots = .allocate(capacity: old.count * 2)
        slots.initialize(repeating: Slot(hash: 0, symbol: 0, record: nil), count: old.count * 2)
        mask = old.count * 2 - 1
        for slot in old where slot.symbol != 0 { fill(slot) }
        old.deallocate()
    }

    private mutating func growRecords() {
        let larger = UnsafeMutablePointer<Record>.allocate(capacity: recordCapacity * 2)
        larger.moveInitialize(from: records, count: count)
        records.deallocate()
        records = larger
        recordCapacity *= 2
    }
}

extension KeyStore {
    /// The bytes of a record.
    static func bytes(of record: Record) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: record + 4, count: Int(UnsafeRawPointer(record).load(as: UInt32.self)))
    }

    /// A hash of a key, eight bytes at a time; the last word overlaps the one before, so that nothing beyond the key is
    /// read.
    @inline(__always)
    func hash(_ key: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
        let bytes = UnsafeRawPointer(key)
        var state = secrets.low ^ UInt64(truncatingIfNeeded: length)
        let last: UInt64
        if length >= 8 {
            var offset = 0
            while offset &+ 8 < length {
                state = KeyStore.mix(state ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self), secrets.high)
                offset &+= 8
            }
            last = bytes.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
        } else {
            last = KeyStore.shortWord(bytes, length)
        }
        return UInt32(truncatingIfNeeded: KeyStore.mix(state ^ last, secrets.high) >> 32)
    }

    @inline(__always)
    private static func record(_ record: Record, equals key: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        let stored = UnsafeRawPointer(record)
        guard Int(stored.load(as: UInt32.self)) == length else { return false }
        let left = stored + 4
        let right = UnsafeRawPointer(key)
        guard length >= 8 else { return shortWord(left, length) == shortWord(right, length) }
        var offset = 0
        while offset &+ 8 < length {
            guard word(left, offset) == word(right, offset) else { return false }
            offset &+= 8
        }
        return word(left, length &- 8) == word(right, length &- 8)
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }

    /// Fewer than eight bytes as one word, injective for a given length.
    @inline(__always)
    private static func shortWord(_ bytes: UnsafeRawPointer, _ length: Int) -> UInt64 {
        if length >= 4 {
            let first = UInt64(bytes.loadUnaligned(as: UInt32.self))
            return first << 32 | UInt64(bytes.loadUnaligned(fromByteOffset: length &- 4, as: UInt32.self))
        }
        guard length > 0 else { return 0 }
        let first = UInt64(bytes.load(as: UInt8.self))
        let middle = UInt64(bytes.load(fromByteOffset: length >> 1, as: UInt8.self))
        return first << 16 | middle << 8 | UInt64(bytes.load(fromByteOffset: length &- 1, as: UInt8.self))
    }

    @inline(__always)
    static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
