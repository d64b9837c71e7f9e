import Documents
import Engine
import Foundation
import Policies
import Testing

/// How much work inputs of growing size make, counted and not timed.
@Suite("Work grows with the input and no faster")
struct WorkTests {
    private static let guarantee = """
        - id: guarantee
          title: Models carry a team
          severity: high
          targets: [AWS::IAM::*]
          check:
            guarantee:
              actions: [sagemaker:CreateModel]
              onlyWhen: { "Null": { "aws:RequestTag/team": "false" } }
        - id: tagged
          title: Notebooks carry a team
          severity: high
          targets: [AWS::SageMaker::NotebookInstance]
          check: { requiredTags: [team] }
        - id: scripted
          title: Scripts are used
          severity: high
          targets: [AWS::SageMaker::NotebookInstanceLifecycleConfig]
          check: { assert: 'resource.referencedBy("AWS::SageMaker::NotebookInstance").size() > 0' }
        """

    /// A role whose policies are attached from outside, by a condition; its name is chosen among `names`.
    private static func template(names: Int = 3, resources: Int = 1) -> String {
        let values = (0..<names).map { "name-\($0)" }.joined(separator: ", ")
        let policy = #"{ Effect: Allow, Action: "sagemaker:Create*", Resource: "*" }"#
        let head = """
            AWSTemplateFormatVersion: "2010-09-09"
            Parameters:
              Env: { Type: String, AllowedValues: [dev, prod], Default: dev }
              Name: { Type: String, AllowedValues: [\(values)] }
            Conditions: { IsProduction: !Equals [!Ref Env, prod] }
            Resources:

            """
        return head
            + (0..<resources).map { number in
                """
                  Role\(number):
                    Type: AWS::IAM::Role
                    Properties: { RoleName: !Ref Name, AssumeRolePolicyDocument: {} }
                  Policy\(number):
                    Type: AWS::IAM::ManagedPolicy
                    Properties:
                      Roles: [!If [IsProduction, !Ref Role\(number), !Ref "AWS::NoValue"]]
                      PolicyDocument: { Version: "2012-10-17", Statement: [\(policy)] }
                  Script\(number): { Type: AWS::SageMaker::NotebookInstanceLifecycleConfig, Properties: {} }
                  Notebook\(number):
                    Type: AWS::SageMaker::NotebookInstance
                    Properties:
                      LifecycleConfigName: !If [IsProduction, !GetAtt Script\(number).Name, none]

                """
            }.joined()
    }

    private func work(_ templates: [String]) throws -> WorkCount {
        let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (number, text) in templates.enumerated() {
            try Data(text.utf8).write(to: folder.appending(path: "\(1000 + number).yaml"))
        }
        var request = CheckRequest(paths: [folder.path], now: 1_790_000_000)
        request.workers = 1
        request.access.assumesNoServiceControl = true
        let result = CheckRun.run(request, policies: try Trial(rules: Self.guarantee).policies)
        #expect(result.errors.isEmpty)
        #expect(result.fileCount == templates.count)
        return result.work
    }

    @Test("ten times the files are ten times the work, although each has choices of its own")
    func files() throws {
        let one = try work([Self.template()])
        let (few, many) = (try work(Self.templates(4)), try work(Self.templates(40)))
        #expect(one.decisions > 0)
        #expect(few.decisions == 4 * one.decisions)
        // Beside other files, what they leave open may make a second look necessary.
        #expect((4 * one.evaluations...8 * one.evaluations).contains(few.evaluations))
        #expect(many.decisions == 40 * one.decisions)
        #expect(many.evaluations == 10 * few.evaluations)
    }

    private static func templates(_ count: Int) -> [String] { (0..<count).map { _ in template() } }

    @Test("ten times the resources of one file are ten times the work")
    func resources() throws {
        let (few, many) = (try work([Self.template(resources: 3)]), try work([Self.template(resources: 30)]))
        #expect(many.decisions == 10 * few.decisions)
        #expect(many.evaluations == 10 * few.evaluations)
    }

    @Test("values of a parameter that changes no policy ask for no further decision")
    func scenarios() throws {
        let (few, many) = (try work([Self.template(names: 2)]), try work([Self.template(names: 60)]))
        #expect(many.decisions == few.decisions)
    }

    @Test("what no choice leads to is judged once, although a reference to others depends on a choice")
    func references() throws {
        func template(_ more: Int) -> String {
            let scripts = (0..<2 + more).map { number in
                "  Script\(number): { Type: AWS::SageMaker::NotebookInstanceLifecycleConfig, Properties: {} }\n"
            }
            return """
                AWSTemplateFormatVersion: "2010-09-09"
                Parameters: { Env: { Type: String, AllowedValues: [dev, prod] } }
                Conditions: { IsProduction: !Equals [!Ref Env, prod] }
                Resources:
                  Notebook:
                    Type: AWS::SageMaker::NotebookInstance
                    Properties:
                      Tags: [{ Key: team, Value: a }]
                      LifecycleConfigName: !If [IsProduction, !GetAtt Script0.Name, !GetAtt Script1.Name]

                """ + scripts.joined()
        }
        #expect(try work([template(10)]).evaluations == work([template(0)]).evaluations + 10)
    }
}
