/// The form of one value of `Resource` or `NotResource`.
enum ResourceGrammar {
    /// - SeeAlso: botocore, `partitions.json`.
    static let partitions = [
        "aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc",
    ]

    private static let iamPaths = [
        "user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/", "policy/",
        "sms-mfa/", "saml-provider/", "oidc-provider/", "report/", "access-report/",
    ]
    /// In policies of AWS's own, such as AWSCloudWatchOmniServiceRolePolicy; IAM's message does not list it.
    private static let unlistedPath = "role-template/"

    /// Resources of S3 that lie in a region, unlike buckets.
    ///
    /// - SeeAlso: service authorization reference, "Resource types defined by Amazon S3".
    private static let regionalPaths = [
        "accesspoint/", "access-grants/", "async-request/", "job/", "storage-lens/", "storage-lens-group/",
    ]

    static func rejection(of resource: Statement.Value) -> PolicyRejection? {
        let text = resource.text
        guard text != "*" else { return nil }
        let parts = parts(of: text)
        func reject(_ message: String, iam: String) -> PolicyRejection {
            PolicyRejection(.resource, message, iam: iam, at: resource.range)
        }
        guard parts.count > 1 else {
            return reject(
                "`\(text)` is neither an ARN nor `*`", iam: "Resource \(text) must be in ARN format or \"*\".")
        }
        let partition = parts[1]
        let glob = Glob(pattern: partition)
        guard partitions.contains(where: { glob.matches($0) }) else {
            return reject(
                "`\(partition)` is no partition: expected one such as `aws`",
                iam: "Partition \"\(partition)\" is not valid for resource \"\(padded(parts))\".")
        }
        guard parts.count > 2 else {
            return reject(
                "`\(text)` names no service",
                iam: "Resource vendor must be fully qualified and cannot contain regexes.")
        }
        return service(parts[2], parts: parts, resource: resource)
    }

    private static func service(_ service: String, parts: [String], resource: Statement.Value) -> PolicyRejection? {
        let region = parts.count > 3 ? parts[3] : ""
        let rest = parts.count > 5 ? parts[5...].joined(separator: ":") : ""
        func reject(_ message: String, iam: String) -> PolicyRejection {
            PolicyRejection(.resource, message, iam: iam, at: resource.range)
        }
        // What follows the service must start with a colon, that is, with an empty region.
        let hasRegion = parts.count < 5 || !region.isEmpty
        switch service {
        case "iam" where hasRegion:
            return reject(
                "an ARN of IAM names no region",
                iam: "IAM resource \(resource.text) cannot contain region information.")
        case "s3" where hasRegion && !regionalPaths.contains { mayBegin(rest, with: $0) }:
            return reject(
                "an ARN of a bucket names no region",
                iam: "Resource \(resource.text) can not contain region information.")
        // The root user of an account is named in policies that AWS itself maintains.
        case "iam"
        where rest != "*" && rest != "root" && !rest.hasPrefix(unlistedPath)
            && !iamPaths.contains { rest.hasPrefix($0) }:
            return reject(
                "`\(rest)` is no resource of IAM",
                iam: "IAM resource path must either be \"*\" or start with \(iamPaths.joined(separator: ", ")).")
        default: return nil
        }
    }

    /// What stands between the colons, those inside of policy variables left out.
    private static func parts(of text: String) -> [String] {
        var parts = [""]
        var isInside = false
        var previous: Character = " "
        for character in text {
            if previous == "$", character == "{" { isInside = true }
            if character == "}" { isInside = false }
            if character == ":", !isInside {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
            previous = character
        }
        return parts
    }

    /// Whether a pattern can match a text with a beginning, as far as its first wildcard tells.
    private static func mayBegin(_ pattern: String, with beginning: String) -> Bool {
        let plain = pattern.prefix { $0 != "*" && $0 != "?" && $0 != "$" }
        return pattern.hasPrefix(beginning) || plain.count < pattern.count && beginning.hasPrefix(plain)
    }

    /// IAM's older parser wants all parts of an ARN once two colons meet, and a service.
    static func passesOlderParser(_ text: String) -> Bool {
        if text == "*" { return true }
        let parts = parts(of: text)
        let colonsMeet = parts.dropFirst().dropLast().contains { $0.isEmpty }
        return (parts.count > 5 || !colonsMeet) && parts.count > 2 && !parts[2].isEmpty
    }

    /// The ARN as IAM fills it up in its message.
    private static func padded(_ parts: [String]) -> String {
        var rest = Array(parts.dropFirst(2))
        if rest.count <= 1, rest.first ?? "" == "" { rest = ["*"] }
        let shown = (0..<4).map { index in
            guard index < rest.count else { return "*" }
            return index < 3 ? rest[index] : rest[3...].joined(separator: ":")
        }
        return (["arn", parts[1]] + shown).joined(separator: ":")
    }
}
