import Resources
import Testing

@Suite("Resources and their references")
struct ResourceGraphTests {
    static let notebook = "AWS::SageMaker::NotebookInstance"
    static let config = "AWS::SageMaker::NotebookInstanceLifecycleConfig"
    static let endpoint = "AWS::SageMaker::Endpoint"
    static let target = "AWS::ApplicationAutoScaling::ScalableTarget"
    static let policy = "AWS::ApplicationAutoScaling::ScalingPolicy"

    @Test(
        "a property leads to its resource by id, by name and by ARN",
        arguments: [
            #"{"GetAtt": "Conf.NotebookInstanceLifecycleConfigName"}"#, #"{"Ref": "Conf"}"#, #""conf-1""#,
            #"{"Value": {"Value": "conf-1"}}"#,
            #""arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance-lifecycle-config/conf-1""#,
        ])
    func found(value: String) throws {
        let graph = ResourceGraph([
            try Sample.resource(Self.notebook, "Nb", #"{"LifecycleConfigName": \#(value)}"#),
            try Sample.resource(Self.config, "Conf", #"{"NotebookInstanceLifecycleConfigName": "conf-1"}"#),
            try Sample.resource("AWS::SageMaker::Model", "M", #"{"ModelName": "conf-1"}"#),
        ])
        #expect(graph.related(0, "LifecycleConfigName") == .resources([1]))
        #expect(graph.referencedBy(1, Glob(Self.notebook)) == .resources([0]))
        #expect(graph.referencedBy(1, Glob("AWS::SageMaker::*")) == .resources([0]))
        #expect(graph.referencedBy(1, Glob("AWS::Lambda::*")) == .resources([]))
        #expect(graph.referencedBy(2, Glob("*")) == .resources([]))
    }

    @Test(
        "a reference that leaves the input is reported as such",
        arguments: [
            (#""elsewhere""#, "elsewhere"), (#"{"Ref": "Nowhere"}"#, "Nowhere"),
            (
                #""arn:aws:sagemaker:eu-west-1:1:notebook-instance-lifecycle-config/x""#,
                "arn:aws:sagemaker:eu-west-1:1:notebook-instance-lifecycle-config/x"
            ),
        ])
    func outside(value: String, name: String) throws {
        let graph = ResourceGraph([try Sample.resource(Self.notebook, "Nb", #"{"LifecycleConfigName": \#(value)}"#)])
        #expect(graph.related(0, "LifecycleConfigName") == .outside(found: [], values: [name]))
    }

    @Test(
        "an absent property refers to nothing",
        arguments: [
            "{}", #"{"LifecycleConfigName": null}"#, #"{"LifecycleConfigName": {"Absent": true}}"#,
        ])
    func absent(json: String) throws {
        let graph = ResourceGraph([try Sample.resource(Self.notebook, "Nb", json)])
        #expect(graph.related(0, "LifecycleConfigName") == .resources([]))
    }

    @Test("a value that is not known is unknown, forwards and backwards")
    func unknown() throws {
        let graph = ResourceGraph([
            try Sample.resource(
                Self.notebook, "Nb", #"{"LifecycleConfigName": {"Unknown": "parameter P has no default"}}"#),
            try Sample.resource(Self.config, "Conf", "{}"), try Sample.resource(Self.endpoint, "E", "{}"),
        ])
        let expected = Related.unknown(found: [], reason: "parameter P has no default")
        #expect(graph.related(0, "LifecycleConfigName") == expected)
        #expect(graph.referencedBy(1, Glob(Self.notebook)) == expected)
        #expect(graph.referencedBy(1, Glob("AWS::Lambda::*")) == .resources([]))
        #expect(graph.referencedBy(2, Glob(Self.notebook)) == .resources([]))
    }

    @Test("the output of a custom resource may be anything")
    func customResource() throws {
        let graph = ResourceGraph([
            try Sample.resource(Self.notebook, "Nb", #"{"LifecycleConfigName": {"GetAtt": "Mine.ConfigName"}}"#),
            try Sample.resource("Custom::Maker", "Mine", "{}"),
        ])
        #expect(graph.related(0, "LifecycleConfigName") == .unknown(found: [], reason: "`Mine` gives the value"))
    }

    @Test("every element of a list is followed")
    func lists() throws {
        let json =
            #"{"ProductionVariants": [{"ModelName": {"GetAtt": "A.ModelName"}}, {"ModelName": "b"}, {"ModelName": "c"}]}"#
        let graph = ResourceGraph([
            try Sample.resource("AWS::SageMaker::EndpointConfig", "C", json),
            try Sample.resource("AWS::SageMaker::Model", "A", "{}"),
            try Sample.resource("AWS::SageMaker::Model", "B", #"{"ModelName": "b"}"#),
        ])
        let expected = Related.outside(found: [1, 2], values: ["c"])
        #expect(graph.related(0, "ProductionVariants[*].ModelName") == expected)
        #expect(graph.related(0, "ProductionVariants.ModelName") == expected)
        #expect(graph.referencedBy(2, Glob("AWS::SageMaker::EndpointConfig")) == .resources([0]))
    }

    @Test(
        "an auto scaling target leads to its endpoint, spelled out or composed",
        arguments: [
            #""endpoint/e-1/variant/main""#,
            #"{"Parts": ["endpoint/", {"GetAtt": "E.EndpointName"}, "/variant/main"]}"#,
            #"{"Parts": ["endpoint/", {"GetAtt": "E.EndpointName"}, "/variant/", {"GetAtt": "C.Name"}]}"#,
        ])
    func scalableTargets(value: String) throws {
        let graph = ResourceGraph([
            try Sample.resource(Self.target, "T", #"{"ResourceId": \#(value)}"#),
            try Sample.resource(Self.endpoint, "E", #"{"EndpointName": "e-1"}"#),
            try Sample.resource(Self.endpoint, "F", #"{"EndpointName": "e-2"}"#),
            try Sample.resource(Self.policy, "P", #"{"ResourceId": \#(value)}"#),
            try Sample.resource(Self.policy, "Q", #"{"ScalingTargetId": {"Ref": "T"}}"#),
        ])
        #expect(graph.related(0, "ResourceId") == .resources([1]))
        #expect(graph.referencedBy(1, Glob(Self.target)) == .resources([0]))
        #expect(graph.referencedBy(2, Glob(Self.target)) == .resources([]))
        #expect(
            graph.referencedBy(0, Glob(Self.policy)) == .resources([4])
                || graph.referencedBy(0, Glob(Self.policy)) == .resources([3, 4]))
    }

    @Test("a composed text with an unknown part may name anything of its kind")
    func unknownPart() throws {
        let graph = ResourceGraph([
            try Sample.resource(
                Self.target, "T", #"{"ResourceId": {"Parts": ["endpoint/", {"Unknown": "x"}, "/variant/a"]}}"#),
            try Sample.resource(Self.endpoint, "E", "{}"),
        ])
        guard case .unknown = graph.related(0, "ResourceId") else { throw Sample.Missing() }
        guard case .unknown = graph.referencedBy(1, Glob(Self.target)) else { throw Sample.Missing() }
    }

    @Test("a target of another service refers to no endpoint")
    func otherService() throws {
        let graph = ResourceGraph([
            try Sample.resource(Self.target, "T", #"{"ResourceId": "table/e-1"}"#),
            try Sample.resource(Self.endpoint, "E", #"{"EndpointName": "e-1"}"#),
        ])
        #expect(graph.related(0, "ResourceId") == .outside(found: [], values: ["table/e-1"]))
        #expect(graph.referencedBy(1, Glob(Self.target)) == .resources([]))
    }

    @Test("ids belong to their scope, names to their account")
    func scopes() throws {
        let graph = ResourceGraph([
            try Sample.resource(Self.notebook, "Nb", #"{"LifecycleConfigName": {"Ref": "Conf"}}"#, scope: "a"),
            try Sample.resource(
                Self.config, "Conf", #"{"NotebookInstanceLifecycleConfigName": "n"}"#, scope: "a", account: "1"),
            try Sample.resource(
                Self.config, "Conf", #"{"NotebookInstanceLifecycleConfigName": "n"}"#, scope: "b", account: "2"),
            try Sample.resource(Self.notebook, "X", #"{"LifecycleConfigName": "n"}"#, scope: "c", account: "2"),
            try Sample.resource(Self.notebook, "Y", #"{"LifecycleConfigName": "n"}"#, scope: "c"),
        ])
        #expect(graph.related(0, "LifecycleConfigName") == .resources([1]))
        #expect(graph.related(3, "LifecycleConfigName") == .resources([2]))
        #expect(
            graph.related(4, "LifecycleConfigName") == .unknown(found: [], reason: "several resources are named `Conf`")
        )
        #expect(graph.resources(id: "Conf", scope: "b") == [2])
    }

    @Test("aliases are names")
    func aliases() throws {
        let arn = "arn:aws:iam::111122223333:role/path/Exec"
        let graph = ResourceGraph([
            try Sample.resource(Self.notebook, "Nb", #"{"RoleArn": "\#(arn)"}"#),
            try Sample.resource("AWS::IAM::Role", "R", "{}", aliases: [arn]),
            try Sample.resource(Self.notebook, "Nc", #"{"RoleArn": "arn:aws:iam::111122223333:role/path/ByName"}"#),
            try Sample.resource("AWS::IAM::Role", "S", #"{"RoleName": "ByName"}"#, account: "111122223333"),
            try Sample.resource("AWS::IAM::Role", "U", #"{"RoleName": "ByName"}"#, account: "999922223333"),
        ])
        #expect(graph.related(0, "RoleArn") == .resources([1]))
        #expect(graph.related(2, "RoleArn") == .resources([3]))
        #expect(graph.resources(type: "AWS::IAM::Role", named: "ByName") == [3, 4])
    }

    @Test("types are found by name and by pattern, in input order")
    func types() throws {
        let graph = ResourceGraph([
            try Sample.resource(Self.notebook, "A", "{}"), try Sample.resource(Self.endpoint, "B", "{}"),
            try Sample.resource("AWS::S3::Bucket", "C", "{}"), try Sample.resource(Self.notebook, "D", "{}"),
        ])
        #expect(graph.resources(ofType: Self.notebook) == [0, 3])
        #expect(graph.resources(ofTypesMatching: Glob("AWS::SageMaker::*")) == [0, 1, 3])
        #expect(graph.resources(ofTypesMatching: Glob(Self.endpoint)) == [1])
        #expect(Set(graph.types) == [Self.notebook, Self.endpoint, "AWS::S3::Bucket"])
    }

    @Test("values that lead to themselves, odd paths and unknown resources end in an answer")
    func hostile() throws {
        let graph = ResourceGraph([
            try Sample.resource(
                Self.notebook, "Nb", #"{"LifecycleConfigName": {"Cycle": 1}, "RoleArn": [[["x"]]], "X": {"Ref": "Nb"}}"#
            ),
            try Sample.resource("Custom::T", "T", #"{"A": {"B": [{"GetAtt": "Nb.Arn"}]}}"#),
        ])
        #expect(graph.related(0, "LifecycleConfigName") == .unknown(found: [], reason: "the value leads to itself"))
        #expect(graph.related(0, "RoleArn") == .outside(found: [], values: ["x"]))
        #expect(graph.related(0, "") == .resources([]))
        #expect(graph.related(7, "RoleArn") == .resources([]) && graph.referencedBy(-1, Glob("*")) == .resources([]))
        #expect(graph.referencedBy(0, Glob("Custom::*")) == .resources([1]))
        #expect(graph.referencedBy(0, Glob(Self.notebook)) == .resources([]))
    }
}
