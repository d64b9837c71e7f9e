/// What stopped the JSON scanner: small, so that throwing it costs nothing. `JSONDiagnosis` says it in words.
struct JSONFailure: Error {
    enum Reason {
        case expectedValue
        case expectedKey
        case expectedColon
        case expectedCommaOrBrace
        case expectedCommaOrBracket
        case unexpectedEnd
        case unclosedString
        case controlCharacter
        case badEscape
        case badUnicodeEscape
        case loneSurrogate
        case invalidUTF8
        case badNumber
        case leadingZero
        case trailingData
        case scalarTooLong
        case tooDeep
        case tooManyNodes
        case repeatedKey
    }

    var reason: Reason
    /// The offset that the message points at.
    var at: Int
    /// Where the innermost open container began; negative outside all containers.
    var opened: Int

    init(_ reason: Reason, at: Int, opened: Int = -1) {
        self.reason = reason
        self.at = at
        self.opened = opened
    }
}
