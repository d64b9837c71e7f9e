/// Whether something holds, where AWS's documentation may leave it open.
public enum Truth: Sendable {
    case no
    case yes
    /// AWS's documentation contradicts itself or is silent.
    case unclear

    init(_ value: Bool) { self = value ? .yes : .no }

    static prefix func ! (value: Truth) -> Truth {
        switch value {
        case .no: .yes
        case .yes: .no
        case .unclear: .unclear
        }
    }

    static func && (left: Truth, right: @autoclosure () -> Truth) -> Truth {
        if left == .no { return .no }
        let right = right()
        if right == .no { return .no }
        return left == .yes && right == .yes ? .yes : .unclear
    }

    static func || (left: Truth, right: @autoclosure () -> Truth) -> Truth { !(!left && !right()) }
}

extension Sequence {
    /// Whether some element holds; the first that surely does ends the search.
    func some(_ test: (Element) -> Truth) -> Truth {
        var result = Truth.no
        for element in self {
            result = result || test(element)
            if result == .yes { return .yes }
        }
        return result
    }

    /// Whether every element holds; the first that surely does not ends the search.
    func every(_ test: (Element) -> Truth) -> Truth { !some { !test($0) } }
}
