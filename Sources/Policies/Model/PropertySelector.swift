import Resources

/// A path from the properties of a resource to values inside them, such as `ProductionVariants[*].InstanceType`.
public struct PropertySelector: Hashable, Sendable, CustomStringConvertible {
    public enum Segment: Hashable, Sendable {
        case key(String)
        case element(Int)
        /// `[*]`
        case eachElement
        /// `**.Name` at the start: every property of that name, wherever it stands.
        case anywhere(String)
    }

    public var segments: [Segment]

    public init(segments: [Segment]) { self.segments = segments }

    /// Why a text is not a path: what was expected, and the byte offset where.
    public struct SyntaxError: Error {
        public var message: String
        public var offset: Int
    }

    /// Parses `A.B[*].C[0]["with.dots"]`, and `**.C`.
    public init(parsing text: String) throws(SyntaxError) {
        var parser = PathParser(text: Array(text.utf8))
        segments = try parser.parse()
    }

    /// The path as the catalogue knows it, which takes every element of a list for the same.
    var inCatalogue: PropertyPath {
        var path = PropertyPath()
        for segment in segments {
            switch segment {
            case .key(let key), .anywhere(let key): path.append(key)
            case .element, .eachElement: path.appendElement()
            }
        }
        return path
    }

    /// Whether the path names a property without saying where it stands.
    var isAnywhere: Bool {
        guard case .anywhere? = segments.first else { return false }
        return true
    }

    public var description: String {
        var text = ""
        for segment in segments {
            switch segment {
            case .key(let key) where key.utf8.allSatisfy(PathParser.isKeyByte): text += (text.isEmpty ? "" : ".") + key
            case .key(let key): text += "[\"\(key)\"]"
            case .element(let index): text += "[\(index)]"
            case .eachElement: text += "[*]"
            case .anywhere(let key): text += "**.\(key)"
            }
        }
        return text
    }
}

private struct PathParser {
    let text: [UInt8]
    var offset = 0

    static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: " "): false
        default: byte > 0x20
        }
    }

    mutating func parse() throws(PropertySelector.SyntaxError) -> [PropertySelector.Segment] {
        var segments = [PropertySelector.Segment]()
        if text.starts(with: Array("**.".utf8)) {
            offset = 3
            segments.append(.anywhere(try key()))
        }
        while offset < text.count {
            if text[offset] == UInt8(ascii: "[") {
                segments.append(try bracket())
                continue
            }
            if !segments.isEmpty { try expect(".") }
            segments.append(.key(try key()))
        }
        guard !segments.isEmpty else { throw failure("a property name") }
        return segments
    }

    private mutating func key() throws(PropertySelector.SyntaxError) -> String {
        let start = offset
        while offset < text.count, Self.isKeyByte(text[offset]) { offset += 1 }
        guard offset > start else { throw failure("a property name") }
        return String(decoding: text[start..<offset], as: UTF8.self)
    }

    private mutating func bracket() throws(PropertySelector.SyntaxError) -> PropertySelector.Segment {
        try expect("[")
        let segment: PropertySelector.Segment
        if take("*") {
            segment = .eachElement
        } else if take("\"") {
            let start = offset
            while offset < text.count, text[offset] != UInt8(ascii: "\"") { offset += 1 }
            segment = .key(String(decoding: text[start..<offset], as: UTF8.self))
            try expect("\"")
        } else {
            let start = offset
            while offset < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[offset]) { offset += 1 }
            guard let index = Int(String(decoding: text[start..<offset], as: UTF8.self)) else {
                throw failure("`*`, a number or a quoted name")
            }
            segment = .element(index)
        }
        try expect("]")
        return segment
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard offset < text.count, text[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(PropertySelector.SyntaxError) {
        guard take(character) else { throw failure("`\(character)`") }
    }

    private func failure(_ expected: String) -> PropertySelector.SyntaxError {
        PropertySelector.SyntaxError(message: "not a property path: expected \(expected)", offset: offset)
    }
}
