import Documents
import Foundation
import Testing
import YAML

@Suite("From an offset in a scalar's text to the source")
struct TextOffsetTests {
    struct Case: CustomTestStringConvertible {
        var yaml: String
        /// A part of the decoded text, and the same place as it is written in the source.
        var text: String
        var written: String
        var testDescription: String { yaml }

        init(_ yaml: String, _ text: String, at written: String) {
            self.yaml = yaml
            self.text = text
            self.written = written
        }
    }

    static let cases: [Case] = [
        Case("a: tag(\"x\") != y", "!=", at: "!= y"),
        Case("a: \"one\\ttwo < three\"", "<", at: "< three"),
        Case("a: \"\\u00e9 < \\U0001F600 > z\"", ">", at: "> z"),
        Case("a: 'it''s < b'", "<", at: "< b'"),
        Case("a: 'it''s < b'", "'", at: "''s"),
        Case("a: one\n  two &&\n\n  three", "three", at: "three"),
        Case("a: \"one\n  two \\\n   three < 4\"", "<", at: "< 4"),
        Case("a: |\n  one\n    two\n\n  three < 4\n", "<", at: "< 4"),
        Case("a: |2\n    one\n  two < 4\n", "<", at: "< 4"),
        Case("a: >-\n  one\n  two <\n\n  three\n    more\n  four\n", "<", at: "<\n"),
        Case("a: >-\n  one\n  two <\n\n  three\n    more\n  four\n", "four", at: "four"),
        Case("a: >-\n  one\n  two <\n\n  three\n    more\n  four\n", "more", at: "more"),
        Case("- !Sub &x >-\n\n  one\n  ${two}\n", "${two}", at: "${two}"),
        Case("{\"a\": \"\\\"é\\ud83d\\ude00 < \\n\"}", "<", at: "< \\n"),
        Case("\u{FEFF}é: \"\\x41 < b\"", "<", at: "< b"),
        Case("a: >\r\n  one\r\n  two < 4\r\n", "<", at: "< 4"),
    ]

    @Test("a place in the text leads to where it is written", arguments: cases)
    func example(_ test: Case) throws {
        let document = try DocumentParser.parse(SourceText(name: "a", text: test.yaml), symbols: SymbolTable())
        let scalar = try #require(strings(of: document).first { $0.text?.contains(test.text) ?? false })
        let text = try #require(scalar.text)
        let range = try #require(text.range(of: test.text, options: .literal))
        let offset = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
        let place = try #require(test.yaml.range(of: test.written, options: .literal)).lowerBound
        #expect(
            scalar.sourceOffset(ofTextOffset: offset) == test.yaml.utf8.distance(from: test.yaml.startIndex, to: place))
    }

    @Test(
        "every byte of every text of the suite leads to what gave it",
        .enabled(if: SharedData.isPresent, SharedData.absent),
        arguments: SuiteCase.all)
    func suite(_ test: SuiteCase) throws {
        guard let document = try? YAMLParser.parse(SourceText(name: test.name, text: test.yaml), symbols: SymbolTable())
        else { return }
        for scalar in strings(of: document) { check(scalar) }
    }

    static let templates = SharedData.files(in: "templates/sagemaker") + SharedData.files(in: "templates/general")

    @Test(
        "every byte of every text of real templates leads to what gave it",
        .enabled(if: SharedData.isPresent, SharedData.absent), arguments: templates)
    func template(_ file: URL) throws {
        let source = SourceText(name: file.lastPathComponent, copying: try Data(contentsOf: file))
        guard let document = try? DocumentParser.parse(source, symbols: SymbolTable()) else { return }
        for scalar in strings(of: document) where scalar.node.flags.contains(.decoded) {
            if let text = scalar.text, text.utf8.count < 3_000 { check(scalar) }
        }
    }

    private func check(_ scalar: NodeView) {
        let text = Array((scalar.text ?? "").utf8)
        let bytes = scalar.document.source.bytes
        var last = 0
        for offset in text.indices {
            let place = scalar.sourceOffset(ofTextOffset: offset)
            // The breaks at the end of a block scalar lie behind its range.
            guard place < scalar.range.upperBound || text[offset...].allSatisfy({ $0 == 0x0A || $0 == 0x20 }) else {
                Issue.record("\(scalar.text ?? ""): offset \(offset) leads beyond the scalar")
                return
            }
            guard place < scalar.range.upperBound else { return }
            let written = bytes[place]
            let isBlank = text[offset] == 0x20 || text[offset] == 0x0A
            let isFold = isBlank && (written == 0x20 || written == 0x09 || written == 0x0A || written == 0x0D)
            guard place >= last, written == text[offset] || written == UInt8(ascii: "\\") || isFold else {
                Issue.record("\(scalar.text ?? ""): offset \(offset) leads to \(place), which holds \(written)")
                return
            }
            last = place
        }
        #expect(scalar.sourceOffset(ofTextOffset: text.count) <= scalar.range.upperBound)
    }

    private func strings(of document: Document) -> [NodeView] {
        document.nodes.indices.map { NodeView(document: document, id: NodeID(rawValue: UInt32($0))) }
            .filter { $0.kind == .string }
    }
}
