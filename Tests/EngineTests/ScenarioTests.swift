import Documents
import Engine
import Testing

@Suite("Scenarios")
struct ScenarioTests {
    /// A template and what is found in it. `«»` marks what findings point at.
    struct Sample: CustomTestStringConvertible, Sendable {
        var name: String
        var head: String
        var properties: String
        /// The verdict, then what each finding says of its scenarios.
        var expected: [String]
        var check = "{property: InstanceType, noneOf: ['ml.p*', 'ml.g*']}"

        var testDescription: String { name }
    }

    @Test("what a function gives as a whole has the types of the schema, as has what functions inside of it give")
    func typedArms() throws {
        let trial = try Trial(rule: "check: {property: 'ProductionVariants[*].InitialInstanceCount', atMost: 3}")
        func outcome(_ count: String) throws -> String {
            try trial.judge(
                """
                Parameters:
                  On: {Type: String, Default: a, AllowedValues: [a, b]}
                  Five: {Type: String, Default: "5", AllowedValues: ["5"]}
                Conditions: {IsOn: !Equals [!Ref On, a]}
                Resources:
                  R:
                    Type: AWS::SageMaker::EndpointConfig
                    Properties:
                      ProductionVariants: !If [IsOn, [{InitialInstanceCount: \(count)}], [{InitialInstanceCount: "1"}]]
                """
            ).outcome
        }
        #expect(try outcome("\"2\"") == "pass")
        #expect(try outcome("\"5\"") == "fail")
        #expect(try outcome("!Ref Five") == "fail")
        #expect(try outcome("!If [IsOn, '5', '1']") == "fail")
        #expect(try outcome("!If [IsOn, '1', '5']") == "pass")
    }

