import Testing

/// What IAM says about documents, as facts: one variation of a good statement each.
enum GrammarCases {
    struct Refused: Sendable, CustomTestStringConvertible {
        var document: String
        var message: String
        var testDescription: String { document }
    }

    private static let syntax = "Syntax errors in policy."
    private static let legacy = "The policy failed legacy parsing"
    private static let action = #""Action": "sagemaker:CreateModel""#
    private static let resource = #""Resource": "arn:aws:sagemaker:eu-west-1:111122223333:model/m""#

    private static func document(_ statement: String) -> String {
        #"{"Version": "2012-10-17", "Statement": \#(statement)}"#
    }

    private static func allow(_ elements: String...) -> String {
        document(#"{"Effect": "Allow", \#(elements.joined(separator: ", "))}"#)
    }

    private static func date(_ value: String) -> String {
        allow(action, resource, #""Condition": {"DateLessThan": {"aws:CurrentTime": "\#(value)"}}"#)
    }

    static let refused: [Refused] =
        structure.map { Refused(document: $0, message: syntax) }
        + legacyForms.map { Refused(document: $0, message: legacy) }
        + reasons.map { Refused(document: $0.0, message: $0.1) }

    private static let structure = [
        "[]", "{}", #"{"Version": "2012-10-17"}"#, document("[]"), document(#"["text"]"#), document("3"),
        #"{"Version": "2020-01-01", "Statement": {"Effect": "Allow", \#(action), \#(resource)}}"#,
        #"{"Version": "2012-10-17", "Remark": "", "Statement": {"Effect": "Allow", \#(action), \#(resource)}}"#,
        #"{"Version": "2012-10-17", "Id": {}, "Statement": {"Effect": "Allow", \#(action), \#(resource)}}"#,
        allow(action, resource, #""Comment": "why""#),
        document("{\(action), \(resource)}"),
        document(#"{"Effect": "Permit", \#(action), \#(resource)}"#),
        document(#"{"Effect": true, \#(action), \#(resource)}"#),
        allow(action, #""NotAction": []"#, resource),
        allow(action, resource, #""NotResource": "*""#),
        allow(#""Action": {}"#, resource), allow(#""Action": [[]]"#, resource), allow(#""Action": [1]"#, resource),
        allow(action, #""Resource": {"Bucket": "b"}"#), allow(action, #""Resource": ["*", {}]"#),
        allow(action, resource, #""Condition": []"#), allow(action, resource, #""Condition": "none""#),
        allow(action, resource, #""Condition": {"StringEquals": "x"}"#),
        allow(action, resource, #""Condition": {"StringEquals": []}"#),
        allow(action, resource, #""Condition": {"StringEquals": {"aws:username": {}}}"#),
        allow(action, resource, #""Condition": {"StringMatches": {"aws:username": "x"}}"#),
        allow(action, resource, #""Condition": {"ForSomeValue:StringEquals": {"aws:username": "x"}}"#),
        allow(action, resource, #""Condition": {"ForAnyValue::StringEquals": {"aws:username": "x"}}"#),
        allow(action, resource, #""Sid": []"#), allow(action, resource, #""Sid": 4"#),
        allow(action, action, resource),
        allow(
            action, resource, #""Condition": {"StringEquals": {"aws:PrincipalTag/a": "x", "aws:principaltag/A": "y"}}"#),
    ]

    private static let legacyForms = [
        document(#"{"Effect": "ALLOW", \#(action), \#(resource)}"#),
        document(#"{"Effect": "deny", \#(action), "Resource": "arn:aws:s3:eu-west-1::b"}"#),
        allow(action, #""Resource": "arn:aws:s3::bucket""#), allow(action, #""NotResource": "arn:aws:s3::bucket""#),
        allow(action, #""Resource": "arn:aws::x""#), allow(action, #""Resource": "arn:aws::::x""#),
        date("tomorrow"), date("2025-13"), date("2025-00-01"), date("2025-01-32"), date("2025-01-01T24:00:00Z"),
        date("2025-01-01T10:60:00Z"), date("2025-01-01T10:00:00+1"), date("2025-01-01T10:00:00.1234567891Z"),
        date("9223372036854775808"), date("-5s"), date("1-2-3-4"),
        allow(#""Condition": {"DateGreaterThan": {"aws:CurrentTime": "soon"}}"#),
    ]

    private static let reasons: [(String, String)] = [
        (
            #"{"Statement": {"Effect": "Allow", \#(action), \#(resource)}}"#,
            "Policy document must be version 2012-10-17 or greater."
        ),
        (
            #"{"Version": "2008-10-17", "Statement": {"Effect": "nope-not-read", "Effect": "Allow", \#(action), \#(resource)}}"#,
            syntax
        ),
        (
            #"{"Version": "2008-10-17", "Statement": {"Effect": "deny", \#(action), \#(resource)}}"#,
            "Policy document must be version 2012-10-17 or greater."
        ),
        (
            allow(#""Action": "CreateModel""#, resource),
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        ),
        (
            allow(#""NotAction": """#, resource),
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        ),
        (allow(#""Action": "sage maker:Create""#, resource), "Vendor sage maker is not valid"),
        (allow(#""Action": "sagemaker:Create:Model""#, resource), "Actions/Condition can contain only one colon."),
        (allow(resource), "Policy statement must contain actions."),
        (allow(#""Action": []"#, resource), "Policy statement must contain actions."),
        (allow(action), "Policy statement must contain resources."),
        (allow(action, #""Resource": []"#), "Policy statement must contain resources."),
        (
            document(#"[{"Sid": "A", "Effect": "Allow", \#(action), \#(resource)}, {"Sid": "A", "Effect": "Deny"}]"#),
            "Statement IDs (SID) in a single policy must be unique."
        ),
        (allow(action, #""Resource": "bucket""#), #"Resource bucket must be in ARN format or "*"."#),
        (allow(action, #""Resource": """#), #"Resource  must be in ARN format or "*"."#),
        (
            allow(action, #""Resource": "arn:oracle:s3:::b""#),
            #"Partition "oracle" is not valid for resource "arn:oracle:s3:::b"."#
        ),
        (
            allow(action, #""Resource": "aws:s3:::b""#),
            #"Partition "s3" is not valid for resource "arn:s3:::b:*"."#
        ),
        (allow(action, #""Resource": "x:y""#), #"Partition "y" is not valid for resource "arn:y:*:*:*:*"."#),
        (
            allow(action, #""Resource": "arn:aws""#),
            "Resource vendor must be fully qualified and cannot contain regexes."
        ),
        (
            allow(action, #""Resource": "arn:aws:s3:eu-west-1::b""#),
            "Resource arn:aws:s3:eu-west-1::b can not contain region information."
        ),
        (
            allow(action, #""Resource": "arn:aws:iam:eu-west-1::role/r""#),
            "IAM resource arn:aws:iam:eu-west-1::role/r cannot contain region information."
        ),
        (
            allow(action, resource, #""Principal": "*""#), "Policy document should not specify a principal."
        ),
    ]

    static let accepted: [String] = [
        allow(action, resource), document(#"[{"Effect": "Deny", \#(action), \#(resource)}]"#),
        allow(#""Action": "*""#, #""Resource": "*""#), allow(#""Action": ["s3:Get*", "x-y.z:A b"]"#, resource),
        allow(#""NotAction": "iam:*""#, #""NotResource": ["*"]"#), allow(action, #""Resource": ["*", null]"#),
        allow(action, #""Resource": "arn:aws:something""#), allow(action, #""Resource": "arn:aws-cn:s3:::b""#),
        allow(action, #""Resource": "arn:*:s3:::b""#), allow(action, #""Resource": "arn:aws:iam::*:role/r""#),
        allow(action, #""Resource": "arn:aws:s3:eu-west-1:111122223333:accesspoint/a""#),
        allow(action, resource, #""Condition": {}"#), allow(action, resource, #""Condition": {"Anything": {}}"#),
        allow(action, resource, #""Condition": {"Bool": {"aws:SecureTransport": true}}"#),
        allow(action, resource, #""Condition": {"NumericLessThan": {"sagemaker:MaxRuntimeInSeconds": 3600}}"#),
        allow(action, resource, #""Condition": {"ForAllValues:StringLikeIfExists": {"aws:TagKeys": []}}"#),
        allow(action, resource, #""Sid": """#),
        #"{"Version": "2012-10-17", "Id": "a", "Statement": {"Effect": "Allow", \#(action), \#(resource)}}"#,
        date("2025"), date("2025-06"), date("2025-06-30"), date("2025-06-30T10:00:00Z"), date("01T"),
        date("2025-06-30t10:00:00.123456789z"), date("2025-06-30T10:00:00+02:00"), date("2025-06-30T10:00:00.5+23"),
        date("1750000000"), date("-292275054"),
    ]
}
