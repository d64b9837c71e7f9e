/// The functions of the `regex` library.
enum RegexFunctions {
    /// The first match; empty if there is none.
    static func find(_ frame: FramePointer, _ string: Val, _ pattern: PatternArgument) -> Val {
        var result = Val.string("")
        let problem = forEachMatch(frame, string, pattern, groups: .none, limit: 1) { match in
            result = .string(string.text, match.whole)
            return true
        }
        return problem ?? result
    }

    /// - Parameter limit: how many matches at most; negative: all.
    static func findAll(
        _ frame: FramePointer, _ string: Val, _ pattern: PatternArgument, limit: Int64 = -1
    ) -> Val {
        var found: [Val] = []
        let limit = limit < 0 ? Int.max : Int(clamping: limit)
        let problem = forEachMatch(frame, string, pattern, groups: .none, limit: limit) { match in
            found.append(.string(string.text, match.whole))
            return true
        }
        return problem ?? frame.list(copying: found)
    }

    /// The first match, or what its group captured; none without a match or where the group took no part.
    static func extract(_ frame: FramePointer, _ string: Val, _ pattern: PatternArgument) -> Val {
        var found: Range<Int>?
        var hasGroup = false
        let problem = forEachMatch(frame, string, pattern, groups: .one, limit: 1) { match in
            hasGroup = match.groupCount > 0
            found = match.group(hasGroup ? 1 : 0)
            return true
        }
        if let problem { return problem }
        guard let found, !(hasGroup && found.isEmpty) else { return .none }
        return frame.optional(.string(string.text, found))
    }

    /// All matches, or what the group captured in each where that is not empty.
    static func extractAll(_ frame: FramePointer, _ string: Val, _ pattern: PatternArgument) -> Val {
        var found: [Val] = []
        let problem = forEachMatch(frame, string, pattern, groups: .one, limit: .max) { match in
            let hasGroup = match.groupCount > 0
            if let range = match.group(hasGroup ? 1 : 0), !(hasGroup && range.isEmpty) {
                found.append(.string(string.text, range))
            }
            return true
        }
        return problem ?? frame.list(copying: found)
    }

    /// - Parameter limit: how many matches are replaced; negative: all.
    static func replace(
        _ frame: FramePointer, _ string: Val, _ pattern: PatternArgument, _ new: Val, limit: Int64 = -1
    ) -> Val {
        let text = string.text
        let limit = limit < 0 ? Int.max : Int(clamping: limit)
        var problem: Val?
        var fault: Val?
        let result = frame.string { writer in
            var end = 0
            problem = forEachMatch(frame, string, pattern, groups: .numbered, limit: limit) { match in
                writer.append(Bytes(rebasing: text[end..<match.whole.lowerBound]))
                fault = writer.append(replacement: new.text, for: match, in: text).map { frame.invalidArgument($0) }
                end = match.whole.upperBound
                return fault == nil && !writer.isTruncated
            }
            writer.append(Bytes(rebasing: text[end...]))
        }
        return problem ?? fault ?? result
    }
}

/// One match, as offsets into the text.
struct RegexMatch {
    fileprivate let offsets: UnsafeMutableBufferPointer<Int64>
    /// How many groups the pattern has; not all need be in `offsets`.
    let groupCount: Int

    var whole: Range<Int> { Int(offsets[0])..<Int(offsets[1]) }

    /// What a group captured; nil if it took no part.
    func group(_ index: Int) -> Range<Int>? {
        guard 2 * index + 1 < offsets.count, offsets[2 * index] >= 0 else { return nil }
        return Int(offsets[2 * index])..<Int(offsets[2 * index + 1])
    }
}

extension RegexFunctions {
    /// Which groups a function looks at.
    fileprivate enum Groups {
        case none
        /// The only one, if there is one.
        case one
        /// Those that a digit can name.
        case numbered

        /// How many pairs of offsets are needed; nil if the pattern has too many groups.
        func pairCount(_ expression: RegularExpression) -> Int? {
            switch self {
            case .none: 1
            case .one: expression.groupCount > 1 ? nil : expression.groupCount + 1
            case .numbered: Swift.min(expression.groupCount, 9) + 1
            }
        }
    }

    /// Goes through the matches from the left, without overlaps; an empty one directly behind another match is left out.
    /// - Parameters:
    ///   - body: false ends the search.
    /// - Returns: an error if the pattern cannot be used or the budget is used up.
    fileprivate static func forEachMatch(
        _ frame: FramePointer, _ string: Val, _ pattern: PatternArgument, groups: Groups, limit: Int,
        _ body: (RegexMatch) -> Bool
    ) -> Val? {
        let problem = pattern.with(frame) { expression in
            guard let pairCount = groups.pairCount(expression) else {
                return frame.error(.invalidPattern, severalGroups(expression) ?? "")
            }
            return forEachMatch(frame, string.text, expression, pairCount, limit, body) ?? .absent
        }
        return problem.kind == .absent ? nil : problem
    }

    /// What is wrong with an expression for functions that give what the one group captured.
    @Sendable
    static func severalGroups(_ expression: RegularExpression) -> String? {
        expression.groupCount > 1 ? "the pattern has several groups: expected at most one" : nil
    }

    private static func forEachMatch(
        _ frame: FramePointer, _ text: Bytes, _ expression: RegularExpression, _ pairCount: Int, _ limit: Int,
        _ body: (RegexMatch) -> Bool
    ) -> Val? {
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: 2 * pairCount) { offsets in
            var start = 0
            var previousEnd = -1
            var left = limit
            while left > 0, start <= text.count {
                guard frame.charge(1) else { return .error(.stepBudget) }
                let isFound = expression.find(in: text, from: start, groups: offsets)
                let end = isFound ? Int(offsets[1]) : text.count
                let read = end - start + expression.lookBeyond(text.count - end)
                guard frame.charge(matching: read, expression.weight) else { return .error(.stepBudget) }
                guard isFound else { return nil }
                let match = RegexMatch(offsets: offsets, groupCount: expression.groupCount)
                let range = match.whole
                if !range.isEmpty || range.lowerBound != previousEnd {
                    guard body(match) else { return nil }
                    left -= 1
                }
                previousEnd = range.upperBound
                start = range.upperBound
                if range.isEmpty {
                    start += start < text.count ? CodePoints.decode(text, at: start).length : 1
                }
            }
            return nil
        }
    }
}

extension ByteWriter {
    /// The replacement with `\0` to `\9` for what the groups captured and `\\` for a backslash.
    /// - Returns: what is wrong with it, if anything.
    fileprivate mutating func append(replacement: Bytes, for match: RegexMatch, in text: Bytes) -> String? {
        var offset = 0
        while offset < replacement.count {
            let byte = replacement[offset]
            offset += 1
            guard byte == UInt8(ascii: "\\") else {
                append(byte)
                continue
            }
            guard offset < replacement.count else { return "the replacement ends with a single backslash" }
            let escaped = replacement[offset]
            offset += 1
            if escaped == UInt8(ascii: "\\") {
                append(escaped)
                continue
            }
            guard escaped &- 0x30 < 10 else {
                return "a backslash in a replacement must be followed by a digit or a backslash"
            }
            let group = Int(escaped - 0x30)
            guard group <= match.groupCount else {
                return "the replacement names group \(group), but the pattern has \(match.groupCount)"
            }
            if let range = match.group(group) { append(Bytes(rebasing: text[range])) }
        }
        return nil
    }
}

extension Val {
    /// A part of a text.
    fileprivate static func string(_ text: Bytes, _ range: Range<Int>) -> Val { .string(Bytes(rebasing: text[range])) }
}
