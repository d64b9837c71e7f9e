import Documents
import IAM
import Readers
import Resources

/// Looks for policy documents in the parts of a file.
struct PolicySearch {
    private let source: SourceText
    private let lines: LineTable
    private(set) var policies: [FoundPolicy] = []
    private(set) var holders: [PolicyHolder] = []
    private(set) var diagnostics: [Diagnostic] = []
    private var names: [String: Int] = [:]

    init(_ source: SourceText) {
        self.source = source
        lines = LineTable(source)
    }

    /// What is known on the way down to a document.
    private struct Scope {
        var holder: PolicyHolder
        var places: [PolicyPlace]
        var label: String?
        var attachedTo: [String] = []
        var path = ""
        /// Inside of a template's resource, where a document is only under a key that says so.
        var isTemplate = false
        /// What a document without further sign is for.
        var kind = PolicyKind.unspecified

        func below(_ key: String) -> Scope {
            var scope = self
            scope.path = path.isEmpty ? key : path + "." + key
            return scope
        }
    }

    /// Searches a resource of a template.
    mutating func search(_ resource: Resource) {
        guard let properties = resource.properties else { return }
        let attachments = TemplateAttachments(properties, resolver: resource.resolver)
        let isPrincipal = TemplateAttachments.principals.contains(resource.type)
        var holder = PolicyHolder(type: resource.type, name: resource.name)
        holder.attachments = isPrincipal ? attachments.drawn : []
        holder.boundary = attachments.boundary
        holders.append(holder)
        search(
            properties,
            Scope(
                holder: holder, places: PolicyPlace.places(inType: resource.type),
                attachedTo: isPrincipal ? [] : attachments.given, path: "Properties", isTemplate: true))
    }

    /// Searches a document of another kind.
    mutating func search(_ root: NodeView) {
        search(root, Scope(holder: PolicyHolder(type: "", name: ""), places: PolicyPlace.answers))
    }

    private mutating func search(_ node: NodeView, _ scope: Scope) {
        switch node.kind {
        case .list:
            for (index, element) in node.children.enumerated() {
                var below = scope
                if !scope.path.isEmpty { below.path += "[\(index)]" }
                search(element, below)
            }
        case .map where !scope.isTemplate && Self.isPolicy(node): add(node, scope, kind: scope.kind, embedded: nil)
        case .map: searchMembers(of: node, entering(node, scope))
        default: break
        }
    }

    private mutating func searchMembers(of node: NodeView, _ scope: Scope) {
        // Older versions of a managed policy are not in force.
        if node["IsDefaultVersion"]?.boolean == false { return }
        for member in node.children {
            let below = scope.below(member.key)
            guard let place = scope.places.first(where: { $0.key == member.key }) else {
                search(member, below)
                continue
            }
            let type = (node["Type"] ?? node["PolicySummary"]?["Type"])?.string
            guard let kind = place.kind ?? PolicyPlace.kind(ofOrganizationType: type) else { continue }
            take(member, below, kind: kind)
        }
    }

    /// Takes what stands under a key that holds a policy.
    private mutating func take(_ node: NodeView, _ scope: Scope, kind: PolicyKind) {
        if let embedded = EmbeddedText(node) {
            parse(embedded, scope, kind: kind)
        } else if node.kind == .list {
            // Lists also name policies that stand elsewhere.
            for (index, element) in node.children.enumerated() where element.kind == .map {
                var below = scope
                below.path += "[\(index)]"
                if !element.node.flags.contains(.deferred) { take(element, below, kind: kind) }
            }
        } else if node.kind == .unknown || node.node.flags.contains(.deferred) {
            let text = PolicyText(file: source, lines: lines)
            diagnostics.append(
                text.diagnostic(
                    .warning, at: PolicyText.opening(of: node.range), "the policy is not known yet and not looked at"))
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
                text: PolicyText(file: source, lines: lines, embedded: embedded), attachedTo: scope.attachedTo,
                view: view, name: uniqueName(scope, kind: kind)))
    }

    /// `file.json`, `file.json (Trainer)`, `file.json (Trainer, inline)`; what comes twice gets a number.
    private mutating func uniqueName(_ scope: Scope, kind: PolicyKind) -> String {
        var parts = [scope.holder.name, scope.label ?? ""].filter { !$0.isEmpty }
        if kind == .trust { parts.append("trust policy") }
        let name =
            source.name + (parts.isEmpty ? "" : " (\(parts.map { Diagnostic.shown($0) }.joined(separator: ", ")))")
        let count = names[name, default: 0] + 1
        names[name] = count
        return count == 1 ? name : "\(name) #\(count)"
    }

    private static func isPolicy(_ node: NodeView) -> Bool {
        guard let statement = node["Statement"] else {
            return node["Version"]?.text.map { PolicyVersion(rawValue: $0) != nil } ?? false
        }
        if node["Version"] != nil || node.children.allSatisfy({ ["Statement", "Id"].contains($0.key) }) { return true }
        let statements = statement.kind == .list ? Array(statement.children) : [statement]
        return statements.contains { $0["Effect"] != nil }
    }

    /// The scope inside of a mapping, which may name a holder or an inline policy.
    private mutating func entering(_ node: NodeView, _ scope: Scope) -> Scope {
        var scope = scope
        scope.label = node["PolicyName"]?.string ?? scope.label
        guard !scope.isTemplate, let holder = AnswerHolder(node)?.holder else { return scope }
        if !holders.contains(where: { $0.type == holder.type && $0.name == holder.name && $0.arn == holder.arn }) {
            holders.append(holder)
        }
        scope.holder = holder
        if scope.label == holder.name { scope.label = nil }
        return scope
    }
}
