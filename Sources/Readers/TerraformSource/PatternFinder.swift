import CEL
import HCL

/// Matches the patterns of `regex` and `replace`.
final class PatternFinder: PatternMatcher {
    private static let mostMatches = 100_000
    /// The whole match among them.
    private static let mostGroups = 16
    private var compiled: [String: RegularExpression] = [:]

    func matches(
        of pattern: String, in text: String, isFirstOnly: Bool
    ) throws(EvaluationFailure) -> [PatternMatch] {
        let expression = try compile(pattern)
        let bytes = Array(text.utf8)
        let count = expression.groupCount + 1
        guard count <= Self.mostGroups else {
            throw EvaluationFailure("the pattern has more than \(Self.mostGroups - 1) groups", kind: .notComputed)
        }
        return bytes.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: Int64.self, capacity: count * 2) { groups in
                groups.initialize(repeating: -1)
                var found: [PatternMatch] = []
                var at = 0
                var last = -1
                while at <= bytes.count, found.count < Self.mostMatches,
                    expression.find(in: bytes, from: at, groups: groups)
                {
                    let (start, end) = (Int(groups[0]), Int(groups[1]))
                    // Nothing right behind a match is no match of its own.
                    let isOneMore = end > start || start != last
                    at = end > start ? end : end + Self.step(bytes, end)
                    last = end
                    guard isOneMore else { continue }
                    let ranges = (0..<count).map { (index: Int) -> Range<Int>? in
                        let (start, end) = (Int(groups[2 * index]), Int(groups[2 * index + 1]))
                        return start < 0 ? nil : start..<end
                    }
                    found.append(PatternMatch(groups: ranges))
                    if isFirstOnly { break }
                }
                return found
            }
        }
    }

    /// The bytes of the character that begins at an offset.
    private static func step(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int {
        guard offset < bytes.count, bytes[offset] >= 0xC0 else { return 1 }
        return bytes[(offset + 1)...].prefix(3).prefix { $0 & 0xC0 == 0x80 }.count + 1
    }

    private func compile(_ pattern: String) throws(EvaluationFailure) -> RegularExpression {
        if let known = compiled[pattern] { return known }
        switch RegularExpression.compile(pattern) {
        case .success(let expression):
            compiled[pattern] = expression
            return expression
        case .failure(let error):
            let isTooLarge = error.message.contains("too large") || error.message.contains("too long")
            throw EvaluationFailure(
                "the pattern is not one: \(error.message)", kind: isTooLarge ? .notComputed : .refused)
        }
    }
}
