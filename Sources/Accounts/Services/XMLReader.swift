import Documents

/// What an answer in XML leaves open: which elements are lists, and which texts are more than that.
struct XMLLists: Sendable {
    /// Children with this name make their parent a list.
    var items: Set<String> = []
    /// An element with this name is one of a list under another name, which stands in its parent.
    var repeated: [String: String] = [:]
    /// Elements that are lists also when they are empty.
    var names: Set<String> = []
    /// Elements that hold `true` or `false`.
    var booleans: Set<String> = []
    /// Elements that hold whole numbers.
    var integers: Set<String> = []

    static let none = XMLLists()
}

/// Reads the XML that services of AWS answer with, into the same kind of document as their JSON.
///
/// Elements, attributes (passed over), texts, comments, CDATA sections and the five entities are read. A document type
/// declaration is refused: no service sends one, and entities of its own could make a small answer large.
struct XMLReader {
    private static let depthLimit = 64

    private let bytes: [UInt8]
    private let lists: XMLLists
    private var at = 0

    private struct Element {
        var name: String
        var text = ""
        var children: [Element] = []
    }

    /// - Returns: the children of the outermost element.
    static func document(_ bytes: [UInt8], lists: XMLLists) throws(Diagnostic) -> NodeView {
        var reader = XMLReader(bytes: bytes, lists: lists)
        let text = try reader.json()
        let document = try JSONParser.parse(SourceText(name: "answer", text: text), symbols: SymbolTable())
        guard let id = document.roots.first else { throw failure("the answer is empty") }
        return NodeView(document: document, id: id)
    }

    private init(bytes: [UInt8], lists: XMLLists) {
        self.bytes = bytes
        self.lists = lists
    }

    private mutating func json() throws(Diagnostic) -> String {
        try skipMisc()
        guard peek == UInt8(ascii: "<") else { throw Self.failure("the answer is no XML") }
        let root = try element(depth: 0)
        try skipMisc()
        guard at == bytes.count else { throw Self.failure("something follows the end of the answer") }
        return write(root)
    }

    // MARK: Reading

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    private func begins(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        return at + count <= bytes.count
            && bytes[at..<at + count].elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: count))
    }

    /// White space, comments and declarations outside of elements.
    private mutating func skipMisc() throws(Diagnostic) {
        while let byte = peek {
            if byte <= 0x20 || byte >= 0xEF && at < 3 {
                at += 1
            } else if begins("<?") {
                try skip(past: "?>")
            } else if begins("<!--") {
                try skip(past: "-->")
            } else if begins("<!") {
                throw Self.failure("the answer declares a document type")
            } else {
                return
            }
        }
    }

    private mutating func skip(past end: StaticString) throws(Diagnostic) {
        while at < bytes.count {
            if begins(end) {
                at += end.utf8CodeUnitCount
                return
            }
            at += 1
        }
        throw Self.failure("the answer ends too early")
    }

    private mutating func element(depth: Int) throws(Diagnostic) -> Element {
        guard depth < Self.depthLimit else { throw Self.failure("the answer is nested too deeply") }
        at += 1
        var element = Element(name: try name())
        try skipAttributes()
        if begins("/>") {
            at += 2
            return element
        }
        at += 1
        var text: [UInt8] = []
        while let byte = peek {
            if byte != UInt8(ascii: "<") {
                if byte == UInt8(ascii: "&") { text += try entity() } else { text.append(byte) }
                if byte != UInt8(ascii: "&") { at += 1 }
            } else if begins("</") {
                at += 2
                guard try name() == element.name, skipSpace() == UInt8(ascii: ">") else {
                    throw Self.failure("the end of `\(element.name)` is missing")
                }
                at += 1
                element.text = String(decoding: text, as: UTF8.self)
                return element
            } else if begins("<!--") {
                try skip(past: "-->")
            } else if begins("<![CDATA[") {
                at += 9
                let start = at
                try skip(past: "]]>")
                text += bytes[start..<at - 3]
            } else if begins("<!") || begins("<?") {
                throw Self.failure("the answer holds a declaration inside of an element")
            } else {
                element.children.append(try self.element(depth: depth + 1))
            }
        }
        throw Self.failure("the answer ends too early")
    }

    /// The name at this place, without the prefix of a namespace.
    private mutating func name() throws(Diagnostic) -> String {
        var start = at
        while let byte = peek, byte > 0x20, !"/>=<&\"'".utf8.contains(byte) {
            at += 1
            if byte == UInt8(ascii: ":") { start = at }
        }
        guard at > start else { throw Self.failure("the answer is no XML") }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func skipSpace() -> UInt8? {
        while let byte = peek, byte <= 0x20 { at += 1 }
        return peek
    }

    private mutating func skipAttributes() throws(Diagnostic) {
        while let byte = skipSpace(), byte != UInt8(ascii: ">"), byte != UInt8(ascii: "/") {
            _ = try name()
            guard skipSpace() == UInt8(ascii: "=") else { throw Self.failure("an attribute has no value") }
            at += 1
            guard let quote = skipSpace(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
                throw Self.failure("an attribute has no quotes")
            }
            at += 1
            while let byte = peek, byte != quote { at += 1 }
            at += 1
        }
        guard begins(">") || begins("/>") else { throw Self.failure("the answer ends too early") }
    }

    private static let entities: [String: [UInt8]] = [
        "amp": [0x26], "lt": [0x3C], "gt": [0x3E], "quot": [0x22], "apos": [0x27],
    ]

    private mutating func entity() throws(Diagnostic) -> [UInt8] {
        guard let end = bytes[at...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
            throw Self.failure("an entity has no end")
        }
        let name = String(decoding: bytes[at + 1..<end], as: UTF8.self)
        at = end + 1
        if let known = Self.entities[name] { return known }
        let digits = name.dropFirst(name.hasPrefix("#x") ? 2 : 1)
        guard name.hasPrefix("#"), let code = UInt32(digits, radix: name.hasPrefix("#x") ? 16 : 10),
            let scalar = Unicode.Scalar(code)
        else { throw Self.failure("`&\(Diagnostic.shown(name));` is no entity") }
        return Array(String(scalar).utf8)
    }

    private static func failure(_ message: String) -> Diagnostic { Diagnostic(file: "answer", message: message) }

    // MARK: Writing

    private func write(_ element: Element) -> String {
        if element.children.isEmpty { return scalar(element) }
        if element.children.allSatisfy({ lists.items.contains($0.name) }) {
            return JSONText.array(element.children.map(write))
        }
        var members: [(key: String, json: String?)] = []
        var elements: [String: [String]] = [:]
        for child in element.children {
            if let list = lists.repeated[child.name] {
                if elements[list] == nil { members.append((list, nil)) }
                elements[list, default: []].append(write(child))
            } else {
                members.append((child.name, write(child)))
            }
        }
        return JSONText.object(members.map { ($0.key, elements[$0.key].map(JSONText.array) ?? $0.json) })
    }

    private func scalar(_ element: Element) -> String {
        if element.text.allSatisfy(\.isWhitespace), lists.names.contains(element.name) { return "[]" }
        if lists.booleans.contains(element.name), ["true", "false"].contains(element.text) { return element.text }
        if lists.integers.contains(element.name), let number = Int64(element.text) { return String(number) }
        return JSONText.quoted(element.text)
    }
}
