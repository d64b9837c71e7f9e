import Documents
import Foundation
import Testing
import YAML

@Suite("Files that are not quite templates", .enabled(if: SharedData.isPresent, SharedData.absent))
struct MalformedTests {
    static let template = "render the template first, and check the result"

    /// By the start of the file's name.
    static let expected: [String: String] = [
        "53712a56d1": "19:16 `{{ cookiecutter.runtime }}` is template syntax, not YAML; \(template)",
        "61731c02cb": "5:11 unexpected `{`: expected a colon after the key; put a colon between the key and its value",
        "7951d6c127": "2:3 `{{StackName}}` is template syntax, not YAML; \(template)",
        "7e2ec20b3c": "9:17 `{{role_name}}` is template syntax, not YAML; \(template)",
        "a8d19693f5":
            "14:23 a colon is not allowed here; put the value in quotes if the colon belongs to it, or check the indentation",
        "b5d02d14fc": "12:9 a key is expected here; check the indentation of this line against the lines above",
        "c64c97e887": "5:14 `{{ api_name }}` is template syntax, not YAML; \(template)",
        "c7d47e280a": "5:19 `{{ first_bucket_name }}` is template syntax, not YAML; \(template)",
        "ca1b1942b1":
            "6:1 a list in brackets goes on wrongly: expected a comma or `]`; the bracket opened at line 5, column 23 is not "
            + "closed, or a comma is missing before this",
        "d567a6db4c":
            "53:82 text stands behind a closing quote or bracket; remove it, or put the whole value in quotes",
        "da05836b0f": "5:17 `{{ role_name }}` is template syntax, not YAML; \(template)",
        "e2b37b0c24": "5:19 `{{ first_bucket_name }}` is template syntax, not YAML; \(template)",
        "e6e9f41bb7": "18:5 `{{ intrinsic_fn }}` is template syntax, not YAML; \(template)",
        "e9688a62bd":
            "2:1 a key without a colon: expected `key: value`; check the indentation and the quotes of this line",
        "f5e7edb495":
            "28:22 `*` begins an alias: expected its name; put the value in quotes if the star belongs to it",
    ]

    @Test("each is refused clearly or accepted for a reason", arguments: SharedData.files(in: "malformed"))
    func outcome(_ file: URL) throws {
        let name = file.lastPathComponent
        let source = SourceText(name: name, copying: try Data(contentsOf: file))
        var options = DocumentParser.Options()
        options.schema = .legacy
        var outcome = "accepted"
        do {
            _ = try DocumentParser.parse(source, symbols: SymbolTable(), options: options)
        } catch {
            outcome =
                "\(error.region?.start.line ?? 0):\(error.region?.start.column ?? 0) \(error.message); \(error.help ?? "")"
        }
        #expect(outcome == Self.expected[String(name.prefix(10))])
    }
}
