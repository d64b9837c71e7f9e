import Documents

/// Why a call gave no answer.
public struct ServiceFailure: Error, Sendable {
    public enum Kind: String, Sendable {
        /// No policy allows it to the caller.
        case denied
        /// A policy denies it, so that no other can allow it.
        case forbidden
        /// The service does not know the caller: its keys, its signature or its clock are wrong.
        case unauthenticated
        /// The service does not know the operation, or is not there in this region.
        case missing
        case throttled
        /// The credentials hold no more.
        case expired
        /// The resource is gone.
        case absent
        /// The service or the way to it.
        case unavailable
        /// The answer cannot be read.
        case malformed
        /// The request is wrong.
        case refused
        /// Somebody ended the run.
        case interrupted
    }

    public var kind: Kind
    /// The service's own code, such as `ThrottlingException`; empty if there is none.
    public var code = ""
    /// One sentence in the form of all messages.
    public var reason: String
    /// The reason without what differs from one resource to the next.
    private(set) var shortReason: String
    /// Seconds that the service asks to wait.
    var delay: Double?

    init(_ kind: Kind, code: String = "", _ reason: String, delay: Double? = nil) {
        self.kind = kind
        self.code = code
        self.reason = reason
        shortReason = code.isEmpty ? reason : code
        self.delay = delay
    }

    init(_ failure: TransportFailure) {
        switch failure {
        case .cancelled: self.init(.interrupted, failure.words)
        case .tooLarge: self.init(.malformed, failure.words)
        case .timedOut, .disconnected: self.init(.unavailable, failure.words)
        }
    }

    /// How often a call is tried in all.
    var attempts: Int {
        switch kind {
        case .throttled: 10
        case .unavailable, .malformed: 5
        case .expired: 2
        case .denied, .forbidden, .unauthenticated, .missing, .absent, .refused, .interrupted: 1
        }
    }
}

extension ServiceFailure {
    /// What an answer with a status other than 200 means.
    init(_ response: HTTPResponse, service: Service) {
        let (code, message) = Self.words(of: response, service: service)
        var kind = Self.kind(of: code, status: response.status)
        let denial = kind == .denied ? Self.denial(in: message) : nil
        if denial != nil { kind = .forbidden }
        let delay = response.header("Retry-After").flatMap { Double($0) }.map { min(max($0, 0), 60) }
        guard !code.isEmpty else {
            self.init(kind, "the service answered with status \(response.status)", delay: delay)
            return
        }
        let short = [Diagnostic.shown(code), denial].compactMap(\.self).joined(separator: ": ")
        let shown = message.isEmpty ? "" : ": \(Diagnostic.shown(message))"
        self.init(kind, code: code, short + shown, delay: delay)
        shortReason = short
    }

    /// What IAM says where a policy denies something.
    /// - SeeAlso: IAM User Guide, "Troubleshoot access denied error messages"
    private static let explicitDenial = "with an explicit deny"
    private static let denyingPolicies = [
        "service control policy", "resource control policy", "permissions boundary", "session policy",
        "VPC endpoint policy", "resource-based policy", "identity-based policy",
    ]

    private static func denial(in message: String) -> String? {
        guard let range = message.firstRange(of: explicitDenial) else { return nil }
        let policy = denyingPolicies.first { message[range.upperBound...].contains($0) }
        return "explicit deny" + (policy.map { " in a policy of the kind `\($0)`" } ?? "")
    }

    /// Code and message, whatever the notation. A page of HTML has neither.
    private static func words(of response: HTTPResponse, service: Service) -> (code: String, message: String) {
        let root: NodeView?
        switch service.notation {
        case .json, .restJSON: root = CredentialAnswer.root(of: String(decoding: response.body, as: UTF8.self))
        case .query, .restXML: root = try? XMLReader.document(response.body, lists: .none)
        }
        let error = root?["Error"] ?? root
        let header = response.header("x-amzn-ErrorType")
        let name = header ?? error?["__type"]?.scalar ?? error?["Code"]?.scalar ?? error?["code"]?.scalar ?? ""
        // `com.amazonaws.sagemaker#ThrottlingException:http://...`
        let behind = name.split(separator: "#").last.map(String.init) ?? ""
        let code = behind.split(separator: ":").first.map(String.init) ?? ""
        return (code, error?["message"]?.scalar ?? error?["Message"]?.scalar ?? "")
    }

    private static func kind(of code: String, status: Int) -> Kind {
        if let known = codes.first(where: { $0.codes.contains(code) }) { return known.kind }
        return switch status {
        case 429, 503: .throttled
        case 500...: .unavailable
        case 404 where code.isEmpty: .missing
        default: .refused
        }
    }

    /// - SeeAlso: the common errors of the API references; botocore's retry handler
    private static let codes: [(kind: Kind, codes: Set<String>)] = [
        (
            .throttled,
            [
                "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
                "TooManyRequestsException", "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException",
                "RequestThrottled", "SlowDown", "PriorRequestNotComplete", "ProvisionedThroughputExceededException",
            ]
        ),
        (
            .expired,
            ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"]
        ),
        (
            .unauthenticated,
            [
                "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature",
                "IncompleteSignatureException", "InvalidClientTokenId", "InvalidAccessKeyId",
                "UnrecognizedClientException", "MissingAuthenticationToken", "MissingAuthenticationTokenException",
                "RequestTimeTooSkewed", "AuthFailure", "InvalidToken",
            ]
        ),
        (
            .denied,
            [
                "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "NotAuthorized",
                "AllAccessDisabled", "ForbiddenException", "AccessDeniedForDependencyException",
            ]
        ),
        (
            .missing,
            [
                "UnknownOperationException", "UnknownOperation", "InvalidAction", "UnsupportedOperation",
                "UnsupportedOperationException", "OptInRequired", "AWSOrganizationsNotInUseException", "NotImplemented",
            ]
        ),
        (
            .absent,
            [
                "ResourceNotFound", "ResourceNotFoundException", "NoSuchEntity", "NoSuchBucket", "NotFoundException",
                "ObjectNotFoundException", "NoSuchLifecycleConfiguration", "NoSuchTagSet",
            ]
        ),
        (
            .unavailable,
            ["InternalFailure", "InternalServerError", "ServiceUnavailable", "InternalError", "RequestTimeout"]
        ),
    ]

    /// Whether the request asked for something that is not there: SageMaker has no code of its own for that.
    var isAbsent: Bool {
        kind == .absent || code == "ValidationException" && Self.absenceWords.contains { reason.contains($0) }
    }

    private static let absenceWords = ["Could not find", "does not exist", "not found"]
}
