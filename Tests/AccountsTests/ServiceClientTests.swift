import Documents
import Synchronization
import Testing

@testable import Accounts

@Suite("Calls of services")
struct ServiceClientTests {
    /// Answers one after another, the last one again and again.
    private func call(
        _ answers: [HTTPResponse], service: Service = .sageMaker, budget: RetryBudget = RetryBudget(),
        credentials: any CredentialProvider = FixedCredentials(Credentials(accessKeyID: "A", secretAccessKey: "B"))
    ) async throws -> (result: Result<ServiceAnswer, ServiceFailure>, requests: [HTTPRequest], pauses: [Double]) {
        let rest = Mutex(answers)
        let pauses = Mutex<[Double]>([])
        let transport = StubTransport { _ in rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
        let environment = AccountEnvironment.stub()
        let client = ServiceClient(
            service: service, region: "eu-west-1",
            endpoints: ServiceEndpoints(
                environment: environment, configuration: try SharedConfiguration(environment: environment),
                profile: "default"),
            credentials: credentials, transport: transport, budget: budget,
            pause: { seconds in pauses.withLock { $0.append(seconds) } })
        let result: Result<ServiceAnswer, ServiceFailure>
        do throws(ServiceFailure) {
            result = .success(
                try await client.call(ServiceCall(operation: "ListModels", fields: [("MaxResults", .integer(100))])))
        } catch {
            result = .failure(error)
        }
        return (result, transport.seen, pauses.withLock { $0 })
    }

    private static let throttled = HTTPResponse.json(
        #"{"__type": "com.amazon.coral#ThrottlingException", "message": "Rate exceeded"}"#, status: 400)
    private static let good = HTTPResponse.json(#"{"Models": []}"#)

    @Test("a request has the form of the service's protocol")
    func form() async throws {
        let (_, requests, _) = try await call([Self.good])
        #expect(
            requests[0].text == #"{"MaxResults":100}"# && requests[0].header("X-Amz-Target") == "SageMaker.ListModels")
        #expect(requests[0].header("Authorization")?.contains("/eu-west-1/sagemaker/aws4_request") ?? false)
        let (_, forms, _) = try await call([HTTPResponse.json("<A><B>1</B></A>")], service: .identity)
        #expect(forms[0].text == "Action=ListModels&Version=2010-05-08&MaxResults=100")
        #expect(forms[0].header("Authorization")?.contains("/us-east-1/iam/aws4_request") ?? false)
    }

    @Test("throttling is waited for, ever longer and never for the same time")
    func throttling() async throws {
        let (result, requests, pauses) = try await call(Array(repeating: Self.throttled, count: 6) + [Self.good])
        #expect(throws: Never.self) { try result.get() }
        #expect(requests.count == 7 && Set(pauses).count > 3)
        for (index, pause) in pauses.enumerated() { #expect((0...min(20, 0.2 * Double(2 << index))).contains(pause)) }
    }

    @Test("the service says how long to wait")
    func retryAfter() async throws {
        var answer = Self.throttled
        answer.headers = [("Retry-After", "7")]
        #expect(try await call([answer, Self.good]).pauses == [7])
    }

    struct Failing: CustomTestStringConvertible {
        var name: String
        var answer: HTTPResponse
        var kind: ServiceFailure.Kind
        var attempts: Int
        var testDescription: String { name }
    }

    static let failing = [
        Failing(
            name: "a page of HTML", answer: .json("<!DOCTYPE html><title>500</title>", status: 500), kind: .unavailable,
            attempts: 5),
        Failing(name: "JSON that is cut", answer: .json(#"{"Models": ["#), kind: .malformed, attempts: 5),
        Failing(name: "no object", answer: .json("[]"), kind: .malformed, attempts: 5),
        Failing(
            name: "a denial", answer: .json(#"{"__type": "AccessDeniedException", "Message": "no"}"#, status: 400),
            kind: .denied, attempts: 1),
        Failing(
            name: "an unknown operation", answer: .json(#"{"__type": "UnknownOperationException"}"#, status: 404),
            kind: .missing, attempts: 1),
        Failing(
            name: "a wrong request", answer: .json(#"{"__type": "ValidationException"}"#, status: 400), kind: .refused,
            attempts: 1),
        Failing(
            name: "a denial that no policy can lift",
            answer: .json(
                #"{"__type": "AccessDeniedException", "Message": "User: u is not authorized to perform: sagemaker:ListModels with an explicit deny in a service control policy"}"#,
                status: 400), kind: .forbidden, attempts: 1),
        Failing(
            name: "a wrong signature",
            answer: .json(#"{"__type": "InvalidSignatureException", "message": "Signature expired"}"#, status: 403),
            kind: .unauthenticated, attempts: 1),
        Failing(
            name: "a key that nobody knows",
            answer: .json(#"{"__type": "UnrecognizedClientException"}"#, status: 403), kind: .unauthenticated,
            attempts: 1),
        Failing(
            name: "a token that holds no more",
            answer: .json(#"{"__type": "ExpiredTokenException"}"#, status: 403), kind: .expired, attempts: 2),
        Failing(
            name: "a proxy that lets nobody through", answer: .json("<html>Forbidden</html>", status: 403),
            kind: .refused, attempts: 1),
        Failing(name: "endless throttling", answer: throttled, kind: .throttled, attempts: 10),
    ]

    @Test("a failure is tried again only where that can help", arguments: failing)
    func failure(_ failing: Failing) async throws {
        let (result, requests, _) = try await call([failing.answer])
        #expect(throws: ServiceFailure.self) { try result.get() }
        guard case .failure(let failure) = result else { return }
        #expect(failure.kind == failing.kind && requests.count == failing.attempts, "\(failure.reason)")
    }

    @Test("a run does not try for ever")
    func budget() async throws {
        let budget = RetryBudget(limit: 3)
        #expect(try await call([Self.throttled], budget: budget).requests.count == 4)
        #expect(try await call([Self.throttled], budget: budget).requests.count == 1)
    }

    @Test("credentials that hold no more are replaced once")
    func expiry() async throws {
        let count = Counter()
        let store = CredentialStore { () async throws(Diagnostic) in
            Credentials(accessKeyID: "K\(count.next())", secretAccessKey: "s")
        }
        let expired = HTTPResponse.json(#"{"__type": "ExpiredTokenException"}"#, status: 400)
        let (_, requests, pauses) = try await call([expired, Self.good], credentials: store)
        #expect(
            requests.map { $0.header("Authorization")?.contains("Credential=K2/") } == [false, true] && pauses.isEmpty)
    }

    @Test("XML becomes what JSON would be")
    func xml() throws {
        let text = """
            <?xml version="1.0"?><!-- c --><R xmlns="x" a='1'><Result><RoleDetailList><member><Arn>a&amp;b&#x41;</Arn>
            <Tags/><Path>true</Path><n:IsDefaultVersion>true</n:IsDefaultVersion></member></RoleDetailList>
            <Marker><![CDATA[<x>]]></Marker></Result></R>
            """
        let root = try XMLReader.document(Array(text.utf8), lists: Service.identity.lists)
        let result = try #require(root["Result"])
        let role = try #require(result["RoleDetailList"]?.children.first { _ in true })
        #expect(role["Arn"]?.string == "a&bA" && role["Tags"]?.kind == .list && role["Path"]?.string == "true")
        #expect(role["IsDefaultVersion"]?.boolean == true && result["Marker"]?.string == "<x>")
    }

    @Test(
        "XML that is none, or that could grow, is refused",
        arguments: [
            "", "x", "<a>", "<a></b>", "<a b></a>", "<a>&x;</a>", "<a/><b/>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a/>",
            "<a><!DOCTYPE b></a>", "<a b=\"1", String(repeating: "<a>", count: 100), "<a>&#xD800;</a>",
        ])
    func brokenXML(_ text: String) {
        #expect(throws: Diagnostic.self) { try XMLReader.document(Array(text.utf8), lists: .none) }
    }

    @Test(
        "why something is denied is said in short, whatever else the message holds",
        arguments: [
            (
                "a service control policy",
                "AccessDenied: explicit deny in a policy of the kind `service control policy`"
            ),
            ("an identity-based policy", "AccessDenied: explicit deny in a policy of the kind `identity-based policy`"),
            ("something new", "AccessDenied: explicit deny"),
        ])
    func denials(place: String, words: String) {
        let start =
            "User: arn:aws:sts::111122223333:assumed-role/audit/proviso-1 is not authorized to perform: s3:ListAllMyBuckets"
        let body =
            "<Error><Code>AccessDenied</Code><Message>\(start) with an explicit deny in \(place): x</Message></Error>"
        let failure = ServiceFailure(HTTPResponse(status: 403, body: Array(body.utf8)), service: .storage)
        #expect(failure.kind == .forbidden && failure.shortReason == words && failure.reason.hasPrefix(words))
    }

    @Test("an answer that comes in for ever is given up, and one that is there in time is taken")
    func trickle() async throws {
        struct Trickle: HTTPTransport {
            func send(
                _ request: HTTPRequest, within limits: TransportLimits
            ) async throws(TransportFailure) -> HTTPResponse {
                while !Task.isCancelled { await Task.yield() }
                throw .cancelled
            }
        }
        let address = try #require(ServiceAddress("https://a.example"))
        let bounded = BoundedTransport(Trickle()) { seconds in #expect(seconds == 300) }
        await #expect(throws: TransportFailure.self) {
            try await bounded.send(HTTPRequest(address: address), within: TransportLimits())
        }
        let answering = BoundedTransport(StubTransport { _ in .json("{}") }) { _ in
            try await Task.sleep(for: .seconds(1000))
        }
        #expect(try await answering.send(HTTPRequest(address: address), within: TransportLimits()).status == 200)
    }

    @Test("addresses are read, and what could lead elsewhere is none")
    func addresses() {
        #expect(ServiceAddress("https://a.example:8443/x/")?.origin == "https://a.example:8443")
        #expect(ServiceAddress("http://[::1]:80/x/")?.path == "/x")
        for text in [
            "a.example", "https://", "https://u@h", "https://h?x", "https://h:0", "https://h:99999", "http://[::1",
            "http://h h",
        ] {
            #expect(ServiceAddress(text) == nil, "\(text)")
        }
    }
}
