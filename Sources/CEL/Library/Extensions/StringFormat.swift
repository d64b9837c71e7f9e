/// `'%s has %d, %.2f%%'.format([name, count, share])`.
///
/// Clauses: `%s` anything, `%d` decimal, `%f` and `%e` with an optional precision, `%b` `%o` `%x` `%X`, and `%%`.
struct StringFormat {
    private static let precisionLimit = 1_000
    /// How deep lists and maps may be nested in an argument.
    private static let depthLimit = 100

    private let frame: FramePointer
    /// What keeps the text from being finished: an error, or an argument that is not known.
    private var problem: Val?

    @Sendable
    static func format(_ frame: FramePointer, _ template: Val, _ arguments: Val) -> Val {
        var format = StringFormat(frame: frame, problem: nil)
        let elements = frame.elements(of: arguments)
        frame.charge(bytes: template.text.count)
        let result = frame.string { format.write(template.text, elements, to: &$0) }
        return format.problem ?? result
    }

    private mutating func write(_ template: Bytes, _ arguments: UnsafeBufferPointer<Val>, to writer: inout ByteWriter) {
        var offset = 0
        var next = 0
        while offset < template.count, problem == nil, !writer.isTruncated {
            let mark = ByteSearch.first(Bytes(staticText: "%"), in: template, from: offset) ?? template.count
            writer.append(Bytes(rebasing: template[offset..<mark]))
            guard mark < template.count else { return }
            guard let clause = clause(in: template, after: mark) else { return }
            offset = clause.end
            if clause.verb == UInt8(ascii: "%") {
                writer.append(clause.verb)
                continue
            }
            guard next < arguments.count else {
                problem = frame.invalidArgument("a format clause has no argument: only \(arguments.count) were given")
                return
            }
            write(arguments[next], clause, to: &writer)
            next += 1
        }
    }

    private struct Clause {
        var verb: UInt8
        var precision: Int
        /// The offset behind it.
        var end: Int
    }

    private mutating func clause(in template: Bytes, after mark: Int) -> Clause? {
        var offset = mark + 1
        var precision = 6
        if offset < template.count, template[offset] == UInt8(ascii: ".") {
            let digits = template[(offset + 1)...].prefix { $0 &- 0x30 < 10 }
            guard let number = NumberText.uint(Bytes(rebasing: digits)), number <= UInt64(Self.precisionLimit) else {
                problem = frame.invalidArgument("malformed precision in a format clause: expected 0 to 1000")
                return nil
            }
            precision = Int(number)
            offset = digits.endIndex
        }
        guard offset < template.count else {
            problem = frame.invalidArgument("the format ends within a clause: write `%%` for a percent sign")
            return nil
        }
        return Clause(verb: template[offset], precision: precision, end: offset + 1)
    }

    private mutating func write(_ value: Val, _ clause: Clause, to writer: inout ByteWriter) {
        guard !value.isIndefinite else {
            problem = value
            return
        }
        let isDone =
            switch clause.verb {
            case UInt8(ascii: "s"): writeText(value, depth: 0, to: &writer)
            case UInt8(ascii: "d"): writer.append(decimal: value)
            case UInt8(ascii: "f"): writer.append(value, precision: clause.precision, isScientific: false)
            case UInt8(ascii: "e"): writer.append(value, precision: clause.precision, isScientific: true)
            case UInt8(ascii: "b"): writer.append(binary: value)
            case UInt8(ascii: "o"): writer.append(value, radix: 8, isUpperCase: false)
            case UInt8(ascii: "x"): writer.append(hexadecimal: value, isUpperCase: false)
            case UInt8(ascii: "X"): writer.append(hexadecimal: value, isUpperCase: true)
            default: refuseVerb(clause.verb)
            }
        guard !isDone, problem == nil, !writer.isTruncated else { return }
        let name = String(decoding: value.runtimeType.text, as: UTF8.self)
        let verb = String(UnicodeScalar(clause.verb))
        problem = frame.invalidArgument("`%\(verb)` cannot write a \(name): expected \(Self.expectation(clause.verb))")
    }

    private mutating func refuseVerb(_ verb: UInt8) -> Bool {
        let name = verb < 0x80 ? "`%\(String(UnicodeScalar(verb)))`" : "clause"
        problem = frame.invalidArgument("unknown format \(name): expected one of `%s %d %f %e %b %o %x %X %%`")
        return false
    }

    private static func expectation(_ verb: UInt8) -> String {
        switch verb {
        case UInt8(ascii: "d"), UInt8(ascii: "f"), UInt8(ascii: "e"): "a number"
        case UInt8(ascii: "b"): "an int, uint or bool"
        case UInt8(ascii: "o"): "an int or uint"
        case UInt8(ascii: "x"), UInt8(ascii: "X"): "an int, uint, string or bytes"
        default: "a value with a text"
        }
    }
}

/// `%s`.
extension StringFormat {
    /// False if the value has no text.
    private mutating func writeText(_ value: Val, depth: Int, to writer: inout ByteWriter) -> Bool {
        guard frame.charge(1), depth < Self.depthLimit else {
            problem = depth < Self.depthLimit ? .error(.stepBudget) : .error(.nesting)
            return false
        }
        switch value.kind {
        case .list, .nodeList: return writeList(value, depth: depth, to: &writer)
        case .map, .nodeMap, .object: return writeMap(value, depth: depth, to: &writer)
        case .error, .unknown:
            problem = value
            return false
        default: return writer.append(scalar: value)
        }
    }

    private mutating func writeList(_ list: Val, depth: Int, to writer: inout ByteWriter) -> Bool {
        writer.append("[")
        for (index, element) in frame.elements(of: list).enumerated() {
            if index > 0 { writer.append(", ") }
            guard !writer.isTruncated, writeText(element, depth: depth + 1, to: &writer) else { return false }
        }
        writer.append("]")
        return true
    }

    /// The entries in the order of their keys' texts.
    private mutating func writeMap(_ map: Val, depth: Int, to writer: inout ByteWriter) -> Bool {
        let entries = frame.entries(of: map)
        var keys: [(text: Bytes, value: Val)] = []
        for index in stride(from: 0, to: entries.count, by: 2) {
            let key = entries[index]
            // As many comparisons as sorting takes.
            guard frame.charge(4 + 16 * key.textSteps) else {
                problem = .error(.stepBudget)
                return false
            }
            let text = key.kind == .string ? key : frame.string { _ = $0.append(scalar: key) }
            guard text.kind == .string else {
                problem = text
                return false
            }
            keys.append((text.text, entries[index + 1]))
        }
        keys.sort { ByteSearch.compare($0.text, $1.text) < 0 }
        writer.append("{")
        for (index, entry) in keys.enumerated() {
            if index > 0 { writer.append(", ") }
            writer.append(entry.text)
            writer.append(": ")
            guard !writer.isTruncated, writeText(entry.value, depth: depth + 1, to: &writer) else { return false }
        }
        writer.append("}")
        return true
    }
}
