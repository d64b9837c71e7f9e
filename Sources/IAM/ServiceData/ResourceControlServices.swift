/// The services whose resources AWS's resource control policies reach.
///
/// A denial for any other service has no effect, until AWS takes the service up.
/// - SeeAlso: AWS Organizations User Guide, "Resource control policies", "List of AWS services that support RCPs" and
///   "Resources and entities not restricted by RCPs".
enum ResourceControlServices {
    /// The day on which the list was read.
    static let date = "2026-11-28"

    private static let prefixes: StaticString = """
         aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory cloudfront cloudsearch \
         cloudtrail-data codeartifact codebuild codecommit codepipeline cognito-identity cognito-idp comprehend \
         comprehendmedical compute-optimizer cost-optimization-hub dax dsql dynamodb ecr ecr-public events firehose fis \
         fms gamelift health inspector-scan kendra kinesisvideo kms logs memorydb networkmonitor notifications \
         opensearch pca-connector-ad personalize polly pricing resource-groups rolesanywhere s3 secretsmanager \
         servicediscovery signin sqs sts support swf textract timestream-influxdb transcribe transfer translate wafv2 \
         workspaces xray
        """

    private static let exceptions: Set<String> = ["kms:retiregrant"]
    private static let known = Set("\(prefixes)".split(separator: " "))

    /// False if the documentation does not name the service of an action, or excepts the action.
    static func reach(_ action: String) -> Bool {
        let action = action.asciiLowercased
        return known.contains(action.prefix { $0 != ":" }) && !exceptions.contains(action)
    }
}
