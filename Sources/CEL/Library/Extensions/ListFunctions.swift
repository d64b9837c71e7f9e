/// The functions of the `lists` library.
///
/// An element of a document may be unknown, and may then even be absent. Functions that look at elements are unknown
/// with them; those that only move elements pass them on, unless it is not certain how many elements there are.
enum ListFunctions {
    static let rangeLimit: Int64 = 1_000_000

    /// The first element that is an error, not known or not of a kind.
    static func firstProblem(in elements: UnsafeBufferPointer<Val>, expecting kind: Val.Kind) -> Val? {
        for element in elements where element.kind != kind {
            return element.isIndefinite ? element : .error(.noSuchOverload)
        }
        return nil
    }

    /// The first element that is an error or not known.
    static func firstIndefinite(in elements: UnsafeBufferPointer<Val>) -> Val? {
        elements.first { $0.isIndefinite }
    }

    /// The first element that may not be there, so that positions are not certain.
    static func firstUncertain(in elements: UnsafeBufferPointer<Val>) -> Val? {
        elements.first { $0.isError || $0.mayBeAbsent }
    }

    @Sendable
    static func range(_ frame: FramePointer, _ count: Val) -> Val {
        guard (0...rangeLimit).contains(count.integer) else {
            return frame.invalidArgument("cannot count to \(count.integer): expected 0 to \(rangeLimit)")
        }
        return frame.list(count: Int(count.integer)) { output in
            for index in output.indices { output.initializeElement(at: index, to: .int(index)) }
        }
    }

    @Sendable
    static func reverse(_ frame: FramePointer, _ list: Val) -> Val {
        let elements = frame.elements(of: list)
        if let problem = firstUncertain(in: elements) { return problem }
        return frame.list(count: elements.count) { output in _ = output.initialize(from: elements.reversed()) }
    }

    @Sendable
    static func slice(_ frame: FramePointer, _ list: Val, _ start: Val, _ end: Val) -> Val {
        let elements = frame.elements(of: list)
        frame.charge(elements.count >> 4)
        if let problem = firstUncertain(in: elements) { return problem }
        guard start.integer >= 0, start.integer <= end.integer, end.integer <= Int64(elements.count) else {
            return frame.error(
                .indexOutOfRange,
                "cannot slice \(start.integer) to \(end.integer): expected an ascending range within 0 to \(elements.count)"
            )
        }
        let part = UnsafeBufferPointer(rebasing: elements[Int(start.integer)..<Int(end.integer)])
        return frame.list(count: part.count) { output in _ = output.initialize(from: part) }
    }

    @Sendable
    static func first(_ frame: FramePointer, _ list: Val) -> Val { end(frame, list) { $0.first } }

    @Sendable
    static func last(_ frame: FramePointer, _ list: Val) -> Val { end(frame, list) { $0.last } }

    private static func end(
        _ frame: FramePointer, _ list: Val, _ choose: (UnsafeBufferPointer<Val>) -> Val?
    ) -> Val {
        guard let element = choose(frame.elements(of: list)) else { return .none }
        return element.isIndefinite ? element : frame.optional(element)
    }

    @Sendable
    static func flatten(_ frame: FramePointer, _ list: Val) -> Val { flattenTo(frame, list, .int(1)) }

    @Sendable
    static func flattenTo(_ frame: FramePointer, _ list: Val, _ depth: Val) -> Val {
        guard depth.integer >= 0 else {
            return frame.invalidArgument("cannot flatten \(depth.integer) levels: expected 0 or more")
        }
        var flat: [Val] = []
        if let problem = collect(frame, list, depth: depth.integer, nesting: 0, into: &flat) { return problem }
        return frame.list(copying: flat)
    }

    private static func collect(
        _ frame: FramePointer, _ list: Val, depth: Int64, nesting: Int, into flat: inout [Val]
    ) -> Val? {
        guard nesting < 200 else { return .error(.nesting) }
        for element in frame.elements(of: list) {
            guard frame.charge(1) else { return .error(.stepBudget) }
            if element.isIndefinite { return element }
            guard element.isList, depth > 0 else {
                flat.append(element)
                continue
            }
            if let problem = collect(frame, element, depth: depth - 1, nesting: nesting + 1, into: &flat) {
                return problem
            }
        }
        return nil
    }

    @Sendable
    static func distinct(_ frame: FramePointer, _ list: Val) -> Val {
        let elements = frame.elements(of: list)
        if let problem = firstIndefinite(in: elements) { return problem }
        guard frame.charge(elements.count) else { return .error(.stepBudget) }
        var unique: [Val] = []
        unique.reserveCapacity(elements.count)
        // Below some size comparing is cheaper than hashing.
        var indexesByHash: [UInt64: [Int]]? = elements.count > 16 ? [:] : nil
        for element in elements {
            let hash = indexesByHash == nil ? 0 : frame.hash(element)
            let isKnown =
                indexesByHash == nil
                ? contains(frame, unique, element, unique.indices)
                : contains(frame, unique, element, indexesByHash?[hash] ?? [])
            if isKnown.isIndefinite { return isKnown }
            if isKnown.isTrue { continue }
            indexesByHash?[hash, default: []].append(unique.count)
            unique.append(element)
        }
        return frame.list(copying: unique)
    }

    /// Whether one of the values at some indexes equals another one.
    private static func contains(
        _ frame: FramePointer, _ values: [Val], _ wanted: Val, _ indexes: some Collection<Int>
    ) -> Val {
        for index in indexes {
            guard frame.charge(1) else { return .error(.stepBudget) }
            let equal = frame.equals(values[index], wanted)
            if !equal.isFalse { return equal }
        }
        return .false
    }

    @Sendable
    static func indexOf(_ frame: FramePointer, _ list: Val, _ wanted: Val) -> Val {
        let elements = frame.elements(of: list)
        return index(frame, elements, wanted, elements.indices)
    }

    @Sendable
    static func lastIndexOf(_ frame: FramePointer, _ list: Val, _ wanted: Val) -> Val {
        let elements = frame.elements(of: list)
        return index(frame, elements, wanted, elements.indices.reversed())
    }

    private static func index(
        _ frame: FramePointer, _ elements: UnsafeBufferPointer<Val>, _ wanted: Val, _ order: some Sequence<Int>
    ) -> Val {
        frame.charge(elements.count)
        if let problem = firstUncertain(in: elements) { return problem }
        for index in order {
            guard frame.charge(1) else { return .error(.stepBudget) }
            let equal = frame.equals(elements[index], wanted)
            if equal.isIndefinite { return equal }
            if equal.isTrue { return .int(index) }
        }
        return .int(-1)
    }
}
