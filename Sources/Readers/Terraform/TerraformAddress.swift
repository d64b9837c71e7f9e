/// The address of a resource, such as `module.team["a.b"].aws_sagemaker_model.main[0]`.
package struct TerraformAddress: Equatable {
    /// The instances of modules on the way, as written: `module.team["a.b"]`; empty in the root module.
    package var module: Substring
    /// The type and the name without an index: `aws_sagemaker_model.main`.
    package var base: Substring
    /// The index with its brackets; empty when there is none.
    package var index: Substring
    /// What follows: the path of an attribute, without indexes.
    var attribute: [Substring] = []
    /// Whether the address is that of something read, not managed.
    var isData = false

    /// Reads an address, or a reference that begins with one. Nil for what names no resource.
    package init?(_ text: Substring) { self.init(text, Self.steps(of: text)) }

    /// - Parameter steps: those of the text.
    init?(_ text: Substring, _ steps: [Substring]) {
        var position = 0
        while position + 1 < steps.count, steps[position] == "module" { position += 2 }
        module = position == 0 ? text[text.startIndex..<text.startIndex] : text[..<steps[position - 1].endIndex]
        if position < steps.count, steps[position] == "data" {
            isData = true
            position += 1
        }
        guard position + 1 < steps.count else { return nil }
        let (type, name) = (steps[position], steps[position + 1])
        let bracket = name.bracket
        base = text[type.startIndex..<bracket]
        index = name[bracket...]
        attribute = steps[(position + 2)...].map { $0.withoutIndex }
    }

    /// The pieces between dots that stand outside of brackets.
    static func steps(of text: Substring) -> [Substring] {
        var steps: [Substring] = []
        steps.reserveCapacity(6)
        var start = text.startIndex
        let bytes = text.utf8
        // Offsets, because indexes of a text cost many times as much to advance.
        for offset in bytes.withContiguousStorageIfAvailable(dots) ?? dots(in: Array(bytes)) {
            let position = bytes.index(text.startIndex, offsetBy: offset)
            steps.append(text[start..<position])
            start = bytes.index(after: position)
        }
        steps.append(text[start...])
        return steps
    }

    /// The offsets of the dots that stand outside of brackets.
    private static func dots(in bytes: some Collection<UInt8>) -> [Int] {
        var dots: [Int] = []
        var isQuoted = false
        var depth = 0
        var isEscaped = false
        for (offset, byte) in bytes.enumerated() {
            if isEscaped {
                isEscaped = false
            } else if isQuoted {
                isEscaped = byte == UInt8(ascii: "\\")
                if byte == UInt8(ascii: "\"") { isQuoted = false }
            } else if byte == UInt8(ascii: "\"") {
                isQuoted = true
            } else if byte == UInt8(ascii: "[") {
                depth += 1
            } else if byte == UInt8(ascii: "]") {
                depth = max(0, depth - 1)
            } else if byte == UInt8(ascii: "."), depth == 0 {
                dots.append(offset)
            }
        }
        return dots
    }

    /// The names of the modules on the way, without indexes.
    static func moduleNames(_ module: Substring) -> [Substring] {
        let steps = steps(of: module)
        return stride(from: 1, to: steps.count, by: 2).map { steps[$0].withoutIndex }
    }

    /// The module that holds another; nil for the root module.
    static func parent(of module: Substring) -> Substring? {
        guard !module.isEmpty else { return nil }
        let steps = steps(of: module)
        guard steps.count > 2 else { return module[..<module.startIndex] }
        return module[..<steps[steps.count - 3].endIndex]
    }
}

extension Substring {
    /// What stands before the first bracket.
    var withoutIndex: Substring { self[..<bracket] }

    /// Where the first bracket stands, or the end.
    fileprivate var bracket: Index {
        let offset = utf8.withContiguousStorageIfAvailable { $0.firstIndex(of: UInt8(ascii: "[")) }
        guard let offset else { return utf8.firstIndex(of: UInt8(ascii: "[")) ?? endIndex }
        return offset.map { utf8.index(startIndex, offsetBy: $0) } ?? endIndex
    }
}
