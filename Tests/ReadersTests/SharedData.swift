import Foundation
import Testing

/// The inputs that others wrote.
enum SharedData {
    static let folder = ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"]

    static func files(in folder: String) -> [URL] {
        guard let root = Self.folder else { return [] }
        let url = URL(fileURLWithPath: root).appendingPathComponent(folder)
        let files = try? FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
        return (files ?? []).sorted { $0.path < $1.path }
    }
}

extension Trait where Self == ConditionTrait {
    static var needsSharedData: Self {
        .enabled(if: SharedData.folder != nil, "PROVISO_SHARED_DATA is not set")
    }
}
