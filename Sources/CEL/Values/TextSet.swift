#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A constant text, ready to be compared: its first and last bytes as words, which are all of a text of up to 16 bytes.
struct TextKey: BitwiseCopyable {
    let count: Int
    let first: UInt64
    let last: UInt64
    /// Constants live as long as the program.
    let start: UInt

    @inline(__always)
    init(_ text: UnsafeRawBufferPointer) {
        count = text.count
        start = UInt(bitPattern: text.baseAddress)
        (first, last) = TextKey.words(text)
    }

    @inline(__always)
    func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == count else { return false }
        let (otherFirst, otherLast) = TextKey.words(text)
        return otherFirst == first && otherLast == last && (count <= 16 || matchesAll(text))
    }

    @inline(__always)
    func matches(_ other: TextKey, _ text: UnsafeRawBufferPointer) -> Bool {
        count == other.count && first == other.first && last == other.last && (count <= 16 || matchesAll(text))
    }

    @inline(never)
    private func matchesAll(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let own = UnsafeRawPointer(bitPattern: start), let other = text.baseAddress else { return false }
        return memcmp(own, other, count) == 0
    }

    /// The first and the last eight bytes, which may overlap; of a shorter text words that differ for different texts
    /// of one length.
    @inline(__always)
    private static func words(_ text: UnsafeRawBufferPointer) -> (UInt64, UInt64) {
        let count = text.count
        guard let start = text.baseAddress, count > 0 else { return (0, 0) }
        if count >= 8 {
            return (
                start.loadUnaligned(as: UInt64.self), start.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
            )
        }
        if count >= 4 {
            let first = start.loadUnaligned(as: UInt32.self)
            return (UInt64(first), UInt64(start.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)))
        }
        let middle = start.load(fromByteOffset: count >> 1, as: UInt8.self)
        let last = start.load(fromByteOffset: count &- 1, as: UInt8.self)
        return (UInt64(start.load(as: UInt8.self)), UInt64(middle) << 8 | UInt64(last))
    }

    @inline(__always)
    var hash: UInt64 {
        let product = (first ^ UInt64(truncatingIfNeeded: count)).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        let second = (last ^ product.high ^ product.low).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return second.high ^ second.low
    }
}

/// A constant prefix, of which the first eight bytes are compared as one word.
struct TextPrefix: BitwiseCopyable {
    private let word: UInt64
    private let mask: UInt64
    /// Constants live as long as the program.
    private let prefix: Val

    init(_ prefix: UnsafeRawBufferPointer) {
        self.prefix = .string(prefix)
        var word: UInt64 = 0
        var mask: UInt64 = 0
        withUnsafeMutableBytes(of: &word) { bytes in
            for index in 0..<min(8, prefix.count) { bytes[index] = prefix[index] }
        }
        withUnsafeMutableBytes(of: &mask) { bytes in
            for index in 0..<min(8, prefix.count) { bytes[index] = 0xFF }
        }
        self.word = word
        self.mask = mask
    }

    @inline(__always)
    func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        if text.count >= 8, let start = text.baseAddress {
            guard start.loadUnaligned(as: UInt64.self) & mask == word else { return false }
            if prefix.count <= 8 { return true }
        }
        return StandardLibrary.isPrefix(prefix.text, of: text)
    }
}

/// A constant set of texts.
// INVARIANT: `keys` points at `mask + 1` keys that live as long as the program; a free place has a negative count.
struct TextSet: BitwiseCopyable {
    private let keys: UnsafeMutablePointer<TextKey>
    private let mask: Int

    init(_ texts: UnsafeBufferPointer<Val>, in pool: ConstantPool) {
        var size = 4
        while size < 2 * texts.count { size *= 2 }
        keys = pool.allocate(TextKey.self, count: size)
        mask = size - 1
        let empty = TextKey(free: ())
        keys.initialize(repeating: empty, count: size)
        for text in texts where !contains(text.text) {
            let key = TextKey(text.text)
            var place = Int(truncatingIfNeeded: key.hash) & mask
            while keys[place].count >= 0 { place = (place &+ 1) & mask }
            keys[place] = key
        }
    }

    @inline(__always)
    func contains(_ text: UnsafeRawBufferPointer) -> Bool {
        let key = TextKey(text)
        var place = Int(truncatingIfNeeded: key.hash) & mask
        while keys[place].count >= 0 {
            if keys[place].matches(key, text) { return true }
            place = (place &+ 1) & mask
        }
        return false
    }
}

extension TextKey {
    /// A free place of a set.
    init(free: Void) {
        count = -1
        first = 0
        last = 0
        start = 0
    }
}

/// A constant set of numbers, in which 1, 1u and 1.0 are the same.
// INVARIANT: as for `TextSet`; a free place is of kind `absent`.
struct NumberSet {
    private let values: UnsafeMutablePointer<Val>
    private let mask: Int

    init(_ numbers: UnsafeBufferPointer<Val>, in pool: ConstantPool) {
        var size = 4
        while size < 2 * numbers.count { size *= 2 }
        values = pool.allocate(Val.self, count: size)
        mask = size - 1
        values.initialize(repeating: .absent, count: size)
        for number in numbers where !contains(number) {
            var place = NumberSet.hash(number) & mask
            while values[place].kind != .absent { place = (place &+ 1) & mask }
            values[place] = number
        }
    }

    func contains(_ number: Val) -> Bool {
        var place = NumberSet.hash(number) & mask
        while values[place].kind != .absent {
            if Val.order(values[place], number) == .equal { return true }
            place = (place &+ 1) & mask
        }
        return false
    }

    private static func hash(_ number: Val) -> Int {
        let value: Double =
            switch number.kind {
            case .int: Double(number.integer)
            case .uint: Double(number.unsigned)
            default: number.number
            }
        var hash = ValueHash()
        hash.add(value)
        return Int(truncatingIfNeeded: hash.state)
    }
}
