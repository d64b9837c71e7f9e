import Foundation
import Testing

@Suite("The register of rule ids")
struct RuleRegisterTests {
    static let lines: [String] = {
        let file = URL(filePath: #filePath).appending(path: "../../../Scripts/data/rule-ids.yaml").standardizedFileURL
        return (try? String(contentsOf: file, encoding: .utf8))?.components(separatedBy: "\n") ?? []
    }()

    static let ids = lines.compactMap { line in
        line.firstMatch(of: #/\{id: ([^,}]+)/#).map { String($0.1) }
    }

    @Test("every rule of the catalogue has an id, and the additions too")
    func complete() {
        let numbers = Self.lines.compactMap { $0.firstMatch(of: #/^ +([A-Z]{3}\d{3}): /#).map { String($0.1) } }
        #expect(numbers.count == 99 && Set(numbers).count == 99)
        #expect(Self.ids.count == 99 + 46)
    }

    @Test("ids are unique and of the form pack/kebab-name")
    func form() {
        #expect(Set(Self.ids).count == Self.ids.count)
        for id in Self.ids { #expect(id.wholeMatch(of: #/[a-z]+(-[a-z]+)*/[a-z]+(-[a-z]+)*/#) != nil, "\(id)") }
    }

    @Test("rules yield to rules that exist")
    func yielding() {
        let known = Set(Self.ids)
        for line in Self.lines {
            guard let list = line.firstMatch(of: #/yields_to: \[([^\]]*)\]/#) else { continue }
            for id in list.1.components(separatedBy: ", ") { #expect(known.contains(id), "\(id)") }
        }
    }
}
