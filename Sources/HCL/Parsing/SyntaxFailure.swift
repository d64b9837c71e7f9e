/// What stopped the parser, in words.
struct SyntaxFailure: Error {
    var range: Range<Int>
    var message: String
    var help: String?

    init(_ range: Range<Int>, _ message: String, help: String? = nil) {
        self.range = range
        self.message = message
        self.help = help
    }
}
