import IAM

/// A generator of the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Random policies and claims over a small vocabulary with shared beginnings, so that patterns overlap often.
struct RandomPolicies {
    var random: SeededGenerator
    /// Whether policies also ask what the second solver is not told: texts of times, paths of roles, sessions.
    var isWide = true

    static let actions = [
        "sagemaker:CreateNotebookInstance", "sagemaker:CreateTrainingJob", "sagemaker:AddTags", "sagemaker:DeleteTags",
        "sagemaker:CreateEndpointConfig", "sagemaker:CreateModel", "sagemaker:CreateEndpoint",
        "sagemaker:CreateModelPackage",
    ]
    /// Actions on resources that have policies of their own; of two of them these must allow.
    static let shared = ["kms:Decrypt", "sts:AssumeRole", "sqs:SendMessage", "kms:ListKeys"]
    private static let sharedPatterns = [
        "kms:*", "kms:Decrypt", "sts:AssumeRole", "sts:*", "sqs:*", "sqs:Send*", "*", "sagemaker:*", "kms:List*",
    ]
    private static let sharedResources = [
        "*", "arn:aws:kms:*:111122223333:key/*", "arn:aws:kms:eu-*:*:*", "arn:aws:iam::444455556666:role/*",
        "arn:aws:iam::*:role/target", "arn:aws:sqs:*:*:*", "arn:aws:sqs:eu-west-1:444455556666:queue",
    ]
    private static let principals = [
        #""*""#, #"{"AWS": "111122223333"}"#, #"{"AWS": "arn:aws:iam::111122223333:root"}"#,
        #"{"AWS": "arn:aws:iam::111122223333:role/r"}"#, #"{"AWS": "arn:aws:iam::111122223333:user/u"}"#,
        #"{"AWS": ["arn:aws:iam::444455556666:role/r", "arn:aws:iam::111122223333:role/r"]}"#,
        #"{"Service": "sagemaker.amazonaws.com"}"#,
    ]
    private static let sessions = [
        #"{"AWS": "arn:aws:sts::111122223333:assumed-role/r/alice"}"#,
        #"{"AWS": "arn:aws:iam::111122223333:role/team/r"}"#,
        #"{"AWS": ["arn:aws:sts::111122223333:assumed-role/r/bob", "arn:aws:iam::111122223333:role/team/s"]}"#,
    ]
    private static let actionPatterns = [
        "*", "sagemaker:*", "sagemaker:Create*", "sagemaker:*Tags", "sagemaker:createNOTEBOOKinstance",
        "sagemaker:CreateTrainingJob", "sagemaker:Create?odel", "sagemaker:Describe*", "s3:*", "sagemaker:AddTags",
    ]
    private static let resources = [
        "*", "arn:aws:sagemaker:*:111122223333:*", "arn:aws:sagemaker:eu-*:*:*/team-*",
        "arn:aws:sagemaker:*:*:notebook-instance/*", "arn:aws:sagemaker:eu-west-1:111122223333:training-job/a?c",
        "arn:aws:sagemaker:*:*:*/${aws:PrincipalTag/team}-*", "arn:*:sagemaker:*:*:*prod*", "arn:aws:sagemaker:eu*",
        "arn:aws:sagemaker:*:aws:*", "arn:aws:sagemaker:*:*:endpoint/*", "arn:aws:sagemaker:*::*",
        "arn:aws:sagemaker:*:????????????:*",
    ]
    private static let tagValues = [
        "dev", "staging", "production", "*", "d*", "?ev", "Dev", "prod*", "*tion", "", "${aws:PrincipalTag/team}",
        "x${*}", "${aws:PrincipalTag/team}*",
        "${aws:username, 'dev'}",
    ]
    private static let instanceTypes = [
        "ml.p*", "ml.g*", "ml.*", "ml.t3.*", "ml.p4d.24xlarge", "*", "ml.g5.?xlarge", "*.xlarge",
    ]
    private static let tagKeys = [
        "environment", "cost-center", "Environment", "*", "cost*", "own?r", "environment*", "${aws:PrincipalTag/team}",
    ]
    private static let texts = [
        "StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase",
        "StringNotEqualsIgnoreCase",
    ]

