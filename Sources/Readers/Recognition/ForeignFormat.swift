import Documents

/// A file format that is none of ours, told by the keys of its root: one row of the table behind the reasons for which
/// files are skipped.
struct ForeignFormat: Sendable {
    enum Mark: Sendable {
        /// The root mapping has this key.
        case key(String)
        /// The root mapping has this key with a text that contains a word.
        case text(String, containing: String)
        /// The root mapping has this key with a list below.
        case list(String)
        /// The root mapping has this key with a mapping below.
        case map(String)
        /// The root is a list whose first element is a mapping with this key.
        case element(String)
    }

    /// What it is, in a few words.
    let name: String
    /// All of these hold.
    let marks: [Mark]

    init(_ name: String, _ marks: Mark...) {
        self.name = name
        self.marks = marks
    }

    /// What a root is, if it is one of the formats that are known.
    static func name(of root: NodeView) -> String? {
        table.first { $0.marks.allSatisfy { $0.holds(for: root) } }?.name
    }

    /// The first row whose marks hold names the format, so narrow rows stand before wide ones.
    static let table: [ForeignFormat] = [
        ForeignFormat("Kustomize file", .text("apiVersion", containing: "kustomize.config.k8s.io")),
        ForeignFormat("Kubernetes manifest", .key("apiVersion"), .key("kind")),
        ForeignFormat("Helm chart", .key("apiVersion"), .key("name"), .key("version")),
        ForeignFormat("Kustomize file", .list("patchesStrategicMerge")),
        ForeignFormat("OpenAPI description", .key("openapi")),
        ForeignFormat("OpenAPI description", .key("swagger")),
        ForeignFormat("AsyncAPI description", .key("asyncapi")),
        ForeignFormat("Azure Resource Manager template", .text("$schema", containing: "schema.management.azure.com")),
        ForeignFormat("SARIF report", .text("$schema", containing: "sarif"), .key("runs")),
        ForeignFormat("SARIF report", .key("version"), .list("runs")),
        ForeignFormat("JSON schema", .text("$schema", containing: "json-schema.org")),
        ForeignFormat("Proviso policy pack", .key("pack"), .list("rules")),
        ForeignFormat("Proviso policy test", .list("tests")),
        ForeignFormat("Jupyter notebook", .key("nbformat"), .list("cells")),
        ForeignFormat("state machine definition", .key("StartAt"), .map("States")),
        ForeignFormat("CDK output", .key("version"), .map("artifacts")),
        ForeignFormat("CDK output", .text("version", containing: "tree-"), .map("tree")),
        ForeignFormat("CDK output", .key("version"), .map("files"), .map("dockerImages")),
        ForeignFormat("CDK configuration", .key("app"), .map("context")),
        ForeignFormat("CloudFormation parameter file", .element("ParameterKey")),
        ForeignFormat("CloudFormation parameter file", .map("Parameters"), .map("Tags")),
        ForeignFormat("Serverless Framework file", .key("service"), .key("provider")),
        ForeignFormat("npm lock file", .key("lockfileVersion")),
        ForeignFormat("npm package manifest", .key("name"), .map("dependencies")),
        ForeignFormat("npm package manifest", .key("name"), .map("devDependencies")),
        ForeignFormat("npm package manifest", .key("name"), .map("scripts")),
        ForeignFormat("npm package manifest", .key("name"), .key("version"), .key("license")),
        ForeignFormat("TypeScript configuration", .map("compilerOptions")),
        ForeignFormat("CI workflow", .map("jobs"), .key("on")),
        ForeignFormat("CI workflow", .map("jobs"), .key("version")),
        ForeignFormat("CI workflow", .key("stages")),
        ForeignFormat("CI workflow", .key("pipelines")),
        ForeignFormat("CI workflow", .list("steps")),
        ForeignFormat("action definition", .map("runs"), .key("name")),
        ForeignFormat("build specification", .key("version"), .map("phases")),
        ForeignFormat("pre-commit configuration", .list("repos")),
        ForeignFormat("pre-commit hooks", .element("entry")),
        ForeignFormat("Dependabot configuration", .key("version"), .list("updates")),
        ForeignFormat("Compose file", .map("services")),
        ForeignFormat("Ansible playbook", .element("hosts")),
        ForeignFormat("Ansible playbook", .element("tasks")),
        ForeignFormat("documentation configuration", .key("site_name")),
        ForeignFormat("Conda environment", .key("channels"), .list("dependencies")),
        ForeignFormat("geographic data", .text("type", containing: "Feature")),
    ]
}

extension ForeignFormat.Mark {
    fileprivate func holds(for root: NodeView) -> Bool {
        switch self {
        case .key(let key): root[key] != nil
        case .text(let key, let word): root[key]?.string?.contains(word) ?? false
        case .list(let key): root[key]?.kind == .list
        case .map(let key): root[key]?.kind == .map
        case .element(let key):
            root.kind == .list && root.children.first { _ in true }?[key] != nil
        }
    }
}
