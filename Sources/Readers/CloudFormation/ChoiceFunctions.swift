import Documents
import Resources

/// The functions that choose one of several values.
enum ChoiceFunctions {
    static func findInMap(_ call: Intrinsic, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        let arguments = call.elements
        guard arguments.count >= 3 else { throw Undetermined("needs a mapping and two keys") }
        let map = try evaluation.text(of: arguments[0])
        let top = try evaluation.text(of: arguments[1])
        let second = try evaluation.text(of: arguments[2])
        if let value = evaluation.outline.mapped(map, top, second) { return try evaluation.value(of: value) }
        guard arguments.count == 4, let fallback = arguments[3]["DefaultValue"] else {
            throw Undetermined("mapping `\(map)` has no `\(top)`, `\(second)`")
        }
        return try evaluation.value(of: fallback)
    }

    static func `if`(_ call: Intrinsic, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        let arguments = call.elements
        guard arguments.count == 3 else { throw Undetermined("needs a condition and two values", mayBeAbsent: true) }
        let condition = arguments[0].text ?? ""
        let mayBeAbsent = arguments.dropFirst().contains { isPossiblyAbsent($0, evaluation) }
        throw Undetermined("condition `\(condition)` is not decided", mayBeAbsent: mayBeAbsent)
    }

    private static func isPossiblyAbsent(_ node: NodeView, _ evaluation: Evaluation) -> Bool {
        do throws(Undetermined) {
            switch try evaluation.value(of: node) {
            case .value(let value): return value.kind == .null
            case .absent: return true
            case .reference: return false
            case .unknown(_, let mayBeAbsent): return mayBeAbsent
            }
        } catch {
            return error.mayBeAbsent
        }
    }
}
