/// A request as it goes over the wire, before it is signed.
public struct HTTPRequest: Sendable {
    public var method: String
    public var address: ServiceAddress
    /// The path without percent-encoding; empty for `/`.
    public var path: String
    public var query: [(name: String, value: String)]
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(
        method: String = "POST", address: ServiceAddress, path: String = "/",
        query: [(name: String, value: String)] = [], headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        self.method = method
        self.address = address
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// The whole address, percent-encoded.
    public var url: String {
        let parameters = query.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
        let path = address.path + PercentEncoding.encode(path, keepsSlashes: true)
        return address.origin + (path.isEmpty ? "/" : path)
            + (parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&"))
    }

    /// The value of a header, whatever the case of its name.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// What came back.
public struct HTTPResponse: Sendable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of a header, whatever the case of its name.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// Why nothing came back that can be read.
public enum TransportFailure: Error, Sendable {
    case timedOut
    /// The connection could not be made or was cut; words of the operating system or the library.
    case disconnected(String)
    case tooLarge
    case cancelled
}

/// What sends requests. The executable uses an HTTP client; tests answer themselves.
public protocol HTTPTransport: Sendable {
    /// Sends a request and takes the whole answer.
    func send(_ request: HTTPRequest, within limits: TransportLimits) async throws(TransportFailure) -> HTTPResponse
}

/// What one request may cost.
public struct TransportLimits: Sendable {
    /// Until the answer begins, and between two parts of it.
    public var seconds = 60
    /// Until it is there as a whole.
    public var wholeSeconds = 300
    /// Bytes of an answer.
    public var size = 64 << 20

    public init() {}

    public init(seconds: Int) {
        self.seconds = seconds
        wholeSeconds = seconds
    }
}
