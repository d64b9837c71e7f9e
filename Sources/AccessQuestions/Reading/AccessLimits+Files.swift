public import Documents
public import Engine

extension AccessLimits {
    /// Reads the files of an organisation's policies.
    /// - Parameter contents: where the files are read from.
    /// - Returns: the limits and what is doubtful about the files.
    /// - Throws: the first thing that is wrong with one of them.
    public static func read(
        _ files: AccessFiles, from contents: FileContents = .disk
    ) throws(Diagnostic) -> (limits: AccessLimits, warnings: [Diagnostic]) {
        var limits = AccessLimits()
        limits.assumesNoServiceControl = files.assumesNoServiceControl ?? false
        guard !files.isEmpty else { return (limits, []) }
        var names = PolicySetFiles()
        names.serviceControl = files.serviceControl
        names.boundary = files.boundary
        names.session = files.session
        let loaded = try LoadedPolicies(names, from: contents)
        limits.serviceControl = loaded.set.serviceControl
        limits.boundary = loaded.set.boundary
        limits.session = loaded.set.session
        return (limits, loaded.warnings)
    }
}
