import Documents

/// A value without its place: what a case gives, and what is written for it in another form of input.
indirect enum PlainValue: Equatable {
    case null
    case boolean(Bool)
    /// As written.
    case number(String)
    case text(String)
    case list([PlainValue])
    case map([Member])
    /// The case says that the value is not known.
    case unknown

    struct Member: Equatable {
        var key: String
        var value: PlainValue
    }

    init(_ node: NodeView) {
        if node.node.flags.contains(.deferred) {
            self = .unknown
            return
        }
        switch node.kind {
        case .null: self = .null
        case .true: self = .boolean(true)
        case .false: self = .boolean(false)
        case .integer, .double: self = .number(node.text ?? "0")
        case .string: self = .text(node.text ?? "")
        case .list: self = .list(node.children.map { PlainValue($0) })
        case .map: self = .map(node.children.map { Member(key: $0.key, value: PlainValue($0)) })
        case .unknown: self = .unknown
        }
    }

    static func map(_ members: KeyValuePairs<String, PlainValue>) -> PlainValue {
        .map(members.map { Member(key: $0.key, value: $0.value) })
    }

    var members: [Member] {
        if case .map(let members) = self { members } else { [] }
    }

    subscript(key: String) -> PlainValue? { members.first { $0.key == key }?.value }

    var holdsUnknown: Bool {
        switch self {
        case .unknown: true
        case .list(let elements): elements.contains(where: \.holdsUnknown)
        case .map(let members): members.contains { $0.value.holdsUnknown }
        case .null, .boolean, .number, .text: false
        }
    }

    /// The value with something else in the place of what is not known.
    func replacingUnknown(by value: PlainValue) -> PlainValue {
        switch self {
        case .unknown: value
        case .list(let elements): .list(elements.map { $0.replacingUnknown(by: value) })
        case .map(let members):
            .map(members.map { Member(key: $0.key, value: $0.value.replacingUnknown(by: value)) })
        case .null, .boolean, .number, .text: self
        }
    }

    /// A step into a value.
    enum Step: Hashable {
        case key(String)
        case index(Int)
    }

    /// Sets the value at the end of a path; what is missing on the way is made.
    mutating func set(_ value: PlainValue, at path: ArraySlice<Step>) {
        guard let step = path.first else {
            // A container that others made on their way stays.
            if value != .map([]) || self == .null { self = value }
            return
        }
        switch step {
        case .key(let key):
            var members = members
            if let index = members.firstIndex(where: { $0.key == key }) {
                members[index].value.set(value, at: path.dropFirst())
            } else {
                var inner = PlainValue.null
                inner.set(value, at: path.dropFirst())
                members.append(Member(key: key, value: inner))
            }
            self = .map(members)
        case .index(let index):
            var elements: [PlainValue] = if case .list(let elements) = self { elements } else { [] }
            while elements.count <= index { elements.append(.map([])) }
            elements[index].set(value, at: path.dropFirst())
            self = .list(elements)
        }
    }
}

// MARK: - Text

extension PlainValue {
    /// The value as JSON in one line.
    var json: String {
        switch self {
        case .null, .unknown: "null"
        case .boolean(let value): value ? "true" : "false"
        case .number(let text): text
        case .text(let text): Self.quoted(text)
        case .list(let elements): "[" + elements.map(\.json).joined(separator: ",") + "]"
        case .map(let members):
            "{" + members.map { "\(Self.quoted($0.key)):\($0.value.json)" }.joined(separator: ",") + "}"
        }
    }

    /// The value as YAML in block style.
    var yaml: String { yaml(indentation: 0).drop { $0 == "\n" } + "\n" }

    private func yaml(indentation: Int) -> String {
        let margin = "\n" + String(repeating: " ", count: indentation)
        switch self {
        case .list(let elements) where !elements.isEmpty:
            return elements.map {
                "\(margin)- \($0.yaml(indentation: indentation + 2).drop { $0 == "\n" || $0 == " " })"
            }
            .joined()
        case .map(let members) where !members.isEmpty:
            return members.map { "\(margin)\(Self.quoted($0.key)):\($0.value.below(indentation + 2))" }.joined()
        default: return json
        }
    }

    private func below(_ indentation: Int) -> String {
        let text = yaml(indentation: indentation)
        return text.hasPrefix("\n") ? text : " " + text
    }

    /// A text in the quotes of JSON, which YAML reads the same way.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\r": quoted += "\\r"
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
