/// Reads the patterns that `PatternShape` can match; gives up on everything else.
struct PatternParser {
    struct Parsed {
        var alternatives: [PatternShape.Alternative]
        /// What may follow, any number of times, up to the end.
        var tail: PatternShape.ByteSet?
        var isAnchoredAtStart = false
        var isAnchoredAtEnd = false
        /// The plain texts of which one must occur, for a pattern without anchors.
        var literals: [[UInt8]]?
    }

    private let pattern: UnsafeRawBufferPointer
    private var at = 0

    init(_ pattern: UnsafeRawBufferPointer) { self.pattern = pattern }

    mutating func parse() -> Parsed? {
        let isAnchored = skip("^")
        var parsed = Parsed(alternatives: [PatternShape.Alternative()], isAnchoredAtStart: isAnchored)
        var earlier: [PatternShape.Alternative] = []
        while at < pattern.count {
            if skip("|") {
                // An anchor would hold for one side alone.
                guard !isAnchored, earlier.count < 32 else { return nil }
                earlier += parsed.alternatives
                parsed.alternatives = [PatternShape.Alternative()]
                continue
            }
            if pattern[at] == UInt8(ascii: "$") {
                guard at == pattern.count - 1 else { return nil }
                at += 1
                parsed.isAnchoredAtEnd = true
                break
            }
            guard let item = item(), append(item, to: &parsed) else { return nil }
            if parsed.tail != nil { break }
        }
        guard earlier.isEmpty || !parsed.isAnchoredAtEnd && parsed.tail == nil else { return nil }
        parsed.alternatives = earlier + parsed.alternatives
        return finish(&parsed)
    }

    /// A tail means something else without the anchor at the end, and must be the last thing before it.
    private mutating func finish(_ parsed: inout Parsed) -> Parsed? {
        if parsed.tail != nil {
            guard skip("$"), at == pattern.count else { return nil }
            parsed.isAnchoredAtEnd = true
        }
        guard !parsed.isAnchoredAtStart else { return parsed }
        // What must end the text has a length of its own, unless it has a tail.
        if parsed.isAnchoredAtEnd { return parsed.tail == nil ? parsed : nil }
        var literals: [[UInt8]] = []
        for alternative in parsed.alternatives {
            let literal = alternative.steps.compactMap(\.only)
            guard literal.count == alternative.steps.count else { return nil }
            literals.append(literal)
        }
        parsed.literals = literals
        return parsed
    }

    /// What can stand in a sequence: alternatives of sequences of byte sets.
    private typealias Item = [[PatternShape.ByteSet]]

    private mutating func append(_ item: Item, to parsed: inout Parsed) -> Bool {
        if at < pattern.count, "*+?{".utf8.contains(pattern[at]) { return appendTail(item, to: &parsed) }
        var combined: [PatternShape.Alternative] = []
        for alternative in parsed.alternatives {
            for steps in item { combined.append(PatternShape.Alternative(steps: alternative.steps + steps)) }
        }
        parsed.alternatives = combined
        return combined.count <= 64 && combined[0].steps.count <= 256
    }

    /// `[class]+` and `[class]*`, which may only end the pattern.
    private mutating func appendTail(_ item: Item, to parsed: inout Parsed) -> Bool {
        let isPlus = pattern[at] == UInt8(ascii: "+")
        guard isPlus || pattern[at] == UInt8(ascii: "*"), item.count == 1, item[0].count == 1 else { return false }
        // A repeated character that is part of a longer one would repeat its last byte alone.
        guard (128...255).allSatisfy({ !item[0][0].contains($0) }) else { return false }
        at += 1
        if isPlus {
            for index in parsed.alternatives.indices { parsed.alternatives[index].steps.append(item[0][0]) }
        }
        parsed.tail = item[0][0]
        return true
    }

    private mutating func item() -> Item? {
        let byte = pattern[at]
        switch byte {
        case UInt8(ascii: "("): return group()
        case UInt8(ascii: "["): return characterClass().map { [[$0]] }
        case UInt8(ascii: "\\"): return escaped().map { [[$0]] }
        case _ where ".)|]*+?{}^".utf8.contains(byte): return nil
        default:
            at += 1
            return [[PatternParser.set(byte)]]
        }
    }

    /// `(a|bc|d)` and `(?:a|bc|d)`, without groups inside.
    private mutating func group() -> Item? {
        at += 1
        if skip("?") { guard skip(":") else { return nil } }
        var alternatives: Item = [[]]
        while at < pattern.count {
            switch pattern[at] {
            case UInt8(ascii: ")"):
                at += 1
                return PatternParser.merged(alternatives)
            case UInt8(ascii: "|"):
                at += 1
                alternatives.append([])
            case UInt8(ascii: "("), UInt8(ascii: "$"): return nil
            default:
                guard let inner = item(), inner.count == 1 else { return nil }
                if at < pattern.count, "*+?{".utf8.contains(pattern[at]) { return nil }
                alternatives[alternatives.count - 1] += inner[0]
            }
            guard alternatives.count <= 32 else { return nil }
        }
        return nil
    }

    /// Alternatives of one byte each are one set.
    private static func merged(_ alternatives: Item) -> Item {
        guard alternatives.allSatisfy({ $0.count == 1 }) else { return alternatives }
        var set = PatternShape.ByteSet()
        for alternative in alternatives { set.formUnion(alternative[0]) }
        return [[set]]
    }

    /// `[a-z0-9_.-]`: ASCII only, not negated.
    private mutating func characterClass() -> PatternShape.ByteSet? {
        at += 1
        var set = PatternShape.ByteSet()
        var isFirst = true
        while at < pattern.count {
            if pattern[at] == UInt8(ascii: "]"), !isFirst {
                at += 1
                return set
            }
            guard let low = classMember(isFirst: isFirst) else { return nil }
            isFirst = false
            guard at + 1 < pattern.count, pattern[at] == UInt8(ascii: "-"), pattern[at + 1] != UInt8(ascii: "]") else {
                set.insert(low)
                continue
            }
            at += 1
            guard let high = classMember(isFirst: false), low <= high else { return nil }
            for byte in low...high { set.insert(byte) }
        }
        return nil
    }

    private mutating func classMember(isFirst: Bool) -> UInt8? {
        guard at < pattern.count else { return nil }
        let byte = pattern[at]
        if byte >= 128 || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]") { return nil }
        if isFirst, byte == UInt8(ascii: "^") { return nil }
        if byte == UInt8(ascii: "\\") { return punctuation() }
        at += 1
        return byte
    }

    private mutating func escaped() -> PatternShape.ByteSet? {
        if at + 1 < pattern.count, pattern[at + 1] == UInt8(ascii: "d") {
            at += 2
            var digits = PatternShape.ByteSet()
            for digit in UInt8(ascii: "0")...UInt8(ascii: "9") { digits.insert(digit) }
            return digits
        }
        return punctuation().map(PatternParser.set)
    }

    /// A backslash before a punctuation character stands for that character.
    private mutating func punctuation() -> UInt8? {
        guard at + 1 < pattern.count, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".utf8.contains(pattern[at + 1]) else {
            return nil
        }
        defer { at += 2 }
        return pattern[at + 1]
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard at < pattern.count, pattern[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private static func set(_ byte: UInt8) -> PatternShape.ByteSet {
        var set = PatternShape.ByteSet()
        set.insert(byte)
        return set
    }
}
