import Documents
import Engine
import Foundation
import Policies
import Testing

/// The folder of the package.
let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

@Suite("Built-in packs")
struct BuiltinPackTests {
    static let packs: [String] = {
        let folder = packageRoot.appending(path: "Policies").path
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") }.sorted()
    }()

    private func source(_ file: String) throws -> SourceText {
        try FileReader().read(packageRoot.appending(path: "Policies/\(file)").path)
    }

    @Test("load without a complaint", arguments: packs)
    func load(file: String) throws {
        var selection = PolicySelection()
        selection.includesBuiltin = false
        selection.paths = [packageRoot.appending(path: "Policies/\(file)").path]
        let (set, issues) = PolicySet.load(selection)
        #expect(issues.map(\.message) == [])
        #expect(set?.rules.isEmpty == false)
    }

    @Test("pass the tests that lie beside them", arguments: packs)
    func tests(file: String) throws {
        let tests = try source(file.replacing(".yaml", with: ".test.yaml"))
        let outcomes = try PolicyTestRunner.run(tests, pack: try source(file))
        for outcome in outcomes {
            #expect(outcome.failure == nil, "\(outcome.test.name): \(outcome.failure?.help ?? "")")
        }
    }

    @Test("have a passing and a failing case for every rule", arguments: packs)
    func coverage(file: String) throws {
        let pack = try #require(PolicyPack.decode(try PolicyFile.parse(try source(file), symbols: SymbolTable())).pack)
        let testSource = try source(file.replacing(".yaml", with: ".test.yaml"))
        let tests = try #require(PolicyTestFile.decode(try PolicyFile.parse(testSource, symbols: SymbolTable())).tests)
        for rule in pack.rules {
            let expectations = tests.cases.filter { $0.rule == rule.name }.map(\.expectation)
            #expect(expectations.contains(.pass) && expectations.contains(.fail), "\(rule.name)")
        }
    }

    @Test("are the ones inside the program")
    func embedded() throws {
        let (set, issues) = PolicySet.load(PolicySelection())
        #expect(issues.isEmpty)
        let files = try Self.packs.map {
            try #require(PolicyPack.decode(try PolicyFile.parse(try source($0), symbols: SymbolTable())).pack)
        }
        #expect(set?.packs.map(\.id) == files.map(\.id))
        #expect(set?.packs.map(\.version) == files.map(\.version))
    }
}
