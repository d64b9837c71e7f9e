import Foundation

/// Asks Python's `jsonschema`, where it is installed, whether a text follows a schema.
enum SchemaCheck {
    static let isAvailable = (try? run(["-c", "import jsonschema"])) == ""

    private static let script = """
        import json, sys, jsonschema
        schema, text = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:])
        schema = schema or jsonschema.Draft202012Validator.META_SCHEMA
        for error in sorted(jsonschema.Draft202012Validator(schema).iter_errors(text), key=str)[:5]:
            print(error.json_path, error.message[:200])
        """

    /// What is wrong with a text; empty when nothing is.
    static func problems(of text: String, schema: URL) throws -> String {
        let file = try temporaryFile(text)
        defer { try? FileManager.default.removeItem(at: file) }
        return try run(["-c", script, schema.path, file.path])
    }

    static func problems(of text: String, schema: String) throws -> String {
        let file = try temporaryFile(schema)
        defer { try? FileManager.default.removeItem(at: file) }
        return try problems(of: text, schema: file)
    }

    /// What is wrong with a text as a JSON Schema.
    static func problems(ofSchema text: String) throws -> String { try problems(of: text, schema: "{}") }

    private static func temporaryFile(_ text: String) throws -> URL {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json")
        try Data(text.utf8).write(to: file)
        return file
    }

    /// Runs Python for at most a minute and returns what it prints.
    private static func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let limit = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: limit)
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        limit.cancel()
        return process.terminationStatus == 0 ? text : "python3 ended with \(process.terminationStatus): \(text)"
    }
}
