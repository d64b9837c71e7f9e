import Documents
import Policies
import Testing

private let head = """
    pack: mine
    title: Mine
    rules:
      - id: rule
        title: Rule
        severity: high
        targets: [AWS::SageMaker::NotebookInstance]
        message: wrong
        check:

    """

/// A pack whose expression is written in some way of YAML; what stands between `«` and `»` is a name that nothing has.
private struct MarkedExpression {
    var text: String
    var start: Position
    var end: Position

    struct Position: Equatable {
        var line: Int
        var column: Int
    }

    init(_ written: String, breaks: String, prefix: String) {
        let marked = prefix + (head + written).replacing("\n", with: breaks)
        text = marked.replacing("«", with: "").replacing("»", with: "")
        start = Self.position(of: "«", in: marked)
        end = Self.position(of: "»", in: marked)
        // The mark at the start is no part of the text, and stands on the same line.
        if start.line == end.line { end.column -= 1 }
    }

    private static func position(of mark: Unicode.Scalar, in text: String) -> Position {
        let before = text.unicodeScalars.prefix { $0 != mark }.drop { $0 == "\u{FEFF}" }
        let line = before.split(separator: "\n", omittingEmptySubsequences: false)
        return Position(line: line.count, column: (line.last?.count ?? 0) + 1)
    }

    /// Where each error points.
    func errors() -> [(message: String, start: Position, end: Position)] {
        let symbols = SymbolTable()
        let source = SourceText(name: "pack.yaml", text: text)
        var found: [Diagnostic] = []
        do throws(Diagnostic) {
            let (pack, issues) = PolicyPack.decode(try PolicyFile.parse(source, symbols: symbols))
            found = issues + (pack.map { RuleCompiler.compile($0, symbols: symbols).issues } ?? [])
        } catch {
            found = [error]
        }
        return found.filter { $0.severity == .error }.map { error in
            let (start, end) = (error.region?.start, error.region?.end)
            return (
                error.message, Position(line: start?.line ?? 0, column: start?.column ?? 0),
                Position(line: end?.line ?? 0, column: end?.column ?? 0)
            )
        }
    }
}

