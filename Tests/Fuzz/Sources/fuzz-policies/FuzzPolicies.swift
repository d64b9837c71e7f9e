import Documents
import Engine
import FuzzDriver
import Policies

/// Packs of policies: decoding, compilation and evaluation of whatever they ask. An input is a pack and, behind a zero
/// byte, the tests that lie beside it.
@main
struct FuzzPolicies {
    static func main() { FuzzDriver.run { PolicySubject.run($0) } }
}

enum PolicySubject {
    private static let template = """
        AWSTemplateFormatVersion: "2010-09-09"
        Parameters: { Type: { Type: String, AllowedValues: [ml.t3.medium, ml.p3.2xlarge] } }
        Resources:
          Notebook:
            Type: AWS::SageMaker::NotebookInstance
            Properties:
              InstanceType: !Ref Type
              RoleArn: !GetAtt Role.Arn
              Tags: [{ Key: environment, Value: dev }, { Key: owner, Value: !Ref AWS::StackName }]
          Role:
            Type: AWS::IAM::Role
            Properties:
              Policies:
                - PolicyName: p
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement: [{ Effect: Allow, Action: "sagemaker:Create*", Resource: "*" }]
          Job:
            Type: AWS::SageMaker::TransformJob
            Properties: { MaxPayloadInMB: 50, MaxConcurrentTransforms: 4 }
        """

    static func run(_ input: UnsafeRawBufferPointer) {
        let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        let pack = SourceText(name: "pack.yaml", copying: parts[0])
        judge(pack)
        guard parts.count > 1 else { return }
        let tests = SourceText(name: "pack.test.yaml", copying: parts[1])
        do throws(Diagnostic) {
            for outcome in try PolicyTestSuite(pack: pack, tests: tests).run().outcomes {
                if let failure = outcome.failure { FuzzDriver.expectShowable(failure) }
            }
        } catch {
            FuzzDriver.expectShowable(error)
        }
    }

    private static func judge(_ pack: SourceText) {
        var selection = PolicySelection()
        selection.includesBuiltin = false
        selection.texts = [pack]
        let (set, issues) = PolicySet.load(selection, seed: 1)
        issues.forEach(FuzzDriver.expectShowable)
        guard let set else {
            return FuzzDriver.expect(issues.contains { $0.severity == .error }, "refused without an error")
        }
        var request = CheckRequest(paths: ["/proviso-fuzz/template.yaml"], now: 1_774_000_000)
        request.contents = .only("template.yaml", Array(template.utf8))
        request.workers = 1
        let result = CheckRun.run(request, policies: set)
        FuzzDriver.expect(result.fileCount == 1, "the template was not judged: \(result.errors)")
        for finding in result.findings { FuzzDriver.expect(!finding.message.isEmpty, "a finding without words") }
    }
}