    static let samples = [
        Sample(
            name: "a GPU type by default",
            head: "Parameters: {T: {Type: String, Default: «ml.p3.2xlarge»}}",
            properties: "InstanceType: !Ref T",
            expected: ["fail", "`T` = `ml.p3.2xlarge` (the default)"]),
        Sample(
            name: "a type by default that fits",
            head: "Parameters: {T: {Type: String, Default: ml.t3.medium}}",
            properties: "InstanceType: !Ref T", expected: ["pass"]),
        Sample(
            name: "a parameter without default",
            head: "Parameters: {T: {Type: String}}",
            properties: "InstanceType: !Ref T", expected: ["unknown"]),
        Sample(
            name: "one of the allowed values",
            head:
                "Parameters: {T: {Type: String, Default: ml.t3.medium, AllowedValues: [ml.t3.medium, «ml.g5.xlarge»]}}",
            properties: "InstanceType: !Ref T", expected: ["fail", "`T` = `ml.g5.xlarge`"]),
        Sample(
            name: "an arm of Fn::If",
            head: """
                Parameters: {Env: {Type: String, Default: dev, AllowedValues: [dev, prod, test]}}
                Conditions: {IsProd: !Equals [!Ref Env, prod]}
                """,
            properties: "InstanceType: !If [IsProd, «ml.p3.2xlarge», ml.t3.medium]",
            expected: ["fail", "`Env` = `prod`"]),
        Sample(
            name: "the other arm, in all deployments but one",
            head: """
                Parameters: {Env: {Type: String, Default: dev, AllowedValues: [dev, prod, test]}}
                Conditions: {IsProd: !Equals [!Ref Env, prod]}
                """,
            properties: "InstanceType: !If [IsProd, ml.t3.medium, «ml.p3.2xlarge»]",
            expected: ["fail", "`Env` = `dev` (the default) or `test`"]),
        Sample(
            name: "both arms are two anchors",
            head: """
                Parameters: {Env: {Type: String, Default: dev, AllowedValues: [dev, prod]}}
                Conditions: {IsProd: !Equals [!Ref Env, prod]}
                """,
            properties: "InstanceType: !If [IsProd, «ml.p3.2xlarge», «ml.g5.xlarge»]",
            expected: ["fail", "`Env` = `prod`", "`Env` = `dev` (the default)"]),
        Sample(
            name: "a value that is compared with a literal, without default",
            head: """
                Parameters: {Env: {Type: String}}
                Conditions: {IsProd: !Equals [!Ref Env, prod]}
                """,
            properties: "InstanceType: !If [IsProd, ml.t3.medium, «ml.p3.2xlarge»]",
            expected: ["fail", "`Env` = `(any other value)`"]),
        Sample(
            name: "an entry of a mapping",
            head: """
                Parameters: {Env: {Type: String, Default: dev, AllowedValues: [dev, prod]}}
                Mappings: {M: {dev: {t: ml.t3.medium}, prod: {t: «ml.p3.2xlarge»}}}
                """,
            properties: "InstanceType: !FindInMap [M, !Ref Env, t]", expected: ["fail", "`Env` = `prod`"]),
        Sample(
            name: "an entry of a mapping that is fixed",
            head: "Mappings: {M: {dev: {gb: «'50'»}}}",
            properties: "VolumeSizeInGB: !FindInMap [M, dev, gb]", expected: ["fail", ""],
            check: "{property: VolumeSizeInGB, atMost: 10}"),
        Sample(
            name: "an entry of a mapping by the region",
            head: "Mappings: {M: {eu-west-1: {t: ml.t3.medium}, us-east-1: {t: «ml.p3.2xlarge»}}}",
            properties: "InstanceType: !FindInMap [M, !Ref 'AWS::Region', t]",
            expected: ["fail", "`AWS::Region` = `us-east-1`"]),
        Sample(
            name: "a partition is one of those that there are",
            head: "", properties: "RoleArn: !Sub «'arn:${AWS::Partition}:iam::1:role/x'»", expected: ["fail", ""],
            check: "{property: RoleArn, noneOf: ['arn:*:role/x']}"),
        Sample(
            name: "a value that is wrong in one partition",
            head: "", properties: "RoleArn: !Sub «'arn:${AWS::Partition}:iam::1:role/x'»",
            expected: ["fail", "`AWS::Partition` = `aws-cn`"],
            check: "{property: RoleArn, noneOf: ['arn:aws-cn:*']}"),
        Sample(
            name: "the partition is that of the region that is compared with",
            head: "Conditions: {Gov: !Equals [!Ref AWS::Region, us-gov-west-1]}",
            properties: "RoleArn: !Join ['', ['arn:', !Ref AWS::Partition, ':', !If [Gov, bad, good]]]",
            expected: ["pass"], check: "{property: RoleArn, noneOf: ['arn:aws:bad']}"),
        Sample(
            name: "several values of one parameter, at the default",
            head: "Parameters: {Size: {Type: String, Default: «'200'», AllowedValues: ['50', '300', '200']}}",
            properties: "VolumeSizeInGB: !Ref Size", expected: ["fail", "`Size` = `200` (the default) or `300`"],
            check: "{property: VolumeSizeInGB, atMost: 100}"),
        Sample(
            name: "a mapping in which nothing fails has no other keys",
            head: "Mappings: {M: {eu-west-1: {t: ml.t3.medium}, us-east-1: {t: ml.t3.large}}}",
            properties: "InstanceType: !FindInMap [M, !Ref 'AWS::Region', t]", expected: ["pass"]),
        Sample(
            name: "a mapping's default value for keys that it lacks",
            head: "Transform: AWS::LanguageExtensions\nMappings: {M: {eu-west-1: {t: ml.t3.medium}}}",
            properties:
                "InstanceType: !FindInMap [M, !Ref 'AWS::Region', t, {DefaultValue: «ml.p3.2xlarge»}]",
            expected: ["fail", "`AWS::Region` = `(any other value)`"]),
        Sample(
            name: "conditions on one parameter never contradict each other",
            head: """
                Parameters: {Env: {Type: String, Default: dev}}
                Conditions: {IsProd: !Equals [!Ref Env, prod], IsDev: !Not [!Condition IsProd]}
                """,
            properties: "InstanceType: !If [IsProd, !If [IsDev, ml.p3.2xlarge, ml.t3.medium], ml.t3.medium]",
            expected: ["pass"]),
        Sample(
            name: "two parameters, of which one does not matter",
            head: """
                Parameters:
                  Env: {Type: String, Default: dev, AllowedValues: [dev, prod]}
                  Size: {Type: String, Default: small, AllowedValues: [small, big]}
                Conditions: {IsProd: !Equals [!Ref Env, prod], IsBig: !Equals [!Ref Size, big]}
                """,
            properties:
                "InstanceType: !If [IsBig, !If [IsProd, ml.t3.medium, «ml.p3.2xlarge»], !If [IsProd, ml.t3.large, ml.t3.small]]",
            expected: ["fail", "`Env` = `dev`, `Size` = `big`"]),
        Sample(
            name: "the smallest scenario",
            head: """
                Parameters:
                  A: {Type: String, Default: n, AllowedValues: [n, y]}
                  B: {Type: String, Default: n, AllowedValues: [n, y]}
                Conditions: {Both: !And [!Condition IsA, !Condition IsB], IsA: !Equals [!Ref A, y], IsB: !Equals [!Ref B, y]}
                """,
            properties: "InstanceType: !If [IsB, «ml.p3.2xlarge», !If [Both, ml.t3.medium, ml.t3.large]]",
            expected: ["fail", "`B` = `y`"]),
        Sample(
            name: "a condition that no parameter decides",
            head: """
                Parameters: {A: {Type: String}, B: {Type: String}}
                Conditions: {Same: !Equals [!Ref A, !Ref B]}
                """,
            properties: "InstanceType: !If [Same, «ml.p3.2xlarge», ml.t3.medium]",
            expected: ["fail", "`Same` = `true`"]),
        Sample(
            name: "a tag that one arm leaves out",
            head: """
                Parameters: {Env: {Type: String, Default: dev, AllowedValues: [dev, prod]}}
                Conditions: {IsProd: !Equals [!Ref Env, prod]}
                """,
            properties: """
                InstanceType: a
                «Tags»:
                  - {Key: team, Value: x}
                  - !If [IsProd, !Ref 'AWS::NoValue', {Key: owner, Value: x}]
                """,
            expected: ["fail", "`Env` = `prod`"], check: "{requiredTags: [owner, team]}"),
        Sample(
            name: "a list of tags by Fn::If, of which neither has the key",
            head: "Parameters: {Env: {Type: String}}\nConditions: {IsProd: !Equals [!Ref Env, prod]}",
            properties: """
                InstanceType: a
                «Tags»: !If [IsProd, [{Key: team, Value: x}], [{Key: crew, Value: x}]]
                """,
            expected: ["fail", ""], check: "{requiredTags: [owner]}"),
        Sample(
            name: "a tag's key by a function",
            head: "Parameters: {K: {Type: String, Default: owner, AllowedValues: [owner, boss]}}",
            properties: """
                InstanceType: a
                «Tags»: [{Key: !Ref K, Value: x}]
                """,
            expected: ["fail", "`K` = `boss`"], check: "{requiredTags: [owner]}"),
        Sample(
            name: "a tag's value",
            head: "Parameters: {E: {Type: String, Default: «nope», AllowedValues: [nope, prod]}}",
            properties: "InstanceType: a\nTags: [{Key: env, Value: !Ref E}]",
            expected: ["fail", "`E` = `nope` (the default)"], check: "{tagValues: {env: {oneOf: [prod]}}}"),
        Sample(
            name: "a property that one arm leaves out",
            head: "Parameters: {Env: {Type: String}}\nConditions: {IsProd: !Equals [!Ref Env, prod]}",
            properties: "«KmsKeyId»: !If [IsProd, k, !Ref 'AWS::NoValue']\nInstanceType: a",
            expected: ["fail", "`Env` = `(any other value)`"], check: "{property: KmsKeyId, exists: true}"),
        Sample(
            name: "expressions see the values of scenarios",
            head:
                "Parameters: {T: {Type: String, Default: ml.t3.medium, AllowedValues: [ml.t3.medium, «ml.g5.xlarge»]}}",
            properties: "InstanceType: !Ref T", expected: ["fail", "`T` = `ml.g5.xlarge`"],
            check: "{assert: '!resource.InstanceType.startsWith(\"ml.g\")'}"),
        Sample(
            name: "a number that is written as a text",
            head: "Parameters: {N: {Type: Number, Default: 5, AllowedValues: [5, «500»]}}",
            properties: "InstanceType: a\nVolumeSizeInGB: !Ref N", expected: ["fail", "`N` = `500`"],
            check: "{property: VolumeSizeInGB, atMost: 100}"),
        Sample(
            name: "a value from Parameter Store",
            head: "Parameters: {T: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /app/type}}",
            properties: "InstanceType: !Ref T", expected: ["unknown"]),
        Sample(
            name: "a rule of the template excludes a combination",
            head: """
                Parameters: {T: {Type: String, Default: ml.t3.medium, AllowedValues: [ml.t3.medium, ml.g5.xlarge]}}
                Rules: {R1: {Assertions: [{Assert: !Not [!Equals [!Ref T, ml.g5.xlarge]]}]}}
                """,
            properties: "InstanceType: !Ref T", expected: ["pass"]),
    ]

