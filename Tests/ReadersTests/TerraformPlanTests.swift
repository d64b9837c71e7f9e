import Documents
import Readers
import Resources
import Testing

/// A plan with one change, written as short as it can be.
private func plan(
    type: String = "aws_sagemaker_notebook_instance", after: String = "{}", unknown: String = "{}",
    secret: String = "{}", actions: String = #"["create"]"#, configuration: String = "{}", more: String = ""
) -> String {
    """
    {"format_version":"1.2","terraform_version":"1.9.5",\(more)
    "resource_changes":[{"address":"\(type).main","mode":"managed","type":"\(type)","name":"main",
    "change":{"actions":\(actions),"before":null,"after":\(after),"after_unknown":\(unknown),"after_sensitive":\(secret)}}],
    "configuration":\(configuration)}
    """
}

private func only(_ text: String) throws -> Resource { try #require(try read(text, name: "plan.json").resources.first) }

@Suite("Terraform plans")
struct TerraformPlanTests {
    @Test("attributes stand under the names of CloudFormation, in the types and shapes of its schema")
    func attributes() throws {
        let resource = try only(
            plan(
                after: """
                    {"name":"nb","instance_type":"ml.t3.medium","volume_size":5,"security_groups":["sg-1","sg-2"],
                    "instance_metadata_service_configuration":[{"minimum_instance_metadata_service_version":"2"}],
                    "no_such_attribute":1,"kms_key_id":null,"lifecycle_config_name":""}
                    """))
        #expect(resource.type == "AWS::SageMaker::NotebookInstance")
        #expect(resource.name == "aws_sagemaker_notebook_instance.main")
        #expect(resource.aliases == ["nb"])
        #expect(
            resource.properties?.summary == """
                {NotebookInstanceName: nb, InstanceType: ml.t3.medium, VolumeSizeInGB: 5, SecurityGroupIds: [sg-1, sg-2], \
                InstanceMetadataServiceConfiguration: {MinimumInstanceMetadataServiceVersion: 2}}
                """)
    }

    @Test("blocks that are not known at all are unknown where each of their parts goes, not absent")
    func unknownBlocks() throws {
        let whole = try only(plan(type: "aws_budgets_budget", unknown: #"{"notification":true,"cost_filter":[true]}"#))
        #expect(try whole.resolution("NotificationsWithSubscribers").summary.hasPrefix("unknown"))
        let absent = try only(plan(type: "aws_budgets_budget", after: #"{"notification":[]}"#))
        #expect(absent["NotificationsWithSubscribers"] == nil)
    }

    @Test("a document that the schema wants is one, although Terraform holds it as a text")
    func documents() throws {
        let text =
            #"{"type":"TAG_POLICY","content":"{\"tags\": {\"owner\": {\"tag_key\": {\"@@assign\": \"owner\"}}}}"}"#
        let policy = try only(plan(type: "aws_organizations_policy", after: text))
        #expect(policy["Content"]?.summary == "{tags: {owner: {tag_key: {@@assign: owner}}}}")
        let value = try #require(policy["Content"]?["tags"]?["owner"])
        #expect(String(decoding: policy.source.bytes[value.range], as: UTF8.self).contains("@@assign"))
        let broken = try only(plan(type: "aws_organizations_policy", after: #"{"content":"{no"}"#))
        #expect(broken["Content"]?.string == "{no")
    }

    @Test(
        "blocks become objects or lists, and attributes go where the schema has them",
        arguments: [
            (
                "aws_sagemaker_notebook_instance_lifecycle_configuration", #"{"on_start":"IyE="}"#,
                "{OnStart: [{Content: IyE=}]}"
            ),
            (
                "aws_sagemaker_endpoint_configuration",
                #"{"production_variants":[{"model_name":"a","serverless_config":[{"max_concurrency":5}]},{"model_name":"b"}]}"#,
                "{ProductionVariants: [{ModelName: a, ServerlessConfig: {MaxConcurrency: 5}}, {ModelName: b}]}"
            ),
            (
                "aws_sagemaker_model", #"{"primary_container":[{"environment":{"my_key":"1"}}],"container":[]}"#,
                "{PrimaryContainer: {Environment: {my_key: 1}}}"
            ),
            (
                "aws_budgets_budget", #"{"name":"b","limit_amount":"100","time_unit":"MONTHLY"}"#,
                "{Budget: {BudgetName: b, BudgetLimit: {Amount: 100}, TimeUnit: MONTHLY}}"
            ),
            (
                "aws_budgets_budget",
                #"{"notification":[{"threshold":80,"notification_type":"ACTUAL","subscriber_email_addresses":["a@b","c@d"]}]}"#,
                """
                {NotificationsWithSubscribers: [{Notification: {Threshold: 80, NotificationType: ACTUAL}, \
                Subscribers: [{Address: a@b}, {Address: c@d}]}]}
                """
            ),
            (
                "aws_iam_role",
                #"{"assume_role_policy":"{\"Version\":\"2012-10-17\"}","inline_policy":[{"name":"p","policy":"{}"}]}"#,
                #"{AssumeRolePolicyDocument: {"Version":"2012-10-17"}, Policies: [{PolicyName: p, PolicyDocument: {}}]}"#
            ),
            (
                "awscc_sagemaker_inference_component", #"{"endpoint_name":"e","tags":[{"key":"a","value":"b"}]}"#,
                "{EndpointName: e, Tags: [{Key: a, Value: b}]}"
            ),
        ])
    func shapes(type: String, after: String, expected: String) throws {
        #expect(try only(plan(type: type, after: after)).properties?.summary == expected)
    }

    @Test(
        "what is created, updated or replaced is judged; what stays is only there to be referred to",
        arguments: [
            (#"["create"]"#, 1, 0), (#"["update"]"#, 1, 0), (#"["delete","create"]"#, 1, 0),
            (#"["create","delete"]"#, 1, 0), (#"["no-op"]"#, 0, 1), (#"["read"]"#, 0, 0), (#"["delete"]"#, 0, 0),
            (#"["forget"]"#, 0, 0), (#"["create","forget"]"#, 1, 0),
        ])
    func actions(actions: String, judged: Int, neighbours: Int) throws {
        let text = plan(actions: actions)
        let input = try read(text)
        #expect((input.resources.count, input.neighbours.count) == (judged, neighbours))
        var options = TerraformOptions()
        options.includesUnchanged = true
        let whole = try InputReader(terraform: options).read(
            SourceText(name: "plan.json", text: text), symbols: SymbolTable())
        #expect((whole.resources.count, whole.neighbours.count) == (judged + neighbours, 0))
    }

    @Test("data sources, deposed objects and drift are nothing to judge")
    func leftOut() throws {
        let text = """
            {"format_version":"1.2","resource_drift":[{"address":"aws_vpc.a","mode":"managed","type":"aws_vpc",
            "change":{"actions":["update"],"after":{}}}],"resource_changes":[
            {"address":"data.aws_vpc.a","mode":"data","type":"aws_vpc","change":{"actions":["read"],"after":{}}},
            {"address":"aws_vpc.a","mode":"managed","type":"aws_vpc","deposed":"ab12",
            "change":{"actions":["delete"],"before":{},"after":null}}]}
            """
        let input = try read(text)
        #expect(input.kind == .terraform)
        #expect(input.resources.isEmpty && input.neighbours.isEmpty)
        #expect(input.diagnostics.map(\.message) == ["no resource is created or changed"])
    }

    @Test("a value that is known after apply is unknown, whatever its form, and may be absent")
    func unknowns() throws {
        let resource = try only(
            plan(
                type: "aws_sagemaker_endpoint_configuration",
                after: #"{"kms_key_arn":"k","production_variants":[{"variant_name":"a"},{"variant_name":"b"}]}"#,
                unknown: """
                    {"name":true,"async_inference_config":true,
                    "production_variants":[{"instance_type":true,"serverless_config":[]},{}],"no_such_attribute":true}
                    """))
        for path in ["EndpointConfigName", "AsyncInferenceConfig", "ProductionVariants.0.InstanceType"] {
            #expect(try resource.resolution(path).summary == "unknown?: known after apply", "\(path)")
        }
        #expect(resource["ProductionVariants.1"]?.summary == "{VariantName: b}")
        #expect(resource["ProductionVariants.0.ServerlessConfig"] == nil)
    }

    @Test("sensitive values are marked as secrets, and so is everything inside of them")
    func secrets() throws {
        let resource = try only(
            plan(
                type: "aws_sagemaker_model",
                after: #"{"name":"m","primary_container":[{"image":"i","environment":{"KEY":"hush"}}]}"#,
                secret: #"{"primary_container":[{"environment":true}]}"#))
        #expect(resource["PrimaryContainer.Environment.KEY"]?.node.flags.contains(.secret) == true)
        #expect(resource["PrimaryContainer.Image"]?.node.flags.contains(.secret) == false)
    }

    @Test("positions are those of the plan: the address, the value, and what says that a value is not known")
    func positions() throws {
        let text = plan(after: #"{"instance_type":"ml.t3.medium"}"#, unknown: #"{"role_arn":true}"#)
        let resource = try only(text)
        let bytes = Array(text.utf8)
        func written(_ range: Range<Int>?) -> String? { range.map { String(decoding: bytes[$0], as: UTF8.self) } }
        #expect(written(resource.anchor) == #""aws_sagemaker_notebook_instance.main""#)
        #expect(written(resource["InstanceType"]?.range) == #""ml.t3.medium""#)
        #expect(written(resource["InstanceType"]?.keyRange) == "instance_type")
        #expect(written(resource["RoleArn"]?.range) == "true")
        #expect(written(resource["RoleArn"]?.keyRange) == "role_arn")
    }

    @Test("an input in UTF-16, as a shell on Windows writes it, is read")
    func encoding() throws {
        let text = plan(after: #"{"instance_type":"ml.t3.medium"}"#)
        var bytes: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let input = try InputReader().read(SourceText(name: "plan.json", copying: bytes), symbols: SymbolTable())
        #expect(input.resources.first?["InstanceType"]?.text == "ml.t3.medium")
    }
}

@Suite("Tags in Terraform plans")
struct TerraformTagTests {
    private static let plain = #"{"provider_config":{"aws":{"name":"aws"}}}"#
    private static let adding = #"{"provider_config":{"aws":{"name":"aws","expressions":{"default_tags":[{}]}}}}"#

    @Test(
        "the effective tags are those with what the provider adds",
        arguments: [
            (#"{"tags":{"a":"1"},"tags_all":{"a":"1","b":"2"}}"#, "{}", plain, "a=1 b=2"),
            (#"{"tags":{"a":"1"}}"#, "{}", plain, "a=1"),
            (#"{"tags":null,"tags_all":{}}"#, "{}", plain, ""),
            // Providers say of a resource without tags that they are known after apply.
            (#"{"tags":null}"#, #"{"tags_all":true}"#, plain, ""),
            (#"{"tags":{"a":"1"}}"#, #"{"tags_all":true}"#, plain, "a=1"),
            (#"{"tags":{"a":"1"}}"#, #"{"tags_all":true}"#, adding, "a=1 ..."),
            (#"{"tags":null}"#, #"{"tags_all":true}"#, "null", "..."),
            ("{}", #"{"tags_all":true}"#, "null", "..."),
            ("{}", #"{"tags_all":true}"#, plain, ""),
            ("{}", #"{"tags":true,"tags_all":true}"#, plain, "..."),
            (
                #"{"tags":{"a":"1"},"tags_all":{"a":"1"}}"#, #"{"tags":{"b":true},"tags_all":{"b":true}}"#, plain,
                "a=1 b=?"
            ),
        ])
    func tags(after: String, unknown: String, configuration: String, expected: String) throws {
        let resource = try only(plan(after: after, unknown: unknown, configuration: configuration))
        guard case .known(let tags, _, let isOpen) = resource.tags else {
            Issue.record("\(resource.tags)")
            return
        }
        let words = tags.map { tag in
            if case .text(let text) = tag.value(resolvedBy: resource.resolver) {
                "\(tag.keyText)=\(text)"
            } else {
                "\(tag.keyText)=?"
            }
        }
        #expect((words + (isOpen ? ["..."] : [])).joined(separator: " ") == expected)
    }

    @Test("a type that takes no tags is not taggable, and of one that is not mapped nothing is known")
    func untaggable() throws {
        #expect(try only(plan(type: "aws_iam_role_policy")).tags.word == "not taggable")
        let other = try only(plan(type: "azurerm_storage_account"))
        #expect(other.type == "azurerm_storage_account" && other.properties == nil)
        #expect(other.tags.word == "unknown")
    }
}

@Suite("Plans that are not whole")
struct BrokenPlanTests {
    @Test(
        "what is wrong is said where it is",
        arguments: [
            (#"{"format_version":"2.0","resource_changes":[]}"#, "format version 2.0 of Terraform's JSON is not known"),
            (#"{"format_version":1,"resource_changes":[]}"#, #"`format_version` is not a version such as "1.2""#),
            (#"{"format_version":"1.2","resource_changes":{}}"#, "`resource_changes` is not a list"),
            (#"{"format_version":"1.2","resource_changes":[7]}"#, "a resource change is a mapping"),
            (#"{"format_version":"1.2","resource_changes":[{}]}"#, "the resource change has no `address`"),
            (#"{"format_version":"1.2","resource_changes":[{"address":"a.b"}]}"#, "the resource change has no `type`"),
            (
                #"{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a"}]}"#,
                "the resource change has no `change`"
            ),
            (
                #"{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","change":{}}]}"#,
                "the change has no list of `actions`"
            ),
            (
                #"{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","change":{"actions":["explode"]}}]}"#,
                "`explode` is not an action of a plan"
            ),
            (
                #"{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","change":{"actions":["create"],"after":[]}}]}"#,
                "`after` is not a mapping"
            ),
            (
                #"{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","change":{"actions":["create"]}}]}"#,
                "the change has no `after`"
            ),
            (
                #"{"format_version":"1.2","errored":true,"resource_changes":[]}"#,
                "the plan is not whole: Terraform stopped at an error"
            ),
        ])
    func errors(text: String, message: String) throws {
        let input = try read(text, name: "plan.json")
        #expect(input.kind == .terraform)
        #expect(input.errors.map(\.message) == [message])
        #expect(input.errors.allSatisfy { $0.region != nil })
    }

    @Test("a plan without changes shows its values, and what it does not show is not known")
    func plannedValues() throws {
        let text = """
            {"format_version":"0.1","planned_values":{"root_module":{"resources":[
            {"address":"aws_sagemaker_notebook_instance.n","mode":"managed","type":"aws_sagemaker_notebook_instance",
            "values":{"instance_type":"ml.t3.medium","kms_key_id":null,"tags":{"a":"1"}}}],
            "child_modules":[{"resources":[{"address":"module.m.aws_vpc.v","mode":"managed","type":"aws_vpc","values":{}}]}]}}}
            """
        let input = try read(text)
        #expect(input.resources.map(\.name) == ["aws_sagemaker_notebook_instance.n", "module.m.aws_vpc.v"])
        let notebook = input.resources[0]
        #expect(notebook["InstanceType"]?.text == "ml.t3.medium")
        #expect(notebook["KmsKeyId"] == nil)
        #expect(try notebook.resolution("RoleArn").summary == "unknown?: known after apply")
    }

    @Test("a state is read, and what it does not show is not set")
    func state() throws {
        let text = """
            {"format_version":"1.0","terraform_version":"1.9.5","values":{"root_module":{"resources":[
            {"address":"aws_sagemaker_notebook_instance.n","mode":"managed","type":"aws_sagemaker_notebook_instance",
            "values":{"instance_type":"ml.t3.medium","arn":"arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/n"}}]}}}
            """
        let resource = try only(text)
        #expect(resource.account == "111122223333")
        #expect(resource["RoleArn"] == nil)
    }

    @Test("an address that comes twice is read once, the last time, with a warning")
    func repeatedAddress() throws {
        let change = { (size: String) in
            """
            {"address":"aws_sagemaker_notebook_instance.n","mode":"managed","type":"aws_sagemaker_notebook_instance",
            "change":{"actions":["create"],"after":{"instance_type":"\(size)"},"after_unknown":{}}}
            """
        }
        let input = try read(
            #"{"format_version":"1.2","resource_changes":[\#(change("ml.t3.medium")),\#(change("ml.p3.2xlarge"))]}"#)
        #expect(input.resources.map { $0["InstanceType"]?.text } == ["ml.p3.2xlarge"])
        #expect(input.diagnostics.map(\.severity) == [.warning])
        #expect(input.diagnostics.first?.message.contains("`aws_sagemaker_notebook_instance.n` comes twice") == true)
    }

    @Test("which provider a module was given is not known before Terraform 1.1, nor whether it adds tags")
    func inheritedProvider() throws {
        let type = "aws_sagemaker_notebook_instance"
        let text = """
            {"format_version":"0.2","resource_changes":[{"address":"module.m.\(type).n","mode":"managed","type":"\(type)",
            "change":{"actions":["create"],"after":{"tags":null},"after_unknown":{"tags_all":true}}}],
            "configuration":{"provider_config":{
              "aws":{"name":"aws","expressions":{"region":{"constant_value":"eu-west-1"}}},
              "aws.us":{"name":"aws","alias":"us","expressions":{"region":{"constant_value":"us-east-1"},
                "default_tags":[{"tags":{"constant_value":{"owner":"us"}}}]}}},
            "root_module":{"module_calls":{"m":{"source":"./m","module":{"resources":[
              {"address":"\(type).n","provider_config_key":"m:aws"}]}}}}}}
            """
        let resource = try only(text)
        #expect(resource.region == nil)
        guard case .known(_, _, let isOpen) = resource.tags else { return #expect(Bool(false), "no tags at all") }
        #expect(isOpen)
    }

    @Test("scalars have the types of the schema, also where Terraform writes them as texts or fractions")
    func schemaTypes() throws {
        let resource = try only(plan(after: #"{"volume_size":"5.0","instance_type":7,"tags_all":{"cost":4711}}"#))
        #expect(resource.hasSchemaTypes)
        let conformed = SchemaTyping.conform([resource])[0]
        var plain = resource
        plain.hasSchemaTypes = false
        let again = SchemaTyping.conform([plain])[0]
        #expect(conformed.properties?.summary == again.properties?.summary)
        #expect(again["InstanceType"]?.kind == .string)
    }

    @Test("the log of a run is said to be one")
    func log() throws {
        let kind = try read(#"{"@level":"info","@message":"Terraform 1.9.5","type":"version"}"#).kind
        #expect(kind == .notOurs(reason: "log of a Terraform run: give what `terraform show -json` prints"))
    }
}

extension TagSet {
    fileprivate var word: String {
        switch self {
        case .notTaggable: "not taggable"
        case .unknown: "unknown"
        case .known: "known"
        }
    }
}
