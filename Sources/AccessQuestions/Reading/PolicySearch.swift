import Documents
import IAM
import Readers

/// Looks for policy documents in a file that declares no resources: a document alone, what an API answers about one
/// policy.
struct PolicySearch {
    private let source: SourceText
    private let lines: LineTable
    private(set) var policies: [FoundPolicy] = []
    private(set) var diagnostics: [Diagnostic] = []
    private var names = PolicyNames()

    init(_ source: SourceText) {
        self.source = source
        lines = LineTable(source)
    }

    /// What is known on the way down to a document.
    private struct Scope {
        var holder = PolicyHolder(type: "", name: "")
        var label: String?
        var path = ""

        func below(_ key: String) -> Scope {
            var scope = self
            scope.path = path.isEmpty ? key : path + "." + key
            return scope
        }
    }

    mutating func search(_ root: NodeView) { search(root, Scope()) }

    private mutating func search(_ node: NodeView, _ scope: Scope) {
        switch node.kind {
        case .list:
            for (index, element) in node.children.enumerated() {
                var below = scope
                if !scope.path.isEmpty { below.path += "[\(index)]" }
                search(element, below)
            }
        case .map where Self.isPolicy(node): add(node, scope, kind: .unspecified, embedded: nil)
        case .map: searchMembers(of: node, Self.entering(node, scope))
        default: break
        }
    }

    private mutating func searchMembers(of node: NodeView, _ scope: Scope) {
        for member in node.children {
            let below = scope.below(member.key)
            guard let place = PolicyPlace.answers.first(where: { $0.key == member.key }) else {
                search(member, below)
                continue
            }
            guard let kind = place.kind ?? PolicyPlace.kind(ofOrganizationType: node["Type"]?.string) else { continue }
            take(member, below, kind: kind)
        }
    }

    /// Takes what stands under a key that holds a policy.
    private mutating func take(_ node: NodeView, _ scope: Scope, kind: PolicyKind) {
        if let embedded = EmbeddedText(node) {
            parse(embedded, scope, kind: kind)
        } else if node.kind == .map {
            if Self.isPolicy(node) || node["Version"] != nil {
                add(node, scope, kind: kind, embedded: nil)
            } else {
                search(node, scope)
            }
        }
    }

    private mutating func parse(_ embedded: EmbeddedText, _ scope: Scope, kind: PolicyKind) {
        do throws(Diagnostic) {
            let document = try JSONParser.parse(embedded.text, symbols: SymbolTable())
            guard let root = document.roots.first else { return }
            add(NodeView(document: document, id: root), scope, kind: kind, embedded: embedded)
        } catch {
            let offset = error.region?.start.offset ?? 0
            let text = PolicyText(file: source, lines: lines, embedded: embedded)
            diagnostics.append(text.diagnostic(at: offset..<offset + 1, error.message, help: error.help))
        }
    }

    private mutating func add(_ view: NodeView, _ scope: Scope, kind: PolicyKind, embedded: EmbeddedText?) {
        policies.append(
            FoundPolicy(
                holder: scope.holder, label: scope.label, kind: kind, path: scope.path,
                text: PolicyText(file: source, lines: lines, embedded: embedded), view: view,
                name: names.name(of: scope.holder.name, scope.label, kind, in: source.name)))
    }

    private static func isPolicy(_ node: NodeView) -> Bool {
        guard let statement = node["Statement"] else {
            return node["Version"]?.text.map { PolicyVersion(rawValue: $0) != nil } ?? false
        }
        if node["Version"] != nil || node.children.allSatisfy({ ["Statement", "Id"].contains($0.key) }) { return true }
        let statements = statement.kind == .list ? Array(statement.children) : [statement]
        return statements.contains { $0["Effect"] != nil }
    }

    private static let principals = [
        ("RoleName", "AWS::IAM::Role"), ("UserName", "AWS::IAM::User"), ("GroupName", "AWS::IAM::Group"),
    ]

    /// The scope inside of a mapping, which may name whose policy it holds: `get-role-policy` and the like.
    private static func entering(_ node: NodeView, _ scope: Scope) -> Scope {
        var scope = scope
        scope.label = node["PolicyName"]?.string ?? scope.label
        for (key, type) in principals {
            if let name = node[key]?.string { scope.holder = PolicyHolder(type: type, name: name) }
        }
        return scope
    }
}
