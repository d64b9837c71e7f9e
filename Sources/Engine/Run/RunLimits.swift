/// What a run may cost beyond what reading a document may: see Docs/limits.md.
public struct RunLimits: Sendable {
    /// Seconds that reading one file, and then judging it, may take.
    public var fileSeconds = 60
    /// Findings of one run, passes that are reported among them.
    public var findings = 500_000

    public init() {}
}
