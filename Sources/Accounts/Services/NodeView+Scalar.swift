import Documents

extension NodeView {
    /// The text of a scalar; nil for null, which services write for what is not set.
    var scalar: String? { kind == .null ? nil : text }
}
