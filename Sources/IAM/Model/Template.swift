/// A text of a policy that may hold policy variables such as `${aws:PrincipalTag/team}`.
public struct Template: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        /// Text in which `*` and `?` are wildcards where the element allows them.
        case text(String)
        /// `${*}`, `${?}` or `${$}`: the character itself.
        case escaped(Unicode.Scalar)
        /// A variable; the key in lower case.
        case variable(key: String, fallback: String?)
        /// The input says that there is a text but does not give it.
        case unknown(TextPiece.Stand?)

        var isUnknown: Bool { if case .unknown = self { true } else { false } }
    }

    /// The text as the policy gives it.
    public let source: String
    let parts: [Part]
    /// Of a text that the input does not give in all its parts: which one it is.
    let origin: ComputedOrigin?

    /// Reads variables if the policy's version knows them.
    public init(_ source: String, version: PolicyVersion) {
        self.source = source
        origin = nil
        parts = version == .current && source.contains("${") ? Self.parse(source) : [.text(source)]
    }

    /// A text that the input does not give, such as one that a template computes.
    public init(unknown source: String) { self.init(unknown: source, origin: ComputedOrigin()) }

    init(unknown source: String, origin: ComputedOrigin) {
        self.source = source
        self.origin = origin
        parts = [.unknown(nil)]
    }

    /// A text of which a template computes parts.
    /// - Parameter source: how messages show it.
    init(pieces: [TextPiece], source: String, version: PolicyVersion, origin: ComputedOrigin) {
        self.source = source
        self.origin = origin
        parts = pieces.flatMap { piece -> [Part] in
            switch piece {
            case .text(let text): version == .current && text.contains("${") ? Self.parse(text) : [.text(text)]
            case .unknown(let stand): [.unknown(stand)]
            }
        }
    }

    private init(source: String, parts: [Part], origin: ComputedOrigin?) {
        self.source = source
        self.parts = parts
        self.origin = parts.contains(where: \.isUnknown) ? origin : nil
    }

    /// True if the input does not give all of the text.
    public var isUnknown: Bool { parts.contains(where: \.isUnknown) }

    /// True if the pattern matches a text in no reading of ARNs: not even if every star stands for anything.
    ///
    /// A quick test before the exact one. What has variables, or is no whole ARN, may match.
    func surelyMisses(arn: String) -> Bool {
        guard parts.count == 1, case .text(let pattern) = parts[0] else { return false }
        let colons = pattern.utf8.count { $0 == UInt8(ascii: ":") }
        guard colons >= 5, let matches = ByteGlob.matches(arn, pattern: pattern) else { return false }
        return !matches
    }

    /// The whole pattern, if it is one text without variables.
    var onlyText: String? {
        guard parts.count == 1, case .text(let text) = parts[0] else { return nil }
        return text
    }

    /// The text with examples in place of parts that are not known, where there are any.
    func exemplified(includingNames: Bool) -> Template {
        guard isUnknown else { return self }
        let parts = parts.map { part -> Part in
            switch part {
            case .unknown(.setting(let text)?): .text(text)
            case .unknown(.name(let text)?) where includingNames: .text(text)
            default: part
            }
        }
        return Template(source: source, parts: parts, origin: origin)
    }

    /// The keys of the variables, in lower case.
    public var variables: [String] {
        parts.compactMap { if case .variable(let key, _) = $0 { key } else { nil } }
    }

    /// True if a variable has a text that stands for it where its key is missing.
    var hasDefaults: Bool {
        parts.contains { if case .variable(_, .some) = $0 { true } else { false } }
    }

    var hasVariables: Bool {
        parts.contains { if case .variable = $0 { true } else { false } }
    }

    private static func parse(_ source: String) -> [Part] {
        var parts: [Part] = []
        var text = String.UnicodeScalarView()
        var rest = source.unicodeScalars[...]
        while let scalar = rest.first {
            if scalar == "$", rest.dropFirst().first == "{", let end = rest.firstIndex(of: "}") {
                if !text.isEmpty { parts.append(.text(String(text))) }
                text = String.UnicodeScalarView()
                parts.append(variable(String(rest[rest.index(rest.startIndex, offsetBy: 2)..<end])))
                rest = rest[rest.index(after: end)...]
            } else {
                text.append(scalar)
                rest = rest.dropFirst()
            }
        }
        if !text.isEmpty { parts.append(.text(String(text))) }
        return parts
    }

    /// Reads what stands between the braces: `key`, or `key, 'fallback'`.
    private static func variable(_ content: String) -> Part {
        if let only = content.unicodeScalars.first, content.unicodeScalars.count == 1,
            "*?$".unicodeScalars.contains(only)
        {
            return .escaped(only)
        }
        guard let comma = content.firstIndex(of: ",") else {
            return .variable(key: content.asciiLowercased, fallback: nil)
        }
        let fallback = content[content.index(after: comma)...].drop { $0 == " " }
        let isQuoted = fallback.count >= 2 && fallback.first == "'" && fallback.last == "'"
        return .variable(
            key: content[..<comma].asciiLowercased,
            fallback: isQuoted ? String(fallback.dropFirst().dropLast()) : String(fallback))
    }
}

