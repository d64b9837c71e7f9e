import Documents

/// Temporary credentials of a role, from the security token service.
struct AssumedRole: Sendable {
    var role: String
    var sessionName: String?
    var externalID: String?
    var seconds: Int?

    init(role: String, sessionName: String? = nil) {
        self.role = role
        self.sessionName = sessionName
    }

    func credentials(
        with base: Credentials, chain: CredentialChain, region: String
    ) async throws(CredentialFailure) -> Credentials {
        let client = ServiceClient(
            service: .securityTokens, region: region, endpoints: chain.endpoints, credentials: FixedCredentials(base),
            transport: chain.transport, pause: chain.environment.pause)
        var fields = [("RoleArn", role), ("RoleSessionName", name(at: chain))]
        if let externalID { fields.append(("ExternalId", externalID)) }
        if let seconds { fields.append(("DurationSeconds", String(seconds))) }
        return try await ask(client, "AssumeRole", fields)
    }

    func credentials(
        withWebIdentity token: String, chain: CredentialChain, region: String
    ) async throws(CredentialFailure) -> Credentials {
        let client = ServiceClient(
            service: .securityTokens, region: region, endpoints: chain.endpoints, credentials: nil,
            transport: chain.transport, pause: chain.environment.pause)
        return try await ask(
            client, "AssumeRoleWithWebIdentity",
            [("RoleArn", role), ("RoleSessionName", name(at: chain)), ("WebIdentityToken", token)])
    }

    private func name(at chain: CredentialChain) -> String { sessionName ?? "proviso-\(chain.environment.now())" }

    private func help(for failure: ServiceFailure, of operation: String) -> String {
        switch failure.kind {
        case .denied: "its trust policy must allow it, and so must a policy of who assumes it (`sts:\(operation)`)"
        case .forbidden: "what denies it must make an exception; to allow it elsewhere changes nothing"
        case .unauthenticated, .expired: "the credentials that assume it hold no more, or are wrong"
        default: "check the name of the role, the network and the addresses of the services"
        }
    }

    private func ask(
        _ client: ServiceClient, _ operation: String, _ fields: [(String, String)]
    ) async throws(CredentialFailure) -> Credentials {
        let answer: ServiceAnswer
        do throws(ServiceFailure) {
            answer = try await client.call(
                ServiceCall(operation: operation, fields: fields.map { ($0.0, .text($0.1)) }))
        } catch {
            throw CredentialFailure(
                Diagnostic(
                    file: "credentials",
                    message: "the role `\(Diagnostic.shown(role))` cannot be assumed: \(error.reason)",
                    help: help(for: error, of: operation)),
                lacking: error.kind == .denied ? "sts:\(operation)" : nil)
        }
        guard let found = answer.root["Credentials"], let id = found["AccessKeyId"]?.scalar,
            let secret = found["SecretAccessKey"]?.scalar, let token = found["SessionToken"]?.scalar
        else {
            let words = "the answer for the role `\(Diagnostic.shown(role))` holds no credentials"
            throw CredentialFailure(Diagnostic(file: "credentials", message: words))
        }
        return Credentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: token,
            expiry: found["Expiration"]?.scalar.flatMap(AWSTime.parse))
    }
}
