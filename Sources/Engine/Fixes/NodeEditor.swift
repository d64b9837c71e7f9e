import CEL
import Documents

/// Makes edits of the bytes of one input that leave everything else as it is: comments, quotes, order, line breaks.
struct NodeEditor {
    private let bytes: UnsafeRawBufferPointer
    private let lines: LineEdges
    private let sharing: SharedNodes
    let notation: FixNotation

    init(_ document: Document, _ notation: FixNotation) {
        bytes = document.source.bytes
        lines = LineEdges(bytes: document.source.bytes)
        self.notation = notation
        sharing = SharedNodes(document)
    }

    /// Puts a value in place of another.
    func replace(_ node: NodeView, by value: Value) throws(FixRefusal) -> [SourceEdit] {
        if let text = FixNotation.plain(value), node.text == text { return [] }
        guard !node.range.isEmpty else { throw FixRefusal("the value is empty") }
        let first = bytes[node.range.lowerBound]
        let isFlow = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        guard !node.node.isContainer || isFlow else { throw FixRefusal("the value stands on lines of its own") }
        guard node.node.isContainer || first != UInt8(ascii: "|") && first != UInt8(ascii: ">") else {
            throw FixRefusal("the value is a block of text")
        }
        guard !sharing.shares(node) else { throw FixRefusal("an alias shares the value") }
        let text = try notation.inline(value, inPlaceOf: node)
        return [SourceEdit(range: node.range, text: text)]
    }

    /// Adds a member to a mapping.
    func insert(_ key: String, _ value: FixContent, into map: NodeView) throws(FixRefusal) -> [SourceEdit] {
        guard !sharing.shares(contentsOf: map) else { throw FixRefusal("an alias shares the mapping") }
        if isFlow(map, "{") {
            let text = "\(notation.key(key)): \(try value.inline(notation))"
            return [try insertInline(text, into: map, members: Array(map.children))]
        }
        let members = map.children.filter { !$0.node.flags.contains(.copied) }
        guard let first = members.first, let firstKey = keyStart(of: first), let indent = lines.indent(before: firstKey)
        else { throw FixRefusal("there is nothing to put the property beside") }
        let text = try value.block(key, notation).joined(separator: lines.lineBreak + indent)
        for member in members.reversed() {
            guard let end = endOfLine(behind: member) else { continue }
            return [SourceEdit(range: end..<end, text: lines.lineBreak + indent + text)]
        }
        return [SourceEdit(range: firstKey..<firstKey, text: text + lines.lineBreak + indent)]
    }

    /// Adds an element to a list.
    func append(_ value: FixContent, to list: NodeView) throws(FixRefusal) -> [SourceEdit] {
        guard !sharing.shares(contentsOf: list) else { throw FixRefusal("an alias shares the list") }
        let elements = Array(list.children)
        if isFlow(list, "[") { return [try insertInline(try value.inline(notation), into: list, members: elements)] }
        guard let last = elements.last, !last.node.flags.contains(.copied),
            let dash = lines.dash(before: last.range.lowerBound), let indent = lines.indent(before: dash)
        else { throw FixRefusal("there is nothing to put the element beside") }
        let isInline = isFlow(last, "{")
        guard let end = endOfLine(behind: last) else {
            throw FixRefusal("the last element of the list has no clear end")
        }
        let text = isInline ? [try value.inline(notation)] : try value.lines(notation)
        let joined = text.joined(separator: lines.lineBreak + indent + "  ")
        return [SourceEdit(range: end..<end, text: "\(lines.lineBreak)\(indent)- \(joined)")]
    }

    private func insertInline(
        _ text: String, into container: NodeView, members: [NodeView]
    ) throws(FixRefusal) -> SourceEdit {
        let closing = container.range.upperBound - 1
        guard closing > container.range.lowerBound else { throw FixRefusal("the container has no clear end") }
        guard let first = members.first, let last = members.last else {
            let inside = container.range.lowerBound + 1..<closing
            guard lines.isBlank(inside) else { throw FixRefusal("there is a comment where the property would go") }
            return SourceEdit(range: inside, text: notation.isJSON ? text : " \(text) ")
        }
        guard !last.node.flags.contains(.copied), last.range.upperBound <= closing else {
            throw FixRefusal("the last member of the container has no clear end")
        }
        let start = keyStart(of: first) ?? first.range.lowerBound
        let end = last.range.upperBound
        guard !bytes[end..<closing].contains(UInt8(ascii: ",")) else { throw FixRefusal("there is a trailing comma") }
        guard bytes[container.range.lowerBound..<start].contains(0x0A), let indent = lines.indent(before: start) else {
            return SourceEdit(range: end..<end, text: ", " + text)
        }
        return SourceEdit(range: end..<end, text: "," + lines.lineBreak + indent + text)
    }

    private func isFlow(_ node: NodeView, _ bracket: Unicode.Scalar) -> Bool {
        node.range.lowerBound < bytes.count && bytes[node.range.lowerBound] == UInt8(ascii: bracket)
    }

    private func keyStart(of node: NodeView) -> Int? { node.node.key == .none ? nil : Int(node.node.keyStart) }

    /// The end of the line on which a value ends, if nothing but a comment follows it there.
    private func endOfLine(behind node: NodeView) -> Int? {
        guard !node.node.flags.contains(.copied) else { return nil }
        if node.node.isContainer, !isFlow(node, "{"), !isFlow(node, "[") {
            return Array(node.children).last.flatMap { endOfLine(behind: $0) }
        }
        guard !node.range.isEmpty else { return nil }
        let first = bytes[node.range.lowerBound]
        guard first != UInt8(ascii: "|"), first != UInt8(ascii: ">") else { return nil }
        return lines.end(behind: node.range.upperBound)
    }
}

/// What is added to an input: a value, or one of the two shapes that tags have.
indirect enum FixContent {
    case value(Value)
    case tag(key: String, value: Value)
    case list(FixContent)
    case member(key: String, FixContent)

    func inline(_ notation: FixNotation) throws(FixRefusal) -> String {
        switch self {
        case .value(let value): return try notation.inline(value)
        case .tag(let key, let value):
            return
                "{ \(notation.key("Key")): \(notation.text(key)), \(notation.key("Value")): \(try notation.inline(value)) }"
        case .list(let element): return "[\(try element.inline(notation))]"
        case .member(let key, let content): return "{ \(notation.key(key)): \(try content.inline(notation)) }"
        }
    }

    /// On lines of its own, without indentation.
    func lines(_ notation: FixNotation) throws(FixRefusal) -> [String] {
        switch self {
        case .value(let value): return [try notation.inline(value)]
        case .tag(let key, let value): return ["Key: \(notation.text(key))", "Value: \(try notation.inline(value))"]
        case .list(let element):
            return try element.lines(notation).enumerated().map { ($0 == 0 ? "- " : "  ") + $1 }
        case .member(let key, let content): return try content.block(key, notation)
        }
    }

    /// As the member of a mapping.
    func block(_ key: String, _ notation: FixNotation) throws(FixRefusal) -> [String] {
        if case .value(let value) = self { return ["\(notation.key(key)): \(try notation.inline(value))"] }
        return ["\(notation.key(key)):"] + (try lines(notation)).map { "  " + $0 }
    }
}