    @Test("give the right verdict in the right deployments, at the literal that decides", arguments: samples)
    func table(_ sample: Sample) throws {
        let marked = MarkedText(
            """
            \(sample.head)
            Resources:
              R:
                Type: AWS::SageMaker::NotebookInstance
                Properties:
            \(sample.properties.indented(6))

            """)
        let result = try Trial(rule: "check: \(sample.check)").judge(marked.text)
        #expect(result.errors.isEmpty, "\(result.errors)")
        let found = result.findings.filter { $0.verdict == .fail }
        #expect([result.outcome] + found.map(\.scenarios.words) == sample.expected)
        if sample.expected[0] == "fail" { #expect(Set(result.ranges) == Set(marked.marks)) }
    }

    @Test("a resource is judged where its condition holds")
    func condition() throws {
        let result = try Trial(rule: "check: {property: InstanceType, noneOf: ['ml.p*']}").judge(
            """
            Parameters: {Env: {Type: String, Default: dev, AllowedValues: [dev, prod]}}
            Conditions: {IsProd: !Equals [!Ref Env, prod], Never: !Equals [a, b]}
            Resources:
              R: {Type: AWS::SageMaker::NotebookInstance, Condition: IsProd, Properties: {InstanceType: ml.p3.2xlarge}}
              S: {Type: AWS::SageMaker::NotebookInstance, Condition: Never, Properties: {InstanceType: ml.p3.2xlarge}}
            """)
        #expect(result.findings.map(\.resource.name) == ["R"])
        #expect(result.findings.map(\.scenario) == [["Env": "prod"]])
    }

    @Test("a condition that is not declared hides nothing, and is said", arguments: ["", "Transform: Ours\n"])
    func undeclared(transform: String) throws {
        let result = try Trial(rule: "check: {property: InstanceType, noneOf: ['ml.p*']}").judge(
            transform + """
                Resources:
                  R: {Type: AWS::SageMaker::NotebookInstance, Condition: Slip, Properties: {InstanceType: ml.p3.2xlarge}}
                """)
        #expect(result.findings.map(\.verdict) == [transform.isEmpty ? .fail : .unknown])
        // A macro may declare it.
        #expect(
            result.warnings.contains { $0.message == "the template declares no condition `Slip`" } == transform.isEmpty)
    }

