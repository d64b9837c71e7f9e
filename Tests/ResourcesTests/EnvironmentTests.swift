import Documents
import Resources
import Testing

@Suite("Environments")
struct EnvironmentTests {
    private static let configured: EnvironmentRules = {
        var rules = EnvironmentRules()
        rules.accounts = ["111122223333": "production"]
        rules.stacks = [.init("*-stg", environment: "staging")]
        rules.names = [.init("dev-*", environment: "dev")]
        return rules
    }()

    private func environment(
        _ tags: [String: TagValue], account: String? = nil, stack: String? = nil, name: String = "x",
        by rules: EnvironmentRules = configured
    ) -> String {
        let source = SourceText(name: "x", text: "x")
        var builder = DocumentBuilder(source: source, symbols: SymbolTable())
        let id = builder.append(Node(kind: .string, start: 0, end: 1))
        builder.addRoot(id)
        let node = NodeView(document: builder.finish(), id: id)
        let known = tags.keys.sorted().map { Tag(key: nil, keyText: $0, value: node) }
        let resource = Resource(
            type: "AWS::SageMaker::Model", name: name, id: name, properties: nil, anchor: 0..<1, source: source,
            tags: .known(known, anchor: nil, isOpen: false), account: account)
        var rules = rules
        rules.stack = stack
        let found = rules.environment(of: resource, tags: resource.tags) {
            tags[$0.keyText] ?? .absent
        }
        return switch found {
        case .known(let name): name
        case .unknown(let reason): "unknown: \(reason)"
        }
    }

    @Test(
        "the tag goes before everything else, in whatever words",
        arguments: [
            ("environment", "production", "production"), ("environment", "PROD", "production"),
            ("Environment", "stg", "staging"), ("ENVIRONMENT", "Dev", "dev"), ("environment", "live", "production"),
        ])
    func tag(key: String, value: String, expected: String) {
        #expect(environment([key: .text(value)], account: "111122223333", name: "dev-1") == expected)
    }

    @Test("the account comes next, then the stack, then the name")
    func order() {
        #expect(environment([:], account: "111122223333", stack: "a-stg", name: "dev-1") == "production")
        #expect(environment([:], account: "444455556666", stack: "a-stg", name: "dev-1") == "staging")
        #expect(environment([:], stack: "other", name: "dev-1") == "dev")
        #expect(environment([:]) == "unknown: nothing says to which environment the resource belongs")
    }

    @Test("a tag whose value is not known yet makes the environment unknown, whatever else is known")
    func unknownTag() {
        #expect(
            environment(["environment": .unknown(reason: "known after apply")], account: "111122223333")
                == "unknown: the tag `environment` is not known: known after apply")
    }

    @Test("a value that is no environment is passed over, and named when nothing else helps")
    func stray() {
        #expect(environment(["environment": .text("blue")], account: "111122223333") == "production")
        #expect(
            environment(["environment": .text("blue")])
                == "unknown: the tag `environment` has the value `blue`, which is no environment that is known")
        var open = EnvironmentRules()
        open.values = []
        #expect(environment(["environment": .text("blue")], by: open) == "blue")
        #expect(environment(["environment": .absent], account: "111122223333") == "production")
    }

    @Test("the tag may have another key")
    func keys() {
        var rules = EnvironmentRules()
        rules.tagKeys = ["stage", "environment"]
        #expect(environment(["environment": .text("dev"), "Stage": .text("prod")], by: rules) == "production")
    }
}
