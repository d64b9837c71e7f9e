import Documents
import Engine
import Policies

extension Sample {
    /// A run that has something of everything.
    static let everything = run(
        notebookFindings + planFindings,
        errors: [
            Diagnostic(
                file: "infra/broken.yaml", region: region(of: "Resources", in: notebook),
                message: "expected a mapping", help: "check the indentation",
                excerpt: Excerpt(region: region(of: "Resources", in: notebook), lines: LineTable(notebook)))
        ],
        warnings: [
            Diagnostic(.warning, file: "exceptions.yaml", message: "the exception of `Old` matches nothing", help: nil)
        ],
        skipped: [
            SkippedFile(file: "README.md", reason: "no template"), SkippedFile(file: "a.json", reason: "no template"),
            SkippedFile(file: "big.json", reason: "larger than 256 MiB"),
        ],
        rules: rules, passes: 480)

    static let rules = [
        rule(
            "batch/payload", .medium, title: "Batch payloads stay within the limit",
            description: "A payload above 100 MB is refused by the service.", labels: ["cost"]),
        rule(
            "compute/no-gpu-notebooks", .high, title: "Notebook instances do not use GPU types",
            description: "GPU time on an idle notebook is the most expensive way to think.",
            remedy: "Choose a T or M type, for example ml.t3.medium.",
            references: ["https://docs.aws.amazon.com/sagemaker/latest/dg/nbi.html"], labels: ["cost", "compute"]),
        rule("security/no-secrets", .critical, title: "No secrets in plain text", labels: ["security"]),
        rule("storage/volume", .low, title: "Volumes are no larger than needed"),
    ]

    private static var notebookFindings: [Finding] {
        var first = finding(
            "compute/no-gpu-notebooks", .high, at: "\"ml.p3.2xlarge\"", in: notebook,
            path: "Properties.InstanceType",
            message: "Train uses ml.p3.2xlarge; GPU work belongs in a training job that ends by itself")
        first.remedy = "Choose a T or M type, for example ml.t3.medium."
        first.expected = "an instance type of class `general`"
        first.scenario = ["Env": "prod", "Access": "Enabled"]
        first.references = ["https://docs.aws.amazon.com/sagemaker/latest/dg/nbi.html"]
        first.evidence = [Evidence(path: "Properties.InstanceType", value: "ml.p3.2xlarge")]
        var volume = finding(
            "storage/volume", .low, .suppressed, at: "500", in: notebook, path: "Properties.VolumeSizeInGB",
            message: "the volume of Train is larger than 100 GB")
        volume.suppression = Finding.Suppression(origin: .inSource, reason: "large images", until: "2027-03-31")
        var second = finding(
            "compute/no-gpu-notebooks", .high, at: "ml.g5.48xlarge", in: notebook, resource: "Explore",
            path: "Properties.InstanceType", message: "Explore uses ml.g5.48xlarge; GPU work belongs in a training job")
        second.remedy = first.remedy
        second.references = first.references
        second.evidence = [
            Evidence(path: "Properties.InstanceType", value: "ml.g5.48xlarge"), Evidence(path: "Gpus", value: "8"),
        ]
        return [undecided("storage/volume", "Train"), first, undecided("security/no-secrets", "Train"), volume, second]
            + [undecided("security/no-secrets", "Explore"), broken]
    }

    private static func undecided(_ rule: String, _ resource: String) -> Finding {
        let isTrain = resource == "Train"
        var finding = finding(
            rule, .critical, .unknown, at: isTrain ? "!ImportValue role" : "!Ref Access", in: notebook,
            resource: resource, path: "Properties.RoleArn", message: "\(resource) uses (unknown)")
        finding.reason = isTrain ? "the import `role` leaves the input" : "parameter `Access` has no default"
        return finding
    }

    private static var broken: Finding {
        var finding = finding(
            "custom/broken", .medium, .error, at: "Explore", in: notebook, resource: "Explore",
            message: "the rule could not be evaluated")
        finding.reason = "no such overload: list < int"
        return finding
    }

    private static var planFindings: [Finding] {
        let payloads = [("200", "a"), ("300", "b"), ("400", "c")].map { value, name in
            var finding = finding(
                "batch/payload", .medium, at: value, in: plan, resource: name, path: "MaxPayloadInMB",
                message: "the payload of \(name) is above 100 MB")
            finding.evidence = [Evidence(path: "MaxPayloadInMB", value: value), Evidence(path: "Limit", value: "100")]
            finding.gates = name != "b"
            finding.status = name == "c" ? .known : .new
            return finding
        }
        var hidden = finding(
            "security/no-secrets", .critical, at: "\"swordfish\"", in: plan, resource: "c", path: "token",
            message: "the token of c is (hidden)")
        hidden.evidence = [Evidence(path: "token", value: Evidence.hidden)]
        return payloads + [hidden]
    }
}
