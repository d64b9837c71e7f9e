/// Guesses the next key of a text by those before it.
///
/// The objects of a long text have the same keys in the same order, and to compare a key costs a fraction of finding its end
/// and looking it up.
// INVARIANT: `guesses` has `mask + 1` initialised elements, a power of two of them. One with a length tells of a key without
// escapes that was read before, with its quotes, at `start` of the one text that the scanner reads.
struct KeyGuesses: ~Copyable {
    private struct Guess {
        var start: UInt32 = 0
        /// Zero where there is nothing to guess.
        var length: UInt32 = 0
        var key = Symbol.none
    }

    private let guesses: UnsafeMutablePointer<Guess>
    private let mask: Int
    /// The place of the guess behind the keys that were read last: each shifts those before it by two bits, so that about five
    /// count.
    private var place = 0

    /// - Parameter expectedNodes: a short text has few keys to remember.
    init(expectedNodes: Int) {
        let count = 1 << max(4, min(12, Int.bitWidth - (expectedNodes / 8).leadingZeroBitCount))
        guesses = .allocate(capacity: count)
        guesses.initialize(repeating: Guess(), count: count)
        mask = count - 1
    }

    deinit { guesses.deallocate() }

    /// The key at a place of the text and the offset behind it, if it is the one that was to be expected.
    @inline(__always)
    mutating func key(at start: Int, in text: UnsafePointer<UInt8>, _ end: Int) -> (key: Symbol, end: Int)? {
        let guess = guesses[place]
        let length = Int(guess.length)
        guard length > 0, start &+ max(length, 8) <= end else { return nil }
        let (here, there) = (UnsafeRawPointer(text + start), UnsafeRawPointer(text + Int(guess.start)))
        if length < 8 {
            // The bytes of a word that come first in the text are its lowest.
            guard Self.difference(here, there, at: 0) << UInt64(64 &- 8 &* length) == 0 else { return nil }
        } else {
            var offset = 0
            while offset &+ 8 < length {
                guard Self.difference(here, there, at: offset) == 0 else { return nil }
                offset &+= 8
            }
            guard Self.difference(here, there, at: length &- 8) == 0 else { return nil }
        }
        moveOn(behind: guess.key)
        return (guess.key, start &+ length)
    }

    /// Remembers a key, which is read from its opening quote to behind the closing one, for when those before it come again.
    @inline(__always)
    mutating func learn(_ key: Symbol, at range: Range<Int>) {
        guesses[place] = Guess(
            start: UInt32(truncatingIfNeeded: range.lowerBound), length: UInt32(truncatingIfNeeded: range.count),
            key: key)
        moveOn(behind: key)
    }

    @inline(__always)
    mutating func moveOn(behind key: Symbol) {
        place = (place << 2 ^ Int(key.rawValue)) & mask
    }

    @inline(__always)
    private static func difference(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, at offset: Int) -> UInt64 {
        UInt64(littleEndian: left.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            ^ UInt64(littleEndian: right.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
