/// Variables and type names.
extension Compiler {
    /// The code of an expression that as a whole names something; nil if it does not.
    func name(_ id: ExpressionID) -> Piece? {
        switch checked.resolution(of: id) {
        case .variable(let index): return variable(id, index)
        case .local(let slot): return local(id, slot)
        case .typeName(let type): return constant(pool.type(type.runtimeName))
        case .unresolved:
            // A call may be unresolved too, but then it is not the name that lacks a value.
            if case .identifier = tree[id] { return failure(.unboundVariable, id) }
            return nil
        case .none, .call, .binds, .partOfName: return nil
        }
    }

    private func variable(_ id: ExpressionID, _ slot: Int) -> Piece {
        Piece(fusing(.place(.slot(slot)))) { frame in
            let value = frame.pointee.slots[slot]
            return value.kind == .absent ? frame.valueOfUnset(slot).at(id) : value
        }
    }

    private func local(_ id: ExpressionID, _ slot: Int) -> Piece {
        guard let late = bindings[slot] else {
            return Piece(fusing(.place(.local(slot)))) { $0.pointee.locals[slot] }
        }
        let (compute, height) = (late.code, late.height)
        return Piece { frame in
            let value = frame.pointee.locals[slot]
            if value.kind != .absent { return value }
            guard frame.enter(height) else { return .error(.nesting, at: id) }
            let computed = compute._withUnsafeGuaranteedRef { $0.code(frame) }
            frame.leave(height)
            frame.pointee.locals[slot] = computed
            return computed
        }
    }

    func fusing(_ shape: Shape) -> Shape {
        options.fusesShapes && !options.isRecording ? shape : .other
    }

    /// `cel.bind`: the value is computed when the body first asks for it.
    mutating func bind(_ id: ExpressionID, _ value: ExpressionID, _ body: ExpressionID) -> Piece {
        guard case .binds(let slot) = checked.resolution(of: id) else { return failure(.unboundVariable, id) }
        bindings[slot] = lateValue(value)
        let body = code(body)
        bindings[slot] = nil
        return Piece { frame in
            frame.pointee.locals[slot] = .absent
            return body(frame)
        }
    }
}

extension CELType {
    /// The name of the type as a value: what `type()` gives.
    var runtimeName: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .list: "list"
        case .map: "map"
        case .wrapper(let type): type.runtimeName
        case .optional: "optional_type"
        case .type: "type"
        case .opaque(let name, _): name
        case .object(let name): name
        case .parameter(let name): name
        }
    }
}

extension Val {
    /// The type of the value, as a value.
    var runtimeType: Val {
        switch kind {
        case .null: .type("null_type")
        case .bool: .type("bool")
        case .int: .type("int")
        case .uint: .type("uint")
        case .double: .type("double")
        case .string: .type("string")
        case .bytes: .type("bytes")
        case .timestamp: .type("google.protobuf.Timestamp")
        case .duration: .type("google.protobuf.Duration")
        case .list, .nodeList: .type("list")
        case .map, .nodeMap, .object: .type("map")
        case .optional: .type("optional_type")
        case .type: .type("type")
        case .opaque: .type(OpaqueKind(rawValue: detail).typeName)
        case .error, .unknown, .absent: self
        }
    }
}
