import Documents
import Testing
import YAML

@Suite("Damaged input")
struct MutationTests {
    static let samples = [
        """
        a: &x {b: [1, 0x1F, "q\\n\\u00e9", 'it''s']} # c
        c: |2-
            text
          more
        d: *x
        é: {<<: [*x, {k: &i !Sub "v"}], b: >+
          folded
            deeper

          end
        }
        ? explicit
        : !!int 12
        ---
        - <<: *i
        """,
        #"{"a": [1, -2.5e3, true, null, "é\ud83d\ude00\"", {"b": {}}], "prior_state": {"x": ["]"]}, "a": ""}"#,
    ]
    static let seeds: [UInt64] = Array(1...40)

    @Test(
        "whatever is damaged, the parsers answer with a document whose parts can be read, or with an error",
        arguments: seeds)
    func damaged(_ seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func pick(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(count))
        }
        for _ in 0..<100 {
            for sample in Self.samples {
                var bytes = Array(sample.utf8)
                for _ in 0...pick(3) {
                    switch pick(4) {
                    case 0: bytes[pick(bytes.count)] = UInt8(pick(256))
                    case 1: bytes.remove(at: pick(bytes.count))
                    case 2:
                        bytes.insert(
                            contentsOf: "{}[]\"':-#&*!|>\n\t \\".utf8.dropFirst(pick(18)).prefix(1),
                            at: pick(bytes.count))
                    default: bytes.removeLast(pick(min(bytes.count - 1, 40)))
                    }
                }
                read(bytes)
            }
        }
    }

    private func read(_ bytes: [UInt8]) {
        let source = SourceText(name: "damaged", copying: bytes)
        var options = DocumentParser.Options()
        options.skippedMembers = [["prior_state"]]
        let documents = [
            try? DocumentParser.parse(source, symbols: SymbolTable(), options: options),
            try? YAMLParser.parse(source, symbols: SymbolTable()),
            try? JSONParser.parseLines(source, symbols: SymbolTable()),
        ]
        for case let document? in documents {
            for index in document.nodes.indices {
                let view = NodeView(document: document, id: NodeID(rawValue: UInt32(index)))
                #expect(
                    view.range.upperBound <= document.source.bytes.count
                        && index + view.node.stride <= document.nodes.count)
                #expect(view.keyRange.map { $0.upperBound <= document.source.bytes.count } ?? true)
                for offset in 0...(view.text?.utf8.count ?? 0) {
                    #expect(view.range.lowerBound <= view.sourceOffset(ofTextOffset: offset))
                }
            }
            for comment in YAMLComments.comments(in: document) {
                #expect(comment.range.upperBound <= document.source.bytes.count)
            }
        }
    }
}
