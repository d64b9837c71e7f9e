public import Documents

/// Variables by slot.
extension FramePointer {
    /// The value of a variable whose slot is empty: computed now if it is lazy.
    @inline(never)
    func valueOfUnset(_ slot: Int) -> Val {
        guard slot < pointee.lazyVariables.count, let program = pointee.lazyVariables[slot] else {
            return .error(.unboundVariable)
        }
        guard enter(program.height) else { return .error(.nesting) }
        // While it is computed, reading it again is an error.
        pointee.slots[slot] = .error(.cyclicVariable)
        pointee.computedSlots.append(slot)
        pointee.hasLeavings = true
        var value = pointee.recorder == nil ? program.evaluate(self) : program.evaluateRecording(self)
        leave(program.height)
        if value.isError { value = passedOn(value, of: program, slot) }
        pointee.slots[slot] = value
        return value
    }

    /// An error of a lazy variable, as the expressions see it that read the variable.
    private func passedOn(_ error: Val, of program: Program, _ slot: Int) -> Val {
        // Its place is one of another expression; where the messages are too many, its code alone is told.
        guard pointee.messages.count < Frame.messageLimit else { return .error(error.errorCode) }
        let detail = EvaluationError(error, self, program)
        pointee.hasLeavings = true
        pointee.messages.append(
            ErrorDetail(message: detail.message, variable: detail.variable ?? "", range: detail.range))
        var passed = Val.error(error.errorCode)
        passed.count = UInt32(truncatingIfNeeded: pointee.messages.count)
        return passed
    }

    /// Makes room for the variables of an environment.
    func makeRoom(slots: Int) {
        guard pointee.slotCount < slots else { return }
        let larger = UnsafeMutablePointer<Val>.allocate(capacity: slots)
        larger.initialize(repeating: .absent, count: slots)
        larger.update(from: pointee.slots, count: pointee.slotCount)
        pointee.slots.deallocate()
        pointee.slots = larger
        pointee.slotCount = slots
    }

    /// Makes room for the locals of a program, while none is under evaluation: the memory may move.
    func makeRoom(locals: Int) {
        guard pointee.endOfLocals - pointee.freeLocals < locals else { return }
        pointee.startOfLocals.deallocate()
        let capacity = Swift.max(locals, 1024)
        pointee.startOfLocals = .allocate(capacity: capacity)
        pointee.locals = pointee.startOfLocals
        pointee.freeLocals = pointee.startOfLocals
        pointee.endOfLocals = pointee.startOfLocals + capacity
    }

    /// Gives a variable a value for all evaluations until it is bound again.
    ///
    /// The value must live that long: a scalar, a constant, or a node of a document that the activation holds.
    public func bind(_ slot: Int, _ value: Val) {
        guard slot >= 0 else { return }
        makeRoom(slots: slot + 1)
        if slot < pointee.lazyVariables.count { pointee.lazyVariables[slot] = nil }
        if !pointee.keptValues.isEmpty { pointee.keptValues.removeAll { $0.slot == slot } }
        pointee.slots[slot] = value
    }

    /// Makes a variable that is computed when it is first read after a reset.
    public func bind(_ slot: Int, lazily program: Program) {
        bind(slot, .absent)
        while pointee.lazyVariables.count <= slot { pointee.lazyVariables.append(nil) }
        pointee.lazyVariables[slot] = program
    }

    /// Ends a round of evaluations: temporaries and the values of lazy variables are gone, the step budget is full again.
    @inline(__always)
    public func reset() {
        pointee.steps = pointee.stepBudget
        pointee.arena.reset()
        if pointee.hasLeavings { resetRarely() }
    }

    /// Makes lazy variables be computed again, with a full step budget; temporaries stay.
    func forgetLazyValues() {
        pointee.steps = pointee.stepBudget
        forgetLazyValues(from: 0)
    }

    /// Makes those lazy variables be computed again that were computed after the first `count` ones.
    func forgetLazyValues(from count: Int) {
        for slot in pointee.computedSlots[count...] where pointee.lazyVariables[slot] != nil {
            pointee.slots[slot] = .absent
        }
        pointee.computedSlots.removeSubrange(count...)
    }

    @inline(never)
    private func resetRarely() {
        pointee.hasLeavings = false
        forgetLazyValues()
        pointee.messages.removeAll(keepingCapacity: true)
        pointee.unknowns.removeAll(keepingCapacity: true)
        restoreKeptValues()
    }

    private func restoreKeptValues() {
        guard !pointee.keptValues.isEmpty else { return }
        for (slot, value) in pointee.keptValues {
            pointee.slots[slot] = value
            pointee.computedSlots.append(slot)
        }
        pointee.hasLeavings = true
    }

    /// The reason of a value of kind `unknown`.
    public func reason(of unknown: Val) -> UnknownReason? {
        let index = Int(unknown.count)
        return unknown.isUnknown && index < pointee.unknowns.count ? pointee.unknowns[index] : nil
    }

    /// The text of a scalar node of a document, without quotes and escapes.
    public func text(of node: Node, in document: UInt32) -> UnsafeRawBufferPointer {
        withUnsafePointer(to: node) { text(of: $0, in: document) }
    }

    /// The document of a slot, and the node there that a value of a document points to.
    public func view(of value: Val) -> NodeView? {
        guard value.kind == .nodeMap || value.kind == .nodeList || value.kind == .object else { return nil }
        let reference = pointee.documents[Int(value.count)]
        return NodeView(document: reference.document.takeUnretainedValue(), id: id(of: value.node, in: value.count))
    }
}
