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

    /// - Parameter whole: the text of the input, or for one of several texts its name.
    init(_ input: Input, of whole: SourceText) {
        // A document alone says by where it is given what it is for.
        if input.kind == .iamPolicy { return }
        let held = HeldPolicies(input.resources + input.neighbours)
        var texts = Texts(whole)
        var names = PolicyNames()
        policies = held.documents.map { document in
            let resource = held.resources[document.resource]
            let holder = PolicyHolder(resource)
            return FoundPolicy(
                holder: holder, label: document.label, kind: document.kind, path: "Properties." + document.path,
                text: texts.text(of: resource, embedded: document.embedded), view: document.view,
                name: names.name(of: holder.name, document.label, document.kind, in: resource.source.name),
                resolver: document.resolver, isContext: document.resource >= input.resources.count)
        }
        let all = policies
        principals = held.principals.map { principal in
            PolicyPrincipal(
                holder: PolicyHolder(held.resources[principal.resource]), policies: principal.documents.map { all[$0] },
                boundary: principal.boundary.map { all[$0] }, missing: principal.missing,
                missingBoundary: principal.missingBoundary)
        }
        diagnostics = held.closed.map {
            texts.text(of: held.resources[$0.resource], embedded: nil).diagnostic(
                $0.isBroken ? .error : .warning, at: PolicyText.opening(of: $0.range), $0.reason)
        }
    }

    /// The texts in which the resources of an input stand: one, unless it has nested stacks or several files.
    private struct Texts {
        private let whole: SourceText
        private var lines: [String: LineTable] = [:]

        init(_ whole: SourceText) { self.whole = whole }

        mutating func text(of resource: Resource, embedded: EmbeddedText?) -> PolicyText {
            // Where a file was given in another encoding, positions are those of the text that was made of it.
            let source = resource.source.name == whole.name ? whole : resource.source
            let table = lines[source.name] ?? LineTable(source)
            lines[source.name] = table
            return PolicyText(file: source, lines: table, embedded: embedded)
        }
    }
}

extension PolicyHolder {
    fileprivate init(_ resource: Resource) {
        self.init(type: resource.type, name: resource.name, arn: resource.id.hasPrefix("arn:") ? resource.id : nil)
        aliases = resource.aliases
    }
}

/// How answers call the policies of an input.
struct PolicyNames {
    private var counts: [String: Int] = [:]

    /// `file.json`, `file.json (Trainer)`, `file.json (Trainer, inline)`; what comes twice gets a number.
    mutating func name(of holder: String, _ label: String?, _ kind: PolicyKind, in file: String) -> String {
        var parts = [holder, label ?? ""].filter { !$0.isEmpty }
        if kind == .trust { parts.append("trust policy") }
        let name =
            file + (parts.isEmpty ? "" : " (\(parts.map { Diagnostic.shown($0) }.joined(separator: ", ")))")
        let count = counts[name, default: 0] + 1
        counts[name] = count
        return count == 1 ? name : "\(name) #\(count)"
    }
}
