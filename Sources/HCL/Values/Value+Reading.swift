extension Value {
    /// Why the value is not known; nil if it is. Elements of a collection may still be unknown.
    public var unknown: Unknown? {
        switch form {
        case .unknown(let unknown): unknown
        case .entity(let entity): entity.whole
        default: nil
        }
    }

    public var isNull: Bool { if case .null = form { true } else { false } }

    /// The elements of a list, a tuple or a set, or the values of a map or an object.
    public var elements: [Value]? {
        switch form {
        case .tuple(let elements), .list(let elements), .set(let elements): elements
        default: members?.all.map(\.value)
        }
    }

    var isCollection: Bool {
        switch form {
        case .tuple, .list, .set, .object, .map: true
        case .null, .bool, .number, .string, .entity, .unknown: false
        }
    }

    public var members: Members? {
        switch form {
        case .object(let members), .map(let members): members
        default: nil
        }
    }

    /// The keys and values that are gone through, by position in what has no keys; nil if it is no collection.
    var pairs: [(key: Value, value: Value)]? {
        switch form {
        case .tuple(let values), .list(let values): values.enumerated().map { (.number($0.offset), $0.element) }
        case .set(let values): values.map { ($0, $0) }
        default: members?.all.map { (.string($0.key), $0.value) }
        }
    }

    /// The first thing inside that is not known.
    var innerUnknown: Unknown? {
        guard hasUnknownInside else { return nil }
        if let unknown { return unknown }
        for element in elements ?? [] { if let unknown = element.innerUnknown { return unknown } }
        return nil
    }

    /// Why it is not known how many elements a set has: those that are not known may turn out to be the same as others.
    public var openCount: Unknown? {
        guard case .set(let elements) = form, elements.count > 1 else { return nil }
        return innerUnknown
    }

    /// What the type is called.
    var typeName: String {
        switch form {
        case .null: "null"
        case .bool: "bool"
        case .number: "number"
        case .string: "string"
        case .tuple: "tuple"
        case .list: "list"
        case .set: "set"
        case .object, .entity: "object"
        case .map: "map"
        case .unknown: "unknown"
        }
    }

    // Conversions that the language makes by itself. The value is known.

    /// - Returns: Nil if the value cannot become a text.
    var asText: String? {
        switch form {
        case .string(let text): text
        case .number(let number): number.isExact ? number.text : nil
        case .bool(let value): value ? "true" : "false"
        default: nil
        }
    }

    var asNumber: Number? {
        switch form {
        case .number(let number): number
        case .string(let text): Number.converting(text)
        default: nil
        }
    }

    var asBool: Bool? {
        switch form {
        case .bool(let value): value
        case .string("true"), .string("1"): true
        case .string("false"), .string("0"): false
        default: nil
        }
    }
}

// Equality.

extension Value {
    /// Whether two values are equal; nil if that is not known.
    static func areEqual(_ left: Value, _ right: Value) -> Bool? {
        let haveEqualParts = haveEqualParts(left, right)
        guard haveEqualParts != false, left.isCollection, right.isCollection else { return haveEqualParts }
        // Collections that look alike may be of different types: empty ones, and those of nulls.
        switch left.type.isSame(as: right.type) {
        case true?: return haveEqualParts
        case false?: return false
        case nil: return nil
        }
    }

    private static func haveEqualParts(_ left: Value, _ right: Value) -> Bool? {
        if left.unknown != nil || right.unknown != nil || left.openCount != nil || right.openCount != nil { return nil }
        switch (left.form, right.form) {
        case (.null, .null): return true
        case (.bool(let one), .bool(let other)): return one == other
        case (.string(let one), .string(let other)): return one == other
        case (.number(let one), .number(let other)): return Number.order(one, other).map { $0 == .same }
        case (.tuple(let one), .tuple(let other)), (.list(let one), .list(let other)), (.set(let one), .set(let other)):
            guard one.count == other.count else { return false }
            return allEqual(zip(one, other))
        case (.object(let one), .object(let other)), (.map(let one), .map(let other)):
            guard one.all.elementsEqual(other.all, by: { $0.key == $1.key }) else { return false }
            return allEqual(zip(one.all, other.all).lazy.map { ($0.value, $1.value) })
        default: return false
        }
    }

