import Documents
import Readers
import Resources
import Testing

@Suite("CloudFormation templates")
struct CloudFormationTests {
    @Test("a resource has its logical id, type, properties and the position of its id")
    func resource() throws {
        let sample = Sample(
            """
            Resources:
              Train:
            # ^^^^^ anchor
                Type: AWS::SageMaker::NotebookInstance
                Condition: IsProd
                Metadata: {proviso: {ignore: []}}
                Properties:
                  NotebookInstanceName: trainer
                  InstanceType: ml.t3.medium
            #                   ^^^^^^^^^^^^ value
                  Tags:
            #     ^^^^ tags
                  - Key: owner
                    Value: 4711
              "Quoted Id":
            #  ^^^^^^^^^ quoted
                Type: AWS::S3::Bucket
            Conditions: {IsProd: !Equals [a, a]}
            """)
        let input = try sample.read()
        #expect(input.kind == .cloudFormation)
        #expect(input.resources.map(\.name) == ["Train", "Quoted Id"])
        let train = input.resources[0]
        #expect(train.type == "AWS::SageMaker::NotebookInstance")
        #expect(train.id == "Train")
        #expect(train.aliases == ["trainer"])
        #expect(sample.mark(of: train.anchor) == sample.marks["anchor"])
        #expect(sample.mark(of: try #require(train["InstanceType"]).range) == sample.marks["value"])
        #expect(train.metadata?["proviso"] != nil)
        guard case .known(let tags, let anchor?, isOpen: false) = train.tags else {
            Issue.record("tags are \(train.tags)")
            return
        }
        #expect(tags.map(\.keyText) == ["owner"])
        #expect(tags.map { $0.value.text } == ["4711"])
        #expect(sample.mark(of: anchor) == sample.marks["tags"])
        #expect(sample.mark(of: input.resources[1].anchor) == sample.marks["quoted"])
        #expect(input.resources[1].properties == nil)
        #expect(input.diagnostics.isEmpty)
    }

    @Test(
        "tags are read in every shape",
        arguments: [
            ("AWS::S3::Bucket", "Tags: [{Key: a, Value: b}, {Key: c, Value: d}]", "a=b c=d"),
            ("AWS::AutoScaling::AutoScalingGroup", "Tags: [{Key: a, Value: b, PropagateAtLaunch: true}]", "a=b"),
            ("AWS::SSM::Parameter", "Tags: {a: b, c: d}", "a=b c=d"),
            ("AWS::Serverless::Function", "Tags: {a: b}", "a=b"),
            ("AWS::S3::Bucket", "Tags: [{Key: a}]", "a="),
            ("AWS::S3::Bucket", "Tags: []", ""),
            ("AWS::S3::Bucket", "Tags:", ""),
            ("AWS::S3::Bucket", "BucketName: x", ""),
            ("AWS::S3::Bucket", "Tags: !If [C, [], []]", "..."),
            (
                "AWS::S3::Bucket", "Tags: [{Key: a, Value: b}, !If [C, {Key: c, Value: d}, !Ref 'AWS::NoValue']]",
                "a=b ..."
            ),
            ("AWS::S3::Bucket", "Tags: [!Ref 'AWS::NoValue', {Key: a, Value: b}]", "a=b"),
            ("AWS::S3::Bucket", "Tags: [{Key: !Ref P, Value: b}]", "..."),
            ("AWS::S3::Bucket", "Tags: [{Key: !Sub a, Value: !Ref P}]", "a=P"),
            ("AWS::S3::Bucket", "Tags: {'Fn::Transform': {Name: x}}", "..."),
            ("AWS::S3::Bucket", "Tags: oops", ""),
            ("AWS::S3::Bucket", "Tags: [oops, 1, {Value: x}]", ""),
            ("AWS::S3::Bucket", "'Fn::Transform': {Name: x}", "..."),
            ("AWS::IAM::ManagedPolicy", "PolicyDocument: {}", "not taggable"),
            ("AWS::New::Thing", "Name: x", "unknown"),
            ("AWS::New::Thing", "Tags: {a: b}", "a=b"),
        ])
    func tags(type: String, properties: String, expected: String) throws {
        let input = try read(
            """
            Parameters: {P: {Type: String}}
            Conditions: {C: !Equals [!Ref P, b]}
            Resources:
              R:
                Type: \(type)
                Properties:
                  \(properties)
            """)
        #expect(try input.resource("R").tags.summary == expected)
    }

