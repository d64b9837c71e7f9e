public import Documents

/// Where one object of S3 is: `s3://bucket/key`.
public struct ObjectPlace: Hashable, Sendable {
    public var bucket: String
    public var key: String

    /// Nil for a text that names no object.
    public init?(_ text: String) {
        guard text.hasPrefix("s3://") else { return nil }
        let parts = text.dropFirst(5).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, !parts[1].hasSuffix("/"), parts[1].utf8.count <= 1024,
            !parts[1].utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }), Self.isBucket(parts[0])
        else { return nil }
        bucket = String(parts[0])
        key = String(parts[1])
    }

    /// A bucket becomes a part of a host, so nothing else may pass.
    private static func isBucket(_ text: Substring) -> Bool {
        func isPlain(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || byte &- 0x61 < 26 }
        return (3...63).contains(text.utf8.count) && text.utf8.allSatisfy { isPlain($0) || "-.".utf8.contains($0) }
            && text.utf8.first.map(isPlain) ?? false && text.utf8.last.map(isPlain) ?? false
    }

    public var text: String { "s3://\(bucket)/\(key)" }
}

/// Reads one object of S3 and replaces it, if nobody else has done so in the meantime.
/// - SeeAlso: S3 User Guide, "Conditional writes"
public struct StoredObject: Sendable {
    /// What was read, and the mark by which a later write knows that it is still there.
    public struct Content: Sendable {
        public var bytes: [UInt8]
        var tag: String
    }

    public let place: ObjectPlace
    private let endpoints: ServiceEndpoints
    private let credentials: any CredentialProvider
    private let region: String
    private let transport: any HTTPTransport
    private let now: @Sendable () -> Int64
    private let pause: @Sendable (Double) async -> Void

    private static let attempts = 5
    /// A history of years is large, and it goes both ways as a whole: an answer to an upload begins when all of it is there.
    private static func limits(uploads: Bool) -> TransportLimits {
        var limits = TransportLimits()
        limits.size = 1 << 30
        limits.wholeSeconds = 1800
        if uploads { limits.seconds = limits.wholeSeconds }
        return limits
    }

    public init(
        _ place: ObjectPlace, region: String, endpoints: ServiceEndpoints, credentials: any CredentialProvider,
        transport: any HTTPTransport, now: @escaping @Sendable () -> Int64 = { AWSTime.now },
        pause: @escaping @Sendable (Double) async -> Void = ServiceClient.sleep
    ) {
        self.place = place
        self.region = region
        self.endpoints = endpoints
        self.credentials = credentials
        self.transport = transport
        self.now = now
        self.pause = pause
    }

    /// The object; nil if there is none.
    public func read() async throws(Diagnostic) -> Content? {
        let response = try await exchange("GET", headers: [], body: [])
        switch response.status {
        case 200:
            guard let tag = response.header("ETag"), !tag.isEmpty else {
                throw failure("the service does not say which version it answered with")
            }
            return Content(bytes: response.body, tag: tag)
        case 404 where code(of: response) != "NoSuchBucket": return nil
        default: throw failure(response, action: "s3:GetObject")
        }
    }

    /// Writes the object if it is still what was read.
    /// - Parameter known: what was read; nil if there was none.
    /// - Returns: false if somebody else was faster.
    public func write(_ bytes: [UInt8], replacing known: Content?) async throws(Diagnostic) -> Bool {
        let condition = known.map { ("If-Match", $0.tag) } ?? ("If-None-Match", "*")
        let response = try await exchange(
            "PUT", headers: [("Content-Type", "application/vnd.sqlite3"), condition], body: bytes)
        switch response.status {
        case 200: return true
        // The object was removed since, or another write is under way.
        case 412, 409: return false
        case 404 where code(of: response) != "NoSuchBucket": return false
        default: throw failure(response, action: "s3:PutObject")
        }
    }

    // MARK: One exchange

    private func exchange(
        _ method: String, headers: [(String, String)], body: [UInt8]
    ) async throws(Diagnostic) -> HTTPResponse {
        var region = region
        var attempt = 1
        while true {
            do throws(TransportFailure) {
                let request = try await signed(method, headers, body, region)
                let response = try await transport.send(request, within: Self.limits(uploads: !body.isEmpty))
                // A bucket of another region is asked for once more.
                if let other = response.header("x-amz-bucket-region"), other != region, response.status >= 300,
                    ServiceEndpoints.isRegion(other), attempt == 1
                {
                    region = other
                    attempt += 1
                    continue
                }
                guard response.status >= 500 || response.status == 429, attempt < Self.attempts else {
                    return response
                }
            } catch {
                if case .cancelled = error { throw failure("the run was interrupted") }
                guard attempt < Self.attempts else { throw failure(error.words) }
            }
            await pause(Double.random(in: 0...min(8, 0.2 * Double(1 << attempt))))
            attempt += 1
        }
    }

    private func signed(
        _ method: String, _ headers: [(String, String)], _ body: [UInt8], _ region: String
    ) async throws(TransportFailure) -> HTTPRequest {
        do throws(Diagnostic) {
            var request = HTTPRequest(
                method: method, address: try endpoints.address(of: .storage, in: region), headers: headers, body: body)
            // Names with points are in no certificate, and other servers know no hosts for buckets.
            let isOwnHost = request.address.host.hasSuffix(".amazonaws.com") && !place.bucket.contains(".")
            if isOwnHost { request.address.host = "\(place.bucket).\(request.address.host)" }
            request.path = isOwnHost ? "/\(place.key)" : "/\(place.bucket)/\(place.key)"
            var signer = SignatureV4(
                credentials: try await credentials.current(), region: region, service: Service.storage.signingName)
            signer.normalizesPath = false
            signer.sendsBodyHash = true
            return signer.sign(request, at: now())
        } catch {
            throw .disconnected(error.message)
        }
    }

    // MARK: What went wrong

    private func code(of response: HTTPResponse) -> String { ServiceFailure(response, service: .storage).code }

    private func failure(_ response: HTTPResponse, action: String) -> Diagnostic {
        let failure = ServiceFailure(response, service: .storage)
        return Diagnostic(
            file: place.text, message: "the object cannot be used: \(failure.reason)",
            help: help(for: failure, action: action))
    }

    private func help(for failure: ServiceFailure, action: String) -> String {
        switch failure.kind {
        case .denied:
            "allow `\(action)`, and `s3:ListBucket` so that an object that is not there yet can be told from this"
        case .forbidden: "what denies it must make an exception; to allow it elsewhere changes nothing"
        default: "check the bucket, the region and the network"
        }
    }

    private func failure(_ reason: String) -> Diagnostic {
        Diagnostic(
            file: place.text, message: "the object cannot be used: \(reason)",
            help: "check the bucket, the region and the network")
    }
}