    private static func allEqual(_ pairs: some Sequence<(Value, Value)>) -> Bool? {
        var result: Bool? = true
        for (one, other) in pairs {
            switch haveEqualParts(one, other) {
            case false?: return false
            case nil: result = nil
            case true?: continue
            }
        }
        return result
    }

    /// The order in which a set is gone through.
    static func precedes(_ left: Value, _ right: Value) -> Bool {
        switch (left.form, right.form) {
        case (.string(let one), .string(let other)): one.utf8.lexicographicallyPrecedes(other.utf8)
        case (.number(let one), .number(let other)): Number.isLess(one, other)
        case (.bool(let one), .bool(let other)): !one && other
        case (.null, _): false
        case (_, .null): true
        default: setHash(left).utf8.lexicographicallyPrecedes(setHash(right).utf8)
        }
    }

    /// What decides the order of collections in a set.
    /// - SeeAlso: https://github.com/zclconf/go-cty/blob/main/cty/set_internals.go
    private static func setHash(_ value: Value) -> String {
        switch value.form {
        case .null: "~"
        case .unknown, .entity: "?"
        case .bool(let flag): flag ? "T" : "F"
        case .number(let number): number.text
        case .string(let text): quoted(text)
        case .list(let values), .set(let values): "[" + values.map { setHash($0) + ";" }.joined() + "]"
        case .tuple(let values): "<" + values.map { setHash($0) + ";" }.joined() + ">"
        case .object(let members): "<" + members.all.map { setHash($0.value) + ";" }.joined() + ">"
        case .map(let members):
            "{" + members.all.map { setHash(.string($0.key)) + ":" + setHash($0.value) + ";" }.joined() + "}"
        }
    }

    /// A text as Go's `%q` writes it.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{7}": result += "\\a"
            case "\u{8}": result += "\\b"
            case "\u{B}": result += "\\v"
            case "\u{C}": result += "\\f"
            case _ where scalar.isShown: result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x80: result += scalar.escaped("x", 2)
            default: result += scalar.value < 0x10000 ? scalar.escaped("u", 4) : scalar.escaped("U", 8)
            }
        }
        return result + "\""
    }

    /// A set of values: sorted, without repetition. Elements that are not known are all kept.
    static func makeSet(_ values: [Value]) -> Form {
        var kept: [Value] = []
        var seen: Set<Key> = []
        for value in values {
            guard let key = Key(value) else {
                kept.append(value)
                continue
            }
            if seen.insert(key).inserted { kept.append(value) }
        }
        return .set(kept.sorted(by: precedes))
    }

    /// What makes a known value the same as another one.
    struct Key: Hashable {
        private let text: String

        /// Nil for a value that is not known in all parts.
        init?(_ value: Value) {
            guard !value.hasUnknownInside else { return nil }
            var text = ""
            guard Self.append(value, to: &text) else { return nil }
            self.text = text
        }

        private static func append(_ value: Value, to text: inout String) -> Bool {
            switch value.form {
            case .null: text += "n;"
            case .bool(let flag): text += flag ? "t;" : "f;"
            case .number(let number):
                guard number.isExact else { return false }
                text += "#\(number.text);"
            case .string(let content): text += "s\(content.utf8.count):\(content)"
            case .tuple(let values), .list(let values), .set(let values):
                text += value.typeName + "["
                for element in values { guard append(element, to: &text) else { return false } }
                text += "]"
            case .object(let members), .map(let members):
                text += value.typeName + "{"
                for member in members.all {
                    text += "\(member.key.utf8.count):\(member.key)"
                    guard append(member.value, to: &text) else { return false }
                }
                text += "}"
            case .entity, .unknown: return false
            }
            return true
        }
    }
}
