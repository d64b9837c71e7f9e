/// What stopped the parser, in words.
struct SyntaxFailure: Error {
    var range: Range<Int>
    var message: String
    var help: String?
    /// Whether something that is not closed takes all the rest of the file.
    var takesRest: Bool

    init(_ range: Range<Int>, _ message: String, help: String? = nil, takesRest: Bool = false) {
        self.range = range
        self.message = message
        self.help = help
        self.takesRest = takesRest
    }
}
