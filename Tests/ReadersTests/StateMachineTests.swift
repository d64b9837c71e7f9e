import Documents
import Readers
import Resources
import Testing

@Suite("Jobs inside state machines")
struct StateMachineTests {
    /// One way to write the same state machine down.
    struct Form: CustomTestStringConvertible {
        var name: String
        var sample: Sample
        var testDescription: String { name }

        init(_ name: String, _ marked: String) {
            self.name = name
            sample = Sample(marked)
        }
    }

    static let forms = [
        Form(
            "a block scalar",
            """
            Resources:
              Machine:
                Type: AWS::StepFunctions::StateMachine
                Properties:
                  DefinitionString: |
                    {"StartAt": "Score", "States": {
                      "Score": {"Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTransformJob.sync",
            #          ^^^^^ anchor
                        "Parameters": {"TransformJobName": "nightly", "MaxPayloadInMB": 6,
                          "TransformResources": {"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1}}, "End": true}}}
            #                                                    ^^^^^^^^^^^^^^^ type
            """),
        Form(
            "a folded scalar",
            """
            Resources:
              Machine:
                Type: AWS::StepFunctions::StateMachine
                Properties:
                  DefinitionString: >-
                    {"StartAt": "Score", "States": {
                    "Score": {"Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTransformJob.sync",
            #        ^^^^^ anchor
                    "Parameters": {"TransformJobName": "nightly", "MaxPayloadInMB": 6,

                    "TransformResources": {"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1}}, "End": true}}}
            #                                              ^^^^^^^^^^^^^^^ type
            """),
        Form(
            "a text with escapes",
            #"""
            {"Resources": {"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString":
            "{\"States\": {\"Score\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sagemaker:createTransformJob\", \"Parameters\": {\"TransformJobName\": \"nightly\", \"MaxPayloadInMB\": 6, \"TransformResources\": {\"InstanceType\": \"ml.p3.2xlarge\", \"InstanceCount\": 1}}}}}"
            #                ^^^^^ anchor
            #                                                                                                                                                                                                                                     ^^^^^^^^^^^^^^^^^ type
            }}}}
            """#),
        Form(
            "a text with variables",
            """
            Parameters: {Name: {Type: String}}
            Resources:
              Machine:
                Type: AWS::StepFunctions::StateMachine
                Properties:
                  DefinitionString: !Sub |
                    {"StartAt": "Score", "States": {
                      "Score": {"Type": "Task", "Resource": "arn:${AWS::Partition}:states:::sagemaker:createTransformJob",
            #          ^^^^^ anchor
                        "Parameters": {"TransformJobName": "nightly", "ModelName": "${Name}", "MaxPayloadInMB": 6,
                          "TransformResources": {"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1}}, "End": true}}}
            #                                                    ^^^^^^^^^^^^^^^ type
            """),
        Form(
            "parts that are joined",
            #"""
            {"Resources": {"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString":
              {"Fn::Join": ["", [
                "{\"States\": {\"Score\": {\"Type\": \"Task\", \"Resource\": \"arn:",
            #                    ^^^^^ anchor
                {"Ref": "AWS::Partition"},
                ":states:::sagemaker:createTransformJob.sync\", \"Parameters\": {\"TransformJobName\": \"nightly\", ",
                "\"MaxPayloadInMB\": 6, \"TransformResources\": {\"InstanceType\": \"ml.p3.2xlarge\", \"InstanceCount\": 1}}}}}"]]}
            #                                                                      ^^^^^^^^^^^^^^^^^ type
            }}}}
            """#),
        Form(
            "a mapping",
            """
            Resources:
              Machine:
                Type: AWS::StepFunctions::StateMachine
                Properties:
                  Definition:
                    StartAt: Score
                    States:
                      Score:
            #         ^^^^^ anchor
                        Type: Task
                        Resource: !Sub arn:${AWS::Partition}:states:::aws-sdk:sagemaker:createTransformJob
                        Parameters:
                          TransformJobName: nightly
                          MaxPayloadInMB: 6
                          TransformResources: {InstanceType: ml.p3.2xlarge, InstanceCount: 1}
            #                                                ^^^^^^^^^^^^^ type
            """),
        Form(
            "a mapping of the Serverless Application Model, with a substitution for the operation",
            """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Machine:
                Type: AWS::Serverless::StateMachine
                Properties:
                  DefinitionSubstitutions: {Operation: !Sub "arn:${AWS::Partition}:states:::sagemaker:createTransformJob"}
                  Definition:
                    States:
                      Score:
            #         ^^^^^ anchor
                        Type: Task
                        Resource: ${Operation}
                        Parameters:
                          TransformJobName: nightly
                          MaxPayloadInMB: 6
                          TransformResources: {InstanceType: ml.p3.2xlarge, InstanceCount: 1}
            #                                                ^^^^^^^^^^^^^ type
            """),
        Form(
            "a mapping that is turned into a text",
            """
            Transform: AWS::LanguageExtensions
            Resources:
              Machine:
                Type: AWS::StepFunctions::StateMachine
                Properties:
                  DefinitionString:
                    Fn::ToJsonString:
                      States:
                        Score:
            #           ^^^^^ anchor
                          Type: Task
                          Resource: arn:aws:states:::sagemaker:createTransformJob
                          Parameters:
                            TransformJobName: nightly
                            MaxPayloadInMB: 6
                            TransformResources: {InstanceType: ml.p3.2xlarge, InstanceCount: 1}
            #                                                  ^^^^^^^^^^^^^ type
            """),
    ]

    @Test("a job is found and its values are where the file has them, whatever the form", arguments: forms)
    func form(_ form: Form) throws {
        let input = try form.sample.read()
        #expect(input.errors.isEmpty && input.warnings.isEmpty)
        let job = try input.resource("Machine/Score")
        #expect(job.type == "AWS::SageMaker::TransformJob" && job.id == "Machine/Score")
        #expect(job["TransformResources.InstanceType"]?.string == "ml.p3.2xlarge")
        #expect(job["TransformResources.InstanceCount"]?.integer == 1)
        #expect(job["MaxPayloadInMB"]?.integer == 6)
        #expect(job.aliases == ["nightly"])
        #expect(form.sample.mark(of: job.anchor) == form.sample.marks["anchor"])
        let type = try #require(job["TransformResources.InstanceType"])
        #expect(form.sample.mark(of: type.range) == form.sample.marks["type"])
        let key = try #require(type.keyRange)
        let written = form.sample.source().bytes[key]
        #expect(String(decoding: written, as: UTF8.self) == "InstanceType")
    }

    @Test("states inside of maps and parallel branches are found, others are passed over")
    func nesting() throws {
        let input = try read(
            """
            {"StartAt": "All", "States": {
              "All": {"Type": "Map", "ItemProcessor": {"StartAt": "Both", "States": {
                "Both": {"Type": "Parallel", "Branches": [
                  {"StartAt": "Train", "States": {"Train": {"Type": "Task",
                    "Resource": "arn:aws-cn:states:::sagemaker:createTrainingJob.sync:2", "Parameters": {}}}},
                  {"StartAt": "Tune", "States": {"Tune": {"Type": "Task",
                    "Resource": "arn:aws:states:::sagemaker:createHyperParameterTuningJob.sync", "Parameters": {}}}}]}}}},
              "Old": {"Type": "Map", "Iterator": {"States": {
                "Auto": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sagemaker:createAutoMLJobV2", "Arguments": {}}}}},
              "Notify": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": {}},
              "Stop": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sagemaker:stopTrainingJob", "Parameters": {}},
              "Done": {"Type": "Succeed"}}}
            """, name: "jobs/retrain.asl.json")
        #expect(input.kind == .workflow)
        #expect(
            input.resources.map { "\($0.name) \($0.type)" } == [
                "retrain.asl/Train AWS::SageMaker::TrainingJob",
                "retrain.asl/Tune AWS::SageMaker::HyperParameterTuningJob",
                "retrain.asl/Auto AWS::SageMaker::AutoMLJob",
            ])
        #expect(input.resources.first?.id == "jobs/retrain.asl.json/Train")
    }

    @Test("a state machine that uses nothing of SageMaker is none of ours")
    func foreign() throws {
        let input = try read(
            #"{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish"}}}"#)
        #expect(input.kind == .notOurs(reason: "state machine definition"))
    }

    /// What a field stands for.
    struct Value: CustomTestStringConvertible {
        var field: String
        var expected: String
        var testDescription: String { "\(field): \(expected)" }
    }

    static let pathFields = [
        Value(
            field: "TransformResources.InstanceType",
            expected: "unknown: `$.type` is known only when the state machine runs"),
        Value(
            field: "TransformJobName",
            expected: "unknown: `States.Format('job-{}', $$.Execution.Name)` is known only when the state machine runs"),
        Value(field: "TransformResources.InstanceCount", expected: "2"),
        Value(field: "Tags", expected: "unknown: `$.tags` is known only when the state machine runs"),
    ]

    @Test("a field that a path gives is unknown, under its name", arguments: pathFields)
    func jsonPath(_ value: Value) throws {
        let job = try read(
            """
            {"StartAt": "Score", "States": {"Score": {"Type": "Task",
              "Resource": "arn:aws:states:::sagemaker:createTransformJob.sync", "Parameters": {
                "TransformJobName.$": "States.Format('job-{}', $$.Execution.Name)", "Tags.$": "$.tags",
                "TransformResources": {"InstanceType.$": "$.type", "InstanceCount": 2}}}}}
            """
        ).resource("sample/Score")
        #expect(try job.resolution(value.field).summary == value.expected)
        guard case .known(let tags, _, let isOpen) = job.tags else {
            Issue.record("the tags are not a list")
            return
        }
        #expect(tags.isEmpty && isOpen)
    }

    @Test("in JSONata literal texts are known and expressions are not, per state")
    func jsonata() throws {
        let input = try read(
            """
            StartAt: Score
            QueryLanguage: JSONata
            States:
              Score:
                Type: Task
                Resource: arn:aws:states:::sagemaker:createTransformJob.sync
                Arguments:
                  TransformResources: {InstanceType: "{% $states.input.type %}", InstanceCount: 2}
                  BatchStrategy: MultiRecord
              Old:
                Type: Task
                QueryLanguage: JSONPath
                Resource: arn:aws:states:::sagemaker:createTransformJob.sync
                Parameters: {BatchStrategy: "{% literal %}", "ModelName.$": $.model}
              Whole:
                Type: Task
                Resource: arn:aws:states:::sagemaker:createTransformJob.sync
                Arguments: "{% $states.input %}"
            """)
        let score = try input.resource("sample/Score")
        #expect(
            try score.resolution("TransformResources.InstanceType").summary
                == "unknown?: the expression is evaluated when the state machine runs")
        #expect(score["BatchStrategy"]?.string == "MultiRecord")
        let old = try input.resource("sample/Old")
        #expect(old["BatchStrategy"]?.string == "{% literal %}")
        #expect(
            try old.resolution("ModelName").summary == "unknown: `$.model` is known only when the state machine runs")
        let whole = try input.resource("sample/Whole")
        #expect(try whole.resolution("TransformResources").summary == "unknown?: an expression gives the request")
        guard case .unknown = whole.tags else {
            Issue.record("the tags are known")
            return
        }
    }

    static let substitutedFields = [
        Value(field: "TransformResources.InstanceType", expected: "ml.m5.xlarge"),
        Value(field: "TransformResources.InstanceCount", expected: "2"),
        Value(field: "MaxPayloadInMB", expected: "unknown?: `Ref`: parameter `Payload` has no default"),
        Value(field: "ModelName", expected: "-> Model.ModelName"),
        Value(field: "TransformJobName", expected: "score-ml.m5.xlarge"),
        Value(field: "BatchStrategy", expected: "${Unknown}"),
        Value(field: "MaxConcurrentTransforms", expected: "4"),
    ]

    @Test("variables and substitutions stand for what the template says", arguments: substitutedFields)
    func substitutions(_ value: Value) throws {
        let input = try read(
            """
            Parameters: {Payload: {Type: Number}}
            Mappings: {Types: {scoring: {type: ml.m5.xlarge}}}
            Resources:
              Model: {Type: AWS::SageMaker::Model}
              Machine:
                Type: AWS::StepFunctions::StateMachine
                Properties:
                  DefinitionSubstitutions:
                    Type: !FindInMap [Types, scoring, type]
                    Count: 2
                  DefinitionString: !Sub
                    - |
                      {"States": {"Score": {"Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTransformJob",
                        "Parameters": {"ModelName": "${Model.ModelName}", "MaxPayloadInMB": ${Payload},
                          "MaxConcurrentTransforms": ${Concurrent}, "TransformJobName": "score-${!Type}",
                          "BatchStrategy": "${!Unknown}",
                          "TransformResources": {"InstanceType": "${!Type}", "InstanceCount": ${!Count}}}}}}
                    - {Concurrent: 4}
            """)
        #expect(input.errors.isEmpty && input.warnings.isEmpty)
        #expect(try input.resource("Machine/Score").resolution(value.field).summary == value.expected)
    }

    @Test("a definition that a plan knows only after apply is counted and named")
    func plannedDefinition() throws {
        let input = try read(
            """
            {"format_version":"1.2","resource_changes":[{"address":"aws_sfn_state_machine.m","mode":"managed",
            "type":"aws_sfn_state_machine","change":{"actions":["create"],"after":{"name":"m"},
            "after_unknown":{"definition":true}}}]}
            """, name: "plan.json")
        #expect(input.unreadResources == 1)
        #expect(
            input.diagnostics.first?.message.hasPrefix("the definition of `aws_sfn_state_machine.m` is not read")
                == true)
    }

    @Test("what a definition that is a file of its own leaves open is unknown")
    func placeholders() throws {
        let job = try read(
            """
            {"StartAt": "Score", "States": {"Score": {"Type": "Task",
              "Resource": "arn:${Partition}:states:::sagemaker:createTransformJob.sync",
              "Parameters": {"ModelName": "prefix-${Model}"}}}}
            """
        ).resource("sample/Score")
        #expect(try job.resolution("ModelName").summary == "unknown: `${Model}` is replaced at deployment")
    }

    @Test("a definition that is not JSON is an error at the place inside")
    func broken() throws {
        let sample = Sample(
            """
            Resources:
              Machine:
                Type: AWS::StepFunctions::StateMachine
                Properties:
                  DefinitionString: |
                    {"StartAt": "Score", "States": {
                      "Score": {"Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTransformJob.sync"
                        "Parameters": {}}}}
            #           ^ error
            """)
        let input = try sample.read()
        let error = try #require(input.errors.first)
        #expect(error.region.map(Sample.Mark.init) == sample.marks["error"])
        #expect(error.message.hasPrefix("the definition of `Machine` cannot be read"))
        #expect(input.unreadResources == 1)
    }

    @Test(
        "a definition that the input does not show is counted and named",
        arguments: [
            ("DefinitionS3Location: {Bucket: b, Key: k}", "the definition of `Machine` lies in a file of its own"),
            (
                "DefinitionString: !Ref Text # sagemaker:createTransformJob",
                "the definition of `Machine` is not read: `Ref`: parameter `Text` has no default"
            ),
        ])
    func unread(property: String, note: String) throws {
        let input = try read(
            """
            Parameters: {Text: {Type: String}}
            Resources:
              Machine:
                Type: AWS::StepFunctions::StateMachine
                Properties:
                  \(property)
            """)
        #expect(input.unreadResources == 1)
        #expect(input.diagnostics.map(\.message) == [note])
    }

    @Test("a long text that is used again and again is not read without end")
    func budget() throws {
        let state = #"{"Score": {"Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTransformJob"}}"#
        let comment = String(repeating: "long", count: 250)
        let machines = (0..<100).map { "  M\($0): {Type: AWS::StepFunctions::StateMachine, Properties: *p}" }
        var limits = DocumentLimits()
        limits.embeddedSize = 67_500
        let text = """
            P: &p
              DefinitionString: '{"States": \(state), "Comment": "\(comment)"}'
            AWSTemplateFormatVersion: 2010-09-09
            Resources:
            \(machines.joined(separator: "\n"))
            """
        let input = try InputReader(limits: limits).read(SourceText(name: "a.yaml", text: text), symbols: SymbolTable())
        let read = input.resources.count - 100
        #expect(read > 50 && read + input.errors.count == 100)
        #expect(input.errors.allSatisfy { $0.message.contains("too long together") })
    }
}
