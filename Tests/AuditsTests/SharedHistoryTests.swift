import Accounts
import Documents
import Foundation
import Synchronization
import Testing

@testable import Audits

/// A bucket with one object, which takes writes on the conditions of S3.
private final class Bucket: Sendable {
    struct State {
        var bytes: [UInt8]?
        var version = 0
        var requests: [HTTPRequest] = []
        /// Writes of others that come in between.
        var intrusions = 0
    }

    let state = Mutex(State())

    var bytes: [UInt8]? { state.withLock { $0.bytes } }

    func answer(_ request: HTTPRequest) -> HTTPResponse {
        state.withLock { state in
            state.requests.append(request)
            if request.method == "GET" {
                guard let bytes = state.bytes else {
                    return HTTPResponse(status: 404, body: Array("<Error><Code>NoSuchKey</Code></Error>".utf8))
                }
                return HTTPResponse(status: 200, headers: [("ETag", "\"\(state.version)\"")], body: bytes)
            }
            if state.intrusions > 0 {
                state.intrusions -= 1
                state.bytes = (state.bytes ?? []) + [UInt8(ascii: "o")]
                state.version += 1
            }
            let fits =
                state.bytes == nil
                ? request.header("If-None-Match") == "*" : request.header("If-Match") == "\"\(state.version)\""
            guard fits else {
                return HTTPResponse(status: 412, body: Array("<Error><Code>PreconditionFailed</Code></Error>".utf8))
            }
            state.bytes = request.body
            state.version += 1
            return HTTPResponse(status: 200, headers: [("ETag", "\"\(state.version)\"")])
        }
    }
}

@Suite("A history in S3")
struct SharedHistoryTests {
    private let bucket = Bucket()
    private let folder = Folder()

    private struct Key: CredentialProvider {
        func current() async throws(Diagnostic) -> Credentials {
            Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret")
        }

        func discard(_ credentials: Credentials) async {}
    }

    private func object(
        _ text: String = "s3://ml-audits/team/history.sqlite",
        respond: @escaping @Sendable (HTTPRequest) throws(TransportFailure) -> HTTPResponse
    ) throws -> StoredObject { try object(text, through: Answers(respond)) }

    private func object(
        _ text: String = "s3://ml-audits/team/history.sqlite", through transport: any HTTPTransport
    ) throws -> StoredObject {
        let environment = AccountEnvironment(
            variables: [:],
            readFile: { (path) throws(Diagnostic) in
                throw Diagnostic(file: path, message: "there is none")
            })
        let configuration = try SharedConfiguration(environment: environment)
        return StoredObject(
            try #require(ObjectPlace(text)), region: "eu-central-1",
            endpoints: ServiceEndpoints(environment: environment, configuration: configuration, profile: "default"),
            credentials: Key(), transport: transport, now: { 1_700_000_000 }, pause: { _ in })
    }

    private func history() throws -> SharedHistory {
        let bucket = bucket
        return SharedHistory(try object { bucket.answer($0) }, folder: folder.path, pause: { _ in })
    }

    /// Adds a letter to the file.
    private func add(_ letter: String) -> (String) throws(Diagnostic) -> Int {
        { (path) throws(Diagnostic) in
            let known = PathLookup.isFile(path) ? try FileReader().read(path).copiedBytes : []
            try AuditFile.write(known + Array(letter.utf8), to: path)
            return known.count
        }
    }

    @Test("is made when there is none, and replaced when it is still what was read")
    func writing() async throws {
        #expect(try await history().update(add("a")) == 0)
        #expect(try await history().update(add("b")) == 1)
        #expect(bucket.bytes == Array("ab".utf8))
        let writes = bucket.state.withLock { $0.requests.filter { $0.method == "PUT" } }
        #expect(writes[0].header("If-None-Match") == "*" && writes[1].header("If-Match") == "\"1\"")
        #expect(writes[0].url == "https://ml-audits.s3.eu-central-1.amazonaws.com/team/history.sqlite")
        #expect(writes[0].header("Authorization")?.contains("/eu-central-1/s3/aws4_request") == true)
    }

