public import Documents
import IAM
import Readers
import Resources

/// The policies that a file holds: a policy document in JSON or YAML, a template, a plan, an answer of the API.
public struct PolicyFile: Sendable {
    public let source: SourceText
    public let policies: [FoundPolicy]
    /// Roles, users and groups that the file describes.
    let principals: [PolicyPrincipal]
    /// What could not be read, and what is doubtful.
    public let diagnostics: [Diagnostic]

    /// Reads a file; `-` is standard input.
    /// - Throws: an error if it cannot be read or parsed, or holds no policy.
    public init(path: String, from contents: FileContents = .disk) throws(Diagnostic) {
        try self.init(path == "-" ? FileReader().readStandardInput() : contents.read(path))
    }

    /// Reads a text.
    /// - Throws: an error if it cannot be parsed or holds no policy.
    public init(_ source: SourceText) throws(Diagnostic) {
        let symbols = SymbolTable()
        let input = try InputReader().read(source, symbols: symbols)
        let declared = DeclaredPolicies(input, of: source)
        // Answers that describe no resource hold policies, too.
        if input.kind == .cloudFormation || input.kind == .terraform || !declared.policies.isEmpty {
            policies = declared.policies
            principals = declared.principals
            diagnostics = input.diagnostics.filter { $0.severity == .error } + declared.diagnostics
        } else {
            var search = PolicySearch(source)
            if let document = input.documents.first {
                for root in document.roots { search.search(NodeView(document: document, id: root)) }
            }
            policies = search.policies
            principals = []
            diagnostics = search.diagnostics
        }
        self.source = source
        guard policies.isEmpty, !diagnostics.contains(where: { $0.severity == .error }) else { return }
        throw Diagnostic(
            file: source.name, message: "the file holds no IAM policy",
            help:
                "give a policy document, a template, a Terraform plan, or an answer of the API such as that of `get-account-authorization-details`"
        )
    }
}
