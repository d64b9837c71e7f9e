import Foundation
import Testing

/// What the commands print and how they end.
@Suite("commands")
struct CommandTests {
    static let allow =
        #"{"Version": "2012-10-17", "Statement": [{"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}]}"#
    static let one =
        #"{"Version": "2012-10-17", "Statement": [{"Sid": "One", "Effect": "Allow", "Action": "sagemaker:CreateModel", "Resource": "*"}]}"#
    static let deny = """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "NotHere", "Effect": "Deny", "Action": "sagemaker:*", "Resource": "*",
           "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}}]}
        """
    static let unclear =
        #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sagemaker:CreateModel", "Resource": "*", "Condition": {"StringEquals": {"aws:TagKeys": "a"}}}]}"#
    static let path =
        #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/team/*"}}}]}"#
    static let session = "arn:aws:sts::111122223333:assumed-role/r/alice"
    static let guarantee = "actions: [sagemaker:CreateModel]\nonlyWhen: {StringEquals: {aws:RequestTag/team: a}}\n"
    static let files = [
        "all.json": allow, "one.json": one, "deny.json": deny, "unclear.json": unclear,
        "path.json": path,
        "g.yaml": guarantee,
        "typo.yaml": "action: [sagemaker:CreateModel]\n", "twice.yaml": "actions: [a:b]\nactions: [a:c]\n",
        "wrapped.yaml": "guarantee: {actions: [sagemaker:CreateModel]}\n", "broken.json": "{", "text.json": "[1, 2]",
        "mistake.json":
            #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sagemaker:CreateModle", "Resource": "*"}]}"#,
        "refused.json":
            #"{"Version": "2012-10-17", "Statement": [{"Effect": "Permit", "Action": "s3:*", "Resource": "*"}]}"#,
    ]
    static let model = "arn:aws:sagemaker:eu-west-1:111122223333:model/m"

    struct Case: Sendable, CustomTestStringConvertible {
        var command: String
        var code: Int32
        var output = ""
        var errors = ""
        var testDescription: String { command }
    }

    static let cases: [Case] = [
        Case(
            command:
                "can --action sagemaker:DeleteModel --resource \(model) --identity path.json --principal \(session)",
            code: 3, output: "the path of the session's role"),
        Case(
            command:
                "can --action sagemaker:DeleteModel --resource \(model) --identity path.json --principal \(session) --context aws:PrincipalArn=arn:aws:iam::111122223333:role/team/r",
            code: 0),
        Case(
            command: "prove --guarantee g.yaml --identity one.json --principal arn:aws:iam::111122223333:root", code: 2,
            errors: "root user"),
        Case(
            command:
                "prove --guarantee g.yaml --identity one.json --principal arn:aws:sts::111122223333:assumed-role/r",
            code: 2, errors: "is not the ARN of a principal"),
        Case(
            command: "prove --guarantee g.yaml --identity one.json --principal arn:aws:iam::111122223333:role/*",
            code: 2, errors: "is not the ARN of a principal"),
        Case(
            command:
                "prove --guarantee g.yaml --identity one.json --scp all.json --principal arn:aws:iam::111122223333:role/aws-service-role/x/y",
            code: 2, errors: "service-linked role"),
        Case(command: "lint one.json", code: 0, output: "nothing failed"),
        Case(command: "lint mistake.json", code: 1, output: "did you mean `sagemaker:CreateModel`?"),
        Case(command: "lint refused.json", code: 1, output: "`Effect` must be `Allow` or `Deny`"),
        Case(command: "lint all.json", code: 1, output: "full-sagemaker-access"),
        Case(command: "lint all.json --as scp", code: 0),
        Case(command: "lint broken.json", code: 2),
        Case(command: "lint text.json", code: 2, output: "holds no IAM policy"),
        Case(command: "lint none.json", code: 2, output: "does not exist"),
        Case(command: "lint", code: 2),
        Case(
            command: "can --action sagemaker:CreateModel --resource \(model) --identity one.json", code: 0,
            output: "ALLOWED"),
        Case(
            command: "can --action sagemaker:DeleteModel --resource \(model) --identity one.json", code: 1,
            output: "DENIED"),
        Case(
            command:
                "can --action sagemaker:CreateModel --resource \(model) --identity one.json --scp all.json,deny.json",
            code: 0),
        Case(
            command:
                "can --action sagemaker:CreateModel --resource \(model.replacing("eu-west-1", with: "us-east-1")) --identity one.json --scp all.json,deny.json",
            code: 1, output: "`NotHere` of"),
        Case(
            command:
                "can --action sagemaker:CreateModel --resource \(model) --identity one.json --scp all.json --scp deny.json",
            code: 1, errors: "no policy of this level allows anything"),
        Case(
            command:
                "can --action sagemaker:CreateModel --resource \(model) --context aws:TagKeys=a --identity unclear.json",
            code: 3, output: "UNCLEAR"),
        Case(
            command: "can --action sagemaker:* --resource \(model) --identity one.json", code: 2,
            errors: "is not one action"),
        Case(
            command: "can --action sagemaker:CreateModel --resource model/m --identity one.json", code: 2,
            errors: "neither an ARN nor `*`"),
        Case(
            command: "can --action sagemaker:CreateModel --resource \(model) --context team --identity one.json",
            code: 2, errors: "no condition key"),
        Case(
            command: "can --action sagemaker:CreateModel --resource \(model) --principal ann --identity one.json",
            code: 2, errors: "not the ARN of a principal"),
        Case(command: "can --action sagemaker:CreateModel --resource \(model)", code: 2),
        Case(command: "prove --guarantee g.yaml --identity one.json", code: 1, output: "COUNTEREXAMPLE"),
        Case(command: "prove --guarantee g.yaml --identity unclear.json", code: 3, output: "UNKNOWN"),
        Case(
            command: "prove --guarantee g.yaml --identity deny.json", code: 0,
            output: "allow no request of these actions at all"),
        Case(command: "prove --guarantee typo.yaml --identity one.json", code: 2, errors: "write `actions`"),
        Case(command: "prove --guarantee twice.yaml --identity one.json", code: 2, errors: "given twice"),
        Case(
            command: "prove --guarantee wrapped.yaml --identity one.json", code: 2, errors: "`guarantee` is no element"),
        Case(command: "prove --guarantee g.yaml --identity broken.json", code: 2),
        Case(command: "prove --guarantee g.yaml --identity refused.json", code: 2, errors: "`Effect` must be"),
        Case(command: "prove --guarantee g.yaml --identity text.json", code: 2),
        Case(command: "prove --identity one.json", code: 2),
        Case(command: "diff one.json one.json", code: 0, output: "NOTHING NEW"),
        Case(command: "diff all.json one.json", code: 0),
        Case(command: "diff unclear.json one.json", code: 1, output: "NEW ACCESS"),
        Case(command: "diff --old one.json --new one.json --new unclear.json", code: 0),
        Case(command: "diff one.json", code: 2),
        Case(command: "diff one.json broken.json", code: 2),
    ]

