import Resources

/// Where the rules of an embedded pack stand and what they are about, as `embed-policies` wrote it down.
struct PackIndex: Sendable {
    struct Rule: Sendable {
        /// Without the pack.
        var name: String
        /// Where it stands in the pack, in bytes.
        var part: Range<Int>
        /// Whether the rule may look at other resources than the one that is judged.
        var followsReferences: Bool
        /// The profiles that hold the rule; none where all do.
        var profiles: [String]
        /// Where the patterns of resource types stand in the index, separated by spaces.
        fileprivate var targets: Range<Int>
        fileprivate var index: StaticString

    }

    let id: String
    /// What stands before the rules.
    let header: Range<Int>
    let rules: [Rule]

    /// - Returns: nil if the text is no index.
    init?(_ text: StaticString) {
        var lines = text.bytes.split(separator: UInt8(ascii: "\n")).makeIterator()
        guard let first = lines.next().map({ $0.split(separator: UInt8(ascii: " ")) }), first.count == 2,
            let end = Self.number(first[1])
        else { return nil }
        id = String(decoding: first[0], as: UTF8.self)
        header = 0..<end
        var rules: [Rule] = []
        while let line = lines.next() {
            guard let rule = Rule(line, of: text) else { return nil }
            rules.append(rule)
        }
        self.rules = rules
    }

    fileprivate static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        digits.reduce(0) { number, digit in
            let value = digit &- UInt8(ascii: "0")
            guard let number, value < 10, number < Int(UInt32.max) else { return nil }
            return number * 10 + Int(value)
        }
    }
}

extension PackIndex.Rule {
    fileprivate init?(_ line: Slice<UnsafeBufferPointer<UInt8>>, of index: StaticString) {
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
        guard words.count == 6, let start = PackIndex.number(words[1]), let end = PackIndex.number(words[2]),
            start <= end
        else { return nil }
        name = String(decoding: words[0], as: UTF8.self)
        part = start..<end
        followsReferences = words[3].first == UInt8(ascii: "f")
        profiles =
            words[4].first == UInt8(ascii: "-")
            ? [] : words[4].split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
        targets = words[5].startIndex..<words[5].endIndex
        self.index = index
    }

    /// Whether the rule is about resources of a type.
    func applies(toType type: String) -> Bool {
        var type = type
        return type.withUTF8 { type in
            index.bytes[targets].split(separator: UInt8(ascii: " ")).contains { target in
                target.elementsEqual(type)
                    || target.contains(UInt8(ascii: "*"))
                        && Glob(String(decoding: target, as: UTF8.self)).matches(UnsafeRawBufferPointer(type))
            }
        }
    }
}

extension StaticString {
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount) }
}
