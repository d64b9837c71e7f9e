import Engine
import Testing

/// Variables of a rule that come to the same for every resource are computed once for an input.
@Suite("Variables that name nothing of their resource")
struct SteadyVariableTests {
    private static let rule = """
        variables:
          buckets: resources("AWS::S3::Bucket").map(b, b.?BucketName.orValue(""))
          wanted: variables.buckets.filter(b, b != "")
        check:
          assert: resource.?KmsKeyId.orValue("") in variables.wanted
        message: "{{ resource.name }} is none of {{ variables.wanted.join(', ') }}"
        """

    private func template(_ properties: String, _ bucket: String) -> String {
        """
        AWSTemplateFormatVersion: "2010-09-09"
        Parameters: { Env: { Type: String, AllowedValues: [dev, prod], Default: dev } }
        Resources:
          First: { Type: AWS::SageMaker::NotebookInstance, Properties: { KmsKeyId: one } }
          Second: { Type: AWS::SageMaker::NotebookInstance, Properties: { KmsKeyId: three } }
          Third: { Type: AWS::SageMaker::NotebookInstance, Properties: { \(properties) } }
          BucketOne: { Type: AWS::S3::Bucket, Properties: { BucketName: one } }
          BucketTwo: { Type: AWS::S3::Bucket, Properties: { BucketName: \(bucket) } }
        """
    }

    @Test("each resource is judged by them, and each failure says the same of them")
    func verdicts() throws {
        let result = try Trial(rule: Self.rule).judge(template("KmsKeyId: two", "two"))
        #expect(result.findings.map(\.message) == ["Second is none of one, two"])
        #expect(result.verdicts == [.pass: 2, .fail: 1])
        let failing = try Trial(rule: Self.rule).judge(template("KmsKeyId: four", "two"))
        #expect(failing.findings.map(\.message) == ["Second is none of one, two", "Third is none of one, two"])
        #expect(Set(failing.findings.map { $0.evidence.filter { !$0.path.hasPrefix("Properties") } }).count == 1)
    }

    @Test("what a choice of the deployment decides is computed for each deployment")
    func choices() throws {
        let result = try Trial(rule: Self.rule).judge(template("KmsKeyId: dev", "!Ref Env"))
        let second = "Second is none of one, dev; when `Env` = `prod`: Second is none of one, prod"
        #expect(result.findings.map(\.message).first == second)
        let third = try #require(result.findings.first { $0.resource.id == "Third" })
        #expect(third.scenario == ["Env": "prod"])
    }
}
