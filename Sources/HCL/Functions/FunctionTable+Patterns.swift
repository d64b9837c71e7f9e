internal import Documents

extension FunctionTable {
    static let patterns: [String: Function] = [
        "regex": Function(2...2) { a throws(EvaluationFailure) in
            let pattern = try a.text(0)
            try check(pattern)
            let text = try a.text(1, cost: 8)
            guard let matches = try a.host.matches(of: pattern, in: text, isFirstOnly: true) else { return notMatched }
            guard let match = matches.first else {
                throw EvaluationFailure("the pattern `\(Diagnostic.shown(pattern))` matches nothing")
            }
            return value(of: match, try PatternGroups(pattern).ofOneKind(), in: text)
        },
        "regexall": Function(2...2) { a throws(EvaluationFailure) in
            let pattern = try a.text(0)
            try check(pattern)
            let text = try a.text(1, cost: 8)
            guard let matches = try a.host.matches(of: pattern, in: text, isFirstOnly: false) else { return notMatched }
            let groups = try PatternGroups(pattern).ofOneKind()
            try a.budget.spend(matches.count * (groups.names.count + 1))
            return Value(.list(matches.map { value(of: $0, groups, in: text) }))
        },
        "replace": Function(3...3) { a throws(EvaluationFailure) in
            let text = try a.text(0, cost: 4)
            let part = try a.text(1)
            let other = try a.text(2)
            guard part.count > 1, part.hasPrefix("/"), part.hasSuffix("/") else {
                return .string(try replacing(part, in: text, with: other, a.budget))
            }
            let pattern = String(part.dropFirst().dropLast())
            try check(pattern)
            guard let matches = try a.host.matches(of: pattern, in: text, isFirstOnly: false) else { return notMatched }
            try a.budget.spend(matches.count)
            return .string(try replaced(matches, PatternGroups(pattern), in: text, with: other))
        },
    ]

    /// What Go's patterns mean otherwise than RE2 does.
    private static func check(_ pattern: String) throws(EvaluationFailure) {
        for part in ["(?<", "\\C"] where contains(Array(pattern.utf8), Array(part.utf8)) {
            throw .notComputed("`\(part)` in patterns is not computed")
        }
    }

    private static let notMatched = Value.unknown("regular expressions are not evaluated")

    /// The groups of a match: a map if they have names, a list if not, the text itself if there are none.
    private static func value(of match: PatternMatch, _ groups: PatternGroups, in text: String) -> Value {
        let bytes = Array(text.utf8)
        let values = match.groups.map { range in
            range.map { Value.string(String(decoding: bytes[$0], as: UTF8.self)) } ?? .null
        }
        guard values.count > 1 else { return values.first ?? .null }
        let named = zip(groups.names, values.dropFirst()).compactMap { name, value in name.map { ($0, value) } }
        return named.isEmpty ? Value(.tuple(Array(values.dropFirst()))) : Value(.object(Members(named)))
    }

    /// The text with each match replaced; `$1` and `${name}` stand for groups.
    private static func replaced(
        _ matches: [PatternMatch], _ groups: PatternGroups, in text: String, with template: String
    ) throws(EvaluationFailure) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var at = 0
        for match in matches {
            guard let whole = match.groups.first ?? nil, whole.lowerBound >= at else { continue }
            result += bytes[at..<whole.lowerBound]
            result += groups.expand(Array(template.utf8)) { index in
                guard match.groups.indices.contains(index), let range = match.groups[index] else { return [] }
                return bytes[range]
            }
            at = whole.upperBound
            try TextAssembly.check(result.count)
        }
        return String(decoding: result + bytes[at...], as: UTF8.self)
    }
}

/// The capturing groups of an RE2 pattern.
struct PatternGroups {
    /// The name of each group, nil for one without.
    private(set) var names: [String?] = []

    init(_ pattern: String) {
        let bytes = Array(pattern.utf8)
        var at = 0
        var isInClass = false
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\\"):
                at += 1
                guard !isInClass, at < bytes.count, bytes[at] == UInt8(ascii: "Q") else { break }
                at = Self.endOfQuote(bytes, at + 1)
            case UInt8(ascii: "[") where !isInClass:
                isInClass = true
                if at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "^") { at += 1 }
                // A bracket that stands first is one of the characters.
                if at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "]") { at += 1 }
            case UInt8(ascii: "[") where at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: ":"):
                // A class with a name, such as `[:alpha:]`.
                guard let end = bytes[at...].firstIndex(of: UInt8(ascii: "]")) else { break }
                at = end
            case UInt8(ascii: "]"): isInClass = false
            case UInt8(ascii: "(") where !isInClass: addGroup(bytes, at + 1)
            default: break
            }
            at += 1
        }
    }

    /// Where a text ends that is taken as it is, up to `\E`.
    private static func endOfQuote(_ bytes: [UInt8], _ start: Int) -> Int {
        var at = start
        while at + 1 < bytes.count {
            if bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "E") { return at + 1 }
            at += 1
        }
        return bytes.count
    }

    /// - Throws: an error if some groups have names and others have none.
    func ofOneKind() throws(EvaluationFailure) -> PatternGroups {
        guard names.allSatisfy({ $0 == nil }) || names.allSatisfy({ $0 != nil }) else {
            throw EvaluationFailure("the pattern has groups with names and groups without: expected one kind")
        }
        return self
    }

    private mutating func addGroup(_ bytes: [UInt8], _ start: Int) {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "?") else { return names.append(nil) }
        var at = start + 1
        if at < bytes.count, bytes[at] == UInt8(ascii: "P") { at += 1 }
        guard at < bytes.count, bytes[at] == UInt8(ascii: "<"), let end = bytes[at...].firstIndex(of: UInt8(ascii: ">"))
        else { return }
        names.append(String(decoding: bytes[at + 1..<end], as: UTF8.self))
    }

    /// A replacement with its groups filled in.
    func expand(_ template: [UInt8], _ group: (Int) -> ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var at = 0
        while at < template.count {
            guard template[at] == UInt8(ascii: "$"), at + 1 < template.count else {
                result.append(template[at])
                at += 1
                continue
            }
            at += 1
            if template[at] == UInt8(ascii: "$") {
                result.append(template[at])
                at += 1
                continue
            }
            let isBraced = template[at] == UInt8(ascii: "{")
            let start = isBraced ? at + 1 : at
            let end =
                template[start...].firstIndex { !SyntaxParser.continuesName($0) || $0 == UInt8(ascii: "-") }
                ?? template.count
            guard end > start, !isBraced || end < template.count && template[end] == UInt8(ascii: "}") else {
                // What is no name is text.
                result.append(UInt8(ascii: "$"))
                continue
            }
            at = isBraced ? end + 1 : end
            let name = String(decoding: template[start..<end], as: UTF8.self)
            if let index = Int(name) ?? names.firstIndex(of: name).map({ $0 + 1 }) { result += group(index) }
        }
        return result
    }
}
