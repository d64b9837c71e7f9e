import Foundation
import Testing

/// Test data that others wrote; it is not part of the package.
enum SharedData {
    static let variable = "PROVISO_SHARED_DATA"
    static let absent: Comment = "PROVISO_SHARED_DATA is not set"

    static var isPresent: Bool { ProcessInfo.processInfo.environment[variable] != nil }

    /// The files of a folder in order of their names; none when the data is absent.
    static func files(in folder: String) -> [URL] {
        guard let root = ProcessInfo.processInfo.environment[variable] else { return [] }
        let url = URL(fileURLWithPath: root).appendingPathComponent(folder)
        let files = try? FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
        return (files ?? []).sorted { $0.path < $1.path }
    }
}
