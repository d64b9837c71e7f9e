import Documents
import Readers
import Testing

@Suite("Files of parameters")
struct DeploymentFileTests {
    static let forms: [(name: String, text: String, expected: [String])] = [
        (
            "cli.json",
            #"[{"ParameterKey": "Env", "ParameterValue": "prod"}, {"ParameterKey": "K", "UsePreviousValue": true}]"#,
            ["cli.json: Env=prod K=?"]
        ),
        ("words.json", #"["Env=prod", "A=b=c"]"#, ["words.json: A=b=c Env=prod"]),
        (
            "pipeline.json", #"{"Parameters": {"Env": "prod"}, "Tags": {"owner": "ml"}, "StackPolicy": {}}"#,
            ["pipeline.json: Env=prod #owner=ml"]
        ),
        ("plain.yaml", "Env: prod\nCount: 5\nSubnets: [a, b]\n", ["plain.yaml: Count=5 Env=prod Subnets=[a, b]"]),
        (
            "samconfig.toml",
            """
            # a comment
            version = 0.1
            [default.global.parameters]
            region = "eu-west-1"
            [default.deploy.parameters]
            stack_name = 'app-dev'   # another
            parameter_overrides = "Env=dev Title=\\"two words\\" ParameterKey=A,ParameterValue=b"
            tags = "owner=ml team=x"
            capabilities = "CAPABILITY_IAM"
            confirm_changeset = true
            [prod.deploy.parameters]
            parameter_overrides = [
              "Env=prod",
              "Size=big", # the last
            ]
            """,
            [
                "samconfig.toml#default: A=b Env=dev Title=two words #owner=ml #team=x @eu-west-1 app-dev",
                "samconfig.toml#prod: Env=prod Size=big",
            ]
        ),
        (
            "samconfig.yaml",
            "version: 0.1\ndefault:\n  deploy:\n    parameters:\n      parameter_overrides: [Env=dev]\n      region: eu-west-1\n",
            ["samconfig.yaml#default: Env=dev @eu-west-1"]
        ),
        (
            "quotes.toml",
            """
            [default.deploy.parameters]
            parameter_overrides = 'Env="prod" Title="two words" Path=a\\ b Empty="" Equal="a=b"'
            """,
            ["quotes.toml#default: Empty= Env=prod Equal=a=b Path=a b Title=two words"]
        ),
        (
            "list.toml",
            """
            [default.deploy.parameters]
            parameter_overrides = ["ParameterKey=A,ParameterValue=1,2", "B=\\"two words\\""]
            tags = ["owner=ml", "team=\\"data science\\""]
            """,
            ["list.toml#default: A=1,2 B=two words #owner=ml #team=data science"]
        ),
        (
            "weaker.toml",
            """
            [prod.deploy.parameters]
            region = "eu-central-1"
            parameter_overrides = "Env=prod"
            [prod.global.parameters]
            region = "eu-west-1"
            stack_name = "app"
            [prod.build.parameters]
            parameter_overrides = "Env=built"
            [test.deploy.parameters]
            region = "us-east-1"
            """,
            ["weaker.toml#prod: Env=prod @eu-central-1 app", "weaker.toml#test: @us-east-1"]
        ),
        (
            "mapping.yaml",
            """
            prod:
              deploy:
                parameters:
                  parameter_overrides: {Env: prod, Count: 5}
                  tags: {owner: ml}
            test:
              global:
                parameters: {region: eu-west-1, tags: owner=ml team=x}
            """,
            ["mapping.yaml#prod: Count=5 Env=prod #owner=ml", "mapping.yaml#test: #owner=ml #team=x @eu-west-1"]
        ),
    ]

    @Test("are read in every form, told by the content", arguments: forms)
    func form(name: String, text: String, expected: [String]) throws {
        let deployments = try DeploymentFile().read(SourceText(name: name, text: text))
        #expect(deployments.map(\.summary) == expected)
    }

    @Test(
        "what is wrong with one is said with its place",
        arguments: [
            ("[1]", "expected `ParameterKey` and `ParameterValue`", 1),
            (#"[{"ParameterKey": "A"}]"#, "parameter `A` has no `ParameterValue`", 1),
            ("A: {b: c}", "the value of parameter `A` is a mapping, expected a text", 1),
            ("just text", "expected a mapping or a list of parameters", nil),
            ("[default.deploy.parameters]\nparameter_overrides = \"Env\"\n", "expected `name=value`, not `Env`", 2),
            ("[default.deploy.parameters]\nregion = \"eu\n", "the text does not end", 2),
            ("[default.deploy.parameters]\nregion = {a = 1}\n", "tables within a line are not read", 2),
            ("[default.deploy.parameters\n", "expected a mapping or a list of parameters", nil),
            ("version = 0.1 x\n", "expected the end of the line", 1),
        ] as [(String, String, Int?)])
    func mistakes(text: String, message: String, line: Int?) {
        let error = #expect(throws: Diagnostic.self) {
            try DeploymentFile().read(SourceText(name: "p", text: text))
        }
        guard let error, message != "expected a mapping or a list of parameters" || line != nil else { return }
        #expect(error.message == message || message == "the file gives no parameters")
        if let line { #expect(error.region?.start.line == line) }
    }
}

extension Deployment {
    fileprivate var summary: String {
        let values = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.node?.summary ?? "?")" }
        let tags = tags.map { "#\($0.keyText)=\($0.value.text ?? "")" }
        let rest = [region.map { "@\($0)" }, stackName].compactMap(\.self)
        return "\(name): " + (values + tags + rest).joined(separator: " ")
    }
}
