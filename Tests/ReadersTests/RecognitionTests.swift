import Documents
import Readers
import Testing

@Suite("Recognition")
struct RecognitionTests {
    @Test(
        "an input is recognised by what it holds",
        arguments: [
            ("AWSTemplateFormatVersion: '2010-09-09'\nResources: {}", InputKind.cloudFormation, 0),
            ("Resources:\n  A:\n    Type: AWS::S3::Bucket", .cloudFormation, 1),
            ("Resources:\n  A:\n    Type: Custom::Thing", .cloudFormation, 1),
            ("Transform: AWS::Serverless-2016-10-31\nResources:\n  A:\n    Type: X", .cloudFormation, 1),
            ("Transform: [{Name: 'AWS::Include'}]\nResources: {}", .cloudFormation, 0),
            (#"{"TemplateBody": {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}}"#, .cloudFormation, 1),
            (#"{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}"#, .cloudFormation, 1),
            (#"{Resources: {A: {Type: 'AWS::S3::Bucket'}}} # not JSON"#, .cloudFormation, 1),
            ("resources:\n- type: AWS::S3::Bucket", .resourceFile, 1),
            ("type: AWS::S3::Bucket\nname: b", .resourceFile, 1),
            (#"{"Version": "2012-10-17", "Statement": []}"#, .iamPolicy, 1),
            ("Version: 2012-10-17\nStatement:\n  Effect: Allow\n  Action: '*'\n  Resource: '*'", .iamPolicy, 1),
            (#"{"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}"#, .iamPolicy, 1),
            (
                #"{"PolicyVersion": {"VersionId": "v1", "Document": {"Version": "2012-10-17", "Statement": []}}}"#,
                .iamPolicy, 1
            ),
            (
                #"{"EndpointName": "e", "EndpointArn": "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/e"}"#,
                .apiOutput, 1
            ),
            (#"{"TrainingJobSummaries": []}"#, .apiOutput, 0),
        ] as [(String, InputKind, Int)])
    func ours(text: String, kind: InputKind, resources: Int) throws {
        let input = try read(text)
        #expect(input.kind == kind)
        #expect(input.resources.count == resources)
        #expect(input.errors.isEmpty)
    }

    @Test(
        "what is not ours is told in a few words",
        arguments: [
            ("", "empty"),
            ("# nothing\n", "empty"),
            ("{}", "empty"),
            ("[]", "empty"),
            ("just words", "plain text"),
            ("a: 1", "no resources recognised"),
            ("- 1\n- 2", "no resources recognised"),
            ("apiVersion: v1\nkind: ConfigMap", "Kubernetes manifest"),
            ("apiVersion: v1\nkind: ConfigMap\nkind: Secret", "Kubernetes manifest"),
            ("apiVersion: sagemaker.services.k8s.aws/v1alpha1\nkind: NotebookInstance", "Kubernetes manifest"),
            ("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization", "Kustomize file"),
            ("apiVersion: v2\nname: app\nversion: 0.1.0", "Helm chart"),
            ("openapi: 3.0.0\ninfo: {}", "OpenAPI description"),
            ("on: push\njobs:\n  build: {}", "CI workflow"),
            (#"{"name": "x", "version": "1.0.0", "dependencies": {}}"#, "npm package manifest"),
            (#"{"lockfileVersion": 3, "packages": {}}"#, "npm lock file"),
            (
                #"{"version": 4, "serial": 1, "lineage": "x", "resources": []}"#,
                "Terraform's own state file: give what `terraform show -json` prints"
            ),
            (
                #"{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"}"#,
                "Azure Resource Manager template"
            ),
            ("resources:\n- type: compute.v1.instance\n  name: vm", "no resources recognised"),
            ("pack: p\nrules: []", "Proviso policy pack"),
            ("services:\n  web: {image: x}", "Compose file"),
            ("- hosts: all\n  tasks: []", "Ansible playbook"),
            (#"[{"ParameterKey": "a", "ParameterValue": "b"}]"#, "CloudFormation parameter file"),
            (
                #"{"ClusterArn": "arn:aws:sagemaker:us-east-1:1:cluster/c", "ResponseMetadata": {}}"#,
                "AWS API output that describes no resource of a known type"
            ),
            (#"{"Image": {"Name": "x"}}"#, "no resources recognised"),
            (#"{"Images": [{"Name": "x"}]}"#, "no resources recognised"),
            (#"{"EndpointName": "x"}"#, "no resources recognised"),
        ])
    func notOurs(text: String, reason: String) throws {
        let input = try read(text)
        #expect(input.kind == .notOurs(reason: reason))
        #expect(input.resources.isEmpty && input.diagnostics.isEmpty)
    }

    @Test("a stream may hold documents of several kinds")
    func stream() throws {
        let input = try read(
            """
            Resources: {A: {Type: AWS::S3::Bucket}}
            ---
            type: AWS::SNS::Topic
            name: T
            ---
            Version: 2012-10-17
            Statement: []
            ---
            Resources: {A: {Type: AWS::SQS::Queue}}
            ---
            kind: x
            apiVersion: y
            ---
            """, name: "dir/all.yaml")
        #expect(
            Set(input.resources.map(\.type)) == [
                "AWS::S3::Bucket", "AWS::SNS::Topic", "AWS::IAM::ManagedPolicy", "AWS::SQS::Queue",
            ])
        let scopes = Set(input.resources.filter { $0.name == "A" }.map(\.scope))
        #expect(scopes == ["dir/all.yaml", "dir/all.yaml#2"])
        #expect(input.diagnostics.map(\.message) == ["a document of this file is not read: Kubernetes manifest"])
    }

    @Test(
        "a file that cannot be parsed is ours when it bears a marker",
        arguments: [
            ("Resources:\n  A: {Type: AWS::S3::Bucket", true),
            (#"{"Statement": [,]}"#, true),
            (#"{"resource_changes": ["#, true),
            ("kind: {{ .Values.kind }}", false),
            ("", false),
            ("AWS:", false),
        ])
    func marker(text: String, isOurs: Bool) {
        let source = SourceText(name: "x", text: text)
        #expect(InputReader.bearsMarker(source.bytes) == isOurs)
    }

    @Test("a form that is asked for is not guessed")
    func forced() throws {
        let input = try read(
            #"{"InstanceType": "ml.t3.medium"}"#, as: .apiOutput(type: "AWS::SageMaker::NotebookInstance"))
        #expect(input.kind == .apiOutput)
        #expect(input.resources.map(\.type) == ["AWS::SageMaker::NotebookInstance"])
        #expect(throws: Diagnostic.self) { try read("[]", as: .cloudFormation) }
        #expect(throws: Diagnostic.self) { try read("a: 1", as: .iamPolicy) }
        #expect(throws: Diagnostic.self) { try read("[]", as: .resourceFile) }
        #expect(throws: Diagnostic.self) { try read("{\"a\": 1}", as: .apiOutput(type: nil)) }
        let broken = try read("a: 1", as: .cloudFormation)
        #expect(broken.errors.map(\.message) == ["the template has no `Resources`"])
    }
}
