internal import Documents

extension FunctionTable {
    static let encoding: [String: Function] = [
        "base64decode": Function(1...1) { a throws(EvaluationFailure) in
            guard let bytes = Base64Text.decode(try a.text(0, cost: 6)) else {
                throw EvaluationFailure("the text is not Base64")
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw EvaluationFailure("what is encoded is no UTF-8 text")
            }
            return .string(text)
        },
        "base64encode": Function(1...1) { a throws(EvaluationFailure) in
            .string(Base64Text.encode(try a.bytes(0)))
        },
        // Of OpenTofu.
        "base64gunzip": Function(1...1) { a throws(EvaluationFailure) in
            .string(try unpacked(try a.text(0, cost: 6), a.budget))
        },
        "csvdecode": Function(1...1) { a throws(EvaluationFailure) in try CSVText(try a.text(0, cost: 16)).value() },
        "jsondecode": Function(1...1) { a throws(EvaluationFailure) in
            try JSONText.decode(try a.text(0, cost: 9), a.budget)
        },
        "jsonencode": Function(1...1, .own) { a throws(EvaluationFailure) in
            try a.budget.spend(8 * a[0].weight)
            guard let unknown = a[0].innerUnknown else {
                let text = try JSONText.encode(a[0])
                try a.budget.spend(text.utf8.count / 4)
                return .string(text)
            }
            return Value(.unknown(Unknown(unknown.reason, choices: unknown.choices, source: .encoded(a[0]))))
        },
        // Of OpenTofu.
        "urldecode": Function(1...1) { a throws(EvaluationFailure) in .string(try decodedURL(try a.text(0, cost: 8))) },
        "urlencode": Function(1...1) { a throws(EvaluationFailure) in
            let digits = Array("0123456789ABCDEF".utf8)
            let encoded = try a.bytes(0).reduce(into: [UInt8]()) { text, byte in
                if SyntaxParser.continuesName(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "~") {
                    text.append(byte)
                } else if byte == 0x20 {
                    text.append(UInt8(ascii: "+"))
                } else {
                    text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                }
            }
            return .string(String(decoding: encoded, as: UTF8.self))
        },
    ]

    private static func decodedURL(_ text: String) throws(EvaluationFailure) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
                continue
            }
            let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
            guard digits.count == 2 else { throw EvaluationFailure("behind `%` stand two hexadecimal digits") }
            bytes.append(UInt8(digits[0] * 16 + digits[1]))
            rest = rest.dropFirst(2)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw EvaluationFailure("what is encoded is no UTF-8 text")
        }
        return text
    }

    private static func unpacked(_ text: String, _ budget: EvaluationBudget) throws(EvaluationFailure) -> String {
        guard let bytes = Base64Text.decode(text) else { throw EvaluationFailure("the text is not Base64") }
        let unpacked: [UInt8]
        do throws(Inflate.Failure) {
            unpacked = try Gzip.unpack(bytes[...], limit: TextAssembly.longest)
        } catch {
            throw EvaluationFailure(
                error == .tooLarge
                    ? "the text has more than \(TextAssembly.longest) bytes" : "what is encoded is not in gzip")
        }
        try budget.spend(unpacked.count / 64)
        guard let text = String(validating: unpacked, as: UTF8.self) else {
            throw EvaluationFailure("what is encoded is no UTF-8 text")
        }
        return text
    }

    static let hashes: [String: Function] = [
        "md5": Function(1...1) { a throws(EvaluationFailure) in
            .string(Hash.hexadecimal(Hash.md5(try a.bytes(0, cost: 16))))
        },
        "sha1": Function(1...1) { a throws(EvaluationFailure) in
            .string(Hash.hexadecimal(Hash.sha1(try a.bytes(0, cost: 16))))
        },
        "sha256": Function(1...1) { a throws(EvaluationFailure) in
            .string(Hash.hexadecimal(Hash.sha256(try a.bytes(0, cost: 16))))
        },
        "sha512": Function(1...1) { a throws(EvaluationFailure) in
            .string(Hash.hexadecimal(Hash.sha512(try a.bytes(0, cost: 16))))
        },
        "base64sha256": Function(1...1) { a throws(EvaluationFailure) in
            .string(Base64Text.encode(Hash.sha256(try a.bytes(0, cost: 16))))
        },
        "base64sha512": Function(1...1) { a throws(EvaluationFailure) in
            .string(Base64Text.encode(Hash.sha512(try a.bytes(0, cost: 16))))
        },
    ]
}

