import CEL
import Foundation
import Testing

/// One case of the CEL specification's suite, in the form that the shared data's README describes.
struct ConformanceCase: Sendable {
    enum Expectation: Sendable {
        case value(Value, type: CELType?)
        case type(CELType)
        case error
    }

    var id: String
    var expression: String
    var container: String
    var disablesMacros: Bool
    var disablesCheck: Bool
    var isCheckOnly: Bool
    var variables: [Declarations.Variable]
    var functions: [Function]
    var bindings: [(name: String, value: Value)]
    var expectation: Expectation

    /// The cases of one file.
    static func read(_ file: URL) throws -> [ConformanceCase] {
        let content = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        let suite = try #require(content as? [String: Any])
        let cases = try #require(suite["cases"] as? [[String: Any]])
        return try cases.map { try ConformanceCase($0) }
    }

    private init(_ json: [String: Any]) throws {
        func text(_ key: String) -> String { json[key] as? String ?? "" }
        func flag(_ key: String) -> Bool { json[key] as? Bool ?? false }
        id = "\(text("suite"))/\(text("section"))/\(text("name"))"
        expression = text("expr")
        container = text("container")
        disablesMacros = flag("disableMacros")
        disablesCheck = flag("disableCheck")
        isCheckOnly = flag("checkOnly")
        bindings = try (json["bindings"] as? [String: Any] ?? [:]).map { ($0.key, try Value(conformance: $0.value)) }
        variables = []
        functions = []
        for declaration in json["typeEnv"] as? [[String: Any]] ?? [] {
            let name = try #require(declaration["name"] as? String)
            if let type = declaration["type"] as? String {
                variables.append(.init(name, try TypeText.parse(type)))
            } else {
                functions.append(try Self.function(name, declaration["overloads"]))
            }
        }
        let declared = Set(variables.map(\.name))
        variables += bindings.filter { !declared.contains($0.name) }.map { .init($0.name, .dyn) }
        let expect = try #require(json["expect"] as? [String: Any])
        let type = try (expect["type"] as? String).map { try TypeText.parse($0) }
        if let value = expect["value"] {
            expectation = .value(try Value(conformance: value), type: type)
        } else if let type {
            expectation = .type(type)
        } else {
            expectation = .error
        }
    }

    private static func function(_ name: String, _ overloads: Any?) throws -> Function {
        let declared = try #require(overloads as? [[String: Any]]).map { overload in
            Overload(
                try #require(overload["id"] as? String), isMember: overload["member"] as? Bool ?? false,
                try #require(overload["params"] as? [String]).map { try TypeText.parse($0) },
                try TypeText.parse(try #require(overload["result"] as? String)), .intrinsic)
        }
        return Function(name) { declared }
    }
}

extension Value {
    /// Reads `{"int": "1"}` and the like.
    init(conformance json: Any) throws {
        let object = try #require(json as? [String: Any])
        let (kind, content) = try #require(object.first.map { ($0.key, $0.value) })
        func text() throws -> String { try #require(content as? String) }
        switch kind {
        case "null": self = .null
        case "bool": self = .bool(try #require(content as? Bool))
        case "int": self = .int(try #require(Int64(try text())))
        case "uint": self = .uint(try #require(UInt64(try text())))
        case "double": self = .double(try #require(Double(try text())))
        case "string": self = .string(try text())
        case "bytes": self = .bytes(Array(try #require(Data(base64Encoded: try text()))))
        case "list": self = .list(try #require(content as? [Any]).map { try Value(conformance: $0) })
        case "map":
            self = .map(
                try #require(content as? [[Any]]).map {
                    Value.Entry(try Value(conformance: $0[0]), try Value(conformance: $0[1]))
                })
        case "type": self = .type(try text())
        case "timestamp", "duration":
            // The suite writes them as the conversion functions read them.
            let program = try Environment().compile("\(kind)('\(try text())')")
            self = program.value(in: Activation(slotCount: 0))
        default: throw UnknownKind(kind: kind)
        }
    }

    struct UnknownKind: Error { var kind: String }
}

/// Types as the suite writes them: `map(string, list(int))`.
enum TypeText {
    static func parse(_ text: String) throws -> CELType {
        let text = text.trimmingCharacters(in: .whitespaces)
        if text.hasPrefix("$") { return .parameter(String(text.dropFirst())) }
        guard let open = text.firstIndex(of: "(") else { return simple[text] ?? .opaque(text, []) }
        let name = String(text[..<open])
        let arguments = try split(text[text.index(after: open)...].dropLast()).map { try parse($0) }
        switch name {
        case "list": return .list(arguments[0])
        case "map": return .map(arguments[0], arguments[1])
        case "wrapper": return .wrapper(arguments[0])
        case "optional_type": return .optional(arguments[0])
        case "type": return .type(arguments.first ?? .dyn)
        default: return .opaque(name, arguments)
        }
    }

    private static let simple: [String: CELType] = [
        "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
        "null_type": .null, "dyn": .dyn, "any": .dyn, "timestamp": .timestamp, "duration": .duration,
        "type": .type(.dyn), "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration,
    ]

    private static func split(_ arguments: Substring) -> [String] {
        var parts: [String] = [""]
        var depth = 0
        for character in arguments {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth == 0 {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts
    }
}
