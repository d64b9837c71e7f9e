import Documents
import Foundation
import Policies
import Testing
import YAML

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

@Suite("Where the rules come from")
struct TraceabilityTests {
    private struct Statement {
        var id: String
        var unchecked: String?
    }

    private static let rules: [CompiledRule] = {
        var selection = PolicySelection()
        selection.profile = Profile.all
        return PolicySet.load(selection).set?.rules ?? []
    }()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private func statements() throws -> [Statement] {
        let source = SourceText(name: "statements.yaml", text: try text("Scripts/data/statements.yaml"))
        let data = try #require(try PolicyFile.parse(source, symbols: SymbolTable()).root)
        return try #require(data["statements"]).children.map { node in
            Statement(id: try #require(node["id"]?.text), unchecked: node["unchecked"]?.text)
        }
    }

    @Test("every statement is checked by a rule or says why not, and rules name only statements that there are")
    func complete() throws {
        let statements = try statements()
        #expect(statements.count > 200 && Set(statements.map(\.id)).count == statements.count)
        let named = Set(Self.rules.flatMap(\.rule.sources))
        for statement in statements {
            #expect(named.contains(statement.id) == (statement.unchecked == nil), "\(statement.id)")
            #expect(statement.unchecked?.isEmpty != true)
        }
        #expect(named.subtracting(statements.map(\.id)) == [])
    }

    @Test("the page says which rules check a statement; run Scripts/generate_traceability.py if not")
    func page() throws {
        let lines = try text("Docs/traceability.md").components(separatedBy: "\n").filter { $0.hasPrefix("| S") }
        let statements = try statements()
        #expect(lines.count == statements.count)
        for (line, statement) in zip(lines, statements) {
            #expect(line.hasPrefix("| \(statement.id) |"))
            let linked = Set(line.matches(of: #/\(rules\/([a-z\-\/]+)\.md\)/#).map { String($0.1) })
            #expect(linked == Set(Self.rules.filter { $0.rule.sources.contains(statement.id) }.map(\.id)))
        }
    }

    @Test("every control of a catalogue has one rule of the catalogue's profile for a type, or says why not")
    func controls() throws {
        let source = SourceText(name: "frameworks.yaml", text: try text("Scripts/data/frameworks.yaml"))
        let data = try #require(try PolicyFile.parse(source, symbols: SymbolTable()).root)
        for framework in try #require(data["frameworks"]).children {
            let profile = try #require(framework["profile"]?.text)
            let rules = Self.rules.filter { $0.rule.profiles.contains(profile) }
            let controls = try #require(framework["controls"]).children
            let ids = controls.compactMap { $0["id"]?.text }
            #expect(Set(ids).count == ids.count)
            for (id, control) in zip(ids, controls) {
                let named = rules.filter { $0.rule.labels.contains(id) }
                #expect(named.isEmpty == (control["unchecked"] != nil), "\(profile): \(id)")
                let types = named.flatMap { $0.targets.map(\.text) }
                #expect(Set(types).count == types.count, "\(profile): \(id) is judged twice")
            }
            for rule in rules { #expect(!Set(ids).isDisjoint(with: rule.rule.labels), "\(profile): \(rule.id)") }
        }
    }

    @Test("the page of catalogues names every label of a rule; run Scripts/generate_traceability.py if not")
    func labels() throws {
        let page = try text("Docs/frameworks.md")
        for rule in Self.rules {
            for label in rule.rule.labels {
                let row = page.components(separatedBy: "\n").first { line in
                    line.hasPrefix("| \(label) |") && line.contains("[`\(rule.id)`]")
                }
                #expect(row != nil, "\(label) of \(rule.id)")
            }
        }
    }

    @Test("the rules are those of the register")
    func register() throws {
        let register = try text("Scripts/data/rule-ids.yaml")
        let ids = Set(register.matches(of: #/\{id: ([^,}]+)/#).map { String($0.1) })
        #expect(Set(Self.rules.map(\.id)) == ids)
    }
}
