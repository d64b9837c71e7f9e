/// Ends each exchange after a time, however slowly its answer comes in.
///
/// Time-outs of connections begin anew with every byte, so that a server which sends one each second would never end.
public struct BoundedTransport: HTTPTransport {
    private let inner: any HTTPTransport
    private let sleep: @Sendable (Int) async throws -> Void

    public init(
        _ inner: any HTTPTransport,
        sleep: @escaping @Sendable (Int) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) {
        self.inner = inner
        self.sleep = sleep
    }

    public func send(
        _ request: HTTPRequest, within limits: TransportLimits
    ) async throws(TransportFailure) -> HTTPResponse {
        let first = await withTaskGroup(of: Result<HTTPResponse, TransportFailure>.self) { group in
            group.addTask {
                do throws(TransportFailure) {
                    return .success(try await inner.send(request, within: limits))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                // A run that is cancelled ends the exchange by itself.
                do { try await sleep(limits.wholeSeconds) } catch { return .failure(.cancelled) }
                return .failure(.timedOut)
            }
            let first = await group.next() ?? .failure(.cancelled)
            group.cancelAll()
            return first
        }
        return try first.get()
    }
}
