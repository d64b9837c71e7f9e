import Documents

/// `proviso:ignore RULE[,RULE] reason="..." until=2027-03-31`, or the same as an element of `Metadata.proviso.ignore`.
struct IgnoreDirective: Sendable {
    /// What begins a comment that holds one.
    static let marker = "proviso:ignore"

    struct Name: Sendable {
        var text: String
        var range: Range<Int>
    }

    var rules: [Name] = []
    var reason: String?
    var until: Name?
    /// The whole of it in the source.
    var range: Range<Int>
    /// What is wrong with its form.
    var mistakes: [Mistake] = []

    typealias Mistake = (range: Range<Int>, message: String, help: String?)

    init(range: Range<Int>) { self.range = range }

    /// Of a key that stands twice nobody can tell which one was approved.
    static func twice(_ key: String, at range: Range<Int>) -> Mistake {
        (range, "`\(Diagnostic.shown(key))` stands twice in a suppression", "keep one")
    }
}

extension IgnoreDirective {
    /// Reads the text of a comment; nil if it holds no directive.
    /// - Parameter start: where the text stands in the source.
    init?(comment bytes: some Collection<UInt8>, at start: Int) {
        var bytes = Array(bytes)
        if bytes.starts(with: "/*".utf8), bytes.suffix(2).elementsEqual("*/".utf8) { bytes.removeLast(2) }
        let marker = Array(Self.marker.utf8)
        let opening: [UInt8] = bytes.first == UInt8(ascii: "/") ? Array("/*".utf8) : [UInt8(ascii: "#")]
        let begin = bytes.firstIndex { !opening.contains($0) && !Self.isBlank($0) } ?? bytes.count
        guard bytes[begin...].starts(with: marker) else { return nil }
        let end = begin + marker.count
        guard end == bytes.count || Self.isBlank(bytes[end]) else { return nil }
        self.init(range: start + begin..<start + bytes.count)
        var words = Words(bytes: bytes, at: end)
        var seen: Set<String> = []
        while let word = words.next() {
            let place = start + word.range.lowerBound..<start + word.range.upperBound
            if let key = word.key, !seen.insert(key).inserted {
                mistakes.append(Self.twice(key, at: place))
            }
            switch word.key {
            case nil: addRules(bytes[word.range], at: place.lowerBound)
            case "reason": reason = word.value
            case "until": until = Name(text: word.value, range: place)
            case let key?:
                let near = Suggestion.nearest(to: key, among: ["reason", "until"]).first
                mistakes.append(
                    (
                        place, "unknown word `\(Diagnostic.shown(key))` in a suppression",
                        near.map { "did you mean `\($0)`?" } ?? "words are `reason` and `until`"
                    ))
            }
            if !word.isClosed { mistakes.append((place, "the quote is not closed", nil)) }
        }
    }

    /// Reads a text that stands between quotes; nil if it holds no directive.
    init?(text: String, at range: Range<Int>, in source: SourceText) {
        self.init(comment: text.utf8, at: range.lowerBound)
        guard !source.bytes[range].elementsEqual(text.utf8) else { return }
        // With escapes the places inside of it are others.
        self.range = range
        for index in rules.indices { rules[index].range = range }
        for index in mistakes.indices { mistakes[index].range = range }
        until?.range = range
    }

    private mutating func addRules(_ bytes: ArraySlice<UInt8>, at start: Int) {
        for part in bytes.split(separator: UInt8(ascii: ",")) {
            let offset = start + part.startIndex - bytes.startIndex
            rules.append(Name(text: String(decoding: part, as: UTF8.self), range: offset..<offset + part.count))
        }
    }

    fileprivate static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

/// The words of a comment: `a,b` or `key=value`, where the value may be quoted.
private struct Words {
    struct Word {
        /// Nil for a word without `=`.
        var key: String?
        var value = ""
        var range: Range<Int>
        var isClosed = true
    }

    let bytes: [UInt8]
    var at: Int

    mutating func next() -> Word? {
        while at < bytes.count, IgnoreDirective.isBlank(bytes[at]) { at += 1 }
        guard at < bytes.count else { return nil }
        let start = at
        while at < bytes.count, !IgnoreDirective.isBlank(bytes[at]), bytes[at] != UInt8(ascii: "=") { at += 1 }
        guard at < bytes.count, bytes[at] == UInt8(ascii: "=") else { return Word(range: start..<at) }
        let key = String(decoding: bytes[start..<at], as: UTF8.self)
        at += 1
        var word = Word(key: key, range: start..<at)
        if at < bytes.count, bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") {
            (word.value, word.isClosed) = quoted()
        } else {
            let begin = at
            while at < bytes.count, !IgnoreDirective.isBlank(bytes[at]) { at += 1 }
            word.value = String(decoding: bytes[begin..<at], as: UTF8.self)
        }
        word.range = start..<at
        return word
    }

    private mutating func quoted() -> (String, isClosed: Bool) {
        let quote = bytes[at]
        var text: [UInt8] = []
        at += 1
        while at < bytes.count, bytes[at] != quote {
            // A backslash takes a quote or a backslash as it is.
            let isEscape = bytes[at] == UInt8(ascii: "\\") && at + 1 < bytes.count
            if isEscape, bytes[at + 1] == quote || bytes[at + 1] == UInt8(ascii: "\\") { at += 1 }
            text.append(bytes[at])
            at += 1
        }
        let isClosed = at < bytes.count
        if isClosed { at += 1 }
        return (String(decoding: text, as: UTF8.self), isClosed)
    }
}
