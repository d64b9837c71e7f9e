import Documents
import HCL
import Testing

@Suite("Expressions are read as the language has them")
struct ExpressionSyntaxTests {
    private static let cases: [(text: String, outline: String)] = [
        // Literals.
        ("1", "1"), ("1.50", "1.50"), ("6.02e+23", "6.02e+23"), ("true", "true"), ("null", "null"),
        ("\"a\"", "'a'"), ("\"\"", "''"), (#""a\"\\\n\u00e9\U0001F600""#, "'a\"\\\n\u{e9}\u{1F600}'"),
        ("\"$${a} %%{b} $a 5% $$\"", "'${a} %{b} $a 5% $$'"), ("true-ish", "true-ish"),
        ("ünïcode-näme", "ünïcode-näme"),
        // Precedence and grouping.
        ("1 + 2 * 3", "(+ 1 (* 2 3))"), ("1 - 2 - 3", "(- (- 1 2) 3)"), ("(1 + 2) * 3", "(* ((+ 1 2)) 3)"),
        ("a || b && c == d", "(|| a (&& b (== c d)))"), ("a < b == c", "(== (< a b) c)"), ("-a.b", "(- a.b)"),
        ("!a && !b", "(&& (! a) (! b))"), ("- - 1", "(- (- 1))"), ("a % b", "(% a b)"),
        ("a ? b : c ? d : e", "(? a b (? c d e))"), ("a == 1 ? \"x\" : \"y\"", "(? (== a 1) 'x' 'y')"),
        // Accesses.
        ("a.b.c", "a.b.c"), ("a[0].b[\"k\"]", "a[0].b['k']"), ("a.0.b", "a.0.b"), ("a.0.1", "a.0.1"),
        ("a[b.c + 1]", "a[(+ b.c 1)]"), ("f(x)[0].y", "(f x)[0].y"), ("[1, 2][0]", "[1,2][0]"),
        ("a.*.b", "(.* a _.b)"), ("a.*.b.0[1]", "(.* a _.b.0)[1]"), ("a[*].b[0].c", "([*] a _.b[0].c)"),
        ("a[*]", "([*] a _)"),
        ("a[*].b[*].c", "([*] a ([*] _.b _.c))"), ("a . b", "a.b"),
        // Calls.
        ("f()", "(f)"), ("f(1, \"a\",)", "(f 1 'a')"), ("f(a...)", "(f... a)"), ("f(\n  a,\n  b\n)", "(f a b)"),
        ("provider::aws::arn_parse(x)", "(provider::aws::arn_parse x)"),
        // Collections.
        ("[]", "[]"), ("[1, 2,]", "[1,2]"), ("[\n1,\n\n2\n]", "[1,2]"), ("{}", "{}"), ("{a = 1, b: 2}", "{a:1,b:2}"),
        ("{\n a = 1\n\n b = 2 # why\n}", "{a:1,b:2}"), ("{ (x) = 1, \"k\" = 2, 3 = 4 }", "{(x):1,'k':2,3:4}"),
        ("{ \"a${b}\" = c }", "{(t 'a' $b):c}"), ("{ for = 1 }", "{for:1}"),
        ("{ null = 1, true = 2 }", "{null:1,true:2}"),
        // For.
        ("[for x in xs : x.y]", "(for x xs x.y)"),
        ("[for i, x in xs : i if x != null]", "(for i x xs i (if (!= x null)))"),
        ("{for k, v in m : k => v...}", "(for... k v m k v)"),
        ("{\n for k, v in m :\n k => v\n if v\n}", "(for k v m k v (if v))"),
        // Templates.
        ("\"${a}\"", "(t $a)"), ("\"x-${a.b}-y\"", "(t 'x-' $a.b '-y')"), ("\"${\"in ${b}\"}\"", "(t $(t 'in ' $b))"),
        ("\"a ${~ b ~} c\"", "(t 'a' $b 'c')"), (#""a\n ${~ b}""#, "(t 'a' $b)"), (#""a\\n${~ b}""#, "(t 'a\\n' $b)"),
        ("\"%{ if a }b%{ else }c%{ endif }d\"", "(t (%if a <'b'> <'c'>) 'd')"),
        ("\"%{ for k, v in m ~} x %{~ endfor }\"", "(t (%for k v m <'x'>))"),
        ("\"%{ if a }%{ for x in y }${x}%{ endfor }%{ endif }\"", "(t (%if a <(%for x y <$x>)>))"),
        // Heredocs.
        ("<<END\na\n b\nEND", "(h 'a~' ' b~')"), ("<<END\nEND", "(h)"),
        ("<<-END\n    a\n\n      b\n  END", "(h 'a~' '~' '  b~')"),
        ("<<-END\n    a ${b}\n   ${c} d\n  END", "(h ' a ' $b '~' '' $c ' d~')"),
        ("<<-END\n  a\n${b}\n  END", "(h '  a~' $b '~')"),
        ("<<END\n%{ if a ~}\n  x\n%{ endif ~}\nEND", "(h (%if a <'' '  x~'>) '')"),
        ("<<END\na \"quoted\" \\n $${b}\nEND", "(h 'a \"quoted\" \\n ${b}~')"),
        ("<<A-B\r\nx\r\nA-B\r\n", "(h 'x\r\n')"),
        // Comments.
        ("1 /* one */ + /* two\n lines */ 2", "(+ 1 2)"), ("[ # a\n 1, // b\n 2 ]", "[1,2]"),
    ]

    @Test("an expression gives the tree it stands for", arguments: cases.map { Case($0.text, $0.outline) })
    func outline(_ sample: Case) throws {
        #expect(try Outline.expression(sample.text) == sample.outline)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let outline: String

        init(_ text: String, _ outline: String) {
            self.text = text
            self.outline = outline
        }

        var testDescription: String { text }
    }

    @Test("every node's range holds exactly what it is read from")
    func ranges() throws {
        let text = "f(a.b[0] , \"x${ c }\") ? [ for d in e : -d ] : { g = h }"
        let view = try HCLParser.parseExpression(SourceText(name: "x", text: text), symbols: SymbolTable())
        var written: [String] = []
        func visit(_ view: SyntaxView) {
            written.append(view.written)
            view.children.forEach(visit)
        }
        visit(view)
        #expect(
            written == [
                text, "f(a.b[0] , \"x${ c }\")", "a.b[0]", "a.b", "a", "0", "\"x${ c }\"", "x", "${ c }", "c",
                "[ for d in e : -d ]", "d", "e", "-d", "d", "{ g = h }", "g = h", "g", "h",
            ])
    }
}
