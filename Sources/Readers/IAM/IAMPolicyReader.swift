import Documents
import Resources

/// Reads an IAM policy document as a resource.
///
/// A document alone does not say what it is attached to. It becomes an `AWS::IAM::ManagedPolicy`, whose
/// `PolicyDocument` it is; with a principal it is no identity policy: a trust policy becomes the
/// `AssumeRolePolicyDocument` of an `AWS::IAM::Role`, any other an `AWS::IAM::ResourcePolicy`, which is no type of
/// CloudFormation but named in the same manner.
enum IAMPolicyReader {
    private static let versions: Set<String> = ["2012-10-17", "2008-10-17"]

    /// The policy document that a root is, or that an answer of the IAM API holds.
    static func policy(in root: NodeView) -> NodeView? {
        let places = [root, root["PolicyVersion"]?["Document"], root["PolicyDocument"]]
        return places.lazy.compactMap { $0 }.first(where: isPolicy)
    }

    private static func isPolicy(_ node: NodeView) -> Bool {
        guard node.kind == .map, let statement = node["Statement"] else { return false }
        if let version = node["Version"]?.text, versions.contains(version) { return true }
        return statements(in: statement).contains { $0["Effect"] != nil && $0.kind == .map }
    }

    /// - Parameter number: counts the policies of one file from 1, so that each has an identity of its own.
    static func read(_ policy: NodeView, number: Int) -> Resource {
        let statements = policy["Statement"].map { Self.statements(in: $0) } ?? []
        let hasPrincipal = statements.contains { $0["Principal"] != nil || $0["NotPrincipal"] != nil }
        let isTrust = hasPrincipal && statements.allSatisfy(isTrust)
        let property = isTrust ? "AssumeRolePolicyDocument" : "PolicyDocument"
        let type =
            isTrust ? "AWS::IAM::Role" : hasPrincipal ? "AWS::IAM::ResourcePolicy" : "AWS::IAM::ManagedPolicy"
        let source = policy.document.source
        let suffix = number == 1 ? "" : "#\(number)"
        return Resource(
            type: type, name: source.baseName + suffix, id: source.name + suffix,
            properties: properties(property, policy), anchor: anchor(of: policy), source: source, tags: .notTaggable)
    }

    private static func statements(in statement: NodeView) -> [NodeView] {
        statement.kind == .list ? Array(statement.children) : [statement]
    }

    private static func isTrust(_ statement: NodeView) -> Bool {
        guard let action = statement["Action"] else { return false }
        let actions = action.kind == .list ? Array(action.children) : [action]
        return !actions.isEmpty && actions.allSatisfy { $0.string?.lowercased().hasPrefix("sts:") ?? false }
    }

    private static func anchor(of policy: NodeView) -> Range<Int> {
        policy["Statement"].flatMap { $0.keyRange } ?? policy.range
    }

    private static func properties(_ name: String, _ policy: NodeView) -> NodeView {
        let document = policy.document
        var builder = DocumentBuilder(
            source: document.source, symbols: document.symbols, expectedNodes: policy.node.stride + 1)
        let range = policy.node
        let root = builder.append(Node(kind: .map, flags: .copied, start: range.start, end: range.end))
        let copy = builder.copy(policy, key: document.symbols.intern(name))
        builder[copy].keyStart = range.start
        builder[copy].flags.remove(.quotedKey)
        builder.close(root, end: range.end)
        builder.addRoot(root)
        return NodeView(document: builder.finish(), id: root)
    }
}

extension SourceText {
    /// The file's name without folders and extension.
    var baseName: String {
        let file = PathLookup.name(of: name)
        let base = file.lastIndex(of: ".").map { file[..<$0] } ?? file[...]
        return base.isEmpty ? file : String(base)
    }
}