@Suite("Positions of mistakes in every way to write an expression")
struct ExpressionPositionTests {
    static let written = [
        // Plain, over lines with blank ones between.
        "      assert: resource.name == 'ä' && resource.«nam» == 'b'",
        "      assert: resource.name == 'a' &&\n        resource.«nam» == 'b'",
        "      assert: resource.name == '😀' &&\n\n\n          resource.«nam» == 'b'",
        "      assert: resource.name == 'e\u{301}' && resource.«nam» == 'b' # the end",
        "      assert: &a resource.«nam» == 'b'",
        "      assert: !!str resource.«nam» == 'b'",
        "      { assert: 'resource.«nam» == ''b''', at: [InstanceType] }",
        // Single quotes.
        "      assert: 'resource.name == ''ä'' && resource.«nam» == ''b'''",
        "      assert: 'resource.name == ''a''\n        && resource.«nam» == ''b'''",
        "      assert: 'resource.name == ''a''\n\n\n        && resource.«nam» == ''b'''",
        "      assert: 'resource.name == ''it''\n          \n        && resource.«nam» == ''b'''",
        // Double quotes.
        #"      assert: "resource.name == \"a\" && resource.«nam» == 'b'""#,
        #"      assert: "resource.name == 'a\\n' && resource.«nam» == 'b'""#,
        #"      assert: "resource.name == '\x41\u00e4\U0001F600' && resource.«nam» == 'b'""#,
        #"      assert: "resource.name == '\t\_\N\L\P\e\a\b\v\f\ \/' && resource.«nam» == 'b'""#,
        #"      assert: "\u0072esource.«n\u0061m» == 'b'""#,
        #"      assert: "resource.«\x6eam» == 'b'""#,
        "      assert: \"resource.name == 'a' \\\n          && resource.«nam» == 'b'\"",
        "      assert: \"resource.name == 'a' \\\n          \\  && resource.«nam» == 'b'\"",
        "      assert: \"resource.name == 'ä'\n\n          && resource.«nam» == 'b'\"",
        "      assert: \"resource.name == 'a' &&  \n\n  \n          resource.«nam» == 'b'\n          \"",
        "      assert: \"resource.name == 'a' && resource.«na\\\n          m» == 'b'\"",
        // Folded.
        "      assert: >-\n        resource.name == 'a'\n        && resource.«nam» == 'b'",
        "      assert: >\n        resource.name == 'ä'\n\n        && resource.«nam» == 'b'\n",
        "      assert: >+\n\n        resource.name == 'a'\n\n\n        && resource.«nam» == 'b'\n\n\n",
        "      assert: >- # why\n        resource.name == 'a'\n          && resource.name == 'c'\n        && resource.«nam» == 'b'",
        "      assert: >-\n        resource.name == 'a' &&\n          resource.name == '😀' &&\n\n          resource.«nam» == 'b'",
        "      assert: >-\n          resource.name == 'a'\n          && resource.«nam» == 'b'\n",
        "      assert: >2-\n          resource.name == 'a'\n        && resource.«nam» == 'b'\n",
        "      assert: >-2\n        resource.name == 'a'\n            && resource.«nam» == 'b'\n",
        "      assert: >1+\n         resource.name == 'a'\n       && resource.«nam» == 'b'\n",
        "      assert: >-\n        \n        resource.name == 'a' &&\n           \n        resource.«nam» == 'b'\n",
        "      assert: >-\n        resource.name == 'a' &&\n        \tresource.«nam» == 'b'\n",
        "      assert: &here !!str >-\n        resource.name == 'a' &&\n        resource.«nam» == 'b'\n",
        // Literal.
        "      assert: |\n        resource.name == 'a'\n        && resource.«nam» == 'b'\n",
        "      assert: |-\n        resource.name == 'ä' && // a comment of CEL\n\n        resource.«nam» == 'b'\n",
        "      assert: |+\n        resource.name == 'a' &&\n        resource.«nam» == 'b'\n\n\n",
        "      assert: |2\n          resource.name == 'a' &&\n        resource.«nam» == 'b'\n",
        "      assert: |-4\n            resource.name == 'a' &&\n          resource.«nam» == 'b'\n",
        "      assert: |\n\n\n        resource.name == 'a' &&\n          \t resource.«nam» == 'b'\n",
        "      assert: |\n        '''\n          ü\n        ''' != resource.name && resource.«nam» == 'b'\n",
    ]

    @Test(
        "the error points at the name, whatever line breaks and mark the file has", arguments: written,
        ["", "\u{FEFF}"])
    func position(_ written: String, _ prefix: String) throws {
        for breaks in ["\n", "\r\n"] {
            let marked = MarkedExpression(written, breaks: breaks, prefix: prefix)
            let errors = marked.errors()
            #expect(errors.count == 1, "\(errors)")
            let error = try #require(errors.first)
            #expect(error.message.contains("nam"), "\(error.message)")
            #expect(error.start == marked.start, "\(error) in\n\(marked.text)")
            #expect(error.end == marked.end, "\(error) in\n\(marked.text)")
        }
    }

    static let messages = [
        "      { property: InstanceType, equals: a }\n    remedy: >-\n      take {{ resource.name }}\n      not\n\n      {{ resource.«nam» }}\n",
        "      { property: InstanceType, equals: a }\n    remedy: \"\\\"{{ resource.name }}\\\" \\\n      \\u00e4 {{ resource.«nam» }}\"\n",
        "      { property: InstanceType, equals: a }\n    remedy: '''{{ resource.«nam» }}'''\n",
        "      { property: InstanceType, satisfies: \"value != '\\x41' && «valu» == 'b'\" }\n",
        "      { property: InstanceType, equals: a }\n    variables:\n      a: |2\n          resource.name == 'a' ||\n        resource.«nam» == 'b'\n",
        "      { property: InstanceType, equals: a }\n    when: >-\n      has(resource.InstanceType) &&\n\n      resource.«nam» == 'b'\n",
    ]

    @Test("so do those in messages, variables and conditions", arguments: messages)
    func message(_ written: String) throws { try position(written, "") }
}
