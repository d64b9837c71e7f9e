import CEL
import Testing

@Suite("the shape of expressions")
struct ParserTests {
    @Test(
        "operators bind as tightly as the grammar says",
        arguments: [
            ("a + b * c", "(_+_ a (_*_ b c))"), ("a - b - c", "(_-_ (_-_ a b) c)"),
            ("(a + b) * c", "(_*_ (_+_ a b) c)"),
            ("a < b == c", "(_==_ (_<_ a b) c)"), ("a in b + c", "(@in a (_+_ b c))"),
            ("a % b / c", "(_/_ (_%_ a b) c)"),
            ("a && b || c && d", "(|| (&& a b) (&& c d))"), ("a || b || c", "(|| a b c)"),
            ("a && b && c", "(&& a b c)"),
            ("(a && b) && c", "(&& (&& a b) c)"), ("a ? b : c ? d : e", "(?: a b (?: c d e))"),
            ("a || b ? c && d : e", "(?: (|| a b) (&& c d) e)"), ("a ? (b ? c : d) : e", "(?: a (?: b c d) e)"),
            ("!a && -b == c", "(&& (!_ a) (_==_ (-_ b) c))"), ("!!a", "(!_ (!_ a))"), ("--a", "(-_ (-_ a))"),
            ("!a.b", "(!_ (. a b))"), ("-1.abs()", "(-1.abs)"), ("a - 1", "(_-_ a 1)"), ("a -1", "(_-_ a 1)"),
            ("-(5u)", "(-_ 5u)"),
            ("a <= b", "(_<=_ a b)"), ("a >= b", "(_>=_ a b)"), ("a != b", "(_!=_ a b)"), ("a > b", "(_>_ a b)"),
        ])
    func precedence(_ source: String, _ outline: String) throws {
        #expect(try ExpressionTree(parsing: source).outline == outline)
    }

    @Test(
        "selections, indexes, calls and aggregates",
        arguments: [
            ("a.b.c", "(. (. a b) c)"), (".a.b", "(. .a b)"), ("a.?b", "(.? a b)"), ("a . ? b", "(.? a b)"),
            ("a[0]", "([] a 0)"),
            ("a[?'k']", "([?] a 'k')"), ("a.`x-y/z. 1`", "(. a x-y/z. 1)"), ("f()", "(f)"), (".f(1)", "(.f 1)"),
            ("a.f(1, 2)", "(a.f 1 2)"), ("a.b.f(x)[0].c", "(. ([] ((. a b).f x) 0) c)"), ("a.if", "(. a if)"),
            ("a.while()", "(a.while)"), ("[]", "[]"), ("[1, ?a, 2,]", "[1 ?a 2]"), ("{}", "{}"),
            ("{'a': 1, ?b: c,}", "{'a':1 ?b:c}"), ("a ? .b : c", "(?: a .b c)"), ("a // b\n + c", "(_+_ a c)"),
            ("\ta\r\n+\u{C}b ", "(_+_ a b)"), ("true && false || null", "(|| (&& true false) null)"),
            ("in_ + trueish", "(_+_ in_ trueish)"),
            ("r + b + br", "(_+_ (_+_ r b) br)"), ("[1][0]", "([] [1] 0)"), ("{'a': 1}.a", "(. {'a':1} a)"),
            ("'a'.size()", "('a'.size)"),
        ])
    func members(_ source: String, _ outline: String) throws {
        #expect(try ExpressionTree(parsing: source).outline == outline)
    }

    @Test(
        "macros become expressions of their own",
        arguments: [
            ("has(a.b)", "(has a b)"), ("has(a.b.c)", "(has (. a b) c)"), ("has(a['b'])", "(has a b)"),
            ("has(a.`b-c`)", "(has a b-c)"),
            ("has(a.?b.c)", "(has (.? a b) c)"),
            ("l.all(x, x > 0)", "(all x in l (_>_ x 0))"), ("l.exists(x, x)", "(exists x in l x)"),
            ("l.exists_one(x, x)", "(existsOne x in l x)"), ("l.existsOne(x, x)", "(existsOne x in l x)"),
            ("l.filter(x, x)", "(filter x in l x)"), ("l.map(x, f(x))", "(map x in l (f x))"),
            ("l.map(x, p, t)", "(map x in l p t)"), ("l.sortBy(x, -x)", "(sortBy x in l (-_ x))"),
            ("m.all(k, v, p)", "(all k,v in m p)"), ("m.exists(k, v, p)", "(exists k,v in m p)"),
            ("m.existsOne(k, v, p)", "(existsOne k,v in m p)"),
            ("m.transformList(k, v, t)", "(transformList k,v in m t)"),
            ("m.transformList(k, v, p, t)", "(transformList k,v in m p t)"),
            ("m.transformMap(k, v, t)", "(transformMap k,v in m t)"),
            ("m.transformMap(k, v, p, t)", "(transformMap k,v in m p t)"),
            ("m.transformMapEntry(k, v, {v: k})", "(transformMapEntry k,v in m v k)"),
            ("m.transformMapEntry(k, v, p, {v: k})", "(transformMapEntry k,v in m p v k)"),
            ("cel.bind(x, 1, x + x)", "(bind x 1 (_+_ x x))"), ("o.optMap(x, x)", "(optMap x o x)"),
            ("o.optFlatMap(x, x)", "(optFlatMap x o x)"),
            ("math.greatest(a, b)", "(math.greatest a b)"), ("math.least(a, b, c)", "(math.least [a b c])"),
            // Other numbers of arguments make them ordinary functions.
            ("l.all(x)", "(l.all x)"), ("l.filter(a, b, c)", "(l.filter a b c)"), ("filter(a, b)", "(filter a b)"),
            ("has(a, b)", "(has a b)"),
            ("a.has(b.c)", "(a.has (. b c))"),
        ])
    func macros(_ source: String, _ outline: String) throws {
        #expect(try ExpressionTree(parsing: source).outline == outline)
    }

    @Test("macros can be switched off")
    func withoutMacros() throws {
        var options = ParserOptions()
        options.expandsMacros = false
        #expect(try ExpressionTree(parsing: "has(a.b)", options: options).outline == "(has (. a b))")
        #expect(try ExpressionTree(parsing: "l.all(x, x)", options: options).outline == "(l.all x x)")
    }

    @Test("strict reading refuses has() of an index")
    func strict() {
        var options = ParserOptions()
        options.isStrict = true
        #expect(issues(parsing: "has(a['b'])", options: options).count == 1)
        #expect(issues(parsing: "has(a.b)", options: options).isEmpty)
    }

    @Test("every expression knows its bytes and the part that names it")
    func ranges() throws {
        let source = "a.b && x.f( 1 ) + e['k']"
        let tree = try ExpressionTree(parsing: source)
        func text(_ range: Range<Int>) -> String {
            String(decoding: Array(source.utf8)[range], as: UTF8.self)
        }
        var found: [String: String] = [:]
        for index in tree.expressions.indices { found[text(tree.ranges[index])] = text(tree.nameRanges[index]) }
        #expect(found["a.b"] == "b")
        #expect(found["x.f( 1 )"] == "f")
        #expect(found["x.f( 1 ) + e['k']"] == "+")
        #expect(found["e['k']"] == "['k']")
        #expect(found[source] == "&&")
        #expect(found["1"] == "1")
    }
}