/// Base64 with padding.
enum Base64Text {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 3 * 4 + 4)
        var at = 0
        while at < bytes.count {
            let count = min(bytes.count - at, 3)
            var bits = 0
            for place in 0..<3 { bits = bits << 8 | (place < count ? Int(bytes[at + place]) : 0) }
            for place in 0..<4 {
                text.append(place <= count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
            at += 3
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func value(of digit: UInt8) -> Int? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(digit - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(digit - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }

    static func decode(_ text: String) -> [UInt8]? {
        let digits = text.utf8.filter { $0 != 0x0A && $0 != 0x0D }
        guard digits.count % 4 == 0 else { return nil }
        let padding = digits.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard padding <= 2 else { return nil }
        var bytes: [UInt8] = []
        var bits = 0
        for (index, digit) in digits.dropLast(padding).enumerated() {
            guard let value = value(of: digit) else { return nil }
            bits = (bits << 6 | value) & 0xFFFF
            if index % 4 > 0 { bytes.append(UInt8(truncatingIfNeeded: bits >> (6 - 2 * (index % 4)))) }
        }
        return bytes
    }
}

/// Values as JSON text.
enum JSONText {
    static func encode(_ value: Value) throws(EvaluationFailure) -> String {
        var text: [UInt8] = []
        try append(value, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ value: Value, to text: inout [UInt8]) throws(EvaluationFailure) {
        guard text.count <= TextAssembly.longest else { throw TextAssembly.tooLong }
        switch value.form {
        case .null: text += Array("null".utf8)
        case .bool(let flag): text += Array((flag ? "true" : "false").utf8)
        case .number(let number):
            guard number.isExact else { throw Value.inexact }
            text += Array(number.text.utf8)
        case .string(let content): append(content, to: &text)
        case .tuple(let elements), .list(let elements), .set(let elements):
            text.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                try append(element, to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members), .map(let members):
            text.append(UInt8(ascii: "{"))
            for (index, member) in members.all.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                append(member.key, to: &text)
                text.append(UInt8(ascii: ":"))
                try append(member.value, to: &text)
            }
            text.append(UInt8(ascii: "}"))
        case .entity, .unknown: throw EvaluationFailure("a value that is not known has no text")
        }
    }

    /// As Go writes it, which also escapes what HTML would take for markup.
    private static func append(_ content: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        defer { text.append(UInt8(ascii: "\"")) }
        if content.utf8.allSatisfy(isPlain) {
            text += content.utf8
            return
        }
        for scalar in content.unicodeScalars {
            switch scalar {
            case "\"": text += Array("\\\"".utf8)
            case "\\": text += Array("\\\\".utf8)
            case "\n": text += Array("\\n".utf8)
            case "\r": text += Array("\\r".utf8)
            case "\t": text += Array("\\t".utf8)
            case "\u{8}": text += Array("\\b".utf8)
            case "\u{C}": text += Array("\\f".utf8)
            case "\u{0}"..<"\u{20}", "<", ">", "&", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += Array(("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8)
            default: text += Array(String(scalar).utf8)
            }
        }
    }

    /// Whether a byte stands for itself, and for a character of its own.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): false
        default: byte >= 0x20 && byte < 0x80
        }
    }

    static func decode(_ text: String, _ budget: EvaluationBudget) throws(EvaluationFailure) -> Value {
        let document: Document
        do throws(Diagnostic) {
            document = try JSONParser.parse(SourceText(name: "json", text: text), symbols: SymbolTable())
        } catch {
            // What has more brackets than are read here may well be JSON.
            guard deepest(text) <= DocumentLimits().depth else {
                throw .notComputed("the text has more brackets inside each other than are read")
            }
            throw EvaluationFailure("the text is not JSON: \(error.message)")
        }
        try budget.spend(document.nodes.count)
        return document.root.map(value) ?? .null
    }

    /// How many brackets are open at most, wherever they stand.
    private static func deepest(_ text: String) -> Int {
        var (open, most) = (0, 0)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): open += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): open -= 1
            default: continue
            }
            most = max(most, open)
        }
        return most
    }

    private static func value(_ node: NodeView) -> Value {
        switch node.kind {
        case .null, .unknown: .null
        case .true: .bool(true)
        case .false: .bool(false)
        case .integer, .double:
            node.text.flatMap { Number($0) }.map { Value(.number($0)) }
                ?? .unknown("the number has more than 38 digits")
        case .string: .string(node.string ?? "")
        case .list: Value(.tuple(node.children.map(value)))
        case .map: Value(.object(Members(node.children.map { ($0.key, value($0)) })))
        }
    }
}

