import Foundation
import Testing

/// A parsed JSON text, for assertions that read like its paths.
struct JSONTree {
    let value: Any?

    init(_ text: String) throws {
        value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
    }

    private init(value: Any?) { self.value = value }

    subscript(key: String) -> JSONTree { JSONTree(value: (value as? [String: Any])?[key]) }
    subscript(index: Int) -> JSONTree {
        let elements = elements
        return elements.indices.contains(index) ? elements[index] : JSONTree(value: nil)
    }

    var elements: [JSONTree] { (value as? [Any] ?? []).map { JSONTree(value: $0) } }
    var keys: Set<String> { Set((value as? [String: Any] ?? [:]).keys) }
    var string: String? { value as? String }
    var int: Int? { value as? Int }
    var bool: Bool? { value as? Bool }
    var strings: [String] { elements.compactMap(\.string) }
    var exists: Bool { value != nil }
}
