import Engine
import Foundation
import Testing

@Suite("Policies in answers of IAM and Organizations")
struct AccountAnswerTests {
    private static let rule = """
        - id: rule
          title: The rule
          severity: high
          targets: [AWS::IAM::*, AWS::Organizations::Policy]
          message: "{{ resource.name }} is too wide"
          check:
            guarantee:
              actions: [sagemaker:CreateModel]
              onlyWhen: { StringEquals: { aws:RequestTag/team: [a, b] } }
        """
    private static let allow =
        #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sagemaker:CreateModel", "Resource": "*"}}"#
    private static let harmless =
        #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#

    /// As IAM answers: in percent encoding.
    private static func encoded(_ document: String) -> String {
        "\"\(document.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")\""
    }

    private static func account(
        roles: String = "", users: String = "", groups: String = "", policies: String = ""
    ) -> String {
        """
        {"UserDetailList": [\(users)], "GroupDetailList": [\(groups)], "RoleDetailList": [\(roles)],
         "Policies": [\(policies)], "IsTruncated": false}
        """
    }

    private static func role(_ members: String = "\"RolePolicyList\": []", name: String = "Trainer") -> String {
        """
        {"RoleName": "\(name)", "Arn": "arn:aws:iam::111122223333:role/ml/\(name)", "RoleId": "AROA1", "Path": "/ml/",
         "AssumeRolePolicyDocument": \(encoded(harmless)), "InstanceProfileList": [], "Tags": [], \(members)}
        """
    }

    private static func managed(_ name: String, account: String = "111122223333", _ document: String) -> String {
        """
        {"PolicyName": "\(name)", "PolicyId": "ANPA1", "Arn": "arn:aws:iam::\(account):policy/\(name)", "Path": "/",
         "DefaultVersionId": "v2", "PolicyVersionList": [
           {"Document": \(encoded(Self.allow)), "VersionId": "v1", "IsDefaultVersion": false},
           {"Document": \(document), "VersionId": "v2", "IsDefaultVersion": true}]}
        """
    }

    private static func attached(_ names: String...) -> String {
        let list = names.map { #"{"PolicyName": "\#($0)", "PolicyArn": "\#($0)"}"# }.joined(separator: ", ")
        return "\"AttachedManagedPolicies\": [\(list)]"
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var text: String
        /// Of each finding: the resource, its verdict, and a word of its message.
        var findings: [String]

        var testDescription: String { name }
    }

    private static let own = "arn:aws:iam::111122223333:policy/Own"
    private static let aws = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"

    static let cases = [
        Case(
            name: "an inline policy in percent encoding",
            text: account(
                roles: role(
                    #""RolePolicyList": [{"PolicyName": "p", "PolicyDocument": \#(encoded(allow))}]"#)),
            findings: ["Trainer fail"]),
        Case(
            name: "an inline policy that the command line has decoded",
            text: account(roles: role(#""RolePolicyList": [{"PolicyName": "p", "PolicyDocument": \#(allow)}]"#)),
            findings: ["Trainer fail"]),
        Case(
            name: "a managed policy of the account is judged with the role that has it, in the version in force",
            text: account(roles: role(attached(own)), policies: managed("Own", encoded(harmless))), findings: []),
        Case(
            name: "an attached policy that allows too much",
            text: account(roles: role(attached(own)), policies: managed("Own", allow)), findings: ["Trainer fail"]),
        Case(
            name: "a policy of AWS explains a role and is not judged itself",
            text: account(
                roles: role(attached(aws)),
                policies: managed("AmazonSageMakerFullAccess", account: "aws", encoded(allow))),
            findings: ["Trainer fail"]),
        Case(
            name: "an attached policy that is not in the answer", text: account(roles: role(attached(aws))),
            findings: ["Trainer unknown AmazonSageMakerFullAccess"]),
        Case(
            name: "a boundary forbids",
            text: account(
                roles: role(
                    """
                    \(attached(own)),
                    "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/Boundary"}
                    """), policies: managed("Own", allow) + ", " + managed("Boundary", harmless)),
            findings: []),
        Case(
            name: "a user has the policies of its groups, and a role of a group's name is another",
            text: account(
                roles: role(name: "Team"),
                users:
                    #"{"UserName": "ann", "Arn": "arn:aws:iam::111122223333:user/ann", "GroupList": ["Team"], "UserPolicyList": []}"#,
                groups:
                    #"{"GroupName": "Team", "Arn": "arn:aws:iam::111122223333:group/Team", "GroupPolicyList": [{"PolicyName": "g", "PolicyDocument": \#(encoded(allow))}]}"#
            ), findings: ["ann fail"]),
        Case(
            name: "a service control policy",
            text: """
                {"Policy": {"PolicySummary": {"Id": "p-1", "Arn": "arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-1", "Name": "Tags", "Type": "SERVICE_CONTROL_POLICY", "AwsManaged": false},
                 "Content": "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Deny\\",\\"Action\\":\\"sagemaker:CreateModel\\",\\"Resource\\":\\"*\\",\\"Condition\\":{\\"Null\\":{\\"aws:RequestTag/team\\":\\"true\\"}}}]}"}}
                """, findings: ["Tags fail gets past it"]),
        Case(
            name: "another page exists: what is not here may be there",
            text: account(roles: role(attached(own))).replacing("false}", with: "true, \"Marker\": \"x\"}"),
            findings: ["Trainer unknown Own"]),
    ]

    @Test("are judged as those who have them", arguments: cases)
    func table(_ test: Case) throws {
        var limits = AccessLimits()
        limits.assumesNoServiceControl = true
        let result = try Trial(rules: Self.rule).judge(test.text, name: "account.json", limits: limits)
        #expect(result.errors.filter { $0.severity == .error }.isEmpty, "\(result.errors)")
        #expect(result.findings.count == test.findings.count, "\(result.findings.map(\.message))")
        for (finding, expected) in zip(result.findings, test.findings) {
            let words = expected.split(separator: " ", maxSplits: 2)
            #expect(finding.resource.name == words[0])
            #expect("\(finding.verdict)" == words[1], "\(finding.message)")
            if words.count > 2 { #expect(finding.message.contains(words[2])) }
        }
    }

    @Test("a finding points into the text in percent encoding")
    func position() throws {
        let text = Self.account(
            roles: Self.role(
                #""RolePolicyList": [{"PolicyName": "p", "PolicyDocument": \#(Self.encoded(Self.allow))}]"#))
        var limits = AccessLimits()
        limits.assumesNoServiceControl = true
        let result = try Trial(rules: Self.rule).judge(text, name: "account.json", limits: limits)
        let range = try #require(result.ranges.first)
        #expect(String(decoding: Array(text.utf8)[range], as: UTF8.self) == "%22sagemaker%3ACreateModel%22")
    }

    @Test(
        "what is wrong with an answer is an error",
        arguments: [
            (#"{"RoleDetailList": [{"Arn": "x"}], "Policies": []}"#, "no name"),
            (#"{"Policies": [{"PolicyName": "P", "Arn": "x", "PolicyVersionList": []}]}"#, "in force"),
        ])
    func broken(text: String, message: String) throws {
        let result = try Trial(rules: Self.rule).judge(text, name: "account.json")
        #expect(result.errors.contains { $0.message.contains(message) }, "\(result.errors)")
    }
}
