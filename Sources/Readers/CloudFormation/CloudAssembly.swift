public import Documents
public import Resources

/// What CDK says, in the manifest beside the templates that it wrote, about the stacks that they are for.
/// - SeeAlso: CDK, "aws-cdk-lib/cloud-assembly-schema": `AssemblyManifest`, `AwsCloudFormationStackProperties`.
public struct CloudAssembly: Sendable {
    public static let manifestName = "manifest.json"

    /// A stack of the assembly.
    public struct Stack: Sendable {
        /// Nil where the template fits any.
        public var account: String?
        public var region: String?
        public var name: String?
        public var tags: [Tag] = []
    }

    /// By the name of the file that holds the template.
    public private(set) var stacks: [String: Stack] = [:]
    /// The files that list the assets of the stacks.
    public private(set) var assetLists: [String] = []

    /// Nil for a manifest of something else.
    /// - Throws: an error if the text cannot be parsed.
    public init?(_ source: SourceText, limits: DocumentLimits) throws(Diagnostic) {
        let document = try SourceParser(limits: limits).parse(source, symbols: SymbolTable())
        guard let root = document.root, root["version"] != nil, let artifacts = root["artifacts"],
            artifacts.kind == .map
        else { return nil }
        for artifact in artifacts.children {
            if artifact["type"]?.string == "cdk:asset-manifest", let file = artifact["properties"]?["file"]?.string {
                assetLists.append(file)
            }
            guard artifact["type"]?.string == "aws:cloudformation:stack", let properties = artifact["properties"],
                let file = properties["templateFile"]?.string
            else {
                continue
            }
            var stack = Stack()
            // Without a name of its own a stack is called as its artifact.
            stack.name = properties["stackName"]?.string ?? artifact.key
            if let environment = artifact["environment"]?.string { stack.take(environment) }
            if let tags = properties["tags"], tags.kind == .map {
                stack.tags = tags.children.map { Tag(key: nil, keyText: $0.key, value: $0) }
            }
            stacks[file] = stack
        }
    }

    /// The files that a list of assets names.
    /// - Throws: an error if the text cannot be parsed.
    public static func files(ofAssets source: SourceText, limits: DocumentLimits) throws(Diagnostic) -> [String] {
        let document = try SourceParser(limits: limits).parse(source, symbols: SymbolTable())
        guard let files = document.root?["files"], files.kind == .map else { return [] }
        return files.children.compactMap { $0["source"]?["path"]?.string }
    }
}

extension CloudAssembly.Stack {
    /// `aws://123456789012/eu-west-1`, or with `unknown-account` and `unknown-region`.
    fileprivate mutating func take(_ environment: String) {
        guard environment.hasPrefix("aws://") else { return }
        let parts = environment.dropFirst("aws://".utf8.count).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        if parts[0] != "unknown-account", !parts[0].isEmpty { account = String(parts[0]) }
        if parts[1] != "unknown-region", !parts[1].isEmpty { region = String(parts[1]) }
    }
}

extension DeploymentSettings {
    /// The settings for a stack of which CDK says more; what was given goes before.
    public func completed(by stack: CloudAssembly.Stack) -> DeploymentSettings {
        var settings = self
        settings.account = account ?? stack.account
        settings.region = region ?? stack.region
        settings.stackName = stackName ?? stack.name
        let keys = Set(tags.map(\.keyText))
        settings.tags += stack.tags.filter { !keys.contains($0.keyText) }
        return settings
    }
}
