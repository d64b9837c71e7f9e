import Documents
import Engine
import IAM
import Readers
import Resources

/// The policies of the resources that an input declares or describes, and who has which.
struct DeclaredPolicies {
    private(set) var policies: [FoundPolicy] = []
    private(set) var principals: [PolicyPrincipal] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(_ input: Input, of source: SourceText) {
        // A document alone says by where it is given what it is for.
        if input.kind == .iamPolicy { return }
        let held = HeldPolicies(input.resources + input.neighbours)
        let lines = LineTable(source)
        var names = PolicyNames(source)
        policies = held.documents.map { document in
            let holder = PolicyHolder(held.resources[document.resource])
            return FoundPolicy(
                holder: holder, label: document.label, kind: document.kind, path: "Properties." + document.path,
                text: PolicyText(file: source, lines: lines, embedded: document.embedded), view: document.view,
                name: names.name(of: holder.name, document.label, document.kind), resolver: document.resolver,
                isContext: document.resource >= input.resources.count)
        }
        let all = policies
        principals = held.principals.map { principal in
            PolicyPrincipal(
                holder: PolicyHolder(held.resources[principal.resource]), policies: principal.documents.map { all[$0] },
                boundary: principal.boundary.map { all[$0] }, missing: principal.missing,
                missingBoundary: principal.missingBoundary)
        }
        let text = PolicyText(file: source, lines: lines)
        diagnostics = held.closed.map {
            text.diagnostic($0.isBroken ? .error : .warning, at: PolicyText.opening(of: $0.range), $0.reason)
        }
    }
}

extension PolicyHolder {
    fileprivate init(_ resource: Resource) {
        self.init(type: resource.type, name: resource.name, arn: resource.id.hasPrefix("arn:") ? resource.id : nil)
        aliases = resource.aliases
    }
}

/// How answers call the policies of one file.
struct PolicyNames {
    private let source: SourceText
    private var counts: [String: Int] = [:]

    init(_ source: SourceText) { self.source = source }

    /// `file.json`, `file.json (Trainer)`, `file.json (Trainer, inline)`; what comes twice gets a number.
    mutating func name(of holder: String, _ label: String?, _ kind: PolicyKind) -> String {
        var parts = [holder, label ?? ""].filter { !$0.isEmpty }
        if kind == .trust { parts.append("trust policy") }
        let name =
            source.name + (parts.isEmpty ? "" : " (\(parts.map { Diagnostic.shown($0) }.joined(separator: ", ")))")
        let count = counts[name, default: 0] + 1
        counts[name] = count
        return count == 1 ? name : "\(name) #\(count)"
    }
}
