import Documents
import Engine
import Foundation
import Policies
import Testing

@Suite("The same verdict in every form of input")
struct ParityTests {
    private func outcomes(of file: String) throws -> [ParityOutcome] {
        func source(_ file: String) throws -> SourceText {
            try FileReader().read(packageRoot.appending(path: "Policies/\(file)").path)
        }
        return try PolicyTestSuite(
            pack: try source(file), tests: try source(file.replacing(".yaml", with: ".test.yaml"))
        ).comparingForms()
    }

    @Test("every case of the built-in packs that a form can say", arguments: BuiltinPackTests.packs)
    func builtin(file: String) throws {
        for outcome in try outcomes(of: file) {
            guard case .different(let diagnostic) = outcome.result else { continue }
            Issue.record("\(diagnostic.message)\n\(diagnostic.help ?? "")")
        }
    }

    @Test("most cases can be said in each form")
    func expressible() throws {
        for (file, form, least) in [
            ("notebooks.yaml", ParityForm.terraformPlan, 20), ("notebooks.yaml", .description, 20),
            ("notebooks.yaml", .cloudFormationYAML, 20), ("notebooks.yaml", .cloudFormationJSON, 20),
            ("tagging.yaml", .terraformPlan, 10), ("compute.yaml", .terraformPlan, 30),
            ("batch-transform.yaml", .description, 10), ("notebooks.yaml", .terraformSource, 20),
            ("compute.yaml", .terraformSource, 30), ("notebooks.yaml", .configItem, 20),
        ] {
            let same = try outcomes(of: file).count { outcome in
                if outcome.form == form, case .same = outcome.result { true } else { false }
            }
            #expect(same >= least, "\(file) as \(form.rawValue)")
        }
    }

    @Test("a rule that looks at what only one form has is found out")
    func difference() throws {
        let pack = """
            pack: names
            title: Names
            rules:
              - id: short
                title: Short
                severity: low
                targets: [AWS::SageMaker::NotebookInstance]
                check: { assert: 'resource.id == "nb"' }
            """
        let tests = """
            tests:
              - name: by its id
                rule: short
                given: { type: AWS::SageMaker::NotebookInstance, name: nb, properties: { InstanceType: ml.t3.medium } }
                expect: pass
            """
        let suite = try PolicyTestSuite(
            pack: SourceText(name: "names.yaml", text: pack), tests: SourceText(name: "names.test.yaml", text: tests))
        let different = suite.comparingForms().count { outcome in
            if case .different = outcome.result { true } else { false }
        }
        #expect(different == ParityForm.allCases.count)
    }
}
