/// A type constraint, such as `map(object({ a = string, b = optional(list(number)) }))`, or the type of a value.
public indirect enum ValueType: Sendable {
    /// Any type in a constraint; as the type of a value, that of a null that becomes one of whatever type is asked for.
    case any
    /// A type that is not known.
    case open
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
        case .any, .open: "any"
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

    var isPlain: Bool {
        switch self {
        case .string, .number, .bool: true
        default: false
        }
    }

    /// Whether all of it is known, and no part of it may become another one.
    var isDefinite: Bool {
        switch self {
        case .any, .open: false
        case .string, .number, .bool: true
        case .list(let element), .set(let element), .map(let element): element.isDefinite
        case .tuple(let types): types.allSatisfy(\.isDefinite)
        case .object(let attributes): attributes.allSatisfy { $0.type.isDefinite }
        }
    }

    /// Whether any part of it is not known.
    var hasOpenPart: Bool {
        switch self {
        case .open: true
        case .any, .string, .number, .bool: false
        case .list(let element), .set(let element), .map(let element): element.hasOpenPart
        case .tuple(let types): types.contains { $0.hasOpenPart }
        case .object(let attributes): attributes.contains { $0.type.hasOpenPart }
        }
    }

    /// Whether two types of values are one; nil if that is not known.
    func isSame(as other: ValueType) -> Bool? {
        switch (self, other) {
        case (.open, _), (_, .open): nil
        case (.any, .any), (.string, .string), (.number, .number), (.bool, .bool): true
        case (.list(let one), .list(let other)), (.set(let one), .set(let other)), (.map(let one), .map(let other)):
            one.isSame(as: other)
        case (.tuple(let one), .tuple(let other)): one.count == other.count ? Self.areSame(zip(one, other)) : false
        case (.object(let one), .object(let other)):
            one.elementsEqual(other) { $0.name == $1.name }
                ? Self.areSame(zip(one, other).lazy.map { ($0.type, $1.type) }) : false
        default: false
        }
    }

    private static func areSame(_ pairs: some Sequence<(ValueType, ValueType)>) -> Bool? {
        var result: Bool? = true
        for (left, right) in pairs {
            switch left.isSame(as: right) {
            case false?: return false
            case nil: result = nil
            case true?: continue
            }
        }
        return result
    }

    /// The type of what values of this type become where another one is asked for; nil if none of them can.
    func converted(to type: ValueType) -> ValueType? {
        switch (self, type) {
        case (_, .any): self
        case (_, .open): .open
        case (.any, _), (.open, _): type
        case (.string, .string), (.number, .string), (.bool, .string): .string
        case (.number, .number), (.string, .number): .number
        case (.bool, .bool), (.string, .bool): .bool
        case (.list(let one), .list(let other)), (.set(let one), .list(let other)):
            one.converted(to: other).map { .list($0) }
        case (.list(let one), .set(let other)), (.set(let one), .set(let other)):
            one.converted(to: other).map { .set($0) }
        case (.map(let one), .map(let other)): one.converted(to: other).map { .map($0) }
        case (.tuple(let types), .list(let other)): Self.shared(types, other).map { .list($0) }
        case (.tuple(let types), .set(let other)): Self.shared(types, other).map { .set($0) }
        case (.object(let attributes), .map(let other)): Self.shared(attributes.map(\.type), other).map { .map($0) }
        case (.tuple(let one), .tuple(let other)): one.count == other.count ? type : nil
        case (.object, .object), (.map, .object): type
        default: nil
        }
    }

    /// The type of the elements that types become in a collection.
    private static func shared(_ types: [ValueType], _ element: ValueType) -> ValueType? {
        if case .any = element { return (try? unified(types)) ?? .open }
        return types.allSatisfy { $0.converted(to: element) != nil } ? element : nil
    }
}
