import Documents

/// Credentials that the machine gives to what runs on it: the agent of a container, or the instance's metadata service.
struct MetadataCredentials: Sendable {
    let environment: AccountEnvironment
    let transport: any HTTPTransport

    private static let containerHost = "169.254.170.2"
    /// The agents of ECS and EKS, which answer without encryption; all others must be loopback or encrypted.
    private static let plainHosts = [
        "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "localhost", "127.0.0.1", "[::1]",
    ]

    /// - Returns: nil if this is no container with credentials.
    func container() async throws(Diagnostic) -> Credentials? {
        let variable: String
        let text: String
        if let relative = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
            (variable, text) = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "http://\(Self.containerHost)\(relative)")
        } else if let full = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] {
            (variable, text) = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", full)
        } else {
            return nil
        }
        guard var request = Self.get(text) else { throw Diagnostic(file: variable, message: "this is no address") }
        guard request.address.isSecure || Self.plainHosts.contains(request.address.host) else {
            throw Diagnostic(
                file: variable, message: "`\(request.address.host)` is neither this machine nor asked with encryption",
                help: "use an address that begins with `https://`")
        }
        if let file = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] {
            request.headers.append(("Authorization", try environment.readFile(file).trimmed))
        } else if let token = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] {
            request.headers.append(("Authorization", token))
        }
        let response: HTTPResponse
        do throws(TransportFailure) {
            response = try await transport.send(request, within: TransportLimits(seconds: 10))
        } catch {
            throw Diagnostic(file: variable, message: "the container's credentials cannot be had: \(error.words)")
        }
        guard response.status == 200 else {
            throw Diagnostic(
                file: variable, message: "the container's credentials cannot be had: status \(response.status)")
        }
        return try CredentialAnswer.parse(String(decoding: response.body, as: UTF8.self), from: variable)
    }

    /// Asks version 2 of the instance's metadata service.
    /// - Returns: nil if there is no such service here.
    func instance() async throws(Diagnostic) -> Credentials? {
        if environment.isTrue("AWS_EC2_METADATA_DISABLED") { return nil }
        let origin = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] ?? "http://169.254.169.254"
        guard let address = ServiceAddress(origin) else {
            throw Diagnostic(file: "AWS_EC2_METADATA_SERVICE_ENDPOINT", message: "this is no address")
        }
        var request = HTTPRequest(method: "PUT", address: address, path: "/latest/api/token")
        request.headers = [("X-aws-ec2-metadata-token-ttl-seconds", "21600")]
        // Elsewhere nobody answers, which must not cost much time.
        guard let token = try? await transport.send(request, within: TransportLimits(seconds: 1)), token.status == 200
        else { return nil }
        let headers = [("X-aws-ec2-metadata-token", String(decoding: token.body, as: UTF8.self))]
        let path = "/latest/meta-data/iam/security-credentials/"
        func ask(_ path: String) async -> String? {
            var request = HTTPRequest(method: "GET", address: address, path: path)
            request.headers = headers
            guard let found = try? await transport.send(request, within: TransportLimits(seconds: 5)),
                found.status == 200
            else { return nil }
            return String(decoding: found.body, as: UTF8.self)
        }
        guard let role = await ask(path)?.split(separator: "\n").first.map(String.init) else { return nil }
        guard let text = await ask(path + role) else {
            throw Diagnostic(
                file: "instance metadata",
                message: "the role `\(Diagnostic.shown(role))` of the instance has no credentials")
        }
        return try CredentialAnswer.parse(text, from: "instance metadata")
    }

    private static func get(_ text: String) -> HTTPRequest? {
        let parts = text.split(separator: "?", maxSplits: 1).map(String.init)
        guard let first = parts.first, let whole = ServiceAddress(first) else { return nil }
        var address = whole
        address.path = ""
        var query: [(name: String, value: String)] = []
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let words = pair.split(separator: "=", maxSplits: 1).map(String.init)
            query.append((words[0], words.count > 1 ? words[1] : ""))
        }
        return HTTPRequest(method: "GET", address: address, path: whole.path, query: query)
    }
}

extension TransportFailure {
    /// In a few words.
    var words: String {
        switch self {
        case .timedOut: "no answer in time"
        case .disconnected(let reason): reason
        case .tooLarge: "the answer is too large"
        case .cancelled: "interrupted"
        }
    }
}
