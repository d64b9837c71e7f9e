import ArgumentParser
import Documents
import Engine
import Readers

struct DeploymentOptions: ParsableArguments {
    @Option(
        name: .customLong("parameters"),
        help: ArgumentHelp(
            """
            What templates are deployed with: JSON of the AWS CLI or CodePipeline, samconfig.toml, or a YAML mapping. \
            May be repeated; findings say in which deployments they arise.
            """, valueName: "file"))
    var files: [String] = []

    @Option(help: "The region of all deployments, such as eu-west-1.")
    var region: String?

    @Option(help: "The account of all deployments, 12 digits.")
    var account: String?

    @Option(
        name: .customLong("tag"),
        help: ArgumentHelp(
            "A tag of every stack, which CloudFormation gives to its resources. May be repeated.",
            valueName: "key=value"))
    var tags: [String] = []

    func validate() throws {
        if let account, account.utf8.count != 12 || !account.utf8.allSatisfy({ (48...57).contains($0) }) {
            throw ValidationError("An account has 12 digits, not `\(account)`.")
        }
        if let region, !Self.isRegion(region) {
            throw ValidationError("`\(region)` is no region: expected a name such as eu-west-1.")
        }
        for tag in tags where Self.parts(of: tag) == nil {
            throw ValidationError("Expected `--tag key=value`, not `\(tag)`.")
        }
    }

    func apply(to request: inout CheckRequest) {
        request.parameterFiles = files
        request.deployments.region = region
        request.deployments.account = account
        for (key, value) in tags.compactMap(Self.parts(of:)) { request.deployments.addTag(key: key, value: value) }
    }

    private static func isRegion(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, let number = parts.last, Int(number) != nil else { return false }
        return parts.dropLast().allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (97...122).contains($0) } }
    }

    private static func parts(of tag: String) -> (key: String, value: String)? {
        guard let equals = tag.firstIndex(of: "="), equals != tag.startIndex else { return nil }
        return (String(tag[..<equals]), String(tag[tag.index(after: equals)...]))
    }
}
