public import Documents
public import Resources

/// What somebody deploys a template with.
public struct Deployment: Sendable {
    /// A value that is given to a parameter, and where.
    public struct Value: Sendable {
        /// A text, or a list of texts; nil for a parameter that keeps a value which nobody here knows.
        public var node: NodeView?
        /// Where the parameter is named.
        public var place: Range<Int>

        public init(node: NodeView?, place: Range<Int>) {
            self.node = node
            self.place = place
        }
    }

    /// How findings call it: the file that gives it, with the name of the environment if the file holds several.
    public var name: String
    /// The text in which `parameters` stand.
    public var source: SourceText
    public var parameters: [String: Value] = [:]
    /// Tags of the stack, which CloudFormation gives to every resource that takes tags.
    public var tags: [Tag] = []
    public var region: String?
    public var account: String?
    public var stackName: String?

    public init(name: String, source: SourceText) {
        self.name = name
        self.source = source
    }
}

/// Everything that is said about deployments apart from the templates.
public struct DeploymentSettings: Sendable {
    /// The deployments that there are; none when nobody says, and a template is judged for all that it allows.
    public var deployments: [Deployment] = []
    public var region: String?
    public var account: String?
    public var stackName: String?
    /// Tags of every stack.
    public var tags: [Tag] = []

    public init() {}

    /// Adds a tag to every stack.
    public mutating func addTag(key: String, value: String) {
        let source = SourceText(name: "--tag", text: "\(key)=\(value)")
        let start = key.utf8.count + 1
        let node = DerivedDocument.text(value, at: start..<start + value.utf8.count, of: source)
        tags.append(Tag(key: nil, keyText: key, value: node))
    }

    /// Whether resources get tags from their stacks.
    var givesTags: Bool { !tags.isEmpty || deployments.contains { !$0.tags.isEmpty } }
}
