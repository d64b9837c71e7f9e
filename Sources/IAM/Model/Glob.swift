/// A pattern of characters and wildcards, matched against a whole text.
public struct Glob: Hashable, Sendable {
    /// One position of a pattern.
    struct Token: Hashable, Sendable {
        enum Kind: UInt8, Sendable {
            /// Exactly this character.
            case literal
            /// This character in upper or lower case; the token holds the lower case.
            case folded
            /// Any one character, or any but a colon.
            case any, anyButColon
            /// Any run of characters, or any without a colon.
            case star, starWithoutColon
            /// Any one character but a slash, and any run without one.
            case anyButSlash, starWithoutSlash
            /// Any one character of a name, which holds neither a colon nor a slash, and any run of them.
            case nameCharacter, nameRun
            /// One of `0`-`9`.
            case digit
            /// A run of `a`-`z`, `0`-`9` and `-`.
            case labelRun
        }

        let kind: Kind
        let scalar: UInt32

        init(_ kind: Kind, _ scalar: UInt32 = 0) {
            self.kind = kind
            self.scalar = scalar
        }

        var isStar: Bool {
            switch kind {
            case .star, .starWithoutColon, .starWithoutSlash, .nameRun, .labelRun: true
            case .literal, .folded, .any, .anyButColon, .anyButSlash, .nameCharacter, .digit: false
            }
        }

        /// True if this token may consume the character.
        @inline(__always)
        func accepts(_ character: UInt32) -> Bool {
            switch kind {
            case .literal: character == scalar
            case .folded: Self.fold(character) == scalar
            case .any, .star: true
            case .anyButColon, .starWithoutColon: character != 0x3A
            case .anyButSlash, .starWithoutSlash: character != 0x2F
            case .nameCharacter, .nameRun: character != 0x3A && character != 0x2F
            case .digit: character >= 0x30 && character <= 0x39
            case .labelRun:
                character >= 0x61 && character <= 0x7A || character >= 0x30 && character <= 0x39 || character == 0x2D
            }
        }

        /// The lower case of a character, itself where that is no single character, or one of ASCII that it is not.
        static func fold(_ character: UInt32) -> UInt32 {
            if character < 0x80 { return character >= 0x41 && character <= 0x5A ? character | 0x20 : character }
            guard let scalar = Unicode.Scalar(character) else { return character }
            let mapped = scalar.properties.lowercaseMapping.unicodeScalars
            guard let first = mapped.first, mapped.count == 1, !first.isASCII else { return character }
            return first.value
        }
    }

    var tokens: [Token]

    init(tokens: [Token]) { self.tokens = tokens }

    /// Everything, the empty text included.
    static let everything = Glob(tokens: [Token(.star)])

    /// Reads `*` and `?` as wildcards.
    public init(pattern: String, ignoringCase: Bool = false) {
        tokens = []
        for scalar in pattern.unicodeScalars {
            switch scalar {
            case "*": append(Token(.star))
            case "?": append(Token(.any))
            default: append(scalar, ignoringCase: ignoringCase)
            }
        }
    }

    /// Reads every character as itself.
    public init(literal: String, ignoringCase: Bool = false) {
        tokens = []
        for scalar in literal.unicodeScalars { append(scalar, ignoringCase: ignoringCase) }
    }

    mutating func append(_ scalar: Unicode.Scalar, ignoringCase: Bool) {
        guard ignoringCase else { return tokens.append(Token(.literal, scalar.value)) }
        let folded = Token.fold(scalar.value)
        let hasCase = scalar.isASCII ? folded >= 0x61 && folded <= 0x7A : scalar.properties.isCased
        tokens.append(hasCase ? Token(.folded, folded) : Token(.literal, scalar.value))
    }

    /// Appends a token; a run after the same run is the same run.
    mutating func append(_ token: Token) {
        if token.isStar, tokens.last == token { return }
        tokens.append(token)
    }

    /// True if the pattern holds no wildcard.
    public var isLiteral: Bool { tokens.allSatisfy { $0.kind == .literal || $0.kind == .folded } }

    var matchesEverything: Bool { tokens.count == 1 && tokens[0].kind == .star }

    /// The only text that matches, if there is only one.
    var onlyText: String? {
        guard tokens.allSatisfy({ $0.kind == .literal }) else { return nil }
        var text = String.UnicodeScalarView()
        for token in tokens { if let scalar = Unicode.Scalar(token.scalar) { text.append(scalar) } }
        return String(text)
    }

    public func matches(_ text: String) -> Bool { matches(text.unicodeScalars.map(\.value)) }

    /// Compares what stands before the first run; behind it, keeps the set of pattern positions that the text read so far
    /// can have reached: at most length times length steps.
    func matches(_ text: [UInt32]) -> Bool { matches(text[...]) }

    func matches(_ text: ArraySlice<UInt32>) -> Bool { Self.matches(tokens[...], text) }

    /// Whether a part of a pattern matches a text.
    static func matches(_ pattern: ArraySlice<Token>, _ text: ArraySlice<UInt32>) -> Bool {
        var start = pattern.startIndex
        var rest = text
        while start < pattern.endIndex, !pattern[start].isStar {
            guard let character = rest.first, pattern[start].accepts(character) else { return false }
            rest = rest.dropFirst()
            start += 1
        }
        if start == pattern.endIndex { return rest.isEmpty }
        if start == pattern.endIndex - 1, pattern[start].kind == .star { return true }
        return walk(rest, through: Array(pattern[start...]))
    }

    private static func walk(_ text: ArraySlice<UInt32>, through tokens: [Token]) -> Bool {
        var reached = [Bool](repeating: false, count: tokens.count + 1)
        var next = reached
        reached[0] = true
        spread(&reached, over: tokens)
        for character in text {
            var isAlive = false
            for index in next.indices { next[index] = false }
            for index in tokens.indices where reached[index] && tokens[index].accepts(character) {
                next[tokens[index].isStar ? index : index + 1] = true
                isAlive = true
            }
            guard isAlive else { return false }
            spread(&next, over: tokens)
            swap(&reached, &next)
        }
        return reached[tokens.count]
    }

    /// A run may be empty: whoever stands before it also stands behind it.
    private static func spread(_ reached: inout [Bool], over tokens: [Token]) {
        for index in tokens.indices where reached[index] && tokens[index].isStar { reached[index + 1] = true }
    }
}
