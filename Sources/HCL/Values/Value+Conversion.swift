extension Value {
    /// The value in the form that a type asks for.
    /// - Throws: an error if there is none.
    public func converted(to type: ValueType) throws(EvaluationFailure) -> Value {
        if case .any = type { return self }
        if unknown != nil || isNull { return try unseen(as: type) }
        switch type {
        case .any: return self
        case .open: return opened()
        case .string:
            if case .number(let number) = self.form, !number.isExact { throw Value.inexact }
            return Value(.string(try required(asText, type)), isSensitive: isSensitive)
        case .number:
            if asNumber == nil, case .string(let text) = self.form, Number.isNumber(text) {
                throw .notComputed("the number has more than \(Number.mostDigits) digits")
            }
            if case .string(let text) = self.form, ["Inf", "+Inf", "-Inf"].contains(text) {
                throw .notComputed("what has no end is not computed")
            }
            return Value(.number(try required(asNumber, type)), isSensitive: isSensitive)
        case .bool: return Value(.bool(try required(asBool, type)), isSensitive: isSensitive)
        case .list(let element):
            guard members == nil else { throw cannotBecome(type) }
            if let openCount { return Value(.unknown(openCount), of: type, isSensitive: isSensitiveInside) }
            let (values, shared) = try elements(of: type, each: element)
            return Value(.list(values), of: shared, isSensitive: isSensitive)
        case .set(let element):
            guard members == nil else { throw cannotBecome(type) }
            let (values, shared) = try elements(of: type, each: element)
            // A set is secret as a whole, or not at all.
            return Value(Value.makeSet(values), of: shared, isSensitive: isSensitiveInside)
        case .map(let element):
            let members = try required(members, type)
            let (values, shared) = try elements(of: type, each: element)
            return Value(
                .map(Members(zip(members.all, values).map { ($0.key, $1) })), of: shared, isSensitive: isSensitive)
        case .tuple(let types):
            let elements = try required(members == nil ? self.elements : nil, type)
            guard elements.count == types.count else { throw cannotBecome(type) }
            var converted: [Value] = []
            for (element, type) in zip(elements, types) { converted.append(try element.converted(to: type)) }
            return Value(.tuple(converted), isSensitive: isSensitive)
        case .object(let attributes):
            return Value(.object(try object(of: attributes, type)), isSensitive: isSensitive)
        }
    }

    /// The elements of a collection, and what type they are of there.
    private func elements(
        of type: ValueType, each element: ValueType
    ) throws(EvaluationFailure) -> (values: [Value], type: ValueType?) {
        let elements = try required(elements, type)
        guard case .any = element else {
            var values: [Value] = []
            for value in elements { values.append(try value.converted(to: element)) }
            return (values, element.isDefinite ? element : nil)
        }
        switch form {
        case .list, .set, .map: return (elements, declared)
        default: return try Value.unified(elements)
        }
    }

    private func object(of attributes: [ValueType.Attribute], _ type: ValueType) throws(EvaluationFailure) -> Members {
        let members = try required(members, type)
        var result: [(String, Value)] = []
        for attribute in attributes {
            let given = members[attribute.name]
            guard given != nil || attribute.isOptional else {
                throw EvaluationFailure("the attribute `\(attribute.name)` is required")
            }
            let value = given.flatMap { $0.isNull ? attribute.fallback : $0 } ?? attribute.fallback ?? .null
            result.append((attribute.name, try value.converted(to: attribute.type)))
        }
        return Members(result)
    }

    private func required<Part>(_ part: Part?, _ type: ValueType) throws(EvaluationFailure) -> Part {
        guard let part else { throw cannotBecome(type) }
        return part
    }

    private func cannotBecome(_ type: ValueType) -> EvaluationFailure {
        let name =
            switch declared {
            case let own? where (isNull || unknown != nil) && own.name != ValueType.any.name: own.name
            default: typeName
            }
        return EvaluationFailure("a value of the type \(name) cannot become a \(type.name)")
    }

    static let inexact = EvaluationFailure.notComputed("a quotient without end has no exact text")

    /// Elements in one type, as a list needs them.
    /// - Throws: an error if they have none in common.
    static func unified(_ values: [Value]) throws(EvaluationFailure) -> (values: [Value], type: ValueType) {
        guard let type = try ValueType.unified(values.map(\.type)) else {
            throw EvaluationFailure("the elements have no type in common")
        }
        var result: [Value] = []
        for value in values { result.append(try value.converted(to: type)) }
        return (result, type)
    }
}

// Types.

extension Value {
    /// What type it is of.
    var type: ValueType {
        switch form {
        case .null, .unknown: declared ?? .open
        case .entity: .open
        case .bool: .bool
        case .number: .number
        case .string: .string
        case .tuple(let values): .tuple(values.map(\.type))
        case .list(let values): .list(elementType(values))
        case .set(let values): .set(elementType(values))
        case .map(let members): .map(declared ?? elementType(members.all.map(\.value)))
        case .object(let members):
            .object(members.all.map { .init(name: $0.key, type: $0.value.type, isOptional: false) })
        }
    }

    var isUntypedNull: Bool {
        guard isNull else { return false }
        switch type {
        case .any, .open: return true
        default: return false
        }
    }

    /// The type that the elements of a list, a set or a map have in common.
    var elementType: ValueType {
        switch type {
        case .list(let element), .set(let element), .map(let element): element
        default: .open
        }
    }

    private func elementType(_ values: [Value]) -> ValueType {
        if let declared { return declared }
        for value in values {
            let type = value.type
            if type.isDefinite { return type }
        }
        return values.first?.type ?? .open
    }

    /// A null, or what is not known, where another type is asked for.
    private func unseen(as type: ValueType) throws(EvaluationFailure) -> Value {
        if isEntity { return self }
        if let settled = settled(as: type) { return try settled.converted(to: type) }
        guard let result = self.type.converted(to: type) else { throw cannotBecome(type) }
        if case .open = result { return Value(form, isSensitive: isSensitive) }
        return Value(form, of: result, isSensitive: isSensitive)
    }

    /// The value where something that is not known may bring it into another type. A text stays one if it can become nothing
    /// else.
    func opened() -> Value {
        switch form {
        case .string(let text) where asBool == nil && !Number.isNumber(text): return self
        case .entity: return self
        case .null, .unknown: return declared == nil ? self : Value(form, isSensitive: isSensitive)
        default:
            let reason = "its type depends on what is not known"
            return Value(.unknown(Unknown(reason, source: .untyped(self))), isSensitive: isSensitive)
        }
    }

    /// The value that it surely has in a type, although that of its own is not known; nil if there is none.
    func settled(as type: ValueType) -> Value? {
        guard case .unknown(let unknown) = form, case .untyped(let value)? = unknown.source else { return nil }
        let isSure =
            switch (value.form, type) {
            case (.number, .string), (.number, .number), (.bool, .string), (.bool, .bool), (.string, .number): true
            // As a number it is written without what it needs not, and `0` and `1` are booleans as well.
            case (.string(let text), .string):
                text.utf8.count > 1 && (value.asBool != nil || Number(text)?.text == text)
            // What becomes a set on the way loses the order of its elements.
            case (.tuple, .set), (.list, .set), (.set, .set): true
            case (.object, .map), (.map, .map), (.object, .object), (.map, .object): true
            default: false
            }
        return isSure ? value.marked(like: self) : nil
    }

    /// The value where a provider says what type it is of, as it does for the arguments of resources.
    public var settled: Value {
        guard case .unknown(let unknown) = form, case .untyped(let value)? = unknown.source else { return self }
        return value.marked(like: self)
    }
}
