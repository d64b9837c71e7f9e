import Documents

/// Credentials of IAM Identity Center, by the token that `aws sso login` left in the cache.
struct SingleSignOn: Sendable {
    let chain: CredentialChain
    let profile: String
    let section: SharedConfiguration.Section

    func credentials() async throws(Diagnostic) -> Credentials {
        let session = try settings()
        guard let account = section["sso_account_id"], let role = section["sso_role_name"] else {
            throw Diagnostic(
                file: chain.configuration.file,
                message: "profile `\(profile)` has no `sso_account_id` or no `sso_role_name`")
        }
        guard let start = session["sso_start_url"], let region = session["sso_region"] else {
            throw Diagnostic(
                file: chain.configuration.file,
                message: "profile `\(profile)` has no `sso_start_url` or no `sso_region`")
        }
        let token = try token(for: start)
        var request = HTTPRequest(
            method: "GET", address: try chain.endpoints.address(of: .singleSignOn, in: region),
            path: "/federation/credentials",
            query: [("account_id", account), ("role_name", role)])
        request.headers = [("x-amz-sso_bearer_token", token)]
        let response: HTTPResponse
        do throws(TransportFailure) {
            response = try await chain.transport.send(request, within: TransportLimits(seconds: 30))
        } catch {
            throw failure("IAM Identity Center did not answer: \(error.words)")
        }
        let found = CredentialAnswer.root(of: String(decoding: response.body, as: UTF8.self))?["roleCredentials"]
        guard response.status == 200, let id = found?["accessKeyId"]?.scalar,
            let secret = found?["secretAccessKey"]?.scalar
        else {
            throw failure("IAM Identity Center gave no credentials (status \(response.status))")
        }
        return Credentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: found?["sessionToken"]?.scalar,
            expiry: found?["expiration"]?.integer.map { $0 / 1000 })
    }

    private func settings() throws(Diagnostic) -> SharedConfiguration.Section {
        guard let name = section["sso_session"] else { return section }
        guard let session = chain.configuration.sessions[name] else {
            throw Diagnostic(
                file: chain.configuration.file, message: "there is no section `[sso-session \(Diagnostic.shown(name))]`"
            )
        }
        return session.merged(section)
    }

    /// The token of the cache that is for this address and still holds. The name of its file is not needed: tools differ
    /// about what they hash.
    private func token(for start: String) throws(Diagnostic) -> String {
        let folder = chain.environment.path("~/.aws/sso/cache")
        var isExpired = false
        for file in chain.environment.listFolder(folder) {
            guard let text = try? chain.environment.readFile(file), let root = CredentialAnswer.root(of: text),
                root["startUrl"]?.scalar?.withoutSlash == start.withoutSlash, let token = root["accessToken"]?.scalar
            else { continue }
            guard let end = root["expiresAt"]?.scalar.flatMap(AWSTime.parse), end > chain.environment.now() + 60 else {
                isExpired = true
                continue
            }
            return token
        }
        throw failure(
            isExpired
                ? "the sign-in of profile `\(profile)` has expired" : "nobody has signed in for profile `\(profile)`")
    }

    private func failure(_ message: String) -> Diagnostic {
        Diagnostic(file: "credentials", message: message, help: "run `aws sso login --profile \(profile)`")
    }
}

extension String {
    fileprivate var withoutSlash: Substring { hasSuffix("/") ? dropLast() : self[...] }
}
