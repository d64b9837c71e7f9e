import Documents

/// Signs requests with AWS Signature Version 4.
///
///     let signer = SignatureV4(credentials: credentials, region: "eu-central-1", service: "sagemaker")
///     let signed = signer.sign(request, at: AWSTime.now)
///
/// All headers that the request has are signed, and `host`, so whatever is added later must not be among them.
/// - SeeAlso: IAM User Guide, "Create a signed AWS API request"
public struct SignatureV4: Sendable {
    public var credentials: Credentials
    public var region: String
    public var service: String
    /// Whether dots and repeated slashes of the path are resolved, as every service but S3 wants it.
    public var normalizesPath = true
    /// Whether the hash of the body is a header, as S3 wants it.
    public var sendsBodyHash = false

    private static let algorithm = "AWS4-HMAC-SHA256"

    public init(credentials: Credentials, region: String, service: String) {
        self.credentials = credentials
        self.region = region
        self.service = service
    }

    /// The request with the headers `X-Amz-Date`, `Authorization` and, for temporary credentials, the token.
    public func sign(_ request: HTTPRequest, at seconds: Int64) -> HTTPRequest {
        var signed = request
        let time = AWSTime.basic(seconds)
        if signed.header("Host") == nil { signed.headers.append(("Host", request.address.authority)) }
        if signed.header("X-Amz-Date") == nil { signed.headers.append(("X-Amz-Date", time)) }
        if let token = credentials.sessionToken { signed.headers.append(("X-Amz-Security-Token", token)) }
        if sendsBodyHash {
            signed.headers.append(("X-Amz-Content-Sha256", ContentHash.hexadecimal(of: signed.body)))
        }
        let scope = "\(time.prefix(8))/\(region)/\(service)/aws4_request"
        let signature = MessageCode.hexadecimal(
            MessageCode.code(of: Array(textToSign(signed, time, scope).utf8), key: key(day: time.prefix(8))))
        let names = Self.headers(of: signed).map(\.name).joined(separator: ";")
        let authorization =
            "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
        signed.headers.append(("Authorization", authorization))
        return signed
    }

    /// What the signature is about: the algorithm, the time, the scope and the hash of the canonical request.
    func textToSign(_ request: HTTPRequest, _ time: String, _ scope: String) -> String {
        let hash = ContentHash.hexadecimal(of: Array(canonicalText(of: request).utf8))
        return [Self.algorithm, time, scope, hash].joined(separator: "\n")
    }

    /// The request in the one form that both sides agree about.
    func canonicalText(of request: HTTPRequest) -> String {
        let headers = Self.headers(of: request)
        var lines = [request.method, canonicalPath(of: request), Self.canonicalQuery(of: request)]
        lines += headers.map { "\($0.name):\($0.value)" }
        lines += ["", headers.map(\.name).joined(separator: ";"), ContentHash.hexadecimal(of: request.body)]
        return lines.joined(separator: "\n")
    }

    private func canonicalPath(of request: HTTPRequest) -> String {
        let path = request.address.path + request.path
        guard normalizesPath else {
            let encoded = request.address.path + PercentEncoding.encode(request.path, keepsSlashes: true)
            return encoded.isEmpty ? "/" : encoded
        }
        var steps: [Substring] = []
        for step in path.split(separator: "/") where step != "." {
            if step == ".." { _ = steps.popLast() } else { steps.append(step) }
        }
        let end = path.hasSuffix("/") && !steps.isEmpty ? "/" : ""
        return "/" + PercentEncoding.encode(steps.joined(separator: "/"), keepsSlashes: true) + end
    }

    private static func canonicalQuery(of request: HTTPRequest) -> String {
        request.query.map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
            .sorted { $0 < $1 }
            .map { "\($0)=\($1)" }.joined(separator: "&")
    }

    /// Names in lower case and in order; values without outer spaces, inner ones once; those of one name in one list.
    private static func headers(of request: HTTPRequest) -> [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for header in request.headers {
            let words = header.value.split { $0 == " " || $0 == "\t" || $0 == "\n" }
            values[header.name.lowercased(), default: []].append(words.joined(separator: " "))
        }
        return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.joined(separator: ",")) }
    }

    private func key(day: Substring) -> [UInt8] {
        [String(day), region, service, "aws4_request"].reduce(Array("AWS4\(credentials.secretAccessKey)".utf8)) {
            MessageCode.code(of: Array($1.utf8), key: $0)
        }
    }
}
