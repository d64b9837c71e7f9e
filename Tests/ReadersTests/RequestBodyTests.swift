import Documents
import Readers
import Testing

@Suite("Bodies of create requests")
struct RequestBodyTests {
    @Test("a skeleton is read like an answer, and its resource has a name although the skeleton gives none")
    func skeleton() throws {
        let input = try read(
            """
            {"TransformJobName": "", "ModelName": "", "MaxConcurrentTransforms": 0, "MaxPayloadInMB": 0,
             "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": ""}}},
             "TransformOutput": {"S3OutputPath": ""}, "TransformResources": {"InstanceType": "ml.m4.xlarge", "InstanceCount": 0},
             "Tags": [{"Key": "", "Value": ""}]}
            """)
        #expect(input.kind == .apiOutput && input.diagnostics.isEmpty)
        #expect(input.resources.map(\.name) == ["AWS::SageMaker::TransformJob[0]"])
    }

    @Test("a body in YAML is read like an answer")
    func yaml() throws {
        let input = try read(
            """
            NotebookInstanceName: explore
            InstanceType: ml.t3.medium
            RoleArn: arn:aws:iam::123456789012:role/x
            Tags: [{Key: owner, Value: ml}]
            """)
        #expect(try input.resource("explore").tags.shown.map(\.keyText) == ["owner"])
    }
}