    @Test("a lost race is run again on what the others wrote", arguments: [1, 3])
    func races(count: Int) async throws {
        _ = try await history().update(add("a"))
        bucket.state.withLock { $0.intrusions = count }
        #expect(try await history().update(add("b")) == 1 + count)
        #expect(bucket.bytes == Array(("a" + String(repeating: "o", count: count) + "b").utf8))
    }

    @Test("a race that is lost for ever is an error, and the object stays as the others left it")
    func lost() async throws {
        bucket.state.withLock { $0.intrusions = 100 }
        await #expect(throws: Diagnostic.self) { try await history().update(add("b")) }
        #expect(bucket.bytes?.allSatisfy { $0 == UInt8(ascii: "o") } == true)
    }

    @Test("what was only read is not written, and no copy stays behind")
    func reading() async throws {
        _ = try await history().update(add("a"))
        let size = try await history().update { (path) throws(Diagnostic) in try FileReader().read(path).bytes.count }
        #expect(size == 1 && bucket.state.withLock { $0.requests.count { $0.method == "PUT" } } == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("a history of years is larger than any answer of another service")
    func large() async throws {
        struct Measured: HTTPTransport {
            func send(
                _ request: HTTPRequest, within limits: TransportLimits
            ) async throws(TransportFailure) -> HTTPResponse {
                guard limits.size > 200 << 20, limits.wholeSeconds > TransportLimits().wholeSeconds else {
                    throw .tooLarge
                }
                // An upload is answered at its end.
                if request.method == "PUT", limits.seconds < limits.wholeSeconds { throw .timedOut }
                return HTTPResponse(status: 200, headers: [("ETag", "1")], body: [1])
            }
        }
        let object = try object(through: Measured())
        let known = try #require(try await object.read())
        #expect(known.bytes == [1])
        #expect(try await object.write([2], replacing: known))
    }

    @Test("an error on the way leaves the object alone")
    func failing() async throws {
        _ = try await history().update(add("a"))
        await #expect(throws: Diagnostic.self) {
            try await history().update { (path) throws(Diagnostic) in
                try AuditFile.write([1], to: path)
                throw Diagnostic(file: path, message: "no")
            }
        }
        #expect(bucket.bytes == Array("a".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("a bucket of another region is asked for there")
    func region() async throws {
        let object = try object { request in
            request.header("Authorization")?.contains("/eu-west-1/s3/") == true
                ? HTTPResponse(status: 200, headers: [("ETag", "x")], body: [7])
                : HTTPResponse(status: 301, headers: [("x-amz-bucket-region", "eu-west-1")])
        }
        #expect(try await object.read()?.bytes == [7])
    }

    @Test("what the service refuses is said, with the permission that is lacking")
    func refusals() async throws {
        let denied = try object { _ in
            HTTPResponse(status: 403, body: Array("<Error><Code>AccessDenied</Code></Error>".utf8))
        }
        let error = await #expect(throws: Diagnostic.self) { try await denied.read() }
        #expect(error?.help?.contains("s3:GetObject") == true)
        let missing = try object { _ in
            HTTPResponse(status: 404, body: Array("<Error><Code>NoSuchBucket</Code></Error>".utf8))
        }
        await #expect(throws: Diagnostic.self) { try await missing.read() }
    }

    @Test("a fault of the network is tried again")
    func faults() async throws {
        let count = Mutex(0)
        let object = try object { (_) throws(TransportFailure) in
            let number = count.withLock { number in
                number += 1
                return number
            }
            if number == 1 { throw .timedOut }
            return number < 4
                ? HTTPResponse(status: 503) : HTTPResponse(status: 200, headers: [("ETag", "x")], body: [7])
        }
        #expect(try await object.read()?.bytes == [7])
    }

    @Test(
        "only the place of an object is one",
        arguments: [
            "s3://b/k", "s3://bucket", "s3://bucket/", "s3://bucket/dir/", "s3://Bucket/k", "s3://-bucket/k",
            "s3://bucket.evil.example/../k\n", "https://bucket/k", "s3://a@b.c/k",
        ])
    func places(text: String) {
        #expect(ObjectPlace(text) == nil)
    }
}
