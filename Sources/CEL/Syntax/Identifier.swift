/// The names that variables may have.
public enum Identifier {
    /// Letters of ASCII, digits and underscores, no digit first, and none of the words that the language keeps for itself.
    public static func isValid(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, first.isIdentifierStart, bytes.allSatisfy(\.isIdentifierPart) else {
            return false
        }
        var copy = text
        return copy.withUTF8 { Lexer.wordKind($0) == .identifier }
    }
}
