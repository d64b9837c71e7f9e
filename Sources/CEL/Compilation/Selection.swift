import Documents

/// Looking up fields and indexes, for every kind of operand.
///
/// `absent` stands for a missing key or index; the closures turn it into an error, a none or a false.
extension FramePointer {
    /// The field of a document mapping.
    @inline(__always)
    func nodeField(of map: Val, _ field: FieldPointer) -> Val {
        guard field.pointee.symbol != .none else {
            return nullAware(nodeMember(of: map, named: field.pointee.name.text), field)
        }
        guard let node = memberNode(of: map, field.pointee.symbol) else { return .absent }
        return nullAware(value(of: node, in: map.count), field)
    }

    @inline(__always)
    private func nullAware(_ value: Val, _ field: FieldPointer) -> Val {
        value.kind == .null && field.pointee.nullIsAbsent ? .absent : value
    }

    /// The field of any operand that is not optional. Indefinite operands give themselves.
    @inline(__always)
    func field(of operand: Val, _ field: FieldPointer) -> Val {
        operand.hasNodeMembers ? nodeField(of: operand, field) : fieldOfOther(operand, field)
    }

    @inline(never)
    private func fieldOfOther(_ operand: Val, _ field: FieldPointer) -> Val {
        switch operand.kind {
        case .nodeMap, .object: return nodeField(of: operand, field)
        case .map: return nullAware(member(of: operand, key: field.pointee.name), field)
        case .error, .unknown: return operand
        default: return .error(.noSuchOverload, at: field.pointee.expression)
        }
    }

    /// `operand.field`; of an optional operand the optional field.
    @inline(__always)
    func select(_ operand: Val, _ field: FieldPointer) -> Val {
        let value = self.field(of: operand, field)
        return value.kind == .absent || operand.kind == .optional ? selectRarely(operand, field, value) : value
    }

    @inline(never)
    private func selectRarely(_ operand: Val, _ field: FieldPointer, _ value: Val) -> Val {
        operand.kind == .optional ? optionalSelect(operand, field) : .error(.noSuchKey, at: field.pointee.expression)
    }

    /// `operand.?field`, and `operand.field` of an optional operand.
    func optionalSelect(_ operand: Val, _ field: FieldPointer) -> Val {
        guard operand.kind == .optional else { return optionalOf(self.field(of: operand, field)) }
        guard let wrapped = operand.wrapped else { return .none }
        return optionalOf(self.field(of: wrapped, field))
    }

    private func optionalOf(_ value: Val) -> Val {
        if value.kind == .absent { return .none }
        return value.isIndefinite ? value : optional(value)
    }

    /// `has(operand.field)`.
    @inline(__always)
    func hasField(_ operand: Val, _ field: FieldPointer) -> Val {
        if operand.hasNodeMembers, field.pointee.symbol != .none {
            guard let node = memberNode(of: operand, field.pointee.symbol) else { return .false }
            if node.pointee.flags.contains(.deferred) { return presence(value(of: node, in: operand.count), field) }
            return .bool(!(node.pointee.kind == .null && field.pointee.nullIsAbsent))
        }
        return hasRarely(operand, field)
    }

    @inline(never)
    private func hasRarely(_ operand: Val, _ field: FieldPointer) -> Val {
        if operand.kind == .optional {
            guard let wrapped = operand.wrapped else { return .false }
            return hasRarely(wrapped, field)
        }
        guard !operand.isIndefinite else { return operand }
        return presence(self.field(of: operand, field), field)
    }

    /// Whether there is a value: unknown only if it may be absent.
    private func presence(_ value: Val, _ field: FieldPointer) -> Val {
        switch value.kind {
        case .absent: return .false
        case .unknown: return value.detail == 0 ? .true : value
        case .error: return value
        case .null: return .bool(!field.pointee.nullIsAbsent)
        default: return .true
        }
    }

    /// `operand[index]`, with `absent` for a key that the map lacks.
    func indexed(_ operand: Val, _ index: Val, nullIsAbsent: Bool) -> Val {
        if operand.isIndefinite || index.isIndefinite { return firstIndefinite(operand, index) }
        switch operand.kind {
        case .map, .nodeMap, .object:
            guard index.isMapKey || index.kind == .double else { return .error(.noSuchOverload) }
            let value = member(of: operand, key: index)
            return value.kind == .null && nullIsAbsent ? .absent : value
        case .list, .nodeList:
            guard let position = index.exactInteger else { return .error(.noSuchOverload) }
            return element(of: operand, at: position)
        default: return .error(.noSuchOverload)
        }
    }
}

extension Val {
    var isMapKey: Bool {
        kind == .string || kind == .int || kind == .bool || kind == .uint
    }

    /// The number as an integer, if it is one.
    var exactInteger: Int64? {
        switch kind {
        case .int: integer
        case .uint: Int64(exactly: unsigned)
        case .double: Int64(exactly: number)
        default: nil
        }
    }
}
