/// The arithmetic operators, for operands that are neither errors nor unknown.
///
/// Numbers of different kinds do not mix: CEL converts nothing silently.
enum Arithmetic {
    typealias Operation = (FramePointer, Val, Val) -> Val

    static func add(_ frame: FramePointer, _ left: Val, _ right: Val) -> Val {
        switch (left.kind, right.kind) {
        case (.int, .int): return int(left.integer.addingReportingOverflow(right.integer))
        case (.uint, .uint): return uint(left.unsigned.addingReportingOverflow(right.unsigned))
        case (.double, .double): return .double(left.number + right.number)
        case (.string, .string), (.bytes, .bytes): return concatenate(frame, left, right)
        case (.timestamp, .duration): return instant(Instant(left)?.adding(nanoseconds: right.nanoseconds))
        case (.duration, .timestamp): return instant(Instant(right)?.adding(nanoseconds: left.nanoseconds))
        case (.duration, .duration):
            return duration(left.nanoseconds.addingReportingOverflow(right.nanoseconds))
        default:
            guard left.isList, right.isList else { return .error(.noSuchOverload) }
            return concatenateLists(frame, left, right)
        }
    }

    static func subtract(_ frame: FramePointer, _ left: Val, _ right: Val) -> Val {
        switch (left.kind, right.kind) {
        case (.int, .int): return int(left.integer.subtractingReportingOverflow(right.integer))
        case (.uint, .uint): return uint(left.unsigned.subtractingReportingOverflow(right.unsigned))
        case (.double, .double): return .double(left.number - right.number)
        case (.timestamp, .timestamp):
            guard let left = Instant(left), let right = Instant(right), let time = left.nanoseconds(since: right) else {
                return .error(.overflow)
            }
            return .duration(nanoseconds: time)
        case (.timestamp, .duration): return instant(Instant(left)?.subtracting(nanoseconds: right.nanoseconds))
        case (.duration, .duration):
            return duration(left.nanoseconds.subtractingReportingOverflow(right.nanoseconds))
        default: return .error(.noSuchOverload)
        }
    }

    static func multiply(_ frame: FramePointer, _ left: Val, _ right: Val) -> Val {
        switch (left.kind, right.kind) {
        case (.int, .int): int(left.integer.multipliedReportingOverflow(by: right.integer))
        case (.uint, .uint): uint(left.unsigned.multipliedReportingOverflow(by: right.unsigned))
        case (.double, .double): .double(left.number * right.number)
        default: .error(.noSuchOverload)
        }
    }

    static func divide(_ frame: FramePointer, _ left: Val, _ right: Val) -> Val {
        switch (left.kind, right.kind) {
        case (.int, .int):
            right.integer == 0 ? .error(.divisionByZero) : int(left.integer.dividedReportingOverflow(by: right.integer))
        case (.uint, .uint):
            right.unsigned == 0 ? .error(.divisionByZero) : .uint(left.unsigned / right.unsigned)
        case (.double, .double): .double(left.number / right.number)
        default: .error(.noSuchOverload)
        }
    }

    static func remainder(_ frame: FramePointer, _ left: Val, _ right: Val) -> Val {
        switch (left.kind, right.kind) {
        case (.int, .int):
            right.integer == 0
                ? .error(.divisionByZero) : int(left.integer.remainderReportingOverflow(dividingBy: right.integer))
        case (.uint, .uint):
            right.unsigned == 0 ? .error(.divisionByZero) : .uint(left.unsigned % right.unsigned)
        default: .error(.noSuchOverload)
        }
    }

    static func negate(_ value: Val) -> Val {
        switch value.kind {
        case .int: int(Int64(0).subtractingReportingOverflow(value.integer))
        case .double: .double(-value.number)
        default: .error(.noSuchOverload)
        }
    }

    @inline(__always)
    static func int(_ result: (partialValue: Int64, overflow: Bool)) -> Val {
        result.overflow ? .error(.overflow) : .int(result.partialValue)
    }

    private static func uint(_ result: (partialValue: UInt64, overflow: Bool)) -> Val {
        result.overflow ? .error(.overflow) : .uint(result.partialValue)
    }

    private static func duration(_ result: (partialValue: Int64, overflow: Bool)) -> Val {
        result.overflow ? .error(.overflow) : .duration(nanoseconds: result.partialValue)
    }

    private static func instant(_ instant: Instant?) -> Val { instant?.value ?? .error(.overflow) }

    private static func concatenate(_ frame: FramePointer, _ left: Val, _ right: Val) -> Val {
        if left.count == 0 { return right }
        if right.count == 0 { return left }
        let count = Int(left.count) + Int(right.count)
        guard count <= FramePointer.resultLimit else { return frame.tooLong() }
        guard let memory = frame.allocate(count) else { return .error(.stepBudget) }
        memory.copyMemory(from: left.text)
        UnsafeMutableRawBufferPointer(rebasing: memory[Int(left.count)...]).copyMemory(from: right.text)
        var value = left
        value.bits = Val.address(of: UnsafeRawBufferPointer(memory))
        value.count = left.count + right.count
        return value
    }

    private static func concatenateLists(_ frame: FramePointer, _ left: Val, _ right: Val) -> Val {
        let left = frame.elements(of: left)
        let right = frame.elements(of: right)
        return frame.list(count: left.count + right.count) { memory in
            _ = memory.initialize(from: left)
            _ = UnsafeMutableBufferPointer(rebasing: memory[left.count...]).initialize(from: right)
        }
    }
}
