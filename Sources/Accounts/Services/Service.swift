/// One service of AWS, as far as calling it goes: a row of the table of services.
/// - SeeAlso: the metadata of botocore's service models
public struct Service: Sendable, Hashable {
    /// How requests and answers are written down.
    public enum Notation: Sendable, Hashable {
        /// The operation in a header, JSON both ways.
        case json(target: String, version: String = "1.1")
        /// Form fields, and XML as the answer.
        case query(version: String)
        /// Paths of their own, and XML as the answer.
        case restXML
        /// Paths of their own, and JSON as the answer.
        case restJSON
    }

    /// As in the IAM actions of the service.
    public var name: String
    /// The prefix of the IAM actions, where it is another one.
    public var actionPrefix: String
    /// The first part of the host.
    public var hostPrefix: String
    public var notation: Notation
    /// The name under which requests are signed.
    public var signingName: String
    /// The only region that it is called in; nil for one that each region has.
    public var onlyRegion: String?
    /// The whole host of a service that has one for all regions, without the suffix of the partition.
    public var globalHost: String?
    /// The part of `AWS_ENDPOINT_URL_...` that names it, and in lower case the key of `services` sections.
    public var endpointVariable: String

    private init(
        _ name: String, host: String? = nil, _ notation: Notation, signedAs: String? = nil,
        onlyIn region: String? = nil,
        globalHost: String? = nil, variable: String? = nil, actions: String? = nil
    ) {
        self.name = name
        actionPrefix = actions ?? name
        hostPrefix = host ?? name
        self.notation = notation
        signingName = signedAs ?? name
        onlyRegion = region
        self.globalHost = globalHost
        endpointVariable = variable ?? name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
    }

    public static let sageMaker = Service("sagemaker", host: "api.sagemaker", .json(target: "SageMaker"))
    public static let scaling = Service(
        "application-autoscaling", .json(target: "AnyScaleFrontendService"), variable: "APPLICATION_AUTO_SCALING")
    public static let budgets = Service(
        "budgets", .json(target: "AWSBudgetServiceGateway"), onlyIn: "us-east-1", globalHost: "budgets")
    public static let identity = Service("iam", .query(version: "2010-05-08"), onlyIn: "us-east-1", globalHost: "iam")
    public static let securityTokens = Service("sts", .query(version: "2011-06-15"))
    public static let organizations = Service(
        "organizations", .json(target: "AWSOrganizationsV20161128"), onlyIn: "us-east-1")
    static let scheduler = Service("scheduler", .restJSON)
    static let fileSystems = Service(
        "efs", host: "elasticfilesystem", .restJSON, signedAs: "elasticfilesystem", actions: "elasticfilesystem")
    static let costExplorer = Service(
        "ce", .json(target: "AWSInsightsIndexService"), onlyIn: "us-east-1", variable: "COST_EXPLORER")
    static let costReports = Service(
        "cur", .json(target: "AWSOrigamiServiceGatewayService"), onlyIn: "us-east-1",
        variable: "COST_AND_USAGE_REPORT_SERVICE")
    static let dataExports = Service(
        "bcm-data-exports", .json(target: "AWSBillingAndCostManagementDataExports"), onlyIn: "us-east-1")
    public static let metrics = Service(
        "cloudwatch", host: "monitoring", .json(target: "GraniteServiceVersion20100801", version: "1.0"),
        signedAs: "monitoring")
    public static let storage = Service("s3", .restXML)
    public static let notifications = Service("sns", .query(version: "2010-03-31"))
    static let singleSignOn = Service("sso", host: "portal.sso", .restJSON, variable: "SSO")

    static let all: [Service] = [
        .sageMaker, .scaling, .budgets, .identity, .securityTokens, .organizations, .storage, .metrics,
        .scheduler, .fileSystems, .costExplorer, .costReports, .dataExports,
    ]

    /// The service with this name.
    static func named(_ name: some StringProtocol) -> Service? { all.first { $0.name == name } }

    /// The IAM action that an operation needs, by its own name unless the table says another one.
    func action(_ operation: String) -> String {
        let text = CallTable.actions.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        let row = text.split(separator: "\n").first { $0.hasPrefix("\(name)\t\(operation)\t") }
        return "\(actionPrefix):\(row?.split(separator: "\t").last.map(String.init) ?? operation)"
    }
}
