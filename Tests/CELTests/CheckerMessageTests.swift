import CEL
import Testing

@Suite("messages about types and names")
struct CheckerMessageTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var marked: String
        var message: String
        var help: String?
        var testDescription: String { marked }

        init(_ marked: String, _ message: String, help: String? = nil) {
            self.marked = marked
            self.message = message
            self.help = help
        }
    }

    static let samples = [
        Sample("r.«Nmae» == 'x'", "Notebook has no field `Nmae`", help: "did you mean `Name`?"),
        Sample("r.«name» == 'x'", "Notebook has no field `name`", help: "did you mean `Name`?"),
        Sample("r.Tags[0].«Zzzzzz»", "Tag has no field `Zzzzzz`", help: "its fields are `Key`, `Value`"),
        Sample("has(r.«Limt»)", "Notebook has no field `Limt`", help: "did you mean `Limit`?"),
        Sample("r.Tags.all(t, t.«key» == 'a')", "Tag has no field `key`", help: "did you mean `Key`?"),
        Sample("r.«Tags2».size() > 0", "Notebook has no field `Tags2`", help: "did you mean `Tags`?"),
        Sample(
            "r.Tags.«Key» == 'a'", "list(Tag) has no fields: found `.Key`",
            help: "ask its elements: `list.exists(x, x.Key == ...)` or `list.all(x, ...)`"),
        Sample(
            "text.«size» > 1", "string has no fields: found `.size`",
            help: "`size` is a function: call it as `.size(...)`"),
        Sample("«nubmer» == 1", "nothing is named `nubmer`", help: "did you mean `number`?"),
        Sample("«params.limt» > 1", "nothing is named `params.limt`", help: "did you mean `params.limit`?"),
        Sample(
            "«params.owner.nam».size() > 1", "nothing is named `params.owner.nam`",
            help: "did you mean `params.owner.name`?"),
        Sample("text == «True»", "nothing is named `True`", help: "write `true`"),
        Sample("«size» > 1", "nothing is named `size`", help: "`size` is a function: call it as `size(...)`"),
        Sample("names.exists(n, n == «m»)", "nothing is named `m`", help: "did you mean `n`?"),
        Sample("«len»(text) > 1", "there is no function `len`", help: "write `size(...)`"),
        Sample("text.«startWith»('a')", "there is no function `startWith`", help: "did you mean `startsWith`?"),
        Sample(
            "names.«all»(n == 'a')", "there is no function `all`",
            help: "a macro names its variables first: `list.all(x, ...)`"),
        Sample("«r.Name == 5»", "string and int are never equal", help: "write `'5'`"),
        Sample("«number != '5'»", "int and string are always unequal", help: "write `5` without quotes"),
        Sample(
            "«r.Name == null»", "string and null are never equal",
            help: "an absent value is not null: ask with `has(r.Name)`"),
        Sample("«ratio == number»", "double and int are never equal", help: "convert: `double(number)`"),
        Sample(
            "«opt == 'x'»", "optional_type(string) and string are never equal",
            help: "give a default: `opt.orValue(...)`"),
        Sample("«number in names»", "int is never in list(string)", help: "the elements are strings"),
        Sample(
            "«'a' in r.Tags»", "string is never in list(Tag)", help: "ask for a field: `list.exists(x, x.field == ...)`"
        ),
        Sample("'a' in «text»", "`in` looks into a list or a map: found string", help: "write `text.contains('a')`"),
        Sample(
            "«text + 1»", "`+` does not take string and int: expected `int + int`, `string + string`",
            help: "write `'1'`"),
        Sample("«-text»", "`-` does not take string: expected `-int`, `-double`"),
        Sample("text.startsWith(«3»)", "`startsWith` does not take int: expected `string.startsWith(string)`"),
        Sample("text.«startsWith»()", "`startsWith` does not take 0 arguments: expected `string.startsWith(string)`"),
        Sample("«startsWith»(text, 'a')", "`startsWith` is called on a value: expected `string.startsWith(string)`"),
        Sample(
            "size(«1»)",
            "`size` does not take int: expected `size(string)`, `size(bytes)`, `size(list(T))`, `size(map(T, V))`"),
        Sample(
            "true && «names»", "`&&` joins conditions: expected bool, found list(string)",
            help: "compare its size: `names.size() > 0`"),
        Sample(
            "«number» || true", "`||` joins conditions: expected bool, found int", help: "compare it: `number != 0`"),
        Sample(
            "«text» ? 1 : 2", "`?` needs a condition: expected bool, found string", help: "compare it: `text != ''`"),
        Sample("names.all(n, «n»)", "`all` takes a condition: expected bool, found string"),
        Sample("names.map(n, «n», n)", "the filter of `map` is a condition: expected bool, found string"),
        Sample("«true ? 'a' : 1»", "the two values of a choice differ in type: string and int"),
        Sample("«number».all(n, true)", "`all` runs over a list or a map: found int"),
        Sample("«ages».sortBy(n, n)", "`sortBy` runs over a list: found map(string, int)"),
        Sample("names.sortBy(n, «[n]»)", "`sortBy` needs a key that has an order: found list(string)"),
        Sample(
            "«r.?Hosts».exists(h, h == 'a')", "`exists` runs over a list or a map: found optional_type(list(string))",
            help: "write `.orValue([])` before it"),
        Sample("{«1.5»: 1}", "a map's key is a bool, int, uint or string: found double"),
        Sample("names[«'a'»]", "a list is indexed by int: found string"),
        Sample("ages[«1»]", "the keys of this map are string: found int"),
        Sample("number«[0]»", "int cannot be indexed: expected a list or a map"),
        Sample("[?«text»]", "`[?x]` takes an optional: found string"),
        Sample("«text».optMap(x, x)", "`optMap` is called on an optional: found string"),
        Sample("opt.optFlatMap(x, «x»)", "`optFlatMap` makes an optional: found string"),
    ]

    @Test("a message says what is wrong at the exact place", arguments: samples)
    func message(_ sample: Sample) throws {
        let source = MarkedSource(sample.marked)
        let issue = try #require(issues(checking: source.text, against: SampleSchema.declarations).first)
        #expect(issue.severity == .error)
        #expect(issue.message == sample.message)
        #expect(issue.range == source.ranges[0])
        if let help = sample.help { #expect(issue.help == help) }
    }

    @Test("one mistake gives one message")
    func cascade() {
        let source = "nothing.a.b[0] + 1 == 'x' && names.all(x, x.y)"
        #expect(issues(checking: source, against: SampleSchema.declarations).count == 2)
        #expect(issues(checking: "(nothing + 1) * 2 == text.foo()", against: SampleSchema.declarations).count == 2)
    }
}