    @Test("each command ends with the code of its answer", arguments: cases)
    func codes(_ example: Case) throws {
        try Program.withFiles(Self.files) { folder in
            let words = example.command.split(separator: " ").map { word in
                let parts = word.split(separator: ",").map(String.init)
                let isFile = parts.allSatisfy { $0.hasSuffix(".json") || $0.hasSuffix(".yaml") }
                return isFile ? parts.map { folder + "/" + $0 }.joined(separator: ",") : String(word)
            }
            let run = try Program.run(["iam"] + words)
            #expect(run.code == example.code, "\(run.output)\(run.errors)")
            #expect(example.output.isEmpty || Self.unwrapped(run.output).contains(example.output), "\(run.output)")
            #expect(example.errors.isEmpty || Self.unwrapped(run.errors).contains(example.errors), "\(run.errors)")
        }
    }

    /// The text on one line.
    private static func unwrapped(_ text: String) -> String {
        text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    }

    @Test("the report of the linter is that of a check")
    func report() throws {
        try Program.withFiles(Self.files) { folder in
            let report = try Program.run(["iam", "lint", folder + "/mistake.json", "--format", "json"]).json
            #expect(report["schema"] as? String == "proviso-report/1")
            let finding = try #require((report["findings"] as? [[String: Any]])?.first)
            #expect(finding["rule"] as? String == "iam/unknown-action")
            #expect(finding["severity"] as? String == "high")
            #expect(finding["path"] as? String == "Statement[0]")
            let region = try #require(finding["region"] as? [String: Int])
            let column = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": ".count + 1
            #expect(region == ["startLine": 1, "startColumn": column, "endLine": 1, "endColumn": column + 23])
        }
    }

    @Test("the answer to `can` names the statement and its place")
    func statement() throws {
        try Program.withFiles(Self.files) { folder in
            let arguments = ["iam", "can", "--action", "sagemaker:CreateModel", "--resource", Self.model]
            let answer = try Program.run(arguments + ["--identity", folder + "/one.json", "--format", "json"]).json
            #expect(answer["verdict"] as? String == "ALLOWED")
            let statement = try #require(answer["statement"] as? [String: Any])
            #expect(statement["sid"] as? String == "One")
            #expect(statement["file"] as? String == folder + "/one.json")
            #expect((statement["region"] as? [String: Int])?["startColumn"] == 41)
        }
    }

    @Test("input cannot steer a terminal or a build system")
    func hostile() throws {
        let policy = Self.one.replacing("One", with: "a\\u001b[31m\\n::error::x")
        try Program.withFiles(["p.json": policy, "g.yaml": Self.guarantee]) { folder in
            for arguments in [
                ["lint", folder + "/p.json"],
                ["prove", "--guarantee", folder + "/g.yaml", "--identity", folder + "/p.json"],
            ] {
                let run = try Program.run(["iam"] + arguments)
                #expect(!(run.output + run.errors).contains("\u{1B}"))
                #expect(!run.output.split(separator: "\n").contains { $0.drop { $0 == " " }.hasPrefix("::") })
            }
        }
    }

    @Test("the version in detail names the date of the service data")
    func provenance() throws {
        let run = try Program.run(["--version", "--verbose"])
        #expect(run.code == 0)
        #expect(run.output.contains("facts of 20"))
        #expect(run.output.contains("cfn-lint"))
        #expect(try Program.run(["--version"]).output.hasPrefix("proviso "))
    }
}
