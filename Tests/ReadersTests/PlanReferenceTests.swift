import Documents
import Readers
import Resources
import Testing

@Suite("References in Terraform plans")
struct TerraformReferenceTests {
    /// A plan whose changes are addresses, each of them with everything unknown that `unknown` names.
    /// A text as JSON spells it.
    private func quoted(_ text: String) -> String { text.replacing(#"\"#, with: #"\\"#).replacing("\"", with: "\\\"") }

    private func plan(_ changes: [(address: String, unknown: String)], configuration: String) -> String {
        let entries = changes.map { address, unknown in
            let type = address.split(separator: ".").first { $0.hasPrefix("aws_") } ?? ""
            return """
                {"address":"\(quoted(address))","mode":"managed","type":"\(type)",
                "change":{"actions":["create"],"after":{},"after_unknown":\(unknown)}}
                """
        }
        return """
            {"format_version":"1.2","resource_changes":[\(entries.joined(separator: ","))],"configuration":\(configuration)}
            """
    }

    private static let notebook = "aws_sagemaker_notebook_instance"
    private static let script = "aws_sagemaker_notebook_instance_lifecycle_configuration"

    private func configuration(_ references: String, address: String = "aws_sagemaker_notebook_instance.n") -> String {
        """
        {"root_module":{"resources":[{"address":"\(address)",
        "expressions":{"lifecycle_config_name":{"references":[\(references)]}}}]}}
        """
    }

    @Test(
        "an attribute of another resource is a reference to it",
        arguments: [
            (
                #""aws_sagemaker_notebook_instance_lifecycle_configuration.c.name","aws_sagemaker_notebook_instance_lifecycle_configuration.c""#,
                "-> aws_sagemaker_notebook_instance_lifecycle_configuration.c.NotebookInstanceLifecycleConfigName"
            ),
            (
                #""aws_sagemaker_notebook_instance_lifecycle_configuration.c.arn""#,
                "-> aws_sagemaker_notebook_instance_lifecycle_configuration.c.NotebookInstanceLifecycleConfigArn"
            ),
            (
                #""aws_sagemaker_notebook_instance_lifecycle_configuration.gone.name""#,
                "unknown?: known after apply, from `aws_sagemaker_notebook_instance_lifecycle_configuration.gone`"
            ),
            (
                #""data.aws_s3_object.script.body","data.aws_s3_object.script""#,
                "unknown?: known after apply, from `data.aws_s3_object.script.body`"
            ),
            (#""local.name""#, "unknown?: known after apply, from `local.name`"),
            ("", "unknown?: known after apply"),
        ])
    func direct(references: String, expected: String) throws {
        let text = plan(
            [("\(Self.script).c", "{}"), ("\(Self.notebook).n", #"{"lifecycle_config_name":true}"#)],
            configuration: configuration(references))
        let resource = try read(text).resource("\(Self.notebook).n")
        #expect(try resource.resolution("LifecycleConfigName").summary == expected)
    }

    @Test("a reference to a counted resource means the element with the same index")
    func counted() throws {
        let text = plan(
            [
                ("\(Self.script).c[0]", "{}"), ("\(Self.script).c[1]", "{}"),
                ("\(Self.notebook).n[1]", #"{"lifecycle_config_name":true}"#),
            ],
            configuration: configuration(#""\#(Self.script).c","count.index""#))
        let resource = try read(text).resource("\(Self.notebook).n[1]")
        #expect(try resource.resolution("LifecycleConfigName").summary == "-> \(Self.script).c[1]")
    }

    @Test("variables and outputs of modules are followed")
    func modules() throws {
        let configuration = """
            {"root_module":{"module_calls":{
              "team":{"expressions":{"script":{"references":["module.scripts.name","module.scripts"]}},
                "module":{"resources":[{"address":"\(Self.notebook).n",
                  "expressions":{"lifecycle_config_name":{"references":["var.script"]}}}]}},
              "scripts":{"module":{"outputs":{"name":{"expression":{"references":["\(Self.script).c.name","\(Self.script).c"]}}}}}}}}
            """
        let text = plan(
            [
                ("module.scripts.\(Self.script).c", "{}"),
                (#"module.team["a.b"].\#(Self.notebook).n"#, #"{"lifecycle_config_name":true}"#),
            ],
            configuration: configuration)
        let resource = try read(text).resource(#"module.team["a.b"].\#(Self.notebook).n"#)
        #expect(
            try resource.resolution("LifecycleConfigName").summary
                == "-> module.scripts.\(Self.script).c.NotebookInstanceLifecycleConfigName")
    }

    @Test("variables that pass each other on for ever end, however often they do", arguments: [1, 10, 2_000])
    func cycle(repetitions: Int) throws {
        let references = repeatElement(#""module.a.y""#, count: repetitions).joined(separator: ",")
        let configuration = """
            {"root_module":{"module_calls":{"a":{"expressions":{"x":{"references":[\(references)]}},
            "module":{"outputs":{"y":{"expression":{"references":["var.x"]}}},
            "resources":[{"address":"\(Self.notebook).n","expressions":{"lifecycle_config_name":{"references":["var.x"]}}}]}}}}}
            """
        let text = plan(
            [("module.a.\(Self.notebook).n", #"{"lifecycle_config_name":true}"#)], configuration: configuration)
        let resource = try read(text).resource("module.a.\(Self.notebook).n")
        #expect(try resource.resolution("LifecycleConfigName").summary == "unknown?: known after apply")
    }

    /// What tells the instances and keys of a reference apart, as addresses spell them.
    struct Spelling: CustomTestStringConvertible, Sendable {
        var target: String
        var reference: String
        var expected: String

        var testDescription: String { reference }
    }

    @Test(
        "references are read as they are spelled, with keys that hold dots, quotes and brackets",
        arguments: [
            Spelling(
                target: #"module.m["a\".b"].S.c"#, reference: #"module.m["a\".b"].name"#,
                expected: #"-> module.m["a\".b"].S.c"#),
            Spelling(target: "module.m[0].S.c", reference: "module.m[0].name[0]", expected: "-> module.m[0].S.c"),
            Spelling(
                target: #"module.m["]["].S.c"#, reference: #"module.m["]["].name"#, expected: #"-> module.m["]["].S.c"#),
            Spelling(
                target: #"module.m["x\\"].S.c"#, reference: #"module.m["x\\"].name"#,
                expected: #"-> module.m["x\\"].S.c"#),
            Spelling(
                target: "module.m[0].S.c", reference: "module.m[1].name",
                expected: "unknown?: known after apply, from `S.c`"),
            Spelling(
                target: "module.m.S.c", reference: "module.m",
                expected: "unknown?: known after apply, from `module.m`"),
            Spelling(
                target: "module.m.S.c", reference: "module.", expected: "unknown?: known after apply, from `module.`"),
            Spelling(target: "module.m.S.c", reference: "[", expected: "unknown?: known after apply, from `[`"),
            Spelling(
                target: "module.m.S.c", reference: #"x["\"#, expected: #"unknown?: known after apply, from `x["\`"#),
        ])
    func spellings(_ spelling: Spelling) throws {
        func named(_ text: String) -> String { text.replacing("S.", with: "\(Self.script).") }
        let configuration = """
            {"root_module":{
              "resources":[{"address":"\(Self.notebook).n","expressions":{
                "lifecycle_config_name":{"references":["\(quoted(spelling.reference))"]}}}],
              "module_calls":{"m":{"module":{
                "outputs":{"name":{"expression":{"references":["\(Self.script).c"]}}},
                "resources":[{"address":"\(Self.script).c"}]}}}}}
            """
        let text = plan(
            [
                (named(spelling.target), "{}"),
                ("\(Self.notebook).n", #"{"lifecycle_config_name":true}"#),
            ], configuration: configuration)
        let resource = try read(text).resource("\(Self.notebook).n")
        #expect(try resource.resolution("LifecycleConfigName").summary == named(spelling.expected))
    }

    @Test("a chain of modules that doubles at each step ends, and what was not looked at is not known")
    func doubling() throws {
        var module = #"{"outputs":{"o":{"expression":{"references":["\#(Self.script).c"]}}}}"#
        for _ in 0..<20 {
            module = """
                {"outputs":{"o":{"expression":{"references":["module.m[0].o","module.m[0]","module.m[1].o","module.m[1]"]}}},
                "module_calls":{"m":{"module":\(module)}}}
                """
        }
        let configuration = """
            {"root_module":{"module_calls":{"m":{"module":\(module)}},"resources":[{"address":"\(Self.notebook).n",
            "expressions":{"lifecycle_config_name":{"references":["module.m.o","module.m"]}}}]}}
            """
        let text = plan([("\(Self.notebook).n", #"{"lifecycle_config_name":true}"#)], configuration: configuration)
        let resource = try read(text).resource("\(Self.notebook).n")
        #expect(try resource.resolution("LifecycleConfigName").summary == "unknown?: known after apply")
    }

    @Test("where a provider goes is where its resources go")
    func locations() throws {
        let text = """
            {"format_version":"1.2","variables":{"region":{"value":"eu-west-1"}},"resource_changes":[
            {"address":"aws_vpc.a","mode":"managed","type":"aws_vpc","change":{"actions":["create"],"after":{}}},
            {"address":"aws_vpc.b","mode":"managed","type":"aws_vpc","change":{"actions":["create"],"after":{}}},
            {"address":"aws_vpc.c","mode":"managed","type":"aws_vpc","change":{"actions":["update"],
              "after":{"arn":"arn:aws:ec2:us-east-2:444455556666:vpc/vpc-1"}}}],
            "configuration":{"provider_config":{
              "aws":{"name":"aws","expressions":{"region":{"references":["var.region"]},
                "allowed_account_ids":{"constant_value":["111122223333"]}}},
              "aws.us":{"name":"aws","alias":"us","expressions":{"region":{"constant_value":"us-east-1"},
                "assume_role":[{"role_arn":{"constant_value":"arn:aws:iam::222233334444:role/deploy"}}]}}},
            "root_module":{"resources":[{"address":"aws_vpc.a","provider_config_key":"aws"},
              {"address":"aws_vpc.b","provider_config_key":"aws.us"},
              {"address":"aws_vpc.c","provider_config_key":"aws"}]}}}
            """
        let places = try read(text).resources.map { "\($0.region ?? "-") \($0.account ?? "-")" }
        #expect(places == ["eu-west-1 111122223333", "us-east-1 222233334444", "us-east-2 444455556666"])
    }
}
