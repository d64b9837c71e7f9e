public import Documents
public import Readers
public import Resources

/// What a run is asked to do.
public struct CheckRequest: Sendable {
    /// Files and directories; `-` is standard input.
    public var paths: [String]
    /// Files and directories whose resources are not judged; the inputs may refer to them.
    public var contextPaths: [String] = []
    /// The name under which standard input is reported.
    public var standardInputName = "<stdin>"
    /// The form that named files must have; nil to tell it by their content.
    public var form: InputForm?
    /// A file that is not an input is passed over even when it is named, as a hook that gets every changed file needs it.
    public var isHook = false
    public var includesPasses = false
    /// Which resources of Terraform's plans take part.
    public var terraform = TerraformOptions()
    /// The folder with the files that plans were made from; nil for that of each plan.
    public var terraformDirectory: String?
    /// How the environments of resources are found out; nil for the usual way.
    public var environments: EnvironmentRules?
    /// Whether a report will ask for the hashes by which code hosts recognise lines.
    public var needsLineHashes = false
    /// Whether findings say what `--fix` would do.
    public var plansFixes = false
    /// Whether the result holds the resources of the inputs, also those beside the judged ones.
    public var keepsResources = false
    /// Whether the result says which rules were settled on which resources of accounts.
    public var keepsSettledVerdicts = false
    /// Whether findings hold the tags of their resources.
    var keepsTags = false
    /// Threads that evaluate; nil for one for each processor.
    public var workers: Int?
    /// Where files are read from.
    public var contents = FileContents.disk
    /// The repository whose root identities of findings count from; nil to look it up when it is first needed.
    public var repository: RepositoryPaths?
    public var limits = DocumentLimits()
    public var runLimits = RunLimits()
    /// What may end the run early.
    public var stop: StopRequest?
    public var filter = PathFilter()
    /// Files, and folders of Terraform, that are judged by themselves even where others of the run use them, by the names
    /// that they have from the root of the repository.
    var judgedAlone: Set<String> = []
    /// Whether a template may get tags from its stack that it does not show.
    public var tagsComeFromStack = false
    /// The policies that limit what principals of the input may do.
    public var access = AccessLimits()
    /// Files that say what templates are deployed with.
    public var parameterFiles: [String] = []
    /// What is known of deployments beside these files.
    public var deployments = DeploymentSettings()
    /// The file with what the bill says of resources.
    public var usageFile: String?
    /// The file with prices of instances.
    public var priceFile: String?
    /// What is read from them.
    var usage: UsageIndex?
    var prices: PriceList?
    /// The time of the run, in seconds since 1970.
    public var now: Int64

    public init(paths: [String], now: Int64) {
        self.paths = paths
        self.now = now
    }
}
