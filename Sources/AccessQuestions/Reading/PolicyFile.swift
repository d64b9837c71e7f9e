public import Documents
import IAM
import Readers
import Resources

/// The policies that a file holds: a policy document in JSON or YAML, a template with its nested stacks, a plan, an answer
/// of the API; or those of a folder of Terraform files.
public struct PolicyFile: Sendable {
    /// The file or folder as it was named.
    public let name: String
    public let policies: [FoundPolicy]
    /// Roles, users and groups that the file describes.
    let principals: [PolicyPrincipal]
    /// What could not be read, and what is doubtful.
    public let diagnostics: [Diagnostic]

    /// Reads a file; `-` is standard input. Of a Terraform file, its whole folder is read.
    /// - Throws: an error if it cannot be read or parsed, or holds no policy.
    public init(path: String, from contents: FileContents = .disk) throws(Diagnostic) {
        if path == "-" {
            try self.init(FileReader().readStandardInput())
        } else if path.hasSuffix(".tf") || path.hasSuffix(".tf.json") {
            // A file that is missing is said to be.
            _ = try contents.read(path)
            try self.init(terraform: PathLookup.directory(of: path), from: contents)
        } else if !contents.isFile(path), InputReader().holdsTerraform(path, contents: contents) {
            try self.init(terraform: PathLookup.tidied(path), from: contents)
        } else if !contents.isFile(path), PathLookup.isDirectory(path) {
            throw Diagnostic(
                file: path, message: "the folder holds no Terraform configuration",
                help: "name the file that holds the policies, such as a template")
        } else {
            let folder = PathLookup.directory(of: path)
            try self.init(contents.read(path), nearby: NearbyFiles(contents: contents, root: Self.root(of: folder)))
        }
    }

    /// Reads a text by itself.
    /// - Throws: an error if it cannot be parsed or holds no policy.
    public init(_ source: SourceText) throws(Diagnostic) { try self.init(source, nearby: nil) }

    /// - Parameter nearby: where the templates of nested stacks are found; nil not to look for any.
    private init(_ source: SourceText, nearby: NearbyFiles?) throws(Diagnostic) {
        let input = try InputReader().read(source, symbols: SymbolTable(), nearby: nearby)
        let declared = DeclaredPolicies(input, of: source)
        // Answers that describe no resource hold policies, too.
        guard input.kind == .cloudFormation || input.kind == .terraform || !declared.policies.isEmpty else {
            var search = PolicySearch(source)
            if let document = input.documents.first {
                for root in document.roots { search.search(NodeView(document: document, id: root)) }
            }
            try self.init(source.name, search.policies, [], search.diagnostics)
            return
        }
        let errors = input.diagnostics.filter { $0.severity == .error }
        try self.init(source.name, declared.policies, declared.principals, errors + declared.diagnostics)
    }

    private init(terraform folder: String, from contents: FileContents) throws(Diagnostic) {
        let input = InputReader().readTerraform(
            folder: folder, root: Self.root(of: folder), contents: contents, symbols: SymbolTable())
        let declared = DeclaredPolicies(input, of: SourceText(name: folder, text: ""))
        let errors = input.diagnostics.filter { $0.severity == .error }
        try self.init(folder, declared.policies, declared.principals, errors + declared.diagnostics)
    }

    private init(
        _ name: String, _ policies: [FoundPolicy], _ principals: [PolicyPrincipal], _ diagnostics: [Diagnostic]
    ) throws(Diagnostic) {
        self.name = name
        self.policies = policies
        self.principals = principals
        self.diagnostics = diagnostics
        guard policies.isEmpty, !diagnostics.contains(where: { $0.severity == .error }) else { return }
        throw Diagnostic(
            file: name, message: "the file holds no IAM policy",
            help:
                "give a policy document, a template, a Terraform plan or folder, or an answer of the API such as that of `get-account-authorization-details`"
        )
    }

    /// The folder that nothing leaves that a file names: as in a check, whoever asks about a part of a repository stands in
    /// it, and what the file names may lie beside the part.
    static func root(of folder: String) -> String {
        let isBelow = !folder.hasPrefix("/") && !folder.split(separator: "/").contains("..")
        return isBelow ? "." : folder
    }
}
