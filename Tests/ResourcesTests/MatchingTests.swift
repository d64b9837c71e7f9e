import Testing

@testable import Documents
@testable import Resources

@Suite("Patterns and near names")
struct MatchingTests {
    @Test(
        "patterns match whole texts, by case",
        arguments: [
            ("ml.p*", "ml.p3.2xlarge", true), ("ml.p*", "ml.P3", false), ("ml.p*", "xml.p3", false), ("*", "", true),
            ("?", "ä", true), ("?", "", false), ("?", "ab", false), ("a\\*b", "a*b", true), ("a\\*b", "axb", false),
            ("a\\?", "a?", true), ("a\\", "a\\", true), ("\\\\", "\\", true), ("a*b*c", "a__b__c", true),
            ("a*b*c", "acb", false),
            ("**", "anything", true), ("*.48xlarge", "ml.p4.48xlarge", true), ("", "", true), ("", "a", false),
            ("AWS::SageMaker::*", "AWS::SageMaker::Model", true), ("*ä?", "xäö", true),
        ])
    func globs(pattern: String, text: String, expected: Bool) {
        #expect(Glob(pattern).matches(text) == expected)
    }

    @Test(
        "the literal prefix is what all matches begin with",
        arguments: [
            ("ml.p*", "ml.p", false), ("abc", "abc", true), ("*", "", false), ("a\\*b?", "a*b", false), ("", "", true),
        ])
    func prefix(pattern: String, expected: String, isLiteral: Bool) {
        #expect(Glob(pattern).literalPrefix == expected)
        #expect(Glob(pattern).isLiteral == isLiteral)
    }

    @Test("patterns agree with a plain recursive matcher on random texts")
    func differential() {
        let seed: UInt64 = 20_261_121
        var random = FixedGenerator(state: seed)
        let letters = Array("ab*?\\ä")
        for _ in 0..<20_000 {
            let pattern = String(
                (0..<Int.random(in: 0...7, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
            let text = String(
                (0..<Int.random(in: 0...8, using: &random)).map { _ in "abä*".randomElement(using: &random) ?? "a" })
            let expected = Self.matches(Array(pattern)[...], Array(text)[...])
            #expect(Glob(pattern).matches(text) == expected, "seed \(seed): `\(pattern)` on `\(text)`")
        }
    }

    private static func matches(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = pattern.dropFirst()
        switch first {
        case "*": return matches(rest, text) || !text.isEmpty && matches(pattern, text.dropFirst())
        case "?": return !text.isEmpty && matches(rest, text.dropFirst())
        case "\\" where !rest.isEmpty:
            return text.first == rest.first && matches(rest.dropFirst(), text.dropFirst())
        default: return text.first == first && matches(rest, text.dropFirst())
        }
    }

    @Test("a pattern of many stars on a long text ends soon")
    func linear() {
        let pattern = Glob(String(repeating: "a*", count: 50) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 20_000)))
    }

    @Test("edit distance agrees with its definition, is symmetric and obeys the limit")
    func editDistance() {
        let seed: UInt64 = 7_001
        var random = FixedGenerator(state: seed)
        for _ in 0..<2_000 {
            let left = (0..<Int.random(in: 0...6, using: &random)).map { _ in UInt8.random(in: 97...99, using: &random)
            }
            let right = (0..<Int.random(in: 0...6, using: &random)).map { _ in UInt8.random(in: 97...99, using: &random)
            }
            let exact = Self.distance(left[...], right[...])
            #expect(EditDistance.between(left, right, atMost: 12) == exact, "seed \(seed): \(left) \(right)")
            #expect(EditDistance.between(right, left, atMost: 12) == exact)
            for limit in 0...6 {
                #expect(EditDistance.between(left, right, atMost: limit) == (exact <= limit ? exact : nil))
            }
        }
    }

    private static func distance(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        guard let a = left.last, let b = right.last else { return left.count + right.count }
        var best = min(
            distance(left.dropLast(), right) + 1, distance(left, right.dropLast()) + 1,
            distance(left.dropLast(), right.dropLast()) + (a == b ? 0 : 1))
        if left.count > 1, right.count > 1, a == right.dropLast().last, b == left.dropLast().last {
            best = min(best, distance(left.dropLast(2), right.dropLast(2)) + 1)
        }
        return best
    }

    @Test("suggestions are the nearest names, best first")
    func suggestions() {
        let names = ["InstanceType", "InstancePools", "Instances", "VolumeSizeInGB"]
        #expect(Suggestion.nearest(to: "instancetype", among: names) == ["InstanceType", "Instances"])
        #expect(Suggestion.nearest(to: "InstancType", among: names).first == "InstanceType")
        #expect(Suggestion.nearest(to: "Unrelated", among: names).isEmpty)
    }
}