    @Test("a reference leads to what exists in the scenario")
    func references() throws {
        let rule = "check: {assert: 'resource.related(\"LifecycleConfigName\").size() > 0'}"
        let result = try Trial(rule: rule, targets: "AWS::SageMaker::NotebookInstance").judge(
            """
            Parameters: {Env: {Type: String, Default: dev, AllowedValues: [dev, prod]}}
            Conditions: {IsProd: !Equals [!Ref Env, prod]}
            Resources:
              Config: {Type: AWS::SageMaker::NotebookInstanceLifecycleConfig, Condition: IsProd, Properties: {}}
              R:
                Type: AWS::SageMaker::NotebookInstance
                Properties:
                  LifecycleConfigName:
                    Fn::If: [IsProd, !GetAtt Config.NotebookInstanceLifecycleConfigName, !Ref 'AWS::NoValue']
            """)
        #expect(result.findings.map(\.scenario) == [["Env": "dev"]])
        #expect(result.findings.first?.scenarios.first?.isDefault == true)
    }

    @Test("the number of evaluations is bounded, and the bound is told")
    func bound() throws {
        let names = (0..<12).map { "P\($0)" }
        let head = names.map { "  \($0): {Type: String, Default: a, AllowedValues: [a, b, c]}" }
        let value = names.map { "${\($0)}" }.joined()
        func judge(_ check: String) throws -> RunResult {
            try Trial(rule: "check: \(check)").judge(
                """
                Parameters:
                \(head.joined(separator: "\n"))
                Resources:
                  R: {Type: AWS::SageMaker::NotebookInstance, Properties: {InstanceType: !Sub "\(value)"}}
                """)
        }
        let open = try judge("{property: InstanceType, notEquals: cccccccccccc}")
        #expect(open.outcome == "unknown")
        #expect(open.findings.map(\.reason) == ["too many scenarios"])
        let failed = try judge("{property: InstanceType, notMatches: '^aaaaaa'}")
        #expect(failed.outcome == "fail")
        #expect(failed.findings.first?.message.contains("not all deployments were looked at") == true)
    }

    @Test(
        "a secret parameter decides, but is never shown",
        arguments: ["x-${Secret}", #"x-${Secret}\u0301"#, "${Secret}s"])
    func secrets(_ text: String) throws {
        let rule = """
            check: {property: InstanceType, notMatches: 'hunter'}
            message: "{{ resource.name }} uses {{ value }}"
            """
        let result = try Trial(rule: rule).judge(
            """
            Parameters: {Secret: {Type: String, NoEcho: true, Default: hunter2hunter2}}
            Resources:
              R: {Type: AWS::SageMaker::NotebookInstance, Properties: {InstanceType: !Sub "\(text)"}}
            """)
        #expect(result.outcome == "fail")
        let finding = try #require(result.findings.first)
        #expect(finding.scenario == ["Secret": "(hidden)"])
        #expect(!"\(finding)".contains("hunter2"))
    }

    @Test("a pass says that other values are possible")
    func note() throws {
        let result = try Trial(rule: "check: {property: InstanceType, noneOf: ['ml.p*']}").judge(
            """
            Parameters: {T: {Type: String, Default: ml.t3.medium}}
            Resources:
              R: {Type: AWS::SageMaker::NotebookInstance, Properties: {InstanceType: !Ref T}}
            """, includesPasses: true)
        #expect(result.findings.map(\.message) == ["The rule; other values of `T` are possible"])
    }
}
