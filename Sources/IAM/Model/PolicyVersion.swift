/// The version of the policy language that a policy document declares.
public enum PolicyVersion: String, Sendable {
    /// The default: policy variables are literal text.
    case original = "2008-10-17"
    case current = "2012-10-17"
}
