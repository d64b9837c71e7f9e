import Engine
import Foundation
import PolicyAuthoring
import Testing

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

@Suite("Documentation of rules")
struct DocumentationTests {
    @Test("is what the packs say; run `proviso docs Policies` if not")
    func fresh() throws {
        let documentation = RuleDocumentation(PolicyTestPlan(paths: [root.appending(path: "Policies").path]))
        #expect(documentation.problems.isEmpty)
        let folder = root.appending(path: "Docs/rules")
        for page in documentation.pages {
            let text = try? String(contentsOf: folder.appending(path: page.path), encoding: .utf8)
            #expect(text == page.text, "Docs/rules/\(page.path) is stale")
        }
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        let pages = Set(documentation.pages.map(\.path))
        #expect(files.filter { $0.hasSuffix(".md") && !pages.contains($0) } == [])
    }

    @Test("is for people: no page shows the marks of a message's expressions")
    func words() {
        let documentation = RuleDocumentation(PolicyTestPlan(paths: [root.appending(path: "Policies").path]))
        for page in documentation.pages.dropFirst() {
            for section in ["\n## What it asks\n", "\nWhat to do: "] {
                let part = page.text.firstRange(of: section).map { page.text[$0.upperBound...] } ?? ""
                let body = part.prefix { $0 != "#" }
                #expect(!body.contains("{{"), "\(page.path): \(body)")
            }
        }
    }

    @Test("shows a bad and a good example of every rule, and how it is silenced")
    func sections() {
        let documentation = RuleDocumentation(PolicyTestPlan(paths: [root.appending(path: "Policies").path]))
        for page in documentation.pages.dropFirst() {
            for section in ["What it asks", "Bad", "Good", "Where it looks", "How to silence it", "Sources"] {
                #expect(page.text.contains("\n## \(section)\n"), "\(page.path) has no section \(section)")
            }
        }
    }
}

@Suite("Schemas of what authors write")
struct SchemaTests {
    /// Python with `jsonschema` and `yaml`; nil where it is missing.
    private static let hasValidator = (try? python("import jsonschema, yaml"))?.code == 0

    private static func python(_ script: String) throws -> (code: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    @Test(
        "accept the packs and cases of this repository, and refuse mistakes",
        .enabled(if: hasValidator, "needs Python with jsonschema and yaml"))
    func packs() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(PolicySchemas.pack.utf8).write(to: folder.appending(path: "policy.json"))
        try Data(PolicySchemas.test.utf8).write(to: folder.appending(path: "test.json"))
        let (code, output) = try Self.python(
            """
            import glob, json, copy, yaml, jsonschema
            root, folder = r'''\(root.path)''', r'''\(folder.path)'''
            schemas = {kind: json.load(open(f"{folder}/{kind}.json")) for kind in ("policy", "test")}
            for schema in schemas.values(): jsonschema.Draft202012Validator.check_schema(schema)
            files = glob.glob(f"{root}/Policies/*.yaml")
            assert files
            for file in files:
                kind = "test" if file.endswith(".test.yaml") else "policy"
                data = yaml.safe_load(open(file))
                validator = jsonschema.Draft202012Validator(schemas[kind])
                validator.validate(data)
                if kind == "policy":
                    for change in ("severity", "title", "surplus"):
                        bad = copy.deepcopy(data)
                        if change == "severity": bad["rules"][0]["severity"] = "worst"
                        if change == "title": del bad["rules"][0]["title"]
                        if change == "surplus": bad["rules"][0]["chekc"] = {}
                        assert not validator.is_valid(bad), change
            """)
        #expect(code == 0, "\(output)")
    }
}
