import Accounts
import Documents
import Foundation
import History
import Synchronization
import Testing

@testable import Audits

@Suite("The digest of an audit")
struct DigestTests {
    private static let hook = "https://hooks.example.com/services/T0/s3cr3t?sig=a%2Bb"

    private func audit(_ count: Int, _ states: [FindingState] = [.new]) throws -> Audit {
        let notebooks = (0..<count).map { ("nb\($0) <!channel>", AuditTests.gpu, SampleAccount.good) }
        return try AuditTests.audit(SampleAccount(notebooks: notebooks), states: states)
    }

    @Test("says what came and went, and is short however much that is")
    func size() throws {
        let digest = AuditDigest(try audit(400, [.new, .resolved]))
        #expect(digest.json.utf8.count < 32_000 && digest.text.contains("and 185 more"))
        #expect(digest.subject == "Proviso audit of 123456789012: 200 new, 0 reopened, 200 resolved")
        #expect(digest.subject.utf8.count <= 100)
        #expect(digest.saysSomething)
    }

    @Test("has nothing to say when nothing came or went")
    func silence() throws {
        #expect(try !AuditDigest(audit(2, [.open])).saysSomething)
        var account = SampleAccount()
        account.isComplete = false
        #expect(try AuditDigest(AuditTests.audit(account)).saysSomething)
    }

    @Test("mentions nobody in a chat, whatever names say")
    func mentions() throws {
        let json = try JSONSerialization.jsonObject(with: Data(AuditDigest(audit(1)).json.utf8)) as? [String: Any]
        #expect((json?["text"] as? String)?.contains("<") == false)
    }

    @Test("goes to a webhook, and again after a fault of the server")
    func delivery() async throws {
        let requests = Mutex<[HTTPRequest]>([])
        let transport = Answers { request in
            requests.withLock { $0.append(request) }
            return HTTPResponse(status: requests.withLock { $0.count } < 3 ? 503 : 204)
        }
        let webhook = try #require(WebhookAddress(Self.hook))
        try await DigestDelivery(transport: transport, pause: { _ in }).send(AuditDigest(try audit(1)), to: webhook)
        let seen = requests.withLock { $0 }
        #expect(seen.count == 3 && seen[0].url == Self.hook && seen[0].header("Content-Type") == "application/json")
    }

    @Test("an address that refuses is not repeated in the message", arguments: [403, 404, 500, 0])
    func secrecy(status: Int) async throws {
        let transport = Answers { (_) throws(TransportFailure) in
            if status == 0 { throw .disconnected("no way to \(Self.hook)") }
            return HTTPResponse(status: status, body: Array("you sent s3cr3t".utf8))
        }
        let webhook = try #require(WebhookAddress(Self.hook))
        let digest = AuditDigest(try audit(1))
        let error = await #expect(throws: Diagnostic.self) {
            try await DigestDelivery(transport: transport, pause: { _ in }).send(digest, to: webhook)
        }
        #expect(error.map { !"\($0.file) \($0.message) \($0.help ?? "")".contains("s3cr3t") } ?? false)
    }

    @Test("no address without encryption is taken but of this machine")
    func addresses() {
        for text in [
            "http://hooks.example.com/x", "ftp://x", "https://user@host/x", "https://h/x#y", "https://h/?a=%", "",
        ] {
            #expect(WebhookAddress(text) == nil, "\(text)")
        }
        #expect(WebhookAddress("http://127.0.0.1:8080/x") != nil)
        #expect(TopicName("arn:aws:sns:eu-west-1:123456789012:audits")?.region == "eu-west-1")
        for text in ["audits", "arn:aws:sqs:eu-west-1:123456789012:a", "arn:aws:sns:evil.example.com/:123456789012:a"] {
            #expect(TopicName(text) == nil, "\(text)")
        }
    }
}

/// Answers requests as a test says.
struct Answers: HTTPTransport {
    let respond: @Sendable (HTTPRequest) throws(TransportFailure) -> HTTPResponse

    init(_ respond: @escaping @Sendable (HTTPRequest) throws(TransportFailure) -> HTTPResponse) {
        self.respond = respond
    }

    func send(_ request: HTTPRequest, within limits: TransportLimits) async throws(TransportFailure) -> HTTPResponse {
        try respond(request)
    }
}
