/// A regular expression that can be decided by comparing bytes, without an automaton.
///
/// Such patterns are made of literal characters, classes of ASCII characters and groups of alternatives, anchored at the
/// start or the end: `^ml\.(p|g)[0-9]`, `^(dev|prod)$`, `^subnet-[0-9a-f]+$`, `-(dev|prod)$`. Without an anchor only literals
/// qualify: `dev|prod`. Whatever else a pattern holds, it is left to RE2.
final class PatternShape {
    /// A set of bytes.
    struct ByteSet: Equatable {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

        static func == (left: ByteSet, right: ByteSet) -> Bool { left.words == right.words }

        @inline(__always)
        func contains(_ byte: UInt8) -> Bool {
            let bit: UInt64 = 1 << UInt64(byte & 63)
            return switch byte >> 6 {
            case 0: words.0 & bit != 0
            case 1: words.1 & bit != 0
            case 2: words.2 & bit != 0
            default: words.3 & bit != 0
            }
        }

        /// The byte of a set of one.
        var only: UInt8? {
            let members = (0...255).filter { contains(UInt8($0)) }
            return members.count == 1 ? members.first.map { UInt8($0) } : nil
        }

        mutating func formUnion(_ other: ByteSet) {
            words.0 |= other.words.0
            words.1 |= other.words.1
            words.2 |= other.words.2
            words.3 |= other.words.3
        }

        mutating func insert(_ byte: UInt8) {
            let bit: UInt64 = 1 << UInt64(byte & 63)
            switch byte >> 6 {
            case 0: words.0 |= bit
            case 1: words.1 |= bit
            case 2: words.2 |= bit
            default: words.3 |= bit
            }
        }
    }

    /// One way to match: a byte of each set in turn.
    struct Alternative {
        var steps: [ByteSet] = []
    }

    private static let alternativeLimit = 32
    private static let stepLimit = 256

    // INVARIANT: allocated here, freed by deinit. `steps` holds four words for each set of all alternatives, one
    // alternative after the other; `bounds` the index one past the last set of each.
    private let steps: UnsafeMutableBufferPointer<UInt64>
    private let bounds: UnsafeMutableBufferPointer<Int>
    /// What may follow the steps, any number of times, up to the end.
    private let tail: ByteSet?
    private let isAnchoredAtStart: Bool
    private let isAnchoredAtEnd: Bool
    /// The literal with which all alternatives begin; their steps are those after it.
    private let prefix: TextPrefix
    private let prefixBytes: UnsafeMutableRawBufferPointer
    /// The texts of which one must occur anywhere, for a pattern without anchors.
    private let literals: [[UInt8]]?

    deinit {
        steps.deallocate()
        bounds.deallocate()
        prefixBytes.deallocate()
    }

    init?(_ pattern: UnsafeRawBufferPointer) {
        var parser = PatternParser(pattern)
        guard let parsed = parser.parse(),
            parsed.alternatives.count <= PatternShape.alternativeLimit,
            parsed.alternatives.reduce(0, { $0 + $1.steps.count }) <= PatternShape.stepLimit
        else { return nil }
        let prefix = parsed.isAnchoredAtStart ? PatternShape.commonPrefix(parsed.alternatives) : []
        prefixBytes = .allocate(byteCount: prefix.count, alignment: 1)
        prefixBytes.copyBytes(from: prefix)
        self.prefix = TextPrefix(UnsafeRawBufferPointer(prefixBytes))
        let rests = parsed.alternatives.map { $0.steps.dropFirst(prefix.count) }
        steps = .allocate(capacity: 4 * rests.reduce(0) { $0 + $1.count })
        bounds = .allocate(capacity: rests.count)
        _ = steps.initialize(from: rests.joined().flatMap { [$0.words.0, $0.words.1, $0.words.2, $0.words.3] })
        var end = 0
        for (index, rest) in rests.enumerated() {
            end += rest.count
            bounds.initializeElement(at: index, to: end)
        }
        tail = parsed.tail
        isAnchoredAtEnd = parsed.isAnchoredAtEnd
        isAnchoredAtStart = parsed.isAnchoredAtStart
        literals = parsed.literals
    }

    private static func commonPrefix(_ alternatives: [Alternative]) -> [UInt8] {
        var prefix: [UInt8] = []
        while let step = alternatives.first?.steps.dropFirst(prefix.count).first, let byte = step.only,
            alternatives.allSatisfy({ $0.steps.count > prefix.count && $0.steps[prefix.count] == step })
        {
            prefix.append(byte)
        }
        return prefix
    }

    func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        if let literals {
            return literals.contains { $0.withUnsafeBytes { ByteSearch.first($0, in: text) != nil } }
        }
        guard prefix.matches(text) else { return false }
        var start = 0
        for end in bounds {
            if matches(text, steps: start..<end) { return true }
            start = end
        }
        return false
    }

    @inline(__always)
    private func matches(_ text: UnsafeRawBufferPointer, steps range: Range<Int>) -> Bool {
        let length = prefixBytes.count &+ range.upperBound &- range.lowerBound
        guard text.count >= length else { return false }
        var index = isAnchoredAtStart ? prefixBytes.count : text.count &- length
        let end = isAnchoredAtStart ? length : text.count
        var step = 4 &* range.lowerBound
        while index < end {
            let byte = text[index]
            guard steps[step &+ Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0 else { return false }
            index &+= 1
            step &+= 4
        }
        guard isAnchoredAtEnd, isAnchoredAtStart else { return true }
        guard let tail else { return text.count == length }
        while index < text.count {
            guard tail.contains(text[index]) else { return false }
            index &+= 1
        }
        return true
    }
}
