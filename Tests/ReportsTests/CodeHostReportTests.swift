import Documents
import Engine
import Policies
import Testing

@testable import Reports

@Suite struct CodeHostReportTests {
    private func findings(_ count: Int, _ severity: Severity) -> [Finding] {
        (0..<count).map {
            Sample.finding("a/\(severity)\($0)", severity, at: "Train", in: Sample.notebook, message: "m")
        }
    }

    @Test("GitHub gets ten annotations of a kind, the gravest first, and is told of the rest")
    func githubLimit() throws {
        let run = Sample.run(findings(6, .high) + findings(12, .medium) + findings(7, .critical))
        let lines = try Sample.text(.github, run).split(separator: "\n")
        let errors = lines.filter { $0.hasPrefix("::error ") }
        #expect(errors.count == 10 && errors.prefix(7).allSatisfy { $0.contains("title=a/critical") })
        #expect(lines.count { $0.hasPrefix("::warning ") } == 10)
        #expect(lines.contains { $0.hasPrefix("5 more findings not shown") })
    }

    @Test("an annotation says where, and separators in its properties are escaped")
    func githubCommand() throws {
        var finding = Sample.finding("a/b", .low, at: "Train", in: Sample.notebook, message: "100%: a, b")
        finding.file = "./a,b:c%.yaml"
        let text = try Sample.text(.github, Sample.run([finding]))
        let place = "file=a%2Cb%3Ac%25.yaml,line=4,endLine=4,col=3,endColumn=8,title=a/b"
        #expect(text.hasPrefix("::notice \(place)::100%25: a, b%0Aresource: Train ("))
    }

    @Test("GitLab gets an array without a mark before it, empty for a clean run")
    func gitlabClean() throws {
        #expect(try Sample.text(.gitlab, Sample.run([])) == "[]\n")
    }

    @Test("GitLab gets issues with relative places and fingerprints that differ")
    func gitlabIssues() throws {
        let one = Sample.finding("a/b", .critical, at: "Train", in: Sample.notebook, message: "m")
        var two = one
        two.file = "./infra/../infra/notebook.yaml"
        two.severity = .low
        let issues = try JSONTree(Sample.text(.gitlab, Sample.run([one, two]))).elements
        #expect(issues.map { $0["location"]["path"].string } == ["infra/notebook.yaml", "infra/notebook.yaml"])
        #expect(issues.map { $0["location"]["lines"]["begin"].int } == [4, 4])
        #expect(issues.map { $0["severity"].string } == ["blocker", "minor"])
        #expect(Set(issues.compactMap { $0["fingerprint"].string }).count == 2)
    }

    @Test("formats that need the name of the file say so", arguments: ReportFormat.allCases)
    func standardInput(format: ReportFormat) {
        let source = SourceText(name: "<stdin>", text: "x")
        let run = Sample.run([Sample.finding("a/b", .low, at: "x", in: source, message: "m")])
        let refuses = (try? Sample.text(format, run)) == nil
        #expect(refuses == format.needsFileNames)
    }
}
