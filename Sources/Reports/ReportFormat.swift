import Documents

/// The forms in which findings can be written.
public enum ReportFormat: String, CaseIterable, Sendable {
    case text
    case json
    case sarif
    case junit
    /// Workflow commands, which GitHub shows beside the code.
    case github
    /// Code Quality, which GitLab shows beside the code.
    case gitlab
    case markdown
    case csv
    /// One page that loads nothing.
    case html

    /// Whether the format is of use only if the result holds the resources that satisfy a rule as well.
    public var wantsPasses: Bool { self == .junit }

    /// Whether the format cannot say anything about an input that has no name.
    public var needsFileNames: Bool { self == .sarif || self == .gitlab }

    /// What is said when an input without a name is to be reported in a format that needs one.
    static var nameIsMissing: Diagnostic {
        Diagnostic(
            file: RepositoryPaths.standardInput, message: "this report needs the name of the file",
            help: "name the input with `--stdin-filename`: the path that it has in the repository")
    }
}
