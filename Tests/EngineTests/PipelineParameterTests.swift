import Documents
import Engine
import Testing

@Suite("Parameters of pipelines with a closed set of values")
struct PipelineParameterTests {
    private func pipeline(_ parameter: String) -> String {
        #"""
        {"Version": "2020-12-01", "Parameters": [\#(parameter)],
         "Steps": [{"Name": "Train", "Type": "Training", "Arguments": {"ResourceConfig": {"InstanceCount": 1,
          "InstanceType": {"Get": "Parameters.Type"}, "VolumeSizeInGB": 30}}}]}
        """#
    }

    private func findings(_ parameter: String) throws -> [Finding] {
        let trial = try Trial(
            rule: "check: { property: ResourceConfig.InstanceType, equals: ml.m5.large }",
            targets: "AWS::SageMaker::TrainingJob")
        return try trial.judge(pipeline(parameter), name: "pipeline.json").findings
    }

    @Test("a finding says for which value it arises")
    func choices() throws {
        let found = try findings(
            #"{"Name": "Type", "Type": "String", "DefaultValue": "ml.m5.large", "EnumValues": ["ml.p3.2xlarge", "ml.m5.large"]}"#
        )
        #expect(found.map(\.verdict) == [.fail])
        #expect(found.first?.scenario == ["Type": "ml.p3.2xlarge"])
        #expect(found.first?.scenarios.first?.isDefault == false)
    }

    @Test("where all values break the rule it fails, and where none does it passes")
    func all() throws {
        let bad = try findings(
            #"{"Name": "Type", "Type": "String", "DefaultValue": "ml.p3.2xlarge", "EnumValues": ["ml.p3.2xlarge", "ml.p2.xlarge"]}"#
        )
        #expect(Set(bad.map(\.verdict)) == [.fail])
        let good = try findings(#"{"Name": "Type", "Type": "String", "EnumValues": ["ml.m5.large"]}"#)
        #expect(good.isEmpty)
    }
}
