import CEL
import Documents
import Resources

/// The functions that rules have beside CEL's own.
enum RuleFunctions {
    static let library = Library(
        name: "proviso",
        functions: [
            Function("tag", isPure: false) {
                [
                    .global(
                        "tag_string", [.string], .wrapper(.string), .unary { $0.context?.tag($0, $1) ?? noContext }),
                    .member(
                        "resource_tag_string", [.dyn, .string], .wrapper(.string),
                        .binary { $0.context?.tag($0, of: $1, $2) ?? noContext }),
                ]
            },
            Function("related", isPure: false) {
                [
                    .member(
                        "resource_related_string", [.dyn, .string], .list(.dyn),
                        .binary { $0.context?.related($0, $1, $2) ?? noContext })
                ]
            },
            Function("referencedBy", isPure: false) {
                [
                    .member(
                        "resource_referencedBy_string", [.dyn, .string], .list(.dyn),
                        .binary { $0.context?.referencedBy($0, $1, $2) ?? noContext })
                ]
            },
            Function("resources", isPure: false) {
                [
                    .global(
                        "resources_string", [.string], .list(.dyn),
                        .unary { $0.context?.resources($0, $1) ?? noContext })
                ]
            },
            Function("scheduleProblem") {
                [.global("scheduleProblem_string", [.string], .string, .unary { scheduleProblem($0, $1) })]
            },
            Function("runsPerDay", isPure: false) {
                [.global("runsPerDay_string", [.string], .double, .unary { runsPerDay($0, $1) })]
            },
            Function("instanceType", isPure: false) {
                [
                    .global(
                        "instanceType_string", [.string], .object(InstanceTypeFields.objectName),
                        .unary { instanceType($0, $1) })
                ]
            },
            Function("lifecycleScript", isPure: false) {
                [.global("lifecycleScript_string", [.string], .string, .unary { lifecycleScript($0, $1) })]
            },
            AccessFunction.function,
            Function("undetermined", isPure: false) {
                [.global("undetermined_string", [.string], .dyn, .unary { undetermined($0, $1.string) })]
            },
            Function("check.equals") {
                [.global("check_equals", [.dyn, .dyn], .bool, .binary { ValueMatch.equals($0, $1, $2) })]
            },
            Function("check.oneOf") {
                [.global("check_oneOf", [.dyn, .list(.dyn)], .bool, .binary { ValueMatch.oneOf($0, $1, $2) })]
            },
        ])

    private static let noContext = Val.error(.host)

    /// A value that makes whatever depends on it undetermined.
    static func undetermined(_ frame: FramePointer, _ reason: String) -> Val {
        frame.unknown(
            UnknownReason(code: frame.context?.note(reason) ?? 0), mayBeAbsent: false)
    }

    private static func instanceType(_ frame: FramePointer, _ name: Val) -> Val {
        frame.context?.instanceType(name.string) ?? noContext
    }

    /// What is wrong with an expression for a schedule; empty if nothing is.
    private static func scheduleProblem(_ frame: FramePointer, _ text: Val) -> Val {
        do throws(ScheduleExpression.Problem) {
            _ = try ScheduleExpression(parsing: text.string)
            return frame.string("")
        } catch {
            return frame.string(error.words)
        }
    }

    private static func runsPerDay(_ frame: FramePointer, _ text: Val) -> Val {
        do throws(ScheduleExpression.Problem) {
            return .double(try ScheduleExpression(parsing: text.string).runsPerDay)
        } catch {
            return undetermined(frame, "the schedule cannot be read: \(error.words)")
        }
    }

    /// The text of a lifecycle script, which its resource holds as base64.
    private static func lifecycleScript(_ frame: FramePointer, _ encoded: Val) -> Val {
        var isValid = false
        let script = frame.string(capacity: encoded.text.count) { buffer in
            guard let count = Base64.decode(encoded.text, into: buffer),
                String(validating: UnsafeRawBufferPointer(rebasing: buffer[..<count]), as: UTF8.self) != nil
            else { return 0 }
            isValid = true
            return count
        }
        guard isValid else { return undetermined(frame, "the content of the script is not base64 of a text") }
        // People write keys into scripts, which are long besides: no report shows one.
        frame.context?.hide(encoded.string)
        frame.context?.hide(script.string)
        return script
    }
}
