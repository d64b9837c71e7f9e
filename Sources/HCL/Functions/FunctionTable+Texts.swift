internal import Documents

extension FunctionTable {
    static let texts: [String: Function] = [
        // Ephemeral values are secret ones here, and which of these are is not remembered.
        "ephemeralasnull": Function(1...1, .own) { a throws(EvaluationFailure) in
            a[0].isSensitiveInside ? .unknown("whether the secret value is ephemeral is not known") : a[0]
        },
        "textencodebase64": Function(2...2) { a throws(EvaluationFailure) in
            let encoding = try TextEncoding(try a.text(1))
            guard let bytes = encoding.encode(String(decoding: try a.bytes(0, cost: 16), as: UTF8.self)) else {
                throw EvaluationFailure("the text has characters that \(try a.text(1)) does not have")
            }
            return .string(Base64Text.encode(bytes))
        },
        "textdecodebase64": Function(2...2) { a throws(EvaluationFailure) in
            let encoding = try TextEncoding(try a.text(1))
            guard let bytes = Base64Text.decode(try a.text(0, cost: 16)) else {
                throw EvaluationFailure("the text is not Base64")
            }
            guard let text = encoding.decode(bytes) else {
                throw EvaluationFailure("what is encoded is no text in \(try a.text(1))")
            }
            return .string(text)
        },
        "uuidv5": Function(2...2) { a throws(EvaluationFailure) in
            .string(try NamedUUID(try a.text(0), name: try a.text(1, cost: 16)).text)
        },
        "yamldecode": Function(1...1) { a throws(EvaluationFailure) in
            try a.host.yaml(try a.text(0, cost: 16)) ?? .unknown("YAML is not read")
        },
        "yamlencode": Function(1...1, .inside) { a throws(EvaluationFailure) in
            try a.budget.spend(256 * a[0].weight)
            return try YAMLText.encode(a[0]).map { .string($0) }
                ?? .unknown("`yamlencode` of long texts is not computed")
        },
    ]
}

/// An encoding of texts by its name in the registry of IANA. Others than these are not computed.
enum TextEncoding {
    case utf8
    case utf16(isBigEndian: Bool)
    case latin1
    case ascii

    /// All names that are registered are shorter.
    private static let longestName = 64

    init(_ name: String) throws(EvaluationFailure) {
        switch name.utf8.count <= Self.longestName ? name.uppercased() : "" {
        case "UTF-8", "UTF8": self = .utf8
        case "UTF-16LE": self = .utf16(isBigEndian: false)
        case "UTF-16BE": self = .utf16(isBigEndian: true)
        case "ISO-8859-1", "LATIN1", "L1": self = .latin1
        case "US-ASCII", "ASCII": self = .ascii
        default: throw .notComputed("the encoding `\(Diagnostic.shown(name))` is not computed")
        }
    }

    /// - Returns: nil if the encoding does not have all characters.
    func encode(_ text: String) -> [UInt8]? {
        switch self {
        case .utf8: return Array(text.utf8)
        case .utf16(let isBigEndian):
            return text.utf16.flatMap { unit in
                let (high, low) = (UInt8(truncatingIfNeeded: unit >> 8), UInt8(truncatingIfNeeded: unit))
                return isBigEndian ? [high, low] : [low, high]
            }
        case .latin1, .ascii:
            let limit: UInt32 = if case .ascii = self { 0x80 } else { 0x100 }
            let scalars = text.unicodeScalars
            return scalars.contains { $0.value >= limit } ? nil : scalars.map { UInt8(truncatingIfNeeded: $0.value) }
        }
    }

    func decode(_ bytes: [UInt8]) -> String? {
        switch self {
        case .utf8: return String(validating: bytes, as: UTF8.self)
        case .utf16(let isBigEndian):
            guard bytes.count % 2 == 0 else { return nil }
            let units = stride(from: 0, to: bytes.count, by: 2).map { at in
                let (first, second) = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
                return isBigEndian ? first << 8 | second : second << 8 | first
            }
            return String(validating: units, as: UTF16.self)
        case .latin1: return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        case .ascii: return bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
        }
    }
}

/// A UUID of a name in a namespace.
/// - SeeAlso: RFC 9562, "UUID Version 5"
struct NamedUUID {
    let text: String

    private static let namespaces = [
        "dns": "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "url": "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
        "oid": "6ba7b812-9dad-11d1-80b4-00c04fd430c8", "x500": "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
    ]

    init(_ namespace: String, name: String) throws(EvaluationFailure) {
        let isShort = namespace.utf8.count <= 36
        guard isShort, let bytes = Self.bytes(Self.namespaces[namespace] ?? namespace) else {
            throw EvaluationFailure("a namespace is a UUID, `dns`, `url`, `oid` or `x500`")
        }
        var digest = Array(Hash.sha1(bytes + Array(name.utf8)).prefix(16))
        digest[6] = digest[6] & 0x0F | 0x50
        digest[8] = digest[8] & 0x3F | 0x80
        let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16]
        text = parts.map { Hash.hexadecimal(Array(digest[$0])) }.joined(separator: "-")
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12] else { return nil }
        let digits = groups.joined().utf8.map { byte in Character(Unicode.Scalar(byte)).hexDigitValue }
        guard digits.allSatisfy({ $0 != nil }) else { return nil }
        let values = digits.compactMap(\.self)
        return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] * 16 + values[$0 + 1]) }
    }
}

/// Values as Terraform writes them in YAML: keys and texts in the quotes of JSON, the rest in block style.
enum YAMLText {
    /// Longer lines are broken at blanks.
    private static let width = 80

    /// - Returns: nil where a text has several lines or is broken into some, for which the rules are many.
    static func encode(_ value: Value) throws(EvaluationFailure) -> String? {
        var lines: [String] = []
        try append(value, margin: "", first: "", to: &lines)
        if lines.contains(where: { $0.contains("\n") || $0.unicodeScalars.count > width }) { return nil }
        // A document that is a plain scalar has a mark at its end.
        switch value.form {
        case .null, .bool, .number: lines.append("...")
        default: break
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// - Parameter first: what stands before the value on its first line.
    private static func append(
        _ value: Value, margin: String, first: String, to lines: inout [String]
    ) throws(EvaluationFailure) {
        if let elements = value.elements, value.members == nil, !elements.isEmpty {
            for (index, element) in elements.enumerated() {
                try append(element, margin: margin + "  ", first: (index == 0 ? first : margin) + "- ", to: &lines)
            }
        } else if let members = value.members, members.count > 0 {
            for (index, member) in members.all.enumerated() {
                let head = (index == 0 ? first : margin) + quoted(member.key) + ":"
                guard isBlock(member.value) else {
                    try append(member.value, margin: margin, first: head + " ", to: &lines)
                    continue
                }
                lines.append(head)
                let isList = member.value.members == nil
                let inner = isList ? margin : margin + "  "
                try append(member.value, margin: inner, first: inner, to: &lines)
            }
        } else {
            lines.append(first + (try scalar(value)))
        }
    }

    private static func isBlock(_ value: Value) -> Bool {
        if let members = value.members { return members.count > 0 }
        return !(value.elements ?? []).isEmpty
    }

    private static func scalar(_ value: Value) throws(EvaluationFailure) -> String {
        if case .string(let text) = value.form { return quoted(text) }
        return try JSONText.encode(value)
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\t": quoted += "\\t"
            case "\r": quoted += "\\r"
            case "\n": quoted.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{7F}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                quoted += "\\x" + (digits.utf8.count == 1 ? "0" : "") + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
