import Documents

/// A reference such as `{{resolve:ssm:/app/type}}` inside a text, which CloudFormation replaces at deployment.
enum DynamicReference {
    private static let opening: StaticString = "{{resolve:"
    /// Why a value that holds one is not known.
    static let reason = "a dynamic reference is replaced at deployment"

    static func occurs(in bytes: UnsafeRawBufferPointer) -> Bool { bytes.contains(opening) }

    static func occurs(in text: String) -> Bool {
        var text = text
        return text.withUTF8 { UnsafeRawBufferPointer($0).contains(opening) }
    }
}
