import CEL
import HCL

/// Matches the patterns of `regex` and `replace`.
final class PatternFinder: PatternMatcher {
    private static let mostMatches = 100_000
    private var compiled: [String: RegularExpression] = [:]

    func matches(
        of pattern: String, in text: String, isFirstOnly: Bool
    ) throws(EvaluationFailure) -> [PatternMatch] {
        let expression = try compile(pattern)
        let bytes = Array(text.utf8)
        let count = min(expression.groupCount + 1, 16)
        return bytes.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: Int64.self, capacity: count * 2) { groups in
                groups.initialize(repeating: -1)
                var found: [PatternMatch] = []
                var at = 0
                while at <= bytes.count, found.count < Self.mostMatches,
                    expression.find(in: bytes, from: at, groups: groups)
                {
                    let ranges = (0..<count).map { (index: Int) -> Range<Int>? in
                        let (start, end) = (Int(groups[2 * index]), Int(groups[2 * index + 1]))
                        return start < 0 ? nil : start..<end
                    }
                    found.append(PatternMatch(groups: ranges))
                    if isFirstOnly { break }
                    let end = Int(groups[1])
                    at = end > Int(groups[0]) ? end : end + 1
                }
                return found
            }
        }
    }

    private func compile(_ pattern: String) throws(EvaluationFailure) -> RegularExpression {
        if let known = compiled[pattern] { return known }
        switch RegularExpression.compile(pattern) {
        case .success(let expression):
            compiled[pattern] = expression
            return expression
        case .failure(let error): throw EvaluationFailure("the pattern is not one: \(error.message)")
        }
    }
}
