/// Constants of a program, and the objects that its closures use without retaining them.
// INVARIANT: written while the program is compiled, read-only afterwards; freed with the program, which every
// evaluation keeps alive.
final class ConstantPool: @unchecked Sendable {
    private var arena = Arena()
    private var objects: [AnyObject] = []

    /// Keeps an object alive as long as the program.
    func keep<Object: AnyObject>(_ object: Object) -> Unmanaged<Object> {
        objects.append(object)
        return Unmanaged.passUnretained(object)
    }

    /// Keeps a trivial value as long as the program.
    func keep<Element: BitwiseCopyable>(_ value: Element) -> UnsafePointer<Element> {
        let memory = allocate(Element.self, count: 1)
        memory.initialize(to: value)
        return UnsafePointer(memory)
    }

    /// Uninitialised memory that lives as long as the program.
    func allocate<Element: BitwiseCopyable>(_ type: Element.Type, count: Int) -> UnsafeMutablePointer<Element> {
        arena.allocate(max(1, count) * MemoryLayout<Element>.stride).bindMemory(to: type, capacity: count)
    }

    func string(_ text: String) -> Val {
        var text = text
        return text.withUTF8 { .string(copy(UnsafeRawBufferPointer($0))) }
    }

    func bytes(_ bytes: [UInt8]) -> Val {
        bytes.withUnsafeBytes { .bytes(copy($0)) }
    }

    func type(_ name: String) -> Val {
        var value = string(name)
        value.kind = .type
        return value
    }

    /// Copies a value out of the arena of an evaluation, which takes steps: a value may share its parts many times over.
    /// - Returns: nil if it refers to something that cannot be a constant, is too deep, or the step budget is used up.
    func copy(_ value: Val, for frame: FramePointer) -> Val? {
        guard frame.charge(1 + value.textSteps), frame.enter() else { return nil }
        defer { frame.leave() }
        switch value.kind {
        case .null, .bool, .int, .uint, .double, .timestamp, .duration: return value
        case .string, .bytes, .type, .opaque:
            var copied = value
            copied.bits = Val.address(of: copy(value.text))
            return copied
        case .list: return copy(value, values: value.elements, for: frame)
        case .map: return copy(value, values: value.entries, for: frame)
        case .optional:
            guard let wrapped = value.wrapped else { return value }
            return withUnsafePointer(to: wrapped) {
                copy(value, values: UnsafeBufferPointer(start: $0, count: 1), for: frame)
            }
        case .nodeList, .nodeMap, .object, .error, .unknown, .absent: return nil
        }
    }

    private func copy(_ container: Val, values: UnsafeBufferPointer<Val>, for frame: FramePointer) -> Val? {
        let memory = arena.allocate(max(1, values.count) * MemoryLayout<Val>.stride)
            .bindMemory(to: Val.self, capacity: values.count)
        for index in values.indices {
            guard let value = copy(values[index], for: frame) else { return nil }
            (memory + index).initialize(to: value)
        }
        var copied = container
        copied.bits = UInt64(UInt(bitPattern: memory))
        return copied
    }

    private func copy(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let memory = arena.allocate(max(1, text.count))
        if let start = text.baseAddress { memory.copyMemory(from: start, byteCount: text.count) }
        return UnsafeRawBufferPointer(start: memory, count: text.count)
    }
}
