public import Documents

/// The cases of a `*.test.yaml` file beside a pack.
public struct PolicyTestFile: Sendable {
    public var cases: [PolicyTest]
    /// Mutants of the pack that no test can tell from it.
    public var equivalents: [EquivalentMutant]
    public var source: SourceText
}

/// A change of a pack that changes nothing that anybody could observe, with the reason why.
public struct EquivalentMutant: Sendable {
    /// The rule's id without the pack.
    public var rule: String
    /// As a report of surviving mutants shows it: `before -> after`.
    public var change: String
    public var reason: String
    /// The node of the entry, for messages about it.
    public var node: NodeView
}

/// One case: a resource, a rule, and the verdict that the rule must give.
public struct PolicyTest: Sendable {
    public enum Expectation: String, CaseIterable, Sendable {
        case pass, fail, unknown, error
        case notApplicable = "not-applicable"
    }

    public enum Given: Sendable {
        /// A resource in Proviso's own form, and those that it refers to.
        case resource(NodeView, others: [NodeView])
        /// A CloudFormation template, and the logical id of the resource that is judged.
        case template(NodeView, resource: String)
    }

    /// What limits the principals of a case.
    public struct Access: Sendable {
        public var assumesNoServiceControl = false
        /// Policy documents, by level.
        public var serviceControl: [[NodeView]] = []
        public var boundary: NodeView?
    }

    public var name: String
    /// The rule's id without the pack.
    public var rule: String
    public var given: Given
    /// Values for parameters of the pack, in place of their defaults.
    public var parameters: NodeView?
    /// Policies of the organisation, as the configuration gives them under `iam`.
    public var access: Access?
    public var expectation: Expectation
    /// What the message must contain; nil when the case does not say.
    public var message: String?
    /// The node of the name, for messages about the case.
    public var node: NodeView
}

extension PolicyTestFile {
    /// Decodes the one document of a test file.
    public static func decode(_ document: Document) -> (tests: PolicyTestFile?, issues: [Diagnostic]) {
        var decoder = StrictDecoder(source: document.source)
        let file = document.root.flatMap { decoder.testFile($0) }
        if document.root == nil { decoder.report(0..<0, "the file is empty: expected `tests:`") }
        let issues = document.warnings + decoder.issues
        let isBroken = issues.contains { $0.severity == .error }
        return (isBroken ? nil : file, issues)
    }
}

extension StrictDecoder {
    fileprivate mutating func testFile(_ root: NodeView) -> PolicyTestFile? {
        guard var fields = mapping(root, noun: "a test file") else { return nil }
        let nodes = required(&fields, "tests") { decoder, node in decoder.list(node, of: "cases") }
        let equivalents = fields.take("equivalent").flatMap { list($0, of: "mutants") } ?? []
        finish(fields)
        return nodes.map { nodes in
            PolicyTestFile(
                cases: nodes.compactMap { test($0) }, equivalents: equivalents.compactMap { equivalent($0) },
                source: source)
        }
    }

    private mutating func equivalent(_ node: NodeView) -> EquivalentMutant? {
        guard var fields = mapping(node, noun: "an equivalent mutant") else { return nil }
        let rule = required(&fields, "rule") { decoder, node in decoder.string(node) }
        let change = required(&fields, "change") { decoder, node in decoder.string(node) }
        let reason = required(&fields, "reason") { decoder, node in decoder.string(node) }
        finish(fields)
        guard let rule, let change, let reason else { return nil }
        return EquivalentMutant(rule: rule, change: change.onOneLine, reason: reason, node: node)
    }

    private mutating func test(_ node: NodeView) -> PolicyTest? {
        guard var fields = mapping(node, noun: "a test case") else { return nil }
        let name = required(&fields, "name") { decoder, node in decoder.string(node) }
        let rule = required(&fields, "rule") { decoder, node in decoder.string(node) }
        let expectation: PolicyTest.Expectation? = required(&fields, "expect") { decoder, node in
            decoder.choice(node, noun: "expectation")
        }
        let resource = fields.take("given")
        let others = fields.take("with").flatMap { list($0, of: "resources") } ?? []
        let template = fields.take("template")
        let logicalID = fields.take("resource").flatMap { string($0) }
        let parameters = fields.take("params")
        let access = fields.take("iam").flatMap { self.access($0) }
        let message = fields.take("message").flatMap { string($0) }
        finish(fields)
        let given: PolicyTest.Given
        switch (resource, template, logicalID) {
        case (let resource?, nil, nil): given = .resource(resource, others: others)
        case (nil, let template?, let logicalID?) where others.isEmpty: given = .template(template, resource: logicalID)
        default:
            report(
                node.range, "a test case says what is judged",
                help: "write `given:` with a resource, or `template:` with a template and `resource:` with a logical id"
            )
            return nil
        }
        guard let name, let rule, let expectation else { return nil }
        return PolicyTest(
            name: name, rule: rule, given: given, parameters: parameters, access: access, expectation: expectation,
            message: message, node: node)
    }

    private mutating func access(_ node: NodeView) -> PolicyTest.Access? {
        guard var fields = mapping(node, noun: "what limits the principals of a case") else { return nil }
        var access = PolicyTest.Access()
        access.assumesNoServiceControl = fields.take("assumeNoScp").flatMap { boolean($0) } ?? false
        access.serviceControl = (fields.take("scps").flatMap { list($0, of: "levels") } ?? []).map {
            $0.kind == .list ? Array($0.children) : [$0]
        }
        access.boundary = fields.take("boundary")
        finish(fields)
        return access
    }
}
