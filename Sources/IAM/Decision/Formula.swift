/// A statement about a request, put together from atoms.
indirect enum Formula: Sendable {
    case constant(Bool)
    case literal(Literal)
    case all([Formula])
    case any([Formula])

    static let yes = Formula.constant(true)
    static let no = Formula.constant(false)

    var isTrue: Bool { if case .constant(true) = self { true } else { false } }
    var isFalse: Bool { if case .constant(false) = self { true } else { false } }

    static func and(_ parts: [Formula]) -> Formula {
        var kept: [Formula] = []
        for part in parts {
            switch part {
            case .constant(true): continue
            case .constant(false): return .no
            case .all(let inner): kept += inner
            default: kept.append(part)
            }
        }
        return kept.isEmpty ? .yes : kept.count == 1 ? kept[0] : .all(kept)
    }

    static func or(_ parts: [Formula]) -> Formula {
        var kept: [Formula] = []
        for part in parts {
            switch part {
            case .constant(false): continue
            case .constant(true): return .yes
            case .any(let inner): kept += inner
            default: kept.append(part)
            }
        }
        return kept.isEmpty ? .no : kept.count == 1 ? kept[0] : .any(kept)
    }

    static func && (left: Formula, right: Formula) -> Formula { and([left, right]) }
    static func || (left: Formula, right: Formula) -> Formula { or([left, right]) }

    static prefix func ! (formula: Formula) -> Formula {
        switch formula {
        case .constant(let value): .constant(!value)
        case .literal(let literal): .literal(!literal)
        case .all(let parts): .or(parts.map { !$0 })
        case .any(let parts): .and(parts.map { !$0 })
        }
    }
}

/// An atom or its negation.
struct Literal: Hashable, Sendable {
    let code: Int32

    init(atom: Int, holds: Bool) { code = Int32(truncatingIfNeeded: atom) << 1 | (holds ? 0 : 1) }

    private init(code: Int32) { self.code = code }

    var atom: Int { Int(code >> 1) }
    var holds: Bool { code & 1 == 0 }

    static prefix func ! (literal: Literal) -> Literal { Literal(code: literal.code ^ 1) }
}
