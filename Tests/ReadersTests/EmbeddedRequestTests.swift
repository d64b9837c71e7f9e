import Documents
import Readers
import Resources
import Testing

@Suite("Requests inside schedules and validation profiles")
struct EmbeddedRequestTests {
    @Test("the input of a schedule that calls SageMaker is a request")
    func schedule() throws {
        let sample = Sample(
            """
            Parameters: {Type: {Type: String}}
            Resources:
              Nightly:
                Type: AWS::Scheduler::Schedule
                Properties:
                  Target:
                    Arn: !Sub arn:${AWS::Partition}:scheduler:::aws-sdk:sagemaker:createTransformJob
            #       ^^^ anchor
                    Input: !Sub |
                      {"TransformJobName": "nightly-<aws.scheduler.execution-id>", "MaxPayloadInMB": 6,
            #                                                                                        ^ payload
                       "TransformResources": {"InstanceType": "${Type}", "InstanceCount": 2}, "Tags": []}
              Other:
                Type: AWS::Scheduler::Schedule
                Properties: {Target: {Arn: "arn:aws:scheduler:::aws-sdk:sagemaker:stopNotebookInstance", Input: "{}"}}
              Unknown:
                Type: AWS::Scheduler::Schedule
                Properties: {Target: {Arn: "arn:aws:scheduler:::aws-sdk:sagemaker:createPresignedDomainUrl", Input: "{}"}}
            """)
        let input = try sample.read()
        let job = try input.resource("Nightly/TransformJob")
        #expect(input.resources.count == 4 && input.unreadResources == 1)
        #expect(job.type == "AWS::SageMaker::TransformJob")
        #expect(sample.mark(of: job.anchor) == sample.marks["anchor"])
        #expect(job["MaxPayloadInMB"].map { sample.mark(of: $0.range) } == sample.marks["payload"])
        #expect(
            try job.resolution("TransformJobName").summary
                == "unknown: the schedule inserts a part of the text when it runs")
        #expect(
            try job.resolution("TransformResources.InstanceType").summary
                == "unknown: `Ref`: parameter `Type` has no default")
        guard case .known(let tags, _, false) = job.tags else {
            Issue.record("\(job.tags)")
            return
        }
        #expect(tags.isEmpty)
    }

    @Test("what validates a model package or an algorithm is a job without tags")
    func validation() throws {
        let input = try read(
            """
            Resources:
              Package:
                Type: AWS::SageMaker::ModelPackage
                Properties:
                  ValidationSpecification:
                    ValidationRole: !GetAtt Role.Arn
                    ValidationProfiles:
                      - ProfileName: large
                        TransformJobDefinition:
                          MaxPayloadInMB: 200
                          TransformResources: {InstanceType: !Ref Type, InstanceCount: 1}
              Algorithm:
                Type: AWS::SageMaker::Algorithm
                Properties:
                  ValidationSpecification:
                    ValidationProfiles:
                      - ProfileName: one
                        TrainingJobDefinition: {ResourceConfig: {InstanceType: ml.p3.2xlarge}}
            Parameters: {Type: {Type: String}}
            """)
        let transform = try input.resource("Package/large/TransformJob")
        #expect(transform.type == "AWS::SageMaker::TransformJob" && transform["MaxPayloadInMB"]?.integer == 200)
        #expect(
            try transform.resolution("TransformResources.InstanceType").summary
                == "unknown: `Ref`: parameter `Type` has no default")
        guard case .notTaggable = transform.tags else {
            Issue.record("the job can be tagged")
            return
        }
        #expect(try input.resource("Algorithm/one/TrainingJob").type == "AWS::SageMaker::TrainingJob")
    }
}
