import Documents
import Resources

/// The functions that choose one of several values.
enum ChoiceFunctions {
    static func findInMap(_ call: Intrinsic, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        let arguments = call.elements
        guard arguments.count >= 3 else { throw Undetermined("needs a mapping and two keys") }
        let keys = [
            try key(arguments[0], evaluation), try key(arguments[1], evaluation), try key(arguments[2], evaluation),
        ]
        switch evaluation.outline.mapped(keys) {
        case .value(let value): return try evaluation.value(of: value)
        case .open: throw Undetermined("a macro adds to the section `Mappings`")
        case .nothing: break
        }
        if arguments.count == 4, let fallback = arguments[3]["DefaultValue"] {
            return try evaluation.value(of: fallback)
        }
        let words = keys.map { $0 ?? "any other value" }
        let reason = "mapping `\(words[0])` has no `\(words[1])`, `\(words[2])`"
        // With such parameters nothing is deployed.
        evaluation.scenario.refuseChoices("`Fn::FindInMap`: \(reason)")
        throw Undetermined(reason)
    }

    /// A name of a mapping or a key of it; nil for a value of a parameter that is no key of any.
    private static func key(_ node: NodeView, _ evaluation: Evaluation) throws(Undetermined) -> String? {
        switch try Operand(node, evaluation) {
        case .text(let text): text
        case .other: nil
        }
    }

    static func `if`(_ call: Intrinsic, _ evaluation: Evaluation) throws(Undetermined) -> Resolution {
        let arguments = call.elements
        guard arguments.count == 3 else { throw Undetermined("needs a condition and two values", mayBeAbsent: true) }
        let condition = arguments[0].text ?? ""
        let holds: Bool
        do throws(Undetermined) {
            holds = try evaluation.holds(condition)
        } catch {
            let mayBeAbsent = arguments.dropFirst().contains { isPossiblyAbsent($0, evaluation) }
            throw Undetermined("condition `\(condition)` is not decided", mayBeAbsent: mayBeAbsent)
        }
        return try evaluation.value(of: arguments[holds ? 1 : 2])
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
