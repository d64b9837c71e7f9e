/// A piece of an expression's text: what it is and which bytes it takes.
struct Token {
    enum Kind: UInt8 {
        case end
        case identifier, reservedWord, quotedField
        case trueWord, falseWord, nullWord, inWord
        case int, uint, double, string, bytes
        case dot, comma, colon, question
        case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
        case plus, minus, star, slash, percent, not
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, and, or
        // What is not CEL but deserves a message of its own.
        case singleEqual, singleAmpersand, singlePipe
        case malformedNumber, unterminatedString, malformedQuotedField, strayCharacter
    }

    var kind: Kind
    var start: Int
    var end: Int
    /// Of a string or bytes literal: between the quotes.
    var content: Range<Int> = 0..<0
    /// Of a string or bytes literal: holds escape sequences to be decoded.
    var hasEscapes = false

    var range: Range<Int> { start..<end }
}

extension Token.Kind {
    /// Whether a token of this kind can begin an expression.
    var startsExpression: Bool {
        switch self {
        case .identifier, .trueWord, .falseWord, .nullWord, .int, .uint, .double, .string, .bytes, .dot,
            .leftParenthesis, .leftBracket, .leftBrace, .minus, .not:
            return true
        default: return false
        }
    }

    /// The function that a binary operator calls, and how tightly it binds.
    var binaryOperator: (function: String, precedence: Int)? {
        switch self {
        case .equal: return ("_==_", 3)
        case .notEqual: return ("_!=_", 3)
        case .less: return ("_<_", 3)
        case .lessOrEqual: return ("_<=_", 3)
        case .greater: return ("_>_", 3)
        case .greaterOrEqual: return ("_>=_", 3)
        case .inWord: return ("@in", 3)
        case .plus: return ("_+_", 4)
        case .minus: return ("_-_", 4)
        case .star: return ("_*_", 5)
        case .slash: return ("_/_", 5)
        case .percent: return ("_%_", 5)
        default: return nil
        }
    }

    /// How a message names a closing bracket.
    var spelling: String {
        switch self {
        case .rightParenthesis: return "`)`"
        case .rightBracket: return "`]`"
        case .rightBrace: return "`}`"
        default: return "the end"
        }
    }
}
