/// A type constraint, such as `map(object({ a = string, b = optional(list(number)) }))`.
public indirect enum ValueType: Sendable {
    case any
    case string
    case number
    case bool
    case list(ValueType)
    case set(ValueType)
    case map(ValueType)
    case tuple([ValueType])
    case object([Attribute])

    public struct Attribute: Sendable {
        public var name: String
        public var type: ValueType
        public var isOptional: Bool
        /// What stands for an optional attribute that is not given, or is null.
        public var fallback: Value?
    }

    /// Its name in messages.
    var name: String {
        switch self {
        case .any: "any"
        case .string: "string"
        case .number: "number"
        case .bool: "bool"
        case .list: "list"
        case .set: "set"
        case .map: "map"
        case .tuple: "tuple"
        case .object: "object"
        }
    }
}

extension Value {
    /// The value in the form that a type asks for.
    /// - Throws: an error if there is none.
    public func converted(to type: ValueType) throws(EvaluationFailure) -> Value {
        if unknown != nil || isNull { return self }
        let form: Form
        switch type {
        case .any: return self
        case .string: form = .string(try required(asText, type))
        case .number: form = .number(try required(asNumber, type))
        case .bool: form = .bool(try required(asBool, type))
        case .list(let element):
            guard members == nil else { throw cannotBecome(type) }
            form = .list(try elements(of: type, each: element))
        case .set(let element):
            guard members == nil else { throw cannotBecome(type) }
            form = Value.makeSet(try elements(of: type, each: element))
        case .map(let element):
            let members = try required(members, type)
            let converted = try members.mapValues { value throws(EvaluationFailure) in try value.converted(to: element)
            }
            guard case .any = element else {
                form = .map(converted)
                break
            }
            form = .map(Value.unified(converted))
        case .tuple(let types):
            let elements = try required(members == nil ? self.elements : nil, type)
            guard elements.count == types.count else { throw cannotBecome(type) }
            var converted: [Value] = []
            for (element, type) in zip(elements, types) { converted.append(try element.converted(to: type)) }
            form = .tuple(converted)
        case .object(let attributes): form = .object(try object(of: attributes, type))
        }
        return Value(form, isSensitive: isSensitive)
    }

    private func elements(of type: ValueType, each element: ValueType) throws(EvaluationFailure) -> [Value] {
        var result: [Value] = []
        for value in try required(elements, type) { result.append(try value.converted(to: element)) }
        guard case .any = element else { return result }
        return Value.unified(result)
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
        EvaluationFailure("a value of the type \(typeName) cannot become a \(type.name)")
    }

    /// Elements in one type, as a list needs them: texts if any is a text.
    static func unified(_ values: [Value]) -> [Value] {
        let needsText = values.contains { if case .string = $0.form { true } else { false } }
        guard needsText else { return values }
        return values.map { value in value.asText.map { Value(.string($0), isSensitive: value.isSensitive) } ?? value }
    }

    private static func unified(_ members: Members) -> Members {
        let values = unified(members.all.map(\.value))
        return Members(zip(members.all, values).map { ($0.key, $1) })
    }
}
