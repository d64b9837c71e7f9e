import Documents
import Engine
import Foundation
import Policies
import Resources
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
        selection.profile = Profile.all
        selection.paths = [packageRoot.appending(path: "Policies/\(file)").path]
        let (set, issues) = PolicySet.load(selection)
        #expect(issues.map(\.message) == [])
        #expect(set?.rules.isEmpty == false)
    }

    private func suite(_ file: String) throws -> PolicyTestSuite {
        try PolicyTestSuite(pack: try source(file), tests: try source(file.replacing(".yaml", with: ".test.yaml")))
    }

    @Test("pass the tests that lie beside them", arguments: packs)
    func tests(file: String) throws {
        for outcome in try suite(file).run().outcomes {
            #expect(outcome.failure == nil, "\(outcome.test.name): \(outcome.failure?.help ?? "")")
        }
    }

    @Test("have a passing and a failing case for every rule", arguments: packs)
    func coverage(file: String) throws {
        #expect(try suite(file).run().incomplete.map(\.message) == [])
    }

    @Test("have cases that notice every change of a rule, but for those listed with a reason", arguments: packs)
    func mutants(file: String) throws {
        let result = try suite(file).mutate()
        #expect(result.survivors.map { "\($0.rule): \($0.change)" } == [])
        #expect(result.stale.map(\.message) == [])
        #expect(!result.entries.isEmpty)
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

    @Test("are compiled one by one to what they are as a whole")
    func outline() throws {
        let set = try #require(PolicySet.load(PolicySelection()).set)
        var selection = PolicySelection()
        selection.includesBuiltin = false
        selection.paths = Self.packs.map { packageRoot.appending(path: "Policies/\($0)").path }
        let whole = try #require(PolicySet.load(selection).set)
        #expect(set.entries.map(\.id) == whole.entries.map(\.id))
        #expect(set.ruleIDs.sorted() == whole.ruleIDs.sorted())
        let types = Catalogue.types(matching: Glob("*")).map(\.name)
        for (entry, expected) in zip(set.entries, whole.rules) {
            let rule = try #require(set.rule(entry))
            #expect(rule.targets == expected.targets && rule.parameters.count == expected.parameters.count)
            #expect(rule.rule.title == expected.rule.title && rule.rule.severity == expected.rule.severity)
            #expect(types.filter(entry.applies) == types.filter(expected.applies), "\(entry.id)")
        }
        #expect(set.followsReferences == whole.followsReferences)
        #expect(set.issues.map(\.message) == [])
    }

    @Test("name no key that the program does not know before it reads them", arguments: packs)
    func keys(file: String) throws {
        let symbols = SymbolTable()
        _ = PolicySet.load(PolicySelection(), symbols: symbols)
        let known = symbols.end
        let document = try PolicyFile.parse(try source(file), symbols: SymbolTable())
        let pack = try #require(PolicyPack.decode(document).pack)
        _ = try PolicySet.compile(pack, symbols: symbols)
        #expect((known..<symbols.end).map { symbols.text(of: Symbol(rawValue: $0)) } == [])
        func keys(in node: NodeView) -> [String] {
            node.children.flatMap { (node.kind == .map ? [$0.key] : []) + keys(in: $0) }
        }
        for key in pack.parameters.flatMap({ keys(in: $0.value) }) { #expect(symbols.symbol(of: key) != nil, "\(key)") }
    }
}
