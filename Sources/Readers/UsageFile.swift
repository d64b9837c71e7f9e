package import Documents

/// What `proviso usage --format json` writes down: resources of which only the bill speaks.
package enum UsageFile {
    /// The name of the format; a change that breaks readers gives it another number.
    package static let schema = "proviso-usage/1"

    package static func isUsage(_ root: NodeView) -> Bool { root["schema"]?.string == schema }
}
