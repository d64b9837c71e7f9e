public import Documents
import Readers

/// What `--fix` would do about a finding.
public struct ProposedFix: Hashable, Sendable {
    public struct Replacement: Hashable, Sendable {
        public var region: SourceRegion
        public var edit: SourceEdit
    }

    /// Empty when the fix is refused.
    public var replacements: [Replacement]
    /// Why the fix is not made, in a few words.
    public var refusal: String?

    init(_ plan: PlannedFix, lines: LineTable) {
        replacements = plan.edits.map { Replacement(region: lines.region(of: $0.range), edit: $0) }
        refusal = plan.refusal
    }
}

extension Input {
    /// Whether somebody maintains the text itself, rather than a tool that will write it anew.
    var isWrittenByPeople: Bool {
        switch kind {
        case .cloudFormation, .resourceFile: true
        // A configuration has several files, a plan is one.
        case .terraform: !files.isEmpty
        case .apiOutput, .iamPolicy, .inventory, .tags, .workflow, .notOurs: false
        }
    }
}
