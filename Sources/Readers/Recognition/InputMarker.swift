/// Words that only an input of ours is likely to hold, looked for in files that cannot be parsed.
enum InputMarker {
    private static let words: [StaticString] = [
        "AWS::", "AWSTemplateFormatVersion", "\"Statement\"", "resource_changes", "planned_values",
        "\"ResponseMetadata\"",
    ]

    /// Whether a text that cannot be parsed looks like an input of ours, so that it must not be passed over.
    static func occurs(in bytes: UnsafeRawBufferPointer) -> Bool { words.contains { bytes.contains($0) } }
}
