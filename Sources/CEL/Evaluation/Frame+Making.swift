/// Making values that live until the end of the evaluation.
extension FramePointer {
    /// Takes steps from the budget.
    /// - Returns: false if it is used up; the evaluation then ends in an error whatever the function returns.
    @inline(__always)
    @discardableResult
    public func charge(_ steps: Int) -> Bool {
        pointee.steps &-= steps
        return pointee.steps >= 0
    }

    /// Takes levels of nesting, which `leave` gives back.
    /// - Returns: false if there would be too many; then nothing is taken.
    @inline(__always)
    func enter(_ levels: Int = 1) -> Bool {
        guard pointee.depth &+ levels <= Frame.depthLimit else { return false }
        pointee.depth &+= levels
        return true
    }

    @inline(__always)
    func leave(_ levels: Int = 1) { pointee.depth &-= levels }

    /// Takes the steps of a call: one, and one for each 64 bytes of a text that it is given.
    @inline(__always)
    func chargeCall(_ argument: Val) { pointee.steps &-= 1 &+ argument.textSteps }

    @inline(__always)
    func chargeCall(_ first: Val, _ second: Val) { pointee.steps &-= 1 &+ first.textSteps &+ second.textSteps }

    /// Takes the steps for comparing two values whose order is asked for.
    @inline(__always)
    func chargeComparison(_ left: Val, _ right: Val) {
        pointee.steps &-= Swift.min(left.textSteps, right.textSteps)
    }

    /// Takes the steps for looking through a text byte by byte.
    @inline(__always)
    func chargeSearch(_ text: Val) {
        if _slowPath(text.count >= 64) { charge(Int(text.count >> 4)) }
    }

    /// Takes the steps for matching a regular expression against so many bytes.
    /// - Parameter weight: that of the expression.
    @inline(__always)
    func charge(matching bytes: Int, _ weight: Int) -> Bool { charge(bytes >> 4 &* weight) }

    /// An error with a message of its own.
    @inline(never)
    public func error(_ code: ErrorCode, _ message: @autoclosure () -> String) -> Val {
        var error = Val.error(code)
        // Most errors are absorbed, and none but the last is shown: a loop of them must neither fill the memory nor take
        // time for words.
        guard pointee.messages.count < Frame.messageLimit else { return error }
        pointee.hasLeavings = true
        pointee.messages.append(ErrorDetail(message: message()))
        error.count = UInt32(truncatingIfNeeded: pointee.messages.count)
        return error
    }

    /// A value that is not known. Its reason can be asked for until the frame is reset.
    /// - Parameter mayBeAbsent: there may be no value at all; otherwise it certainly exists.
    public func unknown(_ reason: UnknownReason, mayBeAbsent: Bool) -> Val {
        pointee.hasLeavings = true
        if pointee.unknowns.count < Frame.reasonLimit { pointee.unknowns.append(reason) }
        return Val(
            kind: .unknown, count: UInt32(truncatingIfNeeded: pointee.unknowns.count - 1), detail: mayBeAbsent ? 1 : 0)
    }

    /// A string of bytes that are valid UTF-8.
    public func string(copying text: UnsafeRawBufferPointer) -> Val {
        guard let memory = allocate(text.count) else { return .error(.stepBudget) }
        memory.copyMemory(from: text)
        return .string(UnsafeRawBufferPointer(memory))
    }

    public func string(_ text: String) -> Val {
        var text = text
        return text.withUTF8 { string(copying: UnsafeRawBufferPointer($0)) }
    }

    public func string(_ text: [UInt8]) -> Val {
        text.withUnsafeBytes { string(copying: $0) }
    }

    /// A string written in place.
    /// - Parameter write: fills the buffer from its start and returns the number of bytes written.
    public func string(capacity: Int, _ write: (UnsafeMutableRawBufferPointer) -> Int) -> Val {
        guard let memory = allocate(capacity) else { return .error(.stepBudget) }
        let written = write(memory)
        return .string(UnsafeRawBufferPointer(rebasing: memory[..<Swift.min(written, capacity)]))
    }

    public func bytes(copying bytes: UnsafeRawBufferPointer) -> Val {
        guard let memory = allocate(bytes.count) else { return .error(.stepBudget) }
        memory.copyMemory(from: bytes)
        return .bytes(UnsafeRawBufferPointer(memory))
    }

    public func bytes(_ bytes: [UInt8]) -> Val {
        bytes.withUnsafeBytes { self.bytes(copying: $0) }
    }

    /// A list written in place.
    /// - Parameter fill: initialises every element.
    public func list(count: Int, _ fill: (UnsafeMutableBufferPointer<Val>) -> Void) -> Val {
        guard let memory = allocateValues(count) else { return .error(.stepBudget) }
        fill(memory)
        return Val(
            kind: .list, bits: UInt64(UInt(bitPattern: memory.baseAddress)), count: UInt32(truncatingIfNeeded: count))
    }

    public func list(copying values: some Collection<Val>) -> Val {
        list(count: values.count) { _ = $0.initialize(from: values) }
    }

    /// A map of keys and values, alternating. The keys are distinct, and of kind bool, int, uint or string.
    public func map(entries: some Collection<Val>) -> Val {
        var map = list(copying: entries)
        guard map.kind == .list else { return map }
        map.kind = .map
        map.count /= 2
        return map
    }

    /// An optional with a value.
    public func optional(_ value: Val) -> Val {
        guard let memory = allocateValues(1), let base = memory.baseAddress else { return .error(.stepBudget) }
        base.initialize(to: value)
        return Val(kind: .optional, bits: UInt64(UInt(bitPattern: base)))
    }

    /// A value of an opaque type; see `OpaqueKind` for what the payload must be.
    public func opaque(_ kind: OpaqueKind, _ payload: UnsafeRawBufferPointer) -> Val {
        var value = bytes(copying: payload)
        guard value.kind == .bytes else { return value }
        value.kind = .opaque
        value.detail = kind.rawValue
        return value
    }

    /// Memory in the arena, charged to the budget.
    /// - Returns: nil if the budget is used up.
    func allocate(_ size: Int) -> UnsafeMutableRawBufferPointer? {
        guard size <= Int(UInt32.max), charge(1 + size >> 4) else {
            pointee.steps = -1
            return nil
        }
        return UnsafeMutableRawBufferPointer(start: pointee.arena.allocate(Swift.max(size, 1)), count: size)
    }

    /// Uninitialised values in the arena, charged to the budget.
    func allocateValues(_ count: Int) -> UnsafeMutableBufferPointer<Val>? {
        guard count <= Int(UInt32.max) / MemoryLayout<Val>.stride else {
            pointee.steps = -1
            return nil
        }
        return allocate(count * MemoryLayout<Val>.stride)?.bindMemory(to: Val.self)
    }
}
