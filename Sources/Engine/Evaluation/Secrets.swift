import Policies

/// Texts that nobody may read.
struct Secrets {
    /// The longest first: a secret may be part of another one.
    private let texts: [String]

    init(_ texts: Set<String>) { self.texts = texts.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) } }

    /// Shorter ones are parts of many words by chance: a mark inside of a name that everybody knows tells what it hides.
    private static let shortestSubstring = 12

    /// A text with a mark in their place.
    func hide(_ text: String) -> String {
        texts.reduce(text) { text, secret in
            guard secret.utf8.count < Self.shortestSubstring else {
                return text.replacing(secret, with: Evidence.hidden)
            }
            var shown = text
            for range in text.ranges(of: secret).reversed() where text.isWord(at: range) {
                shown.replaceSubrange(range, with: Evidence.hidden)
            }
            return shown
        }
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
        guard !texts.isEmpty else { return self }
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

extension String {
    /// Whether neither a letter nor a digit joins a part of the text on either side.
    fileprivate func isWord(at range: Range<Index>) -> Bool {
        let before = self[..<range.lowerBound].last
        let after = self[range.upperBound...].first
        return ![before, after].contains { $0.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false }
    }
}
