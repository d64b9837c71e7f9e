import CEL
import Testing

@Suite("messages about the text of an expression")
struct ParserMessageTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var marked: String
        var messages: [String]
        var help: String?
        var testDescription: String { marked }

        init(_ marked: String, _ messages: String..., help: String? = nil) {
            self.marked = marked
            self.messages = messages
            self.help = help
        }
    }

    static let samples = [
        Sample("a «=» b", "unexpected `=`: expected an operator or the end", help: "write `==`"),
        Sample("a «===» b", "unexpected `===`: expected an expression", help: "write `==`"),
        Sample("a «&» b", "unexpected `&`: expected an operator or the end", help: "write `&&`"),
        Sample("a «|» b", "unexpected `|`: expected an operator or the end", help: "write `||`"),
        Sample("a «and» b", "unexpected `and`: expected an operator or the end", help: "write `&&`"),
        Sample("(a «or» b)", "unexpected `or`: expected `)`", help: "write `||`"),
        Sample("«not» a", "unexpected `not`: expected an operator or the end", help: "write `!`"),
        Sample("x «not in» y", "unexpected `not in`: expected an operator or the end", help: "write `!(x in list)`"),
        Sample("a «<>» b", "unexpected `<>`: expected an expression", help: "write `!=`"),
        Sample("a «**» b", "unexpected `**`: expected an expression", help: "there is no power operator: multiply"),
        Sample(
            "a«;»", "unexpected `;`: expected an operator or the end",
            help: "an expression is one value: there are no statements"),
        Sample("a «#» b", "unexpected `#`: expected an operator or the end", help: "a comment begins with `//`"),
        Sample("a == «“»x”", "unexpected `“`: expected an expression", help: "use straight quotes"),
        Sample(
            "«if» a", "`if` is a reserved word: expected an expression",
            "unexpected `a`: expected an operator or the end",
            help: "write `condition ? value : other`"),
        Sample(
            "a «??» b", "unexpected `??`: expected an expression",
            help: "write `.orValue(other)` after a selection with `.?`"),
        Sample(
            "a«?».b", "`?` begins a choice that has no `:`: expected `condition ? value : other`",
            help: "an optional field is selected with `.?`, as in `a.?b`"),
        Sample("a ? b«»", "the expression ends too soon: expected `:` and the other value of the choice"),
        Sample("«»", "the expression ends too soon: expected an expression"),
        Sample("a +«»", "the expression ends too soon: expected an expression"),
        Sample("f(a«»", "the expression ends too soon: expected `,` or `)`"),
        Sample("[a, b«)»", "unexpected `)`: expected `,` or `]`"),
        Sample("a«]»", "unexpected `]`: expected an operator or the end"),
        Sample("f(a, «*», «+»)", "unexpected `*`: expected an expression", "unexpected `+`: expected an expression"),
        Sample("[«=», 1, 2 «3», 4]", "unexpected `=`: expected an expression", "unexpected `3`: expected `,` or `]`"),
        Sample(
            "{'a' «1», 'b': 2, 'c' «=» 3}", "unexpected `1`: expected `:` and a value",
            "unexpected `=`: expected `:` and a value"),
        Sample("(a «b») + [1 «2»]", "unexpected `b`: expected `)`", "unexpected `2`: expected `,` or `]`"),
        Sample(
            "f(a«,»)", "unexpected `,`: expected an argument or `)`", help: "only lists and maps may end with a comma"),
        Sample("a.«true»", "`true` is a keyword: expected a field name", help: "write it as an index: `['true']`"),
        Sample("a«.1»", "unexpected `.1`: expected an operator or the end"),
        Sample("a.«(»", "unexpected `(`: expected a field name"),
        Sample(
            "!«-»a", "unexpected `-`: expected an operand after `!`",
            help: "`!` and `-` are mixed only with parentheses, as in `!(-x)`"),
        Sample(
            "«a.T{»x: 1}", "messages cannot be made: unexpected `{` after `a.T`", help: "make a map: `{'field': value}`"
        ),
        Sample("a.?«f»(1)", "`f` is a function: expected a field after `.?`"),
        Sample(
            "has(«a»)", "`has` cannot judge `a`: expected a field selection",
            help: "`has(a.b)` asks whether `a` has a field `b`"),
        Sample(
            "has(«a[1]»)", "`has` cannot judge `a[1]`: expected a field selection",
            help: "a key that is not a string: write `key in map`"),
        Sample("has(«a.?b»)", "`has` cannot judge `a.?b`: expected a field selection", help: "without `?`: `has(a.b)`"),
        Sample("l.all(«x.y», true)", "`x.y` cannot name a variable: expected a name"),
        Sample("l.all(«.x», true)", "`.x` cannot name a variable: expected a name"),
        Sample("l.all(x, «x», true)", "`x` names both variables: expected two names"),
        Sample("m.transformMapEntry(k, v, «v»)", "`transformMapEntry` makes one entry: expected `{key: value}`"),
        Sample("cel.bind(«1», 2, 3)", "`1` cannot name a variable: expected a name"),
        Sample("'«\\q»' + '«\\z»'", "`\\q` is not an escape sequence", "`\\z` is not an escape sequence"),
        Sample("a «\u{0}»", "unexpected `\u{0}`: expected an operator or the end"),
    ]

    @Test("a message says what was expected, at the exact place", arguments: samples)
    func message(_ sample: Sample) {
        let source = MarkedSource(sample.marked)
        let found = issues(parsing: source.text)
        #expect(found.map(\.message) == sample.messages)
        for (issue, range) in zip(found, source.ranges) { #expect(issue.range == range) }
        if let help = sample.help { #expect(found.first?.help == help) }
    }

    @Test("reading stops after many errors")
    func manyErrors() {
        let source = "[" + String(repeating: "=,", count: 1000) + "1]"
        #expect(issues(parsing: source).count == ParserOptions().maximumErrors)
    }
}
