import Documents

/// An account of an organisation that could not be reached, and why.
public struct UnreachableAccount: Sendable {
    public var id: String
    public var reason: String
    /// The IAM action that is lacking, if that is the reason.
    public var permission: String?

    public init(id: String, reason: String, permission: String? = nil) {
        self.id = id
        self.reason = reason
        self.permission = permission
    }

    init(id: String, error: CredentialFailure) {
        self.init(id: id, reason: error.diagnostic.message, permission: error.lacking)
    }
}

/// The accounts that a run is about.
public struct TargetAccounts: Sendable {
    public var accounts: [CollectedAccount]
    /// Those that are meant and cannot be read.
    public var unreachable: [UnreachableAccount] = []
    /// Accounts of the organisation that are closed or suspended, which nobody can read.
    public var suspended: [String] = []
}

extension TargetAccounts {
    /// What became of the way to an account.
    typealias Found = (id: String, result: Result<CollectedAccount, CredentialFailure>)

    /// - Throws: the first error if none can be reached: then nothing can be said of them, and what is known already stays.
    init(_ found: [Found], suspended: [String] = []) throws(Diagnostic) {
        // What fails because somebody ends the run says nothing of the accounts.
        guard !Task.isCancelled else { throw Diagnostic(file: "account", message: "the run was interrupted") }
        self.init(accounts: [], suspended: suspended)
        var first: CredentialFailure?
        for (id, result) in found {
            switch result {
            case .success(let account): accounts.append(account)
            case .failure(let error):
                first = first ?? error
                unreachable.append(UnreachableAccount(id: id, error: error))
            }
        }
        if accounts.isEmpty, let first { throw first.diagnostic }
    }
}

/// The accounts of an organisation, each read with a role of the same name.
struct OrganizationWalk: Sendable {
    private static let limit = 100_000
    /// Roles that are assumed at a time.
    private static let width = 8

    let roleName: String
    /// The account whose credentials are given: it needs no role.
    let own: CollectedAccount
    let partition: String
    let client: ServiceClient
    /// Gives the credentials of a role.
    let credentials: @Sendable (_ role: String) -> CredentialStore

    func accounts() async throws(Diagnostic) -> TargetAccounts {
        let members = try await members()
        var found: [TargetAccounts.Found] = []
        let active = members.filter(\.isActive).map(\.id)
        for start in stride(from: 0, to: active.count, by: Self.width) {
            found += await reach(Array(active[start..<min(start + Self.width, active.count)]))
        }
        return try TargetAccounts(
            found.sorted { $0.id < $1.id }, suspended: members.filter { !$0.isActive }.map(\.id).sorted())
    }

    private func reach(_ ids: [String]) async -> [TargetAccounts.Found] {
        await withTaskGroup(of: TargetAccounts.Found.self) { group in
            for id in ids {
                group.addTask {
                    if id == own.id { return (id, .success(own)) }
                    let store = credentials("arn:\(partition):iam::\(id):role/\(roleName)")
                    do throws(CredentialFailure) {
                        _ = try await store.found()
                        let member = CollectedAccount(id: id, credentials: store, endpoints: own.endpoints)
                        return (id, .success(member))
                    } catch {
                        return (id, .failure(error))
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func members() async throws(Diagnostic) -> [(id: String, isActive: Bool)] {
        let call = ListedCall(
            operation: "ListAccounts", fields: [("MaxResults", .integer(20))], result: ["Accounts"])
        let listed: [NodeView]
        do throws(ServiceFailure) {
            listed = try await call.list(client)
        } catch {
            throw Diagnostic(
                file: "organization", message: "the accounts of the organisation cannot be listed: \(error.reason)",
                help: error.kind == .denied
                    ? "allow `organizations:ListAccounts`, in the management account or a delegated administrator"
                    : "name the accounts by roles instead: --role ARN, once for each")
        }
        guard listed.count <= Self.limit else {
            throw Diagnostic(file: "organization", message: "the organisation has more than \(Self.limit) accounts")
        }
        return try listed.map { (node) throws(Diagnostic) in
            guard let id = node["Id"]?.scalar, AccountTarget.isAccount(id) else {
                throw Diagnostic(file: "organization", message: "an account of the organisation has no number")
            }
            return (id, (node["State"] ?? node["Status"])?.scalar == "ACTIVE")
        }
    }
}
