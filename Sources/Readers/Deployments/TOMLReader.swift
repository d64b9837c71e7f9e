import Documents

/// A value of a configuration file of SAM, with its place.
struct SAMSetting {
    /// `prod.deploy.parameters.region` in its parts.
    var path: [String]
    /// A text, or the texts of a list.
    var texts: [String]
    var range: Range<Int>
    let source: SourceText
}

/// Reads the part of TOML that configuration files of SAM are written in: tables, and keys with texts, lists of texts,
/// numbers and booleans. Anything else is refused with its place.
/// - SeeAlso: TOML v1.0.0.
struct TOMLReader {
    private let source: SourceText
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var table: [String] = []
    private var settings: [SAMSetting] = []

    /// Whether a text is TOML rather than YAML or JSON: its first line that says something is a table or `key = value`.
    static func isLikely(_ source: SourceText) -> Bool {
        for line in String(decoding: source.bytes.prefix(1 << 16), as: UTF8.self).split(whereSeparator: \.isNewline) {
            let line = line.drop { $0 == " " || $0 == "\t" }
            guard let first = line.first, first != "#" else { continue }
            if first == "[" {
                let name = line.dropFirst().prefix { $0 != "]" }
                return !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "._-\"".contains($0) }
                    && line.count > name.count + 1 && !name.contains(",")
                    && line.dropFirst(name.count + 2).allSatisfy { $0 == " " || $0 == "#" || $0.isWhitespace }
                    && name.contains(".")
            }
            let rest = line.drop { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }.drop { $0 == " " }
            return rest.first == "="
        }
        return false
    }

    static func read(_ source: SourceText) throws(Diagnostic) -> [SAMSetting] {
        var reader = TOMLReader(source)
        try reader.readAll()
        return reader.settings
    }

    private init(_ source: SourceText) {
        self.source = source
        bytes = source.bytes
    }

    private mutating func readAll() throws(Diagnostic) {
        skipBlank(lines: true)
        while let byte = current {
            if byte == UInt8(ascii: "[") {
                position += 1
                if current == UInt8(ascii: "[") { throw wrong("lists of tables are not read") }
                table = try keys()
                guard take(UInt8(ascii: "]")) else { throw wrong("expected `]`") }
            } else {
                let path = table + (try keys())
                guard take(UInt8(ascii: "=")) else { throw wrong("expected `=`") }
                skipBlank(lines: false)
                let start = position
                let texts = try value()
                settings.append(SAMSetting(path: path, texts: texts, range: start..<position, source: source))
            }
            skipBlank(lines: false)
            if let next = current, next != UInt8(ascii: "\n") { throw wrong("expected the end of the line") }
            skipBlank(lines: true)
        }
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    /// Skips blanks and a comment, and ends of lines too if asked.
    private mutating func skipBlank(lines: Bool) {
        while let byte = current {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
            case UInt8(ascii: "\n") where lines: position += 1
            case UInt8(ascii: "#"): while let byte = current, byte != UInt8(ascii: "\n") { position += 1 }
            default: return
            }
        }
    }

    private mutating func keys() throws(Diagnostic) -> [String] {
        var keys: [String] = []
        repeat {
            skipBlank(lines: false)
            if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") {
                keys.append(try text())
            } else {
                let start = position
                while let byte = current, Self.isBare(byte) { position += 1 }
                guard position > start else { throw wrong("expected a key") }
                keys.append(String(decoding: bytes[start..<position], as: UTF8.self))
            }
            skipBlank(lines: false)
        } while take(UInt8(ascii: "."))
        return keys
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private mutating func value() throws(Diagnostic) -> [String] {
        switch current {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return [try text()]
        case UInt8(ascii: "["): return try list()
        case UInt8(ascii: "{"): throw wrong("tables within a line are not read")
        default:
            let start = position
            while let byte = current,
                Self.isBare(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+")
                    || byte == UInt8(ascii: ":")
            {
                position += 1
            }
            guard position > start else { throw wrong("expected a value") }
            return [String(decoding: bytes[start..<position], as: UTF8.self)]
        }
    }

    private mutating func list() throws(Diagnostic) -> [String] {
        position += 1
        var texts: [String] = []
        while true {
            skipBlank(lines: true)
            if take(UInt8(ascii: "]")) { return texts }
            guard current != UInt8(ascii: "[") else { throw wrong("lists in lists are not read") }
            texts += try value()
            skipBlank(lines: true)
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw wrong("expected `,` or `]`") }
            return texts
        }
    }

    private mutating func text() throws(Diagnostic) -> String {
        guard let quote = current else { throw wrong("expected a text") }
        let isLong = position + 2 < bytes.count && bytes[position + 1] == quote && bytes[position + 2] == quote
        position += isLong ? 3 : 1
        if isLong, current == UInt8(ascii: "\n") { position += 1 }
        var result: [UInt8] = []
        while let byte = current {
            if byte == quote,
                !isLong || (position + 2 < bytes.count && bytes[position + 1] == quote && bytes[position + 2] == quote)
            {
                position += isLong ? 3 : 1
                return String(decoding: result, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\n"), !isLong { break }
            position += 1
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                try appendEscape(to: &result)
            } else {
                result.append(byte)
            }
        }
        throw wrong("the text does not end")
    }

    private mutating func appendEscape(to result: inout [UInt8]) throws(Diagnostic) {
        guard let byte = current else { throw wrong("the text does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): result.append(byte)
        case UInt8(ascii: "n"): result.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "t"): result.append(UInt8(ascii: "\t"))
        case UInt8(ascii: "r"): result.append(UInt8(ascii: "\r"))
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let length = byte == UInt8(ascii: "u") ? 4 : 8
            let digits = bytes[position..<min(position + length, bytes.count)]
            guard let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(code)
            else { throw wrong("expected \(length) hexadecimal digits of a character") }
            position += length
            result += Array(String(Character(scalar)).utf8)
        case UInt8(ascii: "\n"):
            while let byte = current,
                byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
            {
                position += 1
            }
        default: throw wrong("`\\\(String(decoding: [byte], as: UTF8.self))` is no escape")
        }
    }

    private func wrong(_ message: String) -> Diagnostic {
        let place = min(position, bytes.count)
        return Diagnostic(in: source, at: place..<min(place + 1, bytes.count), message)
    }
}
