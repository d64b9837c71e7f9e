import Documents
import Resources

/// The templates that lie in files of their own and that the templates of one input use as nested stacks.
struct NestedTemplates {
    /// Stacks inside each other.
    static let depthLimit = 16
    /// Stacks of one input: each template may use others many times.
    static let countLimit = 500

    /// A template that a file holds.
    struct Template {
        let document: Document
        let root: NodeView
        /// Whether what is wrong with it was not told yet.
        var isFirstUse = true
    }

    enum Outcome {
        case template(Template, path: String)
        /// It is not read, for a reason that people should know.
        case refused(String)
        /// It is not read, and its own diagnostics say why.
        case broken
        /// It does not lie in a file here.
        case elsewhere
    }

    private let nearby: NearbyFiles
    private let limits: DocumentLimits
    private let symbols: SymbolTable
    private lazy var files = RunFiles(nearby.contents, root: nearby.root, limit: limits.size)
    private var known: [String: Template?] = [:]
    private var count = 0
    /// The files that were read, each once.
    private(set) var names: [String] = []
    private(set) var documents: [Document] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(_ nearby: NearbyFiles, limits: DocumentLimits, symbols: SymbolTable) {
        self.nearby = nearby
        self.limits = limits
        self.symbols = symbols
    }

    /// Finds the template that a stack names.
    /// - Parameters:
    ///   - location: as the stack writes it.
    ///   - chain: the files of the templates around it, the outermost first.
    mutating func find(_ location: String, chain: [String]) -> Outcome {
        guard let file = chain.last else { return .elsewhere }
        if location.hasPrefix("file:") {
            return .refused("`file:` addresses are not followed: name the file by a path that counts from the template")
        }
        // Anything with a scheme lies in S3 or elsewhere; so does what is only known after deployment.
        guard !location.isEmpty, !location.contains("://"), !location.contains("${"), !location.utf8.contains(0) else {
            return .elsewhere
        }
        let path = PathLookup.tidied(PathLookup.joined(PathLookup.directory(of: file), location))
        guard files.exists(path) else { return .refused("there is no file `\(Diagnostic.shown(path))`") }
        guard files.mayRead(path) else {
            let root = nearby.root == "." ? "the working directory" : "`\(Diagnostic.shown(nearby.root))`"
            return .refused("`\(Diagnostic.shown(path))` lies outside of \(root)")
        }
        if chain.contains(path) { return .refused("`\(Diagnostic.shown(path))` would nest itself") }
        if chain.count > Self.depthLimit {
            return .refused("more than \(Self.depthLimit) stacks lie inside each other")
        }
        count += 1
        guard count <= Self.countLimit else { return .refused("there are more than \(Self.countLimit) nested stacks") }
        let template = known[path] ?? read(path)
        known[path] = .some(template.map { Template(document: $0.document, root: $0.root, isFirstUse: false) })
        return template.map { .template($0, path: path) } ?? .broken
    }

    private mutating func read(_ path: String) -> Template? {
        names.append(path)
        do throws(Diagnostic) {
            let document = try SourceParser(limits: limits).parse(try files.read(path), symbols: symbols)
            documents.append(document)
            for root in document.roots {
                guard
                    case .cloudFormation(let template) = InputRecognizer.recognize(
                        NodeView(document: document, id: root))
                else { continue }
                return Template(document: document, root: template)
            }
            diagnostics.append(
                Diagnostic(file: path, message: "a nested stack names this file, which is no template"))
        } catch {
            diagnostics.append(error)
        }
        return nil
    }
}

/// Where a resource names the template of a nested stack.
enum NestedLocation {
    /// The property of each type that does.
    /// - SeeAlso: CloudFormation template reference, "AWS::CloudFormation::Stack"; AWS SAM Developer Guide,
    ///   "AWS::Serverless::Application".
    private static let properties = [
        "AWS::CloudFormation::Stack": "TemplateURL", "AWS::Serverless::Application": "Location",
    ]

    static func property(ofType type: String) -> String? {
        // Most types end here, without a hash.
        guard type.hasSuffix("::Stack") || type.hasSuffix("::Application") else { return nil }
        return properties[type]
    }

    /// The file that CDK wrote the template into, as it says beside the properties.
    /// - SeeAlso: CDK, "aws-cdk-lib/cx-api": `aws:asset:path` and `aws:asset:property`.
    static func asset(in metadata: NodeView?, for property: String) -> String? {
        guard let metadata, metadata["aws:asset:property"]?.string == property else { return nil }
        return metadata["aws:asset:path"]?.string
    }
}
