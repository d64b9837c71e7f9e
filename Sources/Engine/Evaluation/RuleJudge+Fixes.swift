import CEL
import Documents
import Policies

extension RuleJudge {
    /// What `--fix` would do for the resource at hand.
    func plan(_ fix: CompiledFix) -> PlannedFix {
        do throws(FixRefusal) {
            let planner = try FixPlanner(context.resource, editors)
            var edits: [SourceEdit] = []
            for property in fix.set {
                if let value = try value(property.value) { edits += try planner.set(property.path, to: value) }
            }
            for tag in fix.tags {
                if let value = try value(tag.value) { edits += try planner.setTag(tag.key, to: value) }
            }
            return PlannedFix(edits: edits, refusal: edits.isEmpty ? "the fix has nothing to change here" : nil)
        } catch {
            return PlannedFix(edits: [], refusal: error.reason)
        }
    }

    /// The value of a fix; nil for null and for nothing, which leave things as they are.
    private func value(_ program: Program) throws(FixRefusal) -> Value? {
        switch program.value(resuming: activation) {
        case .null, .optional(nil): return nil
        case .optional(let value?): return value
        case .unknown: throw FixRefusal("the value of the fix is not known")
        case .error(let error): throw FixRefusal("the value of the fix: \(error.message)")
        case let value: return value
        }
    }
}
