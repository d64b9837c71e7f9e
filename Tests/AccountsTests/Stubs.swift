import Accounts
import Documents
import Synchronization

/// Answers requests as a test says, and remembers them.
final class StubTransport: HTTPTransport {
    private let requests = Mutex<[HTTPRequest]>([])
    private let respond: @Sendable (HTTPRequest) throws(TransportFailure) -> HTTPResponse

    init(_ respond: @escaping @Sendable (HTTPRequest) throws(TransportFailure) -> HTTPResponse) {
        self.respond = respond
    }

    var seen: [HTTPRequest] { requests.withLock { $0 } }

    func send(_ request: HTTPRequest, within limits: TransportLimits) async throws(TransportFailure) -> HTTPResponse {
        requests.withLock { $0.append(request) }
        if Task.isCancelled { throw .cancelled }
        return try respond(request)
    }
}

extension HTTPResponse {
    static func json(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, body: Array(text.utf8))
    }
}

extension HTTPRequest {
    /// The operation that the request asks for.
    var operation: String { header("X-Amz-Target")?.split(separator: ".").last.map(String.init) ?? "" }

    var text: String { String(decoding: body, as: UTF8.self) }
}

extension AccountEnvironment {
    /// Files and variables of a test.
    static func stub(
        _ variables: [String: String] = [:], files: [String: String] = [:], command: String = "",
        now: Int64 = 1_000_000_000
    ) -> AccountEnvironment {
        AccountEnvironment(
            variables: variables.merging(["HOME": "/home/ana"]) { own, _ in own },
            readFile: { (path) throws(Diagnostic) in
                guard let text = files[path] else { throw Diagnostic(file: path, message: "the file does not exist") }
                return text
            },
            listFolder: { folder in files.keys.filter { $0.hasPrefix(folder + "/") }.sorted() },
            runCommand: { _ throws(Diagnostic) in command }, now: { now })
    }
}
