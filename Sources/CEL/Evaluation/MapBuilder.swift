/// Puts a map together in the arena and finds repeated keys.
// INVARIANT: `values` has room for `capacity` pairs, `slots` a power of two of at least twice as many places.
struct MapBuilder {
    private let frame: FramePointer
    private let values: UnsafeMutableBufferPointer<Val>
    /// Open addressing over the keys: an index into the pairs plus one, 0 when free. Only for maps of some size.
    private let slots: UnsafeMutableBufferPointer<UInt32>?
    private var count = 0

    private static let linearLimit = 16

    /// - Returns: nil if the step budget is used up.
    init?(_ frame: FramePointer, capacity: Int) {
        guard let values = frame.allocateValues(2 * capacity) else { return nil }
        self.frame = frame
        self.values = values
        guard capacity > MapBuilder.linearLimit else {
            slots = nil
            return
        }
        var size = 64
        while size < 2 * capacity { size *= 2 }
        guard let memory = frame.allocate(size * MemoryLayout<UInt32>.stride) else { return nil }
        slots = memory.bindMemory(to: UInt32.self)
        slots?.initialize(repeating: 0)
    }

    var map: Val { Val(map: values, count: count) }

    /// Adds an entry.
    /// - Returns: the error or unknown that prevents it, else any other value.
    mutating func insert(_ key: Val, _ value: Val) -> Val {
        if key.isIndefinite || value.isIndefinite { return frame.firstIndefinite(key, value) }
        guard key.isMapKey else { return .error(.unsupportedKey) }
        guard count * 2 < values.count else { return .error(.stepBudget) }
        guard claim(key) else { return .error(.duplicateKey) }
        values.initializeElement(at: 2 * count, to: key)
        values.initializeElement(at: 2 * count + 1, to: value)
        count += 1
        return .true
    }

    /// Takes a place for a key; false if it is there already.
    private func claim(_ key: Val) -> Bool {
        guard let slots else {
            for index in 0..<count where frame.keysMatch(values[2 * index], key) { return false }
            return true
        }
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: frame.hash(key)) & mask
        while slots[slot] != 0 {
            // Keys may be made to share a place.
            guard frame.charge(1) else { return false }
            if frame.keysMatch(values[2 * (Int(slots[slot]) - 1)], key) { return false }
            slot = (slot + 1) & mask
        }
        slots[slot] = UInt32(truncatingIfNeeded: count + 1)
        return true
    }
}
