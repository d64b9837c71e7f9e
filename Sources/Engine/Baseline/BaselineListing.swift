/// What a baseline holds, for people: its findings below the files that they are in.
public struct BaselineListing: Sendable {
    private let baseline: Baseline

    public init(_ baseline: Baseline) { self.baseline = baseline }

    public var text: String {
        var text = ""
        var file: String?
        for entry in baseline.entries {
            if entry.file != file {
                if file != nil { text += "\n" }
                text += Baseline.escaped(entry.file) + "\n"
                file = entry.file
            }
            text += "  \(Baseline.escaped(entry.rule))  \(Baseline.escaped(entry.resource))\n"
        }
        return file == nil ? text : text + "\n"
    }
}
