import Documents
import Testing
import YAML

@Suite("Comments of YAML")
struct YAMLCommentsTests {
    @Test("comments are found, and nothing inside a scalar or a key is taken for one")
    func comments() throws {
        let text = """
            # first
            a: b # second
            c#d: e#f
            "g # no": 'h # no' #third
            i: |  # fourth
              text # no
              # no

            # fifth
            j: >-
              folded # no
            k: [1, # sixth
              "x
               # no"]
            l: plain
            # seventh
            <<: {m: "# no", a: "y # no"}
            n: &x !Ref # eighth
              o
            """
        let document = try YAMLParser.parse(SourceText(name: "a.yaml", text: text), symbols: SymbolTable())
        let found = YAMLComments.comments(in: document).map { comment in
            "\(comment.line) " + String(decoding: document.source.bytes[comment.range], as: UTF8.self)
        }
        #expect(
            found == [
                "1 # first", "2 # second", "4 #third", "5 # fourth", "9 # fifth", "12 # sixth", "16 # seventh",
                "18 # eighth",
            ])
    }

    @Test("a text of nothing but comments has them")
    func onlyComments() throws {
        let document = try YAMLParser.parse(
            SourceText(name: "a.yaml", text: "# one\r\n  # two"), symbols: SymbolTable())
        #expect(YAMLComments.comments(in: document).map(\.line) == [1, 2])
        #expect(document.roots.isEmpty)
    }

    @Test("JSON has no comments")
    func json() throws {
        let document = try DocumentParser.parse(
            SourceText(name: "a.json", text: "{\"a # b\": \"\\\" # c\"}"), symbols: SymbolTable())
        #expect(YAMLComments.comments(in: document).isEmpty)
    }
}
