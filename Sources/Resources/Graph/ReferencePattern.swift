/// A text that names a resource in one of its parts between slashes, such as `endpoint/{}/variant/*`.
struct ReferencePattern {
    /// What a text says about the resource that the pattern looks for.
    enum Match: Equatable {
        case name(String)
        case reference(ResourceReference)
        /// The text may fit, depending on values that are not known.
        case unknown
        case none
    }

    private let segments: [Substring]

    init(_ text: String) { segments = text.split(separator: "/", omittingEmptySubsequences: false) }

    func match(_ text: String) -> Match { match([.literal(text)]) }

    func match(_ parts: [TextPart]) -> Match {
        let given = Self.segments(of: parts)
        // An unknown part may hold slashes, so that nothing behind it can be aligned.
        let isUncertain = parts.contains(.unknown)
        guard isUncertain || given.count == segments.count else { return .none }
        var result = Match.none
        for (pattern, segment) in zip(segments, given) {
            if segment.contains(.unknown) { return .unknown }
            switch pattern {
            case "*": continue
            case "{}": result = Self.name(in: segment)
            default:
                guard segment.allSatisfy(\.isLiteral) else { return .unknown }
                guard Self.text(of: segment) == pattern else { return .none }
            }
        }
        return isUncertain ? .unknown : result
    }

    private static func name(in segment: [TextPart]) -> Match {
        if segment.allSatisfy(\.isLiteral) {
            let text = text(of: segment)
            return text.isEmpty ? .none : .name(text)
        }
        if segment.count == 1, case .reference(let reference) = segment[0] { return .reference(reference) }
        return .unknown
    }

    private static func text(of segment: [TextPart]) -> String {
        segment.map { part in
            guard case .literal(let text) = part else { return "" }
            return text
        }.joined()
    }

    private static func segments(of parts: [TextPart]) -> [[TextPart]] {
        var result: [[TextPart]] = [[]]
        for part in parts {
            guard case .literal(let text) = part else {
                result[result.count - 1].append(part)
                continue
            }
            for (index, piece) in text.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { result.append([]) }
                if !piece.isEmpty { result[result.count - 1].append(.literal(String(piece))) }
            }
        }
        return result
    }
}

extension TextPart {
    var isLiteral: Bool {
        guard case .literal = self else { return false }
        return true
    }
}
