import Documents
import Foundation
import Testing

@Suite("JSON: the cases of nst/JSONTestSuite", .enabled(if: SharedData.isPresent, SharedData.absent))
struct JSONTestSuiteTests {
    static let files = SharedData.files(in: "json-test-suite/test_parsing").filter { $0.pathExtension == "json" }

    /// The cases that a parser may decide freely, and which of them this one accepts: numbers of any size, text in
    /// UTF-16, a byte order mark. What is not valid Unicode, or too deep, is refused.
    static let accepted: Set<String> = [
        "i_number_double_huge_neg_exp", "i_number_huge_exp", "i_number_neg_int_huge_exp",
        "i_number_pos_double_huge_exp", "i_number_real_neg_overflow", "i_number_real_pos_overflow",
        "i_number_real_underflow", "i_number_too_big_neg_int", "i_number_too_big_pos_int",
        "i_number_very_big_negative_int", "i_string_UTF-16LE_with_BOM", "i_string_utf16BE_no_BOM",
        "i_string_utf16LE_no_BOM", "i_structure_UTF-8_BOM_empty_object",
    ]

    @Test("the suite is complete")
    func complete() {
        #expect(Self.files.count == 318)
    }

    @Test("each case is accepted or refused as its name says", arguments: files)
    func decided(_ file: URL) throws {
        let name = file.deletingPathExtension().lastPathComponent
        let source = SourceText(name: name, copying: try Data(contentsOf: file))
        let isAccepted = (try? JSONParser.parse(source, symbols: SymbolTable())) != nil
        #expect(isAccepted == (name.hasPrefix("y_") || Self.accepted.contains(name)))
    }

    @Test("a refusal names the place and what was expected", arguments: files)
    func explained(_ file: URL) throws {
        let source = SourceText(name: file.lastPathComponent, copying: try Data(contentsOf: file))
        guard case .failure(let error) = Result(catching: { try JSONParser.parse(source, symbols: SymbolTable()) }),
            let diagnostic = error as? Diagnostic
        else { return }
        #expect(diagnostic.file == source.name)
        #expect(!diagnostic.message.isEmpty && diagnostic.message.last != ".")
        #expect(
            diagnostic.region != nil || source.bytes.starts(with: [0xFF, 0xFE]) || diagnostic.message.contains("UTF-16")
        )
    }
}
