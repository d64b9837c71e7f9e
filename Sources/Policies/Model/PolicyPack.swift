public import Documents

/// A file of rules with their parameters, decoded and checked for form, not yet compiled.
public struct PolicyPack: Sendable {
    /// Kebab-case; rule ids are `pack/rule`.
    public var id: String
    public var title: String
    public var version: String
    public var parameters: [Parameter]
    public var rules: [Rule]
    public var source: SourceText
    /// Where the id stands, for messages about the pack.
    public var idRange: Range<Int>

    /// Whether the pack lies inside the program, where tests have held it against the facts about AWS.
    var isBuiltin: Bool { source.isBuiltin }

    public func parameter(named name: String) -> Parameter? { parameters.first { $0.name == name } }
}

/// A value that users of a pack may set.
public struct Parameter: Sendable {
    public var name: String
    public var type: ParameterType
    /// The value in force: the default of the pack, or what the run overrides it with.
    public var value: NodeView
    public var description: String
}

/// The type of a parameter, written `string`, `integer`, `number`, `boolean`, `list(T)` or `map(T)`.
public indirect enum ParameterType: Hashable, Sendable {
    case string
    case integer
    case number
    case boolean
    case list(ParameterType)
    /// Keys are strings.
    case map(ParameterType)

    /// Lists and maps inside each other; nobody needs more.
    private static let deepest = 8

    init?(_ text: Substring, depth: Int = 0) {
        guard depth < Self.deepest else { return nil }
        switch text {
        case "string": self = .string
        case "integer": self = .integer
        case "number": self = .number
        case "boolean": self = .boolean
        default:
            guard text.hasSuffix(")") else { return nil }
            if text.hasPrefix("list("), let element = ParameterType(text.dropFirst(5).dropLast(), depth: depth + 1) {
                self = .list(element)
            } else if text.hasPrefix("map("),
                let element = ParameterType(text.dropFirst(4).dropLast(), depth: depth + 1)
            {
                self = .map(element)
            } else {
                return nil
            }
        }
    }

    /// The first part of a value that does not have this type; nil if all of it does.
    func mismatch(in value: NodeView) -> NodeView? {
        switch (self, value.kind) {
        case (.string, .string), (.integer, .integer), (.number, .integer), (.number, .double), (.boolean, .true),
            (.boolean, .false):
            nil
        case (.list(let element), .list), (.map(let element), .map):
            value.children.lazy.compactMap { element.mismatch(in: $0) }.first
        default: value
        }
    }

    /// How a message names the type.
    public var name: String {
        switch self {
        case .string: "string"
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .list(let element): "list(\(element.name))"
        case .map(let element): "map(\(element.name))"
        }
    }
}
