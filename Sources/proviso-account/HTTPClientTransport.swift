#if Account
    import Accounts
    import AsyncHTTPClient
    import Documents
    import NIOCore
    import NIOHTTP1
    import NIOSSL

    /// Sends requests over the network.
    struct HTTPClientTransport: HTTPTransport {
        private let client: HTTPClient

        /// - Parameter certificates: a file with the certificates of authorities to trust; nil for those of the system.
        init(certificates: String?) throws(Diagnostic) {
            var configuration = HTTPClient.Configuration()
            configuration.redirectConfiguration = .disallow
            configuration.httpVersion = .http1Only
            // The time-out of a request ends with the head of its answer; the body must come in pieces that are not late.
            configuration.timeout = HTTPClient.Configuration.Timeout(connect: .seconds(10), read: .seconds(60))
            configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
            if let certificates {
                guard PathLookup.isFile(certificates) else {
                    throw Diagnostic(file: certificates, message: "the certificates of `AWS_CA_BUNDLE` do not exist")
                }
                var security = TLSConfiguration.makeClientConfiguration()
                security.trustRoots = .file(certificates)
                configuration.tlsConfiguration = security
            }
            client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        }

        func close() async { try? await client.shutdown() }

        func send(
            _ request: HTTPRequest, within limits: TransportLimits
        ) async throws(TransportFailure) -> HTTPResponse {
            var message = HTTPClientRequest(url: request.url)
            message.method = HTTPMethod(rawValue: request.method)
            for header in request.headers { message.headers.add(name: header.name, value: header.value) }
            message.headers.add(name: "User-Agent", value: "proviso")
            if !request.body.isEmpty { message.body = .bytes(request.body) }
            do {
                let response = try await client.execute(message, timeout: .seconds(Int64(limits.seconds)))
                let body = try await response.body.collect(upTo: limits.size)
                return HTTPResponse(
                    status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
                    body: Array(body.readableBytesView))
            } catch {
                throw Self.failure(error, host: request.address.authority)
            }
        }

        private static func failure(_ error: any Error, host: String) -> TransportFailure {
            if error is CancellationError { return .cancelled }
            if error is NIOTooManyBytesError { return .tooLarge }
            switch error as? HTTPClientError {
            case .cancelled?: return .cancelled
            case .deadlineExceeded?, .readTimeout?, .connectTimeout?, .getConnectionFromPoolTimeout?: return .timedOut
            case let known?: return .disconnected("the connection to `\(host)` failed (\(known.shortDescription))")
            case nil: return .disconnected("`\(host)` cannot be reached, or ended the connection")
            }
        }
    }
#endif
