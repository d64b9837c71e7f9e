/// Writes JSON that has the shape of a Terraform plan, compact or indented.
struct PlanGenerator {
    var indent: Bool
    private var text: [UInt8] = []
    private var level = 0
    private var random = SystemRandom(state: 0x9E37_79B9_7F4A_7C15)

    init(indent: Bool) { self.indent = indent }

    /// A deterministic sequence, so that every run measures the same bytes.
    struct SystemRandom: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    mutating func plan(resources: Int) -> [UInt8] {
        text.reserveCapacity(resources * 3_000)
        group("{", "}") { plan in
            plan.member("format_version", "\"1.2\"")
            plan.member("terraform_version", "\"1.9.5\"")
            plan.group("resource_changes", "[", "]") { changes in
                for index in 0..<resources { changes.resource(index) }
            }
        }
        return text
    }

    private mutating func resource(_ index: Int) {
        separate()
        group("{", "}") { resource in
            let name = "notebook_\(index)"
            resource.member("address", "\"module.team_\(index % 40).aws_sagemaker_notebook_instance.\(name)\"")
            resource.member("mode", "\"managed\"")
            resource.member("type", "\"aws_sagemaker_notebook_instance\"")
            resource.member("name", "\"\(name)\"")
            resource.member("provider_name", "\"registry.example.com/hashicorp/aws\"")
            resource.group("change", "{", "}") { change in
                change.group("actions", "[", "]") { $0.element("\"create\"") }
                change.member("before", "null")
                change.group("after", "{", "}") { $0.attributes(index) }
                change.group("after_unknown", "{", "}") { $0.unknowns() }
                change.member("before_sensitive", "false")
                change.group("after_sensitive", "{", "}") { $0.group("tags", "{", "}") { _ in } }
            }
        }
    }

    private mutating func attributes(_ index: Int) {
        member("instance_type", ["\"ml.t3.medium\"", "\"ml.g5.xlarge\"", "\"ml.p3.2xlarge\""][index % 3])
        member("volume_size", String(Int.random(in: 5...500, using: &random)))
        member("root_access", "\"Disabled\"")
        member("direct_internet_access", "\"Enabled\"")
        member("subnet_id", "\"subnet-0\(UInt32.random(in: 0 ... .max, using: &random))\"")
        member("ratio", "\(index % 100).25")
        group("security_groups", "[", "]") { groups in
            for _ in 0..<3 { groups.element("\"sg-\(UInt32.random(in: 0 ... .max, using: &groups.random))\"") }
        }
        group("tags", "{", "}") { tags in
            tags.member("CostCenter", "\"CC-\(index % 9_000)-data\"")
            tags.member("Environment", "\"production\"")
            tags.member("Owner", "\"Zo\u{EB} of team \(index % 40)\"")
        }
        member(
            "policy", #""{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\"}]}""#)
        member("lifecycle_config_name", "null")
        member("enabled", index % 2 == 0 ? "true" : "false")
    }

    private mutating func unknowns() {
        for key in ["arn", "id", "network_interface_id", "url", "role_arn", "kms_key_id"] { member(key, "true") }
    }

    private mutating func member(_ key: String, _ value: String) {
        separate()
        text += "\"\(key)\":".utf8
        if indent { text.append(0x20) }
        text += value.utf8
    }

    private mutating func element(_ value: String) {
        separate()
        text += value.utf8
    }

    private mutating func group(_ key: String, _ open: String, _ close: String, _ body: (inout Self) -> Void) {
        member(key, "")
        group(open, close, body)
    }

    private mutating func group(_ open: String, _ close: String, _ body: (inout Self) -> Void) {
        text += open.utf8
        level += 1
        body(&self)
        level -= 1
        let isEmpty = text.last == open.utf8.first
        if indent, !isEmpty { newLine() }
        text += close.utf8
    }

    /// Puts a comma behind the sibling before, if there is one.
    private mutating func separate() {
        if let last = text.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "[") { text.append(UInt8(ascii: ",")) }
        if indent, level > 0 { newLine() }
    }

    private mutating func newLine() {
        text.append(0x0A)
        text += repeatElement(0x20, count: level * 2)
    }
}
