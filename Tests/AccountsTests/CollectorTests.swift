import Documents
import Foundation
import Synchronization
import Testing

@testable import Accounts

@Suite("Collecting")
struct CollectorTests {
    /// An account with notebooks, of which a page holds two.
    private struct FakeAccount {
        var notebooks = ["a", "b", "c", "d", "e"]
        /// Answers in the place of the usual ones, by operation.
        var failures: [String: HTTPResponse] = [:]

        static func arn(_ name: String) -> String {
            "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/\(name)"
        }

        func respond(_ request: HTTPRequest) -> HTTPResponse {
            if let failure = failures[request.operation] { return failure }
            let fields = CredentialAnswer.root(of: request.text)
            switch request.operation {
            case "ListNotebookInstances":
                let start = fields?["NextToken"]?.text.flatMap { Int($0) } ?? 0
                let items = notebooks[start...].prefix(2).map {
                    #"{"NotebookInstanceName": "\#($0)", "NotebookInstanceArn": "\#(Self.arn($0))", "InstanceType": "ml.t3.medium"}"#
                }
                let next = start + 2 < notebooks.count ? #", "NextToken": "\#(start + 2)""# : ""
                return .json(#"{"NotebookInstances": [\#(items.joined(separator: ", "))]\#(next)}"#)
            case "DescribeNotebookInstance":
                let name = fields?["NotebookInstanceName"]?.text ?? ""
                return .json(
                    "{\"NotebookInstanceName\": \"\(name)\",\n \"NotebookInstanceArn\": \"\(Self.arn(name))\",\n \"CreationTime\": 1764367910.123, \"InstanceType\": \"ml.p3.2xlarge\"}"
                )
            case "ListTags": return .json(#"{"Tags": [{"Key": "owner", "Value": "ana"}]}"#)
            default: return .json(#"{"__type": "UnknownOperationException"}"#, status: 404)
            }
        }
    }

    private let trial: TrialCollection

    init() throws { trial = try TrialCollection() }

    private func path(_ name: String) -> String { trial.path(name) }

    /// - Returns: the lines of the snapshot; nil if the run was cancelled.
    private func collect(
        _ account: FakeAccount, operations: [String] = ["ListNotebookInstances"], file: String = "s.jsonl",
        before: @escaping @Sendable (HTTPRequest) throws(TransportFailure) -> Void = { _ throws(TransportFailure) in }
    ) async throws -> (lines: [String], manifest: Manifest)? {
        var trial = trial
        trial.calls = CollectionCall.all.filter { operations.contains($0.operation) }
        return try await trial.run(
            into: file,
            StubTransport { (request) throws(TransportFailure) in
                try before(request)
                return account.respond(request)
            })
    }

    @Test("each resource is a line with its description and tags, whatever the page")
    func whole() async throws {
        let (lines, manifest) = try #require(try await collect(FakeAccount()))
        #expect(lines.count == 6 && manifest.isComplete && manifest.outcomes[0].resources == 5)
        #expect(
            lines[1]
                == #"{"type":"AWS::SageMaker::NotebookInstance","account":"111122223333","region":"eu-west-1","id":"\#(FakeAccount.arn("a"))","tags":[{"Key": "owner", "Value": "ana"}],"answer":{"NotebookInstanceName": "a", "NotebookInstanceArn": "\#(FakeAccount.arn("a"))", "CreationTime": "2025-11-28T22:11:50.123Z", "InstanceType": "ml.p3.2xlarge"}}"#
        )
        #expect(!FileManager.default.fileExists(atPath: path("s.jsonl.journal")))
    }

    @Test("a packed snapshot holds the same, in the same bytes each time")
    func packed() async throws {
        let plain = try #require(try await collect(FakeAccount()))
        let packed = try #require(try await collect(FakeAccount(), file: "s.jsonl.gz"))
        #expect(plain.lines == packed.lines)
        let first = try Data(contentsOf: trial.folder.appendingPathComponent("s.jsonl.gz"))
        _ = try await collect(FakeAccount(), file: "s.jsonl.gz")
        #expect(try Data(contentsOf: trial.folder.appendingPathComponent("s.jsonl.gz")) == first)
        #expect(first.starts(with: [0x1F, 0x8B]))
    }

    @Test("what is refused is a gap with the permission that is lacking")
    func denied() async throws {
        var account = FakeAccount()
        let denial = HTTPResponse.json(#"{"__type": "AccessDeniedException", "Message": "no"}"#, status: 400)
        account.failures = ["ListNotebookInstances": denial]
        var (lines, manifest) = try #require(try await collect(account))
        #expect(lines.count == 1 && manifest.outcomes[0].status == .refused)
        #expect(manifest.lackingPermissions == ["sagemaker:ListNotebookInstances"])

        account.failures = ["DescribeNotebookInstance": denial]
        (lines, manifest) = try #require(try await collect(account))
        #expect(
            lines.count == 6 && manifest.outcomes[0].status == .partial && manifest.outcomes[0].gaps[0].resources == 5)
        #expect(lines[1].contains(#""summary":true"#) && lines[1].contains("ml.t3.medium"))

        account.failures = ["ListTags": denial]
        (lines, manifest) = try #require(try await collect(account))
        #expect(lines.count == 6 && manifest.lackingPermissions == ["sagemaker:ListTags"])
        #expect(!lines[1].contains("tags") && lines[1].contains("ml.p3.2xlarge"))
    }

    @Test("an operation that is missing, a page of HTML and broken JSON are gaps, not resources")
    func broken() async throws {
        let answers = [
            HTTPResponse.json(#"{"__type": "UnknownOperationException"}"#, status: 404),
            HTTPResponse.json("<html>500</html>", status: 500), HTTPResponse.json("{\"NotebookInstances\": [{"),
            HTTPResponse.json(#"{"NotebookInstances": {}}"#), HTTPResponse.json(#"{"message": "please sign in"}"#),
        ]
        for answer in answers {
            var account = FakeAccount()
            account.failures = ["ListNotebookInstances": answer]
            let (lines, manifest) = try #require(try await collect(account))
            #expect(
                lines.count == 1 && manifest.outcomes[0].status == .refused
                    && manifest.outcomes[0].gaps[0].permission == nil)
        }
    }

    @Test("a list that a service may leave out is empty where nothing is in its place; one that it must give is not")
    func leftOut() async throws {
        for (operation, isComplete) in [("ListNotebookInstances", true), ("ListModels", false)] {
            var account = FakeAccount()
            account.failures[operation] = .json("{}")
            let (lines, manifest) = try #require(try await collect(account, operations: [operation]))
            #expect(lines.count == 1 && manifest.isComplete == isComplete, "\(operation)")
        }
    }

    @Test("a description that is none of the resource leaves what the list said, and a gap")
    func foreignDescription() async throws {
        var account = FakeAccount()
        account.failures["DescribeNotebookInstance"] = .json(#"{"message": "please sign in"}"#)
        let (lines, manifest) = try #require(try await collect(account))
        #expect(lines.count == 6 && manifest.outcomes[0].status == .partial && lines[1].contains(#""summary":true"#))
    }

    @Test("a list that is cut after so many pages has a gap, and what it gave is kept", arguments: [2, 3])
    func pageLimit(_ pages: Int) async throws {
        var trial = trial
        trial.calls = CollectionCall.all.filter { $0.operation == "ListNotebookInstances" }
        trial.pageLimit = pages
        let transport = StubTransport { request in FakeAccount().respond(request) }
        let (lines, manifest) = try #require(try await trial.run(transport))
        // Five notebooks are three pages.
        #expect(lines.count == (pages == 2 ? 5 : 6) && manifest.isComplete == (pages == 3))
        #expect(manifest.outcomes[0].gaps.allSatisfy { $0.reason.contains("after 2 pages") })
    }

    @Test("a list that never ends is ended, and what it gave is kept")
    func endless() async throws {
        var account = FakeAccount()
        account.failures["ListNotebookInstances"] = .json(
            #"{"NotebookInstances": [{"NotebookInstanceName": "a", "NotebookInstanceArn": "\#(FakeAccount.arn("a"))"}], "NextToken": "x"}"#
        )
        let (lines, manifest) = try #require(try await collect(account))
        #expect(lines.count == 2 && manifest.outcomes[0].status == .partial)
        #expect(manifest.outcomes[0].gaps[0].reason.contains("does not end"))
    }

    @Test("a resource that is gone before it is described leaves no gap")
    func gone() async throws {
        var account = FakeAccount()
        account.failures["DescribeNotebookInstance"] = .json(
            #"{"__type": "ValidationException", "message": "RecordNotFound: could not be found, Could not find it"}"#,
            status: 400)
        let (lines, manifest) = try #require(try await collect(account))
        #expect(lines.count == 1 && manifest.isComplete)
    }

    @Test("a resource whose tags are not found is kept, with a gap")
    func tagsAreGone() async throws {
        var account = FakeAccount()
        account.failures["ListTags"] = .json(
            #"{"__type": "ValidationException", "message": "Resource not found"}"#, status: 400)
        let (lines, manifest) = try #require(try await collect(account))
        #expect(lines.count == 6 && manifest.outcomes[0].status == .partial)
        #expect(lines[1].contains("ml.p3.2xlarge") && !lines[1].contains("tags"))
    }

    @Test("applications of the same name are told apart by whose they are, which their description asks for")
    func applications() async throws {
        let list = #"""
            {"Apps": [
              {"DomainId": "d-1", "UserProfileName": "ana", "AppType": "JupyterServer", "AppName": "default"},
              {"DomainId": "d-1", "UserProfileName": "bob", "AppType": "JupyterServer", "AppName": "default"},
              {"DomainId": "d-1", "SpaceName": "team", "AppType": "JupyterServer", "AppName": "default"}
            ]}
            """#
        let transport = StubTransport { request throws(TransportFailure) in
            switch request.operation {
            case "ListApps": return .json(list)
            case "ListTags": return .json(#"{"Tags": []}"#)
            default:
                let owners = ["ana", "bob", "team"].filter { request.text.contains("\"\($0)\"") }
                guard let owner = owners.first, owners.count == 1 else {
                    return .json(#"{"__type": "ValidationException", "message": "SpaceName must be set"}"#, status: 400)
                }
                return .json(#"{"AppArn": "arn:aws:sagemaker:eu-west-1:111122223333:app/d-1/\#(owner)"}"#)
            }
        }
        let (lines, manifest) = try #require(try await TrialCollection(operations: ["ListApps"]).run(transport))
        #expect(manifest.isComplete && lines.count == 4)
        for owner in ["ana", "bob", "team"] { #expect(lines.contains { $0.contains("app/d-1/\(owner)\"") }) }
    }

    @Test("a run that is ended at any request and started again gives the same snapshot", arguments: 1...14)
    func resumed(_ limit: Int) async throws {
        let whole = try #require(try await collect(FakeAccount(), file: "whole.jsonl"))
        let count = Counter()
        let first = try await collect(FakeAccount()) { _ throws(TransportFailure) in
            if count.next() >= limit { throw .cancelled }
        }
        #expect(first == nil || limit > 13, "ended at request \(limit)")
        let second = try #require(try await collect(FakeAccount()))
        #expect(second.lines == whole.lines)
    }

    @Test("of a journal that was cut in a line the rest counts; that of another run is refused")
    func journal() async throws {
        let count = Counter()
        _ = try await collect(FakeAccount()) { _ throws(TransportFailure) in if count.next() >= 9 { throw .cancelled } }
        let file = path("s.jsonl.journal")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.split(separator: "\n").count > 2)
        try String(text.dropLast(20)).write(toFile: file, atomically: true, encoding: .utf8)
        await #expect(throws: Diagnostic.self) { try await collect(FakeAccount(), operations: ["ListModels"]) }
        #expect(try await collect(FakeAccount())?.lines.count == 6)
        try "no journal\n".write(toFile: file, atomically: true, encoding: .utf8)
        await #expect(throws: Diagnostic.self) { try await collect(FakeAccount()) }
    }

    @Test("what was refused is asked for again when a run goes on")
    func refusals() async throws {
        var account = FakeAccount()
        account.failures["ListNotebookInstances"] = .json(#"{"__type": "AccessDeniedException"}"#, status: 400)
        let operations = ["ListNotebookInstances", "ListModels"]
        // The other list is not there yet when the run is ended.
        _ = try await collect(account, operations: operations) { (request) throws(TransportFailure) in
            if request.operation == "ListModels" { throw .cancelled }
        }
        #expect(FileManager.default.fileExists(atPath: path("s.jsonl.journal")))
        let (lines, manifest) = try #require(try await collect(FakeAccount(), operations: operations))
        #expect(lines.count == 6 && manifest.outcomes.first { $0.operation == "ListNotebookInstances" }?.gaps == [])
    }

    @Test("a run that is too old is not taken up", arguments: [(86_400, 5), (86_401, 0)])
    func age(seconds: Int, kept: Int) async throws {
        let count = Counter()
        _ = try await collect(FakeAccount()) { (request) throws(TransportFailure) in
            if request.operation == "ListTags", count.next() == 5 { throw .cancelled }
        }
        var later = trial
        later.calls = CollectionCall.all.filter { $0.operation == "ListNotebookInstances" }
        later.now += Int64(seconds)
        let transport = StubTransport { request in FakeAccount().respond(request) }
        let (lines, manifest) = try #require(try await later.run(transport))
        #expect(lines.count == 6)
        #expect(AWSTime.parse(manifest.collected) == (kept > 0 ? trial.now : later.now))
        let described = transport.seen.count { $0.operation == "DescribeNotebookInstance" }
        #expect(kept > 0 ? described < 5 : described == 5)
    }

    @Test(
        "a journal that began in time to come, or when nothing can, is begun anew",
        arguments: [1_000_000_001, .min, .max])
    func damagedTime(began: Int64) throws {
        let text = "{\"journal\":1,\"began\":\(began),\"scope\":\"s\"}\n"
        try text.write(toFile: path("j"), atomically: true, encoding: .utf8)
        let journal = try Journal(path: path("j"), scope: "s", now: 1_000_000_000)
        #expect(!journal.isResumed && journal.outdated == began)
    }

    @Test("what had gaps is asked for again when a run goes on")
    func gapsOfBefore() async throws {
        var account = FakeAccount()
        account.failures["ListTags"] = .json(#"{"__type": "AccessDeniedException"}"#, status: 400)
        let count = Counter()
        _ = try await collect(account) { (request) throws(TransportFailure) in
            if request.operation == "ListNotebookInstances", count.next() == 3 { throw .cancelled }
        }
        let (lines, manifest) = try #require(try await collect(FakeAccount()))
        #expect(manifest.isComplete && lines.count == 6 && lines.dropFirst().allSatisfy { $0.contains("owner") })
    }
}
