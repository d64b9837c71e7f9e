public import Documents
import Policies
import Readers
import Resources

/// What a repository holds, as far as it matters for setting the program up.
public struct RepositorySurvey: Sendable {
    /// Resources by the form of the files that describe them.
    public private(set) var templates = 0
    public private(set) var plans = 0
    /// Folders of Terraform files that declare resources.
    public private(set) var configurations = 0
    public private(set) var apiOutputs = 0
    public private(set) var resourceFiles = 0
    public private(set) var iamPolicies = 0
    public private(set) var resources = 0
    /// The directories of policy packs.
    public private(set) var packFolders: [String] = []
    /// The number of resources that carry tags which the input shows.
    public private(set) var taggedResources = 0
    /// How many of them carry each key.
    public private(set) var tagKeys: [String: Int] = [:]
    public private(set) var problems: [Diagnostic] = []
    /// The application of the Cloud Development Kit, whose templates are made by a program.
    public private(set) var application: Application?
    /// Whether the Serverless Application Model is set up; its templates are read as they are.
    public private(set) var isServerless = false
    /// The branch that pull requests start from, as far as git knows it.
    public let defaultBranch: String?
    /// Whether it is kept on a host of GitLab.
    public let isOnGitLab: Bool

    public struct Application: Sendable {
        /// The folder that holds `cdk.json`, from the root of the repository; empty for the root.
        public var folder: String
        /// What installs the packages that the program needs.
        public var installations: [String]
    }

    /// A larger file is hardly written by a person.
    private static let largestFile = 4 << 20
    private static let mostFiles = 5_000

    /// Looks at the files below a directory.
    public init(of folder: String) {
        let git = GitFolder(of: folder)
        (defaultBranch, isOnGitLab) = (git.defaultBranch, git.isOnGitLab)
        var options = FileWalker.Options()
        options.suffixes = [".yaml", ".yml", ".json", ".template", ".tf"]
        options.files = Self.mostFiles
        let found = FileWalker(options: options).walk(folder)
        problems = found.problems
        application = Self.application(in: folder, found.files)
        isServerless = PathLookup.isFile(PathLookup.joined(folder, "samconfig.toml"))
        var folders: Set<String> = []
        for file in found.files {
            guard file.hasSuffix(".tf") || file.hasSuffix(".tf.json") else {
                look(at: file)
                continue
            }
            let path = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
            if folders.insert(path).inserted { look(atTerraformIn: path, below: folder) }
        }
    }

    /// Files that say what a program needs, and what installs it.
    private static let installers = [
        (file: "package-lock.json", command: "npm ci"), (file: "yarn.lock", command: "yarn install --frozen-lockfile"),
        (file: "requirements.txt", command: "python3 -m pip install -r requirements.txt"),
    ]

    private static func application(in folder: String, _ files: [String]) -> Application? {
        guard let file = files.first(where: { $0 == "cdk.json" || $0.hasSuffix("/cdk.json") }) else { return nil }
        let home = PathLookup.directory(of: file)
        let installations = installers.filter { PathLookup.isFile(PathLookup.joined(home, $0.file)) }.map(\.command)
        var path = home == folder || home == "." ? "" : home
        if path.hasPrefix(folder + "/") { path.removeFirst(folder.count + 1) }
        return Application(folder: path, installations: installations)
    }

    private mutating func look(atTerraformIn path: String, below folder: String) {
        let input = InputReader().readTerraform(folder: path, root: folder, contents: .disk, symbols: SymbolTable())
        // What modules declare stands in folders of their own.
        let own = input.resources.filter { $0.calls.isEmpty && $0.type.hasPrefix("AWS::") }
        guard !own.isEmpty else { return }
        configurations += 1
        resources += own.count
        for resource in own { count(resource) }
    }

    private mutating func look(at file: String) {
        guard let source = try? FileReader(limit: Self.largestFile).read(file) else { return }
        let symbols = SymbolTable()
        guard InputReader.bearsMarker(source.bytes) || source.name.hasSuffix(".yaml") || source.name.hasSuffix(".yml")
        else { return }
        if let root = (try? PolicyFile.parse(source, symbols: symbols))?.root, root["pack"] != nil, root["rules"] != nil
        {
            let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
            if !packFolders.contains(folder) { packFolders.append(folder) }
            return
        }
        guard let input = try? InputReader().read(source, symbols: SymbolTable()) else { return }
        switch input.kind {
        case .cloudFormation: templates += 1
        case .terraform: plans += 1
        case .apiOutput: apiOutputs += 1
        case .resourceFile: resourceFiles += 1
        case .iamPolicy: iamPolicies += 1
        default: return
        }
        resources += input.resources.count
        for resource in input.resources { count(resource) }
    }

    private mutating func count(_ resource: Resource) {
        guard case .known(let tags, _, _) = resource.tags, !tags.isEmpty else { return }
        taggedResources += 1
        for key in Set(tags.map(\.keyText)) where !key.hasPrefix("aws:") { tagKeys[key, default: 0] += 1 }
    }

    public var fileCount: Int { templates + plans + configurations + apiOutputs + resourceFiles + iamPolicies }

    /// The keys that most of the tagged resources carry: what the team means by tagging.
    public var usualTagKeys: [String] {
        guard taggedResources >= 3 else { return [] }
        return tagKeys.filter { $0.value * 10 >= taggedResources * 6 }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }
}
