public import CEL
import Resources

/// Comparisons that never succeed by a mismatch of types.
enum ValueMatch {
    static func equals(_ frame: FramePointer, _ value: Val, _ expected: Val) -> Val {
        guard areComparable(value, expected) else { return mismatch(frame, value, expected) }
        return frame.equals(value, expected)
    }

    /// Whether a value is in a list; texts of the list are globs.
    static func oneOf(_ frame: FramePointer, _ value: Val, _ list: Val) -> Val {
        let candidates = frame.elements(of: list)
        var verdict = Val.false
        var wrong: Val?
        for candidate in candidates {
            guard frame.charge(1) else { return .error(.stepBudget) }
            if candidate.isUnknown {
                verdict = candidate
            } else if !areComparable(value, candidate) {
                wrong = candidate
            } else if matches(frame, value, candidate) {
                return .true
            }
        }
        if let wrong, verdict.isFalse { return mismatch(frame, value, wrong) }
        return verdict
    }

    private static func matches(_ frame: FramePointer, _ value: Val, _ candidate: Val) -> Bool {
        guard candidate.kind == .string, candidate.text.contains(where: isWildcard) else {
            return frame.equals(value, candidate).isTrue
        }
        return Glob(candidate.string).matches(value.text)
    }

    private static func isWildcard(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "\\")
    }

    private static func areComparable(_ left: Val, _ right: Val) -> Bool {
        left.kind == right.kind || left.isNumber && right.isNumber
    }

    private static func mismatch(_ frame: FramePointer, _ value: Val, _ expected: Val) -> Val {
        frame.error(
            .noSuchOverload, "the value is \(value.kind.noun), and the rule compares it with \(expected.kind.noun)")
    }
}

extension Val {
    var string: String { String(decoding: text, as: UTF8.self) }

    var isNumber: Bool { kind == .int || kind == .uint || kind == .double }
}

extension Val.Kind {
    /// How messages name a value of this kind.
    public var noun: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .int, .uint, .double: "a number"
        case .string: "a text"
        case .bytes: "bytes"
        case .timestamp: "a time"
        case .duration: "a duration"
        case .type: "a type"
        case .nodeList, .list: "a list"
        case .nodeMap, .map, .object: "a mapping"
        case .optional: "an optional value"
        case .opaque: "a value of its own type"
        case .error: "an error"
        case .unknown: "not known yet"
        case .absent: "absent"
        }
    }
}
