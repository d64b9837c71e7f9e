import Documents
import Foundation
import Testing
import YAML

/// One case of the suite.
struct SuiteCase: CustomTestStringConvertible, Sendable {
    var name: String
    var yaml: String
    var fails: Bool
    var json: String?
    var testDescription: String { name }

    static let all: [SuiteCase] = SharedData.files(in: "yaml-test-suite/src").flatMap { (try? cases(in: $0)) ?? [] }

    private static func cases(in file: URL) throws -> [SuiteCase] {
        let source = SourceText(name: file.lastPathComponent, copying: try Data(contentsOf: file))
        let document = try YAMLParser.parse(source, symbols: SymbolTable())
        let name = file.deletingPathExtension().lastPathComponent
        let entries = document.root.map { Array($0.children) } ?? []
        return entries.enumerated().compactMap { index, entry in
            guard let yaml = entry["yaml"]?.string, entry["skip"] == nil else { return nil }
            return SuiteCase(
                name: entries.count == 1 ? name : "\(name)-\(index)", yaml: visible(yaml),
                fails: entry["fail"]?.boolean == true, json: entry["json"]?.string)
        }
    }

    /// The suite writes characters that are hard to see as visible ones.
    private static func visible(_ text: String) -> String {
        text.replacing(#/—*»/#, with: "\t").replacing("␣", with: " ").replacing("↵", with: "")
            .replacing("←", with: "\r").replacing("⇔", with: "\u{FEFF}").replacing("∎\n", with: "")
    }
}

@Suite("YAML: the cases of yaml-test-suite", .enabled(if: SharedData.isPresent, SharedData.absent))
struct YAMLTestSuiteTests {
    /// Where the outcome differs from the suite's, and why. A change shows up as a failing test.
    static let disagreements: [(isAccepted: Bool, reason: String, cases: [String])] = [
        (
            false, "a key that is a list or a mapping is refused by this parser, with a message of its own",
            [
                "4FJ6", "6BFJ", "6PBE", "9MMW", "KK5P", "LX3P", "M2N8-0", "M2N8-1", "M5DY", "Q9WF", "RZP5", "SBG9",
                "V9D5", "X38W", "XW4D",
            ]
        ),
        (
            false, "libyaml knows no key of nothing before a colon",
            ["2JQS", "6M2F", "CFD4", "FRK4", "HM87-0", "NHX8", "NKF9", "S3PD", "SM9W-1", "UKK6-0", "4ABK"]
        ),
        (
            false, "libyaml takes a colon without a blank behind it for text",
            ["58MP", "5T43", "DBG4"]
        ),
        (
            false, "libyaml wants a key of a flow mapping and its colon on one line",
            ["4MUZ-0", "4MUZ-1", "4MUZ-2", "5MUD", "9SA2", "K3WX", "NJ66", "UT92", "VJP3-1"]
        ),
        (
            false, "libyaml refuses tabs as white space in some places where YAML 1.2 allows them",
            [
                "6BCT", "6CA3", "96NN-0", "96NN-1", "A2M4", "DK95-0", "DK95-3", "DK95-4", "Q5MG", "R4YG", "Y79Y-1",
                "Y79Y-10",
            ]
        ),
        (
            false, "libyaml refuses directives that it does not know, and % at the start of a line of text",
            ["2LFX", "6LVF", "BEC7", "MUS6-5", "MUS6-6", "W4TN", "ZYU8-1", "ZYU8-2", "ZYU8-3"]
        ),
        (false, "libyaml takes only ASCII letters, digits, `-` and `_` in anchors", ["2SXE", "8XYN", "W5VH"]),
        (
            false, "libyaml wants a document start behind `...`, and knows no block scalar without indentation",
            ["7Z25", "DK3J", "FP8R", "HWV9", "M7A3", "QT73"]
        ),
        (
            true, "libyaml is lenient about indentation inside brackets and quotes",
            ["9C9N", "QB6E", "DK95-1", "S98Z", "Y79Y-3"]
        ),
        (true, "libyaml is lenient about a comment without a blank before it", ["9JBA", "CVW2", "SU5Z", "X4QW"]),
        (true, "libyaml is lenient about a lone dash in brackets", ["G5U8", "YJV2"]),
        (true, "libyaml is lenient about directives", ["9HCY", "EB22", "MUS6-0", "MUS6-1", "RHX7"]),
    ]

    /// Where the values differ from the suite's, and why.
    static let otherValues: [String: String] = [
        "652Z": "libyaml takes `?foo` at the start of a flow mapping for an explicit key",
        "HM87-1": "libyaml takes `?x` at the start of a flow list for an explicit key",
        "L24T-1": "libyaml adds no line break to a block scalar that ends with the text",
        "Y2GN": "libyaml ends an anchor at a colon",
    ]

    static let outcomes: [String: Bool] = Dictionary(
        disagreements.flatMap { entry in entry.cases.map { ($0, entry.isAccepted) } },
        uniquingKeysWith: { first, _ in first })

    @Test("the suite is complete")
    func complete() {
        #expect(SuiteCase.all.count > 390)
    }

    @Test(
        "each case is accepted or refused as the suite says, or as the table of disagreements does",
        arguments: SuiteCase.all)
    func decided(_ test: SuiteCase) {
        let isAccepted: Bool
        var message = ""
        do {
            _ = try YAMLParser.parse(SourceText(name: test.name, text: test.yaml), symbols: SymbolTable())
            isAccepted = true
        } catch {
            isAccepted = false
            message = error.message
            #expect(error.region != nil && error.excerpt != nil)
        }
        #expect(isAccepted == Self.outcomes[test.name] ?? !test.fails, "\(message)")
    }

    @Test(
        "each case has the values that the suite gives as JSON",
        arguments: SuiteCase.all.filter { $0.json != nil && !$0.fails })
    func values(_ test: SuiteCase) throws {
        guard Self.outcomes[test.name] == nil,
            let document = try? YAMLParser.parse(SourceText(name: test.name, text: test.yaml), symbols: SymbolTable())
        else { return }
        let expected = try values(ofStream: test.json ?? "")
        let actual = document.roots.map { TreeText.of(NodeView(document: document, id: $0)) }
        #expect((actual == expected) == (Self.otherValues[test.name] == nil), "\(actual) != \(expected)")
    }

    /// The suite writes several JSON values one after the other, each perhaps over many lines.
    private func values(ofStream text: String) throws -> [String] {
        var values: [String] = []
        var pending = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            pending += line + "\n"
            let source = SourceText(name: "json", text: pending)
            guard let document = try? JSONParser.parse(source, symbols: SymbolTable()), let root = document.root else {
                continue
            }
            values.append(TreeText.of(root))
            pending = ""
        }
        let isComplete = pending.utf8.allSatisfy { $0 == 0x0A || $0 == 0x20 }
        try #require(isComplete)
        return values
    }
}
