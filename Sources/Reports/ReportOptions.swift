public import Documents

/// What a report is told beside the result.
public struct ReportOptions: Sendable {
    /// The version of the program.
    public var version: String
    /// The exit code with which the run ends.
    public var exitCode: Int
    /// Whether resources that satisfy a rule are listed as well, as far as the result holds them.
    public var includesPasses: Bool
    public var color: ColorMode
    /// How many columns the text may take.
    public var width: Int
    public var paths: RepositoryPaths
    /// Tells runs of one repository apart (SARIF): one category's results replace those of its last run.
    public var category: String
    /// The address of the program's home page, for reports that have room for one.
    public var homePage: String?
    /// Bytes of the report: what is longer is an error.
    public var limit = ReportStream.usualLimit

    public init(
        version: String, exitCode: Int, includesPasses: Bool = false,
        color: ColorMode = .never, width: Int = 80, paths: RepositoryPaths = RepositoryPaths(),
        category: String = "check", homePage: String? = nil
    ) {
        self.version = version
        self.exitCode = exitCode
        self.includesPasses = includesPasses
        self.color = color
        self.width = width
        self.paths = paths
        self.category = category
        self.homePage = homePage
    }
}
