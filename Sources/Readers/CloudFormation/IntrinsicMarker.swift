import Documents

/// Marks the values of a template that are not literal.
///
/// Documents are immutable, so the marks are set in a copy.
struct IntrinsicMarker {
    private enum KeyClass: UInt8 {
        case unseen, plain, ref, function
    }

    /// The class of each key, by symbol, decided when the key is first met.
    private var keys: [KeyClass]
    /// Which of the document's tags are short forms.
    private let tags: [Bool]
    private let hasDynamicReferences: Bool
    /// The uses of functions, in source order.
    private(set) var marked: [NodeID] = []

    /// A copy of `document` in which every value below `subtrees` that a function computes is `deferred`.
    /// - Returns: the copy and its uses of functions, in source order.
    static func mark(_ document: Document, below subtrees: [NodeID]) -> (document: Document, functions: [NodeID]) {
        var marker = IntrinsicMarker(document)
        let copy = DerivedDocument.copy(document) { builder in
            for subtree in subtrees { marker.mark(subtree, of: document, in: &builder) }
        }
        return (copy, marker.marked)
    }

    private init(_ document: Document) {
        keys = [KeyClass](repeating: .unseen, count: Int(document.symbols.end))
        tags = document.tags.map { Intrinsic.longName(ofTag: $0) != nil }
        // Escapes may hide the braces in the source.
        hasDynamicReferences =
            DynamicReference.occurs(in: document.source.bytes) || DynamicReference.occurs(in: document.texts)
    }

    private mutating func mark(_ subtree: NodeID, of document: Document, in builder: inout DocumentBuilder) {
        let start = Int(subtree.rawValue)
        for index in start..<start + document[subtree].stride {
            let node = document.nodes[index]
            let id = NodeID(rawValue: UInt32(truncatingIfNeeded: index))
            if tags[Int(node.tag)] || node.kind == .map && isFunction(mapping: id, of: document) {
                builder[id].flags.insert(.deferred)
                marked.append(id)
            } else if hasDynamicReferences, node.kind == .string, DynamicReference.occurs(in: document.text(of: node)) {
                builder[id].flags.insert(.deferred)
            }
        }
    }

    /// Whether one of the keys makes the mapping a use of a function. `Ref` does so only alone: it is also an ordinary
    /// property name.
    private mutating func isFunction(mapping: NodeID, of document: Document) -> Bool {
        let end = Int(mapping.rawValue) + document[mapping].stride
        var index = Int(mapping.rawValue) + 1
        while index < end {
            let child = document.nodes[index]
            switch keyClass(of: child.key, in: document.symbols) {
            case .function: return true
            case .ref where index == Int(mapping.rawValue) + 1 && index + child.stride == end: return true
            default: index += child.stride
            }
        }
        return false
    }

    private mutating func keyClass(of symbol: Symbol, in symbols: SymbolTable) -> KeyClass {
        let index = Int(symbol.rawValue)
        guard index < keys.count else { return .plain }
        if keys[index] == .unseen {
            let key = symbols.text(of: symbol)
            keys[index] = key == "Ref" ? .ref : Intrinsic.isFunction(key: key) ? .function : .plain
        }
        return keys[index]
    }
}
