/// Lists in order, and what follows from an order.
extension ListFunctions {
    /// The kinds of values that have an order among themselves.
    private static func isOrdered(_ kind: Val.Kind) -> Bool {
        switch kind {
        case .int, .uint, .double, .bool, .duration, .timestamp, .string, .bytes: true
        default: false
        }
    }

    /// What keeps values from being compared: one that is not known, or values of several kinds or of none that has an
    /// order.
    static func orderProblem(in keys: UnsafeBufferPointer<Val>) -> Val? {
        if let problem = firstIndefinite(in: keys) { return problem }
        guard let kind = keys.first?.kind else { return nil }
        return isOrdered(kind) && keys.allSatisfy { $0.kind == kind } ? nil : .error(.noSuchOverload)
    }

    /// Whether a value comes before another one of its kind; NaN comes before all numbers.
    private static func isBefore(_ frame: FramePointer, _ left: Val, _ right: Val) -> Bool {
        frame.chargeComparison(left, right)
        if left.kind == .double, left.number.isNaN || right.number.isNaN {
            return left.number.isNaN && !right.number.isNaN
        }
        return Val.order(left, right) == .less
    }

    @Sendable
    static func sort(_ frame: FramePointer, _ list: Val) -> Val {
        let elements = frame.elements(of: list)
        return sorted(frame, elements, by: elements)
    }

    /// Values in the order of their keys, those with equal keys as they were.
    static func sorted(
        _ frame: FramePointer, _ values: UnsafeBufferPointer<Val>, by keys: UnsafeBufferPointer<Val>
    ) -> Val {
        if let problem = orderProblem(in: keys) { return problem }
        let comparisons = keys.count.multipliedReportingOverflow(by: Int.bitWidth - keys.count.leadingZeroBitCount)
        guard !comparisons.overflow, frame.charge(comparisons.partialValue) else { return .error(.stepBudget) }
        // The standard library's sort is stable.
        let order = keys.indices.sorted { isBefore(frame, keys[$0], keys[$1]) }
        guard frame.pointee.steps >= 0 else { return .error(.stepBudget) }
        return frame.list(count: values.count) { output in
            for (index, source) in order.enumerated() { output.initializeElement(at: index, to: values[source]) }
        }
    }

    @Sendable
    static func isSorted(_ frame: FramePointer, _ list: Val) -> Val {
        let elements = frame.elements(of: list)
        if let problem = orderProblem(in: elements) { return problem }
        frame.charge(elements.count)
        return .bool(zip(elements, elements.dropFirst()).allSatisfy { !isBefore(frame, $1, $0) })
    }

    @Sendable
    static func min(_ frame: FramePointer, _ list: Val) -> Val {
        extreme(frame, list, "min") { isBefore(frame, $1, $0) }
    }

    @Sendable
    static func max(_ frame: FramePointer, _ list: Val) -> Val {
        extreme(frame, list, "max") { isBefore(frame, $0, $1) }
    }

    /// - Parameter isBetter: whether the second value is to replace the first.
    private static func extreme(
        _ frame: FramePointer, _ list: Val, _ name: String, _ isBetter: (Val, Val) -> Bool
    ) -> Val {
        let elements = frame.elements(of: list)
        if let problem = orderProblem(in: elements) { return problem }
        frame.charge(elements.count)
        guard var result = elements.first else {
            return frame.invalidArgument("`\(name)` of an empty list: expected at least one element")
        }
        for element in elements.dropFirst() where isBetter(result, element) { result = element }
        return result
    }

    /// - Parameter zero: the sum of an empty list.
    static func sum(_ frame: FramePointer, _ list: Val, zero: Val) -> Val {
        let elements = frame.elements(of: list)
        if let problem = firstIndefinite(in: elements) { return problem }
        frame.charge(elements.count)
        guard var total = elements.first else { return zero }
        switch total.kind {
        case .int, .uint, .double, .duration: break
        default: return .error(.noSuchOverload)
        }
        for element in elements.dropFirst() {
            guard element.kind == total.kind else { return .error(.noSuchOverload) }
            total = Arithmetic.add(frame, total, element)
            if total.isError { return total }
        }
        return total
    }
}