    @Test("resources that something else makes are counted, not refused")
    func unread() throws {
        let sample = Sample(
            """
            Transform: AWS::LanguageExtensions
            Resources:
              Fn::ForEach::Buckets:
            # ^^^^^^^^^^^^^^^^^^^^ loop
                - Name
                - !GetAZs ''
                - Bucket${Name}: {Type: AWS::S3::Bucket}
              Fn::Transform: {Name: AWS::Include}
              Module:
                Type: !Rain::Module ../vpc.yml
            #                       ^^^^^^^^^^ module
              Registered:
                Type: Company::SageMaker::Notebook::MODULE
            #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ registered
                Properties: {Size: big}
              Macro:
                Type: AWS::CloudFormation::Macro
                Properties: {Name: m, FunctionName: f}
            """)
        let input = try sample.read()
        #expect(input.resources.map(\.name) == ["Macro"])
        #expect(input.unreadResources == 4)
        #expect(input.errors.isEmpty && input.warnings.isEmpty)
        let notes = input.diagnostics.compactMap { $0.region.map(Sample.Mark.init) }
        #expect(notes.first == sample.marks["loop"])
        #expect(notes.contains(try #require(sample.marks["module"])))
        #expect(notes.last == sample.marks["registered"])
    }

    @Test("loops are written out where what they go through is known")
    func loops() throws {
        let sample = Sample(
            """
            Transform: AWS::LanguageExtensions
            Parameters: {Teams: {Type: CommaDelimitedList, Default: "x-1,y"}}
            Resources:
              Fn::ForEach::Buckets:
                - Name
                - [a, b]
                - Bucket${Name}:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: !Sub "${Name}-${AWS::Region}"
            #                          ^^^^^^^^^^^^^^^^^^^^^^^ name
                      Tags: [{Key: owner, Value: !Ref Name}]
              Fn::ForEach::Topics:
                - Team
                - !Ref Teams
                - Topic&{Team}:
                    Type: AWS::SNS::Topic
                    Properties:
                      Fn::ForEach::Keys:
                        - Key
                        - [DisplayName, TopicName]
                        - ${Key}: ${Team}
            """)
        let input = try sample.read()
        #expect(input.errors.isEmpty && input.unreadResources == 0)
        #expect(input.resources.map(\.name) == ["Bucketa", "Bucketb", "Topicx1", "Topicy"])
        let bucket = try input.resource("Bucketb")
        #expect(bucket.tags.summary == "owner=b")
        #expect(sample.mark(of: try #require(bucket["BucketName"]).range).line == sample.marks["name"]?.line)
        #expect(bucket["BucketName"]?.text == "b-${AWS::Region}")
        #expect(try input.resource("Topicx1")["TopicName"]?.text == "x-1")
        #expect(try input.resource("Topicy")["DisplayName"]?.text == "y")
    }

