import Engine
import Policies
import Testing

@Suite("Fixes of the built-in rules")
struct BuiltinFixTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var rule: String
        /// A file of resources; `<old|new>` is what the fix changes.
        var text: String
        var testDescription: String { rule }
    }

    static let samples = [
        Sample(
            rule: "batch-transform/concurrency",
            text: """
                resources:
                  - type: AWS::SageMaker::TransformJob
                    name: nightly
                    properties:
                      MaxConcurrentTransforms: <1|4> # of four vCPUs
                      TransformResources: { InstanceType: ml.m5.xlarge, InstanceCount: 1 }

                """),
        Sample(
            rule: "batch-transform/payload-limit",
            text: """
                resources:
                  # the nightly job
                  - type: AWS::SageMaker::TransformJob
                    name: nightly
                    properties: { MaxConcurrentTransforms: <32|16>, "MaxPayloadInMB": 6 } # default
                  - type: AWS::SageMaker::TransformJob
                    name: weekly
                    properties:
                      MaxPayloadInMB:   <200|100> # too much
                      MaxConcurrentTransforms: <'4'|'1'>

                """),
        Sample(
            rule: "security/notebook-imds",
            text: """
                resources:
                  - type: AWS::SageMaker::NotebookInstance
                    name: explore
                    properties:
                      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: <"1"|"2"> }

                """),
        Sample(
            rule: "security/notebook-root-access",
            text: """
                resources:
                  - type: AWS::SageMaker::NotebookInstance
                    name: explore
                    properties:
                      RootAccess: <Enabled|Disabled>

                """),
        Sample(
            rule: "tagging/allowed-values",
            text: """
                resources:
                  - type: AWS::SageMaker::Endpoint
                    name: ranking
                    properties: { EndpointConfigName: c }
                    tags: { owner: ml, environment: <"Prod"|"production"> } # who

                """),
        Sample(
            rule: "tagging/studio-propagation",
            text: """
                resources:
                  - type: AWS::SageMaker::Domain
                    name: research
                    properties:
                      TagPropagation: <DISABLED|ENABLED>
                    tags: { cost-center: "4711" }

                """),
    ]

    @Test("turn a bad example into a good one, and change nothing else", arguments: samples)
    func fix(sample: Sample) throws {
        let (fixed, run) = try FixTests.fix(FixTests.Sample.side(0, of: sample.text), rule: sample.rule)
        #expect(fixed == FixTests.Sample.side(1, of: sample.text))
        #expect(run.after?.result.findings.filter { $0.verdict == .fail }.map(\.message) == [])
        #expect(run.refusals.map(\.reason) == [])
    }

    @Test("are all tested")
    func coverage() throws {
        var selection = PolicySelection()
        selection.needsFixes = true
        selection.profile = Profile.all
        let set = try #require(PolicySet.load(selection).set)
        #expect(set.rules.filter { $0.fix != nil }.map(\.id) == Self.samples.map(\.rule))
    }
}