    mutating func pick<Element>(_ items: [Element]) -> Element {
        items[Int.random(in: 0..<items.count, using: &random)]
    }

    mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &random) < probability }

    private mutating func some(_ items: [String], _ range: ClosedRange<Int> = 1...3) -> String {
        let count = min(Int.random(in: range, using: &random), items.count)
        let chosen = items.shuffled(using: &random).prefix(count)
        return "[" + chosen.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
    }

    private mutating func condition() -> (comparison: String, key: String, values: String) {
        let ifExists = chance(0.2) ? "IfExists" : ""
        let quantifier = pick(["ForAllValues:", "ForAnyValue:"])
        switch Double.random(in: 0..<1, using: &random) {
        case ..<0.36:
            let keys = [
                "aws:RequestTag/environment", "aws:RequestTag/cost-center", "AWS:requesttag/Environment",
                "aws:ResourceTag/environment", "aws:PrincipalTag/team", "ec2:ResourceTag/environment",
            ]
            return (pick(Self.texts) + ifExists, pick(keys), some(Self.tagValues))
        case ..<0.56:
            return (quantifier + pick(Self.texts) + ifExists, "sagemaker:InstanceTypes", some(Self.instanceTypes))
        case ..<0.74: return (quantifier + pick(Self.texts) + ifExists, "aws:TagKeys", some(Self.tagKeys))
        case ..<0.76: return (pick(Self.texts), "aws:TagKeys", some(Self.tagKeys))
        case ..<0.84:
            let keys = [
                "aws:RequestTag/environment", "aws:TagKeys", "sagemaker:InstanceTypes", "sagemaker:VolumeKmsKey",
            ]
            return ("Null", pick(keys), some(["true", "false"], 1...1))
        case ..<0.89:
            let comparisons = [
                "NumericLessThan", "NumericGreaterThanEquals", "NumericEquals", "NumericNotEquals",
                "NumericLessThanEquals",
            ]
            return (pick(comparisons) + ifExists, "sagemaker:MaxRuntimeInSeconds", some(["0", "3600", "86400"], 1...2))
        case ..<0.92:
            let arns = ["arn:aws:kms:*:*:key/*", "arn:aws:iam::*:role/*", "*", "arn:aws:kms:eu-*:111122223333:key/abc"]
            return (
                pick(["ArnLike", "ArnNotLike", "ArnEquals"]) + ifExists,
                pick(["sagemaker:VolumeKmsKey", "aws:PrincipalArn"]), some(arns)
            )
        case ..<0.93 where isWide:
            let isText = chance(0.5)
            return (
                isText ? pick(["StringLike", "StringNotLike"]) : pick(["NumericLessThan", "NumericGreaterThan"]),
                isText ? pick(["aws:CurrentTime", "aws:EpochTime"]) : "aws:EpochTime",
                some(isText ? ["2026-*", "17*", "20*", "*Z", "1772323200"] : ["1767225600", "1775001600"], 1...2)
            )
        case ..<0.935 where isWide:
            return (
                pick(["ArnLike", "ArnNotLike", "StringLike", "StringNotLike"]), "aws:PrincipalArn",
                some(["arn:aws:iam::*:role/team/*", "arn:aws:iam::111122223333:role/r", "*:user/*"], 1...2)
            )
        case ..<0.94:
            return (
                pick(["IpAddress", "NotIpAddress"]) + ifExists, "aws:SourceIp",
                some(["10.0.0.0/8", "203.0.113.0/24", "10.1.0.0/16"], 1...2)
            )
        case ..<0.96:
            return (
                pick(["DateLessThan", "DateGreaterThan", "DateNotEquals"]), pick(["aws:CurrentTime", "aws:EpochTime"]),
                some(["2026-01-01", "2026-06-01T00:00:00Z"], 1...2)
            )
        case ..<0.98:
            return (
                "Bool" + ifExists, pick(["aws:SecureTransport", "aws:MultiFactorAuthPresent"]),
                some(["true", "false"], 1...1)
            )
        case ..<0.99: return (pick(Self.texts), "aws:RequestedRegion", some(["eu-west-1", "eu-*", "us-east-1"], 1...2))
        default:
            return (
                pick(Self.texts), pick(["aws:ResourceAccount", "aws:PrincipalAccount"]),
                some(["111122223333", "444455556666", "1*"], 1...2)
            )
        }
    }

    private mutating func conditions() -> String {
        var operators: [String: [String: String]] = [:]
        for _ in 0..<pick([0, 1, 1, 2, 2, 3]) {
            let (comparison, key, values) = condition()
            let isTaken = operators[comparison]?.keys.contains { $0.lowercased() == key.lowercased() } ?? false
            if !isTaken { operators[comparison, default: [:]][key] = values }
        }
        let text = operators.sorted { $0.key < $1.key }.map { comparison, keys in
            "\"\(comparison)\": {" + keys.sorted { $0.key < $1.key }.map { "\"\($0)\": \($1)" }.joined(separator: ", ")
                + "}"
        }
        return "{" + text.joined(separator: ", ") + "}"
    }

    /// Whose actions and resources a document speaks of.
    enum Subject {
        case sageMaker
        /// Resources with policies of their own.
        case shared
        /// The same, in such a policy.
        case resourcePolicy
    }

    mutating func document(
        statements: ClosedRange<Int>, allowing probability: Double, about subject: Subject = .sageMaker
    ) -> String {
        let count = Int.random(in: statements, using: &random)
        let texts = (0..<count).map { _ -> String in
            let effect = chance(probability) ? "Allow" : "Deny"
            let action = (
                chance(0.12) ? "NotAction" : "Action",
                some(subject == .sageMaker ? Self.actionPatterns : Self.sharedPatterns)
            )
            let resources = subject == .sageMaker ? Self.resources : Self.sharedResources
            let resource = (
                chance(0.12) ? "NotResource" : "Resource", chance(0.5) ? some(resources, 1...2) : "\"*\""
            )
            let principal =
                subject == .resourcePolicy
                ? #""Principal": \#(pick(isWide ? Self.principals + Self.sessions : Self.principals)), "# : ""
            return
                #"{"Effect": "\#(effect)", \#(principal)"\#(action.0)": \#(action.1), "\#(resource.0)": \#(resource.1), "Condition": \#(conditions())}"#
        }
        return #"{"Version": "2012-10-17", "Statement": [\#(texts.joined(separator: ", "))]}"#
    }

    /// One pattern of SageMaker's resources without variables, for `resources` of a guarantee.
    mutating func reach() -> String {
        pick(Self.resources.filter { !$0.contains("$") && ($0 == "*" || $0.split(separator: ":").count > 5) })
    }

    /// `onlyWhen` of a guarantee.
    mutating func claim() -> String {
        switch Double.random(in: 0..<1, using: &random) {
        case ..<0.35: #"{"StringEquals": {"aws:RequestTag/environment": ["dev", "staging", "production"]}}"#
        case ..<0.6: #"{"ForAllValues:StringNotLike": {"sagemaker:InstanceTypes": ["ml.p*", "ml.g*"]}}"#
        case ..<0.75: #"{"ForAllValues:StringNotEquals": {"aws:TagKeys": "cost-center"}}"#
        case ..<0.85: #"{"NumericLessThanEqualsIfExists": {"sagemaker:MaxRuntimeInSeconds": "86400"}}"#
        case ..<0.9: #"{"Null": {"sagemaker:VolumeKmsKey": "false"}}"#
        case ..<0.95: #"{"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}"#
        default: "{}"
        }
    }
}
