import Documents
import Policies

/// Texts that nobody may read.
struct Secrets {
    /// The longest first: a secret may be part of another one.
    private let searches: [PartSearch]

    init(_ texts: Set<String>) {
        searches = texts.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }.map { PartSearch(Array($0.utf8)) }
    }

    /// Shorter ones are parts of many words by chance: a mark inside of a name that everybody knows tells what it hides.
    private static let shortestSubstring = 12

    /// A text with a mark in their place. They are found by their bytes, whatever character follows and joins their last.
    func hide(_ text: String) -> String { searches.reduce(text) { Self.hide($1, in: $0) } }

    private static func hide(_ secret: PartSearch, in text: String) -> String {
        let length = secret.part.count
        guard length > 0, length <= text.utf8.count else { return text }
        let bytes = Array(text.utf8)
        var shown: [UInt8] = []
        var (copied, start) = (0, 0)
        while let found = secret.firstOffset(in: bytes, from: start) {
            guard length >= shortestSubstring || bytes.isWord(at: found..<found + length) else {
                start = found + 1
                continue
            }
            shown += bytes[copied..<found] + Evidence.hidden.utf8
            copied = found + length
            start = copied
        }
        return copied == 0 ? text : String(decoding: shown + bytes[copied...], as: UTF8.self)
    }

    func hide(_ evidence: [Evidence]) -> [Evidence] { evidence.map { Evidence(path: $0.path, value: hide($0.value)) } }

    func hide(_ violation: Violation) -> Violation {
        var violation = violation
        violation.value = violation.value.map(hide)
        violation.message = violation.message.map(hide)
        violation.remedy = violation.remedy.map(hide)
        violation.hint = violation.hint.map(hide)
        violation.evidence = hide(violation.evidence)
        violation.facts = hide(violation.facts)
        return violation
    }
}

extension Judgement {
    /// The judgement with a mark in the place of texts that nobody may read.
    func hiding(_ texts: Set<String>) -> Judgement {
        guard !texts.isEmpty, !isPass, !isNotApplicable else { return self }
        let secrets = Secrets(texts)
        switch self {
        case .notApplicable, .pass: return self
        case .passWhereKnown(let note): return .passWhereKnown(note: secrets.hide(note))
        case .fail(let violations): return .fail(violations.map { secrets.hide($0) })
        case .unknown(let reason, let place, let scenarios):
            return .unknown(reason: secrets.hide(reason), place: place, scenarios: scenarios)
        case .error(let message, let place): return .error(message: secrets.hide(message), place: place)
        }
    }
}

extension [UInt8] {
    /// Whether neither a letter nor a digit joins a part of the text on either side.
    fileprivate func isWord(at range: Range<Int>) -> Bool {
        // No scalar has more than four bytes.
        let before = String(decoding: self[..<range.lowerBound].suffix(4), as: UTF8.self).unicodeScalars.last
        let after = String(decoding: self[range.upperBound...].prefix(4), as: UTF8.self).unicodeScalars.first
        return ![before, after].contains { $0?.joinsWords ?? false }
    }
}

extension Unicode.Scalar {
    fileprivate var joinsWords: Bool { properties.isAlphabetic || properties.numericType != nil || self == "_" }
}
