import CEL
import Foundation
import Testing

/// What the parser and the checker need of a case of the CEL specification's suite.
struct FrontEndCase: Sendable {
    var id: String
    var expression: String
    var usesBlocks: Bool

    static func all() throws -> [FrontEndCase] {
        let root = try #require(ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"])
        let folder = URL(fileURLWithPath: root).appendingPathComponent("cel-conformance")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        return try names.sorted().flatMap { name in
            let json = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent(name)))
            let cases = try #require((json as? [String: Any])?["cases"] as? [[String: Any]])
            return cases.map { json in
                func text(_ key: String) -> String { json[key] as? String ?? "" }
                return FrontEndCase(
                    id: "\(text("suite"))/\(text("section"))/\(text("name"))", expression: text("expr"),
                    usesBlocks: (json["features"] as? [String])?.contains("cel.block") == true)
            }
        }
    }
}

@Suite(
    "reading the CEL specification's suite",
    .enabled(if: ProcessInfo.processInfo.environment["PROVISO_SHARED_DATA"] != nil, "PROVISO_SHARED_DATA is not set"))
struct ParserConformanceTests {
    @Test("every expression is read, also strictly")
    func parses() throws {
        let cases = try FrontEndCase.all().filter { !$0.usesBlocks }
        #expect(cases.count > 1_000)
        var strict = ParserOptions()
        strict.isStrict = true
        for testCase in cases {
            for options in [ParserOptions(), strict] {
                let found = issues(parsing: testCase.expression, options: options)
                #expect(found.isEmpty, "\(testCase.id): \(testCase.expression)\n\(found)")
            }
        }
    }
}
