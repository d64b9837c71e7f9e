public import Documents

/// Where a client gets the credentials for its next request.
public protocol CredentialProvider: Sendable {
    func current() async throws(Diagnostic) -> Credentials
    /// The service says that those of the last request hold no more.
    func discard(_ credentials: Credentials) async
}

/// Always the same.
struct FixedCredentials: CredentialProvider {
    private let credentials: Credentials

    init(_ credentials: Credentials) { self.credentials = credentials }

    func current() async throws(Diagnostic) -> Credentials { credentials }

    func discard(_ credentials: Credentials) async {}
}

/// Why there are no credentials.
struct CredentialFailure: Error {
    var diagnostic: Diagnostic
    /// The IAM action that nothing allows, if that is the reason.
    var lacking: String?

    init(_ diagnostic: Diagnostic, lacking: String? = nil) {
        self.diagnostic = diagnostic
        self.lacking = lacking
    }
}

/// Keeps credentials until shortly before they end, then looks them up again.
public actor CredentialStore: CredentialProvider {
    private let lookUp: @Sendable () async throws(CredentialFailure) -> Credentials
    private let now: @Sendable () -> Int64
    private var known: Credentials?
    /// The look-up that is under way, which all that ask meanwhile wait for.
    private var pending: Task<Result<Credentials, CredentialFailure>, Never>?

    public init(
        now: @escaping @Sendable () -> Int64 = { AWSTime.now },
        lookUp: @escaping @Sendable () async throws(Diagnostic) -> Credentials
    ) {
        self.now = now
        self.lookUp = { () async throws(CredentialFailure) in
            do throws(Diagnostic) { return try await lookUp() } catch { throw CredentialFailure(error) }
        }
    }

    /// - Parameter base: what assumes the role.
    init(_ role: AssumedRole, base: CredentialStore, chain: CredentialChain, region: String) {
        now = chain.environment.now
        lookUp = { () async throws(CredentialFailure) in
            try await role.credentials(with: try await base.found(), chain: chain, region: region)
        }
    }

    public func current() async throws(Diagnostic) -> Credentials {
        do throws(CredentialFailure) { return try await found() } catch { throw error.diagnostic }
    }

    /// The same, with what is lacking where there are none.
    func found() async throws(CredentialFailure) -> Credentials {
        if let known, !known.isStale(at: now()) { return known }
        let lookUp = lookUp
        let task =
            pending
            ?? Task {
                do throws(CredentialFailure) { return .success(try await lookUp()) } catch { return .failure(error) }
            }
        pending = task
        let result = await task.value
        pending = nil
        known = try result.get()
        return try result.get()
    }

    public func discard(_ credentials: Credentials) {
        if known?.accessKeyID == credentials.accessKeyID { known = nil }
    }
}
