import Documents
import Foundation
import Synchronization
import Testing

@testable import Accounts

@Suite("Accounts of an organisation")
struct OrganizationTests {
    private static let caller =
        "<R><GetCallerIdentityResult><Arn>arn:aws:iam::111111111111:user/ana</Arn><Account>111111111111</Account></GetCallerIdentityResult></R>"

    private static func member(_ id: String, _ status: String = "ACTIVE") -> String {
        #"{"Id": "\#(id)", "Status": "\#(status)"}"#
    }

    /// - Parameter before: is done before each request.
    private func walk(
        roles: [String] = [], _ list: @escaping @Sendable (HTTPRequest) -> HTTPResponse = { _ in .json("{}") },
        before: @escaping @Sendable () throws(TransportFailure) -> Void = { () throws(TransportFailure) in }
    ) async throws -> (target: TargetAccounts, requests: [HTTPRequest]) {
        let transport = StubTransport { (request) throws(TransportFailure) in
            try before()
            if request.operation == "ListAccounts" { return list(request) }
            if request.text.contains("GetCallerIdentity") {
                return HTTPResponse(status: 200, body: Array(Self.caller.utf8))
            }
            // The role of one account trusts nobody.
            if request.text.contains("333333333333") {
                return HTTPResponse(
                    status: 403,
                    body: Array("<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>".utf8))
            }
            let text =
                "<R><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>B</SecretAccessKey><SessionToken>C</SessionToken></Credentials></AssumeRoleResult></R>"
            return HTTPResponse(status: 200, body: Array(text.utf8))
        }
        let environment = AccountEnvironment.stub(["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "B"])
        var target = AccountTarget(
            environment: environment, configuration: try SharedConfiguration(environment: environment), profile: nil,
            roles: roles)
        target.regions = ["eu-west-1"]
        target.organizationRole = roles.isEmpty ? "audit" : nil
        return (try await target.accounts(transport: transport), transport.seen)
    }

    @Test("each account is read with the role of its own, except for that of the credentials")
    func roles() async throws {
        let (target, requests) = try await walk { request in
            request.text.contains("NextToken")
                ? .json(
                    #"{"Accounts": [\#(Self.member("444444444444", "SUSPENDED")), \#(Self.member("333333333333"))]}"#)
                : .json(
                    #"{"Accounts": [\#(Self.member("222222222222")), \#(Self.member("111111111111"))], "NextToken": "x"}"#
                )
        }
        #expect(target.accounts.map(\.id) == ["111111111111", "222222222222"])
        #expect(target.suspended == ["444444444444"])
        #expect(target.unreachable.map(\.id) == ["333333333333"])
        let roles = requests.map(\.text).filter { $0.contains("Action=AssumeRole") }
        #expect(roles.count == 2 && roles.contains { $0.contains("arn%3Aaws%3Aiam%3A%3A222222222222%3Arole%2Faudit") })
    }

    @Test("of several roles one that cannot be assumed leaves the others, and one account is meant once")
    func someRoles() async throws {
        func role(_ id: String) -> String { "arn:aws:iam::\(id):role/audit" }
        let target = try await walk(roles: [role("333333333333"), role("111111111111")]).target
        #expect(target.accounts.map(\.id) == ["111111111111"])
        #expect(target.unreachable.map(\.id) == ["333333333333"])
        #expect(target.unreachable.map(\.permission) == ["sts:AssumeRole"])
        await #expect(throws: Diagnostic.self) {
            try await walk(roles: [role("333333333333"), role("333333333333")])
        }
    }

    @Test("where no role can be assumed, nothing was seen, and the reason is said")
    func noRole() async throws {
        let error = await #expect(throws: Diagnostic.self) {
            try await walk(roles: ["arn:aws:iam::333333333333:role/audit"])
        }
        #expect(error?.message.contains("cannot be assumed: AccessDenied") == true)
    }

    @Test("an account at which somebody ends the run is not taken for one that cannot be reached", arguments: 1...4)
    func interrupted(limit: Int) async throws {
        let roles = ["111111111111", "222222222222"].map { "arn:aws:iam::\($0):role/audit" }
        let count = Counter()
        let running = RunningTask()
        running.begin {
            let found = try await walk(
                roles: roles,
                before: { () throws(TransportFailure) in
                    guard count.next() >= limit else { return }
                    running.cancel()
                    throw .cancelled
                })
            Issue.record("taken for unreachable: \(found.target.unreachable.map(\.id))")
        }
        await #expect(throws: Diagnostic.self) { try await running.end() }
    }

    @Test("what an interrupted run saw of an account stays where that cannot be reached any more")
    func keptJournal() async throws {
        let trial = try TrialCollection()
        let path = trial.path("s.jsonl.journal")
        let line = SnapshotLine(
            type: "T", account: "111111111111", region: "eu-west-1", id: "a", answer: "{}")
        for (ids, kept) in [(["222222222222"], []), (["222222222222", "111111111111"], ["111111111111"])] {
            let journal = try Journal(path: path, scope: "s", now: 0)
            try await journal.add(line, item: "a", hasGaps: false, in: "111111111111/eu-west-1/x")
            #expect(await journal.end(unreachable: ids.map { UnreachableAccount(id: $0, reason: "down") }) == kept)
            #expect(FileManager.default.fileExists(atPath: path) == !kept.isEmpty)
        }
    }

    @Test("a run that is ended before it has an account has not come to its end")
    func interruptedBefore() async throws {
        let journal = try Journal(path: try TrialCollection().path("j"), scope: "s", now: 0)
        let collector = Collector(
            accounts: [], regions: [], calls: [], transport: StubTransport { _ in .json("{}") }, journal: journal)
        let ended = try await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await collector.run()
        }.value
        #expect(!ended)
    }

