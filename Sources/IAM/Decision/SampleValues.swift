/// Values for the keys and ARN parts of a counterexample: plain ones that exist, or could.
enum SampleValues {
    static let account = "111122223333"
    static let accounts = [account, "444455556666"]
    /// What stands in the place of an account in an ARN: AWS's own managed policies and public hubs say `aws`, parameters
    /// and images that AWS publishes say nothing.
    static let accountParts = accounts + ["aws", ""]
    static let regions = ["eu-west-1", "us-east-1"] + InstanceTypes.regions

    /// The forms of a region's name: `eu-west-1`, `us-gov-east-1`, `eusc-de-east-1`.
    static let regionForm = ValueSet.text([
        Glob(tokens: [
            Glob.Token(.labelRun), Glob.Token(.literal, 0x2D), Glob.Token(.labelRun), Glob.Token(.literal, 0x2D),
            Glob.Token(.digit),
        ])
    ])

    /// Twelve digits.
    static let accountForm = ValueSet.text([Glob(tokens: [Glob.Token](repeating: Glob.Token(.digit), count: 12))])

    /// The ARNs that principals of IAM have; that of a session's role stands for the session.
    ///
    /// - SeeAlso: IAM User Guide, "AWS global condition context keys", `aws:PrincipalArn`.
    static func principalForm(partition: String) -> ValueSet {
        func form(_ service: String, _ kind: String) -> Glob {
            var glob = Glob(literal: "arn:\(partition):\(service)::")
            for _ in 0..<12 { glob.append(Glob.Token(.digit)) }
            for scalar in ":\(kind)".unicodeScalars { glob.append(scalar, ignoringCase: false) }
            if kind.hasSuffix("/") {
                glob.append(Glob.Token(.any))
                glob.append(Glob.Token(.star))
            }
            return glob
        }
        return .text([form("iam", "role/"), form("iam", "user/"), form("sts", "federated-user/"), form("iam", "root")])
    }

    /// The account in an ARN: twelve digits, or `aws`, such as also `aws-marketplace`, or nothing.
    static let accountPartForm = ValueSet.text([
        Glob(tokens: [Glob.Token](repeating: Glob.Token(.digit), count: 12)), Glob(literal: "aws"),
        Glob(tokens: Glob(literal: "aws-").tokens + [Glob.Token(.labelRun)]), Glob(literal: ""),
    ])

    static let boolForm = ValueSet.text(["true", "false"].map { Glob(literal: $0) })

    /// Values for a key in lower case, best first.
    static func values(for key: String, type: ConditionKey.ValueType, action: String) -> [String] {
        if let known = byKey[key] { return known }
        if key == "sagemaker:instancetypes" { return InstanceTypes.names(for: action) }
        if key == "ec2:instancetype" { return InstanceTypes.ofEC2 }
        switch type {
        case .bool: return ["true", "false"]
        case .numeric: return ["1"]
        case .date: return ["2026-01-15T12:00:00Z"]
        case .address: return ["203.0.113.10", "2001:db8::1"]
        case .arn: return key.contains("kms") ? [kmsKey] : ["arn:aws:sagemaker:eu-west-1:\(account):image/example"]
        case .string: return ["example", "x", ""]
        }
    }

    private static let kmsKey = "arn:aws:kms:eu-west-1:\(account):key/1234abcd-12ab-34cd-56ef-1234567890ab"

    private static let byKey: [String: [String]] = [
        "aws:principalarn": ["arn:aws:iam::\(account):role/example", "arn:aws:iam::\(account):user/example"],
        "aws:principaltype": ["AssumedRole", "User"],
        "aws:principalaccount": accounts,
        "aws:resourceaccount": accounts,
        "kms:calleraccount": accounts,
        "s3:resourceaccount": accounts,
        "aws:requestedregion": regions,
        "aws:userid": ["AROAEXAMPLEID:example", "AIDAEXAMPLEID"],
        "aws:username": ["example"],
        "aws:useragent": ["aws-cli/2.0"],
        "aws:sourcevpc": ["vpc-0a1b2c3d"],
        "aws:sourcevpce": ["vpce-0a1b2c3d"],
        "aws:principalorgid": ["o-example1234"],
        "aws:resourceorgid": ["o-example1234"],
        "iam:passedtoservice": ["sagemaker.amazonaws.com", "lambda.amazonaws.com", "ec2.amazonaws.com"],
        "sagemaker:directinternetaccess": ["Enabled", "Disabled"],
        "sagemaker:rootaccess": ["Enabled", "Disabled"],
        "sagemaker:vpcsubnets": ["subnet-0a1b2c3d"],
        "sagemaker:vpcsecuritygroupids": ["sg-0a1b2c3d"],
        "sagemaker:acceleratortypes": ["ml.eia2.medium"],
        "sagemaker:maxruntimeinseconds": ["3600"],
    ]
}