    @Test("loops in loops cannot grow without bound")
    func loopLimit() throws {
        let list = (0..<60).map { "v\($0)" }.joined(separator: ", ")
        var body = "'R${A}${B}${C}': {Type: AWS::S3::Bucket, Properties: {BucketName: x}}"
        for name in ["A", "B", "C"] { body = "'Fn::ForEach::L\(name)': [\(name), [\(list)], {\(body)}]" }
        let input = try read("Transform: AWS::LanguageExtensions\nResources: {\(body)}\n")
        #expect(input.unreadResources == 1)
        #expect(
            input.errors.map(\.message) == [
                "what the loops of the template write out is too long: its loops are not read"
            ])
    }

    @Test(
        "neither the texts nor the rounds of loops grow without bound", .timeLimit(.minutes(1)),
        arguments: [
            // A long value, inserted many times.
            "'Fn::ForEach::L': [n, ['\(String(repeating: "a", count: 20_000))'], "
                + "{R: {Type: T, Properties: {A: '\(String(repeating: "${n}", count: 20_000))'}}}]",
            // Each loop goes through what the one around it made longer.
            (0..<6).reduce("R: {Type: T, Properties: {A: '${v5}'}}") { body, level in
                let inner = 5 - level
                let values = inner == 0 ? "aaaa" : String(repeating: "${v\(inner - 1)}", count: 32)
                return "'Fn::ForEach::L\(inner)': [v\(inner), ['\(values)'], {\(body)}]"
            },
            // Nothing, again and again.
            (0..<6).reduce("") { body, level in
                "'Fn::ForEach::L\(level)': [v\(level), [\((0..<40).map(String.init).joined(separator: ","))], {\(body)}]"
            },
        ])
    func longTexts(loop: String) throws {
        let input = try read("Transform: AWS::LanguageExtensions\nResources: {\(loop)}\n")
        #expect(input.unreadResources == 1)
        #expect(input.errors.count == 1)
    }

    @Test("a resource of SAM says which globals it does not take")
    func ignoredGlobals() throws {
        let input = try read(
            """
            Transform: AWS::Serverless-2016-10-31
            Globals: {Function: {Timeout: 30, Tags: {team: x}}}
            Resources:
              All: {Type: AWS::Serverless::Function, IgnoreGlobals: '*', Properties: {Tags: {owner: y}}}
              Tags: {Type: AWS::Serverless::Function, IgnoreGlobals: [Tags], Properties: {Tags: {owner: y}}}
              Bare: {Type: AWS::Serverless::Function, IgnoreGlobals: [Tags]}
              None: {Type: AWS::Serverless::Function, IgnoreGlobals: [Timeout], Properties: {Tags: {owner: y}}}
            """)
        let found = input.resources.map { "\($0.name) \($0.tags.summary) \($0["Timeout"]?.text ?? "-")" }
        #expect(found == ["All owner=y -", "Tags owner=y 30", "Bare  30", "None team=x owner=y -"])
    }

    @Test("what SAM takes from its globals is part of the resource")
    func globals() throws {
        let sample = Sample(
            """
            Transform: AWS::Serverless-2016-10-31
            Globals:
              Function:
                Timeout: 30
                MemorySize: 128
            #               ^^^ memory
                Tags: {team: x, owner: y}
                Layers: [a]
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Timeout: 60
                  Tags: {owner: z}
                  Layers: [b]
              G: {Type: AWS::Serverless::Function}
              B: {Type: AWS::S3::Bucket}
            """)
        let input = try sample.read()
        let function = try input.resource("F")
        #expect(function["Timeout"]?.text == "60")
        #expect(function["Layers"]?.summary == "[a, b]")
        #expect(function.tags.summary == "team=x owner=z")
        #expect(sample.mark(of: try #require(function["MemorySize"]).range) == sample.marks["memory"])
        #expect(try input.resource("G")["Timeout"]?.text == "30")
        #expect(try input.resource("B").properties == nil)
    }

    @Test("a logical id that is given twice is doubtful, and the last one counts")
    func duplicates() throws {
        let input = try read(#"{"Resources": {"A": {"Type": "AWS::S3::Bucket"}, "A": {"Type": "AWS::SNS::Topic"}}}"#)
        #expect(input.resources.map(\.type) == ["AWS::SNS::Topic"])
        #expect(input.warnings.count == 1)
    }

    @Test("properties that a macro completes are not known as a whole")
    func deferredProperties() throws {
        let input = try read(
            """
            Resources:
              A:
                Type: AWS::S3::Bucket
                Properties:
                  BucketName: b
                  Fn::Transform: {Name: AWS::Include}
            """)
        let properties = try #require(try input.resource("A").properties)
        #expect(properties.node.flags.contains(.deferred))
        let resolution = try #require(input.resource("A").resolver).resolve(properties)
        #expect(resolution.summary == "unknown: `Fn::Transform`: changes the keys beside it")
    }
}

extension TagSet {
    var summary: String {
        switch self {
        case .notTaggable: "not taggable"
        case .unknown: "unknown"
        case .known(let tags, _, let isOpen):
            (tags.map { "\($0.keyText)=\($0.value.text ?? "")" } + (isOpen ? ["..."] : [])).joined(separator: " ")
        }
    }
}
