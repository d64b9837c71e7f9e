public import Documents
import Resources

/// The accounts and regions that somebody means, before anything was asked for.
public struct AccountTarget: Sendable {
    public let environment: AccountEnvironment
    public let configuration: SharedConfiguration
    public let profile: String?
    /// Roles to assume, one for each account; none for the account of the credentials.
    public let roles: [String]
    public let externalID: String?
    /// The address of all services; nil for those of AWS and of the configuration.
    public var endpointOverride: ServiceAddress?
    public var regions: [String] = []
    /// The role in each account of the organisation; nil to leave the organisation alone.
    public var organizationRole: String?

    public init(
        environment: AccountEnvironment, configuration: SharedConfiguration, profile: String?, roles: [String] = [],
        externalID: String? = nil
    ) {
        self.environment = environment
        self.configuration = configuration
        self.profile = profile
        self.roles = roles
        self.externalID = externalID
    }

    private var profileName: String {
        profile ?? environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"] ?? "default"
    }

    /// The region of the environment or the profile.
    public func usualRegion() throws(Diagnostic) -> [String] {
        let section = configuration.profiles[profileName]
        guard let region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? section?["region"] else {
            throw Diagnostic(
                file: "region", message: "no region is given",
                help: "name one or several: `--region eu-central-1,us-east-1`")
        }
        return [region]
    }

    /// The credentials of whoever runs the program, before any role is assumed, and the addresses of the services.
    public func base(
        transport: any HTTPTransport
    ) -> (credentials: CredentialStore, chain: CredentialChain, endpoints: ServiceEndpoints) {
        var endpoints = ServiceEndpoints(
            environment: environment, configuration: configuration, profile: profileName)
        endpoints.override = endpointOverride
        let chain = CredentialChain(
            environment: environment, configuration: configuration, profile: profile,
            region: regions.first ?? "us-east-1", transport: transport, endpoints: endpoints)
        let store = CredentialStore(now: environment.now) { () async throws(Diagnostic) in
            try await chain.credentials()
        }
        return (store, chain, endpoints)
    }

    /// Looks the credentials up, and asks whose they are.
    /// - Throws: an error if no account can be reached, or somebody ended the run meanwhile.
    public func accounts(transport: any HTTPTransport) async throws(Diagnostic) -> TargetAccounts {
        let region = regions.first ?? "us-east-1"
        let (base, chain, endpoints) = base(transport: transport)
        if let organizationRole {
            let (own, arn) = try await ownAccount(base, endpoints, region, transport)
            let client = ServiceClient(
                service: .organizations, region: region, endpoints: endpoints, credentials: base, transport: transport)
            let walk = OrganizationWalk(
                roleName: organizationRole, own: own, partition: Self.partition(of: arn), client: client
            ) { role in assumed(role, base, chain, region) }
            return try await walk.accounts()
        }
        guard !roles.isEmpty else {
            return TargetAccounts(accounts: [try await ownAccount(base, endpoints, region, transport).account])
        }
        // Nobody without credentials can assume any.
        _ = try await base.current()
        var found: [TargetAccounts.Found] = []
        for role in roles {
            do throws(CredentialFailure) {
                let account = try await account(assumed(role, base, chain, region), endpoints, region, transport)
                found.append((account.account.id, .success(account.account)))
            } catch {
                found.append((ARN(role).map(\.account) ?? role, .failure(error)))
            }
        }
        let ids = found.map(\.id).sorted()
        if let twice = zip(ids, ids.dropFirst()).first(where: { $0 == $1 }) {
            throw Diagnostic(file: "role", message: "two roles are of the account \(twice.0)")
        }
        return try TargetAccounts(found)
    }

    private func assumed(
        _ role: String, _ base: CredentialStore, _ chain: CredentialChain, _ region: String
    ) -> CredentialStore {
        var request = AssumedRole(role: role)
        request.externalID = externalID
        return CredentialStore(request, base: base, chain: chain, region: region)
    }

    /// `aws` unless the caller is of another part of AWS.
    private static func partition(of arn: String) -> String {
        let parts = arn.split(separator: ":")
        return parts.count > 1 && parts[0] == "arn" ? String(parts[1]) : "aws"
    }

    static func isAccount(_ id: String) -> Bool { id.utf8.count == 12 && id.utf8.allSatisfy { $0 &- 0x30 < 10 } }

    private func ownAccount(
        _ base: CredentialStore, _ endpoints: ServiceEndpoints, _ region: String, _ transport: any HTTPTransport
    ) async throws(Diagnostic) -> (account: CollectedAccount, caller: String) {
        do throws(CredentialFailure) {
            return try await account(base, endpoints, region, transport)
        } catch {
            throw error.diagnostic
        }
    }

    private func account(
        _ credentials: CredentialStore, _ endpoints: ServiceEndpoints, _ region: String, _ transport: any HTTPTransport
    ) async throws(CredentialFailure) -> (account: CollectedAccount, caller: String) {
        // Said in full, before a call says it in few words.
        _ = try await credentials.found()
        let client = ServiceClient(
            service: .securityTokens, region: region, endpoints: endpoints, credentials: credentials,
            transport: transport)
        let answer: ServiceAnswer
        do throws(ServiceFailure) {
            answer = try await client.call(ServiceCall(operation: "GetCallerIdentity"))
        } catch {
            throw CredentialFailure(
                Diagnostic(
                    file: "credentials", message: "the service does not say whose the credentials are: \(error.reason)",
                    help: error.kind == .unavailable
                        ? "check the network and the addresses of the services" : "check that they still hold"))
        }
        guard let id = answer.root["Account"]?.scalar, Self.isAccount(id)
        else {
            throw CredentialFailure(
                Diagnostic(
                    file: "credentials", message: "the service does not say which account the credentials are of"))
        }
        let account = CollectedAccount(id: id, credentials: credentials, endpoints: endpoints)
        return (account, answer.root["Arn"]?.scalar ?? "")
    }
}
