import Documents
import Resources

/// A request to create something, found inside a definition.
struct EmbeddedJob {
    /// The CloudFormation type of what is created.
    let type: String
    /// The state, step or profile.
    let name: String
    /// Whether the name must not be shown.
    var isNameSecret = false
    /// The key or value that names it.
    let anchor: Range<Int>
    /// The request; nil when nothing of it is known.
    let request: NodeView?
    /// What stands for every field if the request is not known.
    var unknown = EmbeddedValue.unknown(reason: "the request is known only when it is sent", mayBeAbsent: true)
    /// Whether what is created can have tags.
    var isTaggable = true
}
