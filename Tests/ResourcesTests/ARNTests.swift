import Resources
import Testing

@Suite("ARNs")
struct ARNTests {
    @Test(
        "the kind of resource and its name are read from the ARN",
        arguments: [
            ("arn:aws:sagemaker:eu-west-1:123456789012:endpoint-config/ec-1", "AWS::SageMaker::EndpointConfig", "ec-1"),
            ("arn:aws-cn:sagemaker:cn-north-1:123456789012:transform-job/t", "AWS::SageMaker::TransformJob", "t"),
            ("arn:aws:sagemaker:eu-west-1:123456789012:experiment-trial/t", "AWS::SageMaker::Trial", "t"),
            ("arn:aws:sagemaker:eu-west-1:123456789012:user-profile/d-1/anna", "AWS::SageMaker::UserProfile", "anna"),
            ("arn:aws:iam::123456789012:role/service-role/team/Exec", "AWS::IAM::Role", "Exec"),
            ("arn:aws:s3:::my-bucket", "AWS::S3::Bucket", "my-bucket"),
            ("arn:aws:sns:eu-west-1:123456789012:alerts", "AWS::SNS::Topic", "alerts"),
            ("arn:aws:lambda:eu-west-1:123456789012:function:stop", "AWS::Lambda::Function", "stop"),
            ("arn:aws:states:eu-west-1:123456789012:stateMachine:m", "AWS::StepFunctions::StateMachine", "m"),
        ])
    func known(text: String, type: String, name: String) throws {
        let arn = try #require(ARN(text))
        #expect(arn.type == type)
        #expect(arn.name == name)
    }

    @Test(
        "what is no ARN is refused",
        arguments: ["", "arn", "arn:aws:s3:::", "arn:aws::::x", "urn:aws:s3:::b", "::::::"])
    func refused(text: String) {
        #expect(ARN(text) == nil)
    }

    @Test("an ARN of another kind has no type")
    func unknown() throws {
        #expect(try #require(ARN("arn:aws:nothing:eu-west-1:1:thing/x")).type == nil)
        #expect(try #require(ARN("arn:aws:sagemaker:eu-west-1:1:/")).type == nil)
    }
}
