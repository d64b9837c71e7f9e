import IAM

/// Random requests that AWS could receive.
///
/// Which keys an action carries is written down here once more, so that a mistake in the service data or in the request
/// model of the decision procedure does not go unnoticed.
struct RandomRequests {
    private static let tagging: Set<String> = ["aws:TagKeys", "aws:RequestTag"]
    private static let carried: [String: Set<String>] = [
        "sagemaker:CreateNotebookInstance": tagging.union(["sagemaker:InstanceTypes", "sagemaker:VolumeKmsKey"]),
        "sagemaker:CreateTrainingJob": tagging.union([
            "sagemaker:InstanceTypes", "sagemaker:VolumeKmsKey", "sagemaker:MaxRuntimeInSeconds",
        ]),
        "sagemaker:CreateEndpointConfig": tagging.union(["sagemaker:InstanceTypes", "sagemaker:VolumeKmsKey"]),
        "sagemaker:CreateModel": tagging,
        "sagemaker:AddTags": tagging,
        "sagemaker:DeleteTags": ["aws:TagKeys"],
        "sagemaker:CreateEndpoint": tagging, "sagemaker:CreateModelPackage": tagging,
        "kms:Decrypt": [], "kms:ListKeys": [], "sts:AssumeRole": tagging, "sqs:SendMessage": [],
    ]
    private static let forms = [
        "sagemaker:CreateNotebookInstance": "notebook-instance", "sagemaker:CreateTrainingJob": "training-job",
        "sagemaker:CreateEndpointConfig": "endpoint-config", "sagemaker:CreateModel": "model",
        "sagemaker:AddTags": "endpoint", "sagemaker:DeleteTags": "model", "sagemaker:CreateEndpoint": "endpoint",
        "sagemaker:CreateModelPackage": "model-package-group",
    ]

    /// Whether a request could reach AWS: it carries only keys of its action, and each tag with both key and value.
    static func isWellFormed(_ request: Request) -> Bool {
        guard let carried = carried[request.action] else { return false }
        let own = request.context.keys.filter {
            !$0.lowercased().hasPrefix("aws:") || $0.lowercased() == "aws:tagkeys"
        }
        guard own.allSatisfy({ key in carried.contains { $0.lowercased() == key.lowercased() } }) else { return false }
        let tags = Set(
            request.context.keys.filter { $0.lowercased().hasPrefix("aws:requesttag/") }.map {
                $0.dropFirst(15).lowercased()
            })
        if !tags.isEmpty, !carried.contains("aws:RequestTag") { return false }
        guard carried.contains("aws:RequestTag") else { return true }
        return Set((request.context["aws:TagKeys"]?.all ?? []).map { $0.lowercased() }) == tags
    }

    /// A call: a request for each resource that AWS authorises on its own.
    ///
    /// - Parameter principal: who asks; nil for anybody.
    static func call(_ action: String, by principal: Principal?, _ policies: inout RandomPolicies) -> [Request] {
        let first = request(action, principal, &policies)
        guard action == "sagemaker:CreateEndpoint" else { return [first] }
        var second = first
        second.resource = first.resource.prefix { $0 != "/" } + "-config/" + policies.pick(["x", "team-1", "myprod"])
        second.context["aws:ResourceTag/environment"] = policies.chance(0.4) ? .one(policies.pick(["dev", "x"])) : nil
        return [first, second]
    }

    /// The check of `sagemaker:AddTags` that AWS makes along with a call that carries tags; nil without tags.
    static func tagging(of request: Request) -> Request? {
        guard request.action.hasPrefix("sagemaker:Create"), request.context["aws:TagKeys"] != nil else { return nil }
        var context = request.context
        for key in context.keys where !key.hasPrefix("aws:") { context[key] = nil }
        context["sagemaker:TaggingAction"] = .one(String(request.action.dropFirst("sagemaker:".count)))
        return Request(action: "sagemaker:AddTags", resource: request.resource, context: context)
    }