    @Test("an account that cannot be reached is a gap in the snapshot, with the permission")
    func unreachable() throws {
        let outcome = CallOutcome(
            UnreachableAccount(id: "333333333333", reason: "denied", permission: "sts:AssumeRole"))
        #expect(outcome.status == .refused && outcome.account == "333333333333")
        let manifest = Manifest(
            tool: "t", collected: "2026-01-01T00:00:00Z", accounts: [], regions: [], outcomes: [outcome])
        #expect(!manifest.isComplete && manifest.lackingPermissions == ["sts:AssumeRole"])
        let read = try #require(CredentialAnswer.root(of: manifest.text).flatMap(Manifest.init))
        #expect(read.outcomes == [outcome])
    }

    @Test("of a type that two lists give, all was seen only if both were seen whole")
    func places() throws {
        func outcome(_ status: String, region: String = "global") throws -> CallOutcome {
            let gap = status == "complete" ? "" : #"{"operation":"ListPolicies","reason":"denied"}"#
            let text =
                #"{"account":"1","region":"\#(region)","service":"organizations","operation":"ListPolicies","types":["T"],"status":"\#(status)","gaps":[\#(gap)]}"#
            return try #require(CredentialAnswer.root(of: text).flatMap(CallOutcome.init))
        }
        func places(_ outcomes: CallOutcome...) -> [String] {
            Manifest(tool: "", collected: "", accounts: [], regions: [], outcomes: outcomes).places
                .filter(\.value).map(\.key.region)
        }
        #expect(places(try outcome("complete"), try outcome("complete")) == ["global"])
        #expect(places(try outcome("complete"), try outcome("refused")).isEmpty)
        #expect(places(try outcome("refused"), try outcome("complete", region: "eu-west-1")) == ["eu-west-1"])
    }

    @Test("who may not list the accounts is told what to do")
    func denied() async throws {
        for answer in [
            #"{"__type": "AccessDeniedException"}"#, #"{"__type": "AWSOrganizationsNotInUseException"}"#,
            #"{"Accounts": [{"Id": "12"}]}"#,
        ] {
            await #expect(throws: Diagnostic.self) {
                try await walk { _ in .json(answer, status: answer.contains("__type") ? 400 : 200) }
            }
        }
    }
}

/// A task that can be cancelled out of what it does.
private final class RunningTask: Sendable {
    private let task = Mutex<Task<Void, any Error>?>(nil)

    func begin(_ body: @escaping @Sendable () async throws -> Void) {
        // Who cancels it meanwhile waits until it is known.
        task.withLock { $0 = Task { try await body() } }
    }

    func cancel() { task.withLock { $0?.cancel() } }

    func end() async throws { try await task.withLock { $0 }?.value }
}
