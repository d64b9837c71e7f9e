import Policies
import Resources

/// Which of the required tags a resource lacks.
struct RequiredTags {
    var missing: [String] = []
    /// The key of the tag list, if there is one.
    var anchor: Range<Int>?
    /// Keys that were perhaps meant, in words.
    var hint: String?
    /// Why it is not known whether a key is there.
    var openReason: String?

    static func audit(keys: [String], in context: RuleContext) -> RequiredTags {
        var audit = RequiredTags()
        let tags = context.tagSet
        if case .known(_, let anchor, _) = tags { audit.anchor = anchor }
        var nearMisses = [String]()
        for key in keys {
            switch tags.lookUp(key) {
            case .notTaggable: break
            case .unknown: audit.openReason = audit.openReason ?? "the tags are not all known"
            case .absent:
                audit.missing.append(key)
                nearMisses += tags.nearMisses(of: key).map { "`\($0.keyText)` is not `\(key)`" }
            case .present(let tag):
                switch context.tagValue(tag).isBlank {
                case true?: audit.missing.append(key)
                case false?: break
                case nil: audit.openReason = audit.openReason ?? "the value of the tag `\(key)` is not known"
                }
            }
        }
        if !nearMisses.isEmpty { audit.hint = nearMisses.joined(separator: ", ") }
        return audit
    }
}
