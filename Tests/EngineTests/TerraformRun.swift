import Engine
import Foundation
import Policies
import Testing

/// Runs over Terraform configurations that a test makes up.
enum TerraformRun {
    static let policies: PolicySet? = PolicySet.load(PolicySelection()).set

    static func judge(
        _ files: [String: String], _ paths: [String] = [""], isHook: Bool = false,
        _ change: (inout CheckRequest) -> Void = { _ in }
    ) throws -> RunResult {
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        var request = CheckRequest(
            paths: paths.map { $0.isEmpty ? folder.path : folder.appending(path: $0).path }, now: 1_790_000_000)
        request.includesPasses = true
        request.isHook = isHook
        change(&request)
        return CheckRun.run(request, policies: try #require(policies))
    }

    /// The verdicts by rule and resource.
    static func verdicts(_ result: RunResult) -> [String: Verdict] {
        Dictionary(result.findings.map { ("\($0.rule) \($0.resource.name)", $0.verdict) }) { first, _ in first }
    }
}