extension Template {
    /// What a variable stands for.
    enum Substitute: Hashable {
        case text(String)
        /// Any text: used when a question is asked of every possible value.
        case anything
        /// The request does not carry the key.
        case missing
    }

    /// How the characters of a text are read.
    enum Style: Hashable, Sendable {
        case exact
        case ignoringCase
        case like
        /// Colon-separated parts, each with wildcards of its own.
        case arn(ARNReading)
    }

    /// What a `*` at the end of a part of an ARN covers, and what becomes of an ARN with too few parts.
    ///
    /// AWS's documentation says that it "can expand to match beyond colon boundaries", which older documentation denied.
    enum ARNReading: Hashable, Sendable {
        /// It stays inside its part; an ARN with too few parts matches nothing.
        case narrow
        /// It goes on past the colon; missing parts stand for anything.
        case wide
    }

    /// The pattern, or nil if a variable without a value makes it match nothing.
    func glob(_ style: Style, substituting substitute: (String) -> Substitute) -> Glob? {
        var glob = Glob(tokens: [])
        let ignoringCase = style == .ignoringCase
        for (index, part) in parts.enumerated() {
            switch part {
            case .text(let text): append(index == 0 ? Self.whole(text, style) : text, style: style, to: &glob)
            case .escaped(let scalar): glob.append(scalar, ignoringCase: ignoringCase)
            case .unknown: glob.append(Glob.Token(.star, Self.unknownMark))
            case .variable(let key, let fallback):
                switch substitute(key) {
                case .text(let value):
                    for scalar in value.unicodeScalars { glob.append(scalar, ignoringCase: ignoringCase) }
                // A value may hold colons, as an unknown text may.
                case .anything: glob.append(Glob.Token(.star, Self.unknownMark))
                case .missing:
                    guard let fallback else { return nil }
                    for scalar in fallback.unicodeScalars { glob.append(scalar, ignoringCase: ignoringCase) }
                }
            }
        }
        if case .arn(let reading) = style { return Self.partitioned(glob, reading: reading) }
        return glob
    }

    /// How the resources of an API's own policy begin where they leave out which API is meant.
    ///
    /// - SeeAlso: API Gateway Developer Guide, "API Gateway resource policy examples".
    static let relativeBeginning = "execute-api:/"

    /// The text, with the API in front where it stands for a resource of the API that the policy belongs to.
    private static func whole(_ text: String, _ style: Style) -> String {
        guard case .arn = style, text.hasPrefix(relativeBeginning) else { return text }
        return "arn:*:execute-api:*:*:*/" + text.dropFirst(relativeBeginning.count)
    }

    private func append(_ text: String, style: Style, to glob: inout Glob) {
        for scalar in text.unicodeScalars {
            switch (style, scalar) {
            case (.like, "*"), (.arn, "*"): glob.append(Glob.Token(.star))
            case (.like, "?"), (.arn, "?"): glob.append(Glob.Token(.any))
            default: glob.append(scalar, ignoringCase: style == .ignoringCase)
            }
        }
    }

    /// Tells the star for an unknown part, which may hold colons, from those that the policy writes.
    private static let unknownMark: UInt32 = 1

    /// Confines wildcards to the first five parts of an ARN. Nil if the pattern can match no ARN.
    private static func partitioned(_ glob: Glob, reading: ARNReading) -> Glob? {
        if glob.matchesEverything { return glob }
        let colon = Glob.Token(.literal, 0x3A)
        var result = Glob(tokens: [])
        var part = 0
        // Behind an unknown text nobody knows in which part of the ARN one is.
        var isLost = false
        for (index, token) in glob.tokens.enumerated() {
            let endsPart = index + 1 == glob.tokens.count || glob.tokens[index + 1] == colon
            switch token.kind {
            case .star where token.scalar == unknownMark || isLost:
                isLost = true
                result.append(Glob.Token(.star))
            case .star where part < 5 && !(endsPart && reading == .wide): result.append(Glob.Token(.starWithoutColon))
            case .any where part < 5 && !isLost: result.append(Glob.Token(.anyButColon))
            default: result.append(token)
            }
            if token == colon { part += 1 }
        }
        guard part < 5, !isLost else { return result }
        guard reading == .wide else { return nil }
        if result.tokens.last?.kind != .star {
            result.append(colon)
            result.append(Glob.Token(.star))
        }
        return result
    }
}
