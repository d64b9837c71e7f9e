import Documents

/// What a run may cost beyond what reading a document may: see Docs/limits.md.
public struct RunLimits: Sendable {
    /// Seconds that reading one file, and then judging it, may take.
    public var fileSeconds = 60
    /// Findings of one run, passes that are reported among them.
    public var findings = 500_000

    /// Files of one walk.
    public var files = FileWalker.Options().files
    /// Bytes of the files that are known together, because rules follow references between them, with what is made of them.
    public var heldBytes = 8 << 30
    /// Bytes of one report: what is longer is an error, not a full disk.
    public var reportBytes = 1 << 30
    /// Evaluations of one rule for one resource in deployments that a template leaves open.
    public static let deployments = 256

    public init() {}
}
