import Documents
import HCL
import YAML

/// Reads YAML as Terraform's `yamldecode` does: its own mixture of YAML 1.2 with the booleans of 1.1.
/// - SeeAlso: https://developer.hashicorp.com/terraform/language/functions/yamldecode
final class YAMLDecoding: YAMLReading {
    private let limits: DocumentLimits

    init(limits: DocumentLimits) { self.limits = limits }

    func value(of text: String) throws(EvaluationFailure) -> Value {
        if let doubt = YAMLDoubts.doubt(of: text) { throw YAMLDoubts.failure(doubt) }
        var options = YAMLParser.Options()
        options.limits = limits
        let document: Document
        do throws(Diagnostic) {
            document = try YAMLParser.parse(
                SourceText(name: "yaml", text: text), symbols: SymbolTable(), options: options)
        } catch {
            throw EvaluationFailure("the text is not YAML: \(error.message)")
        }
        guard document.roots.count == 1, let root = document.root else {
            throw EvaluationFailure("the text holds \(document.roots.count) documents in YAML: expected one")
        }
        return try value(root)
    }

    private func value(_ node: NodeView) throws(EvaluationFailure) -> Value {
        if let tag = node.tag { throw EvaluationFailure("the tag `\(Diagnostic.shown(tag))` is not supported") }
        switch node.kind {
        case .null, .unknown: return .null
        case .true: return .bool(true)
        case .false: return .bool(false)
        case .integer, .double: return number(node.text ?? "")
        case .string:
            let text = node.string ?? ""
            return isPlain(node) ? try plain(text) : .string(text)
        case .list:
            var elements: [Value] = []
            for child in node.children { elements.append(try value(child)) }
            return Value(.tuple(elements))
        case .map:
            var members = Members()
            for child in node.children {
                let key = child.node.flags.contains(.quotedKey) ? child.key : try Self.plainKey(child.key)
                members[key] = try value(child)
            }
            return Value(.object(members))
        }
    }

    private func number(_ text: String) -> Value {
        Number(Self.digits(text)).map { Value(.number($0)) } ?? .unknown("the number has more than 38 digits")
    }

    /// A number as JSON writes it: digits on both sides of a point, and no `+` in front.
    private static func digits(_ text: String) -> String {
        let isNegative = text.hasPrefix("-")
        let rest = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
        let whole = rest.prefix { $0 != "e" && $0 != "E" }
        let parts = whole.split(separator: ".", omittingEmptySubsequences: false)
        let written = parts.map { $0.isEmpty ? "0" : $0 }.joined(separator: ".")
        return (isNegative ? "-" : "") + written + rest.dropFirst(whole.count)
    }

    private func isPlain(_ node: NodeView) -> Bool {
        guard !node.node.flags.contains(.quoted), node.range.lowerBound < node.document.source.bytes.count else {
            return false
        }
        // Texts of several lines.
        let first = node.document.source.bytes[node.range.lowerBound]
        return first != UInt8(ascii: "|") && first != UInt8(ascii: ">")
    }

    /// What a scalar without quotes is, beside what the core schema says.
    private func plain(_ text: String) throws(EvaluationFailure) -> Value {
        if let word = Self.words[text] { return .bool(word) }
        let digits =
            text.utf8.first.map { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") } == true
            ? text.dropFirst() : text[...]
        // The zeros in front say nothing.
        if !digits.isEmpty, digits.utf8.allSatisfy({ $0 &- 0x30 < 10 }) {
            return number(text.hasPrefix("+") ? String(digits) : text)
        }
        if let time = Self.time(text) { return .string(time) }
        if YAMLDoubts.isLikeDate(text) { throw YAMLDoubts.failure("`\(Diagnostic.shown(text))` in YAML") }
        return .string(text)
    }

    private static let words: [String: Bool] = {
        var words: [String: Bool] = [:]
        for (text, value) in [("y", true), ("yes", true), ("on", true), ("n", false), ("no", false), ("off", false)] {
            for form in [text, text.uppercased(), text.prefix(1).uppercased() + text.dropFirst()] {
                words[form] = value
            }
        }
        return words
    }()

    private static func plainKey(_ key: String) throws(EvaluationFailure) -> String {
        switch key {
        case "True", "TRUE": "true"
        case "False", "FALSE": "false"
        case "", "~", "null", "Null", "NULL": throw EvaluationFailure("a key of the text in YAML is null")
        case _ where YAMLDoubts.isDoubtful(key: key):
            throw YAMLDoubts.failure("the key `\(Diagnostic.shown(key))` in YAML")
        default: words[key].map { "\($0)" } ?? key
        }
    }

    /// A date, or a date with a time, as RFC 3339 writes it: Terraform does that by itself.
    private static func time(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        func isDigit(_ index: Int) -> Bool { index < bytes.count && bytes[index] &- 0x30 < 10 }
        guard bytes.count >= 10, (0..<10).allSatisfy({ $0 == 4 || $0 == 7 ? bytes[$0] == 0x2D : isDigit($0) }) else {
            return nil
        }
        func number(_ start: Int) -> Int { Int(bytes[start] - 0x30) * 10 + Int(bytes[start + 1] - 0x30) }
        // Every month has days up to the 28th.
        guard (1...12).contains(number(5)), (1...28).contains(number(8)) || isLateDay(number(8), of: number(5)) else {
            return nil
        }
        let date = String(decoding: bytes[..<10], as: UTF8.self)
        if bytes.count == 10 { return date + "T00:00:00Z" }
        // `2001-12-14t21:59:43.10-05:00`; what else may stand between date and time is not a time here.
        guard bytes.count >= 20, bytes[10] | 0x20 == UInt8(ascii: "t"), isDigit(11), isDigit(12), bytes[13] == 0x3A,
            isDigit(14), isDigit(15), bytes[16] == 0x3A, isDigit(17), isDigit(18), number(11) < 24, number(14) < 60,
            number(17) < 60
        else { return nil }
        var at = 19
        if bytes[at] == UInt8(ascii: ".") {
            at += 1
            while isDigit(at) { at += 1 }
        }
        let zone = String(decoding: bytes[at...], as: UTF8.self)
        let isZone =
            zone == "Z"
            || zone.utf8.count == 6 && (zone.hasPrefix("+") || zone.hasPrefix("-")) && bytes[at + 3] == 0x3A
                && [1, 2, 4, 5].allSatisfy { isDigit(at + $0) } && number(at + 1) < 24 && number(at + 4) < 60
        return isZone ? date + "T" + String(decoding: bytes[11..<19], as: UTF8.self) + zone : nil
    }

    /// The 29th of February is left in doubt.
    private static func isLateDay(_ day: Int, of month: Int) -> Bool {
        month != 2 && day > 28 && (day <= 30 || day == 31 && ![4, 6, 9, 11].contains(month))
    }
}
