/// Unpacks data in the DEFLATE format, with a limit of what comes out of it.
/// - SeeAlso: RFC 1951
package struct Inflate {
    package enum Failure: Error {
        case broken
        case tooLarge
    }

    private var input: BitInput
    private let limit: Int
    private var output: [UInt8] = []

    /// - Parameter limit: the most bytes of the result.
    /// - Returns: the result, and how many bytes of the input it takes.
    package static func unpack(
        _ bytes: ArraySlice<UInt8>, limit: Int
    ) throws(Failure) -> (bytes: [UInt8], taken: Int) {
        var inflate = Inflate(input: BitInput(bytes), limit: limit)
        try inflate.run()
        return (inflate.output, inflate.input.at - bytes.startIndex)
    }

    private init(input: BitInput, limit: Int) {
        self.input = input
        self.limit = limit
    }

    private mutating func run() throws(Failure) {
        var isLast = false
        while !isLast {
            isLast = try input.bits(1) == 1
            switch try input.bits(2) {
            case 0: try copyStored()
            case 1: try decode(Self.fixedLengths, Self.fixedDistances)
            case 2:
                let (lengths, distances) = try readCodes()
                try decode(lengths, distances)
            default: throw .broken
            }
        }
    }

    private mutating func copyStored() throws(Failure) {
        input.skipToByte()
        let count = try input.bits(16)
        guard try input.bits(16) == ~count & 0xFFFF else { throw .broken }
        guard count <= limit - output.count else { throw .tooLarge }
        output += try input.bytes(count)
    }

    private mutating func decode(_ literals: PrefixCode, _ distances: PrefixCode) throws(Failure) {
        while true {
            let symbol = try literals.next(&input)
            switch symbol {
            case 0..<256:
                guard output.count < limit else { throw .tooLarge }
                output.append(UInt8(truncatingIfNeeded: symbol))
            case 256: return
            case 257...285:
                let length = try Self.lengths.value(symbol - 257, &input)
                let code = try distances.next(&input)
                guard code < 30 else { throw .broken }
                let distance = try Self.distances.value(code, &input)
                guard distance <= output.count else { throw .broken }
                guard length <= limit - output.count else { throw .tooLarge }
                copy(length, from: output.count - distance)
            default: throw .broken
            }
        }
    }

    /// What is copied may reach into what it writes: then it repeats itself.
    private mutating func copy(_ length: Int, from start: Int) {
        let end = output.count + length
        while output.count < end {
            let part = Array(output[start..<min(output.count, start + end - output.count)])
            output += part
        }
    }

    /// The codes of a block that brings its own: their lengths, themselves in a code.
    private mutating func readCodes() throws(Failure) -> (PrefixCode, PrefixCode) {
        let literalCount = try input.bits(5) + 257
        let distanceCount = try input.bits(5) + 1
        let count = try input.bits(4) + 4
        guard literalCount <= 286, distanceCount <= 30 else { throw .broken }
        var lengths = [UInt8](repeating: 0, count: 19)
        for place in Self.order.prefix(count) { lengths[place] = UInt8(try input.bits(3)) }
        let code = try PrefixCode(lengths[...])
        var all: [UInt8] = []
        while all.count < literalCount + distanceCount {
            switch try code.next(&input) {
            case let length where length < 16: all.append(UInt8(length))
            case 16:
                guard let last = all.last else { throw .broken }
                all += [UInt8](repeating: last, count: 3 + (try input.bits(2)))
            case 17: all += [UInt8](repeating: 0, count: 3 + (try input.bits(3)))
            default: all += [UInt8](repeating: 0, count: 11 + (try input.bits(7)))
            }
        }
        guard all.count == literalCount + distanceCount, all[256] != 0 else { throw .broken }
        return (try PrefixCode(all[..<literalCount]), try PrefixCode(all[literalCount...]))
    }

    /// The order in which the lengths of the code of lengths are given.
    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    private static let fixedLengths = PrefixCode(
        complete: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
    private static let fixedDistances = PrefixCode(complete: [UInt8](repeating: 5, count: 30))

    /// Symbols that stand for ranges of numbers: where each begins, and how many bits say which one is meant.
    private struct Ranges {
        var starts: [Int] = []
        var extra: [Int] = []

        func value(_ index: Int, _ input: inout BitInput) throws(Failure) -> Int {
            starts[index] + (try input.bits(extra[index]))
        }
    }

    private static let lengths: Ranges = {
        var ranges = Ranges()
        var start = 3
        for index in 0..<28 {
            let bits = index < 8 ? 0 : index / 4 - 1
            ranges.starts.append(start)
            ranges.extra.append(bits)
            start += 1 << bits
        }
        ranges.starts.append(258)
        ranges.extra.append(0)
        return ranges
    }()

    private static let distances: Ranges = {
        var ranges = Ranges()
        var start = 1
        for index in 0..<30 {
            let bits = index < 4 ? 0 : index / 2 - 1
            ranges.starts.append(start)
            ranges.extra.append(bits)
            start += 1 << bits
        }
        return ranges
    }()
}

/// Bits of an input, the lowest of each byte first.
private struct BitInput {
    private let input: ArraySlice<UInt8>
    /// The first byte of which nothing was taken.
    private(set) var at: Int
    private var held = 0
    private var count = 0

    init(_ input: ArraySlice<UInt8>) {
        self.input = input
        at = input.startIndex
    }

    /// At most 16 bits.
    mutating func bits(_ wanted: Int) throws(Inflate.Failure) -> Int {
        while count < wanted {
            guard at < input.endIndex else { throw .broken }
            held |= Int(input[at]) << count
            count += 8
            at += 1
        }
        let bits = held & ((1 << wanted) - 1)
        held >>= wanted
        count -= wanted
        return bits
    }

    mutating func skipToByte() {
        held = 0
        count = 0
    }

    mutating func bytes(_ count: Int) throws(Inflate.Failure) -> ArraySlice<UInt8> {
        guard count <= input.endIndex - at else { throw .broken }
        defer { at += count }
        return input[at..<at + count]
    }
}

/// A code in which no word begins with another one, given by the lengths of its words.
private struct PrefixCode {
    /// How many words have each length.
    private var counts = [Int](repeating: 0, count: 16)
    /// The symbols in the order of their words.
    private var symbols: [Int] = []

    init(complete lengths: [UInt8]) { take(lengths[...]) }

    /// - Throws: an error if more words are given than there can be, or fewer: only a single word may leave others unused.
    init(_ lengths: ArraySlice<UInt8>) throws(Inflate.Failure) {
        take(lengths)
        var free = 1
        for count in counts.dropFirst() {
            free = free << 1 - count
            guard free >= 0 else { throw .broken }
        }
        guard free == 0 || symbols.count <= 1 else { throw .broken }
    }

    private mutating func take(_ lengths: ArraySlice<UInt8>) {
        let words = zip(0..., lengths).filter { $0.1 > 0 }
        for word in words { counts[Int(word.1)] += 1 }
        symbols = words.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
    }

    func next(_ input: inout BitInput) throws(Inflate.Failure) -> Int {
        var word = 0
        var first = 0
        var index = 0
        for count in counts.dropFirst() {
            word |= try input.bits(1)
            if word - first < count { return symbols[index + word - first] }
            index += count
            first = (first + count) << 1
            word <<= 1
        }
        throw .broken
    }
}
