import IAM

/// What each condition operator answers: the reading of the IAM User Guide, one fact per row.
enum OperatorTable {
    struct Row: Sendable {
        var comparison: String
        var key: String
        /// The policy's values as JSON.
        var policy: String
        /// The request's value; nil if it does not carry the key.
        var value: Request.Value?
        /// Nil where the documentation leaves it open.
        var expected: Bool?
        var more: [String: String] = [:]
    }

    static let rows: [Row] = single + sets + variables

    /// Rows for a key that holds one value.
    private static func rows(
        _ comparison: String, _ policy: String, key: String = "aws:PrincipalTag/k", yes: [String] = [],
        no: [String] = [],
        absent: Bool
    ) -> [Row] {
        let given = yes.map { ($0, true) } + no.map { ($0, false) }
        return given.map { Row(comparison: comparison, key: key, policy: policy, value: .one($0.0), expected: $0.1) }
            + [Row(comparison: comparison, key: key, policy: policy, value: nil, expected: absent)]
    }

    private static let single: [Row] =
        rows("StringEquals", #"["dev", "a*"]"#, yes: ["dev", "a*"], no: ["Dev", "ab", "", "dev "], absent: false)
        + rows("StringNotEquals", #"["dev", "a*"]"#, yes: ["Dev", "ab", ""], no: ["dev", "a*"], absent: true)
        + rows("StringEqualsIfExists", #""dev""#, yes: ["dev"], no: ["Dev"], absent: true)
        + rows("StringNotEqualsIfExists", #""dev""#, yes: ["Dev"], no: ["dev"], absent: true)
        + rows("StringEqualsIgnoreCase", #""dÉv""#, yes: ["dév", "DÉV"], no: ["dev"], absent: false)
        + rows("StringNotEqualsIgnoreCase", #""dev""#, yes: ["d"], no: ["dEv"], absent: true)
        + rows(
            "StringLike", #"["a*c", "?"]"#, yes: ["ac", "a/:c", "é", "x"], no: ["", "Ac", "acd", "xy"], absent: false)
        + rows("StringNotLike", #""*""#, yes: [], no: ["", "x"], absent: true)
        + rows("StringNotLike", #""?*""#, yes: [""], no: ["x", "xy"], absent: true)
        + rows("stringlike", #""A*""#, yes: ["A"], no: ["a"], absent: false)
        + rows("NumericEquals", #"["5", 7]"#, yes: ["5", "5.0", "07"], no: ["6", "five", ""], absent: false)
        + rows("NumericNotEquals", #""5""#, yes: ["6", "five"], no: ["5", "5.0"], absent: true)
        + rows("NumericLessThan", "10", yes: ["9.99", "-1"], no: ["10", "x"], absent: false)
        + rows("NumericLessThanEquals", "10", yes: ["10"], no: ["10.01"], absent: false)
        + rows("NumericGreaterThan", "10", yes: ["11"], no: ["10"], absent: false)
        + rows("NumericGreaterThanEqualsIfExists", "10", yes: ["10"], no: ["9"], absent: true)
        + rows(
            "DateGreaterThan", #""2025-01-01T00:00:00Z""#, key: "aws:CurrentTime",
            yes: ["2025-01-01T00:00:01Z", "1735689601", "2025-01-01T00:30:00-01:00"],
            no: ["2025-01-01T00:00:00Z", "1735689600", "2025-01-01T00:30:00+01:00", "soon"], absent: false)
        + rows(
            "DateEquals", #""2025-01-01""#, key: "aws:TokenIssueTime", yes: ["1735689600"], no: ["1735689601"],
            absent: false)
        + rows(
            "DateNotEquals", #""2025-01-01""#, key: "aws:TokenIssueTime", yes: ["1735689601"], no: ["2025-01"],
            absent: true)
        + rows(
            "DateLessThanEquals", #""1735689600""#, key: "aws:EpochTime", yes: ["0", "1735689600"], no: ["1735689601"],
            absent: false)
        + rows("Bool", "true", key: "aws:SecureTransport", yes: ["true", "True"], no: ["false", ""], absent: false)
        + rows("Bool", #""False""#, key: "aws:SecureTransport", yes: ["false"], no: ["true"], absent: false)
        + rows("BoolIfExists", "true", key: "aws:MultiFactorAuthPresent", yes: ["true"], no: ["false"], absent: true)
        + rows(
            "BinaryEquals", #""QmluYXJ5""#, yes: ["QmluYXJ5"], no: ["qmluyxj5", "Binary", "QmluYXI="], absent: false)
        + rows(
            "IpAddress", #"["203.0.113.0/24", "2001:db8::/32", "10.0.0.1"]"#, key: "aws:SourceIp",
            yes: ["203.0.113.0", "203.0.113.255", "2001:db8:ffff::1", "10.0.0.1"],
            no: ["203.0.114.0", "2001:db9::", "10.0.0.2", "203.0.113", "::203.0.113.1"], absent: false)
        + rows(
            "NotIpAddress", #""203.0.113.0/24""#, key: "aws:SourceIp", yes: ["203.0.114.1", "::1"], no: ["203.0.113.9"],
            absent: true)
        + rows("IpAddress", #""0.0.0.0/0""#, key: "aws:SourceIp", yes: ["255.255.255.255"], no: ["::"], absent: false)
        + rows(
            "ArnLike", #""arn:aws:iam::*:role/a*""#, key: "aws:PrincipalArn",
            yes: ["arn:aws:iam::1:role/a", "arn:aws:iam::1:role/a:b/c"],
            no: ["arn:aws:iam::1:2:role/a", "arn:aws:iam::1:role/b", "role/a"], absent: false)
        + rows(
            "ArnEquals", #""arn:aws:iam::?:role/*""#, key: "aws:PrincipalArn", yes: ["arn:aws:iam::1:role/"],
            no: ["arn:aws:iam:::role/x"], absent: false)
        + rows(
            "ArnNotLike", #""arn:aws:iam::*:role/a""#, key: "aws:PrincipalArn", yes: ["arn:aws:iam::1:role/A"],
            no: ["arn:aws:iam::1:role/a"], absent: true)
        + rows("Null", #""true""#, yes: [], no: ["x", ""], absent: true)
        + rows("Null", "false", yes: ["x", ""], no: [], absent: false)
        + rows("Null", #"["true", "false"]"#, yes: ["x"], no: [], absent: true)
        + rows("StringEquals", "[]", yes: [], no: ["x"], absent: false)

    private static func rows(
        _ comparison: String, _ policy: String, key: String = "aws:TagKeys", yes: [[String]] = [], no: [[String]] = [],
        unclear: [[String]] = [], absent: Bool
    ) -> [Row] {
        let given: [([String], Bool?)] = yes.map { ($0, true) } + no.map { ($0, false) } + unclear.map { ($0, nil) }
        return given.map {
            Row(comparison: comparison, key: key, policy: policy, value: .several($0.0), expected: $0.1)
        }
            + [Row(comparison: comparison, key: key, policy: policy, value: nil, expected: absent)]
    }

    private static let sets: [Row] =
        rows(
            "ForAllValues:StringEquals", #"["a", "b"]"#, yes: [["a"], ["a", "b"], []], no: [["a", "c"], ["A"]],
            absent: true)
        + rows("ForAnyValue:StringEquals", #"["a", "b"]"#, yes: [["a", "x"]], no: [["x"], ["A"], []], absent: false)
        + rows("ForAllValues:StringNotEquals", #"["a", "b"]"#, yes: [["x"], []], no: [["x", "a"]], absent: true)
        + rows("ForAnyValue:StringNotEquals", #"["a", "b"]"#, yes: [["x", "a"]], no: [["a", "b"], []], absent: false)
        + rows(
            "ForAnyValue:StringLike", #""ml.p*""#, key: "sagemaker:InstanceTypes",
            yes: [["ml.t3.medium", "ml.p3.2xlarge"]], no: [["ml.t3.medium"]], absent: false)
        + rows(
            "ForAllValues:StringNotLike", #""ml.p*""#, key: "sagemaker:InstanceTypes", yes: [["ml.t3.medium"]],
            no: [["ml.t3.medium", "ml.p3.2xlarge"]], absent: true)
        + rows("ForAnyValue:StringEqualsIfExists", #""a""#, yes: [["a"]], no: [["x"]], absent: true)
        + rows(
            "ForAnyValue:ArnLike", #""arn:aws:sagemaker:*:*:image/a*""#, key: "sagemaker:ImageArns",
            yes: [["arn:aws:sagemaker:r:1:image/a1"]], no: [["arn:aws:sagemaker:r:1:2:image/a1"]], absent: false)
        + rows("StringEquals", #""a""#, unclear: [["a"], ["x"]], absent: false)
        + rows("StringNotEquals", #""a""#, unclear: [["a"], ["x"]], absent: true)
        + rows("ForAllValues:StringEquals", #""a""#, key: "aws:PrincipalTag/k", yes: [["a"]], no: [["b"]], absent: true)
        + rows("Null", #""false""#, yes: [["a"]], no: [[]], absent: false)

    private static let variables: [Row] = [
        variable("StringEquals", "${aws:username}", "ada", true, ["aws:username": "ada"]),
        variable("StringEquals", "${aws:username}", "ada", false, ["aws:username": "bob"]),
        variable("StringEquals", "${aws:username}", "ada", false, [:]),
        variable("StringNotEquals", "${aws:username}", "ada", true, [:]),
        variable("StringEquals", "${aws:username, 'none'}", "none", true, [:]),
        variable("StringEquals", "${aws:username, 'none'}", "none", false, ["aws:username": "ada"]),
        variable("StringLike", "x-${AWS:UserName}-*", "x-ada-1", true, ["aws:username": "ada"]),
        variable("StringLike", "${aws:username}", "ada", false, ["aws:username": "a*"]),
        variable("StringLike", "${aws:username}", "a*", true, ["aws:username": "a*"]),
        variable("StringLike", "a${*}b", "a*b", true, [:]), variable("StringLike", "a${*}b", "axb", false, [:]),
        variable("StringLike", "a${?}", "a?", true, [:]), variable("StringEquals", "${$}{x}", "${x}", true, [:]),
        variable("StringEqualsIgnoreCase", "${aws:username}", "ADA", true, ["aws:username": "ada"]),
        variable(
            "ArnLike", "arn:aws:iam::1:user/${aws:username}", "arn:aws:iam::1:user/ada", true, ["aws:username": "ada"]),
        variable("StringEquals", "${aws:username", "${aws:username", true, ["aws:username": "ada"]),
    ]

    private static func variable(
        _ comparison: String, _ policy: String, _ value: String, _ expected: Bool, _ more: [String: String]
    ) -> Row {
        Row(
            comparison: comparison, key: "aws:PrincipalTag/k", policy: "\"\(policy)\"", value: .one(value),
            expected: expected, more: more)
    }
}
