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

    /// Longer texts are compared where that takes steps.
    static let lengthLimit = 1_024

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
    /// Long texts that differ only in their middle are told apart by a hash of all their bytes.
    private let hashesAll: Bool

    /// Places that are looked at for one text.
    private static let chainLimit = 32

    /// - Returns: nil if too many of the texts share their hash, as texts that were made for that.
    init?(_ texts: UnsafeBufferPointer<Val>, in pool: ConstantPool) {
        if let set = TextSet(texts, in: pool, hashesAll: false) ?? TextSet(texts, in: pool, hashesAll: true) {
            self = set
        } else {
            return nil
        }
    }

    private init?(_ texts: UnsafeBufferPointer<Val>, in pool: ConstantPool, hashesAll: Bool) {
        var size = 4
        while size < 2 * texts.count { size *= 2 }
        keys = pool.allocate(TextKey.self, count: size)
        mask = size - 1
        self.hashesAll = hashesAll
        let empty = TextKey(free: ())
        keys.initialize(repeating: empty, count: size)
        for text in texts {
            let key = TextKey(text.text)
            var place = Int(truncatingIfNeeded: hash(key, text.text)) & mask
            var passed = 0
            while keys[place].count >= 0, !keys[place].matches(key, text.text) {
                place = (place &+ 1) & mask
                passed += 1
            }
            guard passed < TextSet.chainLimit else { return nil }
            keys[place] = key
        }
    }

    @inline(__always)
    private func hash(_ key: TextKey, _ text: UnsafeRawBufferPointer) -> UInt64 {
        // A text that is longer than all of the set may have any hash.
        _fastPath(!hashesAll || key.count <= 16 || key.count > TextKey.lengthLimit)
            ? key.hash : TextSet.wholeHash(text)
    }

    @inline(never)
    private static func wholeHash(_ text: UnsafeRawBufferPointer) -> UInt64 {
        var hash = ValueHash()
        hash.add(text)
        return hash.state
    }

    @inline(__always)
    func contains(_ text: UnsafeRawBufferPointer) -> Bool {
        let key = TextKey(text)
        var place = Int(truncatingIfNeeded: hash(key, text)) & mask
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

    /// - Returns: nil if too many of the numbers share their hash.
    init?(_ numbers: UnsafeBufferPointer<Val>, in pool: ConstantPool) {
        var size = 4
        while size < 2 * numbers.count { size *= 2 }
        values = pool.allocate(Val.self, count: size)
        mask = size - 1
        values.initialize(repeating: .absent, count: size)
        for number in numbers {
            var place = NumberSet.hash(number) & mask
            var passed = 0
            while values[place].kind != .absent, Val.order(values[place], number) != .equal {
                place = (place &+ 1) & mask
                passed += 1
            }
            guard passed < 32 else { return nil }
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
