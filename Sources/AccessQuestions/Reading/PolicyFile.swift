public import Documents
import IAM
import Readers
import Resources

/// The policies that a file holds: a policy document in JSON or YAML, a template, a plan, an answer of the API.
public struct PolicyFile: Sendable {
    public let source: SourceText
    public let policies: [FoundPolicy]
    let holders: [PolicyHolder]
    /// What could not be read, and what is doubtful.
    public let diagnostics: [Diagnostic]

    /// Reads a file; `-` is standard input.
    /// - Throws: an error if it cannot be read or parsed, or holds no policy.
    public init(path: String) throws(Diagnostic) {
        let reader = FileReader()
        try self.init(path == "-" ? reader.readStandardInput() : reader.read(path))
    }

    /// Reads a text.
    /// - Throws: an error if it cannot be parsed or holds no policy.
    public init(_ source: SourceText) throws(Diagnostic) {
        let symbols = SymbolTable()
        let input = try InputReader().read(source, symbols: symbols)
        var search = PolicySearch(source)
        // Plans keep policies as texts under the names of their properties, as templates may.
        let isDeclared = input.kind == .cloudFormation || input.kind == .terraform
        if isDeclared {
            for resource in input.resources { search.search(resource) }
        } else if let document = input.documents.first {
            for root in document.roots { search.search(NodeView(document: document, id: root)) }
        }
        self.source = source
        policies = search.policies
        holders = search.holders
        let errors = isDeclared ? input.diagnostics.filter { $0.severity == .error } : []
        diagnostics = errors + search.diagnostics
        guard policies.isEmpty, !diagnostics.contains(where: { $0.severity == .error }) else { return }
        throw Diagnostic(
            file: source.name, message: "the file holds no IAM policy",
            help:
                "give a policy document, a template, a Terraform plan, or an answer of the API such as that of `get-account-authorization-details`"
        )
    }
}
