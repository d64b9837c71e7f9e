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
            rule: "autoscaling/scale-in",
            text: """
                resources:
                  - type: AWS::ApplicationAutoScaling::ScalingPolicy
                    name: invocations
                    properties:
                      TargetTrackingScalingPolicyConfiguration: { TargetValue: 70, DisableScaleIn: <true|false> } # only up
                  - type: AWS::ApplicationAutoScaling::ScalableTarget
                    name: ranking
                    properties:
                      ServiceNamespace: sagemaker
                      SuspendedState: { DynamicScalingInSuspended: <"true"|"false"> }

                """),
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
            rule: "encryption/monitoring-traffic",
            text: """
                resources:
                  - type: AWS::SageMaker::DataQualityJobDefinition
                    name: watch
                    properties:
                      JobResources: { ClusterConfig: { InstanceCount: 2 } }
                      NetworkConfig: { EnableInterContainerTrafficEncryption: <false|true> }

                """),
        Sample(
            rule: "encryption/schedule-traffic",
            text: """
                resources:
                  - type: AWS::SageMaker::MonitoringSchedule
                    name: hourly
                    properties:
                      MonitoringScheduleConfig:
                        MonitoringJobDefinition:
                          NetworkConfig:
                            EnableInterContainerTrafficEncryption: <false|true> # in the clear

                """),
        Sample(
            rule: "notebooks/volume-and-platform",
            text: """
                resources:
                  - type: AWS::SageMaker::NotebookInstance
                    name: explore
                    properties: { PlatformIdentifier: <notebook-al2-v2|notebook-al2023-v1> }

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
            rule: "security/notebook-platform",
            text: """
                resources:
                  - type: AWS::SageMaker::NotebookInstance
                    name: explore
                    properties: { PlatformIdentifier: <notebook-al2-v2|notebook-al2023-v1> } # old

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
            rule: "studio/idle-shutdown",
            text: """
                resources:
                  - type: AWS::SageMaker::Domain
                    name: research
                    properties:
                      DefaultUserSettings:
                        StudioWebPortalSettings: { HiddenAppTypes: [CodeEditor] }
                        JupyterLabAppSettings:
                          AppLifecycleManagement:
                            IdleSettings:
                              LifecycleManagement: <DISABLED|ENABLED> # asked for
                              IdleTimeoutInMinutes: 60

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
        Sample(
            rule: "training/spot-wait-time",
            text: """
                resources:
                  - type: AWS::SageMaker::TrainingJob
                    name: nightly
                    properties:
                      EnableManagedSpotTraining: true
                      StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: <60|3600> }

                """),
        Sample(
            rule: "training/warm-pool-time",
            text: """
                resources:
                  - type: AWS::SageMaker::TrainingJob
                    name: nightly
                    properties:
                      ResourceConfig: { KeepAlivePeriodInSeconds: <3600|1800> } # an hour

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