extension Value {
    /// The value of a text in JSON.
    /// - Throws: an error if it is none.
    public init(json text: String) throws(EvaluationFailure) { self = try JSONText.decode(text, EvaluationBudget()) }
}

/// A table in CSV, with names in its first line.
struct CSVText {
    private let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }

    func value() throws(EvaluationFailure) -> Value {
        let rows = try rows()
        guard let names = rows.first else { throw EvaluationFailure("the table has no line with names") }
        guard Set(names).count == names.count else { throw EvaluationFailure("two columns of the table have one name") }
        var values: [Value] = []
        for row in rows.dropFirst() {
            guard row.count == names.count else {
                throw EvaluationFailure("a line of the table has \(row.count) fields: expected \(names.count)")
            }
            values.append(Value(.object(Members(zip(names, row).map { ($0, .string($1)) }))))
        }
        let type = ValueType.object(names.sorted().map { .init(name: $0, type: .string, isOptional: false) })
        return Value(.list(values), of: type)
    }

    private func rows() throws(EvaluationFailure) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field: [UInt8] = []
        var at = 0
        // A line of one empty field in quotes is a line.
        var isQuoted = false
        func text() -> String { String(decoding: field, as: UTF8.self) }
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\"") where field.isEmpty:
                at += 1
                isQuoted = true
                while true {
                    guard at < bytes.count else { throw EvaluationFailure("a field of the table is not closed") }
                    if bytes[at] == UInt8(ascii: "\"") {
                        guard at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "\"") else { break }
                        at += 1
                    }
                    // Lines end in one manner, also inside of quotes.
                    if bytes[at] != 0x0D || at + 1 >= bytes.count || bytes[at + 1] != 0x0A { field.append(bytes[at]) }
                    at += 1
                }
                guard at + 1 >= bytes.count || [0x0A, 0x0D, UInt8(ascii: ",")].contains(bytes[at + 1]) else {
                    throw EvaluationFailure("a field of the table goes on behind its closing quote")
                }
            case UInt8(ascii: "\""): throw EvaluationFailure("a field of the table without quotes holds one")
            case UInt8(ascii: ","):
                row.append(text())
                field = []
            case 0x0A:
                if !row.isEmpty || !field.isEmpty || isQuoted { rows.append(row + [text()]) }
                (row, field, isQuoted) = ([], [], false)
            case 0x0D where at + 1 < bytes.count && bytes[at + 1] == 0x0A: break
            default: field.append(bytes[at])
            }
            at += 1
        }
        if !row.isEmpty || !field.isEmpty || isQuoted { rows.append(row + [text()]) }
        return rows
    }
}
