public import Documents

extension Value {
    /// Copies a result.
    init(_ value: Val, _ frame: FramePointer, _ program: Program) {
        var copying = Copying(frame: frame, program: program)
        self = copying.whole(value)
    }

    /// Copies a value of an evaluation. An error in it names no place in a source.
    public init(_ value: Val, _ frame: FramePointer) {
        var copying = Copying(frame: frame, program: nil)
        self = copying.whole(value)
    }

    /// Copies a value of a document. What is not known is unknown.
    public init(_ view: NodeView) {
        let activation = Activation(slotCount: 0)
        self.init(activation.value(of: view), activation.frame)
    }

    private struct Copying {
        let frame: FramePointer
        let program: Program?
        private var isTooDeep = false

        init(frame: FramePointer, program: Program?) {
            self.frame = frame
            self.program = program
        }

        /// The value, or an error instead of a part of it.
        mutating func whole(_ value: Val) -> Value {
            let copied = copy(value)
            if frame.pointee.steps < 0 { return refusal(.stepBudget) }
            return isTooDeep ? refusal(.nesting) : copied
        }

        private func refusal(_ code: ErrorCode) -> Value {
            .error(EvaluationError(code: code, message: code.message))
        }

        private mutating func copy(_ value: Val) -> Value {
            // A small expression can build a value whose parts, long texts among them, are shared many times over.
            guard frame.charge(1 + value.copiedBytes >> 4) else { return .null }
            guard !isTooDeep, frame.enter() else {
                isTooDeep = true
                return .null
            }
            defer { frame.leave() }
            switch value.kind {
            case .null, .absent: return .null
            case .bool: return .bool(value.boolean)
            case .int: return .int(value.integer)
            case .uint: return .uint(value.unsigned)
            case .double: return .double(value.number)
            case .string: return .string(String(decoding: value.text, as: UTF8.self))
            case .bytes: return .bytes(Array(value.text))
            case .timestamp: return .timestamp(seconds: value.seconds, nanoseconds: value.count)
            case .duration: return .duration(nanoseconds: value.nanoseconds)
            case .type: return .type(String(decoding: value.text, as: UTF8.self))
            case .list, .nodeList: return .list(frame.elements(of: value).map { copy($0) })
            case .map, .nodeMap, .object:
                let entries = frame.entries(of: value)
                return .map(
                    stride(from: 0, to: entries.count, by: 2).map {
                        Value.Entry(copy(entries[$0]), copy(entries[$0 + 1]))
                    })
            case .optional: return .optional(value.wrapped.map { copy($0) })
            case .opaque: return .opaque(OpaqueKind(rawValue: value.detail), Array(value.text))
            case .unknown: return .unknown(frame.reason(of: value))
            case .error:
                guard let program else {
                    return .error(EvaluationError(code: value.errorCode, message: value.errorCode.message))
                }
                return .error(EvaluationError(value, frame, program))
            }
        }
    }
}

extension Val {
    /// The bytes that a copy of a text takes.
    fileprivate var copiedBytes: Int {
        switch kind {
        case .string, .bytes, .opaque, .type: Int(count)
        default: 0
        }
    }
}

extension Value {
    /// Copies the value into an arena.
    func stored(in arena: inout Arena) -> Val {
        switch self {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .int(let value): return .int(value)
        case .uint(let value): return .uint(value)
        case .double(let value): return .double(value)
        case .timestamp(let seconds, let nanoseconds): return .timestamp(seconds: seconds, nanoseconds: nanoseconds)
        case .duration(let nanoseconds): return .duration(nanoseconds: nanoseconds)
        case .string(let text): return .string(Value.store(Array(text.utf8), in: &arena))
        case .bytes(let bytes): return .bytes(Value.store(bytes, in: &arena))
        case .type(let name):
            var value = Val.string(Value.store(Array(name.utf8), in: &arena))
            value.kind = .type
            return value
        case .opaque(let kind, let payload):
            var value = Val.bytes(Value.store(payload, in: &arena))
            value.kind = .opaque
            value.detail = kind.rawValue
            return value
        case .list(let elements):
            let values = elements.map { $0.stored(in: &arena) }
            return Val(list: Value.store(values, in: &arena), count: elements.count)
        case .map(let entries):
            let values = entries.flatMap { [$0.key.stored(in: &arena), $0.value.stored(in: &arena)] }
            return Val(map: Value.store(values, in: &arena), count: entries.count)
        case .optional(let wrapped):
            guard let wrapped else { return .none }
            let stored = Value.store([wrapped.stored(in: &arena)], in: &arena)
            return Val(kind: .optional, bits: UInt64(UInt(bitPattern: stored.baseAddress)))
        case .error(let error): return .error(error.code)
        // The reason belongs to the evaluation in which it arose; whoever reads the variable sees that it is unknown, and
        // perhaps not even there.
        case .unknown: return Val(kind: .unknown, count: .max, detail: 1)
        }
    }

    private static func store(_ bytes: [UInt8], in arena: inout Arena) -> UnsafeRawBufferPointer {
        let memory = UnsafeMutableRawBufferPointer(start: arena.allocate(max(1, bytes.count)), count: bytes.count)
        memory.copyBytes(from: bytes)
        return UnsafeRawBufferPointer(memory)
    }

    private static func store(_ values: [Val], in arena: inout Arena) -> UnsafeMutableBufferPointer<Val> {
        let memory = arena.allocate(max(1, values.count) * MemoryLayout<Val>.stride)
            .bindMemory(to: Val.self, capacity: values.count)
        memory.initialize(from: values, count: values.count)
        return UnsafeMutableBufferPointer(start: memory, count: values.count)
    }
}
