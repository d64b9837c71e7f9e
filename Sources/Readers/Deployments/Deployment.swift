public import Documents
public import Resources

/// What somebody deploys a template with.
public struct Deployment: Sendable {
    /// How findings call it: the file that gives it, with the name of the environment if the file holds several.
    public var name: String
    /// The values of parameters by name: texts, or lists of texts.
    public var parameters: [String: NodeView]
    /// Parameters that keep a value which nobody here knows.
    public var keptParameters: Set<String>
    /// Tags of the stack, which CloudFormation gives to every resource that takes tags.
    public var tags: [Tag]
    public var region: String?
    public var account: String?
    public var stackName: String?

    public init(
        name: String, parameters: [String: NodeView] = [:], keptParameters: Set<String> = [], tags: [Tag] = [],
        region: String? = nil, account: String? = nil, stackName: String? = nil
    ) {
        self.name = name
        self.parameters = parameters
        self.keptParameters = keptParameters
        self.tags = tags
        self.region = region
        self.account = account
        self.stackName = stackName
    }
}

/// Everything that is said about deployments apart from the templates.
public struct DeploymentSettings: Sendable {
    /// The deployments that there are; none when nobody says, and a template is judged for all that it allows.
    public var deployments: [Deployment] = []
    public var region: String?
    public var account: String?
    /// Tags of every stack.
    public var tags: [Tag] = []

    public init() {}

    /// Tags that resources may get from their stacks.
    var givesTags: Bool { !tags.isEmpty || deployments.contains { !$0.tags.isEmpty } }

    /// Whether the deployments agree in the tags that they give.
    var agreesInTags: Bool { deployments.count < 2 || deployments.allSatisfy(\.tags.isEmpty) }
}
