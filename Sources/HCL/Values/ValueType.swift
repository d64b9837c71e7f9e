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
        case .string:
            if case .number(let number) = self.form, !number.isExact { throw Value.inexact }
            form = .string(try required(asText, type))
        case .number:
            if asNumber == nil, case .string(let text) = self.form, Number.isNumber(text) {
                throw .notComputed("the number has more than \(Number.mostDigits) digits")
            }
            if case .string(let text) = self.form, ["Inf", "+Inf", "-Inf"].contains(text) {
                throw .notComputed("what has no end is not computed")
            }
            form = .number(try required(asNumber, type))
        case .bool: form = .bool(try required(asBool, type))
        case .list(let element):
            guard members == nil else { throw cannotBecome(type) }
            if let openCount { return Value(.unknown(openCount), isSensitive: isSensitiveInside) }
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
            form = .map(try Value.unified(converted))
        case .tuple(let types):
            let elements = try required(members == nil ? self.elements : nil, type)
            guard elements.count == types.count else { throw cannotBecome(type) }
            var converted: [Value] = []
            for (element, type) in zip(elements, types) { converted.append(try element.converted(to: type)) }
            form = .tuple(converted)
        case .object(let attributes): form = .object(try object(of: attributes, type))
        }
        return Value(form, isSensitive: isSensitive || isSensitiveInside && Self.marksWhole(type))
    }

    /// A set is secret as a whole, or not at all.
    private static func marksWhole(_ type: ValueType) -> Bool { if case .set = type { true } else { false } }

    private func elements(of type: ValueType, each element: ValueType) throws(EvaluationFailure) -> [Value] {
        var result: [Value] = []
        for value in try required(elements, type) { result.append(try value.converted(to: element)) }
        guard case .any = element else { return result }
        return try Value.unified(result)
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

    static let inexact = EvaluationFailure.notComputed("a quotient without end has no exact text")

    /// Elements in one type, as a list needs them.
    /// - Throws: an error if they have none in common.
    static func unified(_ values: [Value]) throws(EvaluationFailure) -> [Value] {
        guard let type = try ValueType.unified(values.map(\.type)) else {
            throw EvaluationFailure("the elements have no type in common")
        }
        if case .any = type { return values }
        var result: [Value] = []
        for value in values { result.append(try value.converted(to: type)) }
        return result
    }

    private static func unified(_ members: Members) throws(EvaluationFailure) -> Members {
        let values = try unified(members.all.map(\.value))
        return Members(zip(members.all, values).map { ($0.key, $1) })
    }

    /// What type it is of; `any` where that is not known.
    var type: ValueType {
        switch form {
        case .null, .unknown, .entity: .any
        case .bool: .bool
        case .number: .number
        case .string: .string
        case .tuple(let values): .tuple(values.map(\.type))
        case .list(let values): .list(Self.common(values))
        case .set(let values): .set(Self.common(values))
        case .map(let members): .map(Self.common(members.all.map(\.value)))
        case .object(let members):
            .object(members.all.map { .init(name: $0.key, type: $0.value.type, isOptional: false) })
        }
    }

    /// The type of elements that have one in common.
    private static func common(_ values: [Value]) -> ValueType {
        var type = ValueType.any
        for value in values { type = (try? ValueType.unified(type, value.type)) ?? type }
        return type
    }
}

extension ValueType {
    /// Whether two types are one, as far as is known of them.
    func isSame(as other: ValueType) -> Bool {
        switch (self, other) {
        case (.any, _), (_, .any), (.string, .string), (.number, .number), (.bool, .bool): true
        case (.list(let one), .list(let other)), (.set(let one), .set(let other)), (.map(let one), .map(let other)):
            one.isSame(as: other)
        case (.tuple(let one), .tuple(let other)):
            one.count == other.count && zip(one, other).allSatisfy { $0.isSame(as: $1) }
        case (.object(let one), .object(let other)):
            one.map(\.name) == other.map(\.name) && zip(one, other).allSatisfy { $0.type.isSame(as: $1.type) }
        default: false
        }
    }

    /// The type that values of both types become where they have to be of one.
    /// - Returns: nil if there is none.
    /// - Throws: an error where a part whose type is not known, such as a null, decides it.
    /// - SeeAlso: https://github.com/zclconf/go-cty/blob/main/docs/convert.md
    static func unified(_ left: ValueType, _ right: ValueType) throws(EvaluationFailure) -> ValueType? {
        switch (left, right) {
        case (.any, let type), (let type, .any): return type
        case (.string, .string), (.string, .number), (.number, .string), (.string, .bool), (.bool, .string):
            return .string
        case (.number, .number): return .number
        case (.bool, .bool): return .bool
        case (.list(let one), .list(let other)): return try unified(one, other).map { .list($0) }
        case (.set(let one), .set(let other)): return try unified(one, other).map { .set($0) }
        case (.map(let one), .map(let other)): return try unified(one, other).map { .map($0) }
        case (.tuple(let one), .tuple(let other)):
            if let type = try tuple(one, other) { return type }
            return try unified(one + other).map { .list($0) }
        case (.tuple(let types), .list(let element)), (.list(let element), .tuple(let types)):
            return try unified(types + [element]).map { .list($0) }
        case (.tuple(let types), .set(let element)), (.set(let element), .tuple(let types)):
            guard case .any = element else { return try unified(types + [element]) == nil ? nil : .set(element) }
            return try unified(types).map { .set($0) }
        case (.object(let one), .object(let other)):
            if let type = try object(one, other) { return type }
            return try unified((one + other).map(\.type)).map { .map($0) }
        case (.object(let attributes), .map(let element)), (.map(let element), .object(let attributes)):
            return try unified(attributes.map(\.type) + [element]).map { .map($0) }
        default: return nil
        }
    }

    /// The type that values of all types become.
    static func unified(_ types: [ValueType]) throws(EvaluationFailure) -> ValueType? {
        var known: [ValueType] = []
        for type in types { if case .any = type { continue } else { known.append(type) } }
        guard var common = known.first else { return .any }
        var hasCommon = true
        for type in known.dropFirst() where hasCommon {
            if let both = try unified(common, type) { common = both } else { hasCommon = false }
        }
        guard known.count < types.count else { return hasCommon ? common : nil }
        // A plain value and a null have one type; collections and nulls may have none.
        guard hasCommon, common.isPlain else {
            throw .notComputed("the type of what is null or not known decides that of its neighbours")
        }
        return common
    }

    private var isPlain: Bool {
        switch self {
        case .string, .number, .bool: true
        default: false
        }
    }

    private static func tuple(_ one: [ValueType], _ other: [ValueType]) throws(EvaluationFailure) -> ValueType? {
        guard one.count == other.count else { return nil }
        var types: [ValueType] = []
        for (left, right) in zip(one, other) {
            guard let both = try unified(left, right) else { return nil }
            types.append(both)
        }
        return .tuple(types)
    }

    /// Attributes are in the order of their names.
    private static func object(_ one: [Attribute], _ other: [Attribute]) throws(EvaluationFailure) -> ValueType? {
        guard one.map(\.name) == other.map(\.name) else { return nil }
        var attributes: [Attribute] = []
        for (left, right) in zip(one, other) {
            guard let both = try unified(left.type, right.type) else { return nil }
            attributes.append(Attribute(name: left.name, type: both, isOptional: false))
        }
        return .object(attributes)
    }
}
