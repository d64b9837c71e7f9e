public import Documents

/// Looks credentials up where every AWS tool does, in the same order.
/// - SeeAlso: AWS SDKs and Tools Reference Guide, "Standardized credential providers"
public struct CredentialChain: Sendable {
    public let environment: AccountEnvironment
    public let configuration: SharedConfiguration
    /// The profile that was asked for; nil for that of the environment.
    public let profile: String?
    /// For temporary credentials.
    public let region: String
    let transport: any HTTPTransport
    let endpoints: ServiceEndpoints

    public init(
        environment: AccountEnvironment, configuration: SharedConfiguration, profile: String?, region: String,
        transport: any HTTPTransport, endpoints: ServiceEndpoints
    ) {
        self.environment = environment
        self.configuration = configuration
        self.profile = profile
        self.region = region
        self.transport = transport
        self.endpoints = endpoints
    }

    /// The profile whose settings count.
    public var profileName: String {
        profile ?? environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"] ?? "default"
    }

    /// - Throws: an error that says where was looked if there are none, or what is wrong with those that are configured.
    public func credentials() async throws(Diagnostic) -> Credentials {
        // Keys in the environment go before a profile that the environment names, not before one that was asked for.
        if profile == nil, let found = environmentKeys { return found }
        if configuration.has(profileName) {
            if let found = try await credentials(ofProfile: profileName, after: []) { return found }
        } else if profileName != "default" {
            throw unknownProfile(profileName)
        }
        if let file = environment["AWS_WEB_IDENTITY_TOKEN_FILE"], let role = environment["AWS_ROLE_ARN"] {
            return try await assumeRole(role, tokenFile: file, sessionName: environment["AWS_ROLE_SESSION_NAME"])
        }
        if let found = try await MetadataCredentials(environment: environment, transport: transport).container() {
            return found
        }
        if let found = try await MetadataCredentials(environment: environment, transport: transport).instance() {
            return found
        }
        throw Diagnostic(
            file: "credentials", message: "there are no AWS credentials",
            help:
                "looked in the environment, in profile `\(profileName)` of `\(configuration.file)`, and asked the container "
                + "and the instance; name a profile with --profile, or run `aws configure`")
    }

    private var environmentKeys: Credentials? {
        guard let id = environment["AWS_ACCESS_KEY_ID"], let secret = environment["AWS_SECRET_ACCESS_KEY"] else {
            return nil
        }
        return Credentials(accessKeyID: id, secretAccessKey: secret, sessionToken: environment["AWS_SESSION_TOKEN"])
    }

    /// - Parameter seen: the profiles on the way to this one.
    /// - Returns: nil if the profile says nothing about credentials.
    private func credentials(
        ofProfile name: String, after seen: [String]
    ) async throws(Diagnostic) -> Credentials? {
        guard configuration.has(name) else { throw unknownProfile(name) }
        let section = configuration.profiles[name] ?? SharedConfiguration.Section()
        let keys = configuration.credentials[name] ?? SharedConfiguration.Section()
        // A profile that is its own source means its keys.
        if let role = section["role_arn"] ?? keys["role_arn"], seen.last != name {
            return try await credentials(ofRole: role, profile: name, section.merged(keys), after: seen)
        }
        if section["sso_session"] != nil || section["sso_start_url"] != nil || section["sso_account_id"] != nil {
            return try await SingleSignOn(chain: self, profile: name, section: section).credentials()
        }
        if let found = keys.credentials ?? section.credentials { return found }
        if let command = section["credential_process"] ?? keys["credential_process"] {
            return try CredentialAnswer.parse(try environment.runCommand(command), from: "credential_process")
        }
        return nil
    }

    private func credentials(
        ofRole role: String, profile name: String, _ section: SharedConfiguration.Section, after seen: [String]
    ) async throws(Diagnostic) -> Credentials {
        guard !seen.contains(name) else {
            throw Diagnostic(
                file: configuration.file,
                message: "profile `\(name)` is its own source, by way of `\(seen.joined(separator: "`, `"))`",
                help: "the last `source_profile` must have keys")
        }
        if section["mfa_serial"] != nil {
            throw Diagnostic(
                file: configuration.file, message: "profile `\(name)` asks for a code of a device (`mfa_serial`)",
                help: "get temporary credentials with `aws sts assume-role` and put them into the environment")
        }
        if let file = section["web_identity_token_file"] {
            return try await assumeRole(role, tokenFile: file, sessionName: section["role_session_name"])
        }
        let base: Credentials?
        if let source = section["source_profile"] {
            base = try await credentials(ofProfile: source, after: seen + [name])
            if base == nil {
                throw Diagnostic(
                    file: configuration.file,
                    message: "profile `\(source)`, the source of `\(name)`, has no credentials")
            }
        } else {
            base = try await credentials(ofSource: section["credential_source"], profile: name)
        }
        guard let base else {
            throw Diagnostic(
                file: configuration.file, message: "profile `\(name)` has a role and no credentials to assume it with",
                help: "give it a `source_profile` or a `credential_source`")
        }
        var request = AssumedRole(role: role, sessionName: section["role_session_name"])
        request.externalID = section["external_id"]
        request.seconds = section["duration_seconds"].flatMap { Int($0) }
        do throws(CredentialFailure) {
            return try await request.credentials(with: base, chain: self, region: section["region"] ?? region)
        } catch {
            throw error.diagnostic
        }
    }

    private func credentials(ofSource source: String?, profile: String) async throws(Diagnostic) -> Credentials? {
        switch source {
        case "Environment": return environmentKeys
        case "EcsContainer":
            return try await MetadataCredentials(environment: environment, transport: transport).container()
        case "Ec2InstanceMetadata":
            return try await MetadataCredentials(environment: environment, transport: transport).instance()
        case let other?:
            throw Diagnostic(
                file: configuration.file,
                message: "`\(Diagnostic.shown(other))` is no `credential_source`, in profile `\(profile)`",
                help: "it is one of `Environment`, `EcsContainer` and `Ec2InstanceMetadata`")
        case nil: return nil
        }
    }

    private func assumeRole(
        _ role: String, tokenFile: String, sessionName: String?
    ) async throws(Diagnostic) -> Credentials {
        let token = try environment.readFile(environment.path(tokenFile)).trimmed
        do throws(CredentialFailure) {
            return try await AssumedRole(role: role, sessionName: sessionName)
                .credentials(withWebIdentity: token, chain: self, region: region)
        } catch {
            throw error.diagnostic
        }
    }

    private func unknownProfile(_ name: String) -> Diagnostic {
        let near = Suggestion.nearest(to: name, among: configuration.names).first
        return Diagnostic(
            file: configuration.file, message: "there is no profile `\(Diagnostic.shown(name))`",
            help: near.map { "did you mean `\($0)`?" } ?? "profiles stand in this file and in `~/.aws/credentials`")
    }
}

extension SharedConfiguration.Section {
    var credentials: Credentials? {
        guard let id = self["aws_access_key_id"], let secret = self["aws_secret_access_key"] else { return nil }
        return Credentials(accessKeyID: id, secretAccessKey: secret, sessionToken: self["aws_session_token"])
    }

    /// The settings of both; those of this one count.
    func merged(_ other: Self) -> Self {
        var both = self
        both.settings.merge(other.settings) { own, _ in own }
        return both
    }
}
