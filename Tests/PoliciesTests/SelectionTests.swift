import Documents
import Foundation
import Policies
import Testing

@Suite("Selections of packs")
struct SelectionTests {
    private static func pack(_ id: String, _ rule: String) -> String {
        """
        pack: \(id)
        title: A pack
        parameters:
          limit: { type: integer, default: 5 }
        rules:
          - id: \(rule)
            title: Rule
            severity: high
            targets: [AWS::SageMaker::NotebookInstance]
            check: { property: VolumeSizeInGB, atMost: { param: limit } }
        """
    }

    private func load(
        _ packs: [(id: String, rule: String)], _ change: (inout PolicySelection) -> Void = { _ in }
    ) throws
        -> (set: PolicySet?, issues: [Diagnostic])
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (index, pack) in packs.enumerated() {
            let text = Self.pack(pack.id, pack.rule)
            try Data(text.utf8).write(to: folder.appending(path: "\(index).yaml"))
        }
        var selection = PolicySelection()
        selection.includesBuiltin = false
        selection.paths = [folder.path]
        change(&selection)
        return PolicySet.load(selection)
    }

    @Test("a second pack with the same id is an error at its id")
    func sameID() throws {
        let (set, issues) = try load([("mine", "one"), ("mine", "two")])
        #expect(set == nil)
        let issue = try #require(issues.first)
        #expect(issues.count == 1)
        #expect(issue.message == "a second pack has the id `mine`")
        #expect(issue.file.hasSuffix("1.yaml"))
        #expect(issue.excerpt?.text == "pack: mine" && issue.excerpt?.caret == 6 && issue.excerpt?.length == 4)
    }

    @Test("globs choose rules")
    func globs() throws {
        let packs = [("mine", "one"), ("mine-too", "one"), ("yours", "two")]
        func ids(_ only: [String], _ except: [String]) throws -> [String]? {
            try load(packs) { selection in
                selection.only = only
                selection.except = except
            }.set?.rules.map(\.id)
        }
        #expect(try ids([], []) == ["mine-too/one", "mine/one", "yours/two"])
        #expect(try ids(["mine/*"], []) == ["mine/one"])
        #expect(try ids(["*/one"], ["mine/one"]) == ["mine-too/one"])
        #expect(try ids([], ["mine*"]) == ["yours/two"])
        #expect(try ids(["Mine/*"], []) == nil)
        #expect(try ids(["yours/*"], ["yours/two"]) == nil)
    }

    @Test(
        "parameters are set from outside, and only to what their type allows",
        arguments: [
            ("mine.limit=7", nil), ("mine.limit='7'", "`mine.limit` expects the type integer"),
            ("mine.limit=[7]", "`mine.limit` expects the type integer"),
            ("mine.limt=7", "no pack has the parameter `mine.limt`"),
            ("other.limit=7", "no pack has the parameter `other.limit`"),
        ] as [(String, String?)])
    func parameters(text: String, message: String?) throws {
        let override = try ParameterOverride(parsing: text)
        let (set, issues) = try load([("mine", "one")]) { $0.overrides = [override] }
        #expect(issues.map(\.message) == [message].compactMap(\.self))
        #expect((set == nil) == (message != nil))
        if message == nil { #expect(set?.packs.first?.parameter(named: "limit")?.value.integer == 7) }
    }

    @Test(
        "what is no parameter is refused",
        arguments: ["", "=", "mine", "mine.limit", "mine=7", ".limit=7", "mine.=7", "mine.limit="])
    func noParameter(text: String) {
        #expect(throws: Diagnostic.self) { try ParameterOverride(parsing: text) }
    }
}

@Suite("Small types of a pack")
struct SmallTypeTests {
    @Test(
        "paths are parsed and written back",
        arguments: [
            "A", "A.B", "**.A", "**.A[*].B", "A[*]", "A[*].B[0].C", #"A["with.dots"].B"#, #"A["with space"]"#,
        ])
    func paths(text: String) throws {
        #expect(try PropertySelector(parsing: text).description == text)
    }

    @Test(
        "what is no path is refused",
        arguments: [
            "", ".", "A.", ".A", "A..B", "**.", "**A.", "**.**.",
            "A[", "A[]", "A[*", "A]", "A[-1]", "A[x]", "A B", "A[99999999999999999999]",
        ])
    func noPath(text: String) {
        #expect(throws: PropertySelector.SyntaxError.self) { try PropertySelector(parsing: text) }
    }

    @Test(
        "days that exist are dates",
        arguments: [
            ("2026-11-20", true), ("2024-02-29", true), ("2026-02-29", false), ("2000-02-29", true),
            ("1900-02-29", false), ("2026-13-01", false), ("2026-00-10", false), ("2026-04-31", false),
            ("2026-4-3", false), ("26-04-03", false), ("2026/04/03", false), ("", false), ("2026-04-0x", false),
        ])
    func dates(text: String, exists: Bool) {
        #expect((CalendarDate(text) != nil) == exists)
        if exists { #expect(CalendarDate(text)?.description == text) }
    }

    @Test("an instant lies on a day in UTC")
    func days() {
        for (seconds, day) in [
            (0, "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"), (-1, "1969-12-31"),
            (951_782_400, "2000-02-29"), (1_790_000_000, "2026-09-21"),
        ] as [(Int64, String)] {
            #expect(CalendarDate(secondsSince1970: seconds).description == day)
        }
    }

    @Test("versions compare by number")
    func versions() throws {
        let ordered = try ["0.1", "0.1.1", "0.2", "0.10", "1", "1.0.1", "10.0.0"].map { try #require(Version($0)) }
        for (left, right) in zip(ordered, ordered.dropFirst()) { #expect(left < right && !(right < left)) }
        for text in ["", "1.", "a", "1.2.3.4", "-1", "1.-2", "99999999999999999999"] { #expect(Version(text) == nil) }
    }
}
