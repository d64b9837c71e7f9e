/// Copies of values that outlive the evaluation they come from.
extension Val {
    /// How deep a value may lie inside others.
    private static let deepest = 64

    /// The same value in other memory; nil if a part of it is an error or not known, which belongs to one evaluation. What
    /// lies in a document stays there.
    func copy(in arena: inout Arena, depth: Int = 0) -> Val? {
        guard depth < Self.deepest else { return nil }
        switch kind {
        case .null, .bool, .int, .uint, .double, .timestamp, .duration, .type, .nodeList, .nodeMap, .object: return self
        case .string, .bytes, .opaque:
            let memory = arena.allocate(max(1, Int(count)))
            if let bytes = text.baseAddress { memory.copyMemory(from: bytes, byteCount: Int(count)) }
            return replacing(memory)
        case .list: return copy(of: Int(count), in: &arena, depth)
        case .map: return copy(of: Int(count) * 2, in: &arena, depth)
        case .optional: return bits == 0 ? self : copy(of: 1, in: &arena, depth)
        case .error, .unknown, .absent: return nil
        }
    }

    /// A copy of the values that this one points at.
    private func copy(of count: Int, in arena: inout Arena, _ depth: Int) -> Val? {
        let memory = arena.allocate(max(1, count * MemoryLayout<Val>.stride)).bindMemory(to: Val.self, capacity: count)
        guard count > 0, let values = UnsafePointer<Val>(bitPattern: UInt(bits)) else { return replacing(memory) }
        for index in 0..<count {
            guard let value = values[index].copy(in: &arena, depth: depth + 1) else { return nil }
            (memory + index).initialize(to: value)
        }
        return replacing(memory)
    }

    private func replacing(_ memory: UnsafeRawPointer) -> Val {
        var copy = self
        copy.bits = UInt64(UInt(bitPattern: memory))
        return copy
    }
}
