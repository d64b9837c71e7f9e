public import Documents

/// Where services are: the addresses of AWS, or those that environment and configuration name in their place.
/// - SeeAlso: AWS SDKs and Tools Reference Guide, "Service-specific endpoints"
public struct ServiceEndpoints: Sendable {
    private let environment: AccountEnvironment
    private let configuration: SharedConfiguration
    private let profile: String
    /// The address on the command line; nil if there is none.
    public var override: ServiceAddress?

    public init(environment: AccountEnvironment, configuration: SharedConfiguration, profile: String) {
        self.environment = environment
        self.configuration = configuration
        self.profile = profile
    }

    /// - Throws: an error if an address that was configured is none.
    public func address(of service: Service, in region: String) throws(Diagnostic) -> ServiceAddress {
        if let override { return override }
        if let (text, place) = configured(service) {
            guard let address = ServiceAddress(text) else {
                throw Diagnostic(
                    file: place, message: "`\(Diagnostic.shown(text))` is no address of a service",
                    help: "expected one such as `https://host:port`")
            }
            return address
        }
        guard Self.isRegion(region) else {
            throw Diagnostic(
                file: "region", message: "`\(Diagnostic.shown(region))` is no region",
                help: "expected one such as `eu-central-1`")
        }
        let suffix = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        if let host = service.globalHost, !region.hasPrefix("cn-"), !region.hasPrefix("us-gov-") {
            return ServiceAddress(host: "\(host).\(suffix)")
        }
        return ServiceAddress(host: "\(service.hostPrefix).\(region).\(suffix)")
    }

    private func configured(_ service: Service) -> (text: String, place: String)? {
        if environment.isTrue("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") { return nil }
        let section = configuration.profiles[profile]
        let key = service.endpointVariable.lowercased()
        let own = section?["services"].flatMap { configuration.services[$0]?.nested[key]?["endpoint_url"] }
        let variables = ["AWS_ENDPOINT_URL_\(service.endpointVariable)", "AWS_ENDPOINT_URL"]
        for variable in variables {
            if let text = environment[variable] { return (text, variable) }
        }
        return (own ?? section?["endpoint_url"]).map { ($0, configuration.file) }
    }

    /// Whether a text can be a region. It becomes a part of a host, so nothing else may pass.
    public static func isRegion(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, let number = parts.last, !number.isEmpty, number.utf8.allSatisfy({ $0 &- 0x30 < 10 })
        else { return false }
        return parts.dropLast().allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 &- 0x61 < 26 } }
    }
}
