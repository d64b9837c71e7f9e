import Documents
import Foundation
import Testing

@testable import Accounts

@Suite("The table of calls")
struct CallTableTests {
    private func collect(
        _ operations: [String], _ respond: @escaping @Sendable (HTTPRequest) throws(TransportFailure) -> HTTPResponse
    ) async throws -> (lines: [NodeView], manifest: Manifest, requests: [HTTPRequest]) {
        let transport = StubTransport(respond)
        let (lines, manifest) = try #require(try await TrialCollection(operations: operations).run(transport))
        let roots = try lines.dropFirst().map { try #require(CredentialAnswer.root(of: $0)) }
        return (roots, manifest, transport.seen)
    }

    private static func xml(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, body: Array(#"<?xml version="1.0"?>\#(text)"#.utf8))
    }

    @Test("a bucket is told with its lifecycle and its tags, and those of the region alone are asked for")
    func buckets() async throws {
        let (lines, manifest, requests) = try await collect(["ListBuckets"]) { request in
            switch (request.path, request.query.first?.name) {
            case ("/", _):
                return Self.xml(
                    "<ListAllMyBucketsResult><Buckets><Bucket><Name>out</Name></Bucket><Bucket><Name>bare</Name></Bucket></Buckets></ListAllMyBucketsResult>"
                )
            case ("/out", "lifecycle"):
                return Self.xml(
                    "<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Filter><Prefix></Prefix></Filter><AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>"
                )
            case ("/out", "tagging"):
                return Self.xml(
                    "<Tagging><TagSet><Tag><Key>owner</Key><Value>ana</Value></Tag></TagSet></Tagging>")
            case ("/bare", "lifecycle"):
                return Self.xml("<Error><Code>NoSuchLifecycleConfiguration</Code></Error>", status: 404)
            default: return Self.xml("<Error><Code>NoSuchTagSet</Code></Error>", status: 404)
            }
        }
        #expect(manifest.isComplete && lines.map { $0["id"]?.text } == ["bare", "out"])
        #expect(lines[0]["answer"]?["LifecycleConfiguration"] == nil)
        #expect(lines[0]["tags"].map { Array($0.children).isEmpty } ?? false)
        let rule = lines[1]["answer"]?["LifecycleConfiguration"]?["Rules"]?.children.first { _ in true }
        #expect(rule?["AbortIncompleteMultipartUpload"]?["DaysAfterInitiation"]?.integer == 7)
        #expect(lines[1]["tags"]?.children.first { _ in true }?["Value"]?.text == "ana")
        #expect(requests[0].query.contains { $0 == ("bucket-region", "eu-west-1") })
        #expect(requests.allSatisfy { $0.method == "GET" && $0.address.host == "s3.eu-west-1.amazonaws.com" })
    }

    @Test("what of a bucket may not be read is not known, and the permission is that of IAM")
    func deniedPart() async throws {
        let (lines, manifest, _) = try await collect(["ListBuckets"]) { request in
            request.path == "/"
                ? Self.xml(
                    "<ListAllMyBucketsResult><Buckets><Bucket><Name>out</Name></Bucket></Buckets></ListAllMyBucketsResult>"
                )
                : Self.xml("<Error><Code>AccessDenied</Code></Error>", status: 403)
        }
        #expect(lines.count == 1 && lines[0]["summary"]?.boolean == true && lines[0]["tags"] == nil)
        #expect(manifest.lackingPermissions == ["s3:GetBucketTagging", "s3:GetLifecycleConfiguration"])
    }

    @Test("a budget holds its notifications and their subscribers as CloudFormation has them")
    func budgets() async throws {
        let (lines, manifest, requests) = try await collect(["DescribeBudgets"]) { request in
            switch request.operation {
            case "DescribeBudgets": .json(#"{"Budgets": [{"BudgetName": "ml", "BudgetType": "COST"}]}"#)
            case "DescribeNotificationsForBudget":
                request.text.contains("NextToken")
                    ? .json(#"{"Notifications": [{"NotificationType": "FORECASTED", "Threshold": 100}]}"#)
                    : .json(#"{"Notifications": [{"NotificationType": "ACTUAL", "Threshold": 80}], "NextToken": "2"}"#)
            default: .json(#"{"Subscribers": [{"SubscriptionType": "EMAIL", "Address": "ana@example.com"}]}"#)
            }
        }
        let answer = try #require(lines.first?["answer"])
        #expect(manifest.isComplete && answer["Budget"]?["BudgetName"]?.text == "ml")
        let notes = Array(try #require(answer["NotificationsWithSubscribers"]).children)
        #expect(notes.map { $0["Notification"]?["NotificationType"]?.text } == ["ACTUAL", "FORECASTED"])
        #expect(
            notes.allSatisfy { $0["Subscribers"]?.children.first { _ in true }?["Address"]?.text == "ana@example.com" })
        #expect(requests[0].text.contains(#""AccountId":"111122223333""#))
        #expect(requests[0].text.contains(#""ShowFilterExpression":true"#))
        #expect(requests.last?.text.contains(#""Notification":{"NotificationType": "FORECASTED""#) ?? false)
    }

    @Test("a schedule is asked for by its name in the path and its group")
    func schedules() async throws {
        let arn = "arn:aws:scheduler:eu-west-1:111122223333:schedule/default/stop"
        let (lines, _, requests) = try await collect(["ListSchedules"]) { request in
            request.path == "/schedules"
                ? .json(#"{"Schedules": [{"Name": "stop", "GroupName": "default", "Arn": "\#(arn)"}]}"#)
                : .json(#"{"Name": "stop", "Arn": "\#(arn)", "ScheduleExpression": "cron(0 19 * * ? *)"}"#)
        }
        #expect(lines.first?["answer"]?["ScheduleExpression"]?.text == "cron(0 19 * * ? *)")
        #expect(requests.last?.url.hasSuffix("/schedules/stop?groupName=default") ?? false)
        #expect(requests.first?.url.hasSuffix("/schedules?MaxResults=100") ?? false)
    }

    @Test("tags that stand in the list are not asked for")
    func tagsInList() async throws {
        let arn = "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1"
        let (lines, _, requests) = try await collect(["DescribeFileSystems"]) { _ in
            .json(
                #"{"FileSystems": [{"FileSystemId": "fs-1", "FileSystemArn": "\#(arn)", "Tags": [{"Key": "a", "Value": "b"}]}]}"#
            )
        }
        #expect(lines.first?["tags"]?.children.first { _ in true }?["Key"]?.text == "a" && requests.count == 1)
        #expect(lines.first?["id"]?.text == arn)
    }

    @Test("every service of the table has an address, and no row of it was dropped")
    func rows() throws {
        let rows = CallTable.text.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }.split(separator: "\n").count
        #expect(CollectionCall.all.count == rows)
        let parts = CallTable.parts.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }.split(separator: "\n").count
        #expect(CollectionCall.all.reduce(0) { $0 + $1.parts.count } == parts)
        let metrics = CallTable.metrics.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }.split(separator: "\n")
        #expect(
            metrics.allSatisfy { row in
                let subject = Metric.Subject(rawValue: String(row.prefix { $0 != "\t" }))
                return subject.map { !Metric.all(of: $0).isEmpty } ?? false
            })
    }
}
