public import Accounts
public import Documents

/// Where a digest goes.
public enum DigestTarget: Sendable {
    /// An address that takes JSON. Whoever knows it may use it, so that it is never shown.
    case webhook(WebhookAddress)
    /// A topic of SNS, by its ARN.
    case topic(TopicName)
}

/// The address of a webhook.
public struct WebhookAddress: Sendable {
    let address: ServiceAddress
    let query: [(name: String, value: String)]

    /// Nil for a text that is no address of the web. Without encryption only this machine is reached.
    public init?(_ text: String) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard !text.contains("#"), let address = ServiceAddress(parts[0]),
            address.isSecure || ["localhost", "127.0.0.1", "[::1]"].contains(address.host)
        else { return nil }
        self.address = address
        var query: [(name: String, value: String)] = []
        for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(sides[0]),
                let value = PercentEncoding.decode(sides.count > 1 ? sides[1] : "")
            else { return nil }
            query.append((name, value))
        }
        self.query = query
    }
}

/// The ARN of a topic.
public struct TopicName: Sendable {
    public let arn: String
    public let region: String

    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "sns", ServiceEndpoints.isRegion(String(parts[3])),
            parts[4].utf8.count == 12, parts[4].utf8.allSatisfy({ $0 &- 0x30 < 10 }), !parts[5].isEmpty,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        arn = text
        region = String(parts[3])
    }
}

/// Sends digests.
public struct DigestDelivery: Sendable {
    private let transport: any HTTPTransport
    private let pause: @Sendable (Double) async -> Void

    private static let attempts = 4

    public init(
        transport: any HTTPTransport, pause: @escaping @Sendable (Double) async -> Void = ServiceClient.sleep
    ) {
        self.transport = transport
        self.pause = pause
    }

    /// - Throws: why it did not arrive, without the address.
    public func send(_ digest: AuditDigest, to webhook: WebhookAddress) async throws(Diagnostic) {
        var request = HTTPRequest(method: "POST", address: webhook.address, path: "", query: webhook.query)
        request.headers = [("Content-Type", "application/json")]
        request.body = Array(digest.json.utf8)
        for attempt in 1...Self.attempts {
            let (reason, isFinal) = await refusal(of: request)
            guard let reason else { return }
            guard !isFinal, attempt < Self.attempts else { throw Self.failure(reason) }
            await pause(Double.random(in: 0...min(10, 0.5 * Double(1 << attempt))))
        }
    }

    /// Why a request was not taken, and whether it never will be; nil if it was.
    private func refusal(of request: HTTPRequest) async -> (reason: String?, isFinal: Bool) {
        do throws(TransportFailure) {
            let response = try await transport.send(request, within: TransportLimits(seconds: 20))
            if (200..<300).contains(response.status) { return (nil, true) }
            let isFinal = response.status < 500 && response.status != 429
            return ("it answered with status \(response.status)", isFinal)
        } catch {
            if case .cancelled = error { return (Self.words(of: error), true) }
            return (Self.words(of: error), false)
        }
    }

    /// - Parameter client: for SNS in the region of the topic.
    public func send(
        _ digest: AuditDigest, to topic: TopicName, with client: ServiceClient
    ) async throws(Diagnostic) {
        let call = ServiceCall(
            operation: "Publish",
            fields: [
                ("TopicArn", .text(topic.arn)), ("Subject", .text(digest.subject)), ("Message", .text(digest.text)),
            ])
        do throws(ServiceFailure) {
            _ = try await client.call(call)
        } catch {
            throw Diagnostic(
                file: topic.arn, message: "the digest was not published: \(error.reason)",
                help: error.kind == .denied ? "allow `sns:Publish` on the topic" : "check the topic and the network")
        }
    }

    private static func failure(_ reason: String) -> Diagnostic {
        Diagnostic(
            file: "webhook", message: "the digest was not delivered: \(reason)",
            help: "check the address of the webhook, which is not shown because it may be a secret")
    }

    private static func words(of failure: TransportFailure) -> String {
        switch failure {
        case .timedOut: "it did not answer in time"
        case .disconnected: "it cannot be reached, or ended the connection"
        case .tooLarge: "its answer is too large"
        case .cancelled: "the run was interrupted"
        }
    }
}
