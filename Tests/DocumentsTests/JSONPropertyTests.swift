import Documents
import Foundation
import Testing

@Suite("JSON: agreement with Foundation")
struct JSONPropertyTests {
    static let seeds: [UInt64] = (1...200).map { $0 &* 0x9E37_79B9_7F4A_7C15 }

    @Test("a generated document has the values that Foundation reads", arguments: seeds)
    func generated(_ seed: UInt64) throws {
        var generator = JSONGenerator(seed: seed)
        let text = generator.document()
        let document = try JSONParser.parse(SourceText(name: "generated", text: text), symbols: SymbolTable())
        let expected = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        let root = try #require(document.root)
        #expect(matches(root, expected), "seed \(seed): \(text)")
        #expect(
            String(decoding: document.source.bytes[root.range], as: UTF8.self)
                == text.trimmingCharacters(in: .whitespaces))
    }

    private func matches(_ view: NodeView, _ value: Any) -> Bool {
        switch view.kind {
        case .null: return value is NSNull
        case .true: return (value as? NSNumber) == true
        case .false: return (value as? NSNumber) == false
        case .integer: return (value as? NSNumber)?.int64Value == view.integer
        case .double: return (value as? NSNumber)?.doubleValue == view.number
        case .string: return value as? String == view.string
        case .list:
            guard let list = value as? [Any] else { return false }
            let children = Array(view.children)
            return children.count == list.count && zip(children, list).allSatisfy { matches($0, $1) }
        case .map:
            guard let map = value as? [String: Any] else { return false }
            let keys = Set(view.children.map(\.key))
            return keys.count == map.count
                && map.allSatisfy { key, value in view[key].map { matches($0, value) } ?? false }
        case .unknown: return false
        }
    }
}

/// Writes random JSON with every kind of value, escape and spacing.
struct JSONGenerator {
    private var state: UInt64
    private var text = ""

    init(seed: UInt64) { state = seed | 1 }

    mutating func document() -> String {
        value(depth: 0)
        return text
    }

    private mutating func value(depth: Int) {
        switch pick(depth > 4 ? 5 : 7) {
        case 0: text += ["null", "true", "false"][pick(3)]
        case 1: text += ["0", "-1", "17", "9223372036854775807", "-9223372036854775808", "4711"][pick(6)]
        case 2: text += ["0.5", "-1e3", "1.25E-2", "3.0", "123456.789", "1e15"][pick(6)]
        case 3, 4: string()
        case 5: list(depth)
        default: map(depth)
        }
    }

    private mutating func list(_ depth: Int) {
        text += "["
        for index in 0..<pick(5) {
            if index > 0 { text += "," }
            space()
            value(depth: depth + 1)
            space()
        }
        text += "]"
    }

    /// Keys get a number, because Foundation keeps the first of two equal keys and this parser the last.
    private mutating func map(_ depth: Int) {
        text += "{"
        for index in 0..<pick(5) {
            if index > 0 { text += "," }
            space()
            string(suffix: "\(index)")
            space()
            text += ":"
            space()
            value(depth: depth + 1)
        }
        space()
        text += "}"
    }

    private mutating func string(suffix: String = "") {
        let parts = [
            "a", "Key", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00", "\u{E9}", "\u{1F600}", " ",
            "long enough to fill sixteen bytes", "\\t", "{", "]", ":", "#", "\u{7F}", "\\u0001",
        ]
        text += "\""
        for _ in 0..<pick(6) { text += parts[pick(parts.count)] }
        text += suffix + "\""
    }

    private mutating func space() { text += ["", "", " ", "\n  ", "\t", "\r\n                    "][pick(6)] }

    private mutating func pick(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(count))
    }
}
