/// A compiled expression. Immutable, and safe to evaluate on several threads, each with its own activation.
// INVARIANT: `code` captures trivially copyable values, objects kept by `pool`, and other code of the same kind.
public final class Program: @unchecked Sendable {
    public let checked: CheckedExpression
    let environment: Environment
    let code: Code
    let slotCount: Int
    /// At least one, so that the room for locals tells whether any program is under evaluation.
    let localCount: Int
    /// How deep an evaluation is, in levels of a frame.
    let height: Int
    private let pool: ConstantPool

    init(
        _ checked: CheckedExpression, environment: Environment, code: @escaping Code, height: Int, pool: ConstantPool
    ) {
        self.checked = checked
        self.environment = environment
        self.code = code
        self.pool = pool
        slotCount = environment.declarations.variables.count
        localCount = max(1, checked.localCount)
        self.height = height
    }

    /// Evaluates the expression. The result is valid until the activation is reset.
    @inline(__always)
    public func evaluate(_ frame: FramePointer) -> Val { run(frame, code) }

    /// Evaluates the expression in an activation. The result is valid until the activation is reset.
    public func evaluate(in activation: Activation) -> Val { run(activation.frame, code) }

    /// Evaluates the expression, copies the result and resets the activation: a round of its own.
    public func value(in activation: Activation) -> Value {
        defer { activation.reset() }
        return value(resuming: activation)
    }

    /// Evaluates the expression and copies the result, in a round that has begun: values that evaluations of the round
    /// gave stay valid, and its steps are counted together.
    public func value(resuming activation: Activation) -> Value {
        Value(run(activation.frame, code), activation.frame, self)
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

    /// A run in a frame that has no room for the program's variables yet.
    @inline(never)
    private func runAfterGrowth(_ frame: FramePointer, _ code: Code) -> Val {
        frame.makeRoom(slots: slotCount)
        if frame.pointee.freeLocals == frame.pointee.startOfLocals { frame.makeRoom(locals: localCount) }
        guard frame.pointee.endOfLocals - frame.pointee.freeLocals < localCount else { return run(frame, code) }
        // Programs under evaluation read their locals where they are, so those cannot move: this one gets its own.
        let outer = (free: frame.pointee.freeLocals, end: frame.pointee.endOfLocals)
        let memory = UnsafeMutablePointer<Val>.allocate(capacity: localCount)
        frame.pointee.freeLocals = memory
        frame.pointee.endOfLocals = memory + localCount
        defer {
            (frame.pointee.freeLocals, frame.pointee.endOfLocals) = outer
            memory.deallocate()
        }
        return run(frame, code)
    }
}
