import Documents
import Engine
import Foundation
import Testing

@testable import Reports

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct JUnitReportTests {
    /// The elements of a report in order, with their attributes.
    private final class Elements: NSObject, XMLParserDelegate {
        var all: [(name: String, attributes: [String: String])] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            all.append((name, attributes))
        }

        static func of(_ text: String) throws -> [(name: String, attributes: [String: String])] {
            let parser = XMLParser(data: Data(text.utf8))
            let elements = Elements()
            parser.delegate = elements
            #expect(parser.parse(), "not well-formed")
            return elements.all
        }
    }

    @Test("totals say what the cases are", arguments: [false, true])
    func totals(unknownCounts: Bool) throws {
        var result = Sample.everything
        for index in result.findings.indices where result.findings[index].verdict == .unknown {
            result.findings[index].gates = unknownCounts
        }
        let elements = try Elements.of(Sample.text(.junit, result))
        let names = ["tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"]
        let suites = elements.filter { $0.name == "testsuite" }
        for (attribute, name) in names {
            let count = elements.count { $0.name == name }
            #expect(elements[0].attributes[attribute] == String(count))
            #expect(suites.compactMap { $0.attributes[attribute] }.compactMap { Int($0) }.reduce(0, +) == count)
        }
        #expect(elements.count { $0.name == "failure" } == (unknownCounts ? 7 : 4))
        #expect(suites.map { $0.attributes["name"] }.count == 4)
    }

    @Test("a resource that satisfies a rule is a case without content")
    func passes() throws {
        let finding = Sample.finding("a/b", .low, .pass, at: "Train", in: Sample.notebook, message: "m")
        let elements = try Elements.of(Sample.text(.junit, Sample.run([finding])))
        #expect(elements.map(\.name) == ["testsuites", "testsuite", "testcase"])
        #expect(elements[2].attributes["name"] == "[low] a/b: Title of a/b")
        #expect(elements[2].attributes["classname"] == "infra/notebook.yaml.Train")
        #expect(ReportFormat.junit.wantsPasses)
    }

    @Test("names of strangers are text", arguments: HostileInputTests.hostile)
    func hostile(hostile: HostileInputTests.Hostile) throws {
        var finding = Sample.finding("a/b", .low, at: "Train", in: Sample.notebook, message: hostile.text)
        finding.rule = hostile.text
        finding.file = hostile.text + "x"
        let elements = try Elements.of(Sample.text(.junit, Sample.run([finding])))
        #expect(elements.map(\.name) == ["testsuites", "testsuite", "testcase", "failure"])
        #expect(elements[3].attributes["type"] == PrintableText.line(hostile.text))
    }
}
