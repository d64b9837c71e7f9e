/// A compiled expression. Immutable, and safe to evaluate on several threads, each with its own activation.
// INVARIANT: `code` captures trivially copyable values, objects kept by `pool`, and other code of the same kind.
public final class Program: @unchecked Sendable {
    public let checked: CheckedExpression
    let environment: Environment
    let code: Code
    let slotCount: Int
    let localCount: Int
    private let pool: ConstantPool

    init(_ checked: CheckedExpression, environment: Environment, code: @escaping Code, pool: ConstantPool) {
        self.checked = checked
        self.environment = environment
        self.code = code
        self.pool = pool
        slotCount = environment.declarations.variables.count
        localCount = checked.localCount
    }

    /// Evaluates the expression. The result is valid until the activation is reset.
    @inline(__always)
    public func evaluate(_ frame: FramePointer) -> Val { run(frame, code) }

    /// Evaluates the expression in an activation. The result is valid until the activation is reset.
    public func evaluate(in activation: Activation) -> Val { run(activation.frame, code) }

    /// Evaluates the expression and copies the result.
    public func value(in activation: Activation) -> Value {
        let result = run(activation.frame, code)
        return Value(result, activation.frame, self)
    }

    @inline(__always)
    func run(_ frame: FramePointer, _ code: Code) -> Val {
        let outer = frame.pointee.locals
        let base = frame.pointee.freeLocals
        guard frame.pointee.slotCount >= slotCount, base + localCount <= frame.pointee.endOfLocals else {
            return runAfterGrowth(frame, code)
        }
        frame.pointee.locals = base
        frame.pointee.freeLocals = base + localCount
        let result = code(frame)
        frame.pointee.locals = outer
        frame.pointee.freeLocals = base
        return frame.pointee.steps < 0 ? .error(.stepBudget, at: checked.tree.root) : result
    }

    /// The first run in a frame that has no room for the program's variables yet.
    @inline(never)
    private func runAfterGrowth(_ frame: FramePointer, _ code: Code) -> Val {
        guard frame.makeRoom(slots: slotCount, locals: localCount) else {
            return .error(.nesting, at: checked.tree.root)
        }
        return run(frame, code)
    }
}
