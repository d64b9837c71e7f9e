import CEL
import Documents

/// Documents of which not everything is known: a text that begins with `?` stands for what its name says.
extension Sample {
    /// The document with its texts of that kind deferred, or, for `?node`, not known.
    static func partial(_ whole: Document) -> Document {
        var builder = DocumentBuilder(source: whole.source, symbols: whole.symbols)
        var containers: [(id: NodeID, end: Int, sourceEnd: UInt32)] = []
        var root: NodeID?
        for (index, node) in whole.nodes.enumerated() {
            while let container = containers.last, container.end <= index {
                builder.close(container.id, end: container.sourceEnd)
                containers.removeLast()
            }
            var copy = Node(kind: node.kind, flags: node.flags, start: node.start, end: node.end, key: node.key)
            let text = String(decoding: whole.source.bytes[Int(node.start)..<Int(node.end)], as: UTF8.self)
            if node.kind == .string, text.hasPrefix("\"?") {
                if text == "\"?node\"" { copy.kind = .unknown } else { copy.flags.insert(.deferred) }
            }
            let id = builder.append(copy)
            root = root ?? id
            if node.isContainer { containers.append((id, index + Int(node.extent), node.end)) }
        }
        for container in containers.reversed() { builder.close(container.id, end: container.sourceEnd) }
        if let root { builder.addRoot(root) }
        return builder.finish()
    }

    static func resolve(_ frame: FramePointer, _ node: UnsafePointer<Node>, _ document: UInt32) -> Val {
        switch String(decoding: frame.text(of: node.pointee, in: document), as: UTF8.self) {
        case "?int": .int(4)
        case "?text": frame.string("dev")
        case "?true": .true
        case "?null": .null
        case "?error": frame.error(.host, "cannot be asked for")
        case "?unknown": frame.unknown(UnknownReason(code: 1), mayBeAbsent: false)
        case "?maybe": frame.unknown(UnknownReason(code: 2), mayBeAbsent: true)
        default: .absent
        }
    }
}
