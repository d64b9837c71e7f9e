import Accounts
import Documents
import Engine
import Foundation
import History
import Testing

@testable import Audits

@Suite("What counts as resolved")
struct ResolutionTests {
    private static let account = SampleAccount(notebooks: [
        ("a", AuditTests.gpu, SampleAccount.good), ("b", AuditTests.gpu, SampleAccount.good),
    ])

    /// What a later audit makes of the finding on the first notebook of an earlier one.
    private func resolution(
        _ judge: Judge = Judge(), after change: (inout SampleAccount, inout Judge) throws -> Void
    ) throws -> Resolution? {
        let before = try judge.judged(Self.account)
        let finding = try #require(before.findings.first { $0.name == "a" })
        var (account, later) = (Self.account, judge)
        try change(&account, &later)
        let judged = try later.judged(account)
        #expect(!judged.findings.contains { $0.fingerprint == finding.fingerprint })
        return judged.scope.resolution(finding)
    }

    @Test("a resource that complies resolves its finding, also where not all were seen", arguments: [true, false])
    func complies(isComplete: Bool) throws {
        let found = try resolution { account, _ in
            account.notebooks[0].instance = AuditTests.plain
            account.isComplete = isComplete
        }
        #expect(found == .complies)
    }

    @Test("a resource that is not there resolves its finding only where all were seen", arguments: [true, false])
    func gone(isComplete: Bool) throws {
        let found = try resolution { account, _ in
            account.notebooks.removeFirst()
            account.isComplete = isComplete
        }
        #expect(found == (isComplete ? .gone : nil))
    }

    @Test("nothing is gone where a line does not say which resource it is")
    func namelessLine() throws {
        let finding = try #require(Judge().judged(Self.account).findings.first { $0.name == "a" })
        var left = Self.account
        left.notebooks.removeFirst()
        let text = left.text.replacing("\"id\":\"\(left.arn("b"))\",", with: "")
        #expect(text != left.text)
        #expect(try Judge().judged(left.text).scope.resolution(finding) == .gone)
        #expect(try Judge().judged(text).scope.resolution(finding) == nil)
    }

    @Test("a rule that does not apply any more says so")
    func doesNotApply() throws {
        var judge = Judge()
        judge.when = "resource.DirectInternetAccess == \"Enabled\""
        #expect(try resolution(judge) { account, _ in account.internetAccess = "Disabled" } == .doesNotApply)
    }

    @Test("a rule of which nobody knows whether it applies resolves nothing")
    func openCondition() throws {
        var judge = Judge()
        judge.when = "tags[\"environment\"] == \"dev\""
        #expect(try resolution(judge) { account, _ in account.knowsTags = false } == nil)
    }

    @Test("a run that ended early resolves nothing")
    func endedEarly() throws {
        let found = try resolution { account, judge in
            account.notebooks[0].instance = AuditTests.plain
            account.notebooks.append(("c", AuditTests.gpu, [:]))
            judge.findingLimit = 1
        }
        #expect(found == nil)
    }

    @Test("what an exception accepts still fails, and is not found resolved")
    func accepted() throws {
        let found = try resolution { _, judge in
            let text = "exceptions: [{ rule: p/no-gpu, resource: a, owner: me, reason: because, until: 2026-12-31 }]\n"
            judge.exceptions = [try judge.folder.write(text, to: "exceptions.yaml")]
        }
        #expect(found == nil)
    }

    /// Two demands: the second one fails in both audits, the first one is not known in the later.
    @Test("what may fail beside what fails is not found resolved", arguments: [true, false])
    func besideUnknown(knowsTags: Bool) throws {
        var judge = Judge()
        judge.more = """

              - id: two
                title: Two demands
                description: Both must hold.
                severity: high
                targets: [AWS::SageMaker::NotebookInstance]
                check:
                  all:
                  - tagValues: { team: { matches: '^x' } }
                  - property: InstanceType
                    notEquals: ml.p3.2xlarge

            """
        var account = Self.account
        account.notebooks[0].tags["team"] = "y"
        let before = try judge.judged(account)
        let two = before.findings.filter { $0.name == "a" && $0.rule == "p/two" }
        #expect(two.count == 2)
        account.knowsTags = knowsTags
        account.notebooks[0].tags["team"] = "xy"
        let later = try judge.judged(account)
        let left = try #require(later.findings.first { $0.name == "a" && $0.rule == "p/two" })
        let gone = try #require(two.first { $0.fingerprint != left.fingerprint })
        #expect(later.scope.resolution(gone) == (knowsTags ? .failsOtherwise : nil))
    }

    // MARK: Ids that repeat

    /// Scalable targets have no ARN: the same endpoint in another account or region gives the same id.
    private func targets(_ places: [(account: String, region: String, most: Int)]) -> String {
        let type = "AWS::ApplicationAutoScaling::ScalableTarget"
        let calls = places.map {
            #"{"account":"\#($0.account)","region":"\#($0.region)","service":"application-autoscaling","#
                + #""operation":"DescribeScalableTargets","types":["\#(type)"],"status":"complete","resources":1}"#
        }
        let lines = places.map {
            #"{"type":"\#(type)","account":"\#($0.account)","region":"\#($0.region)","id":"endpoint/e|d","#
                + #""answer":{"ResourceId":"endpoint/e","ScalableDimension":"d","MaxCapacity":\#($0.most)}}"#
        }
        let manifest =
            #"{"snapshot":"proviso-snapshot/1","tool":"0","collected":"2026-11-29T06:00:00Z","accounts":[],"#
            + #""regions":[],"calls":[\#(calls.joined(separator: ","))]}"#
        return ([manifest] + lines).joined(separator: "\n") + "\n"
    }

    private var targetJudge: Judge {
        var judge = Judge()
        judge.more = """

              - id: few
                title: Few instances at most
                description: They cost.
                severity: low
                targets: [AWS::ApplicationAutoScaling::ScalableTarget]
                check: { property: MaxCapacity, atMost: 5 }

            """
        return judge
    }

    @Test("resources with the same id are told apart by account and region")
    func repeatedIDs() throws {
        let (one, other) = ("111111111111", "222222222222")
        let places = [(one, "eu-west-1", 9), (one, "us-east-1", 9), (other, "eu-west-1", 9)]
        let first = try targetJudge.judged(targets(places))
        #expect(first.findings.map { "\($0.account) \($0.region)" }.sorted() == places.map { "\($0.0) \($0.1)" })
        #expect(first.record.resources == 3)

        // One is mended, one is gone, one is as it was.
        let later = try targetJudge.judged(targets([(one, "eu-west-1", 2), (other, "eu-west-1", 9)]))
        let states = first.findings.filter { $0.account == one }.map { finding in
            "\(finding.region) \(later.scope.resolution(finding).map { $0.rawValue } ?? "open")"
        }
        #expect(states.sorted() == ["eu-west-1 complies", "us-east-1 open"])
        #expect(later.findings.map(\.account) == [other])
    }
}
