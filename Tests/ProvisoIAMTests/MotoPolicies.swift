import Documents
import Foundation
import IAM

/// AWS's managed policies as moto carries them, where Python and moto are installed.
enum MotoPolicies {
    private static let script = """
        import json, sys
        from moto.iam.aws_managed_policies import aws_managed_policies_data as data
        policies = json.loads(data) if isinstance(data, str) else data
        with open(sys.argv[1], "w") as file:
            json.dump({name: policy["Document"] for name, policy in policies.items()}, file)
        """

    /// The documents by name in one JSON text; nil where there is no moto.
    static let text: String? = {
        let file = FileManager.default.temporaryDirectory.appending(path: "proviso-moto-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        guard runPython(arguments: ["-c", script, file.path()], seconds: 120) else { return nil }
        return try? String(contentsOf: file, encoding: .utf8)
    }()

    /// The mapping of names to documents.
    static func documents() throws -> NodeView {
        let source = SourceText(name: "moto", text: text ?? "{}")
        let document = try JSONParser.parse(source, symbols: SymbolTable())
        guard let root = document.roots.first else { throw Missing() }
        return NodeView(document: document, id: root)
    }

    struct Missing: Error {}

    /// True if Python ran to a good end in time.
    private static func runPython(arguments: [String], seconds: Double) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        guard (try? process.run()) != nil else { return false }
        guard ended.wait(timeout: .now() + seconds) == .success else {
            process.terminate()
            return false
        }
        return process.terminationStatus == 0
    }
}
