import Foundation

/// Data that other projects wrote; present only where an environment variable says so.
enum SharedData {
    static let folder = ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"]
    /// A Python that has Z3.
    static let solver = ProcessInfo.processInfo.environment["PROVISO_Z3_PYTHON"]
    static let grammarCases = ProcessInfo.processInfo.environment["PROVISO_IAM_GRAMMAR_CASES"]

    static let isMeasuring = folder != nil && ProcessInfo.processInfo.environment["PROVISO_IAM_MEASURE"] != nil

    /// The names of the policy documents, sorted.
    static var policyFiles: [String] {
        guard let folder else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/iam")) ?? []
        return names.sorted().map { folder + "/iam/" + $0 }
    }
}

func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
}