    private static func request(
        _ action: String, _ principal: Principal?, _ policies: inout RandomPolicies
    ) -> Request {
        let carried = carried[action] ?? []
        var context = Request.Context()
        let values = ["dev", "staging", "production", "Dev", "prodX", "", "zzz", "x*", "vv0", "team"]
        var keys: [String] = []
        if carried.contains("aws:RequestTag") {
            for tag in ["environment", "cost-center", "owner"] where policies.chance(0.5) {
                context["aws:RequestTag/" + tag] = .one(policies.pick(values))
                keys.append(policies.chance(0.8) ? tag : tag.uppercased())
            }
        } else if carried.contains("aws:TagKeys") {
            keys = ["environment", "cost-center", "owner", "Cost-Center", "team"].shuffled(using: &policies.random)
            keys = Array(keys.prefix(Int.random(in: 0...3, using: &policies.random)))
        }
        if !keys.isEmpty { context["aws:TagKeys"] = .several(keys) }
        func maybe(_ key: String, _ options: [String], isMultivalued: Bool = false) {
            guard carried.contains(key), policies.chance(0.6) else { return }
            context[key] =
                isMultivalued
                ? .several((0...Int.random(in: 0...1, using: &policies.random)).map { _ in policies.pick(options) })
                : .one(policies.pick(options))
        }
        maybe(
            "sagemaker:InstanceTypes",
            ["ml.p4d.24xlarge", "ml.g5.2xlarge", "ml.t3.medium", "ml.m5.xlarge", "ml.p3.2xlarge"], isMultivalued: true)
        maybe("sagemaker:MaxRuntimeInSeconds", ["1", "3600", "86400", "86401", "90000"])
        maybe("sagemaker:VolumeKmsKey", ["arn:aws:kms:eu-west-1:111122223333:key/abc", "arn:aws:iam::1:role/r", "k"])
        let region = policies.pick(["eu-west-1", "us-east-1", "eu-central-1"])
        context["aws:RequestedRegion"] = .one(region)
        context["aws:PrincipalArn"] = .one(
            arn(of: principal, &policies)
                ?? policies.pick(["arn:aws:iam::111122223333:role/r", "arn:aws:iam::111122223333:user/u"]))
        context["aws:SecureTransport"] = .one("true")
        let time = policies.pick([
            ("2025-12-31T00:00:00Z", "1767139200"), ("2026-03-01T00:00:00Z", "1772323200"),
            ("2026-06-01T00:00:00Z", "1780272000"),
        ])
        context["aws:CurrentTime"] = .one(time.0)
        context["aws:EpochTime"] = .one(time.1)
        if policies.chance(0.7) {
            context["aws:SourceIp"] = .one(policies.pick(["10.1.2.3", "10.9.9.9", "203.0.113.7", "2001:db8::1"]))
        }
        if policies.chance(0.5) { context["aws:MultiFactorAuthPresent"] = .one(policies.pick(["true", "false"])) }
        if policies.chance(0.6) {
            context["aws:PrincipalTag/team"] = .one(policies.pick(["vv0", "team", "dev", "a*"]))
        }
        if policies.chance(0.4), action.hasPrefix("sagemaker:") {
            context["aws:ResourceTag/environment"] = .one(policies.pick(values))
        }
        if principal?.arn.contains(":user/") == true { context["aws:username"] = .one("u") }
        if principal == nil, policies.chance(0.3) { context["aws:username"] = .one(policies.pick(["dev", "ada"])) }
        let resource = resource(action, region, &policies)
        let account = resource.split(separator: ":", omittingEmptySubsequences: false).dropFirst(4).first ?? ""
        let isOwned = account.count == 12
        context["aws:PrincipalAccount"] = .one("111122223333")
        if isOwned || policies.chance(0.5) {
            context["aws:ResourceAccount"] = .one(isOwned ? String(account) : policies.pick(["1", "444455556666"]))
        }
        return Request(action: action, resource: resource, context: context)
    }

    /// The ARN of a session does not tell the path of its role.
    private static func arn(of principal: Principal?, _ policies: inout RandomPolicies) -> String? {
        guard let principal, principal.session != nil, policies.chance(0.5) else { return principal?.arn }
        return principal.arn.replacing(":role/", with: ":role/team/")
    }

    private static func resource(_ action: String, _ region: String, _ policies: inout RandomPolicies) -> String {
        let account = policies.pick(["111122223333", "111122223333", "444455556666"])
        switch action {
        case "kms:Decrypt": return "arn:aws:kms:\(region):\(account):key/k"
        case "kms:ListKeys": return "*"
        case "sts:AssumeRole": return "arn:aws:iam::\(account):role/\(policies.pick(["target", "other"]))"
        case "sqs:SendMessage": return "arn:aws:sqs:\(region):\(account):queue"
        default:
            let owner = policies.chance(0.8) ? "111122223333" : policies.pick(["aws", ""])
            let name = policies.pick(["x", "abc", "team-1", "vv0-1", "myprod", "team-a"])
            return "arn:aws:sagemaker:\(region):\(owner):\(forms[action] ?? "model")/\(name)"
        }
    }
}
