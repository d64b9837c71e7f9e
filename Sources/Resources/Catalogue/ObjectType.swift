import Documents

/// An object with declared properties: a resource, or a value nested in one.
public struct ObjectType: Sendable {
    private let row: FactRow

    init(row: FactRow) { self.row = row }

    public var name: String { row.key.string }

    /// The name of the resource type that the object belongs to.
    public var resourceType: String {
        row.key.prefix(upTo: row.key.firstIndex(of: ".") ?? row.key.bytes.count).string
    }

    private func field(named name: String) -> PropertyField? {
        var name = name
        let found = name.withUTF8 { name in
            row.values.first { field in
                // A property's name ends with a mark or with the colon; neither occurs in a name.
                field.bytes.count > name.count && PropertyField.isEndOfName(field.bytes[name.count])
                    && field.prefix(upTo: name.count).equals(name)
            }
        }
        return found.map { PropertyField(text: $0, owner: resourceType) }
    }

    private var fields: some Sequence<PropertyField> {
        let owner = resourceType
        return row.values.lazy.map { PropertyField(text: $0, owner: owner) }
    }

    /// The names of all properties, in order.
    public var propertyNames: [String] { fields.map(\.name.string) }

    /// The name of the first property whose name is as asked for.
    func propertyName(where isMeant: (FactText) -> Bool) -> String? {
        row.values.lazy.map { PropertyField(text: $0, owner: "").name }.first(where: isMeant)?.string
    }

    /// All properties, in order of their names.
    public var properties: [PropertyInfo] {
        fields.map(\.info)
    }

    /// The property with this name.
    public func property(named name: String) -> PropertyInfo? {
        field(named: name)?.info
    }

    /// The property that a path leads to; nil when the catalogue does not declare it.
    public func property(at path: PropertyPath) -> PropertyInfo? {
        if case .declared(let property) = find(path.steps[...]) { property } else { nil }
    }

    /// The type of the property with this name, without its other facts.
    public func type(of name: String) -> PropertyType? {
        field(named: name)?.type
    }

    /// Where a path leads, without the suggestions that a mistake in it deserves: they cost more than the way there.
    enum Destination {
        case declared(PropertyInfo)
        case undeclared(name: String, in: Owner)
        case open
    }

    /// What lacks an undeclared property: an object, or a property whose value has no inside.
    enum Owner {
        case object(ObjectType)
        case scalar(PropertyInfo)
    }

    func find(_ steps: ArraySlice<PropertyPath.Step>) -> Destination {
        guard let step = steps.first else { return .open }
        guard var property = property(named: step.name) else { return .undeclared(name: step.name, in: .object(self)) }
        for _ in 0..<step.elementDepth {
            guard case .list(let element) = property.type else { break }
            property.type = element
        }
        return steps.count == 1
            ? .declared(property) : Self.find(steps.dropFirst(), inside: property.type, of: property)
    }

    private static func find(
        _ steps: ArraySlice<PropertyPath.Step>, inside type: PropertyType, of property: PropertyInfo
    ) -> Destination {
        switch type {
        case .list(let element):
            return find(steps, inside: element, of: property)
        case .map(let value):
            guard steps.count == 1 else { return find(steps.dropFirst(), inside: value, of: property) }
            var member = property
            member.type = value
            member.isRequired = false
            return .declared(member)
        case .object(let name):
            return Catalogue.object(named: name)?.find(steps) ?? .open
        case .any:
            return .open
        case .string, .integer, .number, .boolean, .timestamp:
            // Text may hold an object, as a policy document or a pipeline definition does.
            return property.encoding == .json
                ? .open : .undeclared(name: steps.first?.name ?? "", in: .scalar(property))
        }
    }
}

/// One property as the object table writes it: `Name`, marks, `:`, type code, then facts behind `;`.
struct PropertyField {
    static let required = UInt8(ascii: "!")
    static let readOnly = UInt8(ascii: "~")
    static let apiOnly = UInt8(ascii: "+")

    static func isEndOfName(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ":") || byte == required || byte == readOnly || byte == apiOnly
    }

    let text: FactText
    let owner: String

    /// What stands before the marks.
    var name: FactText {
        text.prefix(upTo: text.bytes.firstIndex(where: Self.isEndOfName) ?? text.bytes.count)
    }

    private var colon: Int { text.firstIndex(of: ":") ?? text.bytes.count }

    private func has(_ mark: UInt8) -> Bool { text.prefix(upTo: colon).bytes.contains(mark) }

    private var facts: FactText.Pieces { text.dropping(colon + 1).split(by: ";") }

    var type: PropertyType {
        var facts = facts
        return PropertyType(code: Substring(facts.next()?.string ?? "j").utf8, owner: owner)
    }

    var info: PropertyInfo {
        var info = PropertyInfo(
            name: name.string, type: type,
            isRequired: has(Self.required), isReadOnly: has(Self.readOnly), isAPIOnly: has(Self.apiOnly),
            defaultValue: nil, allowedValues: [], minimum: nil, maximum: nil, instanceUse: nil, references: [],
            encoding: nil)
        for fact in facts.dropFirst() { Self.add(fact, to: &info) }
        return info
    }

    private static func add(_ fact: FactText, to info: inout PropertyInfo) {
        let value = fact.dropping(1)
        switch fact.bytes.first {
        case UInt8(ascii: "="): info.allowedValues = value.split(by: "|").map(\.string)
        case UInt8(ascii: "<"):
            let bounds = value.split(by: ",").map(\.string)
            info.minimum = bounds.first.flatMap(Double.init)
            info.maximum = bounds.last.flatMap(Double.init)
        case UInt8(ascii: "?"): info.defaultValue = PropertyDefault(value.string, type: info.type)
        case UInt8(ascii: "#"): info.instanceUse = InstanceUse(rawValue: value.string)
        case UInt8(ascii: ">"): info.references = value.split(by: "|").map { ReferenceTarget($0.string) }
        case UInt8(ascii: "%"): info.encoding = PropertyEncoding(rawValue: value.string)
        default: break
        }
    }
}

extension PropertyDefault {
    init?(_ text: String, type: PropertyType) {
        switch type {
        case .integer: self.init(Int64(text).map(PropertyDefault.integer))
        case .number: self.init(Double(text).map(PropertyDefault.number))
        case .boolean: self.init(Bool(text).map(PropertyDefault.boolean))
        case .string: self = .string(text)
        default: return nil
        }
    }

    private init?(_ value: PropertyDefault?) {
        guard let value else { return nil }
        self = value
    }
}
