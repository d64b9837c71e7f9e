/// Equality of values, deep and across number kinds; and the hash that goes with it.
extension FramePointer {
    /// A bool; unknown or an error if a part that decides is.
    @inline(__always)
    public func equals(_ left: Val, _ right: Val) -> Val {
        if left.kind == right.kind {
            switch left.kind {
            case .string, .bytes, .type: return .bool(sameText(left, right))
            case .int, .uint, .bool, .duration: return .bool(left.bits == right.bits)
            case .null: return .true
            default: break
            }
        }
        return equalsAcross(left, right)
    }

    /// Whether two keys of maps are the same.
    @inline(__always)
    func keysMatch(_ left: Val, _ right: Val) -> Bool {
        if left.kind == .string, right.kind == .string { return sameText(left, right) }
        return equalsAcross(left, right).isTrue
    }

    /// Whether two texts have the same bytes.
    @inline(__always)
    private func sameText(_ left: Val, _ right: Val) -> Bool {
        guard left.count == right.count else { return false }
        if _slowPath(left.count >= 64) { charge(Int(left.count >> 6)) }
        return Val.sameText(left, right)
    }

    @inline(never)
    private func equalsAcross(_ left: Val, _ right: Val) -> Val {
        if left.isIndefinite || right.isIndefinite { return firstIndefinite(left, right) }
        if left.isNumber, right.isNumber { return .bool(Val.order(left, right) == .equal) }
        if left.isList && right.isList || left.isMap && right.isMap || left.kind == .optional && right.kind == .optional
        {
            guard enter() else { return .error(.nesting) }
            defer { leave() }
            return partsEqual(left, right)
        }
        guard left.kind == right.kind else { return .false }
        switch left.kind {
        case .opaque: return .bool(left.detail == right.detail && sameText(left, right))
        case .string, .bytes, .type: return .bool(sameText(left, right))
        case .timestamp: return .bool(left.bits == right.bits && left.count == right.count)
        default: return .bool(left.bits == right.bits)
        }
    }

    /// For two lists, two maps or two optionals.
    private func partsEqual(_ left: Val, _ right: Val) -> Val {
        if left.isList { return listsEqual(left, right) }
        if left.isMap { return mapsEqual(left, right) }
        guard let leftValue = left.wrapped, let rightValue = right.wrapped else {
            return .bool((left.bits == 0) == (right.bits == 0))
        }
        return equals(leftValue, rightValue)
    }

    private func listsEqual(_ left: Val, _ right: Val) -> Val {
        let left = elements(of: left)
        let right = elements(of: right)
        let (extent, otherExtent) = (Extent(left), Extent(right))
        guard extent.mayEqual(otherExtent) else { return .false }
        // Which elements stand beside each other depends on whether those before them exist.
        if let open = extent.open ?? otherExtent.open { return open }
        var verdict = Val.true
        for index in left.indices {
            guard charge(1) else { return .error(.stepBudget) }
            let equal = equals(left[index], right[index])
            if equal.isFalse { return .false }
            verdict = verdict.and(equal)
        }
        return verdict
    }

    private func mapsEqual(_ left: Val, _ right: Val) -> Val {
        let entries = entries(of: left)
        let (extent, otherExtent) = (Extent(entries: entries), extent(of: right))
        guard extent.mayEqual(otherExtent) else { return .false }
        var verdict = otherExtent.open ?? .true
        var index = 0
        while index < entries.count {
            guard charge(1) else { return .error(.stepBudget) }
            let value = entries[index + 1]
            let other = member(of: right, key: entries[index])
            guard other.kind != .absent || value.mayBeAbsent else { return .false }
            let equal = other.kind == .absent ? value : equals(value, other)
            if equal.isFalse { return .false }
            verdict = verdict.and(equal)
            index += 2
        }
        return verdict.isTrue || !lacks(left, keyOf: right) ? verdict : .false
    }

    /// Whether a map certainly lacks a key that another one certainly has.
    private func lacks(_ map: Val, keyOf other: Val) -> Bool {
        let entries = entries(of: other)
        var index = 0
        while index < entries.count, charge(1) {
            if !entries[index + 1].mayBeAbsent, member(of: map, key: entries[index]).kind == .absent { return true }
            index += 2
        }
        return false
    }

    /// The unknown of two values if there is one, else the error.
    @inline(never)
    func firstIndefinite(_ left: Val, _ right: Val) -> Val {
        if left.isUnknown { return left }
        if right.isUnknown { return right }
        return left.isError ? left : right
    }

    /// A hash in which equal values agree: 1, 1u and 1.0 have the same.
    public func hash(_ value: Val) -> UInt64 {
        var hash = ValueHash()
        feed(value, depth: 0, to: &hash)
        return hash.state
    }

    /// What lies deep in a value is left out: equal values agree all the same.
    private func feed(_ value: Val, depth: Int, to hash: inout ValueHash) {
        guard charge(1 + value.textSteps), depth < Frame.depthLimit / 2 else { return }
        let depth = depth + 1
        switch value.kind {
        case .int: hash.add(Double(value.integer))
        case .uint: hash.add(Double(value.unsigned))
        case .double: hash.add(value.number)
        case .string, .bytes, .type, .opaque: hash.add(value.text)
        case .list, .nodeList:
            for element in elements(of: value) { feed(element, depth: depth, to: &hash) }
        case .map, .nodeMap, .object:
            // Equal maps may hold their entries in another order.
            let entries = entries(of: value)
            var sum: UInt64 = 0
            for index in stride(from: 0, to: entries.count, by: 2) {
                var entry = ValueHash()
                feed(entries[index], depth: depth, to: &entry)
                feed(entries[index + 1], depth: depth, to: &entry)
                sum &+= entry.state
            }
            hash.add(sum)
        case .optional:
            hash.add(value.bits == 0 ? UInt64(0) : 1)
            if let wrapped = value.wrapped { feed(wrapped, depth: depth, to: &hash) }
        case .timestamp: hash.add(value.bits ^ UInt64(value.count) << 32)
        case .null, .bool, .duration, .error, .unknown, .absent: hash.add(value.bits)
        }
    }
}

extension Val {
    /// `self && other` for verdicts of which none is false.
    func and(_ other: Val) -> Val {
        if isUnknown { return self }
        if other.isUnknown { return other }
        return isError ? self : other
    }
}

/// A multiplicative hash over eight bytes at a time.
struct ValueHash {
    var state: UInt64 = 0x2545_F491_4F6C_DD1D

    @inline(__always)
    mutating func add(_ value: UInt64) {
        let product = (state ^ value).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        state = product.high ^ product.low
    }

    mutating func add(_ value: Double) { add((value == 0 ? 0.0 : value).bitPattern) }

    @inline(__always)
    mutating func add(_ text: UnsafeRawBufferPointer) {
        var offset = 0
        while offset + 8 <= text.count {
            add(text.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var rest = UInt64(text.count)
        while offset < text.count {
            rest = rest << 8 | UInt64(text[offset])
            offset += 1
        }
        add(rest)
    }
}
